package tile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// shapes are those of a product rows×depth by depth×cols, beyond all tiles of up to 14×50 with few steps.
var shapes = []struct {
	reason            string
	rows, depth, cols int
}{
	{"nothing to add", 3, 0, 5},
	{"no rows", 0, 3, 5},
	{"no columns", 3, 5, 0},
	{"one column of a wide example", 1, 7, 1},
	{"an example as wide as a tile of one row", 1, 9, 96},
	{"an example wider than that", 1, 9, 2*96 + 17},
	{"a block of steps and one", 5, rightBlock/32 + 1, 33},
	{"so deep that a block has few rows", 31, rightBlock + 1, 1},
	{"a block of rows and one, in a tile of one row", leftBlock/256 + 1, 256, 37},
	{"several blocks of both", 501, 1027, 19},
}

// each calls what for every shape, and with the left operand as it is and transposed.
func each(what func(rows, depth, cols int, transposed bool)) {
	for _, transposed := range []bool{false, true} {
		for _, s := range shapes {
			what(s.rows, s.depth, s.cols, transposed)
		}
		for rows := 1; rows <= 14; rows++ {
			for cols := 1; cols <= 50; cols++ {
				what(rows, 3, cols, transposed)
			}
		}
	}
}

// A problem is a sum to add to, the operands, and what must not be touched: margin numbers around the sum.
type problem struct {
	around []float32
	a      Left
	b      []float32
}

const margin = 100

func newProblem(rows, depth, cols int, transposed bool) problem {
	random := rand.New(rand.NewPCG(uint64(rows), uint64(cols)))
	numbers := func(n int) []float32 {
		made := make([]float32, n)
		for i := range made {
			made[i] = float32(random.NormFloat64())
		}
		return made
	}
	a := Left{Data: numbers(rows * depth), Row: depth, Col: 1}
	if transposed {
		a.Row, a.Col = 1, rows
	}
	return problem{numbers(rows*cols + 2*margin), a, numbers(depth * cols)}
}

// dst is the sum without the margin; nothing can be appended to it.
func (p problem) dst() []float32 {
	return p.around[margin : len(p.around)-margin : len(p.around)-margin]
}

// TestAdd compares every kernel with the sum that defines the product, taken in float64, and sees that nothing around
// the sum changes.
func TestAdd(t *testing.T) {
	for _, k := range Kernels() {
		t.Run(k.Name, func(t *testing.T) {
			each(func(rows, depth, cols int, transposed bool) {
				p := newProblem(rows, depth, cols, transposed)
				before := slices.Clone(p.around)
				k.Add(p.dst(), p.a, p.b, rows, cols, depth)
				for at := range p.around {
					i, j := (at-margin)/max(cols, 1), (at-margin)%max(cols, 1)
					want, bound := float64(before[at]), 0.0
					if at >= margin && i < rows && cols > 0 {
						want, bound = naive(p, before[at], i, j, depth, cols)
					}
					if got := float64(p.around[at]); math.Abs(got-want) > bound {
						t.Fatalf("%dx%dx%d, a transposed %t: [%d,%d] is %v, want %v within %v",
							rows, depth, cols, transposed, i, j, got, want, bound)
					}
				}
			})
		})
	}
}

// naive is one element of the sum, and the error that float32 may make (Higham, "Accuracy and Stability of Numerical
// Algorithms", 2002, section 3.1).
func naive(p problem, start float32, i, j, depth, cols int) (sum, bound float64) {
	sum, size := float64(start), math.Abs(float64(start))
	for k := range depth {
		term := float64(p.a.Data[i*p.a.Row+k*p.a.Col]) * float64(p.b[k*cols+j])
		sum, size = sum+term, size+math.Abs(term)
	}
	return sum, float64(depth+1) * 0x1p-24 * size
}

// TestKernelsAgree sees that processors of all kinds compute the same, bit for bit.
func TestKernelsAgree(t *testing.T) {
	kernels := Kernels()
	if len(kernels) < 2 {
		t.Skipf("this processor runs %d kernels", len(kernels))
	}
	each(func(rows, depth, cols int, transposed bool) {
		first := newProblem(rows, depth, cols, transposed)
		kernels[0].Add(first.dst(), first.a, first.b, rows, cols, depth)
		for _, k := range kernels[1:] {
			p := newProblem(rows, depth, cols, transposed)
			k.Add(p.dst(), p.a, p.b, rows, cols, depth)
			if !slices.Equal(p.dst(), first.dst()) {
				t.Fatalf("%dx%dx%d, a transposed %t: %s and %s differ", rows, depth, cols, transposed, kernels[0].Name, k.Name)
			}
		}
	})
}

// TestMul sees that Mul is Add to nothing, bit for bit, whatever dst held, and changes nothing around it.
func TestMul(t *testing.T) {
	for _, k := range Kernels() {
		each(func(rows, depth, cols int, transposed bool) {
			p, q := newProblem(rows, depth, cols, transposed), newProblem(rows, depth, cols, transposed)
			clear(p.dst())
			k.Add(p.dst(), p.a, p.b, rows, cols, depth)
			k.Mul(q.dst(), q.a, q.b, rows, cols, depth)
			if !slices.Equal(p.around, q.around) {
				t.Fatalf("%s: %dx%dx%d, a transposed %t: Mul and Add differ", k.Name, rows, depth, cols, transposed)
			}
		})
	}
}

// TestAddLeaps sees that an operand read by leaps gives, bit for bit, what it gives gathered: also where a block of steps
// ends within a run or a group.
func TestAddLeaps(t *testing.T) {
	const rows, cols = 13, 37
	for _, row := range []struct {
		reason                   string
		run, runs, groups        int
		rowStep, colStep         int
		runStep, groupStep, data int
	}{
		{"one step", 1, 1, 1, 1, 1, 0, 0, 13},
		{"a window of three rows in a picture", 12, 3, 1, 4, 1, 80, 0, 12*4 + 2*80 + 12},
		{"that window in three pictures", 12, 3, 3, 4, 1, 80, 500, 12*4 + 2*80 + 2*500 + 12},
		{"all places of three pictures that a place in the window sees", 7, 5, 3, 1, 4, 50, 300, 13 + 6*4 + 4*50 + 2*300},
		{"groups that fill a block, and one more", 8, 8, 5, 8, 1, 8, 64, 500},
		{"a group longer than a block", 100, 3, 2, 3, 1, 90, 700, 13*3 + 2*90 + 700 + 100},
		{"a run longer than a block", 300, 2, 2, 3, 1, 90, 700, 13*3 + 90 + 700 + 300},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		depth := row.run * row.runs * row.groups
		a := Left{Row: row.rowStep, Col: row.colStep, Run: row.run, Runs: row.runs, RunStep: row.runStep, GroupStep: row.groupStep}
		a.Data = make([]float32, row.data)
		b, gathered := make([]float32, depth*cols), Left{Data: make([]float32, rows*depth), Row: depth, Col: 1}
		for _, numbers := range [][]float32{a.Data, b} {
			for i := range numbers {
				numbers[i] = float32(random.NormFloat64())
			}
		}
		for i := range rows {
			for k := range depth {
				c, r, g := k%row.run, k/row.run%row.runs, k/(row.run*row.runs)
				gathered.Data[i*depth+k] = a.Data[i*row.rowStep+c*row.colStep+r*row.runStep+g*row.groupStep]
			}
		}
		for _, k := range Kernels() {
			got, want := make([]float32, rows*cols), make([]float32, rows*cols)
			k.Add(got, a, b, rows, cols, depth)
			k.Add(want, gathered, b, rows, cols, depth)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s adds something else than what it reads", row.reason, k.Name)
			}
		}
	}
}

// TestAddTooShort sees that an operand with too few numbers panics in Go, instead of being read past its end.
func TestAddTooShort(t *testing.T) {
	const rows, depth, cols = 3, 5, 7
	for _, k := range Kernels() {
		for _, row := range []struct {
			reason    string
			dst, a, b int
		}{
			{"dst", rows*cols - 1, rows * depth, depth * cols},
			{"a", rows * cols, rows*depth - 1, depth * cols},
			{"b", rows * cols, rows * depth, depth*cols - 1},
		} {
			t.Run(k.Name+" "+row.reason, func(t *testing.T) {
				defer func() {
					if recover() == nil {
						t.Error("does not panic")
					}
				}()
				k.Add(make([]float32, row.dst), Left{Data: make([]float32, row.a), Row: depth, Col: 1}, make([]float32, row.b), rows, cols, depth)
			})
		}
	}
}

// BenchmarkAdd takes the products of one core. The first is what a tile reaches with all its numbers at hand, which is
// the most that the others can.
func BenchmarkAdd(b *testing.B) {
	for _, s := range []struct{ rows, depth, cols int }{
		{12, 128, 32},
		{64, 784, 256}, {256, 784, 800}, {1024, 288, 64}, {4096, 576, 64}, {50000, 784, 10}, {512, 512, 512}, {1024, 1024, 1024},
		{1, 784, 256},
	} {
		for _, k := range Kernels() {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", s.rows, s.depth, s.cols, k.Name), func(b *testing.B) {
				p := newProblem(s.rows, s.depth, s.cols, false)
				for b.Loop() {
					k.Add(p.dst(), p.a, p.b, s.rows, s.cols, s.depth)
				}
				operations := 2 * float64(s.rows) * float64(s.depth) * float64(s.cols) * float64(b.N)
				b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
