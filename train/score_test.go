package train_test

import (
	"math"
	"testing"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
	"aloud/train"
)

// fixed is a classifier of two classes that believes the same of every example.
type fixed struct{ logP [2]float64 }

func (fixed) Inputs() int  { return digit.Pixels }
func (fixed) Classes() int { return 2 }

func (fixed) Encoding() feature.Encoding { return feature.Pixels }

func (f fixed) LogProbabilities(dst, _ matrix.Matrix[float64], _ *matrix.Scratch[float64]) {
	for i := range dst.Rows {
		copy(dst.Row(i), f.logP[:])
	}
}

func TestEvaluate(t *testing.T) {
	ofClass := func(classes ...uint8) (examples []digit.Labelled) {
		for _, class := range classes {
			examples = append(examples, digit.Labelled{Class: class})
		}
		return examples
	}
	quarter, half, most := math.Log(0.25), math.Log(0.5), math.Log(0.75)
	for _, row := range []struct {
		reason   string
		believes [2]float64
		examples []digit.Labelled
		want     train.Score
	}{
		{"no examples", [2]float64{quarter, most}, nil, train.Score{}},
		{"all right", [2]float64{quarter, most}, ofClass(1, 1), train.Score{Examples: 2, LogLikelihood: most}},
		{"one wrong of two", [2]float64{quarter, most}, ofClass(0, 1),
			train.Score{Examples: 2, Errors: 1, LogLikelihood: (quarter + most) / 2}},
		{"who cannot tell predicts the first class, and is wrong half the time", [2]float64{half, half}, ofClass(0, 1),
			train.Score{Examples: 2, Errors: 1, LogLikelihood: half}},
		{"more than are looked at in one go", [2]float64{most, quarter}, ofClass(make([]uint8, 700)...),
			train.Score{Examples: 700, LogLikelihood: most}},
	} {
		got := train.Evaluate(fixed{row.believes}, row.examples)
		// Written as "not within", for NaN is never beyond.
		if got.Examples != row.want.Examples || got.Errors != row.want.Errors ||
			!(math.Abs(got.LogLikelihood-row.want.LogLikelihood) <= 1e-12) {
			t.Errorf("%s: %+v, want %+v", row.reason, got, row.want)
		}
	}
}

// A model that has learned nothing yet is wrong about nine digits in ten, as guessing is.
func TestEvaluateUntrained(t *testing.T) {
	examples := bars(1, 300)
	ofClass0 := 0
	for _, e := range examples {
		if e.Class == 0 {
			ofClass0++
		}
	}
	score := train.Evaluate(model.NewSoftmax[float32](digit.Pixels, 10), examples)
	if want := len(examples) - ofClass0; score.Errors != want {
		t.Errorf("%d errors, want %d", score.Errors, want)
	}
}

func TestErrorRate(t *testing.T) {
	for _, row := range []struct {
		score train.Score
		want  float64
	}{
		{train.Score{Examples: 8, Errors: 2}, 0.25},
		{train.Score{}, 0}, // and not NaN
	} {
		if got := row.score.ErrorRate(); got != row.want {
			t.Errorf("%+v has the error rate %v, want %v", row.score, got, row.want)
		}
	}
}
