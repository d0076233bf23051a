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

	// Where Tall is not 0, the picture has a border of zeros above and below, which products need not read: of the rows that
	// windows reach, Below numbers apart, only Tall have anything else, from row Top on. Down is then a multiple of Below.
	Top, Tall int
}

// Places are where the rows of a product with patches go, if not one after the other: that of window x of row y of picture
// n begins at Data[n·Next + y·Down + x·Right], and has Cols numbers.
type Places[T Float] struct {
	Next, Down, Right int
	Cols              int
	Data              []T
}

func (p *Patches[T]) rows() int { return p.Pictures * p.Height * p.Width }
func (p *Patches[T]) cols() int { return p.Runs * p.Run }

// AddMul adds the product p·b to dst.
//
//	dst[i,j] ← dst[i,j] + Σₖ p[i,k]·b[k,j]      p is m×l, b is l×n, dst is m×n
func AddMul[T Float](dst Matrix[T], p Patches[T], b Matrix[T]) {
	p.mul("AddMul", dst, b, ends[T]{keep: true})
}

// MulPatchesAdd sets dst to p·b with row added to each of its rows; a nil row is 0.
func MulPatchesAdd[T Float](dst Matrix[T], p Patches[T], b Matrix[T], row []T) {
	p.mul("MulPatchesAdd", dst, b, ends[T]{row: row})
}

// MulPatchesAddReLU is MulPatchesAdd with 0 in place of what comes out below 0.
func MulPatchesAddReLU[T Float](dst Matrix[T], p Patches[T], b Matrix[T], row []T) {
	p.mul("MulPatchesAddReLU", dst, b, ends[T]{row: row, relu: true})
}

// MulPatchesTo sets what stands at the places to the product p·b, or adds the product to it.
func MulPatchesTo[T Float](dst Places[T], p Patches[T], b Matrix[T], add bool) {
	p.mulTo("MulPatchesTo", dst, b, ends[T]{keep: add})
}

func (p Patches[T]) mul(name string, dst, b Matrix[T], e ends[T]) {
	if p.cols() != b.Rows || dst.Rows != p.rows() || dst.Cols != b.Cols || e.row != nil && len(e.row) != dst.Cols {
		panicShapes(name, dst, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.rows() > 0 && p.cols() > 0 {
		p.join()
	} else { // the product of matrices of no numbers
		mul(dst, left[T]{}, Matrix[T]{Cols: dst.Cols}, e)
		return
	}
	row := p.Width * dst.Cols
	p.mulTo(name, Places[T]{p.Height * row, row, dst.Cols, dst.Cols, dst.Data}, b, e)
}

func (p Patches[T]) mulTo(name string, dst Places[T], b Matrix[T], e ends[T]) {
	if p.cols() != b.Rows || dst.Cols != b.Cols {
		panicShapes(name, Matrix[T]{Rows: p.rows(), Cols: dst.Cols}, Matrix[T]{Rows: p.rows(), Cols: p.cols()}, b)
	}
	if p.rows() == 0 || b.Cols == 0 {
		return
	}
	p.check(name)
	dst.check(name, &p)
	n, perPiece := p.Pictures*p.Height, 1+p.Width*b.Rows*b.Cols
	if n == 1 {
		n, perPiece = p.Width, 1+b.Rows*b.Cols
	}
	if f, ok := onKernel(dst, p, b, e); ok {
		ParallelWith(n, 1+workPerKernel/perPiece, f, mulPatchesByKernel)
		return
	}
	ParallelWith(n, 1+workPerPiece/perPiece, patchFactors[T]{dst, p, b, e}, mulPatchesPlain)
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
	if p.rows() == 0 || p.cols() == 0 {
		mul(dst, left[T]{}, Matrix[T]{Cols: dst.Cols}, e)
		return
	}
	p.check(name)
	p.join()
	to := Places[T]{Right: dst.Cols, Cols: dst.Cols, Data: dst.Data}
	perRow := max(1, b.Rows*b.Cols)
	if f, ok := onKernel(to, p, b, e); ok {
		ParallelWith(dst.Rows, 1+workPerKernel/perRow, f, mulPatchesTransAByKernel)
		return
	}
	ParallelWith(dst.Rows, 1+workPerPiece/perRow, patchFactors[T]{to, p, b, e}, mulPatchesTransAPlain)
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
	if p.Tall != 0 && (p.Tall < 0 || p.Below == 0 || p.Down%p.Below != 0) {
		panic(fmt.Sprintf("matrix: %s of patches with %d rows between borders, %d numbers apart, and windows %d apart",
			name, p.Tall, p.Below, p.Down))
	}
}

// pace is how many rows of the picture lie between the beginnings of windows that stand one below the other.
func (p *Patches[T]) pace() int {
	if p.Tall == 0 {
		return 0
	}
	return p.Down / p.Below
}

// check panics unless all places for the windows are there, of which there is at least one.
func (d *Places[T]) check(name string, p *Patches[T]) {
	if min(d.Next, d.Down, d.Right) < 0 {
		panic(fmt.Sprintf("matrix: %s to places that go back: %d, %d, %d", name, d.Next, d.Down, d.Right))
	}
	if needs := (p.Pictures-1)*d.Next + (p.Height-1)*d.Down + (p.Width-1)*d.Right + d.Cols; len(d.Data) < needs {
		panic(fmt.Sprintf("matrix: %s to %d numbers as places of %d", name, len(d.Data), needs))
	}
}

// join makes one row of all windows of a picture where they follow one another evenly, and one picture of all.
func (p *Patches[T]) join() {
	if p.Tall != 0 || p.Height != 1 && p.Down != p.Width*p.Right {
		return
	}
	p.Width, p.Height = p.Height*p.Width, 1
	if p.Next == p.Width*p.Right {
		p.Width, p.Pictures = p.Pictures*p.Width, 1
	}
}

// patchFactors are the operands of a product on their way to another core.
type patchFactors[T Float] struct {
	dst Places[T]
	p   Patches[T]
	b   Matrix[T]
	ends[T]
}

// onKernel returns the operands as a kernel takes them, if there is one.
func onKernel[T Float](dst Places[T], p Patches[T], b Matrix[T], e ends[T]) (f patchFactors[float32], ok bool) {
	if kernel == nil {
		return f, false
	}
	f.dst = Places[float32]{Next: dst.Next, Down: dst.Down, Right: dst.Right, Cols: dst.Cols}
	if f.dst.Data, ok = asFloat32(dst.Data); !ok {
		return f, false
	}
	f.p = Patches[float32]{Pictures: p.Pictures, Next: p.Next, Height: p.Height, Width: p.Width, Down: p.Down, Right: p.Right,
		Runs: p.Runs, Below: p.Below, Run: p.Run, Top: p.Top, Tall: p.Tall}
	f.p.Data, _ = asFloat32(p.Data)
	f.b = Matrix[float32]{Rows: b.Rows, Cols: b.Cols}
	f.b.Data, _ = asFloat32(b.Data)
	f.ends = ends[float32]{keep: e.keep, relu: e.relu}
	if e.row != nil {
		f.row, _ = asFloat32(e.row)
	}
	return f, true
}

// part returns the part of the product from a row of windows on, of all pictures, or from a window on if there is but one row,
// up to end or the end of a picture; and how far that is.
func (f patchFactors[T]) part(begin, end int) (part patchFactors[T], n int) {
	if f.p.Pictures*f.p.Height == 1 {
		f.p.Width = end - begin
		f.p.Data, f.dst.Data = f.p.Data[begin*f.p.Right:], f.dst.Data[begin*f.dst.Right:]
		return f, end - begin
	}
	picture, y := begin/f.p.Height, begin%f.p.Height
	f.p.Data, f.dst.Data = f.p.Data[picture*f.p.Next+y*f.p.Down:], f.dst.Data[picture*f.dst.Next+y*f.dst.Down:]
	f.p.Top -= y * f.p.pace()
	f.p.Pictures, f.p.Height = 1, min(f.p.Height-y, end-begin)
	return f, f.p.Height
}

// mulPatchesByKernel and mulPatchesPlain compute some rows of the product.
func mulPatchesByKernel(f patchFactors[float32], begin, end int) {
	for begin < end {
		part, n := f.part(begin, end)
		p := &part.p
		product := part.product(p.Width, tile.Left{Data: p.Data, Row: p.Right, Col: 1, Band: p.Down,
			Run: p.Run, Runs: p.Runs, RunStep: p.Below, Edged: p.Tall > 0, Pace: p.pace(), Begin: p.Top, End: p.Top + p.Tall})
		product.Bands, product.DstBand = p.Height, part.dst.Down
		kernel.Multiply(product)
		begin += n
	}
}

// product is one of so many rows with an operand.
func (f *patchFactors[T]) product(rows int, a tile.Left) tile.Product {
	p := tile.Product{Rows: rows, Cols: f.dst.Cols, Depth: f.b.Rows, DstRow: f.dst.Right, A: a, Keep: f.keep, Floor: f.floor()}
	p.Dst, _ = asFloat32(f.dst.Data)
	p.B.Row = f.b.Cols
	p.B.Data, _ = asFloat32(f.b.Data)
	p.Start, _ = asFloat32(f.row)
	return p
}

func mulPatchesPlain[T Float](f patchFactors[T], begin, end int) {
	for begin < end {
		part, n := f.part(begin, end)
		for y := range part.p.Height {
			for x := range part.p.Width {
				part.window(y, x)
			}
		}
		begin += n
	}
}

// window computes the row of the product for one window of the first picture.
func (f *patchFactors[T]) window(y, x int) {
	dst := Of(1, f.dst.Cols, f.dst.Data[y*f.dst.Down+x*f.dst.Right:][:f.dst.Cols])
	f.begin(dst)
	for r := range f.p.Runs {
		a := left[T]{data: f.p.Data[y*f.p.Down+x*f.p.Right+r*f.p.Below:], col: 1}
		addPlain(dst, a, rowsOf(f.b, r*f.p.Run, f.p.Run))
	}
	f.finish(dst)
}

// numbers returns how many numbers of the windows from the given one on, and up to before end, stand in one run, and where
// those of the first window begin.
func (p *Patches[T]) numbers(begin, end int) (n, at int) {
	return min(p.Run-begin%p.Run, end-begin), begin/p.Run*p.Below + begin%p.Run
}

// mulPatchesTransAByKernel computes some rows of the product, and mulPatchesTransAPlain does: those of the numbers in one run
// of the windows at a time. That run lies in the border for some rows of windows.
func mulPatchesTransAByKernel(f patchFactors[float32], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		first, count := f.p.between(begin / f.p.Run)
		part := f
		part.dst.Data = f.dst.Data[begin*f.dst.Right:]
		part.b = rowsOf(f.b, first*f.p.Width, f.p.Pictures*count*f.p.Width)
		kernel.Multiply(part.product(n, tile.Left{Data: f.p.Data[at+first*f.p.Down:], Row: 1, Col: f.p.Right,
			Run: f.p.Width, Runs: count, RunStep: f.p.Down, GroupStep: f.p.Next}))
	}
}

// between returns the rows of windows whose given run does not lie in the border, if there is but one picture: the first, and
// how many; one at least.
func (p *Patches[T]) between(run int) (first, count int) {
	pace := p.pace()
	if pace == 0 || p.Pictures > 1 {
		return 0, p.Height
	}
	first = min(max(0, (p.Top-run+pace-1)/pace), p.Height-1)
	return first, max(1, min(p.Height, (p.Top+p.Tall-run+pace-1)/pace)-first)
}

func mulPatchesTransAPlain[T Float](f patchFactors[T], begin, end int) {
	for n, at := 0, 0; begin < end; begin += n {
		n, at = f.p.numbers(begin, end)
		dst := Of(n, f.dst.Cols, f.dst.Data[begin*f.dst.Cols:(begin+n)*f.dst.Cols])
		f.begin(dst)
		for row := range f.p.Pictures * f.p.Height {
			a := left[T]{data: f.p.Data[at+row/f.p.Height*f.p.Next+row%f.p.Height*f.p.Down:], row: 1, col: f.p.Right}
			addPlain(dst, a, rowsOf(f.b, row*f.p.Width, f.p.Width))
		}
		f.finish(dst)
	}
}

// rowsOf returns so many rows of m as a window.
func rowsOf[T Float](m Matrix[T], begin, rows int) Matrix[T] {
	return Of(rows, m.Cols, m.Data[begin*m.Cols:(begin+rows)*m.Cols])
}
