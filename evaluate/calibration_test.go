package evaluate

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCalibrationError(t *testing.T) {
	for _, row := range []struct {
		reason      string
		confidences []float64
		right       []bool
		want        float64
	}{
		{"nothing predicted", nil, nil, 0},
		{"certain and right", []float64{1, 1}, []bool{true, true}, 0},
		{"certain and wrong", []float64{1, 1}, []bool{false, false}, 1},
		{"0.75 and right three times in four", []float64{.75, .75, .75, .75}, []bool{true, true, true, false}, 0},
		{"too modest counts as much as too bold", []float64{.5, .5}, []bool{true, true}, 0.5},
		// Bin 11 holds 0.68 and 0.72: (1 − 1.40) of 3; bin 15 holds 0.95: (1 − 0.95) of 3.
		{"two bins", []float64{.68, .95, .72}, []bool{true, true, false}, (0.40 + 0.05) / 3},
		// 1/15 and 2/15 are upper ends of the first and second bin; in one bin their errors would cancel to 0.
		{"a bin holds its upper end", []float64{2. / 15, 1. / 15}, []bool{false, false}, (2./15 + 1./15) / 2},
		{"errors within a bin cancel, between bins they do not", []float64{.55, .65}, []bool{true, false}, (.45 + .65) / 2},
		{"a belief of nothing stays in the first bin", []float64{0}, []bool{false}, 0},
	} {
		t.Run(row.reason, func(t *testing.T) {
			// Written as "not within", for NaN is never beyond.
			if got := calibrationError(bins(row.confidences, row.right)); !(math.Abs(got-row.want) <= 1e-12) {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
}

// Only bins that hold something are listed, each with its ends.
func TestBins(t *testing.T) {
	got := bins([]float64{0.95, 0.1, 0.99, 1}, []bool{true, false, false, true})
	want := []Bin{
		{From: 1. / 15, To: 2. / 15, Count: 1, Right: 0, Confidence: 0.1},
		{From: 14. / 15, To: 1, Count: 3, Right: 2, Confidence: (0.95 + 0.99 + 1) / 3},
	}
	if diff := cmp.Diff(want, got, approximately(1e-12)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
