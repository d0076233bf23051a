package train

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"time"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// A Report tells how far a training has come.
type Report struct {
	Epoch        int     // epochs completed
	Step, Steps  int     // steps taken, and in all
	Loss         float64 // mean loss in the current epoch so far, each example measured when it was learned from
	LearningRate float64 // of the last step
	Speed        float64 // examples a second since the training was begun or taken up
	EpochDone    bool    // this report ends an epoch

	// Validation is how the model does on the validation examples: at the end of every epoch, for an early view at an
	// eighth, a quarter and half of the first, and where a training is taken up. Nil in other reports and where there are
	// no such examples.
	Validation *Score
}

// A Score is how a classifier does on examples.
type Score struct {
	Examples      int
	Errors        int     // examples taken for another class
	LogLikelihood float64 // mean log p of the right class
}

// ErrorRate is the share of errors, 0 to 1.
func (s Score) ErrorRate() float64 { return float64(s.Errors) / float64(s.Examples) }

// Run trains m, from the parameters it has, and gives a report every now and then. If the options name a checkpoint that
// is there, the training goes on from it, and the first report tells where it stands; one of another training is an
// error that wraps [ErrForeign].
//
// While the caller has a report, and once the range is over for whatever reason, m holds the parameters to be used: the
// averaged ones if the options ask for an average. Nobody else may use m in between. Breaking off the range or ending the
// context leaves a checkpoint behind.
//
// An error comes with an empty report, and nothing after it. Options that make no sense are an error too.
func Run[T matrix.Float](ctx context.Context, m model.Model[T], training, validation []digit.Labelled, o Options) iter.Seq2[Report, error] {
	return func(yield func(Report, error) bool) {
		if err := o.check(m.Classes(), training, validation); err != nil {
			yield(Report{}, err)
			return
		}
		r := newRun(m, training, validation, o)
		if err := r.takeUp(); err != nil {
			yield(Report{}, err)
			return
		}
		if err := r.train(ctx, yield); err != nil {
			yield(Report{}, err)
		}
	}
}

// check finds options and examples that make no sense.
func (o *Options) check(classes int, training, validation []digit.Labelled) error {
	switch {
	case o.Epochs < 1 || o.Batch < 1:
		return fmt.Errorf("train: %d epochs of batches of %d: both must be at least 1", o.Epochs, o.Batch)
	case !(o.LearningRate > 0):
		return fmt.Errorf("train: a learning rate of %v: it must be above 0", o.LearningRate)
	case o.Descent == nil || !o.Descent.valid():
		return fmt.Errorf("train: descent %+v: it needs decays from 0 to below 1", o.Descent)
	case !o.Schedule.valid():
		return fmt.Errorf("train: no schedule %q: there are %q", o.Schedule, Schedules)
	case o.PriorVariance < 0 || o.WeightDecay < 0 || o.Average < 0 || o.Average >= 1:
		return errors.New("train: prior variance and weight decay must not be negative, and the average from 0 to below 1")
	case len(training) == 0:
		return errors.New("train: no examples to learn from")
	}
	for _, set := range [][]digit.Labelled{training, validation} {
		for i := range set {
			if int(set[i].Class) >= classes {
				return fmt.Errorf("train: example %d is of class %d, and the model knows %d", i, set[i].Class, classes)
			}
		}
	}
	return nil
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

func newRun[T matrix.Float](m model.Model[T], training, validation []digit.Labelled, o Options) *run[T] {
	r := &run[T]{Options: o, model: m, training: training, validation: validation,
		gradient: make([]T, len(m.Params())), scratch: new(matrix.Scratch[T]),
		begun: time.Now()}
	r.batch = newBatch[T](o.Batch, m.Inputs())
	for range o.Descent.Memory() {
		r.memory = append(r.memory, make([]T, len(m.Params())))
	}
	if o.Average > 0 {
		r.memory = append(r.memory, append([]T(nil), m.Params()...))
	}
	return r
}

// stepsPerEpoch counts a last, smaller batch.
func (r *run[T]) stepsPerEpoch() int { return (len(r.training) + r.Batch - 1) / r.Batch }
func (r *run[T]) steps() int         { return r.stepsPerEpoch() * r.Epochs }

// train takes the steps that are left. It returns nil when the caller breaks off.
func (r *run[T]) train(ctx context.Context, yield func(Report, error) bool) error {
	defer r.exchange() // leaves the averaged parameters in the model
	if r.first > 0 && !r.tell(yield) {
		return nil
	}
	for r.step < r.steps() {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, r.writeCheckpoint())
		}
		if err := r.takeStep(); err != nil {
			return err
		}
		if r.reportDue() && !r.tell(yield) {
			return r.writeCheckpoint()
		}
		if r.step == r.steps() || time.Since(r.checkpoint) >= r.CheckpointEvery {
			if err := r.writeCheckpoint(); err != nil {
				return err
			}
		}
	}
	return nil
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
	if math.IsNaN(loss) || math.IsInf(loss, 0) {
		return fmt.Errorf("train: the loss is %v at step %d: a lower learning rate may help", loss, r.step)
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
	return nil
}

// average is the moving average of the parameters; nil if there is none.
func (r *run[T]) average() []T {
	if r.Average == 0 {
		return nil
	}
	return r.memory[len(r.memory)-1]
}

// moveAverage follows the parameters. In the first steps the average forgets faster, so as not to remember a random
// beginning: after t steps by no more than (1+t)/(10+t).
func (r *run[T]) moveAverage() {
	average, params := r.average(), r.model.Params()
	d := T(min(r.Average, float64(1+r.step)/float64(10+r.step)))
	matrix.Parallel(len(average), leastDescent, func(begin, end int) {
		for i := begin; i < end; i++ {
			average[i] = d*average[i] + (1-d)*params[i]
		}
	})
}

// exchange swaps the model's parameters with their average, if there is one.
func (r *run[T]) exchange() {
	params := r.model.Params()
	for i, v := range r.average() {
		r.average()[i], params[i] = params[i], v
	}
}

// reportDue tells whether anybody is to hear of the step just taken.
func (r *run[T]) reportDue() bool {
	return r.validationDue() || r.ReportEvery > 0 && r.step%r.ReportEvery == 0
}

// validationDue tells whether the report of the step just taken has validation figures: at the end of an epoch, for an
// early view at an eighth, a quarter and half of the first, and where a training is taken up.
func (r *run[T]) validationDue() bool {
	n := r.stepsPerEpoch()
	early := r.step == n/8 || r.step == n/4 || r.step == n/2
	return early || r.step%n == 0 || r.step == r.first
}

// tell reports on the step just taken, with the averaged parameters in the model, and returns whether the caller wants to
// hear more.
func (r *run[T]) tell(yield func(Report, error) bool) bool {
	r.exchange()
	defer r.exchange()
	return yield(r.report(), nil)
}

// report tells how far the training is.
func (r *run[T]) report() Report {
	n := r.stepsPerEpoch()
	begin := (r.step - 1) / n * n // the first step of the epoch
	report := Report{Epoch: r.step / n, EpochDone: r.step%n == 0, Step: r.step, Steps: r.steps(),
		Loss:         r.lossSum / float64(min((r.step-begin)*r.Batch, len(r.training))),
		LearningRate: r.learningRate(r.step-1, r.steps()),
		Speed:        float64(r.shown) / time.Since(r.begun).Seconds()}
	if r.validationDue() && len(r.validation) > 0 {
		score := Evaluate(r.model, r.validation)
		report.Validation = &score
	}
	return report
}
