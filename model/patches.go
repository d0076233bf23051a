package model

import (
	"aloud/matrix"
)

// patches are what the outputs of a layer see of a frame, as a matrix with an output a row and a number of the window a
// column. It is never made: its rows overlap in the frame, and the products read them there.
type patches[T matrix.Float] struct {
	height, width     int // outputs
	down, right       int // numbers of the frame from one output's window to that of the one below and of the one beside
	rows, cols        int // of the window
	tapDown, tapRight int // numbers of the frame from one place in the window to the one below and the one beside
	channels          int // numbers at a place
	data              []T // the frame, from the first output's window on
}

// patches returns what the outputs of a layer with that kernel see of the frame.
func (f *frame[T]) patches(k kernel, out shape) patches[T] {
	pitch := f.framed().width * f.channels
	return patches[T]{
		height: out.height, width: out.width, down: k.strideY * pitch, right: k.strideX * f.channels,
		rows: k.height, cols: k.width, tapDown: pitch, tapRight: k.dilation * f.channels,
		channels: f.channels, data: f.data,
	}
}

// addMul adds the product of the patches and w to dst.
//
//	dst ← dst + patches·w       dst: outputs × m, w: numbers of the window × m
func (p patches[T]) addMul(dst, w matrix.Matrix[T]) {
	p.eachRun(func(output, tap int, a matrix.Strided[T]) {
		matrix.AddMul(rowsOf(dst, output, a.Rows), a, rowsOf(w, tap, a.Cols))
	})
}

// addMulTransA adds the product of the transposed patches and dz to dw.
//
//	dw ← dw + patchesᵀ·dz       dz: outputs × m, dw: numbers of the window × m
func (p patches[T]) addMulTransA(dw, dz matrix.Matrix[T]) {
	p.eachRun(func(output, tap int, a matrix.Strided[T]) {
		matrix.AddMulTransA(rowsOf(dw, tap, a.Cols), a, rowsOf(dz, output, a.Rows))
	})
}

// eachRun visits the patches in pieces that are matrices in the frame: for a row of outputs, or for all of them where
// rows follow one another evenly, the numbers that stand together in the windows. The first is of the given output and
// place in the window.
func (p patches[T]) eachRun(visit func(output, tap int, a matrix.Strided[T])) {
	height, width := p.height, p.width
	if p.down == width*p.right {
		height, width = 1, height*width
	}
	cols, run := p.cols, p.channels
	if p.tapRight == p.channels {
		cols, run = 1, p.cols*p.channels
	}
	for y := range height {
		for r := range p.rows {
			for c := range cols {
				at := y*p.down + r*p.tapDown + c*p.tapRight
				visit(y*width, (r*cols+c)*run, matrix.Strided[T]{Rows: width, Cols: run, Stride: p.right, Data: p.data[at:]})
			}
		}
	}
}

// rowsOf returns so many rows of m as a window.
func rowsOf[T matrix.Float](m matrix.Matrix[T], begin, rows int) matrix.Matrix[T] {
	return matrix.Of(rows, m.Cols, m.Data[begin*m.Cols:(begin+rows)*m.Cols])
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
