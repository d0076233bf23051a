package matrix

import "fmt"

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

// AddMul adds the product p·b to dst.
//
//	dst[i,j] ← dst[i,j] + Σₖ p[i,k]·b[k,j]      p is m×l, b is l×n, dst is m×n
func AddMul[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mul("AddMul", dst, b, ends[T]{keep: true})
}

// MulPatches sets dst to the product p·b.
func MulPatches[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mul("MulPatches", dst, b, ends[T]{})
}

// MulPatchesAdd sets dst to p·b with row added to each of its rows; a nil row is 0.
func MulPatchesAdd[T Float](dst Matrix[T], p Patches[T], b Matrix[T], row []T) {
	p.mul("MulPatchesAdd", dst, b, ends[T]{row: row})
}

// MulPatchesAddReLU is MulPatchesAdd with 0 in place of what comes out below 0.
func MulPatchesAddReLU[T Float](dst Matrix[T], p Patches[T], b Matrix[T], row []T) {
	p.mul("MulPatchesAddReLU", dst, b, ends[T]{row: row, relu: true})
}

func (p Patches[T]) mul(name string, dst, b Matrix[T], e ends[T]) {
	if p.cols() != b.Rows || dst.Rows != p.rows() || dst.Cols != b.Cols || e.row != nil && len(e.row) != dst.Cols {
		panicShapes(name, dst, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.empty(dst, e) {
		return
	}
	p.check(name)
	p.join()
	perRow := max(1, b.Rows*b.Cols)
	if f, ok := p.onKernel(dst, b, e); ok {
		ParallelWith(dst.Rows, 1+workPerKernel/perRow, f, mulPatchesByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, patchFactors[T]{dst, p, b, e}, mulPatchesPlain)
}

// AddMulTransA adds the product pᵀ·b to dst.
//
//	dst[i,j] ← dst[i,j] + Σₖ p[k,i]·b[k,j]      p is l×m, b is l×n, dst is m×n
func AddMulTransA[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mulTransA("AddMulTransA", dst, b, ends[T]{keep: true})
}

// MulPatchesTransA sets dst to the product pᵀ·b: see [AddMulTransA].
func MulPatchesTransA[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mulTransA("MulPatchesTransA", dst, b, ends[T]{})
}

func (p Patches[T]) mulTransA(name string, dst, b Matrix[T], e ends[T]) {
	if p.rows() != b.Rows || dst.Rows != p.cols() || dst.Cols != b.Cols {
		panicShapes(name, dst, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.empty(dst, e) {
		return
	}
	p.check(name)
	p.join()
	perRow := max(1, b.Rows*b.Cols)
	if f, ok := p.onKernel(dst, b, e); ok {
		ParallelWith(dst.Rows, 1+workPerKernel/perRow, f, mulPatchesTransAByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, patchFactors[T]{dst, p, b, e}, mulPatchesTransAPlain)
}

// empty reports whether there is nothing to sum, and computes the product if so: that of matrices of no numbers.
func (p *Patches[T]) empty(dst Matrix[T], e ends[T]) bool {
	if p.rows() > 0 && p.cols() > 0 {
		return false
	}
	mul(dst, left[T]{}, Matrix[T]{Cols: dst.Cols}, e)
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
	dst Matrix[T]
	p   Patches[T]
	b   Matrix[T]
	ends[T]
}

// onKernel returns the operands as a kernel takes them, if it does.
func (p *Patches[T]) onKernel(dst, b Matrix[T], e ends[T]) (f patchFactors[float32], ok bool) {
	if kernel == nil {
		return f, false
	}
	dst32, ok := asFloat32(dst.Data)
	if !ok {
		return f, false
	}
	f.dst = Matrix[float32]{dst.Rows, dst.Cols, dst32}
	f.p = Patches[float32]{Pictures: p.Pictures, Next: p.Next, Height: p.Height, Width: p.Width, Down: p.Down, Right: p.Right,
		Runs: p.Runs, Below: p.Below, Run: p.Run}
	f.p.Data, _ = asFloat32(p.Data)
	f.b = Matrix[float32]{Rows: b.Rows, Cols: b.Cols}
	f.b.Data, _ = asFloat32(b.Data)
	f.ends = ends[float32]{keep: e.keep, relu: e.relu}
	if e.row != nil {
		f.row, _ = asFloat32(e.row)
	}
	return f, true
}

// windows returns how many windows from the one with the given number on, and up to before end, stand in one row of a
// picture, and where the first begins.
func (p *Patches[T]) windows(begin, end int) (n, at int) {
	row, x := begin/p.Width, begin%p.Width
	return min(p.Width-x, end-begin), row/p.Height*p.Next + row%p.Height*p.Down + x*p.Right
}

// mulPatchesByKernel computes some rows of the product, and mulPatchesPlain does: those of the windows in one row of a
// picture at a time.
func mulPatchesByKernel(f patchFactors[float32], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.windows(begin, end)
		f.byKernel(begin, n, left[float32]{data: f.p.Data[at:], row: f.p.Right, col: 1, run: f.p.Run, runs: f.p.Runs, runStep: f.p.Below})
	}
}

// byKernel computes n rows of the product.
func (f *patchFactors[T]) byKernel(begin, n int, a left[T]) {
	p, _ := kernelProduct(rowsOf(f.dst, begin, n), a, f.b, f.ends)
	kernel.Multiply(p)
}

func mulPatchesPlain[T Float](f patchFactors[T], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.windows(begin, end)
		dst := rowsOf(f.dst, begin, n)
		f.begin(dst)
		for r := range f.p.Runs {
			a := left[T]{data: f.p.Data[at+r*f.p.Below:], row: f.p.Right, col: 1}
			addPlain(dst, a, rowsOf(f.b, r*f.p.Run, f.p.Run))
		}
		f.finish(dst)
	}
}

// numbers returns how many numbers of the windows from the given one on, and up to before end, stand in one run, and where
// those of the first window begin.
func (p *Patches[T]) numbers(begin, end int) (n, at int) {
	return min(p.Run-begin%p.Run, end-begin), begin/p.Run*p.Below + begin%p.Run
}

// mulPatchesTransAByKernel computes some rows of the product, and mulPatchesTransAPlain does: those of the numbers in one run
// of the windows at a time.
func mulPatchesTransAByKernel(f patchFactors[float32], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		f.byKernel(begin, n, left[float32]{data: f.p.Data[at:], row: 1, col: f.p.Right,
			run: f.p.Width, runs: f.p.Height, runStep: f.p.Down, groupStep: f.p.Next})
	}
}

func mulPatchesTransAPlain[T Float](f patchFactors[T], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		dst := rowsOf(f.dst, begin, n)
		f.begin(dst)
		for row := range f.p.Pictures * f.p.Height {
			a := left[T]{data: f.p.Data[at+row/f.p.Height*f.p.Next+row%f.p.Height*f.p.Down:], row: 1, col: f.p.Right}
			addPlain(dst, a, rowsOf(f.b, row*f.p.Width, f.p.Width))
		}
	}
}

// rowsOf returns so many rows of m as a window.
func rowsOf[T Float](m Matrix[T], begin, rows int) Matrix[T] {
	return Of(rows, m.Cols, m.Data[begin*m.Cols:(begin+rows)*m.Cols])
}
