package lab

import (
	"testing"

	"aloud/digit"
)

// TestClimbers sees that both models learn from each digit in its turn, and counts their operations by hand.
func TestClimbers(t *testing.T) {
	few, many := digit.Labelled{Class: 3}, digit.Labelled{Class: 5}
	for i := range 10 {
		few.Digit[i] = 255
	}
	for i := range 30 {
		many.Digit[100+i] = 255
	}
	want := []struct {
		name       string
		operations float64
	}{
		{"softmax regression 784-10", 2 * 2 * 20 * 10},
		{"perceptron 784-20-10", 2 * (2*20*20 + 3*20*10)},
	}
	for i, c := range Climbers([]digit.Labelled{few, many}) {
		if c.Name != want[i].name || c.Operations != want[i].operations {
			t.Errorf("%s with %v operations, want %s with %v", c.Name, c.Operations, want[i].name, want[i].operations)
		}
		first := [2]float64{c.Climb(), c.Climb()}
		for range 100 {
			c.Climb()
		}
		if second := [2]float64{c.Climb(), c.Climb()}; !(second[0] > first[0] && second[1] > first[1]) {
			t.Errorf("%s: log p of the two digits was %v and became %v", c.Name, first, second)
		}
	}
}
