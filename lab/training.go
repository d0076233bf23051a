package lab

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"

	"aloud/digit"
	"aloud/feature"
	"aloud/internal/durable"
	"aloud/model"
	"aloud/recipe"
	"aloud/train"
)

// A Training is how a network came about.
type Training struct {
	Weights string // SHA-256 of the weights file
	Digits  int    // learned from
	Epochs  int    // how often each of them
}

// learn trains a network by the recipe and writes its weights. A training that was stopped goes on from its checkpoint; what it
// cost is told as if it had not been.
func learn(ctx context.Context, r recipe.Recipe, g ground, weights, checkpoint string, progress progress) (Training, effort, error) {
	r.Options.Checkpoint = checkpoint
	m := r.Model()
	shown := r.Options.Epochs * len(g.training)
	cost := effort{operations: model.LearningOperations(m, shown)}
	var last train.Report
	for report, err := range train.Run(ctx, m, g.training, g.validation, r.TrainOptions()) {
		if errors.Is(err, train.ErrForeign) || errors.Is(err, train.ErrDamaged) { // ours, and of no use any more
			if err := durable.Remove(checkpoint); err != nil {
				return Training{}, effort{}, err
			}
			return learn(ctx, r, g, weights, checkpoint, progress)
		}
		if err != nil {
			return Training{}, effort{}, err
		}
		if report.Speed > 0 {
			cost.seconds = float64(shown) / report.Speed
		}
		progress(float64(report.Step)/float64(report.Steps), remarkOf(report))
		last = report
	}
	metadata := r.Metadata(recipe.Examples{Training: g.training, Validation: g.validation}, last)
	metadata["command"] = "aloud lab"
	if err := model.Save(weights, m, model.Float16, metadata); err != nil {
		return Training{}, effort{}, err
	}
	return Training{sumOfFile(weights), len(g.training), r.Options.Epochs}, cost, durable.Remove(checkpoint)
}

// remarkOf is what there is to say of a training under way.
func remarkOf(r train.Report) string {
	if r.Validation == nil {
		return ""
	}
	return fmt.Sprintf("%.2f %% validation errors", 100*r.Validation.ErrorRate())
}

// marksOf is a text in which two trainings differ that could end with other weights: the recipe, and what it makes of some
// digits, in which a change of the program itself shows.
func marksOf(r recipe.Recipe, digits []digit.Labelled) string {
	vary := r.TrainOptions().Vary
	tried := make([]float32, r.Encoding.Size())
	h := sha256.New()
	for i := range digits[:min(16, len(digits))] {
		d := digits[i]
		d.Digit = r.Encoding.Prepare(&d.Digit)
		if vary != nil {
			d = vary(rand.New(rand.NewPCG(0, uint64(i))), &d)
		}
		feature.Encode(r.Encoding, tried, &d.Digit)
		binary.Write(h, binary.LittleEndian, tried)
	}
	o := &r.Options
	o.Checkpoint, o.CheckpointEvery, o.ReportEvery, r.Short = "", 0, 0, ""
	return fmt.Sprintf("%+v %x", r, h.Sum(nil))
}
