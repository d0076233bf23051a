package matrix

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"aloud/matrix/internal/tile"
)

// shapes are those of a product m×l by l×n, each with what is awkward in it.
var shapes = []struct {
	reason  string
	m, l, n int
}{
	{"one number", 1, 1, 1},
	{"fewer than the four rows of a pass", 2, 3, 5},
	{"one pass exactly", 3, 4, 2},
	{"a pass and a remainder", 5, 7, 11},
	{"a single example", 1, 97, 13},
	{"a single column", 17, 31, 1},
	{"one block of the right operand", 3, blockDepth, 6},
	{"a block and one row", 4, blockDepth + 1, 3},
	{"several blocks, no side a multiple of anything", 13, 3*blockDepth + 5, 19},
	{"work for many cores", 67, 529, 131},
	{"nothing to sum gives 0", 3, 0, 2},
	{"no rows", 0, 3, 2},
	{"no columns", 3, 2, 0},
}

func TestProductsFloat64(t *testing.T) { testProducts[float64](t, 0x1p-53) }
func TestProductsFloat32(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) { testProducts[float32](t, 0x1p-24) })
}

// onEveryKernel runs a test in plain Go, and again with each kernel that this processor has.
func onEveryKernel(t *testing.T, test func(t *testing.T)) {
	defer func(best *tile.Kernel) { kernel = best }(kernel)
	kernel = nil
	t.Run("plain", test)
	for _, kernel = range tile.Kernels() {
		t.Run(kernel.Name, test)
	}
}

// testProducts compares the products with the sum that defines them, taken in float64.
func testProducts[T Float](t *testing.T, rounding float64) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, shape := range shapes {
		for _, p := range products[T](random, shape.m, shape.l, shape.n) {
			t.Run(fmt.Sprint(p.name, " ", shape.reason), func(t *testing.T) {
				fill(p.dst, random) // must not matter
				p.fast()
				for i := range p.dst.Rows {
					for j := range p.dst.Cols {
						want, size := p.naive(i, j)
						// The error of a sum of l products and a number in any order (Higham, "Accuracy and Stability of Numerical
						// Algorithms", 2002, section 3.1), with one rounding more where want itself is one of float64's.
						bound := float64(shape.l+2) * rounding * size
						if got := float64(p.dst.Row(i)[j]); !(math.Abs(got-want) <= bound) {
							t.Errorf("[%d,%d] is %v, want %v within %v", i, j, got, want, bound)
						}
					}
				}
			})
		}
	}
}

// A product is one of those here on operands of its own.
type product[T Float] struct {
	name  string
	dst   Matrix[T]
	fast  func()
	naive func(i, j int) (sum, size float64) // one element, and the sum of the sizes of its terms
}

func products[T Float](random *rand.Rand, m, l, n int) []product[T] {
	dst, a, b := New[T](m, n), New[T](m, l), New[T](l, n)
	fill(a, random)
	fill(b, random)
	aᵀ, bᵀ := transposed(a), transposed(b)
	naive := func(i, j int) (sum, size float64) {
		for k := range l {
			term := float64(a.Row(i)[k]) * float64(b.Row(k)[j])
			sum, size = sum+term, size+math.Abs(term)
		}
		return sum, size
	}
	row := New[T](1, n)
	fill(row, random)
	withRow := func(i, j int) (sum, size float64) {
		sum, size = naive(i, j)
		v := float64(row.Data[j])
		return sum + v, size + math.Abs(v)
	}
	return []product[T]{
		{"Mul", dst, func() { Mul(dst, a, b) }, naive},
		{"MulAdd", dst, func() { MulAdd(dst, a, b, row.Data) }, withRow},
		{"MulAddReLU", dst, func() { MulAddReLU(dst, a, b, row.Data) }, func(i, j int) (sum, size float64) {
			sum, size = withRow(i, j)
			return max(sum, 0), size
		}},
		{"MulAddReLU without a row", dst, func() { MulAddReLU(dst, a, b, nil) }, func(i, j int) (sum, size float64) {
			sum, size = naive(i, j)
			return max(sum, 0), size
		}},
		{"MulTransA", dst, func() { MulTransA(dst, aᵀ, b) }, naive},
		{"MulTransB", dst, func() { MulTransB(dst, a, bᵀ, nil) }, naive},
	}
}

// fill sets half of the numbers to 0, as in a digit, and the others to anything.
func fill[T Float](m Matrix[T], random *rand.Rand) {
	for i := range m.Data {
		m.Data[i] = T(random.NormFloat64()) * T(random.IntN(2))
	}
}

func transposed[T Float](m Matrix[T]) Matrix[T] {
	dst := New[T](m.Cols, m.Rows)
	for i := range m.Rows {
		for j, v := range m.Row(i) {
			dst.Row(j)[i] = v
		}
	}
	return dst
}

// TestSameOnAnyCores sees that the number of cores does not show in the result, not in one bit.
func TestSameOnAnyCores(t *testing.T) { onEveryKernel(t, testSameOnAnyCores) }

func testSameOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, p := range products[float32](rand.New(rand.NewPCG(3, 4)), 67, 529, 131) {
		runtime.GOMAXPROCS(1)
		p.fast()
		want := slices.Clone(p.dst.Data)
		for _, cores := range []int{2, 3} {
			runtime.GOMAXPROCS(cores)
			clear(p.dst.Data)
			p.fast()
			if !slices.Equal(p.dst.Data, want) {
				t.Errorf("%s differs on %d cores", p.name, cores)
			}
		}
	}
}

// TestSameInAnyBatch sees that an example gets the same numbers alone and among others.
func TestSameInAnyBatch(t *testing.T) { onEveryKernel(t, testSameInAnyBatch) }

func testSameInAnyBatch(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	a, b, dst, alone := New[float32](9, 131), New[float32](131, 23), New[float32](9, 23), New[float32](1, 23)
	fill(a, random)
	fill(b, random)
	Mul(dst, a, b)
	for i := range a.Rows {
		Mul(alone, Of(1, a.Cols, a.Row(i)), b)
		if !slices.Equal(alone.Data, dst.Row(i)) {
			t.Errorf("row %d is %v in the batch and %v alone", i, dst.Row(i), alone.Data)
		}
	}
}

// TestWrongShapes sees that a mistake tells both shapes.
func TestWrongShapes(t *testing.T) {
	of := New[float32]
	for _, row := range []struct {
		reason string
		call   func()
		want   string
	}{
		{"inner sides differ", func() { Mul(of(2, 4), of(2, 3), of(5, 4)) }, "matrix: Mul of 2x3 and 5x4 into 2x4"},
		{"too few rows for the result", func() { Mul(of(1, 4), of(2, 3), of(3, 4)) }, "matrix: Mul of 2x3 and 3x4 into 1x4"},
		{"too many columns", func() { Mul(of(2, 5), of(2, 3), of(3, 4)) }, "matrix: Mul of 2x3 and 3x4 into 2x5"},
		{"a not transposed", func() { MulTransA(of(2, 4), of(2, 3), of(3, 4)) }, "matrix: MulTransA of 2x3 and 3x4 into 2x4"},
		{"b not transposed", func() { MulTransB(of(2, 4), of(2, 3), of(3, 4), nil) }, "matrix: MulTransB of 2x3 and 3x4 into 2x4"},
		{"a row too long to add", func() { MulAdd(of(2, 4), of(2, 3), of(3, 4), make([]float32, 5)) }, "matrix: MulAdd of 2x3 and 3x4 into 2x4"},
		{"a row too short", func() { AddRow(of(2, 3), make([]float32, 2)) }, "matrix: AddRow of 2x3 and 2 numbers"},
		{"a sum too long", func() { SumRows(make([]float32, 4), of(2, 3)) }, "matrix: SumRows of 2x3 and 4 numbers"},
		{"too few numbers", func() { Of(2, 3, make([]float32, 5)) }, "matrix: 5 numbers for 2x3"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			defer func() {
				if got := recover(); got != row.want {
					t.Errorf("panics with %v, want %s", got, row.want)
				}
			}()
			row.call()
		})
	}
}

// BenchmarkStep takes the products of one training step of the perceptron 784-512-10 with batches of 128: with a full
// left operand, and with one that has a digit's share of ground, four fifths.
func BenchmarkStep(b *testing.B) {
	const examples, inputs, hidden = 128, 784, 512
	random := rand.New(rand.NewPCG(1, 2))
	x, v := New[float32](examples, inputs), New[float32](inputs, hidden)
	h, dv, dx := New[float32](examples, hidden), New[float32](inputs, hidden), New[float32](examples, inputs)
	scratch := new(Scratch[float32])
	fill(v, random)
	fill(h, random) // and not left as one page of zeros, which the cache would hold all too well
	for _, ink := range []float64{1, 0.2} {
		for i := range x.Data {
			x.Data[i] = 0
			if random.Float64() < ink {
				x.Data[i] = random.Float32()
			}
		}
		for _, row := range []struct {
			name    string
			product func()
		}{
			{"forward", func() { Mul(h, x, v) }},
			{"weights", func() { MulTransA(dv, x, h) }},
			{"input", func() { scratch.Reset(); MulTransB(dx, h, v, scratch) }},
		} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d/ink=%v", row.name, examples, inputs, hidden, ink), func(b *testing.B) {
				for b.Loop() {
					row.product()
				}
				operations := 2 * examples * inputs * hidden * float64(b.N)
				b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
