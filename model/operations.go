package model

import "aloud/matrix"

// The operations that are counted are those in products of matrices. A product of n×i by i×o takes 2·n·i·o of them, a
// multiplication and an addition for each weight and example. What jitter, features, exponentials and the descent take comes
// on top, and is far less.

// multiplications are those of a network with one example, on the way to its logits.
func multiplications[T matrix.Float](m Model[T]) float64 {
	if net, ok := m.(interface{ Architecture() Architecture }); ok {
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

// PredictingOperations are the floating-point operations that it takes to predict so many examples.
func PredictingOperations[T matrix.Float](m Model[T], examples int) float64 {
	return 2 * multiplications(m) * float64(examples)
}

// LearningOperations are the floating-point operations that it takes to learn from so many examples. There are three products
// a layer: forward, the gradient by the weights, and that by the input, for which nobody asks below the first layer.
func LearningOperations[T matrix.Float](m Model[T], examples int) float64 {
	first := m.Groups()[0].Size()
	if net, ok := m.(interface{ Architecture() Architecture }); ok {
		first = net.Architecture().layers[0].multiplications()
	}
	return 2 * (3*multiplications(m) - float64(first)) * float64(examples)
}

// LineOperations are those that it takes to learn from so many lines of so many pixels each, whatever they read.
func LineOperations[T matrix.Float](m *Line[T], lines, pixels int) float64 {
	net, _ := m.at(pixels)
	a := net.architecture
	return 2 * (3*float64(a.Multiplications()) - float64(a.layers[0].multiplications())) * float64(lines)
}
