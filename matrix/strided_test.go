package matrix

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func TestStridedFloat64(t *testing.T) { testStrided[float64](t, 0x1p-53) }
func TestStridedFloat32(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) { testStrided[float32](t, 0x1p-24) })
}

// testStrided compares the sums with the ones that define them, taken in float64, for rows that overlap, touch and
// stand apart.
func testStrided[T Float](t *testing.T, rounding float64) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, shape := range shapes {
		for _, stride := range []int{0, 1, shape.l / 3, shape.l, 2*shape.l + 1} {
			a := newStrided[T](random, shape.m, shape.l, stride)
			for _, sum := range sums(random, a, shape.n) {
				t.Run(fmt.Sprint(sum.name, " ", shape.reason, ", a row every ", stride), func(t *testing.T) {
					before := slices.Clone(sum.dst.Data)
					sum.add()
					for at, v := range sum.dst.Data {
						want, size := sum.naive(at/sum.dst.Cols, at%sum.dst.Cols)
						want, size = want+float64(before[at]), size+math.Abs(float64(before[at]))
						// The error of a sum in any order, as in testProducts, with dst among its terms.
						bound := float64(max(shape.l, shape.m)+2) * rounding * size
						if got := float64(v); math.Abs(got-want) > bound {
							t.Fatalf("number %d is %v, want %v within %v", at, got, want, bound)
						}
					}
				})
			}
		}
	}
}

// newStrided returns a matrix of just as many numbers as it needs.
func newStrided[T Float](random *rand.Rand, rows, cols, stride int) Strided[T] {
	size := 0
	if rows > 0 && cols > 0 {
		size = (rows-1)*stride + cols
	}
	data := New[T](1, size)
	fill(data, random)
	return Strided[T]{rows, cols, stride, data.Data}
}

// sums are the two sums with a as the left operand, and the element that each adds by definition.
func sums[T Float](random *rand.Rand, a Strided[T], n int) []addition[T] {
	of := func(rows int) Matrix[T] {
		m := New[T](rows, n)
		fill(m, random)
		return m
	}
	b, tall := of(a.Cols), of(a.Rows)
	plain, trans := of(a.Rows), of(a.Cols)
	return []addition[T]{
		{"AddMul", plain, func() { AddMul(plain, a, b) }, func(i, j int) (sum, size float64) {
			for k := range a.Cols {
				term := float64(a.Data[i*a.Stride+k]) * float64(b.Row(k)[j])
				sum, size = sum+term, size+math.Abs(term)
			}
			return sum, size
		}},
		{"AddMulTransA", trans, func() { AddMulTransA(trans, a, tall) }, func(i, j int) (sum, size float64) {
			for k := range a.Rows {
				term := float64(a.Data[k*a.Stride+i]) * float64(tall.Row(k)[j])
				sum, size = sum+term, size+math.Abs(term)
			}
			return sum, size
		}},
	}
}

type addition[T Float] struct {
	name  string
	dst   Matrix[T]
	add   func()
	naive func(i, j int) (sum, size float64) // of what is added to one element, as in product
}

// TestStridedOnAnyCores sees that the number of cores does not show, nor that the call stands within a Parallel.
func TestStridedOnAnyCores(t *testing.T) { onEveryKernel(t, testStridedOnAnyCores) }

func testStridedOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(9, 10))
	for _, sum := range sums(random, newStrided[float32](random, 701, 211, 61), 131) {
		before := slices.Clone(sum.dst.Data)
		runtime.GOMAXPROCS(1)
		sum.add()
		want := slices.Clone(sum.dst.Data)
		for _, cores := range []int{2, 3} {
			runtime.GOMAXPROCS(cores)
			for name, add := range map[string]func(){
				"alone": sum.add,
				"within": func() {
					Parallel(2, 1, func(begin, end int) {
						if begin == 0 {
							sum.add()
						}
					})
				},
			} {
				copy(sum.dst.Data, before)
				add()
				if !slices.Equal(sum.dst.Data, want) {
					t.Errorf("%s differs on %d cores, %s", sum.name, cores, name)
				}
			}
		}
	}
}

// TestWrongStrides sees that what is not there is not read.
func TestWrongStrides(t *testing.T) {
	of := New[float32]
	strided := func(rows, cols, stride, size int) Strided[float32] {
		return Strided[float32]{rows, cols, stride, make([]float32, size)}
	}
	for _, row := range []struct {
		reason string
		call   func()
		want   string
	}{
		{"inner sides differ", func() { AddMul(of(2, 4), strided(2, 3, 3, 6), of(5, 4)) }, "matrix: AddMul of 2x3 and 5x4 into 2x4"},
		{"not transposed", func() { AddMulTransA(of(2, 4), strided(2, 3, 3, 6), of(3, 4)) }, "matrix: AddMulTransA of 2x3 and 3x4 into 2x4"},
		{"the last row is short", func() { AddMul(of(2, 4), strided(2, 3, 5, 7), of(3, 4)) }, "matrix: AddMul of 7 numbers as 2x3, a row every 5"},
		{"the last row is short, transposed", func() { AddMulTransA(of(3, 4), strided(2, 3, 5, 7), of(2, 4)) },
			"matrix: AddMulTransA of 7 numbers as 2x3, a row every 5"},
		{"a stride backwards", func() { AddMul(of(2, 4), strided(2, 3, -1, 9), of(3, 4)) }, "matrix: AddMul of 9 numbers as 2x3, a row every -1"},
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
