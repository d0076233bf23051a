package train_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"aloud/train"
)

// A training of which every single step is taken by another process, as it were, ends with the weights of one that was
// left in peace, whatever it has to remember.
func TestGoOnAfterEveryStep(t *testing.T) {
	training := bars(1, 150) // five steps an epoch, the last one smaller
	for _, row := range []struct {
		remembers string
		change    func(*train.Options)
	}{
		{"both moments of Adam, and the average", func(*train.Options) {}},
		{"both moments of Adam", func(o *train.Options) { o.Average = 0 }},
		{"a speed, and looks ahead", func(o *train.Options) { o.Descent, o.Average = train.DefaultSGD(), 0 }},
		{"a speed, the average, a prior and decay", func(o *train.Options) {
			o.Descent, o.PriorVariance, o.WeightDecay = train.SGD{Momentum: 0.5}, 0.1, 0.01
		}},
		{"where in the cycle it is", func(o *train.Options) { o.Schedule, o.WarmUp = train.OneCycle, 0 }},
		{"nothing", func(o *train.Options) { o.Descent, o.Average, o.Vary = train.SGD{}, 0, nil }},
	} {
		t.Run(row.remembers, func(t *testing.T) {
			o := small()
			row.change(&o)
			whole := perceptron[float32]()
			run(t, whole, training, nil, o)

			o.Checkpoint, o.ReportEvery = filepath.Join(t.TempDir(), "checkpoint"), 1
			parts := perceptron[float32]()
			for step := 1; step <= 15; step++ {
				parts = perceptron[float32]()
				for report, err := range train.Run(t.Context(), parts, training, nil, o) {
					if err != nil {
						t.Fatal(err)
					}
					if report.TakenUp != (report.Step == step-1) || report.TakenUp && (report.Speed != 0 || report.Left != 0) {
						t.Errorf("in process %d comes %+v", step, report)
					}
					if report.Step == step {
						break
					}
				}
			}
			if fingerprint(parts) != fingerprint(whole) {
				t.Error("the weights are others")
			}
		})
	}
}

// A checkpoint that can no longer be written ends the training with an error, however it was to go on: it would be a
// pity to hear of it after hours.
func TestCheckpointFolderVanishes(t *testing.T) {
	for _, row := range []struct {
		reason string
		then   func(cancel func()) (goOn bool)
		heard  bool // whether anybody is left to hear of it
	}{
		{"the training goes on", func(func()) bool { return true }, true},
		{"the context ends", func(cancel func()) bool { cancel(); return true }, true},
		{"the caller leaves", func(func()) bool { return false }, false},
	} {
		t.Run(row.reason, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "folder")
			if err := os.Mkdir(folder, 0o777); err != nil {
				t.Fatal(err)
			}
			o := small()
			o.Checkpoint, o.CheckpointEvery, o.ReportEvery = filepath.Join(folder, "checkpoint"), 0, 1
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var got error
			for report, err := range train.Run(ctx, perceptron[float32](), bars(1, 150), nil, o) {
				if err != nil {
					got = err
					continue
				}
				if report.Step != 3 {
					continue
				}
				if err := os.RemoveAll(folder); err != nil {
					t.Fatal(err)
				}
				if !row.then(cancel) {
					break
				}
			}
			if row.heard != errors.Is(got, os.ErrNotExist) || errors.Is(got, context.Canceled) {
				t.Errorf("error %v", got)
			}
		})
	}
}
