package model

import (
	"aloud/matrix"
)

// A phase is the part of a convolution's gradient that reaches the rows i of the picture with one remainder of i + py
// modulo the stride sy, and the columns likewise. Of the window's rows r only those with that same remainder ever lie on
// them: r = remainder + sy·m. With i + py = remainder + sy·t the sum over the outputs' rows y becomes
//
//	y·sy + r = i + py    ⇔    y = t − m
//
// a convolution of dz with a stride of 1, by the rows m of a smaller window, turned round. A window smaller than the
// stride has phases that nothing reaches; they are left out.
type phase[T matrix.Float] struct {
	firstY, firstX int // of the picture's rows and columns in the phase, the first
	height, width  int // how many there are
	fromY, fromX   int // t of the first
	rows, cols     int // of the smaller window
	k              kernel
	in             shape            // of the picture
	w              matrix.Matrix[T] // the smaller window, turned: (rows·cols·channels of dz) × channels of dx
}

// phasesOf returns the phases of a convolution's gradient by its picture.
func phasesOf[T matrix.Float](w matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) []phase[T] {
	turned := s.Matrix(1, len(w.Data)).Data
	var phases []phase[T]
	for ry := range min(k.strideY, k.height) {
		for rx := range min(k.strideX, k.width) {
			p := phase[T]{k: k, in: in}
			p.firstY, p.height, p.fromY = along(ry, k.strideY, k.padY, in.height)
			p.firstX, p.width, p.fromX = along(rx, k.strideX, k.padX, in.width)
			p.rows, p.cols = (k.height-ry-1)/k.strideY+1, (k.width-rx-1)/k.strideX+1
			if p.height*p.width == 0 {
				continue
			}
			size := p.rows * p.cols * w.Cols * in.channels
			p.w = matrix.Of(p.rows*p.cols*w.Cols, in.channels, turned[:size])
			turned = turned[size:]
			p.turn(w, ry, rx)
			phases = append(phases, p)
		}
	}
	return phases
}

// along tells where the rows i of a picture with i + pad = remainder + stride·t lie: the first, how many, and its t.
func along(remainder, stride, pad, side int) (first, count, t int) {
	first = ((remainder-pad)%stride + stride) % stride
	return first, max(0, (side-first+stride-1)/stride), (first + pad - remainder) / stride
}

// turn sets the phase's weights, those of the last row and column of its window first.
func (p *phase[T]) turn(w matrix.Matrix[T], ry, rx int) {
	channels := p.w.Cols
	for r := range p.rows {
		for c := range p.cols {
			row := ry + p.k.strideY*(p.rows-1-r)
			col := rx + p.k.strideX*(p.cols-1-c)
			from := rowsOf(w, (row*p.k.width+col)*channels, channels)
			transpose(rowsOf(p.w, (r*p.cols+c)*w.Cols, w.Cols), from)
		}
	}
}

// transpose sets dst to aᵀ.
func transpose[T matrix.Float](dst, a matrix.Matrix[T]) {
	for i := range a.Rows {
		for j, v := range a.Row(i) {
			dst.Data[j*dst.Cols+i] = v
		}
	}
}

// backBorder is what all phases together need around dz.
func (k kernel) backBorder(in shape, channels int) border {
	out := k.over(in, channels)
	return border{
		shape:  out,
		top:    (k.height - 1) / k.strideY,
		left:   (k.width - 1) / k.strideX * k.dilation,
		bottom: max(0, (in.height-1+k.padY)/k.strideY-(out.height-1)),
		right:  max(0, (in.width-1+k.padX)/k.strideX-(out.width-1)),
	}
}

// covers reports whether the phases reach all places of a picture of so many numbers.
func covers[T matrix.Float](phases []phase[T], size int) bool {
	for i := range phases {
		size -= phases[i].height * phases[i].width * phases[i].w.Cols
	}
	return size == 0
}

// mul sets the phase's places of dx to what reaches them from the frame of dz.
func (p *phase[T]) mul(dx, dz []T, around border) {
	channels := p.w.Cols
	row := p.in.width * channels
	p.patches(dz, around).mulTo(matrix.Places[T]{Down: p.k.strideY * row, Right: p.k.strideX * channels, Cols: channels,
		Data: dx[p.firstY*row+p.firstX*channels:]}, p.w)
}

// patches returns what the phase's places see of the frame of dz.
func (p *phase[T]) patches(dz []T, around border) patches[T] {
	pitch := around.framed().width * around.channels
	y, x := around.top+p.fromY-(p.rows-1), around.left+p.fromX-(p.cols-1)*p.k.dilation
	return patches[T]{
		height: p.height, width: p.width, down: pitch, right: around.channels,
		rows: p.rows, cols: p.cols, tapDown: pitch, tapRight: p.k.dilation * around.channels,
		channels: around.channels, top: around.top - y, tall: around.height, data: dz[y*pitch+x*around.channels:],
	}
}
