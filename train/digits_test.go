package train_test

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"aloud/digit"
	"aloud/model"
	"aloud/train"
)

// drawn trains on n examples, each marked by its number in the first two pixels, and returns for each the first random
// number that Vary drew for it in each epoch.
func drawn(t *testing.T, n, cores int) map[int][]uint64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	training := bars(1, n)
	for i := range training {
		training[i].Digit[0], training[i].Digit[1] = uint8(i), uint8(i>>8)
	}
	numbers := map[int][]uint64{}
	var lock sync.Mutex
	o := small()
	o.Vary = func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
		lock.Lock()
		defer lock.Unlock()
		i := int(d.Digit[0]) + int(d.Digit[1])<<8
		numbers[i] = append(numbers[i], random.Uint64())
		return *d
	}
	run(t, perceptron[float32](), training, nil, o)
	return numbers
}

// What an example is varied by is another number for every example and epoch, and the same on any number of cores.
func TestVaryDrawsAnew(t *testing.T) {
	const n = 300
	numbers := drawn(t, n, 1)
	seen := map[uint64]bool{}
	for i := range n {
		if len(numbers[i]) != 3 {
			t.Errorf("example %d was shown %d times in 3 epochs", i, len(numbers[i]))
		}
		for _, number := range numbers[i] {
			if seen[number] {
				t.Errorf("example %d: %d was drawn before", i, number)
			}
			seen[number] = true
		}
	}
	for cores := 2; cores <= 3; cores++ {
		for i, want := range drawn(t, n, cores) {
			if !slices.Equal(want, numbers[i]) {
				t.Errorf("example %d: %v on %d cores, %v on one", i, want, cores, numbers[i])
			}
		}
	}
}

// Sources of neighbouring examples are no relatives: what one draws tells nothing of what the next one will.
func TestVaryDrawsIndependently(t *testing.T) {
	const n = 3000
	numbers := drawn(t, n, 2)
	var sum, products float64
	unit := func(i int) float64 { return float64(numbers[i][0])/math.MaxUint64 - 0.5 }
	for i := range n {
		sum += unit(i)
		products += unit(i) * unit((i+1)%n)
	}
	// A number from −½ to ½ has the variance 1/12; five standard deviations are a one-in-a-million accident.
	// Written as "not within", for NaN is never beyond.
	if limit := 5 * math.Sqrt(n/12.0); !(math.Abs(sum) <= limit) {
		t.Errorf("the sum of %d numbers is %.1f, more than %.1f from 0", n, sum, limit)
	}
	if limit := 5 * math.Sqrt(n) / 12; !(math.Abs(products) <= limit) {
		t.Errorf("the correlation of neighbours is %.3f, more than %.3f", products*12/n, limit*12/n)
	}
}

// Every epoch shows each example once, in an order of its own; a batch larger than all examples holds them all.
func TestOrder(t *testing.T) {
	training := bars(1, 40)
	var orders [][]uint8
	for i := range training {
		training[i].Digit[0] = uint8(i)
	}
	o := small()
	o.Batch = 1 // so that one goroutine asks for one example after the other
	var order []uint8
	o.Vary = func(_ *rand.Rand, d *digit.Labelled) digit.Labelled {
		order = append(order, d.Digit[0])
		return *d
	}
	for range train.Run(t.Context(), perceptron[float32](), training, nil, o) {
		if len(order) == len(training) { // at the end of an epoch
			orders, order = append(orders, order), nil
		}
	}
	if len(orders) != o.Epochs {
		t.Fatalf("%d orders in %d epochs", len(orders), o.Epochs)
	}
	for e, order := range orders {
		if e > 0 && slices.Equal(order, orders[e-1]) {
			t.Errorf("epoch %d has the order of the one before", e)
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(order))); len(sorted) != len(training) {
			t.Errorf("epoch %d shows %d of %d examples", e, len(sorted), len(training))
		}
	}
	o = small()
	o.Batch = math.MaxInt
	if reports := run(t, perceptron[float32](), training, nil, o); len(reports) != o.Epochs || reports[0].Steps != o.Epochs {
		t.Errorf("%d reports, the first %+v; want one step an epoch", len(reports), reports[0])
	}
}

// BenchmarkEpoch learns once from 50 000 pictures, in batches of 128 and by plain descent, with models that others are often
// measured by too.
func BenchmarkEpoch(b *testing.B) {
	o := train.DefaultOptions()
	o.Epochs, o.Batch, o.ReportEvery, o.Average, o.WarmUp, o.Descent, o.LearningRate = 1, 128, 0, 0, 0, train.SGD{}, 0.01
	training := bars(1, 50_000)
	random := rand.New(rand.NewPCG(1, 0))
	for _, m := range []struct {
		name  string
		model model.Model[float32]
	}{
		{"softmax", model.NewSoftmax[float32](digit.Pixels, 10)},
		{"784-256-10", model.NewPerceptron[float32](random, digit.Pixels, 256, 10)},
		{"784-800-10", model.NewPerceptron[float32](random, digit.Pixels, 800, 10)},
	} {
		b.Run(m.name, func(b *testing.B) {
			for b.Loop() {
				for _, err := range train.Run(b.Context(), m.model, training, nil, o) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.N*len(training))/b.Elapsed().Seconds(), "examples/s")
		})
	}
}
