package matrix

import "fmt"

// Mul sets dst to the product a·b.
//
//	dst[i,j] = Σₖ a[i,k]·b[k,j]      a is m×l, b is l×n, dst is m×n
func Mul[T Float](dst, a, b Matrix[T]) {
	if a.Cols != b.Rows || dst.Rows != a.Rows || dst.Cols != b.Cols {
		panicShapes("Mul", dst, a, b)
	}
	mul(dst, strided[T]{a.Data, a.Cols, 1}, b)
}

// MulTransA sets dst to the product aᵀ·b.
//
//	dst[i,j] = Σₖ a[k,i]·b[k,j]      a is l×m, b is l×n, dst is m×n
func MulTransA[T Float](dst, a, b Matrix[T]) {
	if a.Rows != b.Rows || dst.Rows != a.Cols || dst.Cols != b.Cols {
		panicShapes("MulTransA", dst, a, b)
	}
	mul(dst, strided[T]{a.Data, 1, a.Cols}, b)
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
	for i := range b.Rows {
		for j, v := range b.Row(i) {
			transposed.Data[j*b.Rows+i] = v
		}
	}
	mul(dst, strided[T]{a.Data, a.Cols, 1}, transposed)
}

func panicShapes[T Float](name string, dst, a, b Matrix[T]) {
	panic(fmt.Sprintf("matrix: %s of %dx%d and %dx%d into %dx%d", name, a.Rows, a.Cols, b.Rows, b.Cols, dst.Rows, dst.Cols))
}

// strided is the left operand, as it is or transposed: element (i, k) is data[i*row+k*col].
type strided[T Float] struct {
	data     []T
	row, col int
}

// blockDepth is how many rows of the right operand are used before the next ones are touched: 128 rows of 512 float32
// are 256 kB, which stays in the second-level cache while all rows of dst pass over it.
const blockDepth = 128

// workPerPiece is the least number of multiplications worth handing to another core: some tens of microseconds.
const workPerPiece = 1 << 17

// mul sets dst to a·b. Each element is summed over k in rising order, four products at a time, whatever the number of
// cores: dst[i,j] = (…(((a₀b₀+a₁b₁+a₂b₂+a₃b₃) + …).
func mul[T Float](dst Matrix[T], a strided[T], b Matrix[T]) {
	perRow := max(1, b.Rows*b.Cols)
	Parallel(dst.Rows, 1+workPerPiece/perRow, func(begin, end int) {
		clear(dst.Data[begin*dst.Cols : end*dst.Cols])
		for block := 0; block < b.Rows; block += blockDepth {
			for i := begin; i < end; i++ {
				mulRow(dst.Row(i), a.data[i*a.row:], a.col, b, block, min(block+blockDepth, b.Rows))
			}
		}
	})
}

// mulRow adds to one row of dst the rows begin to end of b, each times its element of a. Taking four rows of b in one
// pass reads and writes dst a quarter as often; it is what makes plain Go reach some 8 billion operations a second.
func mulRow[T Float](dst []T, a []T, step int, b Matrix[T], begin, end int) {
	k := begin
	for ; k+4 <= end; k += 4 {
		a0, a1, a2, a3 := a[k*step], a[(k+1)*step], a[(k+2)*step], a[(k+3)*step]
		if a0 == 0 && a1 == 0 && a2 == 0 && a3 == 0 {
			continue // four empty pixels in a row: most of a digit's picture
		}
		b0, b1, b2, b3 := b.Row(k)[:len(dst)], b.Row(k + 1)[:len(dst)], b.Row(k + 2)[:len(dst)], b.Row(k + 3)[:len(dst)]
		for j := range dst {
			dst[j] += a0*b0[j] + a1*b1[j] + a2*b2[j] + a3*b3[j]
		}
	}
	for ; k < end; k++ {
		ak, bk := a[k*step], b.Row(k)[:len(dst)]
		for j := range dst {
			dst[j] += ak * bk[j]
		}
	}
}
