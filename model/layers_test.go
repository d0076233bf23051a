package model

import (
	"fmt"
	"math"
	"testing"

	"aloud/matrix"
)

// TestSigmoidSaturates sees that the ends are 0 and 1 and that no gradient passes them, and nothing that is no number.
func TestSigmoidSaturates(t *testing.T) {
	for _, row := range []struct{ z, h float64 }{
		{0, 0.5},
		{-800, 0}, {800, 1}, // beyond what exp can say
		{math.Inf(-1), 0}, {math.Inf(1), 1},
		{-30, 9.357622968839299e-14}, // 1/(1+e³⁰): small, and not yet lost
	} {
		h := matrix.Of(1, 1, []float64{row.z})
		sigmoidForward(h)
		// Written as "not within", for NaN is never beyond.
		if !(math.Abs(h.Data[0]-row.h) <= 1e-15*row.h) {
			t.Errorf("σ(%v) = %v, want %v", row.z, h.Data[0], row.h)
		}
		dz := matrix.Of(1, 1, []float64{1})
		sigmoidBackward(dz, h)
		if want := row.h * (1 - row.h); !(math.Abs(dz.Data[0]-want) <= 1e-15*want) {
			t.Errorf("σ′(%v) = %v, want %v", row.z, dz.Data[0], want)
		}
	}
}

// TestCrossEntropyLoss sees that the loss beside the gradient is the mean negative log-likelihood.
func TestCrossEntropyLoss(t *testing.T) {
	logP := matrix.Of(2, 3, []float64{-1, -2, -3, -4, -5, -6})
	if got, want := crossEntropyBackward(logP, Lesson{Classes: []uint8{1, 0}}), 3.0; got != want { // (2 + 4) / 2
		t.Errorf("loss %v, want %v", got, want)
	}
}

func TestLogSoftmaxFloat64(t *testing.T) { testLogSoftmax[float64](t, 1e-15) }
func TestLogSoftmaxFloat32(t *testing.T) { testLogSoftmax[float32](t, 1e-6) }

// testLogSoftmax takes logits at which a simpler formula fails.
func testLogSoftmax[T matrix.Float](t *testing.T, tolerance float64) {
	inf := T(math.Inf(1))
	for _, row := range []struct {
		reason string
		q      []T
		want   []float64
	}{
		{"no class stands out", []T{0, 0, 0, 0}, repeat(-math.Log(4), 4)},
		{"exp would overflow", []T{1e4, 1e4, 1e4, 1e4, 1e4}, repeat(-math.Log(5), 5)},
		{"exp would give 0 for all", []T{-1e4, -1e4, -1e4}, repeat(-math.Log(3), 3)},
		{"as far apart as that", []T{-1e4, 1e4}, []float64{-2e4, 0}},
		{"log 3 is small beside 30000", []T{30000, 30001}, []float64{-math.Log1p(math.E), -math.Log1p(1 / math.E)}},
		{"a class that cannot be", []T{-inf, 2, 2}, []float64{math.Inf(-1), -math.Log(2), -math.Log(2)}},
		{"one class", []T{-3}, []float64{0}},
	} {
		logSoftmaxForward(matrix.Of(1, len(row.q), row.q))
		for j, want := range row.want {
			if got := float64(row.q[j]); got != want && !(math.Abs(got-want) <= tolerance*max(1, math.Abs(want))) {
				t.Errorf("%s: log p of %d is %v, want %v", row.reason, j, got, want)
			}
		}
	}
}

func repeat(v float64, n int) []float64 {
	all := make([]float64, n)
	for i := range all {
		all[i] = v
	}
	return all
}

// TestWrongClassCount sees that classes for other examples are a mistake that tells itself.
func TestWrongClassCount(t *testing.T) {
	m, x := NewSoftmax[float32](3, 2), matrix.New[float32](4, 3)
	for name, call := range map[string]func(){
		"Gradient":      func() { m.Gradient(make([]float32, len(m.Params())), x, Lesson{Classes: make([]uint8, 5)}, nil) },
		"LogLikelihood": func() { LogLikelihood(m, x, make([]uint8, 5), nil) },
	} {
		func() {
			defer func() {
				if got, want := fmt.Sprint(recover()), "model: 5 classes for 4 examples"; got != want {
					t.Errorf("%s panics with %s, want %s", name, got, want)
				}
			}()
			call()
		}()
	}
}
