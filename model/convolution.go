package model

import (
	"aloud/matrix"
)

// The functions of a layer take one example. Whoever has many takes one after the other through all layers, so that what
// one layer gives is in the cache when the next asks for it.

// convForward computes a layer in which every output sees a window of the picture, all of them with the same weights.
//
//	z[y,x,o] = b[o] + Σ_{r,c,i} x[y·sy + r − py, x·sx + c·d − px, i] · w[r,c,i,o]
//
//	x: in,  w: (rows · columns of the window · channels of in) × channels of z,  b: channels of z or none,  z: [kernel.over]
//
// where sy, sx are the strides, py, px the padding, d the dilation, and x is 0 beyond its border. A window's row of pixels
// stands together in the picture, so the sum is the product of a matrix that lies in it ready made, with overlapping
// rows, and w. The memory is for the picture with its border, see [border.memory]. It can be a ReLU as well, see
// [kernel.inOneProduct].
func convForward[T matrix.Float](z, x []T, w matrix.Matrix[T], b []T, k kernel, in shape, relu bool, memory []T) {
	around := k.border(in)
	p := patchesOf(frame(around, x, memory), k, around.framed(), k.over(in, w.Cols))
	if len(b) == 0 {
		b = nil
	}
	p.mul(places(z, w.Cols), w, b, relu)
}

// convBackward carries the gradient through the convolution to its weights. It is added to what dw is to keep: that of the
// examples before.
//
//	dw[r,c,i,o] = Σ_{y,x} x[y·sy + r − py, x·sx + c·d − px, i] · dz[y,x,o]
//
// That of b is the sum of dz over all places. That of x, where another layer stands below, is [convBackwardInput]'s.
func convBackward[T matrix.Float](dw matrix.Matrix[T], x, dz []T, k kernel, in shape, memory []T, keep bool) {
	around := k.border(in)
	p := patchesOf(frame(around, x, memory), k, around.framed(), k.over(in, dw.Cols))
	p.mulTransA(dw, places(dz, dw.Cols), keep)
}

// convBackwardInput carries the gradient through the convolution to the layer below.
//
//	dx[i,j,c] = Σ dz[y,x,o] · w[r,q,c,o]   over all y, x, r, q, o with  y·sy + r − py = i,  x·sx + q·d − px = j
//
// With strides of 1 this is again a convolution: of dz, with the window turned by half a turn. With others it is several,
// see [phase]; all of them stand in phases. The memory is for dz with its border and, behind it, for dx.
func convBackwardInput[T matrix.Float](dx, dz []T, phases []phase[T], around border, memory []T) {
	framed := frame(around, dz, memory)
	if !covers(phases, len(dx)) {
		clear(dx)
	}
	for i := range phases {
		phases[i].mul(dx, framed, around)
	}
}

// fillRows sets every row of z to b, or to 0 where there is none.
func fillRows[T matrix.Float](z, b []T) {
	if len(b) == 0 {
		clear(z)
		return
	}
	for done := copy(z, b); done < len(z); {
		done += copy(z[done:], z[:done])
	}
}
