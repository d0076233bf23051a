package matrix

import "fmt"

// Strided is a matrix whose rows begin Stride numbers apart: element (i, j) is Data[i*Stride+j]. With a Stride below
// Cols the rows overlap. It is how a convolution reads its picture: in a row of pixels of c channels each, standing one
// after the other, the patches of three pixels are the rows of Strided{Cols: 3*c, Stride: c}, and those of every second
// pixel have Stride 2*c; no patch is ever copied.
type Strided[T Float] struct {
	Rows, Cols int
	Stride     int // at least 0
	Data       []T // at least (Rows-1)*Stride+Cols numbers
}

// AddMul adds the product a·b to dst.
//
//	dst[i,j] ← dst[i,j] + Σₖ a[i,k]·b[k,j]      a is m×l, b is l×n, dst is m×n
func AddMul[T Float](dst Matrix[T], a Strided[T], b Matrix[T]) {
	if a.Cols != b.Rows || dst.Rows != a.Rows || dst.Cols != b.Cols {
		panicShapes("AddMul", dst, Matrix[T]{Rows: a.Rows, Cols: a.Cols}, b)
	}
	a.check("AddMul")
	mul(dst, left[T]{a.Data, a.Stride, 1}, b, true)
}

// AddMulTransA adds the product aᵀ·b to dst.
//
//	dst[i,j] ← dst[i,j] + Σₖ a[k,i]·b[k,j]      a is l×m, b is l×n, dst is m×n
func AddMulTransA[T Float](dst Matrix[T], a Strided[T], b Matrix[T]) {
	if a.Rows != b.Rows || dst.Rows != a.Cols || dst.Cols != b.Cols {
		panicShapes("AddMulTransA", dst, Matrix[T]{Rows: a.Rows, Cols: a.Cols}, b)
	}
	a.check("AddMulTransA")
	mul(dst, left[T]{a.Data, 1, a.Stride}, b, true)
}

// check panics unless all elements are there.
func (a Strided[T]) check(name string) {
	empty := a.Rows == 0 || a.Cols == 0
	if a.Stride < 0 || !empty && len(a.Data) < (a.Rows-1)*a.Stride+a.Cols {
		panic(fmt.Sprintf("matrix: %s of %d numbers as %dx%d, a row every %d", name, len(a.Data), a.Rows, a.Cols, a.Stride))
	}
}
