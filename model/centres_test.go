package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/matrix"
)

func TestCentreColumns(t *testing.T) {
	for _, row := range []struct {
		reason  string
		centres []float64
		columns int
		want    []int
	}{
		{"none", nil, 3, []int{}},
		{"by the width", []float64{0, 7.9, 8, 19}, 5, []int{0, 1, 2, 4}},
		{"beyond the edges", []float64{-3, 99}, 5, []int{0, 4}},
		{"two in one column", []float64{9, 10}, 5, []int{2, 3}},
		{"the later one comes first", []float64{12, 4}, 5, []int{3, 4}},
		{"two in the last column", []float64{17, 18}, 5, []int{3, 4}},
		{"no room to spare", []float64{19, 19, 19}, 3, []int{0, 1, 2}},
	} {
		if got := centreColumns(row.centres, 4, row.columns); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v, want %v", row.reason, got, row.want)
		}
	}
	defer func() {
		if got, want := recover(), "model: 3 centres in 2 columns"; got != want {
			t.Errorf("panics with %v, want %s", got, want)
		}
	}()
	centreColumns([]float64{1, 2, 3}, 4, 2)
}

// TestCentresBackward writes the loss out for one line: columns without a centre, beside one, between two, and with one.
func TestCentresBackward(t *testing.T) {
	logP := randomLine(rand.New(rand.NewPCG(5, 5)), 8, 4, 1)
	y := func(t, k int) float64 { return logP.Row(t)[k] }
	want := -(0.15*y(0, 3) + 2*y(1, 2) + 0.15*y(2, 3) + 2*y(3, 0) + 2*y(4, 1) + 0.15*y(5, 3) + y(6, 3) + y(7, 3))
	// Written as "not within", for NaN is never beyond.
	if got := centresBackward(clone(logP), "201", []int{1, 3, 4}, 0.3); !(math.Abs(got-want) <= 1e-14) {
		t.Errorf("loss %v, want %v", got, want)
	}
}

// TestCentres finds peaks: one alone, two of which one is beside the other, a plateau, and what is too low.
func TestCentres(t *testing.T) {
	probabilities := []float64{0.9, 0.1, 0.6, 0.7, 0.5, 0.8, 0.8, 0.4, 0.2, 0.4, 0.1, 0.99}
	logP := matrix.New[float64](len(probabilities), 3)
	for t, p := range probabilities {
		row := logP.Row(t)
		row[0], row[1], row[2] = math.Log(0.25*p), math.Log(0.75*p), math.Log(1-p)
	}
	var columns []int
	for _, c := range Centres(logP) {
		columns = append(columns, c.Column)
		if !(math.Abs(c.Probability-probabilities[c.Column]) <= 1e-12) || !(math.Abs(math.Exp(c.LogProbabilities[1])-0.75) <= 1e-12) {
			t.Errorf("found %v, want the probability %v, and that of 1 to be 0.75", c, probabilities[c.Column])
		}
	}
	if want := []int{0, 3, 5, 11}; !slices.Equal(columns, want) {
		t.Errorf("centres in columns %v, want %v", columns, want)
	}
}
