package train_test

import (
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
	"aloud/train"
)

// convnet has everything that training does and prediction does not: it normalises, and leaves numbers out.
func convnet(t *testing.T) *model.Convnet[float32] {
	t.Helper()
	a, err := model.ParseArchitecture(`28x28x1
		conv 5x5 4 stride 3, norm, relu
		conv 3x3 6 pad 1, norm, relu, pool 2x2
		dropout 0.2, dense 10, norm`)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewConvnet[float32](rand.New(rand.NewPCG(5, 5)), a)
}

func smallConvnet() train.Options {
	o := small()
	o.Smoothing, o.LearningRate = 0.1, 2e-2
	return o
}

func TestConvnetLearns(t *testing.T) {
	o := smallConvnet()
	o.Epochs = 8
	reports := run(t, convnet(t), bars(1, 400), bars(2, 200), o)
	if last := reports[len(reports)-1]; last.Validation.ErrorRate() > 0.05 {
		t.Errorf("%.1f %% errors in the end", 100*last.Validation.ErrorRate())
	}
}

// Neither the number of cores, nor that every step is taken by another process, makes other weights; smoothing and
// another seed, which leaves out other numbers, do.
func TestConvnetSameWeights(t *testing.T) {
	training := bars(1, 150) // five steps an epoch
	weights := func(cores int, change func(*train.Options)) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		o := smallConvnet()
		change(&o)
		m := convnet(t)
		run(t, m, training, nil, o)
		return fingerprint(m)
	}
	asIs := weights(1, func(*train.Options) {})
	for cores := 2; cores <= 3; cores++ {
		if weights(cores, func(*train.Options) {}) != asIs {
			t.Errorf("%d cores make other weights than one", cores)
		}
	}
	if weights(2, func(o *train.Options) { o.Smoothing = 0 }) == asIs {
		t.Error("smoothing makes no difference")
	}

	o := smallConvnet()
	o.Checkpoint, o.ReportEvery = filepath.Join(t.TempDir(), "checkpoint"), 1
	m := convnet(t)
	for step := 1; step <= 15; step++ {
		m = convnet(t)
		for report, err := range train.Run(t.Context(), m, training, nil, o) {
			if err != nil {
				t.Fatal(err)
			}
			if report.Step == step {
				break
			}
		}
	}
	if fingerprint(m) != asIs {
		t.Error("fifteen processes make other weights than one")
	}
}

// TestDropoutDrawsAnew sees that a step leaves out other numbers than the one before, and another seed others again: with
// examples that stay the same nothing else tells their losses apart.
func TestDropoutDrawsAnew(t *testing.T) {
	o := smallConvnet()
	o.Vary, o.LearningRate, o.Batch, o.ReportEvery = nil, 1e-12, 1<<20, 1
	var losses []float64
	for o.Seed = range uint64(2) {
		for _, report := range run(t, convnet(t), bars(1, 100), nil, o) {
			losses = append(losses, report.Loss)
		}
	}
	slices.Sort(losses)
	for i := range losses[1:] {
		if losses[i+1]-losses[i] < 1e-5 { // above what the order of the examples makes in rounding
			t.Errorf("losses %v", losses)
		}
	}
}

// TestSettled sees that the model has moments of the examples, with the parameters as they are then, at a validation and
// however the range ends.
func TestSettled(t *testing.T) {
	training := bars(1, 100)
	x := matrix.New[float32](len(training), digit.Pixels)
	order := rand.New(rand.NewPCG(1, 1<<62)).Perm(len(training)) // of the first epoch with the seed 1
	for i, from := range order {
		feature.Encode(feature.Pixels, x.Row(i), &training[from].Digit)
	}
	check := func(when string, m *model.Convnet[float32], batch int) {
		before := fingerprint(m)
		m.Settle(slices.Values([]matrix.Matrix[float32]{x.Top(batch)}), new(matrix.Scratch[float32]))
		if fingerprint(m) != before {
			t.Errorf("%s the moments are not those of the examples", when)
		}
	}
	for _, average := range []float64{0, 0.9} {
		o := smallConvnet()
		o.Vary, o.Average, o.Batch, o.Epochs, o.ReportEvery = nil, average, 100, 1, 1
		m := convnet(t)
		for range train.Run(t.Context(), m, training, bars(2, 50), o) {
			check("at the validation", m, o.Batch)
		}
		check("in the end", m, o.Batch)

		o.Batch = 60 // of which the epoch has one whole batch
		m = convnet(t)
		for report := range train.Run(t.Context(), m, training, bars(2, 50), o) {
			if report.Step == 1 {
				break
			}
		}
		check("broken off", m, o.Batch)
	}
}
