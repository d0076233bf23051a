package model

import (
	"aloud/matrix"
)

// A kernel is the window through which each output of a layer sees its picture.
type kernel struct {
	height, width    int
	strideY, strideX int // rows and columns from one output's window to the next one's
	padY, padX       int // rows and columns of zeros around the picture, on each side
	dilation         int // columns of the picture from one column of the window to the next; above 1 only with strideX 1
}

// reach is how many columns of the picture the window spans.
func (k kernel) reach() int { return (k.width-1)*k.dilation + 1 }

// over is the shape that a layer with so many channels makes of a picture; without pixels where the window does not fit.
func (k kernel) over(in shape, channels int) shape {
	height, width := in.height+2*k.padY-k.height, in.width+2*k.padX-k.reach()
	if height < 0 || width < 0 {
		return shape{0, 0, channels}
	}
	return shape{height/k.strideY + 1, width/k.strideX + 1, channels}
}

// frame is the border that the kernel needs around a picture.
func (k kernel) frame(in shape) border { return border{in, k.padY, k.padX, k.padY, k.padX} }

// A border is what is added to a picture on its four sides, in rows and columns of zeros.
type border struct {
	shape                    // of the picture
	top, left, bottom, right int
}

// framed is the shape of the picture with its border.
func (b border) framed() shape {
	return shape{b.height + b.top + b.bottom, b.width + b.left + b.right, b.channels}
}

// none reports whether the picture is its own frame.
func (b border) none() bool { return b.framed() == b.shape }

// lendFrames lends memory for a frame to each worker on n examples, a row each; none where none is needed.
func lendFrames[T matrix.Float](b border, n int, s *matrix.Scratch[T]) matrix.Matrix[T] {
	if b.none() {
		return matrix.Matrix[T]{Rows: partsOf(n)}
	}
	return s.Matrix(partsOf(n), b.framed().size())
}

// A frame is a picture with its border.
type frame[T matrix.Float] struct {
	border
	data []T
}

// newFrame returns a frame without a picture, in the memory given.
func newFrame[T matrix.Float](b border, memory []T) frame[T] {
	if !b.none() {
		clear(memory)
	}
	return frame[T]{b, memory}
}

// set puts a picture into the frame, in place of the one that is there.
func (f *frame[T]) set(picture []T) {
	if f.none() {
		f.data = picture
		return
	}
	row, pitch := f.width*f.channels, f.framed().width*f.channels
	for y := range f.height {
		copy(f.data[(f.top+y)*pitch+f.left*f.channels:], picture[y*row:(y+1)*row])
	}
}

// get takes the picture out of the frame.
func (f *frame[T]) get(picture []T) {
	if f.none() {
		return // it is the picture
	}
	row, pitch := f.width*f.channels, f.framed().width*f.channels
	for y := range f.height {
		copy(picture[y*row:(y+1)*row], f.data[(f.top+y)*pitch+f.left*f.channels:])
	}
}
