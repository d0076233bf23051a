package model

import (
	"math/rand/v2"
	"testing"
)

// TestOperations counts by hand.
func TestOperations(t *testing.T) {
	const digits = 3
	random := rand.New(rand.NewPCG(1, 2))
	for _, row := range []struct {
		m                   Model[float32]
		predicting, learned float64
	}{
		{NewSoftmax[float32](784, 10), 2 * 784 * 10, 2 * 2 * 784 * 10},
		{NewPerceptron[float32](random, 784, 5, 10), 2 * (784*5 + 5*10), 2 * (2*784*5 + 3*5*10)},
		{NewConvnet[float32](nil, architecture("28x28x1\nconv 3x3 2\ndense 10")), 2 * 26 * 26 * 2 * (9 + 10), 2 * 26 * 26 * 2 * (2*9 + 3*10)},
		{NewConvnet[float32](nil, architecture("28x28x1\ndepthwise 3x3\ndense 10")), 2 * 26 * 26 * (9 + 10), 2 * 26 * 26 * (2*9 + 3*10)},
		{NewConvnet[float32](nil, architecture("28x28x1\nnorm, dense 10")), 2 * 784 * 10, 3 * 2 * 784 * 10},
		{NewConvnet[float32](nil, architecture("28x28x1\ndense 5\ndense 10")), 2 * (784*5 + 5*10), 2 * (2*784*5 + 3*5*10)},
	} {
		if got := PredictingOperations(row.m, digits); got != digits*row.predicting {
			t.Errorf("%s: %g operations to predict, want %g", row.m.Kind(), got, digits*row.predicting)
		}
		if got := LearningOperations(row.m, digits); got != digits*row.learned {
			t.Errorf("%s: %g operations to learn, want %g", row.m.Kind(), got, digits*row.learned)
		}
	}
}

// TestLineOperations sees that a line twice as wide takes twice as many, and counts those of a narrow one by hand.
func TestLineOperations(t *testing.T) {
	const lines, narrow, wide = 3, 6 * 2, 6 * 4
	m := NewLine[float32](nil, architecture("6x4x1\nconv 6x2 5 stride 1x2\nconv 1x1 8"))
	want := lines * 2 * float64(2*6*2*5+3*5*8)
	if got := LineOperations(m, lines, narrow); got != want {
		t.Errorf("%g operations for a column, want %g", got, want)
	}
	if got := LineOperations(m, lines, wide); got != 2*want {
		t.Errorf("%g operations for two columns, want %g", got, 2*want)
	}
}
