package model

import (
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"testing"

	"aloud/digit"
	"aloud/matrix"
)

// everyLayer has every layer there is.
var everyLayer = architecture(`6x5x2
	conv 3x2 3 stride 2x1 pad 1x0, norm, relu
	conv 3x3 3 pad 1, norm, add, relu
	depthwise 2x3 pad 1, relu, pool 2x1
	mean
	dropout 0.3, dense 4`)

// architecture is the one with that text, which must be right.
func architecture(text string) Architecture {
	a, err := ParseArchitecture(text)
	if err != nil {
		panic(err)
	}
	return a
}

// plainConvnet is one that sees examples in training as in prediction: nothing is normalised or left out.
func plainConvnet(random *rand.Rand) *Convnet[float64] {
	return NewConvnet[float64](random, architecture(`6x5x2
		conv 3x2 3 stride 2x1 pad 1x0, relu
		conv 3x3 3 pad 1, add, relu
		depthwise 2x3 pad 1, relu, pool 2x1
		mean
		dense 4`))
}

// digitConvnet is a network for digits, with parameters as training might leave them.
func digitConvnet(random *rand.Rand) *Convnet[float32] {
	m := NewConvnet[float32](random, architecture(`28x28x1
		conv 5x5 7 stride 2 pad 2, norm, relu
		conv 3x3 9 pad 1, norm, relu
		conv 3x3 9 pad 1, norm, add, relu, pool 2x2
		dropout 0.2, dense 13, relu
		dense 10, norm`))
	for _, w := range m.weights {
		fillNormal(w.b, random, 0.3)
		fillNormal(w.shift, random, 0.3)
		fillNormal(w.mean, random, 0.3)
		for i := range w.scale {
			w.scale[i] = 0.5 + random.Float32()
			w.variance[i] = 0.5 + random.Float32()
		}
	}
	return m
}

// TestConvnetByHand takes a network through that can be followed on paper.
//
//	x        w, b         x·w + b      relu
//	1 2 4    1 −1, 0.5    −0.5 −1.5    0   0
//	5 3 2                  2.5  1.5    2.5 1.5
func TestConvnetByHand(t *testing.T) {
	m := NewConvnet[float64](nil, architecture("2x3x1\nconv 1x2 1, relu\ndense 2"))
	copy(m.params, []float64{
		1, -1, // w1
		0.5,                    // b1
		1, 0, 1, 0, 1, 0, 1, 0, // w2: to the first class alone
		0, 3, // b2
	})
	logP := matrix.New[float64](1, 2)
	m.LogProbabilities(logP, matrix.Of(1, 6, []float64{1, 2, 4, 5, 3, 2}), nil)
	// The logits are the sum of all, 4, and 3, so p = 1 / (1 + e⁻¹) and 1 / (1 + e).
	want := []float64{-math.Log1p(math.Exp(-1)), -math.Log1p(math.E)}
	for i, v := range want {
		if !(math.Abs(logP.Data[i]-v) <= 1e-15) {
			t.Errorf("log p %v, want %v", logP.Data, want)
		}
	}
}

// TestConvnetSameOnAnyCores sees that loss and gradient are the same, bit for bit, on any number of cores, and prediction
// too.
func TestConvnetSameOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(5, 6))
	m := digitConvnet(random)
	x, classes := noise[float32](random, 21, digit.Pixels), make([]uint8, 21)
	results := func(cores int) []float32 {
		runtime.GOMAXPROCS(cores)
		g, logP := make([]float32, len(m.Params())), matrix.New[float32](x.Rows, 10)
		loss := m.Gradient(g, x, Lesson{Classes: classes, Seed: 3}, nil)
		m.LogProbabilities(logP, x, nil)
		return append(append(g, loss), logP.Data...)
	}
	want := results(1)
	for _, cores := range []int{2, 3, 5} {
		if !slices.Equal(results(cores), want) {
			t.Errorf("other results on %d cores", cores)
		}
	}
}

// TestConvnetGradientIsPure sees that learning changes nothing in the network, and draws the same for the same seed.
func TestConvnetGradientIsPure(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	m := NewConvnet[float64](random, everyLayer)
	x, l := smallBatch(random, 5, m)
	kept, keptX := slices.Clone(m.params), slices.Clone(x.Data)
	gradient := func(l Lesson) []float64 {
		g := make([]float64, len(m.params))
		fillNormal(g, random, 1) // must not stay
		m.Gradient(g, x, l, nil)
		return g
	}
	first := gradient(l)
	for i, w := range layerWeights(m.architecture, Windows(first, m.groups)) {
		for c := range w.mean {
			if w.mean[c] != 0 || w.variance[c] != 0 {
				t.Errorf("layer %d: a gradient by what is measured", i)
			}
		}
	}
	if !slices.Equal(m.params, kept) || !slices.Equal(x.Data, keptX) {
		t.Error("the parameters or the examples are others afterwards")
	}
	if !slices.Equal(gradient(l), first) {
		t.Error("the gradient is another the second time")
	}
	l.Seed++
	if slices.Equal(gradient(l), first) {
		t.Error("another seed leaves out the same")
	}
}

// TestSettle sees that prediction after Settle on a batch is what training makes of that batch, but for the one place in m
// by which the variance is larger.
func TestSettle(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	m := NewConvnet[float64](random, architecture("6x5x2\nconv 3x3 7 pad 1, norm, relu\nconv 3x3 5, norm, relu, dropout 0\ndense 4"))
	x, l := smallBatch(random, 500, m)
	l.Smoothing = 0
	loss := m.Gradient(make([]float64, len(m.params)), x, l, nil)
	m.Settle(slices.Values([]matrix.Matrix[float64]{x}), new(matrix.Scratch[float64]))
	if got := -LogLikelihood(m, x, l.Classes, nil); !(math.Abs(got-loss) <= 1e-3*loss) {
		t.Errorf("loss %v in prediction, %v in training", got, loss)
	}
	mean, variance := m.weights[1].mean[3], m.weights[1].variance[3]

	// Of two batches the moments are the means of theirs; of none, what they were.
	half := slices.Values([]matrix.Matrix[float64]{x.Top(250), matrix.Of(250, x.Cols, x.Data[250*x.Cols:])})
	m.Settle(half, new(matrix.Scratch[float64]))
	if got := m.weights[1].mean[3]; !(math.Abs(got-mean) <= 1e-12) {
		t.Errorf("mean %v of two batches, %v of one", got, mean)
	}
	if got := m.weights[1].variance[3]; got == variance || !(math.Abs(got-variance) <= 1e-2*variance) {
		t.Errorf("variance %v of two batches, %v of one", got, variance)
	}
	kept := slices.Clone(m.params)
	if m.Settle(slices.Values([]matrix.Matrix[float64]{}), nil); !slices.Equal(m.params, kept) {
		t.Error("settled on nothing")
	}
}

// TestFolded sees that a network predicts the same without its normalisations, those aside that cannot be folded.
func TestFolded(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for _, row := range []struct{ text, folded string }{
		{"6x5x2\nconv 3x3 3, norm, relu\ndepthwise 2x2, norm, relu, dropout 0.5\ndense 4, norm", "6x5x2\nconv 3x3 3, relu\ndepthwise 2x2, relu, dropout 0.5\ndense 4"},
		{"6x5x2\nnorm, conv 3x3 3, relu, norm\nconv 1x1 3\nnorm, relu, add, mean, dense 4", "6x5x2\nnorm, conv 3x3 3, relu, norm\nconv 1x1 3\nnorm, relu, add, mean, dense 4"},
	} {
		m := NewConvnet[float64](random, architecture(row.text))
		drawParams(m, random)
		folded := m.Folded()
		if got := folded.architecture.String(); got != row.folded {
			t.Errorf("folded to %q, want %q", got, row.folded)
		}
		x, _ := smallBatch(random, 9, m)
		want, got := matrix.New[float64](9, 4), matrix.New[float64](9, 4)
		m.LogProbabilities(want, x, nil)
		folded.LogProbabilities(got, x, nil)
		for i, v := range want.Data {
			if !(math.Abs(got.Data[i]-v) <= 1e-12*max(1, math.Abs(v))) {
				t.Fatalf("log p %v, folded %v", v, got.Data[i])
			}
		}
	}
}

// TestHe measures the deviation of fresh weights, within five standard errors of it.
func TestHe(t *testing.T) {
	m := NewConvnet[float64](rand.New(rand.NewPCG(13, 14)), architecture("9x9x16\nconv 3x3 64, norm, relu\nconv 1x1 200\ndense 100"))
	for i, want := range map[int]float64{0: math.Sqrt(2.0 / (9 * 16)), 3: math.Sqrt(1.0 / 64), 4: math.Sqrt(1.0 / (7 * 7 * 200))} {
		w, sum := m.weights[i].w.Data, 0.0
		for _, v := range w {
			sum += v * v
		}
		got, within := math.Sqrt(sum/float64(len(w))), 5*want/math.Sqrt(2*float64(len(w)))
		// Written as "not within", for NaN is never beyond.
		if !(math.Abs(got-want) <= within) {
			t.Errorf("layer %d: deviation %v, want %v ± %v", i, got, want, within)
		}
	}
}

// TestConvnetPredictDigits predicts in one batch what it says of each alone, by many goroutines at once; run with -race it
// sees that they share nothing they write.
func TestConvnetPredictDigits(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	m := digitConvnet(random)
	digits := randomDigits(random, 19)
	want := PredictDigits(m, digits, nil)
	var wait sync.WaitGroup
	for g := range 4 {
		wait.Go(func() {
			s := new(matrix.Scratch[float32])
			for i := range digits {
				i = (i + 5*g) % len(digits)
				s.Reset()
				if got := PredictDigits(m, digits[i:i+1], s)[0]; !reflect.DeepEqual(got, want[i]) {
					t.Errorf("goroutine %d: digit %d is %v alone, %v in the batch", g, i, got, want[i])
				}
			}
		})
	}
	wait.Wait()
	if got := PredictDigits(m, nil, nil); len(got) != 0 {
		t.Errorf("predicted %v of no digits", got)
	}
}

// TestConvnetSteadyState sees that with a Scratch training takes next to nothing from the heap after the first batch, and
// prediction nothing where vectors compute it.
func TestConvnetSteadyState(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	m := digitConvnet(random)
	const n = 40
	x, classes, logP := noise[float32](random, n, digit.Pixels), make([]uint8, n), matrix.New[float32](n, 10)
	gradient, s := make([]float32, len(m.Params())), new(matrix.Scratch[float32])
	for name, step := range map[string]func(){
		"Gradient":         func() { s.Reset(); m.Gradient(gradient, x, Lesson{Classes: classes}, s) },
		"LogProbabilities": func() { s.Reset(); m.LogProbabilities(logP, x, s) },
	} {
		for range 10 {
			step() // until the Scratch has its full size, and every core its memory
		}
		const steps = 50
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range steps {
			step()
		}
		runtime.ReadMemStats(&after)
		if taken := (after.TotalAlloc - before.TotalAlloc) / steps; taken > 1<<15 {
			t.Errorf("%s took %d bytes", name, taken)
		}
		if count := (after.Mallocs - before.Mallocs) / steps; count > 0 && name == "LogProbabilities" && allInVectors() {
			t.Errorf("%s allocated %d times", name, count)
		}
	}
}

// allInVectors reports whether all that a prediction takes is computed in vectors here: plain Go allocates.
func allInVectors() bool { return matrix.Vectorized() && runtime.GOARCH == "amd64" }
