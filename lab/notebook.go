package lab

import (
	"context"
	"math"
	"slices"

	"aloud/digit"
)

// NotebookPasses is how many passes over the training digits [RunNotebook] makes: ten for each of its two models.
const NotebookPasses = 2 * passes

const (
	passes = 10 // of each model

	regressionSeed = 1243
	regressionRate = 1e-6 // the length of a step from one digit, for a gradient of 1

	central = 14*digit.Side + 14 // a pixel in the middle

	perceptronSeed = 99
	perceptronRate = 1e-2
)

// A Notebook holds every figure that the notebook comes to. As JSON it has the keys by which the original's figures are
// known; as text it tells the steps in words.
type Notebook struct {
	Split           SplitFigures      `json:"split"`
	Gradient        GradientFigures   `json:"gradient_at_one_point"`
	Sanity          SanityFigures     `json:"sanity_5"`
	Regression      RegressionFigures `json:"softmax_sgd"`
	PerceptronStart PerceptronStart   `json:"mlp_init"`
	Perceptron      PerceptronFigures `json:"mlp20_sgd"`
	Checks          []Check           `json:"-"` // of the gradients of both models
}

// SplitFigures tell which digits are where. An index is a place in the file 'MNIST original'.
type SplitFigures struct {
	FirstIndices      []int   `json:"first_indices"` // of the training digits
	LastIndices       []int   `json:"last_indices"`  // of the test digits
	TrainingClasses   []int   `json:"t_train_first20"`
	ValidationClasses []int   `json:"t_valid_first20"`
	TestClasses       []int   `json:"t_test_first20"`
	FirstSum          float64 `json:"x_train0_sum"` // of the first training digit's pixels
}

// SanityFigures are those of one pass over five digits.
type SanityFigures struct {
	LogP float64          `json:"logp"` // mean, each before its step
	B    [classes]float64 `json:"b"`    // after the pass
}

// RegressionFigures are those of softmax regression, an element for each pass. An index is a place among the validation
// digits.
type RegressionFigures struct {
	TrainingLogP     []float64        `json:"mean_logp_train_per_iteration"` // while it learned
	ValidationLogP   []float64        `json:"mean_logp_valid_after_iteration"`
	ValidationErrors []int            `json:"valid_errors_after_iteration"`
	TestErrors       int              `json:"test_errors"`
	B                [classes]float64 `json:"b_final"`
	CentralW         [classes]float64 `json:"w_final_row_406"` // the weights of the pixel in column 14 of row 14
	SumAbsW          float64          `json:"w_final_sum_abs"`
	Easiest          []int            `json:"highest8_valid_indices"` // the last one is the easiest
	Hardest          []int            `json:"lowest8_valid_indices"`  // the first one is the hardest
	HardestLogP      []float64        `json:"lowest8_logp"`
	Seconds          []float64        `json:"seconds_per_epoch"` // of learning
	Ranks            Ranks            `json:"-"`
	W                []float64        `json:"-"` // all weights in the end: inputs × classes, row by row
}

// PerceptronStart holds some of the first parameters of the perceptron.
type PerceptronStart struct {
	A [5]float64 `json:"a0_5"`  // the first biases
	V [5]float64 `json:"V_0_5"` // the first weights of the first pixel
}

// PerceptronFigures are those of the perceptron, an element for each pass. They are sums over all digits.
type PerceptronFigures struct {
	TrainingLogP     []float64        `json:"sum_logp_train_per_epoch"` // while it learned
	ValidationLogP   []float64        `json:"sum_logp_valid_after_epoch"`
	ValidationErrors []int            `json:"valid_errors_after_epoch"`
	TestErrors       int              `json:"test_errors"`
	B                [classes]float64 `json:"b_final"`
	Seconds          []float64        `json:"seconds_per_epoch"` // of learning
	V                []float64        `json:"-"`                 // the first layer's weights in the end: inputs × hidden, row by row
}

// RunNotebook does everything that the notebook does, with MNIST's 60 000 training and 10 000 test digits in the order
// of their files. It takes some seconds on one core, calls progress with the number of finished passes, of
// [NotebookPasses], and ends with the context's error when that is cancelled. Any other number of digits is an error.
func RunNotebook(ctx context.Context, training, test []digit.Labelled, progress func(done int)) (Notebook, error) {
	if err := allOfMNIST(training, test); err != nil {
		return Notebook{}, err
	}
	return runNotebook(ctx, newSamples(training, test), progress)
}

// runNotebook does everything that the notebook does, with any digits.
func runNotebook(ctx context.Context, s samples, progress func(done int)) (n Notebook, err error) {
	n = Notebook{
		Split:    s.figures(),
		Gradient: gradientAtOnePoint(s.training[0]),
		Checks:   checkGradients(s.training[0]),
		Sanity:   sanity(s.training[:5]),
	}
	if n.Regression, err = runRegression(ctx, s, progress); err != nil {
		return Notebook{}, err
	}
	random := newLegacyRandom(perceptronSeed)
	m := newPerceptron(random)
	n.PerceptronStart = PerceptronStart{[5]float64(m.a[:5]), [5]float64(m.v[:5])}
	n.Perceptron, err = runPerceptron(ctx, m, s, random, func(done int) { progress(passes + done) })
	return n, err
}

// figures tell how the digits are divided.
func (s samples) figures() SplitFigures {
	f := SplitFigures{
		FirstIndices:      s.order[:10],
		LastIndices:       s.order[len(s.order)-10:],
		TrainingClasses:   classesOf(s.training[:20]),
		ValidationClasses: classesOf(s.validation[:20]),
		TestClasses:       classesOf(s.test[:20]),
	}
	for _, p := range s.training[0].ink {
		f.FirstSum += p.x()
	}
	return f
}

// sanity lets a regression climb from a few digits, once: its log-likelihood must stay near log 1/10, and its biases must
// move by about the learning rate.
func sanity(few []sample) SanityFigures {
	m := new(regression)
	sum := climbOnce(m, few, newLegacyRandom(regressionSeed), regressionRate)
	return SanityFigures{sum / float64(len(few)), m.b}
}

// runRegression trains softmax regression from zeros and looks at what is easy and hard for it.
func runRegression(ctx context.Context, s samples, progress func(done int)) (RegressionFigures, error) {
	m := new(regression)
	a, err := ascend(ctx, m, s, newLegacyRandom(regressionSeed), regressionRate, progress)
	if err != nil {
		return RegressionFigures{}, err
	}
	f := RegressionFigures{
		TrainingLogP:   means(a.training, len(s.training)),
		ValidationLogP: means(a.validation, len(s.validation)), ValidationErrors: a.validationErrors,
		TestErrors: countErrors(judge(m, s.test)), Seconds: a.seconds,
		B: m.b, CentralW: [classes]float64(m.w[central*classes:]),
		W:     slices.Clone(m.w[:]),
		Ranks: rank(s.validation, judge(m, s.validation)),
	}
	for _, w := range f.W {
		f.SumAbsW += math.Abs(w)
	}
	for _, r := range f.Ranks.Easiest {
		f.Easiest = append(f.Easiest, r.Index)
	}
	for _, r := range f.Ranks.Hardest {
		f.Hardest, f.HardestLogP = append(f.Hardest, r.Index), append(f.HardestLogP, r.LogP)
	}
	return f, nil
}

// runPerceptron trains the perceptron, whose orders follow its first weights out of the same generator.
func runPerceptron(ctx context.Context, m *perceptron, s samples, random *legacyRandom,
	progress func(done int)) (PerceptronFigures, error) {
	a, err := ascend(ctx, m, s, random, perceptronRate, progress)
	if err != nil {
		return PerceptronFigures{}, err
	}
	return PerceptronFigures{
		TrainingLogP: a.training, ValidationLogP: a.validation, ValidationErrors: a.validationErrors,
		TestErrors: countErrors(judge(m, s.test)), Seconds: a.seconds,
		B: m.b, V: slices.Clone(m.v[:]),
	}, nil
}
