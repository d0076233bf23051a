package model

import (
	"math"
	"math/rand/v2"
	"testing"

	"aloud/matrix"
)

// TestTemper compares with logits divided by hand: log p has them but for a constant in each row.
func TestTemper(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	for _, text := range []string{"", "2x3x1\nconv 2x2 3, relu\ndense 4", "2x3x1\ndense 4, norm"} {
		var models []Model[float64]
		if text == "" {
			for _, m := range []Model[float64]{NewSoftmax[float64](6, 4), NewPerceptron[float64](random, 6, 5, 4)} {
				fillNormal(m.Params(), random, 1)
				models = append(models, m)
			}
		} else {
			a, err := ParseArchitecture(text)
			if err != nil {
				t.Fatal(err)
			}
			models = append(models, NewConvnet[float64](random, a))
		}
		for _, m := range models {
			x := randomMatrix(random, 3, 6)
			before, after := matrix.New[float64](3, 4), matrix.New[float64](3, 4)
			m.LogProbabilities(before, x, nil)
			Temper(m, 2.5)
			m.LogProbabilities(after, x, nil)
			for i := range 3 {
				for j := 1; j < 4; j++ {
					want := (before.Row(i)[j] - before.Row(i)[0]) / 2.5
					// Written as "not within", for NaN is never beyond.
					if got := after.Row(i)[j] - after.Row(i)[0]; !(math.Abs(got-want) <= 1e-9) {
						t.Errorf("%s %s: difference %v, want %v", m.Kind(), text, got, want)
					}
				}
			}
		}
	}
}
