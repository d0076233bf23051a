package matrix

import (
	"fmt"

	"aloud/matrix/internal/tile"
)

// Mul sets dst to the product a·b.
//
//	dst[i,j] = Σₖ a[i,k]·b[k,j]      a is m×l, b is l×n, dst is m×n
func Mul[T Float](dst, a, b Matrix[T]) { mulAdd("Mul", dst, a, b, nil, false) }

// MulAdd sets dst to a·b with row added to each of its rows; a nil row is 0.
//
//	dst[i,j] = Σₖ a[i,k]·b[k,j] + row[j]      a is m×l, b is l×n, dst is m×n
func MulAdd[T Float](dst, a, b Matrix[T], row []T) { mulAdd("MulAdd", dst, a, b, row, false) }

// MulAddReLU is MulAdd with 0 in place of what comes out below 0.
func MulAddReLU[T Float](dst, a, b Matrix[T], row []T) { mulAdd("MulAddReLU", dst, a, b, row, true) }

func mulAdd[T Float](name string, dst, a, b Matrix[T], row []T, relu bool) {
	if a.Cols != b.Rows || dst.Rows != a.Rows || dst.Cols != b.Cols || row != nil && len(row) != dst.Cols {
		panicShapes(name, dst, a, b)
	}
	mul(dst, left[T]{data: a.Data, row: a.Cols, col: 1}, b, ends[T]{row: row, relu: relu})
}

// MulTransA sets dst to the product aᵀ·b.
//
//	dst[i,j] = Σₖ a[k,i]·b[k,j]      a is l×m, b is l×n, dst is m×n
func MulTransA[T Float](dst, a, b Matrix[T]) {
	if a.Rows != b.Rows || dst.Rows != a.Cols || dst.Cols != b.Cols {
		panicShapes("MulTransA", dst, a, b)
	}
	mul(dst, left[T]{data: a.Data, row: 1, col: a.Cols}, b, ends[T]{})
}

// MulTransB sets dst to the product a·bᵀ. In plain Go it transposes b first, into memory lent by s: one pass over b, which
// the product itself reads a.Rows times.
//
//	dst[i,j] = Σₖ a[i,k]·b[j,k]      a is m×l, b is n×l, dst is m×n
func MulTransB[T Float](dst, a, b Matrix[T], s *Scratch[T]) {
	if a.Cols != b.Cols || dst.Rows != a.Rows || dst.Cols != b.Rows {
		panicShapes("MulTransB", dst, a, b)
	}
	rows := left[T]{data: a.Data, row: a.Cols, col: 1}
	if p, ok := kernelProduct(dst, rows, b, ends[T]{}); ok {
		p.B.Transposed, p.Depth = true, a.Cols
		multiply(p)
		return
	}
	transposed := s.Matrix(b.Cols, b.Rows)
	transpose(transposed, b)
	mul(dst, rows, transposed, ends[T]{})
}

// transpose sets dst to aᵀ: eight rows of a at a time become eight columns, whose numbers stand together in dst.
func transpose[T Float](dst, a Matrix[T]) {
	const together = 8
	Parallel(a.Rows/together, 1+workPerPiece/(together*max(1, a.Cols)), func(begin, end int) {
		for i := together * begin; i < together*end; i += together {
			a0, a1 := a.Row(i), a.Row(i + 1)[:a.Cols] // of a length that spares the loop its checks
			a2, a3 := a.Row(i + 2)[:a.Cols], a.Row(i + 3)[:a.Cols]
			a4, a5 := a.Row(i + 4)[:a.Cols], a.Row(i + 5)[:a.Cols]
			a6, a7 := a.Row(i + 6)[:a.Cols], a.Row(i + 7)[:a.Cols]
			for j := range a0 {
				row := (*[together]T)(dst.Data[j*dst.Cols+i:])
				row[0], row[1], row[2], row[3] = a0[j], a1[j], a2[j], a3[j]
				row[4], row[5], row[6], row[7] = a4[j], a5[j], a6[j], a7[j]
			}
		}
	})
	for i := a.Rows / together * together; i < a.Rows; i++ {
		for j, v := range a.Row(i) {
			dst.Row(j)[i] = v
		}
	}
}

func panicShapes[T Float](name string, dst, a, b Matrix[T]) {
	panic(fmt.Sprintf("matrix: %s of %dx%d and %dx%d into %dx%d", name, a.Rows, a.Cols, b.Rows, b.Cols, dst.Rows, dst.Cols))
}

// left is the left operand, as it is or transposed: element (i, k) is data[i*row+k*col].
type left[T Float] struct {
	data     []T
	row, col int
}

// ends are what a product starts from and ends as.
type ends[T Float] struct {
	keep bool // add to what dst holds
	row  []T  // add to each row; nil is nothing
	relu bool // put 0 in place of what is less
}

// floor is what a kernel puts in place of what is less.
func (e ends[T]) floor() float32 {
	if e.relu {
		return 0
	}
	return tile.NoFloor
}

// mul sets dst to a·b, between its ends: by a kernel of this processor where there is one, for float32 only, or else in
// plain Go. Either sums each element in one order, whatever the number of cores.
func mul[T Float](dst Matrix[T], a left[T], b Matrix[T], e ends[T]) {
	if p, ok := kernelProduct(dst, a, b, e); ok {
		multiply(p)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/max(1, b.Rows*b.Cols), factors[T]{dst, a, b, e}, mulPlain)
}

// factors are the operands of a product on their way to another core.
type factors[T Float] struct {
	dst Matrix[T]
	a   left[T]
	b   Matrix[T]
	ends[T]
}

// kernel is the fastest one that this processor can run, or nil.
var kernel = fastest()

func fastest() *tile.Kernel {
	if kernels := tile.Kernels(); len(kernels) > 0 {
		return kernels[0]
	}
	return nil
}

// kernelProduct returns the product as a kernel takes it, if one can.
func kernelProduct[T Float](dst Matrix[T], a left[T], b Matrix[T], e ends[T]) (tile.Product, bool) {
	data, ok := asFloat32(dst.Data)
	if !ok || kernel == nil {
		return tile.Product{}, false
	}
	p := tile.Product{Rows: dst.Rows, Cols: dst.Cols, Depth: b.Rows, Dst: data, DstRow: dst.Cols, Keep: e.keep, Floor: e.floor()}
	p.A = tile.Left{Row: a.row, Col: a.col}
	p.A.Data, _ = asFloat32(a.data)
	p.B.Data, _ = asFloat32(b.Data)
	p.B.Row = b.Cols
	p.Start, _ = asFloat32(e.row)
	return p, true
}

// The least number of multiplications worth handing to another core: by kernel some microseconds', and in plain Go some
// tens of them.
const (
	workPerKernel = 1 << 18
	workPerPiece  = 1 << 17
)

// panel is how many columns a core takes at least: the width of the widest tile.
const panel = 32

// multiply computes the product by kernel, on all cores. They divide the longer side of dst, and with it the larger operand; of
// two alike the columns.
// Package tile says how an element is summed.
func multiply(p tile.Product) {
	if p.Cols >= p.Rows && p.Cols > panel {
		least := 1 + workPerKernel/(1+panel*p.Rows*p.Depth)
		ParallelWith((p.Cols+panel-1)/panel, least, p, func(p tile.Product, begin, end int) {
			kernel.Multiply(p.Columns(panel*begin, min(panel*end, p.Cols)))
		})
		return
	}
	ParallelWith(p.Rows, 1+workPerKernel/(1+p.Cols*p.Depth), p, func(p tile.Product, begin, end int) {
		kernel.Multiply(p.Lines(begin, end))
	})
}

// blockDepth is how many rows of the right operand are used before the next ones are touched: 128 rows of 512 float32
// are 256 kB, which stays in the second-level cache while all rows of dst pass over it.
const blockDepth = 128

// mulPlain computes some rows of the product in plain Go.
func mulPlain[T Float](f factors[T], begin, end int) {
	dst := rowsOf(f.dst, begin, end-begin)
	f.begin(dst)
	if f.b.Rows > 0 {
		addPlain(dst, left[T]{data: f.a.data[begin*f.a.row:], row: f.a.row, col: f.a.col}, f.b)
	}
	f.finish(dst)
}

// addPlain adds a·b to dst. Each element is summed over k in rising order, four products at a time:
// ((dst[i,j] + (a₀b₀+a₁b₁+a₂b₂+a₃b₃)) + (a₄b₄+…)) + …, where a₀, a₁, … are the elements of row i that are not 0. A product
// with 0 is left out even if b is not finite.
func addPlain[T Float](dst Matrix[T], a left[T], b Matrix[T]) {
	for block := 0; block < b.Rows; block += blockDepth {
		for i := range dst.Rows {
			mulRow(dst.Row(i), a.data[i*a.row:], a.col, b, block, min(block+blockDepth, b.Rows))
		}
	}
}

// begin and finish do to rows what comes before the sum and after it.
func (e ends[T]) begin(dst Matrix[T]) {
	if !e.keep {
		clear(dst.Data)
	}
}

func (e ends[T]) finish(dst Matrix[T]) {
	for i := range dst.Rows {
		row := dst.Row(i)
		for j, v := range e.row {
			row[j] += v
		}
		if e.relu {
			for j, v := range row {
				if v < 0 {
					row[j] = 0
				}
			}
		}
	}
}

// mulRow adds to one row of dst the rows begin to end of b, at most blockDepth, each times its element of a.
//
// The elements that are not 0 are listed first: four fifths of a digit's pixels are ground. Then four rows of b are
// taken in one pass, which reads and writes dst a quarter as often. It is what makes plain Go reach some 6 billion
// operations a second on one core of a server; a second row of dst in the same pass has been tried and adds nothing.
func mulRow[T Float](dst, a []T, step int, b Matrix[T], begin, end int) {
	var at [blockDepth]int
	var factor [blockDepth]T
	n := 0
	for k := begin; k < end; k++ {
		if v := a[k*step]; v != 0 {
			at[n], factor[n] = k, v
			n++
		}
	}
	i := 0
	for ; i+4 <= n; i += 4 {
		b0, b1 := b.Row(at[i])[:len(dst)], b.Row(at[i+1])[:len(dst)] // of a length that spares the loop its checks
		b2, b3 := b.Row(at[i+2])[:len(dst)], b.Row(at[i+3])[:len(dst)]
		a0, a1, a2, a3 := factor[i], factor[i+1], factor[i+2], factor[i+3]
		for j := range dst {
			dst[j] += a0*b0[j] + a1*b1[j] + a2*b2[j] + a3*b3[j]
		}
	}
	for ; i < n; i++ {
		ai, bi := factor[i], b.Row(at[i])[:len(dst)]
		for j := range dst {
			dst[j] += ai * bi[j]
		}
	}
}
