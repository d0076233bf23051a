package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
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
	if got := centresBackward(clone(logP), "201", []int{1, 3, 4}, 0.3); math.Abs(got-want) > 1e-14 {
		t.Errorf("loss %v, want %v", got, want)
	}
}
