package train

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
)

// Run trains m, from the parameters it has, and gives a report every now and then. If the options name a checkpoint that
// is there, the training goes on from it, and the first report tells where it stands. Then m must come with the
// parameters that the training began with; a checkpoint of another training is an error that wraps [ErrForeign], a
// broken one [ErrDamaged].
//
// While the caller has a report, and once the range is over for whatever reason, m holds the parameters to be used: the
// averaged ones if the options ask for an average. Nobody else may use m in between.
//
// The end of the context is an error, and leaves a checkpoint behind. So does breaking off the range, where nobody is
// left to hear of it if the checkpoint could not be written.
//
// An error comes with an empty report, and nothing after it. Options that make no sense are an error too.
func Run[T matrix.Float](ctx context.Context, m model.Model[T], training, validation []digit.Labelled, o Options) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		r, err := newRun(m, training, validation, o)
		if err == nil {
			err = r.train(ctx, yield)
		}
		if err != nil {
			yield(Report{}, err)
		}
	}
}

// A run is a training under way.
type run[T matrix.Float] struct {
	Options
	model                model.Model[T]
	training, validation []digit.Labelled

	step    int     // steps taken
	lossSum float64 // of the examples shown in the epoch of the last step
	memory  [][]T   // the descent's, and behind it the average if there is one

	gradient []T
	batch    batch[T]
	scratch  *matrix.Scratch[T]

	marks      marks     // of the training, for its checkpoints
	begun      time.Time // when this process began or took up the training
	first      int       // the step at which it did
	shown      int       // examples learned from since
	checkpoint time.Time // when the last checkpoint was written
}

// newRun begins a training, or takes it up.
func newRun[T matrix.Float](m model.Model[T], training, validation []digit.Labelled, o Options) (*run[T], error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if err := checkExamples(m.Classes(), training, validation); err != nil {
		return nil, err
	}
	o.Batch = min(o.Batch, len(training)) // its memory
	r := &run[T]{Options: o, model: m, training: prepared(training, m.Encoding()), validation: validation,
		gradient: make([]T, len(m.Params())), scratch: new(matrix.Scratch[T]),
		batch: newBatch[T](o.Batch, m.Inputs())}
	for range o.Descent.vectors() {
		r.memory = append(r.memory, make([]T, len(m.Params())))
	}
	if o.Average > 0 {
		r.memory = append(r.memory, slices.Clone(m.Params()))
	}
	err := r.takeUp()
	r.begun = time.Now()
	return r, err
}

// checkExamples finds examples that nothing can be learned from, or of classes that the model does not know.
func checkExamples(classes int, training, validation []digit.Labelled) error {
	if len(training) == 0 {
		return errors.New("train: no examples to learn from")
	}
	for _, set := range []struct {
		name     string
		examples []digit.Labelled
	}{{"training", training}, {"validation", validation}} {
		for i := range set.examples {
			if class := set.examples[i].Class; int(class) >= classes {
				return fmt.Errorf("train: %s example %d is of class %d, and the model knows %d", set.name, i, class, classes)
			}
		}
	}
	return nil
}

// prepared returns the examples as the encoding prepares them, once for all epochs.
func prepared(examples []digit.Labelled, e feature.Encoding) []digit.Labelled {
	if !e.Prepares() {
		return examples
	}
	done := slices.Clone(examples)
	matrix.Parallel(len(done), 64, func(begin, end int) {
		for i := begin; i < end; i++ {
			done[i].Digit = e.Prepare(&done[i].Digit)
		}
	})
	return done
}

func (r *run[T]) stepsPerEpoch() int { return r.Options.stepsPerEpoch(len(r.training)) }
func (r *run[T]) steps() int         { return r.Steps(len(r.training)) }

// train takes the steps that are left. It returns nil when the caller breaks off: then nobody listens any more.
func (r *run[T]) train(ctx context.Context, yield func(Report, error) bool) error {
	defer r.exchange() // leaves the averaged parameters in the model
	if r.first > 0 && !r.tell(yield) {
		return nil
	}
	for r.step < r.steps() {
		if ctx.Err() != nil {
			return r.stop(ctx.Err())
		}
		if err := r.takeStep(); err != nil {
			return err
		}
		if r.reportDue() && !r.tell(yield) {
			r.writeCheckpoint()
			return nil
		}
		if r.step == r.steps() || time.Since(r.checkpoint) >= r.CheckpointEvery {
			if err := r.writeCheckpoint(); err != nil {
				return err
			}
		}
	}
	return nil
}

// stop leaves a checkpoint and returns the reason for stopping; if the checkpoint cannot be written, that is worse.
func (r *run[T]) stop(reason error) error {
	if err := r.writeCheckpoint(); err != nil {
		return err
	}
	return fmt.Errorf("train: stopped after step %d of %d: %w", r.step, r.steps(), reason)
}

// takeStep learns from the next batch.
func (r *run[T]) takeStep() error {
	params, groups := r.model.Params(), r.model.Groups()
	if r.step%r.stepsPerEpoch() == 0 {
		r.lossSum = 0
	}
	x, t := r.nextBatch()
	r.scratch.Reset()
	loss := float64(r.model.Gradient(r.gradient, x, t, r.scratch))
	if !finite(loss) {
		return r.diverged("loss")
	}
	if r.PriorVariance > 0 {
		prior(r.gradient, params, groups, r.PriorVariance, len(r.training))
	}
	rate := r.learningRate(r.step, r.steps())
	if r.WeightDecay > 0 {
		decay(params, groups, rate*r.WeightDecay)
	}
	r.step++
	descend(r.Descent, params, r.gradient, r.memory, rate, r.step)
	r.moveAverage()
	r.lossSum += loss * float64(len(t))
	r.shown += len(t)
	if r.step == r.steps() && !finite(params...) { // earlier, the next loss will tell
		return r.diverged("model")
	}
	return nil
}

// diverged is the error of a training that has run away.
func (r *run[T]) diverged(what string) error {
	return fmt.Errorf("train: the %s is no longer finite at step %d: a lower learning rate may help", what, r.step)
}

// finite reports whether no number is infinite or NaN.
func finite[T matrix.Float](numbers ...T) bool {
	return !slices.ContainsFunc(numbers, func(v T) bool { return math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) })
}
