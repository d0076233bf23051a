// Package onnx writes models as ONNX files, which most programs that run networks can read, on any system and in any
// language.
//
// A file holds the model from the numbers that it is given to the logarithms of the probabilities. What becomes of a
// picture before is described in it in words, since that is no network: each input, each output and the file as a whole
// have a text, and the metadata name the encoding and the classes beside what the weights file tells of the training.
//
//	softmax, perceptron, convnet   digits (batch × numbers)        -> log_probabilities (batch × classes)
//	line                           lines (batch × height × width)  -> reading, centres (batch × columns × classes)
//
// How many examples there are, and how wide a line is, is open. The format is that of https://onnx.ai, onnx/onnx.proto, and
// the operators those of its set 17.
package onnx

import (
	"fmt"
	"maps"
	"strings"

	"aloud/feature"
	"aloud/model"
)

// Format returns the bytes of an ONNX file with the model, and with the metadata, as [model.Load] returns them. The same
// model and metadata always give the same bytes. A model of a kind that is not known here is an error.
func Format(m model.Parameters[float32], metadata map[string]string) ([]byte, error) {
	told := maps.Clone(metadata)
	if told == nil {
		told = map[string]string{}
	}
	told["kind"] = m.Kind()
	var g *graph
	switch m := m.(type) {
	case *model.Line[float32]:
		g = lineGraph(m, told)
	case *model.Softmax[float32]:
		g = denseGraph(m, told)
	case *model.Perceptron[float32]:
		g = denseGraph(m, told)
	case *model.Convnet[float32]:
		g = convnetGraph(m, told)
	default:
		return nil, fmt.Errorf("onnx: a model of kind %q: known are softmax, perceptron, convnet and line", m.Kind())
	}
	return formatModel(g, told), nil
}

// digitsInput names the input of a classifier, and tells in words what a digit becomes.
func digitsInput(g *graph, c model.Model[float32], metadata map[string]string) tensorName {
	e := c.Encoding()
	metadata["encoding"], metadata["input"] = string(e), aboutEncoding(e, c.Inputs())
	return g.input("digits", metadata["input"], "batch", c.Inputs())
}

// aboutEncoding tells what a digit becomes.
func aboutEncoding(e feature.Encoding, inputs int) string {
	const digits = "a digit of 28x28 grey pixels, ink bright on 0, scaled to fit 20x20 and its centre of mass in the middle as MNIST's are"
	const rows = "row by row from the top left, each from 0 (ground) to 1 (ink)"
	switch {
	case e == feature.Pixels && inputs != e.Size():
		return fmt.Sprintf("%d numbers", inputs)
	case e == feature.Pixels:
		return digits + ": its pixels, " + rows
	case e == feature.Straightened:
		return digits + "; then made upright, central and of one size by its moments (feature/straighten.go of aloud): its pixels, " + rows
	}
	return digits + "; then made upright, central and of one size by its moments (feature/straighten.go of aloud): " +
		"how much ink ends at each of 9x9 points, facing each of 16 ways (feature/gradient.go)"
}

// logProbabilitiesOutput names the output of a classifier.
func logProbabilitiesOutput(g *graph, logits tensorName, classes int, metadata map[string]string) {
	metadata["classes"] = classNames(classes)
	about := "natural logarithm of the probability of each class: " + metadata["classes"]
	g.output(g.add("LogSoftmax", "log_probabilities", []tensorName{logits}, number("axis", 1)), about, "batch", classes)
}

// classNames are the names of the classes in their order, parted by blanks.
func classNames(classes int) string {
	names := make([]string, classes)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	if classes == 11 {
		names[10] = "none"
	}
	return strings.Join(names, " ")
}

// denseGraph is softmax regression or a perceptron: its groups are the weights and bias of one layer after the other, with
// a sigmoid between two of them.
func denseGraph(m model.Model[float32], metadata map[string]string) *graph {
	g := newGraph(m.Kind())
	h := digitsInput(g, m, metadata)
	groups := m.Groups()
	windows := model.Windows(m.Params(), groups)
	for i := 0; i < len(groups); i += 2 {
		w := g.weights(groups[i].Name, windows[i].Data, groups[i].Rows, groups[i].Cols)
		b := g.weights(groups[i+1].Name, windows[i+1].Data, groups[i+1].Cols)
		h = g.add("Gemm", "", []tensorName{h, w, b})
		if i+2 < len(groups) {
			h = g.add("Sigmoid", "", []tensorName{h})
		}
	}
	logProbabilitiesOutput(g, h, m.Classes(), metadata)
	return g
}
