package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"aloud/digit"
	"aloud/mnist"
	"aloud/model"
	"aloud/scribe"
	"aloud/symbols"
	"aloud/train"
)

// A recipe is a model that can be trained by its name, with the options that suit it.
type recipe struct {
	name, short string
	classes     int
	hidden      []int // sizes of the hidden layers; none is softmax regression
	options     train.Options
	jitter      bool
	drawn       bool // learns from the symbols and from what scribe draws as well
}

// recipes are what "aloud train" knows. Their settings were chosen on validation data, with other writers than the
// training's.
func recipes() []recipe {
	softmax := train.DefaultOptions()
	softmax.PriorVariance = 1 // validation errors of 4972: 429 with 0.1, 420 with 1, 418 with 10

	mlp := train.DefaultOptions()
	mlp.Epochs = 25
	mlp.Average = 0.999
	mlp.LearningRate = 5e-3 // after 6 epochs 2.5 % validation errors, against 3.5 % with 2e-3

	reader := train.DefaultOptions()
	reader.Epochs = 45
	reader.Average = 0.999
	reader.LearningRate = 5e-3 // after 8 epochs 2.9 % validation errors, against 3.9 % with 2e-3
	return []recipe{
		{name: "softmax", short: "Softmax regression on pixels", classes: 10, options: softmax},
		{name: "mlp", short: "A perceptron with one hidden layer, on jittered digits", classes: 10, hidden: []int{800},
			options: mlp, jitter: true},
		{name: "reader", short: "The digit network that ships: two hidden layers, knows what is no digit", classes: 11,
			hidden: []int{512, 256}, options: reader, jitter: true, drawn: true},
	}
}

// sizes are the layers of the network, from the pixels to the classes.
func (r *recipe) sizes() []int {
	return append(append([]int{digit.Pixels}, r.hidden...), r.classes)
}

// maxParameters is the size of a network that a training is begun with: its vectors of that length, some five, take
// about a gigabyte.
const maxParameters = 1 << 26

// checkSizes finds layers that no network can have. It never computes a number larger than it allows.
func (r *recipe) checkSizes() error {
	const maxUnits = 1 << 16
	sizes, parameters := r.sizes(), 0
	for i, size := range sizes[1:] {
		if size < 1 || size > maxUnits {
			return fmt.Errorf("train: a hidden layer of %d units: it takes 1 to %d", size, maxUnits)
		}
		if parameters += (sizes[i] + 1) * size; parameters > maxParameters {
			return fmt.Errorf("train: a network of more than %d parameters: too large for this program", maxParameters)
		}
	}
	return nil
}

// network is the model before it has learned anything.
func (r *recipe) network() model.Model[float32] {
	if len(r.hidden) == 0 {
		return model.NewSoftmax[float32](digit.Pixels, r.classes)
	}
	const weightsStream = 1 // of the seed; the trainer's streams begin at other numbers
	random := rand.New(rand.NewPCG(r.options.Seed, weightsStream<<61))
	return model.NewPerceptron[float32](random, r.sizes()...)
}

// layers is what a person calls the network: "784-512-256-11".
func (r *recipe) layers() string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(r.sizes()), "[]"), " ", "-")
}

// The shares of drawn examples among those that the reader learns from, instead of the one whose turn it is. Set once,
// by guess, and not tuned.
const (
	strokesShare   = 0.12 // digits drawn by strokes, in forms that MNIST lacks
	notDigitsShare = 0.10 // what is no digit
)

// vary returns how examples are varied.
func (r *recipe) vary() func(*rand.Rand, *digit.Labelled) digit.Labelled {
	if !r.jitter && !r.drawn {
		return nil
	}
	o := scribe.JitterOptions{}
	if r.jitter {
		o = scribe.DefaultJitter()
	}
	drawn := r.drawn
	return func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
		shown := *d
		if drawn {
			shown = drawnInstead(random, d)
		}
		shown.Digit = scribe.Jitter(random, &shown.Digit, o)
		return shown
	}
}

// drawnInstead returns a drawn example now and then, and else d.
func drawnInstead(random *rand.Rand, d *digit.Labelled) digit.Labelled {
	switch u := random.Float64(); {
	case u < strokesShare:
		class := random.IntN(10)
		return digit.Labelled{Digit: scribe.Digit(random, class), Class: uint8(class)}
	case u < strokesShare+notDigitsShare:
		return digit.Labelled{Digit: scribe.NotADigit(random), Class: digit.NotADigit}
	}
	return *d
}

// examples are what a training learns from and what it is judged by.
type examples struct {
	training, validation []digit.Labelled
}

// examples reads them, fetching what is missing. That share of the digits is set aside for validation.
func (r *recipe) examples(c *cobra.Command, data string, validation float64) (examples, error) {
	folder, err := obtain(c, mnist.Set, data)
	if err != nil {
		return examples{}, err
	}
	split, err := mnist.ReadSplit(folder, validation)
	if err != nil {
		return examples{}, err
	}
	e := examples{split.Training, split.Validation}
	if !r.drawn {
		return e, nil
	}
	if folder, err = obtain(c, symbols.Set, data); err != nil {
		return examples{}, err
	}
	all, err := symbols.Read(folder)
	if err != nil {
		return examples{}, err
	}
	drawnFrom, judgedBy := symbols.Split(all, validation)
	return examples{append(e.training, drawnFrom...), append(e.validation, judgedBy...)}, nil
}
