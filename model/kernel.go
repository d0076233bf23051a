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

// inOneProduct reports whether the columns of the window stand together in the picture, so that the layer is one product.
func (k kernel) inOneProduct() bool { return k.dilation == 1 || k.width == 1 }

// over is the shape that a layer with so many channels makes of a picture; without pixels where the window does not fit.
func (k kernel) over(in shape, channels int) shape {
	height, width := in.height+2*k.padY-k.height, in.width+2*k.padX-k.reach()
	if height < 0 || width < 0 {
		return shape{0, 0, channels}
	}
	return shape{height/k.strideY + 1, width/k.strideX + 1, channels}
}

// border is what the kernel needs around a picture.
func (k kernel) border(in shape) border { return border{in, k.padY, k.padX, k.padY, k.padX} }

// A border is what is added to a picture on its four sides, in rows and columns of zeros.
type border struct {
	shape                    // of the picture
	top, left, bottom, right int
}

// framed is the shape of the picture with its border.
func (b border) framed() shape {
	return shape{b.height + b.top + b.bottom, b.width + b.left + b.right, b.channels}
}

// memory is how many numbers a frame needs: none where the picture is its own.
func (b border) memory() int {
	if b.framed() == b.shape {
		return 0
	}
	return b.framed().size()
}

// frame returns the picture with its border, in the memory given.
func frame[T matrix.Float](b border, picture, memory []T) []T {
	if b.memory() == 0 {
		return picture
	}
	row, between := b.width*b.channels, (b.left+b.right)*b.channels // from the end of one row to the next
	memory = memory[:b.framed().size()]
	at := b.top*b.framed().width*b.channels + b.left*b.channels
	clear(memory[:at])
	for y := range b.height {
		copy(memory[at:at+row], picture[y*row:])
		at += row
		clear(memory[at:min(at+between, len(memory))])
		at += between
	}
	clear(memory[min(at, len(memory)):])
	return memory
}

// unframe sets the picture to the one in a frame.
func unframe[T matrix.Float](b border, picture, framed []T) {
	if b.memory() == 0 {
		return // it is the picture
	}
	row, pitch := b.width*b.channels, b.framed().width*b.channels
	for y := range b.height {
		copy(picture[y*row:(y+1)*row], framed[(b.top+y)*pitch+b.left*b.channels:])
	}
}
