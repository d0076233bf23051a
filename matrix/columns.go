package matrix

import (
	"fmt"
	"math"
)

// AddRow adds row to every row of dst.
func AddRow[T Float](dst Matrix[T], row []T) {
	checkRow("AddRow", dst, row)
	if data, ok := inVectors(dst.Data); ok {
		row, _ := inVectors(row)
		eachRow(dst.Rows, dst.Cols, pair{data, row}, addRowVectors)
		return
	}
	Parallel(dst.Rows, 1+leastNumbers/(1+dst.Cols), func(begin, end int) {
		for i := begin; i < end; i++ {
			for j, v := range row {
				dst.Data[i*dst.Cols+j] += v
			}
		}
	})
}

func addRowVectors(p pair, begin, end int) {
	vectors.AddRow(&p.y[begin*len(p.x)], &p.x[0], end-begin, len(p.x))
}

// Affine sets every row of y to a·x + b, where a and b have a number for each column. y may be x itself.
func Affine[T Float](y, x Matrix[T], a, b []T) { affine(y, x, a, b, T(math.Inf(-1))) }

// AffineReLU is Affine with 0 in place of what comes out below 0.
func AffineReLU[T Float](y, x Matrix[T], a, b []T) { affine(y, x, a, b, 0) }

// affine puts floor in place of what comes out below it.
func affine[T Float](y, x Matrix[T], a, b []T, floor T) {
	checkSame("Affine", y, x)
	checkRow("Affine", y, a)
	checkRow("Affine", y, b)
	if data, ok := inVectors(y.Data); ok {
		x, _ := inVectors(x.Data)
		a, _ := inVectors(a)
		b, _ := inVectors(b)
		eachRow(y.Rows, y.Cols, rowwise{y: data, x: x, a: a, b: b, floor: float32(floor)}, affineVectors)
		return
	}
	Parallel(y.Rows, 1+leastNumbers/(1+y.Cols), func(begin, end int) {
		for i := begin; i < end; i++ {
			for j, v := range x.Row(i) {
				v = T(a[j]*v) + b[j]
				if v < floor {
					v = floor
				}
				y.Row(i)[j] = v
			}
		}
	})
}

func affineVectors(o rowwise, begin, end int) {
	at, cols := begin*len(o.a), len(o.a)
	vectors.Affine(&o.y[at], &o.x[at], &o.a[0], &o.b[0], end-begin, cols, o.floor)
}

// BlendRows sets every row of y to a·y + b·x + c, where a, b and c have a number for each column.
func BlendRows[T Float](y Matrix[T], a []T, x Matrix[T], b, c []T) {
	checkSame("BlendRows", y, x)
	checkRow("BlendRows", y, a)
	checkRow("BlendRows", y, b)
	checkRow("BlendRows", y, c)
	if data, ok := inVectors(y.Data); ok {
		x, _ := inVectors(x.Data)
		a, _ := inVectors(a)
		b, _ := inVectors(b)
		c, _ := inVectors(c)
		eachRow(y.Rows, y.Cols, rowwise{y: data, x: x, a: a, b: b, c: c}, blendRowsVectors)
		return
	}
	Parallel(y.Rows, 1+leastNumbers/(1+y.Cols), func(begin, end int) {
		for i := begin; i < end; i++ {
			row := y.Row(i)
			for j, v := range x.Row(i) {
				row[j] = T(a[j]*row[j]) + T(b[j]*v) + c[j]
			}
		}
	})
}

func blendRowsVectors(o rowwise, begin, end int) {
	at, cols := begin*len(o.a), len(o.a)
	vectors.BlendRows(&o.y[at], &o.x[at], &o.a[0], &o.b[0], &o.c[0], end-begin, cols)
}

// rowwise are operands for other cores: matrices, and a number for each column.
type rowwise struct {
	y, x, a, b, c []float32
	floor         float32
}

// eachRow divides rows for vectors, which want one row and one column at least.
func eachRow[A any](rows, cols int, operands A, work func(operands A, begin, end int)) {
	if cols > 0 {
		ParallelWith(rows, 1+leastInVectors/cols, operands, work)
	}
}

// SumRows sets dst to the sum of the rows of a, from the first to the last.
func SumRows[T Float](dst []T, a Matrix[T]) {
	checkRow("SumRows", a, dst)
	clear(dst)
	if dst, ok := inVectors(dst); ok {
		data, _ := inVectors(a.Data)
		eachColumn(a.Rows, columnwise{dst: dst, a: data}, sumRowsVectors)
		return
	}
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			dst[j] += v
		}
	}
}

func sumRowsVectors(o columnwise, begin, end int) {
	vectors.SumRows(&o.dst[begin], &o.a[begin], len(o.dst), o.rows(), end-begin)
}

// SumProducts sets dst to the sum of the rows of a, each number times that of b in the same place.
//
//	dst[j] = Σᵢ a[i,j]·b[i,j]
func SumProducts[T Float](dst []T, a, b Matrix[T]) {
	checkRow("SumProducts", a, dst)
	checkSame("SumProducts", a, b)
	clear(dst)
	if dst, ok := inVectors(dst); ok {
		data, _ := inVectors(a.Data)
		b, _ := inVectors(b.Data)
		eachColumn(a.Rows, columnwise{dst, data, b}, sumProductsVectors)
		return
	}
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			dst[j] += T(v * b.Row(i)[j])
		}
	}
}

func sumProductsVectors(o columnwise, begin, end int) {
	vectors.SumProducts(&o.dst[begin], &o.a[begin], &o.b[begin], len(o.dst), o.rows(), end-begin)
}

// SumSquares sets dst to the sum of the squares of the rows of a, from a center that has a number for each column.
//
//	dst[j] = Σᵢ (a[i,j] − center[j])²
func SumSquares[T Float](dst []T, a Matrix[T], center []T) {
	checkRow("SumSquares", a, dst)
	checkRow("SumSquares", a, center)
	clear(dst)
	if dst, ok := inVectors(dst); ok {
		data, _ := inVectors(a.Data)
		center, _ := inVectors(center)
		eachColumn(a.Rows, columnwise{dst, data, center}, sumSquaresVectors)
		return
	}
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			d := v - center[j]
			dst[j] += T(d * d)
		}
	}
}

func sumSquaresVectors(o columnwise, begin, end int) {
	vectors.SumSquares(&o.dst[begin], &o.a[begin], &o.b[begin], len(o.dst), o.rows(), end-begin)
}

// columnwise are operands for other cores: a total for each column, one matrix, and another or a row.
type columnwise struct{ dst, a, b []float32 }

func (o columnwise) rows() int { return len(o.a) / len(o.dst) }

// eachColumn divides columns for vectors, none of which is broken.
func eachColumn(rows int, o columnwise, work func(o columnwise, begin, end int)) {
	const together = 16
	cols := len(o.dst)
	if rows == 0 || cols == 0 {
		return
	}
	if groups := cols / together; groups > 1 && rows*cols >= 2*leastInVectors {
		ParallelWith(groups, 1+leastInVectors/(rows*together), columnwiseWork{o, work}, func(c columnwiseWork, begin, end int) {
			last := together * end
			if cols := len(c.dst); last > cols-together {
				last = cols
			}
			c.work(c.columnwise, together*begin, last)
		})
		return
	}
	work(o, 0, cols)
}

type columnwiseWork struct {
	columnwise
	work func(o columnwise, begin, end int)
}

func checkRow[T Float](name string, m Matrix[T], row []T) {
	_ = m.Data[:m.Rows*m.Cols] // what is not there panics here, and not where vectors read it
	if len(row) != m.Cols {
		panic(fmt.Sprintf("matrix: %s of %dx%d and %d numbers", name, m.Rows, m.Cols, len(row)))
	}
}

func checkSame[T Float](name string, a, b Matrix[T]) {
	_, _ = a.Data[:a.Rows*a.Cols], b.Data[:b.Rows*b.Cols]
	if a.Rows != b.Rows || a.Cols != b.Cols {
		panic(fmt.Sprintf("matrix: %s of %dx%d and %dx%d", name, a.Rows, a.Cols, b.Rows, b.Cols))
	}
}
