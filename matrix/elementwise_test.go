package matrix

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"aloud/matrix/internal/tile"
)

// An operation treats each number by itself, or each column.
type operation struct {
	name     string
	operands []shape // of rows by cols; a shape of one row stands for vectors of cols numbers as well
	do       func(o []Matrix[float32])
	near     float64 // how far vectors may be from plain Go, as a part of the result; 0 is not at all
}

// A shape is how many rows an operand has for one of the operation, or that it has only one.
type shape int

const single shape = 0

var operations = []operation{
	{"ReLU", []shape{1}, func(o []Matrix[float32]) { ReLU(o[0].Data) }, 0},
	{"ReLUBackward", []shape{1, 1}, func(o []Matrix[float32]) { ReLUBackward(o[0].Data, o[1].Data) }, 0},
	{"Sigmoid", []shape{1}, func(o []Matrix[float32]) { Sigmoid(o[0].Data) }, 3 * 0x1p-24},
	{"SigmoidBackward", []shape{1, 1}, func(o []Matrix[float32]) { SigmoidBackward(o[0].Data, o[1].Data) }, 0},
	{"Exp", []shape{1, 1}, func(o []Matrix[float32]) { Exp(o[0].Data, o[1].Data) }, 0x1p-23},
	{"Blend", []shape{1, 1}, func(o []Matrix[float32]) { Blend(o[0].Data, 0.75, o[1].Data, 0.3) }, 0},
	{"Max", []shape{1, 1}, func(o []Matrix[float32]) { Max(o[0].Data, numbers(o[1].Data)) }, 0},
	{"Min", []shape{1, 1}, func(o []Matrix[float32]) { Min(o[0].Data, numbers(o[1].Data)) }, 0},
	{"AddRow", []shape{1, single}, func(o []Matrix[float32]) { AddRow(o[0], o[1].Data) }, 0},
	{"Affine", []shape{1, 1, single, single}, func(o []Matrix[float32]) { Affine(o[0], o[1], o[2].Data, o[3].Data) }, 0},
	{"AffineReLU", []shape{1, 1, single, single}, func(o []Matrix[float32]) { AffineReLU(o[0], o[1], o[2].Data, o[3].Data) }, 0},
	{"BlendRows", []shape{1, 1, single, single, single}, func(o []Matrix[float32]) {
		BlendRows(o[0], o[2].Data, o[1], o[3].Data, o[4].Data)
	}, 0},
	{"SumRows", []shape{single, 1}, func(o []Matrix[float32]) { SumRows(o[0].Data, o[1]) }, 0},
	{"SumProducts", []shape{single, 1, 1}, func(o []Matrix[float32]) { SumProducts(o[0].Data, o[1], o[2]) }, 0},
	{"SumSquares", []shape{single, 1, single}, func(o []Matrix[float32]) { SumSquares(o[0].Data, o[1], o[2].Data) }, 0},
	{"MaxPool", []shape{1, 2, 2}, func(o []Matrix[float32]) { MaxPool(o[0], o[1], o[2]) }, 0},
	{"MaxPoolBackward", []shape{2, 2, 1, 1, 2, 2}, func(o []Matrix[float32]) {
		MaxPool(o[3], o[4], o[5])
		MaxPoolBackward(o[0], o[1], o[2], o[3], o[4], o[5])
	}, 0},
}

// numbers is x with 0 for what is no number.
func numbers(x []float32) []float32 {
	for i, v := range x {
		if math.IsNaN(float64(v)) {
			x[i] = 0
		}
	}
	return x
}

// onAllVectors runs a test in plain Go, and again with each kind of vectors that this processor has.
func onAllVectors(t *testing.T, test func(t *testing.T)) {
	defer func(widest *tile.Vectors) { vectors = widest }(vectors)
	vectors = nil
	t.Run("plain", test)
	for _, vectors = range tile.AllVectors() {
		t.Run(vectors.Name, test)
	}
}

// TestVectorsNotRun tells which vectors no test here has run, for this processor has none of them: that nothing fails says
// nothing of these.
func TestVectorsNotRun(t *testing.T) {
	missing := []string{"AVX-512", "AVX2", "WebAssembly"}
	for _, v := range tile.AllVectors() {
		i := slices.Index(missing, v.Name)
		if i < 0 {
			t.Fatalf("there are vectors %s, which this test does not know", v.Name)
		}
		missing = slices.Delete(missing, i, i+1)
	}
	t.Logf("not run here: %s", strings.Join(missing, ", "))
}

// margin is how many numbers around an operand must not be touched.
const margin = 40

// newOperands returns operands for an operation on rows times cols, each in the middle of its memory.
func newOperands(o operation, rows, cols int) (operands []Matrix[float32], memory [][]float32) {
	random := rand.New(rand.NewPCG(uint64(rows), uint64(cols)))
	for _, shape := range o.operands {
		rows := max(1, rows*int(shape))
		all := New[float32](1, rows*cols+2*margin)
		fill(all, random) // zeros among them, equal numbers, and so ties
		for range 1 + len(all.Data)/50 {
			all.Data[random.IntN(len(all.Data))] = []float32{float32(math.Copysign(0, -1)), -150, 150, float32(math.Inf(1)), float32(math.NaN())}[random.IntN(5)]
		}
		memory = append(memory, all.Data)
		operands = append(operands, Of(rows, cols, all.Data[margin:len(all.Data)-margin:len(all.Data)-margin]))
	}
	return operands, memory
}

// TestVectors compares what vectors do with what plain Go does, and sees that they touch nothing else.
func TestVectors(t *testing.T) {
	defer func(widest *tile.Vectors) { vectors = widest }(vectors)
	for _, o := range operations {
		for _, rows := range []int{1, 2, 5, 300} {
			for cols := 1; cols <= 70; cols++ {
				vectors = nil
				operands, want := newOperands(o, rows, cols)
				o.do(operands)
				for _, vectors = range tile.AllVectors() {
					operands, got := newOperands(o, rows, cols)
					o.do(operands)
					for i := range want {
						if at := differ(got[i], want[i], o.near); at >= 0 {
							t.Fatalf("%s on %s, %dx%d: number %d of operand %d is %v, in plain Go %v",
								o.name, vectors.Name, rows, cols, at-margin, i, got[i][at], want[i][at])
						}
					}
				}
			}
		}
	}
}

const leastNormal = 0x1p-126 // of float32

// differ returns where a and b differ by more than a part of them, or −1. Below the least normal number, that part is
// taken of it.
func differ(a, b []float32, part float64) int {
	for i := range b {
		x, y := float64(a[i]), float64(b[i])
		if x != y && !(math.Abs(x-y) <= part*max(math.Abs(y), leastNormal)) && !(math.IsNaN(x) && math.IsNaN(y)) {
			return i
		}
	}
	return -1
}

// TestVectorsAgree sees that vectors of all kinds give the same numbers, bit for bit, those of the exponential included.
func TestVectorsAgree(t *testing.T) {
	kinds := tile.AllVectors()
	if len(kinds) < 2 {
		t.Skipf("this processor has %d kinds of vectors", len(kinds))
	}
	defer func(widest *tile.Vectors) { vectors = widest }(vectors)
	for _, o := range append(operations, operation{"SumExp", []shape{single, single}, func(o []Matrix[float32]) {
		ReLUBackward(o[1].Data, o[1].Data) // no NaN
		o[0].Data[0] = float32(SumExp(o[1].Data))
	}, 0}) {
		for cols := 1; cols <= 70; cols++ {
			var first [][]float32
			for _, vectors = range kinds {
				operands, memory := newOperands(o, 3, cols)
				o.do(operands)
				if first == nil {
					first = memory
				}
				for i := range first {
					if at := differ(memory[i], first[i], 0); at >= 0 {
						t.Fatalf("%s, 3x%d: number %d of operand %d is %v on %s and %v on %s", o.name, cols, at-margin, i,
							memory[i][at], vectors.Name, first[i][at], kinds[0].Name)
					}
				}
			}
		}
	}
}

// TestOperationsOnAnyCores sees that the number of cores does not show.
func TestOperationsOnAnyCores(t *testing.T) { onAllVectors(t, testOperationsOnAnyCores) }

func testOperationsOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, o := range operations {
		for _, size := range [][2]int{{1, 50_001}, {1003, 101}} {
			runtime.GOMAXPROCS(1)
			operands, want := newOperands(o, size[0], size[1])
			o.do(operands)
			for _, cores := range []int{2, 3} {
				runtime.GOMAXPROCS(cores)
				operands, got := newOperands(o, size[0], size[1])
				o.do(operands)
				for i := range want {
					if at := differ(got[i], want[i], 0); at >= 0 {
						t.Errorf("%s of %v: number %d of operand %d is %v on %d cores and %v on one", o.name, size, at-margin, i,
							got[i][at], cores, want[i][at])
					}
				}
			}
		}
	}
}

// TestOperationsAllocateNothing sees that vectors cost no memory, on one core and on several.
func TestOperationsAllocateNothing(t *testing.T) {
	if vectors == nil {
		t.Skip("this processor has no vectors that we know")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, o := range operations {
		operands, _ := newOperands(o, 300, 301)
		for _, cores := range []int{1, 3} {
			runtime.GOMAXPROCS(cores)
			if count := allocations(300, func() { o.do(operands) }); count != 0 {
				t.Errorf("%s: %d allocations on %d cores", o.name, count, cores)
			}
		}
	}
}

// TestOperations sees on small numbers that each operation is the one it is said to be.
func TestOperations(t *testing.T) { onAllVectors(t, testOperations) }

func testOperations(t *testing.T) {
	infinite := float32(math.Inf(1))
	of := func(numbers ...float32) []float32 { return numbers }
	rows := func(cols int, numbers ...float32) Matrix[float32] { return Of(len(numbers)/cols, cols, numbers) }
	for _, row := range []struct {
		reason string
		do     func(y []float32)
		y      []float32 // before
		want   []float32 // after
	}{
		{"what is below 0", func(y []float32) { ReLU(y) }, of(-2, 0, 3, -infinite, infinite), of(0, 0, 3, 0, infinite)},
		{"no slope at 0", func(y []float32) { ReLUBackward(y, of(0, 1, 5)) }, of(7, 8, -9), of(0, 8, -9)},
		{"half at 0, and the limits", Sigmoid[float32], of(0, -200, 200, -infinite, infinite), of(0.5, 0, 1, 0, 1)},
		{"a slope of a quarter", func(y []float32) { SigmoidBackward(y, of(0.5, 0, 1)) }, of(8, 9, 10), of(2, 0, 0)},
		{"powers of e", func(y []float32) { Exp(y, of(0, 1, -infinite, 100)) }, of(9, 9, 9, 9), of(1, math.E, 0, infinite)},
		{"two parts", func(y []float32) { Blend(y, 2, of(10, 20), 3) }, of(1, 2), of(32, 64)},
		{"a row to each", func(y []float32) { AddRow(Of(2, 2, y), of(10, 20)) }, of(1, 2, 3, 4), of(11, 22, 13, 24)},
		{"a line for each column", func(y []float32) { Affine(Of(2, 2, y), rows(2, 1, 2, 3, 4), of(10, -1), of(5, 0)) }, of(9, 9, 9, 9), of(15, -2, 35, -4)},
		{"and nothing below 0", func(y []float32) { AffineReLU(Of(2, 2, y), rows(2, 1, 2, 3, 4), of(10, -1), of(5, 0)) }, of(9, 9, 9, 9), of(15, 0, 35, 0)},
		{"three parts for each column", func(y []float32) {
			BlendRows(Of(2, 2, y), of(1, 2), rows(2, 1, 2, 3, 4), of(10, 100), of(1000, 0))
		}, of(1, 2, 3, 4), of(1011, 204, 1033, 408)},
		{"sums down", func(y []float32) { SumRows(y, rows(2, 1, 2, 3, 4)) }, of(9, 9), of(4, 6)},
		{"sums of products", func(y []float32) { SumProducts(y, rows(2, 1, 2, 3, 4), rows(2, 5, 6, 7, 8)) }, of(9, 9), of(26, 44)},
		{"sums of squares", func(y []float32) { SumSquares(y, rows(2, 1, 2, 3, 4), of(1, 1)) }, of(9, 9), of(4, 10)},
		{"sums of nothing", func(y []float32) { SumRows(y, rows(2)) }, of(9, 9), of(0, 0)},
		{"the greatest of four", func(y []float32) {
			MaxPool(Of(2, 2, y), rows(2, 1, 8, 2, 7, 0, 0, 0, 0), rows(2, 3, 6, 4, 5, -1, 0, -2, 9))
		},
			of(9, 9, 9, 9), of(4, 8, 0, 9)},
		{"and its gradient, to the first of equals", func(y []float32) {
			MaxPoolBackward(Of(4, 1, y[:4]), Of(4, 1, y[4:]), rows(1, 10, 20), rows(1, 5, 7), rows(1, 1, 5, 0, 0), rows(1, 5, 2, 7, 7))
		}, of(9, 9, 9, 9, 9, 9, 9, 9), of(0, 10, 0, 0, 0, 0, 20, 0)},
		{"the greater", func(y []float32) { Max(y, of(0, 3, -2)) }, of(1, 2, -3), of(1, 3, -2)},
		{"the less", func(y []float32) { Min(y, of(0, 3, -2)) }, of(1, 2, -3), of(0, 2, -3)},
		{"the greatest from here on", func(y []float32) { Max(y[:9], y[1:]) }, of(1, 2, 9, 3, 4, 5, 6, 7, 8, 0), of(2, 9, 9, 4, 5, 6, 7, 8, 8, 0)},
		{"picked", func(y []float32) { AddPicked(y, of(5, 6, 7), NewPicker([]int32{2, 0, 0, 1, 2}), of(1, 2, 0, 0.5, -1)) },
			of(1, 1, 1, 1, 1), of(8, 11, 1, 4, -6)},
		{"bytes", func(y []float32) { FromBytes(y, []byte{0, 51, 255}, 255) }, of(9, 9, 9), of(0, 0.2, 1)},
		{"an exponential sum", func(y []float32) { y[0] = float32(SumExp(of(0, 0, 1))) }, of(9), of(2 + math.E)},
		{"and that of nothing", func(y []float32) { y[0] = float32(SumExp(of())) }, of(9), of(0)},
	} {
		t.Run(row.reason, func(t *testing.T) {
			y := slices.Clone(row.y)
			row.do(y)
			if differ(y, row.want, 0x1p-22) >= 0 {
				t.Errorf("%v became %v, want %v", row.y, y, row.want)
			}
		})
	}
}

// TestExp compares exponentials with those of float64, over all that float32 can hold.
func TestExp(t *testing.T) { onAllVectors(t, testExp) }

func testExp(t *testing.T) {
	const step = 997 // a prime
	x, e, s := make([]float32, 1024), make([]float32, 1024), make([]float32, 1024)
	worst, worstSigmoid := 0.0, 0.0
	for bits := 0; bits < 1<<32; bits += step * len(x) {
		for i := range x {
			x[i] = math.Float32frombits(uint32(bits + step*i))
		}
		Exp(e, x)
		copy(s, x)
		Sigmoid(s)
		for i, v := range x {
			want := math.Exp(float64(v))
			if math.IsNaN(want) {
				if !math.IsNaN(float64(e[i])) || !math.IsNaN(float64(s[i])) {
					t.Fatalf("of NaN, exp %v and sigmoid %v", e[i], s[i])
				}
				continue
			}
			worst = max(worst, unitsOff(e[i], want))
			if want = 1 / (1 + math.Exp(-float64(v))); want >= leastNormal || s[i] > leastNormal {
				worstSigmoid = max(worstSigmoid, unitsOff(s[i], want))
			}
		}
	}
	t.Logf("exp is off by at most %.3f units in the last place, sigmoid by %.3f", worst, worstSigmoid)
	// Written as "not within", for NaN is never beyond.
	if !(worst <= 1.02) || !(worstSigmoid <= 2.5) { // all numbers have been tried once: 1.0103 and 2.481
		t.Errorf("exp is off by %v units in the last place, sigmoid by %v", worst, worstSigmoid)
	}
}

// unitsOff is by how many units in the last place of what float32 can hold got is off.
func unitsOff(got float32, want float64) float64 {
	if got == float32(want) {
		return 0.5 // at most, and infinite ones have no difference
	}
	_, exponent := math.Frexp(want)
	return math.Abs(float64(got)-want) / math.Ldexp(1, max(exponent-24, -149))
}

// TestBytes sees that every byte of every length comes out as in plain Go.
func TestBytes(t *testing.T) {
	for n := range 300 {
		x := make([]byte, n)
		for i := range x {
			x[i] = byte(i*7 + n)
		}
		got := make([]float32, n+1)
		FromBytes(got[:n], x, 255)
		for i, v := range x {
			if got[i] != float32(v)/255 {
				t.Fatalf("%d of %d: %v/255 is %v", i, n, v, got[i])
			}
		}
		AddBytes(got[:n], x, 0.3)
		for i, v := range x {
			if want := float32(v)/255 + float32(0.3*float32(v)); got[i] != want {
				t.Fatalf("%d of %d: %v/255 + 0.3·%v is %v, not %v", i, n, v, v, got[i], want)
			}
		}
		if got[n] != 0 {
			t.Fatalf("%d bytes become more numbers", n)
		}
	}
}

// BenchmarkOperations takes each operation on what the second-level cache holds, on one core, in numbers a nanosecond.
func BenchmarkOperations(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const rows, cols = 400, 128
	for _, o := range operations {
		operands := make([]Matrix[float32], len(o.operands))
		for i, shape := range o.operands {
			operands[i] = New[float32](max(1, rows*int(shape)), cols)
			for k := range operands[i].Data {
				operands[i].Data[k] = rand.Float32() - 0.5
			}
		}
		defer func(widest *tile.Vectors) { vectors = widest }(vectors)
		for _, kind := range append(tile.AllVectors(), nil) {
			name := "plain"
			if vectors = kind; kind != nil {
				name = kind.Name
			}
			b.Run(fmt.Sprint(o.name, "/", name), func(b *testing.B) {
				for b.Loop() {
					o.do(operands)
				}
				b.ReportMetric(rows*cols*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "numbers/ns")
			})
		}
	}
}
