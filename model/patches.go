package model

import (
	"aloud/matrix"
)

// patches are what the outputs of a layer see of a frame, as a matrix with an output a row and a number of the window a
// column.
type patches[T matrix.Float] struct {
	height, width     int // outputs
	down, right       int // numbers of the frame from one output's window to that of the one below and of the one beside
	rows, cols        int // of the window
	tapDown, tapRight int // numbers of the frame from one place in the window to the one below and the one beside
	channels          int // numbers at a place
	top, tall         int // rows of the frame from which on, and how many that, are the picture's; no tall is all
	data              []T // the frame, from the first output's window on
}

// patchesOf returns what the outputs of a layer with that kernel see of a frame.
func patchesOf[T matrix.Float](frame []T, k kernel, framed, out shape) patches[T] {
	pitch := framed.width * framed.channels
	tall := 0
	if k.padY > 0 {
		tall = framed.height - 2*k.padY
	}
	return patches[T]{
		height: out.height, width: out.width, down: k.strideY * pitch, right: k.strideX * framed.channels,
		rows: k.height, cols: k.width, tapDown: pitch, tapRight: k.dilation * framed.channels,
		channels: framed.channels, top: k.padY, tall: tall, data: frame,
	}
}

// mul sets dst to the product of the patches and w, with b added to each row; a nil b is 0. Where all of it is one product, it can
// be a ReLU as well.
//
//	dst = patches·w + b       dst: outputs × m, w: numbers of the window × m
func (p patches[T]) mul(dst, w matrix.Matrix[T], b []T, relu bool) {
	for piece := range p.pieces() {
		from, tap := p.piece(piece)
		switch rows := rowsOf(w, tap, from.Runs*from.Run); {
		case piece > 0:
			matrix.AddMul(dst, from, rows)
		case relu:
			matrix.MulPatchesAddReLU(dst, from, rows, b)
		default:
			matrix.MulPatchesAdd(dst, from, rows, b)
		}
	}
}

// mulTo sets what stands at the places, one for each output, to the product of the patches and w.
func (p patches[T]) mulTo(dst matrix.Places[T], w matrix.Matrix[T]) {
	for piece := range p.pieces() {
		from, tap := p.piece(piece)
		matrix.MulPatchesTo(dst, from, rowsOf(w, tap, from.Runs*from.Run), piece > 0)
	}
}

// mulTransA sets dw to the product of the transposed patches and dz, or adds the product to what dw is to keep.
//
//	dw = patchesᵀ·dz       dz: outputs × m, dw: numbers of the window × m
func (p patches[T]) mulTransA(dw, dz matrix.Matrix[T], keep bool) {
	for piece := range p.pieces() {
		from, tap := p.piece(piece)
		if rows := rowsOf(dw, tap, from.Runs*from.Run); keep {
			matrix.AddMulTransA(rows, from, dz)
		} else {
			matrix.MulPatchesTransA(rows, from, dz)
		}
	}
}

// pieces is in how many pieces the products take the windows: one, where the columns of a window stand together in the
// frame, or else one for each place in a window.
func (p *patches[T]) pieces() int {
	if p.together() {
		return 1
	}
	return p.rows * p.cols
}

func (p *patches[T]) together() bool { return p.tapRight == p.channels || p.cols == 1 }

// piece returns one of them, and the number of a window that it begins with.
func (p *patches[T]) piece(i int) (from matrix.Patches[T], tap int) {
	from = matrix.Patches[T]{Pictures: 1, Height: p.height, Width: p.width, Down: p.down, Right: p.right, Below: p.tapDown,
		Top: p.top, Tall: p.tall}
	if p.together() {
		from.Runs, from.Run, from.Data = p.rows, p.cols*p.channels, p.data
		return from, 0
	}
	from.Top -= i / p.cols
	from.Runs, from.Run, from.Data = 1, p.channels, p.data[i/p.cols*p.tapDown+i%p.cols*p.tapRight:]
	return from, i * p.channels
}

// eachTap visits every place in every output's window: the channels there, as a window into the frame.
func (p patches[T]) eachTap(visit func(output, tap int, x []T)) {
	for y := range p.height {
		for x := range p.width {
			for r := range p.rows {
				for c := range p.cols {
					at := y*p.down + x*p.right + r*p.tapDown + c*p.tapRight
					visit(y*p.width+x, r*p.cols+c, p.data[at:at+p.channels])
				}
			}
		}
	}
}

// rowsOf returns so many rows of m as a window.
func rowsOf[T matrix.Float](m matrix.Matrix[T], begin, rows int) matrix.Matrix[T] {
	return matrix.Of(rows, m.Cols, m.Data[begin*m.Cols:(begin+rows)*m.Cols])
}
