package lab

import (
	"math"
	"testing"

	"aloud/digit"
	"aloud/model"
)

// scrawl is a digit of class 7 with ink here and there.
func scrawl() sample {
	d := digit.Labelled{Class: 7}
	for i := range d.Digit {
		if i%5 == 0 {
			d.Digit[i] = uint8(i * 37)
		}
	}
	return newSample(&d)
}

// TestClimbIsTheModelsGradient holds the two learners against package model, which derives the same gradients for
// batches: a step must add to every parameter the rate times the gradient, with the sign of the likelihood.
func TestClimbIsTheModelsGradient(t *testing.T) {
	const rate = 0.1
	r, p := startingRegression(), newPerceptron(newLegacyRandom(7))
	for _, row := range []struct {
		name    string
		learner learner
		asModel func() model.Model[float64]
	}{
		{"regression", r, func() model.Model[float64] { return r.asModel() }},
		{"perceptron", p, func() model.Model[float64] { return p.asModel() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := scrawl()
			before := row.asModel()
			gradient := make([]float64, len(before.Params()))
			x, class := s.batch()
			loss := before.Gradient(gradient, x, model.Lesson{Classes: class}, nil)

			if logP := row.learner.climb(s, rate); !(math.Abs(logP+loss) <= 1e-12) {
				t.Errorf("log p is %v, the model's %v", logP, -loss)
			}
			after := row.asModel().Params()
			for i, was := range before.Params() {
				if want := was - rate*gradient[i]; !(math.Abs(after[i]-want) <= 1e-12) {
					t.Fatalf("parameter %d went from %v to %v, want %v", i, was, after[i], want)
				}
			}
		})
	}
}

// TestLogSoftmaxOfLargeNumbers sees that nothing overflows.
func TestLogSoftmaxOfLargeNumbers(t *testing.T) {
	logQ := [classes]float64{0: 1e4, 1: 1e4, 2: -1e4}
	logSoftmax(&logQ)
	if want := math.Log(0.5); !(math.Abs(logQ[0]-want) <= 1e-11) || logQ[0] != logQ[1] {
		t.Errorf("the two large ones: %v and %v, want %v", logQ[0], logQ[1], want)
	}
	if !(math.Abs(logQ[2]+2e4) <= 1) {
		t.Errorf("the small one: %v", logQ[2])
	}
}

// TestJudge sees that verdicts are those of the most probable class, in the order of the samples.
func TestJudge(t *testing.T) {
	m := new(regression)
	m.b[4] = 2
	verdicts := judge(m, []sample{{class: 7}, {class: 4}})
	if v := verdicts[0]; v.right || v.taken != 4 || v.logP >= verdicts[1].logP {
		t.Errorf("a 7 for which all speaks for 4: %+v", v)
	}
	if v := verdicts[1]; !v.right || v.taken != 4 {
		t.Errorf("a 4: %+v", v)
	}
	if n := countErrors(verdicts); n != 1 {
		t.Errorf("%d errors", n)
	}
}

// BenchmarkClimb is a step from a digit with 157 inked pixels, about as many as MNIST's digits have.
func BenchmarkClimb(b *testing.B) {
	s := scrawl()
	learners := map[string]learner{"regression": new(regression), "perceptron": newPerceptron(newLegacyRandom(99))}
	for name, m := range learners {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				m.climb(s, 1e-6)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "examples/s")
		})
	}
}
