package lab

import (
	"context"
	"time"

	"aloud/digit"
	"aloud/recipe"
	"aloud/train"
)

// speeds remembers how fast the trainings by each recipe are, in examples a second.
type speeds map[string]float64

// guess is about how long a training takes, from a short try; 0 where it cannot be tried.
func (s speeds) guess(r recipe.Recipe, training []digit.Labelled) time.Duration {
	if s[r.Name] == 0 {
		const batches = 20
		try := r
		try.Options.Epochs, try.Options.WarmUp = 1, 0
		some := training[:min(batches*r.Options.Batch, len(training))]
		for report, err := range train.Run(context.Background(), try.Model(), some, nil, try.TrainOptions()) {
			if err == nil && report.EpochDone {
				s[r.Name] = report.Speed
			}
		}
	}
	if s[r.Name] == 0 {
		return 0
	}
	return time.Duration(float64(r.Options.Epochs*len(training)) / s[r.Name] * float64(time.Second))
}
