package lab

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/train"
)

// TestMinimise sees that the place found is a minimum: the slope is about 0 there, and moving to any side goes up.
func TestMinimise(t *testing.T) {
	data := toyData(200, 20)
	for _, lambda := range []float64{1, 1e-2, 1e-4} {
		p := newPosterior(data.Training)
		w, slope, err := p.minimise(make([]float64, len(p.m.Params())), lambda)
		if err != nil {
			t.Fatal(err)
		}
		if !(slope < 1e-3) {
			t.Errorf("λ = %g: a slope of %g is left", lambda, slope)
		}
		p.compute(w)
		least := p.value
		random := rand.New(rand.NewPCG(1, 2))
		for range 20 {
			moved := slices.Clone(w)
			for i := range moved {
				moved[i] += 0.02 * random.NormFloat64()
			}
			if p.compute(moved); p.value <= least {
				t.Errorf("λ = %g: %g beside the minimum of %g", lambda, p.value, least)
			}
		}
	}
}

// TestMinimiseIsTheTrainersPrior sees that λ means here what σ² means to the trainer.
func TestMinimiseIsTheTrainersPrior(t *testing.T) {
	const lambda = 0.03
	data := toyData(200, 20)
	p := newPosterior(data.Training)
	w, _, err := p.minimise(make([]float64, len(p.m.Params())), lambda)
	if err != nil {
		t.Fatal(err)
	}
	q := newPosterior(data.Training)
	o := train.DefaultOptions()
	o.Epochs, o.Batch, o.LearningRate, o.WarmUp = 400, len(data.Training), 0.02, 0
	o.PriorVariance = 1 / (lambda * float64(len(data.Training)))
	for _, err := range train.Run(t.Context(), q.m, data.Training, nil, o) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, v := range q.m.Params()[:inputs*classes] { // biases that all grow by the same change nothing
		if !(math.Abs(float64(v)-w[i]) <= 2e-3) {
			t.Fatalf("parameter %d: %g, the trainer's %g", i, w[i], v)
		}
	}
}

// TestStudyPrior sees that a study is the same each time, and what it says is best.
func TestStudyPrior(t *testing.T) {
	data := toyData(240, 20)
	g := newGround(data.Split.Training, data.Split.Validation, data.Test)
	study := func(seed uint64) PriorStudy {
		s, operations, err := studyPrior(t.Context(), g, 20, []float64{10, 0.1}, seed, func(float64, string) {})
		if err != nil {
			t.Fatal(err)
		}
		if least := 2.0 * 2 * 7840 * 20 * 2 * 5; operations < least { // a gradient of each digit for each λ and draw
			t.Errorf("%g operations, want %g and more", operations, least)
		}
		return s
	}
	first := study(1)
	if again := study(1); !slices.Equal(first.Points, again.Points) {
		t.Errorf("%v, and then %v", first.Points, again.Points)
	}
	if other := study(2); slices.Equal(first.Points, other.Points) {
		t.Error("another seed draws the same digits")
	}
	if best := first.Best(); best.Lambda != 0.1 {
		t.Errorf("the best of %+v is %+v", first.Points, best)
	}
}

// TestBestOfPoints picks by likelihood or by errors.
func TestBestOfPoints(t *testing.T) {
	s := PriorStudy{Points: []PriorPoint{{Lambda: 1, ErrorRate: 0.3, LogLikelihood: -2}, {Lambda: 0.1, ErrorRate: 0.2, LogLikelihood: -1},
		{Lambda: 0.01, ErrorRate: 0.1, LogLikelihood: -3}}}
	if best, fewest := s.Best().Lambda, s.FewestErrors().Lambda; best != 0.1 || fewest != 0.01 {
		t.Errorf("best λ %g, fewest errors with %g", best, fewest)
	}
	if d := (PriorPoint{Lambda: 0.01}).Deviation(100); !(math.Abs(d-1) <= 1e-12) {
		t.Errorf("σ = %g, want 1", d)
	}
}
