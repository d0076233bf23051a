package lab

import "aloud/model"

// The operations that are counted are those in products of matrices. A product of n×i by i×o takes 2·n·i·o of them, a
// multiplication and an addition for each weight and example. What jitter, features, exponentials and the descent take comes
// on top, and is far less.

// multiplications are those of a network with one example, on the way to its logits.
func multiplications(m model.Model[float32]) float64 {
	if net, ok := m.(interface{ Architecture() model.Architecture }); ok {
		return float64(net.Architecture().Multiplications())
	}
	n := 0
	for _, g := range m.Groups() {
		if g.Decays() { // and so is no bias
			n += g.Size()
		}
	}
	return float64(n)
}

// predictingOperations are those that it takes to predict so many examples.
func predictingOperations(m model.Model[float32], examples int) float64 {
	return 2 * multiplications(m) * float64(examples)
}

// learningOperations are those that it takes to learn from so many examples. There are three products a layer: forward, the
// gradient by the weights, and that by the input, which a first dense layer does not need.
func learningOperations(m model.Model[float32], examples int) float64 {
	products := 3 * multiplications(m)
	if m.Kind() == "softmax" || m.Kind() == "perceptron" {
		products -= float64(m.Groups()[0].Size())
	}
	return 2 * products * float64(examples)
}

// notebookOperations are those of the notebook's two models over all passes: only pixels with ink take part.
func notebookOperations(s samples) float64 {
	ink := func(digits []sample) (pixels float64) {
		for _, d := range digits {
			pixels += float64(len(d.ink))
		}
		return pixels
	}
	learned, judged := ink(s.training), ink(s.validation)
	n, v := float64(len(s.training)), float64(len(s.validation))
	regression := 2*learned*classes + judged*classes // forward and back; forward
	perceptron := 2*learned*hidden + 3*n*hidden*classes + judged*hidden + v*hidden*classes
	return 2 * passes * (regression + perceptron)
}
