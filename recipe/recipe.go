// Package recipe holds what this project trains: each model by its name, with the options that suit it, chosen on the
// validation digits of other writers than the training's. "aloud train" and the lab cook by the same recipes.
package recipe

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"aloud/digit"
	"aloud/feature"
	"aloud/model"
	"aloud/scribe"
	"aloud/train"
)

// A Recipe is a model with the options of its training. Whoever wants another training changes its fields.
type Recipe struct {
	Name     string // as "aloud train" knows it
	Short    string // what it makes, in a line
	Encoding feature.Encoding
	Hidden   []int // sizes of the hidden layers; none is softmax regression
	Classes  int
	Jitter   scribe.JitterOptions // how far digits are moved, another way each time; all zero leaves them as they are
	Drawn    bool                 // learns from the symbols, and from what scribe draws, as well
	Options  train.Options        // Vary is for [Recipe.TrainOptions] to say
}

// All returns the recipes. Changing one changes nobody else's.
func All() []Recipe {
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
	return []Recipe{
		{Name: "softmax", Short: "Softmax regression on pixels",
			Encoding: feature.Pixels, Classes: 10, Options: softmax},
		{Name: "mlp", Short: "A perceptron with one hidden layer, on jittered digits",
			Encoding: feature.Pixels, Hidden: []int{800}, Classes: 10, Jitter: scribe.DefaultJitter(), Options: mlp},
		{Name: "reader", Short: "The digit network that ships: two hidden layers, knows what is no digit",
			Encoding: feature.Pixels, Hidden: []int{512, 256}, Classes: 11, Jitter: scribe.DefaultJitter(), Drawn: true,
			Options: reader},
	}
}

// Of returns the recipe with that name, which must be there.
func Of(name string) Recipe {
	all := All()
	i := slices.IndexFunc(all, func(r Recipe) bool { return r.Name == name })
	if i < 0 {
		panic(fmt.Sprintf("recipe: no %q", name))
	}
	return all[i]
}

// Sizes are the layers of the network, from the numbers that a digit becomes to the classes.
func (r *Recipe) Sizes() []int {
	return append(append([]int{r.Encoding.Size()}, r.Hidden...), r.Classes)
}

// Layers is what a person calls the network: "784-512-256-11".
func (r *Recipe) Layers() string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(r.Sizes()), "[]"), " ", "-")
}

// Check finds what no training can be begun with.
func (r *Recipe) Check() error { return cmp.Or(r.checkSizes(), r.Options.Check()) }

// maxParameters is the size of a network that a training is begun with: its vectors of that length, some five, take
// about a gigabyte.
const maxParameters = 1 << 26

// checkSizes finds layers that no network can have. It never computes a number larger than it allows.
func (r *Recipe) checkSizes() error {
	const maxUnits = 1 << 16
	sizes, parameters := r.Sizes(), 0
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

// Model returns the model before it has learned anything. The recipe must stand up to [Recipe.Check].
func (r *Recipe) Model() model.Model[float32] {
	m := r.network()
	m.SetEncoding(r.Encoding)
	return m
}

func (r *Recipe) network() model.Model[float32] {
	if len(r.Hidden) == 0 {
		return model.NewSoftmax[float32](r.Encoding.Size(), r.Classes)
	}
	const weightsStream = 1 // of the seed; the trainer's streams begin at other numbers
	random := rand.New(rand.NewPCG(r.Options.Seed, weightsStream<<61))
	return model.NewPerceptron[float32](random, r.Sizes()...)
}

// TrainOptions are the options of the training, complete with how its examples are varied.
func (r *Recipe) TrainOptions() train.Options {
	o := r.Options
	o.Vary = r.vary()
	return o
}

// vary returns how examples are varied, or nil.
func (r *Recipe) vary() func(*rand.Rand, *digit.Labelled) digit.Labelled {
	if r.Jitter == (scribe.JitterOptions{}) && !r.Drawn {
		return nil
	}
	jitter, drawn := r.Jitter, r.Drawn
	return func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
		shown := *d
		if drawn {
			shown = drawnInstead(random, d)
		}
		shown.Digit = scribe.Jitter(random, &shown.Digit, jitter)
		return shown
	}
}

// The shares of drawn examples among those that the reader learns from, instead of the one whose turn it is. Set once,
// by guess, and not tuned.
const (
	strokesShare   = 0.12 // digits drawn by strokes, in forms that MNIST lacks
	notDigitsShare = 0.10 // what is no digit
)

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
