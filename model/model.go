package model

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
)

// A Classifier gives every class of an example its log-probability.
type Classifier[T matrix.Float] interface {
	Inputs() int  // numbers in an example
	Classes() int // classes to choose from

	// Encoding is how a digit becomes an example; its size is Inputs, unless the classifier is not for digits.
	Encoding() feature.Encoding

	// LogProbabilities sets dst (n × classes) to log p(j | xᵢ) for the examples x (n × inputs). It takes memory for
	// intermediate results from s.
	LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T])
}

// Parameters is a model as far as it can be trained and saved by those who do not know what it is for.
type Parameters[T matrix.Float] interface {
	// Kind is the name of the kind of model, as a weights file carries it: "softmax", "perceptron", "convnet" or "line".
	Kind() string

	// Params is the vector of all parameters. Changing it changes the model.
	Params() []T

	// Groups tells which windows of Params are which, in order and without gaps.
	Groups() []Group
}

// A Model is a Classifier that can be trained.
type Model[T matrix.Float] interface {
	Classifier[T]
	Parameters[T]

	// SetEncoding says how a digit becomes an example, in place of [feature.Pixels]. It panics when that gives another
	// number of inputs.
	SetEncoding(e feature.Encoding)

	// Gradient sets gradient, a vector like Params, to the gradient of the loss of a batch, and returns the loss. It
	// changes nothing in the model.
	Gradient(gradient []T, x matrix.Matrix[T], l Lesson, s *matrix.Scratch[T]) T
}

// A Lesson is what a batch of examples is to teach.
type Lesson struct {
	Classes   []uint8 // of the examples
	Smoothing float64 // share of certainty that every class gets a part of, from 0 to 1; see [crossEntropyBackward]

	// Beliefs are a teacher's probabilities of all classes, example after example, by which that share is parted; nil parts
	// it alike.
	Beliefs []float32

	Seed uint64 // of the random numbers that a model draws when it learns, as for dropout
}

// A Settler is a Model with parameters that are not learned but measured: the moments of a batch normalisation, which
// prediction needs and training does not. They have no gradient.
type Settler[T matrix.Float] interface {
	Model[T]

	// Settle measures them on batches of examples, with the other parameters as they are; without any batches they stay.
	// Every parameter that was learned or averaged asks for it, before the next prediction.
	Settle(batches iter.Seq[matrix.Matrix[T]], s *matrix.Scratch[T])
}

// A Group is one matrix or bias among the parameters of a model.
type Group struct {
	Name       string // as in the formulas: "W", "b", "V1", "a1"
	Rows, Cols int    // a bias has one row
}

// Size is the number of parameters in the group.
func (g Group) Size() int { return g.Rows * g.Cols }

// Decays reports whether a prior on the weights concerns the group. It does not concern biases: they only say how
// frequent a class or bright a picture is, and shrinking them makes nothing simpler.
func (g Group) Decays() bool { return g.Rows > 1 }

// Windows cuts a vector like Params into the matrices of the groups.
func Windows[T matrix.Float](params []T, groups []Group) []matrix.Matrix[T] {
	windows := make([]matrix.Matrix[T], len(groups))
	for i, g := range groups {
		windows[i] = matrix.Of(g.Rows, g.Cols, params[:g.Size()])
		params = params[g.Size():]
	}
	return windows
}

// Size is the number of parameters in all groups together.
func Size(groups []Group) int {
	size := 0
	for _, g := range groups {
		size += g.Size()
	}
	return size
}

// A sight is what a model keeps of how it sees digits.
type sight struct {
	encoding feature.Encoding // "" stands for Pixels
	inputs   int
}

func (s *sight) Inputs() int                { return s.inputs }
func (s *sight) Encoding() feature.Encoding { return cmp.Or(s.encoding, feature.Pixels) }

func (s *sight) SetEncoding(e feature.Encoding) {
	if e.Size() != s.inputs {
		panic(fmt.Sprintf("model: %d %s for %d inputs", e.Size(), e, s.inputs))
	}
	s.encoding = e
}

// A Prediction is what a model takes a digit for.
type Prediction struct {
	Class            int       // the most probable class
	LogProbabilities []float64 // log p of every class, natural logarithm
}

// Probability is the probability of the predicted class, by the model's own belief: it has not been calibrated.
func (p Prediction) Probability() float64 { return math.Exp(p.LogProbabilities[p.Class]) }

// PredictDigit says what the digit d is, as the classifier c believes. It is the building block
// of everything that reads. Any number of goroutines may call it on the same classifier.
func PredictDigit[T matrix.Float](c Classifier[T], d *digit.Digit) Prediction {
	s, ok := scratches.Get().(*matrix.Scratch[T])
	if !ok {
		s = new(matrix.Scratch[T])
	}
	defer scratches.Put(s)
	s.Reset()
	var p [1]Prediction
	PredictDigitsInto(p[:], c, []digit.Digit{*d}, s)
	return p[0]
}

// scratches are those of [PredictDigit] that nobody uses, so that it allocates nothing but what it returns.
var scratches sync.Pool

// PredictDigits says what each of the digits is, in one batch, with memory lent by s. No digits give no predictions.
func PredictDigits[T matrix.Float](c Classifier[T], digits []digit.Digit, s *matrix.Scratch[T]) []Prediction {
	predictions := make([]Prediction, len(digits))
	PredictDigitsInto(predictions, c, digits, s)
	return predictions
}

// PredictDigitsInto is PredictDigits for a loop that must not allocate: it sets dst, a prediction for each of the digits, and
// writes over the log-probabilities that are there. It panics where dst is longer or shorter.
func PredictDigitsInto[T matrix.Float](dst []Prediction, c Classifier[T], digits []digit.Digit, s *matrix.Scratch[T]) {
	if len(dst) != len(digits) {
		panic(fmt.Sprintf("model: %d predictions for %d digits", len(dst), len(digits)))
	}
	x := s.Matrix(len(digits), c.Inputs())
	for i := range digits {
		prepared := c.Encoding().Prepare(&digits[i])
		feature.Encode(c.Encoding(), x.Row(i), &prepared)
	}
	logP := s.Matrix(len(digits), c.Classes())
	c.LogProbabilities(logP, x, s)
	for i := range dst {
		setPrediction(&dst[i], logP.Row(i))
	}
}

func setPrediction[T matrix.Float](p *Prediction, logP []T) {
	p.Class, p.LogProbabilities = 0, slices.Grow(p.LogProbabilities[:0], len(logP))[:len(logP)]
	for j, v := range logP {
		p.LogProbabilities[j] = float64(v)
		if v > logP[p.Class] {
			p.Class = j
		}
	}
}
