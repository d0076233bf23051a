package matrix

import (
	"fmt"

	"aloud/matrix/internal/tile"
)

// Mul sets dst to the product a·b.
//
//	dst[i,j] = Σₖ a[i,k]·b[k,j]      a is m×l, b is l×n, dst is m×n
func Mul[T Float](dst, a, b Matrix[T]) {
	if a.Cols != b.Rows || dst.Rows != a.Rows || dst.Cols != b.Cols {
		panicShapes("Mul", dst, a, b)
	}
	mul(dst, left[T]{a.Data, a.Cols, 1}, b)
}

// MulTransA sets dst to the product aᵀ·b.
//
//	dst[i,j] = Σₖ a[k,i]·b[k,j]      a is l×m, b is l×n, dst is m×n
func MulTransA[T Float](dst, a, b Matrix[T]) {
	if a.Rows != b.Rows || dst.Rows != a.Cols || dst.Cols != b.Cols {
		panicShapes("MulTransA", dst, a, b)
	}
	mul(dst, left[T]{a.Data, 1, a.Cols}, b)
}

// MulTransB sets dst to the product a·bᵀ. It transposes b first, into memory lent by s: one pass over b, which the
// product itself reads a.Rows times.
//
//	dst[i,j] = Σₖ a[i,k]·b[j,k]      a is m×l, b is n×l, dst is m×n
func MulTransB[T Float](dst, a, b Matrix[T], s *Scratch[T]) {
	if a.Cols != b.Cols || dst.Rows != a.Rows || dst.Cols != b.Rows {
		panicShapes("MulTransB", dst, a, b)
	}
	transposed := s.Matrix(b.Cols, b.Rows)
	transpose(transposed, b)
	mul(dst, left[T]{a.Data, a.Cols, 1}, transposed)
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

// workPerPiece is the least number of multiplications worth handing to another core: some tens of microseconds.
const workPerPiece = 1 << 17

// kernelSpeed is how many times faster than plain Go a kernel is, at least, for what is worth handing to another core.
const kernelSpeed = 8

// mul sets dst to a·b: by a kernel of this processor where there is one, for float32 only, or else in plain Go. Either
// sums each element in one order, whatever the number of cores.
func mul[T Float](dst Matrix[T], a left[T], b Matrix[T]) {
	perRow := max(1, b.Rows*b.Cols)
	if dst32, b32, a32, ok := onKernel(dst, b, a.data); ok {
		f := factors[float32]{Matrix[float32]{dst.Rows, dst.Cols, dst32}, left[float32]{a32, a.row, a.col}, Matrix[float32]{b.Rows, b.Cols, b32}}
		ParallelWith(dst.Rows, 1+kernelSpeed*workPerPiece/perRow, f, mulByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, factors[T]{dst, a, b}, mulPlain)
}

// factors are the operands of a product on their way to another core.
type factors[T Float] struct {
	dst Matrix[T]
	a   left[T]
	b   Matrix[T]
}

// mulByKernel sets some rows of dst, and mulPlain does. Package tile says how a kernel sums an element.
func mulByKernel(f factors[float32], begin, end int) {
	rows := rowsOf(f.dst, begin, end-begin)
	if f.b.Rows == 0 {
		clear(rows.Data)
		return
	}
	a := tile.Left{Data: f.a.data[begin*f.a.row:], Row: f.a.row, Col: f.a.col}
	kernel.Mul(rows.Data, a, f.b.Data, rows.Rows, rows.Cols, f.b.Rows)
}

func mulPlain[T Float](f factors[T], begin, end int) {
	rows := rowsOf(f.dst, begin, end-begin)
	clear(rows.Data)
	if f.b.Rows > 0 {
		addPlain(rows, left[T]{f.a.data[begin*f.a.row:], f.a.row, f.a.col}, f.b)
	}
}

// onKernel returns the operands as a kernel takes them, if it does.
func onKernel[T Float](dst, b Matrix[T], a []T) (dst32, b32, a32 []float32, ok bool) {
	if kernel == nil {
		return nil, nil, nil, false
	}
	if dst32, ok = asFloat32(dst.Data); ok {
		b32, _ = asFloat32(b.Data)
		a32, _ = asFloat32(a)
	}
	return dst32, b32, a32, ok
}

// kernel is the fastest one that this processor can run, or nil.
var kernel = fastest()

func fastest() *tile.Kernel {
	if kernels := tile.Kernels(); len(kernels) > 0 {
		return kernels[0]
	}
	return nil
}

// blockDepth is how many rows of the right operand are used before the next ones are touched: 128 rows of 512 float32
// are 256 kB, which stays in the second-level cache while all rows of dst pass over it.
const blockDepth = 128

// addPlain adds a·b to dst in plain Go. Each element is summed over k in rising order, four products at a time:
// ((dst[i,j] + (a₀b₀+a₁b₁+a₂b₂+a₃b₃)) + (a₄b₄+…)) + …, where a₀, a₁, … are the elements of row i that are not 0. A product
// with 0 is left out even if b is not finite.
func addPlain[T Float](dst Matrix[T], a left[T], b Matrix[T]) {
	for block := 0; block < b.Rows; block += blockDepth {
		for i := range dst.Rows {
			mulRow(dst.Row(i), a.data[i*a.row:], a.col, b, block, min(block+blockDepth, b.Rows))
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
