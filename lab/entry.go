package lab

import (
	"slices"

	"aloud/recipe"
)

// An Entry is a model that the lab trains to surpass the notebook, by the recipe of that name, with what others have
// reached by similar means.
type Entry struct {
	Recipe  string
	Title   string
	Anchors []Anchor
}

// An Anchor is a published figure on MNIST's test digits.
type Anchor struct {
	Model     string
	ErrorRate float64 // from 0 to 1
	Source    string  // who, where and when
}

// The sources of anchors. LeCun's table is "The MNIST database of handwritten digits", at yann.lecun.com/exdb/mnist.
const (
	lecun98  = "LeCun, Bottou, Bengio and Haffner 1998, in LeCun's table"
	simard03 = "Simard, Steinkraus and Platt 2003, in LeCun's table"
)

// allEntries are in the order of the report: two kinds of model, each on three views of a digit.
var allEntries = []Entry{
	{"softmax", "Softmax regression on raw pixels", []Anchor{
		{"linear, 1 layer, raw pixels", 0.120, lecun98},
		{"softmax regression, raw pixels", 0.0749, "Theano's deep learning tutorials, 2010"},
	}},
	{"softmax-straightened", "Softmax regression on deslanted, size-normalised digits", []Anchor{
		{"linear, 1 layer, deslanted", 0.084, lecun98},
		{"pairwise linear, deslanted", 0.076, lecun98},
	}},
	{"softmax-gradients", "Softmax regression on gradient features", []Anchor{
		{"linear in n-grams of pixels", 0.0175, "Vowpal Wabbit, demo/mnist"},
	}},
	{"mlp", "One hidden layer on raw pixels", []Anchor{
		{"784-300-10, distortions", 0.036, lecun98},
		{"784-800-10, elastic distortions", 0.007, simard03},
	}},
	{"mlp-straightened", "One hidden layer on deslanted, size-normalised digits", []Anchor{
		{"784-300-10, deslanted", 0.016, lecun98},
		{"784-800-10, elastic distortions", 0.007, simard03},
	}},
	{"mlp-gradients", "One hidden layer on gradient features", []Anchor{
		{"25 of 784-800-10 together, elastic distortions", 0.0039, "Meier, Ciresan, Gambardella and Schmidhuber 2011, in LeCun's table"},
	}},
}

// others are anchors for networks that the lab does not train itself.
var others = []Anchor{
	{"LeNet-5, distortions", 0.008, lecun98},
	{"convolutional, elastic distortions", 0.004, simard03},
	{"784-2500-2000-1500-1000-500-10, elastic distortions", 0.0035, "Ciresan, Meier, Gambardella and Schmidhuber 2010, in LeCun's table"},
	{"35 convolutional networks together", 0.0023, "Ciresan, Meier and Schmidhuber 2012, in LeCun's table"},
}

// entries are those for which there is a recipe.
func entries() []Entry {
	var names []string
	for _, r := range recipe.All() {
		names = append(names, r.Name)
	}
	return slices.DeleteFunc(slices.Clone(allEntries), func(e Entry) bool { return !slices.Contains(names, e.Recipe) })
}

// bonusEntry is the model for the notebook's bonus, a network with one hidden layer that makes few errors on the notebook's
// own test digits. Of those above it is the last.
func bonusEntry() Entry {
	all := entries()
	return all[len(all)-1]
}
