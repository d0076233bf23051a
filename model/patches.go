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
	data              []T // the frame, from the first output's window on
}

// patchesOf returns what the outputs of a layer with that kernel see of a frame.
func patchesOf[T matrix.Float](frame []T, k kernel, framed, out shape) patches[T] {
	pitch := framed.width * framed.channels
	return patches[T]{
		height: out.height, width: out.width, down: k.strideY * pitch, right: k.strideX * framed.channels,
		rows: k.height, cols: k.width, tapDown: pitch, tapRight: k.dilation * framed.channels,
		channels: framed.channels, data: frame,
	}
}

// addMul adds the product of the patches and w to dst.
//
//	dst ← dst + patches·w       dst: outputs × m, w: numbers of the window × m
func (p patches[T]) addMul(dst, w matrix.Matrix[T]) {
	if p.together() {
		matrix.AddMul(dst, p.from(0, p.rows, p.cols), w)
		return
	}
	for place := range p.rows * p.cols {
		at := place/p.cols*p.tapDown + place%p.cols*p.tapRight
		matrix.AddMul(dst, p.from(at, 1, 1), rowsOf(w, place*p.channels, p.channels))
	}
}

// addMulTransA adds the product of the transposed patches and dz to dw.
//
//	dw ← dw + patchesᵀ·dz       dz: outputs × m, dw: numbers of the window × m
func (p patches[T]) addMulTransA(dw, dz matrix.Matrix[T]) {
	if p.together() {
		matrix.AddMulTransA(dw, p.from(0, p.rows, p.cols), dz)
		return
	}
	for place := range p.rows * p.cols {
		at := place/p.cols*p.tapDown + place%p.cols*p.tapRight
		matrix.AddMulTransA(rowsOf(dw, place*p.channels, p.channels), p.from(at, 1, 1), dz)
	}
}

// together reports whether the columns of a window stand together in the frame.
func (p *patches[T]) together() bool { return p.tapRight == p.channels || p.cols == 1 }

// from returns the patches as the products take them: of so many rows and columns of the window, which stand together,
// from a place on.
func (p *patches[T]) from(at, rows, cols int) matrix.Patches[T] {
	return matrix.Patches[T]{Pictures: 1, Height: p.height, Width: p.width, Down: p.down, Right: p.right,
		Runs: rows, Below: p.tapDown, Run: cols * p.channels, Data: p.data[at:]}
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
