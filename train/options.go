package train

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"aloud/digit"
	"aloud/model"
)

// Options are the choices of a training. Begin with [DefaultOptions]: zero means zero here.
type Options struct {
	Epochs int    // passes over all examples
	Batch  int    // examples in a step
	Seed   uint64 // decides everything random: the order of the examples and how they are varied

	Descent      Descent  // how a gradient becomes a step
	LearningRate float64  // length of a step, at its longest
	WarmUp       int      // steps over which the learning rate rises from 0
	Schedule     Schedule // how it goes from there

	// Smoothing is the share of certainty that examples do not teach, from 0 to below 1, or to 1 with a teacher: see
	// [model.Lesson].
	Smoothing float64

	// Teacher, if there is one, shares out the smoothing by what it believes of each example as it is shown, in place of all
	// classes alike. It must see digits as the model does, and knows its classes or the first of them.
	Teacher model.Classifier[float32]

	// PriorVariance is the variance σ² of a Gaussian prior on the weights, w ~ N(0, σ²), which makes the result the most
	// probable weights (MAP) instead of the likeliest; 0 is no prior. See [prior].
	PriorVariance float64

	// WeightDecay is the share of a weight that a step takes away, for each unit of the learning rate (AdamW: Loshchilov
	// and Hutter, "Decoupled weight decay regularization", 2019). Under plain descent it is the same as a prior; under
	// Adam it is not, since Adam would rescale the prior's gradient with the rest.
	WeightDecay float64

	// Average is the decay d of a moving average of the parameters, a ← d·a + (1−d)·w at each step; validation figures
	// are those of the average, and so are the final parameters. 0 is none.
	Average float64

	// Rounded lets the model learn with its weights rounded as a file in [model.Int8] keeps them, so that it learns to make up for
	// the rounding, and ends with such weights: for the end of a training, when little else changes.
	Rounded bool

	// Vary returns the example to be shown in place of d, which the model's encoding has prepared, this time; nil shows it
	// as it is. It must depend on nothing but its arguments. It is called by many goroutines at once, each with a random source of
	// its own. What it returns may be of the class [digit.Unknown], if there is a teacher who knows all classes: then it is of the
	// one that the teacher thinks likeliest.
	Vary func(random *rand.Rand, d *digit.Labelled) digit.Labelled

	// Spoil makes an example, as Vary returned it, harder to see: the model learns from what Spoil returns, while the teacher
	// believes what it saw before; nil spoils nothing. What holds for Vary holds for it.
	Spoil func(random *rand.Rand, d *digit.Digit) digit.Digit

	Checkpoint      string        // file that keeps the state of the training; "" keeps none
	CheckpointEvery time.Duration // time between two of them; 0 is after every step
	ReportEvery     int           // steps between two reports within an epoch; 0 reports epochs only
}

// DefaultOptions returns options that train a small perceptron well.
func DefaultOptions() Options {
	return Options{
		Epochs:          20,
		Batch:           128,
		Seed:            1,
		Descent:         DefaultAdam(),
		LearningRate:    2e-3,
		WarmUp:          200, // Adam's memory is no good before: its second moment is a mean of some 1000 steps
		Schedule:        Cosine,
		CheckpointEvery: 30 * time.Second, // what is lost at worst
		ReportEvery:     50,
	}
}

// maxEpochs is more than anybody has time for, and keeps the streams of random numbers apart.
const maxEpochs = 1 << 20

// Check finds options that make no sense. [Run] does it too; ask before an effort that would have been in vain.
func (o *Options) Check() error {
	switch {
	case o.Epochs < 1 || o.Epochs > maxEpochs || o.Batch < 1:
		return fmt.Errorf("train: %d epochs of batches of %d: it takes 1 to %d epochs, and at least 1 example in a batch",
			o.Epochs, o.Batch, maxEpochs)
	case !(o.LearningRate > 0) || math.IsInf(o.LearningRate, 0):
		return fmt.Errorf("train: a learning rate of %v: it must be above 0, and finite", o.LearningRate)
	case o.WarmUp < 0:
		return fmt.Errorf("train: a warm-up of %d steps", o.WarmUp)
	case !o.Schedule.valid():
		return fmt.Errorf("train: no schedule %q: there are %q", o.Schedule, Schedules)
	case !known(o.Descent) || !o.Descent.valid():
		return fmt.Errorf("train: descent %#v: it takes an SGD or Adam with decays from 0 to below 1", o.Descent)
	case !(o.Smoothing >= 0 && o.Smoothing < 1) && !(o.Smoothing == 1 && o.Teacher != nil):
		return fmt.Errorf("train: a smoothing of %v: it must be from 0 to below 1, or 1 with a teacher", o.Smoothing)
	case !(o.PriorVariance >= 0):
		return fmt.Errorf("train: a prior variance of %v: it must not be negative", o.PriorVariance)
	case !(o.WeightDecay >= 0 && o.WeightDecay*o.LearningRate < 1):
		return fmt.Errorf("train: a weight decay of %v: times the learning rate, it must be from 0 to below 1", o.WeightDecay)
	case !(o.Average >= 0 && o.Average < 1):
		return fmt.Errorf("train: an average of %v: it must be from 0 to below 1", o.Average)
	case o.CheckpointEvery < 0 || o.ReportEvery < 0:
		return fmt.Errorf("train: a checkpoint every %v and a report every %d steps: neither can be negative",
			o.CheckpointEvery, o.ReportEvery)
	}
	return nil
}

// stepsPerEpoch is how many steps an epoch of so many examples takes, a last one of a smaller batch included.
func (o *Options) stepsPerEpoch(examples int) int { return (examples-1)/o.Batch + 1 }

// Steps is how many steps a training on so many examples takes, at least one.
func (o *Options) Steps(examples int) int { return o.Epochs * o.stepsPerEpoch(examples) }
