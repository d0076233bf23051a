package train

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"math"
	"slices"
	"time"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// Run trains m, from the parameters it has, and gives a report every now and then. If the options name a checkpoint that
// is there, the training goes on from it, and the first report tells where it stands. Then m must come with the
// parameters that the training began with; a checkpoint of another training is an error that wraps [ErrForeign], a
// broken one [ErrDamaged].
//
// While the caller has a report, and once the range is over for whatever reason, m holds the parameters to be used: the
// averaged ones if the options ask for an average. Nobody else may use m in between. What a [model.Settler] measures is
// measured before every validation, and when the range is over.
//
// The end of the context is an error, and leaves a checkpoint behind. So does breaking off the range, where nobody is
// left to hear of it if the checkpoint could not be written.
//
// An error comes with an empty report, and nothing after it. Options that make no sense are an error too.
func Run[T matrix.Float](ctx context.Context, m model.Model[T], training, validation []digit.Labelled, o Options) iter.Seq2[Report, error] {
	return reports(ctx, o, func(o Options) (task[T], error) { return newDigits(m, training, validation, o) })
}

// reports is a training as a sequence. The task is begun once the options are known to make sense.
func reports[T matrix.Float](ctx context.Context, o Options, begin func(o Options) (task[T], error)) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		r, err := newRun(o, begin)
		if err == nil {
			err = r.train(ctx, yield)
		}
		if err != nil {
			yield(Report{}, err)
		}
	}
}

// A task is what a training is about: a model, and the examples that it learns from and is judged by.
type task[T matrix.Float] interface {
	// parameters is what the descent changes.
	parameters() model.Parameters[T]

	// examples is how many are learned from in an epoch, at least one.
	examples() int

	// learn sets gradient to that of the loss of the examples from place on in the order of an epoch, as many as a batch
	// holds or as there are. It returns the loss, a mean over them, and their number.
	learn(gradient []T, epoch, place int) (loss float64, learned int)

	// settle measures, on examples of an epoch, what the model needs for prediction and training does not, if anything
	// (see [model.Settler]).
	settle(epoch int)

	// operations are those that an example takes to be learned from; 0 where that is not known.
	operations() float64

	// judged reports whether there are validation examples, and judge is how the model does on them; nil where there are
	// none.
	judged() bool
	judge() *Score

	// mark is a hash of all examples that are learned from as they are, and another of how they are varied.
	mark() (examples, variation [sha256.Size]byte)
}

// A run is a training under way.
type run[T matrix.Float] struct {
	Options
	task  task[T]
	model model.Parameters[T] // the task's

	step    int     // steps taken
	lossSum float64 // of the examples shown in the epoch of the last step
	memory  [][]T   // the descent's, and behind it the average if there is one

	gradient []T
	exact    []T // the parameters before they were rounded
	settled  int // the step at which the model was last settled; −1: never

	marks      marks     // of the training, for its checkpoints
	begun      time.Time // when this process began or took up the training
	first      int       // the step at which it did
	shown      int       // examples learned from since
	checkpoint time.Time // when the last checkpoint was written
}

// newRun begins a training, or takes it up.
func newRun[T matrix.Float](o Options, begin func(o Options) (task[T], error)) (*run[T], error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	t, err := begin(o)
	if err != nil {
		return nil, err
	}
	o.Batch = min(o.Batch, t.examples())
	m := t.parameters()
	r := &run[T]{Options: o, task: t, model: m, gradient: make([]T, len(m.Params())), settled: -1}
	for range o.Descent.vectors() {
		r.memory = append(r.memory, make([]T, len(m.Params())))
	}
	if o.Average > 0 {
		r.memory = append(r.memory, slices.Clone(m.Params()))
	}
	err = r.takeUp()
	r.begun = time.Now()
	return r, err
}

func (r *run[T]) stepsPerEpoch() int { return r.Options.stepsPerEpoch(r.task.examples()) }
func (r *run[T]) steps() int         { return r.Steps(r.task.examples()) }

// train takes the steps that are left. It returns nil when the caller breaks off: then nobody listens any more.
func (r *run[T]) train(ctx context.Context, yield func(Report, error) bool) error {
	defer func() { // leaves the averaged parameters in the model, rounded if they are to be
		r.exchange()
		r.round()
		r.settle()
	}()
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
	epoch, inEpoch := r.step/r.stepsPerEpoch(), r.step%r.stepsPerEpoch()
	if inEpoch == 0 {
		r.lossSum = 0
	}
	undo := r.round()
	loss, learned := r.task.learn(r.gradient, epoch, inEpoch*r.Batch)
	undo()
	if !finite(loss) {
		return r.diverged("loss")
	}
	if r.PriorVariance > 0 {
		prior(r.gradient, params, groups, r.PriorVariance, r.task.examples())
	}
	rate := r.learningRate(r.step, r.steps())
	if r.WeightDecay > 0 {
		decay(params, groups, rate*r.WeightDecay)
	}
	descent := r.descent(r.step, r.steps())
	r.step++
	descend(descent, params, r.gradient, r.memory, rate, r.step)
	r.moveAverage()
	r.lossSum += loss * float64(learned)
	r.shown += learned
	if r.step == r.steps() && !finite(params...) { // earlier, the next loss will tell
		return r.diverged("model")
	}
	return nil
}

// settle makes the model fit for prediction with the parameters it has, unless it is.
func (r *run[T]) settle() {
	if r.settled != r.step {
		r.settled = r.step
		r.task.settle(max(0, r.step-1) / r.stepsPerEpoch())
	}
}

// diverged is the error of a training that has run away.
func (r *run[T]) diverged(what string) error {
	return fmt.Errorf("train: the %s is no longer finite at step %d: a lower learning rate may help", what, r.step)
}

// finite reports whether no number is infinite or NaN.
func finite[T matrix.Float](numbers ...T) bool {
	return !slices.ContainsFunc(numbers, func(v T) bool { return math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) })
}
