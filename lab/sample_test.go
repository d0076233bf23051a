package lab

import (
	"strings"
	"testing"

	"aloud/digit"
)

func TestSampleIsItsInk(t *testing.T) {
	d := digit.Labelled{Class: 3}
	d.Digit[0], d.Digit[783], d.Digit[30] = 255, 1, 128
	s := newSample(&d)
	want := []pixel{{0, 255}, {30, 128}, {783, 1}}
	if s.class != 3 || len(s.ink) != len(want) {
		t.Fatalf("got %+v", s)
	}
	for i, p := range s.ink {
		if p != want[i] {
			t.Errorf("pixel %d is %+v, want %+v", i, p, want[i])
		}
	}
}

func TestByClassKeepsTheOrderWithin(t *testing.T) {
	digits := []digit.Labelled{{Class: 2}, {Class: 0}, {Class: 2}, {Class: 1}, {Class: 0}}
	sorted := byClass(digits)
	for i, want := range []int{1, 4, 3, 0, 2} {
		if sorted[i] != &digits[want] {
			t.Errorf("place %d does not hold digit %d", i, want)
		}
	}
}

// TestNotebookNeedsAllOfMNIST sees that the notebook is not run on anything else: its figures would mean nothing.
func TestNotebookNeedsAllOfMNIST(t *testing.T) {
	_, err := RunNotebook(t.Context(), make([]digit.Labelled, 59_999), make([]digit.Labelled, 10_000), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "lab: MNIST: 59999 digits for training and 10000 for the test") {
		t.Errorf("got %v", err)
	}
}
