package evaluate

import (
	"math"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
)

// bar is a digit with an upright bar, three pixels wide, left of the middle.
func bar() digit.Labelled {
	e := digit.Labelled{Class: 1}
	for y := 6; y < 22; y++ {
		for x := 10; x < 13; x++ {
			e.Digit[y*digit.Side+x] = 240
		}
	}
	return e
}

// degraded is the bar in one way, with its ink as a share of that before, and the middle of it, which was at 11, 13.5.
func degraded(t *testing.T, name string) (d digit.Digit, ink, x, y float64) {
	t.Helper()
	way, err := DegradationNamed(DigitDegradations(), name)
	if err != nil {
		t.Fatal(err)
	}
	d = way.OfDigits([]digit.Labelled{bar()})[0].Digit
	for i, v := range d {
		ink, x, y = ink+float64(v), x+float64(v)*float64(i%digit.Side), y+float64(v)*float64(i/digit.Side)
	}
	return d, ink / (240 * 3 * 16), x / ink, y / ink
}

func TestDigitDegradations(t *testing.T) {
	for _, row := range []struct {
		name        string
		x, y        float64
		least, most float64 // ink
	}{
		{"none", 11, 13.5, 1, 1},
		{"shift-left", 9, 13.5, 1, 1},
		{"shift-right", 13, 13.5, 1, 1},
		{"shift-up", 11, 11.5, 1, 1},
		{"shift-down", 11, 15.5, 1, 1},
		{"rotate-15", 13.5 - 2.5*math.Cos(math.Pi/12), 13.5 - 2.5*math.Sin(math.Pi/12), 0.97, 1.03}, // left rises
		{"rotate-back-15", 13.5 - 2.5*math.Cos(math.Pi/12), 13.5 + 2.5*math.Sin(math.Pi/12), 0.97, 1.03},
		{"blur", 11, 13.5, 0.98, 1.02},
		{"thin", 11, 13.5, 0.5, 0.8},   // (3 − 1)/3 of the width, and a little of the height
		{"thick", 11, 13.5, 1.4, 1.75}, // (3 + 1.5)/3
	} {
		t.Run(row.name, func(t *testing.T) {
			_, ink, x, y := degraded(t, row.name)
			// Written as "not within", for NaN is never beyond.
			if !(math.Hypot(x-row.x, y-row.y) <= 0.15) || ink < row.least || ink > row.most {
				t.Errorf("%.3f of the ink around %.2f, %.2f; want %.2f to %.2f around %.2f, %.2f", ink, x, y, row.least, row.most, row.x, row.y)
			}
		})
	}
}

// What leaves the square is lost, and does not come in on the other side.
func TestShiftedOut(t *testing.T) {
	e := digit.Labelled{}
	e.Digit[5*digit.Side] = 255 // at the left edge
	way, err := DegradationNamed(DigitDegradations(), "shift-left")
	if err != nil {
		t.Fatal(err)
	}
	if got := way.OfDigits([]digit.Labelled{e})[0].Digit; got != (digit.Digit{}) {
		t.Error("ink that has left the square is still in it")
	}
}

// Grain is as strong as it says, another one for each digit, and the same for the same.
func TestDigitGrain(t *testing.T) {
	way, err := DegradationNamed(DigitDegradations(), "noise")
	if err != nil {
		t.Fatal(err)
	}
	grey := digit.Labelled{}
	for i := range grey.Digit {
		grey.Digit[i] = 128
	}
	other := grey
	other.Digit[0]++
	examples := []digit.Labelled{grey, other, grey}
	before := slices.Clone(examples)
	got := way.OfDigits(examples)
	if !slices.Equal(examples, before) {
		t.Error("the examples themselves were changed")
	}
	if got[0] != got[2] {
		t.Error("the same digit has another grain the second time")
	}
	same, deviation := 0, 0.0
	for i, v := range got[0].Digit {
		same += one(v == got[1].Digit[i])
		deviation += math.Pow(float64(v)-128, 2) / digit.Pixels
	}
	if same > digit.Pixels/10 {
		t.Errorf("two digits have %d of %d pixels of grain in common", same, digit.Pixels)
	}
	if sd := math.Sqrt(deviation); !(math.Abs(sd-42) <= 4) {
		t.Errorf("the grain has a deviation of %.1f, want 42", sd)
	}
}

func TestDegradedDigitsAsText(t *testing.T) {
	r := DegradedDigitsReport{Degradations: []DegradedDigits{{"thin", DigitReport{Examples: 40, Errors: 3, ErrorRate: 0.075,
		Acceptance: accept([]claim{right(0.9), wrong(0.8)}, 2)}}}}
	text := r.String()
	if !strings.Contains(text, "\nthin ") || !strings.Contains(text, " 0.0750 ") || !strings.HasSuffix(text, "50.0 %\n") {
		t.Errorf("got\n%s", text)
	}
}
