package lab

import (
	"fmt"
	"math"
	"slices"

	"aloud/digit"
	"aloud/evaluate"
	"aloud/matrix"
	"aloud/model"
)

// An Examination is what a network is worth.
type Examination struct {
	Name       string // of the architecture and its layers: "perceptron 784-800-10"
	Kind       string // of model, as its file names it
	Hidden     bool   // there is a hidden layer
	Encoding   string // how it sees digits
	Parameters int
	Metadata   map[string]string    // of its weights file
	Validation evaluate.DigitReport // on the digits that choices are made by
	Test       evaluate.DigitReport // on the digits of the final look
	Errors     []TestError          // all of the test, in the order of the digits
}

// mappable reports whether the network has a hidden layer that can be looked into.
func (e Examination) mappable() bool { return e.Hidden && e.Kind == "perceptron" }

// A TestError is a test digit that was taken for another.
type TestError struct {
	Index, Class, Taken int
	Probability         float64 // that the network gave to what it took the digit for
	LogP                float64 // of the class that is right
}

// examine looks at a network from both sides.
func examine(m model.Model[float32], metadata map[string]string, g ground) (Examination, error) {
	e := Examination{Name: nameOf(m), Kind: m.Kind(), Hidden: len(m.Groups()) > 2, Encoding: string(m.Encoding()),
		Parameters: len(m.Params()), Metadata: metadata}
	var err error
	if e.Validation, err = evaluate.Digits(m, g.validation); err != nil {
		return Examination{}, err
	}
	if e.Test, err = evaluate.Digits(m, g.test); err != nil {
		return Examination{}, err
	}
	e.Errors = errorsOf(m, g.test)
	return e, nil
}

// errorsOf lists the digits that a network takes for others.
func errorsOf(m model.Classifier[float32], digits []digit.Labelled) []TestError {
	var found []TestError
	s, at := new(matrix.Scratch[float32]), 0
	for some := range slices.Chunk(digits, 250) {
		batch := make([]digit.Digit, len(some))
		for i := range some {
			batch[i] = some[i].Digit
		}
		s.Reset()
		for i, p := range model.PredictDigits(m, batch, s) {
			if class := int(some[i].Class); p.Class != class {
				found = append(found, TestError{at + i, class, p.Class, p.Probability(), p.LogProbabilities[class]})
			}
		}
		at += len(some)
	}
	return found
}

// nameOf names the architecture of a network, and the sizes of its layers where they are dense.
func nameOf(m model.Model[float32]) string {
	switch m.Kind() {
	case "convnet":
		return "convolutional network"
	case "softmax", "perceptron":
	default:
		return m.Kind()
	}
	name := fmt.Sprint(m.Kind(), " ", m.Inputs())
	for _, g := range m.Groups() {
		if g.Decays() { // and so is no bias
			name += fmt.Sprint("-", g.Cols)
		}
	}
	return name
}

// mean is the mean of figures; of none it is 0.
func mean(figures []float64) float64 {
	sum := 0.0
	for _, f := range figures {
		sum += f
	}
	return sum / math.Max(1, float64(len(figures)))
}
