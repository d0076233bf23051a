package matrix

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// views are patches, each with what is awkward in them.
var views = []struct {
	reason string
	view
	n int // columns of the other operand
}{
	{"one number", view{1, 0, 1, 1, 0, 0, 1, 0, 1}, 1},
	{"a plain matrix", view{1, 0, 1, 13, 0, 7, 1, 0, 7}, 5},
	{"rows that overlap", view{1, 0, 1, 13, 0, 2, 1, 0, 7}, 19},
	{"rows that are all the same", view{1, 0, 1, 13, 0, 0, 1, 0, 7}, 3},
	{"a window of 3x2 over two channels", view{1, 0, 5, 6, 14, 2, 3, 14, 4}, 33},
	{"strides", view{1, 0, 3, 4, 28, 6, 3, 14, 4}, 6},
	{"several pictures", view{3, 140, 5, 6, 14, 2, 3, 14, 4}, 17},
	{"pictures with windows that follow one another evenly", view{3, 40, 5, 6, 6, 1, 2, 7, 2}, 7},
	{"pictures that follow one another evenly, too", view{3, 30, 5, 6, 6, 1, 2, 7, 2}, 7},
	{"no picture", view{0, 140, 5, 6, 14, 2, 3, 14, 4}, 5},
	{"no window", view{2, 140, 5, 0, 14, 2, 3, 14, 4}, 5},
	{"windows that see nothing", view{2, 140, 5, 6, 14, 2, 3, 14, 0}, 5},
	{"no columns", view{2, 140, 5, 6, 14, 2, 3, 14, 4}, 0},
	{"work for many cores", view{9, 1300, 14, 12, 90, 6, 3, 90, 18}, 40},
	{"windows of many rows in one row of pictures", view{1, 0, 1, 501, 0, 9, 30, 33, 33}, 33},
	{"a border of a row above and below", view{1, 0, 5, 4, 12, 2, 3, 12, 6}.between(1, 5), 33},
	{"a border of two rows, and strides", view{1, 0, 3, 4, 24, 2, 3, 12, 6}.between(2, 4), 19},
	{"a border below alone, of several pictures", view{3, 90, 5, 4, 12, 2, 3, 12, 6}.between(0, 6), 19},
	{"a border that some windows do not see beyond", view{1, 0, 8, 4, 12, 2, 3, 12, 6}.between(4, 2), 35},
	{"a border, and work for many cores", view{2, 1500, 14, 12, 90, 6, 3, 90, 18}.between(1, 14), 40},
	{"a border, and blocks of a few rows", view{1, 0, 6, 4, 300, 2, 7, 300, 290}.between(2, 8), 33},
	{"a border, and blocks of less than a row", view{1, 0, 4, 4, 2000, 2, 5, 2000, 1990}.between(2, 4), 33},
	{"a border, and rows of more windows than a block", view{1, 0, 3, 120, 440, 2, 3, 440, 190}.between(1, 3), 33},
}

// A view is patches of just as many numbers as they need: the fields of Patches in their order, but for its numbers.
type view [11]int

// between is the view with so many rows between borders.
func (v view) between(top, tall int) view {
	v[9], v[10] = top, tall
	return v
}

// of returns the patches of numbers.
func of[T Float](v view, data []T) Patches[T] {
	return Patches[T]{v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], data, v[9], v[10]}
}

// newPatches returns patches of random numbers, with zeros in the border.
func newPatches[T Float](random *rand.Rand, v view) Patches[T] {
	p := of[T](v, nil)
	if p.rows() == 0 {
		return p
	}
	data := New[T](1, (p.Pictures-1)*p.Next+(p.Height-1)*p.Down+(p.Width-1)*p.Right+(p.Runs-1)*p.Below+p.Run)
	fill(data, random)
	p.Data = data.Data
	for i := range p.Data {
		at := i
		if p.Pictures > 1 {
			at %= p.Next
		}
		if p.Tall > 0 && (at/p.Below < p.Top || at/p.Below >= p.Top+p.Tall) {
			p.Data[i] = 0
		}
	}
	return p
}

// gathered is the matrix that the patches are.
func gathered[T Float](p Patches[T]) Matrix[T] {
	m := New[T](p.rows(), p.cols())
	for i := range m.Rows {
		for j := range m.Cols {
			row, x := i/p.Width, i%p.Width
			m.Row(i)[j] = p.Data[row/p.Height*p.Next+row%p.Height*p.Down+x*p.Right+j/p.Run*p.Below+j%p.Run]
		}
	}
	return m
}

func TestPatchesFloat64(t *testing.T) { testPatches[float64](t, 0x1p-53) }
func TestPatchesFloat32(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) { testPatches[float32](t, 0x1p-24) })
}

// testPatches compares the sums with the ones that define them, taken in float64.
func testPatches[T Float](t *testing.T, rounding float64) {
	random := rand.New(rand.NewPCG(7, 8))
	of := func(rows, cols int) Matrix[T] {
		m := New[T](rows, cols)
		fill(m, random)
		return m
	}
	for _, row := range views {
		p := newPatches[T](random, row.view)
		a := gathered(p)
		aᵀ := transposed(a)
		for _, sum := range []struct {
			name string
			left Matrix[T]
			add  func(dst Matrix[T], p Patches[T], b Matrix[T])
			keep T
			row  T // whether the other operand's first row is added, too
			relu bool
		}{
			{"AddMul", a, AddMul[T], 1, 0, false},
			{"AddMulTransA", aᵀ, AddMulTransA[T], 1, 0, false}, {"MulPatchesTransA", aᵀ, MulPatchesTransA[T], 0, 0, false},
			{"MulPatchesAdd", a, func(dst Matrix[T], p Patches[T], b Matrix[T]) { MulPatchesAdd(dst, p, b, firstRow(b)) }, 0, 1, false},
			{"MulPatchesAdd without a row", a, func(dst Matrix[T], p Patches[T], b Matrix[T]) { MulPatchesAdd(dst, p, b, nil) }, 0, 0, false},
			{"MulPatchesAddReLU", a, func(dst Matrix[T], p Patches[T], b Matrix[T]) { MulPatchesAddReLU(dst, p, b, firstRow(b)) }, 0, 1, true},
		} {
			t.Run(sum.name+" "+row.reason, func(t *testing.T) {
				dst, b := of(sum.left.Rows, row.n), of(sum.left.Cols, row.n)
				before := slices.Clone(dst.Data)
				for i := range before {
					before[i] *= sum.keep
					if row := firstRow(b); row != nil {
						before[i] += sum.row * row[i%b.Cols]
					}
				}
				sum.add(dst, p, b)
				for at, v := range dst.Data {
					i, j := at/dst.Cols, at%dst.Cols
					want, size := float64(before[at]), math.Abs(float64(before[at]))
					for k := range b.Rows {
						term := float64(sum.left.Row(i)[k]) * float64(b.Row(k)[j])
						want, size = want+term, size+math.Abs(term)
					}
					if sum.relu {
						want = max(want, 0)
					}
					// The error of a sum in any order, as in testProducts, with dst among its terms.
					bound := float64(b.Rows+2) * rounding * size
					if got := float64(v); !(math.Abs(got-want) <= bound) {
						t.Fatalf("number %d is %v, want %v within %v", at, got, want, bound)
					}
				}
			})
		}
	}
}

// firstRow is that of b, or nil.
func firstRow[T Float](b Matrix[T]) []T {
	if b.Rows == 0 || b.Cols == 0 {
		return nil
	}
	return b.Row(0)
}

// TestPatchesToPlaces sees that a product goes to places apart from one another as it goes to a matrix, and nowhere else.
func TestPatchesToPlaces(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) { testPatchesToPlaces[float32](t) })
	testPatchesToPlaces[float64](t)
}

func testPatchesToPlaces[T Float](t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for _, row := range views {
		p := newPatches[T](random, row.view)
		b, want := New[T](p.cols(), row.n), New[T](p.rows(), row.n)
		fill(b, random)
		MulPatchesAdd(want, p, b, nil)
		for _, add := range []bool{false, true} {
			to := Places[T]{Right: row.n + 3, Cols: row.n}
			to.Down = p.Width*to.Right + 5
			to.Next = p.Height*to.Down + 7
			to.Data = make([]T, p.Pictures*to.Next+1)
			for i := range to.Data {
				to.Data[i] = 3
			}
			MulPatchesTo(to, p, b, add)
			for i := range want.Rows {
				at := i/p.Width/p.Height*to.Next + i/p.Width%p.Height*to.Down + i%p.Width*to.Right
				for j, v := range want.Row(i) {
					if add {
						v += 3
					}
					if got := to.Data[at+j]; !(math.Abs(float64(got-v)) <= 1e-4) {
						t.Fatalf("%s: [%d,%d] is %v, want %v", row.reason, i, j, got, v)
					}
					to.Data[at+j] = 3
				}
			}
			if slices.ContainsFunc(to.Data, func(v T) bool { return v != 3 }) {
				t.Errorf("%s: something else was written to", row.reason)
			}
		}
	}
}

// TestPatchesOnAnyCores sees that the number of cores does not show, nor that the call stands within a Parallel.
func TestPatchesOnAnyCores(t *testing.T) { onEveryKernel(t, testPatchesOnAnyCores) }

func testPatchesOnAnyCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(9, 10))
	p := newPatches[float32](random, view{40, 1300, 14, 12, 90, 6, 3, 90, 18})
	for name, add := range map[string]func(dst Matrix[float32], p Patches[float32], b Matrix[float32]){
		"AddMul": AddMul[float32], "AddMulTransA": AddMulTransA[float32],
	} {
		rows, depth := p.rows(), p.cols()
		if name == "AddMulTransA" {
			rows, depth = depth, rows
		}
		dst, b := New[float32](rows, 70), New[float32](depth, 70)
		fill(b, random)
		runtime.GOMAXPROCS(1)
		add(dst, p, b)
		want := slices.Clone(dst.Data)
		for _, cores := range []int{2, 3} {
			runtime.GOMAXPROCS(cores)
			for _, within := range []bool{false, true} {
				clear(dst.Data)
				if within {
					Parallel(2, 1, func(begin, end int) {
						if begin == 0 {
							add(dst, p, b)
						}
					})
				} else {
					add(dst, p, b)
				}
				if !slices.Equal(dst.Data, want) {
					t.Errorf("%s differs on %d cores, within Parallel: %t", name, cores, within)
				}
			}
		}
	}
}

// TestProductsAllocateNothing sees that products by kernel cost no memory, on one core and on several: a convolution takes
// them by the thousand.
func TestProductsAllocateNothing(t *testing.T) {
	if kernel == nil {
		t.Skip("no kernel for this processor")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	random := rand.New(rand.NewPCG(15, 16))
	try := func(name string, do func()) {
		for _, cores := range []int{1, 3} {
			runtime.GOMAXPROCS(cores)
			if count := allocations(300, do); count != 0 {
				t.Errorf("%s: %d allocations on %d cores", name, count, cores)
			}
		}
	}
	for _, p := range products[float32](random, 67, 529, 131) {
		try(p.name, p.fast)
	}
	p := newPatches[float32](random, view{1, 0, 28, 28, 960, 32, 3, 960, 96})
	dst, b, wide := New[float32](784, 48), New[float32](288, 48), New[float32](288, 48)
	try("MulPatchesAddReLU", func() { MulPatchesAddReLU(dst, p, b, b.Row(0)) })
	try("AddMulTransA", func() { AddMulTransA(wide, p, dst) })
}

// TestWrongPatches sees that what is not there is not read.
func TestWrongPatches(t *testing.T) {
	patches := func(size int, v view) Patches[float32] { return of(v, make([]float32, size)) }
	plain := view{1, 0, 1, 2, 0, 3, 1, 0, 3} // 2x3
	wide := view{2, 100, 3, 4, 10, 2, 2, 10, 5}
	of := New[float32]
	for _, row := range []struct {
		reason string
		call   func()
		want   string
	}{
		{"a row too short to add", func() { MulPatchesAdd(of(2, 4), patches(6, plain), of(3, 4), make([]float32, 3)) },
			"matrix: MulPatchesAdd of 2x3 and 3x4 into 2x4"},
		{"inner sides differ", func() { AddMul(of(2, 4), patches(6, plain), of(5, 4)) }, "matrix: AddMul of 2x3 and 5x4 into 2x4"},
		{"not transposed", func() { AddMulTransA(of(2, 4), patches(6, plain), of(3, 4)) }, "matrix: AddMulTransA of 2x3 and 3x4 into 2x4"},
		{"the last window is short", func() { AddMul(of(24, 4), patches(140, wide), of(10, 4)) }, "matrix: AddMul of 140 numbers as patches of 141"},
		{"the last window is short, transposed", func() { AddMulTransA(of(10, 4), patches(140, wide), of(24, 4)) },
			"matrix: AddMulTransA of 140 numbers as patches of 141"},
		{"a stride backwards", func() { AddMul(of(2, 4), patches(9, view{1, 0, 1, 2, 0, -1, 1, 0, 3}), of(3, 4)) },
			"matrix: AddMul of patches that go back: 0, 0, -1, 0"},
		{"borders of parts of a row", func() { AddMul(of(2, 4), patches(9, view{2, 3, 1, 1, 5, 1, 1, 3, 3}.between(0, 1)), of(3, 4)) },
			"matrix: AddMul of patches with 1 rows between borders, 3 numbers apart, and windows 5 apart"},
		{"places that are not there", func() {
			MulPatchesTo(Places[float32]{Right: 5, Cols: 4, Data: make([]float32, 8)}, patches(6, plain), of(3, 4), false)
		},
			"matrix: MulPatchesTo to 8 numbers as places of 9"},
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
