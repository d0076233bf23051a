package matrix

import (
	"fmt"

	"aloud/matrix/internal/tile"
)

// Patches are what the windows of a convolution see of a picture, or of several, as a matrix: a row for each window, with
// the numbers it sees. The matrix is never made. A row of a window is a run of numbers that stand together in the picture,
// windows overlap there, and products read them in place.
//
// Element (i, j), for window x of row y of picture n, i = (n·Height + y)·Width + x, and number c of its run r, j = r·Run + c,
// is Data[n·Next + y·Down + x·Right + r·Below + c].
type Patches[T Float] struct {
	Pictures, Next int // how many, and numbers from one to the next
	Height, Width  int // windows in a picture, down and across
	Down, Right    int // numbers from a window to the one below and the one to the right
	Runs, Below    int // rows of a window, and numbers from one to the next
	Run            int // numbers in a row of a window
	Data           []T
}

func (p *Patches[T]) rows() int { return p.Pictures * p.Height * p.Width }
func (p *Patches[T]) cols() int { return p.Runs * p.Run }

// AddMul adds the product p·b to dst, and MulPatches sets dst to it.
//
//	dst[i,j] ← dst[i,j] + Σₖ p[i,k]·b[k,j]      p is m×l, b is l×n, dst is m×n
func AddMul[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mul("AddMul", dst, b, true)
}

// MulPatches sets dst to the product p·b: see [AddMul].
func MulPatches[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mul("MulPatches", dst, b, false)
}

func (p Patches[T]) mul(name string, dst, b Matrix[T], keep bool) {
	if p.cols() != b.Rows || dst.Rows != p.rows() || dst.Cols != b.Cols {
		panicShapes(name, dst, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.empty(dst, keep) {
		return
	}
	p.check(name)
	p.join()
	perRow := max(1, b.Rows*b.Cols)
	if f, ok := p.onKernel(dst, b, keep); ok {
		ParallelWith(dst.Rows, 1+kernelSpeed*workPerPiece/perRow, f, mulPatchesByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, patchFactors[T]{dst, p, b, keep}, mulPatchesPlain)
}

// AddMulTransA adds the product pᵀ·b to dst, and MulPatchesTransA sets dst to it.
//
//	dst[i,j] ← dst[i,j] + Σₖ p[k,i]·b[k,j]      p is l×m, b is l×n, dst is m×n
func AddMulTransA[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mulTransA("AddMulTransA", dst, b, true)
}

// MulPatchesTransA sets dst to the product pᵀ·b: see [AddMulTransA].
func MulPatchesTransA[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mulTransA("MulPatchesTransA", dst, b, false)
}

func (p Patches[T]) mulTransA(name string, dst, b Matrix[T], keep bool) {
	if p.rows() != b.Rows || dst.Rows != p.cols() || dst.Cols != b.Cols {
		panicShapes(name, dst, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.empty(dst, keep) {
		return
	}
	p.check(name)
	p.join()
	perRow := max(1, b.Rows*b.Cols)
	if f, ok := p.onKernel(dst, b, keep); ok {
		ParallelWith(dst.Rows, 1+kernelSpeed*workPerPiece/perRow, f, mulPatchesTransAByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, patchFactors[T]{dst, p, b, keep}, mulPatchesTransAPlain)
}

// empty reports whether there is nothing to sum, and does what is left to do then.
func (p *Patches[T]) empty(dst Matrix[T], keep bool) bool {
	if p.rows() > 0 && p.cols() > 0 {
		return false
	}
	if !keep {
		clear(dst.Data)
	}
	return true
}

// check panics unless all elements are there, of which there is at least one.
func (p *Patches[T]) check(name string) {
	if min(p.Next, p.Down, p.Right, p.Below) < 0 {
		panic(fmt.Sprintf("matrix: %s of patches that go back: %d, %d, %d, %d", name, p.Next, p.Down, p.Right, p.Below))
	}
	needs := (p.Pictures-1)*p.Next + (p.Height-1)*p.Down + (p.Width-1)*p.Right + (p.Runs-1)*p.Below + p.Run
	if len(p.Data) < needs {
		panic(fmt.Sprintf("matrix: %s of %d numbers as patches of %d", name, len(p.Data), needs))
	}
}

// join makes one row of all windows of a picture where they follow one another evenly, and one picture of all.
func (p *Patches[T]) join() {
	if p.Height != 1 && p.Down != p.Width*p.Right {
		return
	}
	p.Width, p.Height = p.Height*p.Width, 1
	if p.Next == p.Width*p.Right {
		p.Width, p.Pictures = p.Pictures*p.Width, 1
	}
}

// patchFactors are the operands of a product on their way to another core.
type patchFactors[T Float] struct {
	dst  Matrix[T]
	p    Patches[T]
	b    Matrix[T]
	keep bool // what dst holds
}

// onKernel returns the operands as a kernel takes them, if it does.
func (p *Patches[T]) onKernel(dst, b Matrix[T], keep bool) (f patchFactors[float32], ok bool) {
	dst32, b32, a32, ok := onKernel(dst, b, p.Data)
	return patchFactors[float32]{Matrix[float32]{dst.Rows, dst.Cols, dst32}, Patches[float32]{p.Pictures, p.Next, p.Height, p.Width,
		p.Down, p.Right, p.Runs, p.Below, p.Run, a32}, Matrix[float32]{b.Rows, b.Cols, b32}, keep}, ok
}

// windows returns how many windows from the one with the given number on, and up to before end, stand in one row of a
// picture, and where the first begins.
func (p *Patches[T]) windows(begin, end int) (n, at int) {
	row, x := begin/p.Width, begin%p.Width
	return min(p.Width-x, end-begin), row/p.Height*p.Next + row%p.Height*p.Down + x*p.Right
}

// mulPatchesByKernel sums some rows of the product, and mulPatchesPlain does: those of the windows in one row of a picture
// at a time.
func mulPatchesByKernel(f patchFactors[float32], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.windows(begin, end)
		sumByKernel(&f, begin, n, tile.Left{Data: f.p.Data[at:], Row: f.p.Right, Col: 1, Run: f.p.Run, Runs: f.p.Runs, RunStep: f.p.Below})
	}
}

// sumByKernel sums n rows of the product.
func sumByKernel(f *patchFactors[float32], begin, n int, a tile.Left) {
	if dst := rowsOf(f.dst, begin, n).Data; f.keep {
		kernel.Add(dst, a, f.b.Data, n, f.b.Cols, f.b.Rows)
	} else {
		kernel.Mul(dst, a, f.b.Data, n, f.b.Cols, f.b.Rows)
	}
}

func mulPatchesPlain[T Float](f patchFactors[T], begin, end int) {
	if !f.keep {
		clear(rowsOf(f.dst, begin, end-begin).Data)
	}
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.windows(begin, end)
		for r := range f.p.Runs {
			a := left[T]{f.p.Data[at+r*f.p.Below:], f.p.Right, 1}
			addPlain(rowsOf(f.dst, begin, n), a, rowsOf(f.b, r*f.p.Run, f.p.Run))
		}
	}
}

// numbers returns how many numbers of the windows from the given one on, and up to before end, stand in one run, and where
// those of the first window begin.
func (p *Patches[T]) numbers(begin, end int) (n, at int) {
	return min(p.Run-begin%p.Run, end-begin), begin/p.Run*p.Below + begin%p.Run
}

// mulPatchesTransAByKernel sums some rows of the product, and mulPatchesTransAPlain does: those of the numbers in one run of
// the windows at a time.
func mulPatchesTransAByKernel(f patchFactors[float32], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		sumByKernel(&f, begin, n, tile.Left{Data: f.p.Data[at:], Row: 1, Col: f.p.Right,
			Run: f.p.Width, Runs: f.p.Height, RunStep: f.p.Down, GroupStep: f.p.Next})
	}
}

func mulPatchesTransAPlain[T Float](f patchFactors[T], begin, end int) {
	if !f.keep {
		clear(rowsOf(f.dst, begin, end-begin).Data)
	}
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		for row := range f.p.Pictures * f.p.Height {
			a := left[T]{f.p.Data[at+row/f.p.Height*f.p.Next+row%f.p.Height*f.p.Down:], 1, f.p.Right}
			addPlain(rowsOf(f.dst, begin, n), a, rowsOf(f.b, row*f.p.Width, f.p.Width))
		}
	}
}

// rowsOf returns so many rows of m as a window.
func rowsOf[T Float](m Matrix[T], begin, rows int) Matrix[T] {
	return Of(rows, m.Cols, m.Data[begin*m.Cols:(begin+rows)*m.Cols])
}
