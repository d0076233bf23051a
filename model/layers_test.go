package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"aloud/matrix"
)

// checkBackward compares what a backward function derived with the numerical derivative by every number of x.
func checkBackward(t *testing.T, what string, derived, x []float64, loss func() float64) {
	t.Helper()
	if len(derived) != len(x) {
		t.Fatalf("%s: %d derivatives for %d numbers", what, len(derived), len(x))
	}
	for i := range x {
		numeric := derivative(loss, &x[i])
		if e := relativeError(derived[i], numeric); !(e < CheckTolerance) {
			t.Errorf("%s[%d]: derived %v, numerically %v: relative error %.1e", what, i, derived[i], numeric, e)
		}
	}
}

// weighted is a loss that any output can have: each number times a weight. Its derivative by the output is the weights.
func weighted(output, weights matrix.Matrix[float64]) float64 {
	sum := 0.0
	for i, v := range output.Data {
		sum += weights.Data[i] * v
	}
	return sum
}

func TestDenseBackward(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n, inputs, outputs = 3, 5, 4
	x, w, b := randomMatrix(random, n, inputs), randomMatrix(random, inputs, outputs), randomMatrix(random, 1, outputs)
	z, dz := matrix.New[float64](n, outputs), randomMatrix(random, n, outputs)
	loss := func() float64 {
		denseForward(z, x, w, b.Data)
		return weighted(z, dz)
	}
	dw, db, dx := randomMatrix(random, inputs, outputs), randomMatrix(random, 1, outputs), randomMatrix(random, n, inputs)
	denseBackward(dw, db.Data, x, dz)
	denseBackwardInput(dx, dz, w, nil)
	checkBackward(t, "dw", dw.Data, w.Data, loss)
	checkBackward(t, "db", db.Data, b.Data, loss)
	checkBackward(t, "dx", dx.Data, x.Data, loss)
}

func TestSigmoidBackward(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	z, h, weights := randomMatrix(random, 3, 5), matrix.New[float64](3, 5), randomMatrix(random, 3, 5)
	loss := func() float64 {
		copy(h.Data, z.Data)
		sigmoidForward(h)
		return weighted(h, weights)
	}
	loss()
	dz := matrix.New[float64](3, 5)
	copy(dz.Data, weights.Data)
	sigmoidBackward(dz, h)
	checkBackward(t, "dz", dz.Data, z.Data, loss)
}

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
		if math.Abs(h.Data[0]-row.h) > 1e-15*row.h {
			t.Errorf("σ(%v) = %v, want %v", row.z, h.Data[0], row.h)
		}
		dz := matrix.Of(1, 1, []float64{1})
		sigmoidBackward(dz, h)
		if want := row.h * (1 - row.h); math.Abs(dz.Data[0]-want) > 1e-15*want {
			t.Errorf("σ′(%v) = %v, want %v", row.z, dz.Data[0], want)
		}
	}
}

func TestCrossEntropyBackward(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	const n, classes = 6, 4
	q, logP, t6 := randomMatrix(random, n, classes), matrix.New[float64](n, classes), []uint8{3, 0, 1, 1, 2, 0}
	loss := func() float64 { // by its definition
		copy(logP.Data, q.Data)
		logSoftmaxForward(logP)
		sum := 0.0
		for i, class := range t6 {
			sum += logP.Row(i)[class]
		}
		return -sum / n
	}
	want := loss()
	got := crossEntropyBackward(logP, t6) // and now logP is dq
	dq := append([]float64(nil), logP.Data...)
	if math.Abs(got-want) > 1e-15 {
		t.Errorf("loss %v, want %v", got, want)
	}
	checkBackward(t, "dq", dq, q.Data, loss)
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
		"Gradient":      func() { m.Gradient(make([]float32, len(m.Params())), x, make([]uint8, 5), nil) },
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
