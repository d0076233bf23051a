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
	"aloud/feature"
	"aloud/matrix"
)

// TestZeroModel knows nothing, and says so: every class is as likely as any other.
func TestZeroModel(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range []Model[float64]{NewSoftmax[float64](7, 4), NewPerceptron[float64](nil, 7, 5, 4), NewConvnet[float64](nil, everyLayer)} {
		x, lesson := smallBatch(random, 6, m)
		// Written as "not within", for NaN is never beyond.
		if got, want := LogLikelihood(m, x, lesson.Classes, nil), -math.Log(4); !(math.Abs(got-want) <= 1e-15) {
			t.Errorf("%s: log-likelihood %v, want −log 4 = %v", nameWithSizes(m), got, want)
		}
	}
}

// TestPredictionIsTraining sees that prediction and training take the same forward pass, to the last bit: alone, an
// example's loss is its class's log-probability with the other sign, and in a batch it has the same one.
func TestPredictionIsTraining(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, m := range append(smallModels(random), plainConvnet(random)) {
		x, _ := smallBatch(random, 9, m)
		logP := matrix.New[float64](x.Rows, m.Classes())
		m.LogProbabilities(logP, x, nil)
		gradient := make([]float64, len(m.Params()))
		for i := range x.Rows {
			for class, want := range logP.Row(i) {
				if got := -m.Gradient(gradient, matrix.Of(1, x.Cols, x.Row(i)), Lesson{Classes: []uint8{uint8(class)}}, nil); got != want {
					t.Errorf("%s: example %d, class %d: %v in training, %v in prediction", nameWithSizes(m), i, class, got, want)
				}
			}
		}
	}
}

// TestSameOnAnyCores sees that loss and gradient are the same, bit for bit, on any number of cores.
func TestSameOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(5, 6))
	m := NewPerceptron[float32](random, 301, 151, 10)
	x, classes := matrix.New[float32](53, 301), make([]uint8, 53)
	fillNormal(x.Data, random, 1)
	gradient := func(cores int) []float32 {
		runtime.GOMAXPROCS(cores)
		g := make([]float32, len(m.Params()))
		loss := m.Gradient(g, x, Lesson{Classes: classes}, nil)
		return append(g, loss)
	}
	want := gradient(1)
	for _, cores := range []int{2, 3} {
		if !slices.Equal(gradient(cores), want) {
			t.Errorf("another gradient on %d cores", cores)
		}
	}
}

// TestSteadyState sees that training and prediction with a Scratch take no matrix from the heap after the first batch:
// less is allocated than the smallest of them holds.
func TestSteadyState(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	m := NewPerceptron[float32](random, 50, 40, 30, 10)
	const n = 200
	x, classes, logP := matrix.New[float32](n, 50), make([]uint8, n), matrix.New[float32](n, 10)
	gradient, s := make([]float32, len(m.Params())), new(matrix.Scratch[float32])
	smallest := uint64(4 * n * m.Classes())
	for name, step := range map[string]func(){
		"Gradient":         func() { s.Reset(); m.Gradient(gradient, x, Lesson{Classes: classes}, s) },
		"LogProbabilities": func() { s.Reset(); m.LogProbabilities(logP, x, s) },
	} {
		step()
		step() // the Scratch has its full size from here
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		step()
		runtime.ReadMemStats(&after)
		if taken := after.TotalAlloc - before.TotalAlloc; taken >= smallest {
			t.Errorf("%s took %d bytes, and the smallest matrix has %d", name, taken, smallest)
		}
	}
}

// TestWindows sees that the groups cover the parameters in their order, and are windows.
func TestWindows(t *testing.T) {
	m := NewPerceptron[float32](nil, 3, 2, 4)
	want := []Group{{"V1", 3, 2}, {"a1", 1, 2}, {"W", 2, 4}, {"b", 1, 4}}
	if !slices.Equal(m.Groups(), want) {
		t.Fatalf("groups %v, want %v", m.Groups(), want)
	}
	for i, window := range Windows(m.Params(), m.Groups()) {
		for k := range window.Data {
			window.Data[k] = float32(i + 1)
		}
	}
	if got := m.Params(); !slices.Equal(got, []float32{1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4}) {
		t.Errorf("parameters %v", got)
	}
}

// TestGroupDecays: a prior is on weights, and not on biases.
func TestGroupDecays(t *testing.T) {
	for _, g := range perceptronGroups([]int{3, 2, 4}) {
		if want := g.Name == "V1" || g.Name == "W"; g.Decays() != want {
			t.Errorf("%s decays: %t", g.Name, g.Decays())
		}
	}
}

// TestGlorot measures the deviation of fresh weights, within five standard errors of it.
func TestGlorot(t *testing.T) {
	const inputs, hidden, classes = 300, 200, 100
	m := NewPerceptron[float64](rand.New(rand.NewPCG(9, 10)), inputs, hidden, classes)
	for i, want := range []float64{4 * math.Sqrt(2.0/(inputs+hidden)), 0, math.Sqrt(2.0 / (hidden + classes)), 0} {
		window := Windows(m.Params(), m.Groups())[i].Data
		sum := 0.0
		for _, v := range window {
			sum += v * v
		}
		got, within := math.Sqrt(sum/float64(len(window))), 5*want/math.Sqrt(2*float64(len(window)))
		if !(math.Abs(got-want) <= within) {
			t.Errorf("%s: deviation %v, want %v ± %v", m.Groups()[i].Name, got, want, within)
		}
	}
}

func TestWrongSizes(t *testing.T) {
	for _, sizes := range [][]int{{}, {784}, {784, 0, 10}, {784, -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a perceptron of sizes %v", sizes)
				}
			}()
			NewPerceptron[float32](nil, sizes...)
		}()
	}
}

// randomDigits returns digits of noise.
func randomDigits(random *rand.Rand, n int) []digit.Digit {
	digits := make([]digit.Digit, n)
	for i := range digits {
		for k := range digits[i] {
			digits[i][k] = uint8(random.IntN(256))
		}
	}
	return digits
}

// TestPredictDigits predicts in one batch what PredictDigit says of each, and nothing of nothing.
func TestPredictDigits(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	m := NewPerceptron[float32](random, digit.Pixels, 20, 10)
	digits, s := randomDigits(random, 7), new(matrix.Scratch[float32])
	for range 2 { // the second time with a used Scratch
		s.Reset()
		for i, p := range PredictDigits(m, digits, s) {
			if alone := PredictDigit(m, &digits[i]); !reflect.DeepEqual(p, alone) {
				t.Errorf("digit %d is %v in a batch and %v alone", i, p, alone)
			}
			if most := slices.Max(p.LogProbabilities); p.LogProbabilities[p.Class] != most || p.Probability() != math.Exp(most) {
				t.Errorf("digit %d: class %d with probability %v of %v", i, p.Class, p.Probability(), p.LogProbabilities)
			}
			sum := 0.0
			for _, v := range p.LogProbabilities {
				sum += math.Exp(v)
			}
			if !(math.Abs(sum-1) <= 1e-6) {
				t.Errorf("digit %d: probabilities sum to %v", i, sum)
			}
		}
	}
	if got := PredictDigits(m, nil, s); len(got) != 0 {
		t.Errorf("predicted %v of no digits", got)
	}
}

// TestPredictDigitsInto sees that nothing stays of what was predicted before, and that a wrong number tells itself.
func TestPredictDigitsInto(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	m := NewPerceptron[float32](random, digit.Pixels, 20, 10)
	digits := randomDigits(random, 3)
	got := []Prediction{{9, make([]float64, 12)}, {4, []float64{1}}, {}}
	PredictDigitsInto(got, m, digits, nil)
	if want := PredictDigits(m, digits, nil); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	wantPanic(t, "model: 3 predictions for 2 digits", func() { PredictDigitsInto(got, m, digits[:2], nil) })
}

// TestPredictingAllocatesNothing predicts again and again in the memory of the first time, and sees that [PredictDigit]
// allocates only what it returns.
func TestPredictingAllocatesNothing(t *testing.T) {
	if !allInVectors() {
		t.Skip("plain Go allocates")
	}
	random := rand.New(rand.NewPCG(17, 18))
	net := NewConvnet[float32](random, architecture(NetS))
	committee, err := NewCommittee[float32](net, net.Folded())
	if err != nil {
		t.Fatal(err)
	}
	digits := randomDigits(random, 20)
	for _, row := range []struct {
		name string
		c    Classifier[float32]
	}{
		{"softmax", NewSoftmax[float32](digit.Pixels, 10)},
		{"perceptron", NewPerceptron[float32](random, digit.Pixels, 20, 10)},
		{"convnet", net},
		{"committee", committee},
	} {
		s, predictions := new(matrix.Scratch[float32]), make([]Prediction, len(digits))
		for _, n := range []int{1, len(digits)} {
			predict := func() { s.Reset(); PredictDigitsInto(predictions[:n], row.c, digits[:n], s) }
			predict() // and the Scratch learns how much it must lend
			if count := testing.AllocsPerRun(50, predict); count != 0 {
				t.Errorf("%s, %d digits: %v allocations", row.name, n, count)
			}
		}
		PredictDigit(row.c, &digits[0])
		if count := testing.AllocsPerRun(50, func() { PredictDigit(row.c, &digits[0]) }); count > 1 {
			t.Errorf("%s: %v allocations for what is returned", row.name, count)
		}
	}
}

// TestPredictDigitTogether lets many goroutines use one model; run with -race it sees that they share nothing they write.
func TestPredictDigitTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	m := NewPerceptron[float32](random, digit.Pixels, 20, 10)
	digits := randomDigits(random, 16)
	want := PredictDigits(m, digits, nil)
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for i := range digits {
				i = (i + 2*g) % len(digits)
				if got := PredictDigit(m, &digits[i]); !reflect.DeepEqual(got, want[i]) {
					t.Errorf("goroutine %d: digit %d is %v, want %v", g, i, got, want[i])
				}
			}
		})
	}
	wait.Wait()
}

// TestEncoding lets a model see digits another way only where that gives as many numbers as it takes.
func TestEncoding(t *testing.T) {
	m := NewSoftmax[float32](digit.Pixels, 10)
	if m.Encoding() != feature.Pixels {
		t.Errorf("sees %q", m.Encoding())
	}
	defer func() {
		if got, want := recover(), "model: 784 pixels for 7 inputs"; got != want {
			t.Errorf("panics with %v, want %s", got, want)
		}
	}()
	NewSoftmax[float32](7, 4).SetEncoding(feature.Pixels)
}
