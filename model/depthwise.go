package model

import (
	"aloud/matrix"
)

// depthwiseForward computes a convolution in which every channel is by itself, and has a window of its own. With a
// convolution of one pixel after it, which mixes the channels, it costs a fraction of a whole one (Sifre and Mallat,
// "Rigid-motion scattering for texture classification", 2014, section 4.1).
//
//	z[y,x,i] = b[i] + Σ_{r,c} x[y·sy + r − py, x·sx + c·d − px, i] · w[r,c,i]
//
//	x: in,  w: (rows · columns of the window) × channels,  b: channels or none,  z: [kernel.over]
//
// The memory is for the picture with its border, see [border.memory].
func depthwiseForward[T matrix.Float](z, x []T, w matrix.Matrix[T], b []T, k kernel, in shape, memory []T) {
	fillRows(z, b)
	around, to := k.border(in), places(z, w.Cols)
	p := patchesOf(frame(around, x, memory), k, around.framed(), k.over(in, in.channels))
	p.eachTap(func(output, tap int, x []T) { addProducts(to.Row(output), x, w.Row(tap)) })
}

// depthwiseBackward carries the gradient through the convolution to its weights. It is added to what dw is to keep: that of
// the examples before.
//
//	dw[r,c,i] = Σ_{y,x} x[y·sy + r − py, x·sx + c·d − px, i] · dz[y,x,i]
//
// That of b is the sum of dz over all places. That of x, where another layer stands below, is [depthwiseBackwardInput]'s.
func depthwiseBackward[T matrix.Float](dw matrix.Matrix[T], x, dz []T, k kernel, in shape, memory []T, keep bool) {
	if !keep {
		clear(dw.Data)
	}
	around, from := k.border(in), places(dz, dw.Cols)
	p := patchesOf(frame(around, x, memory), k, around.framed(), k.over(in, in.channels))
	p.eachTap(func(output, tap int, x []T) { addProducts(dw.Row(tap), x, from.Row(output)) })
}

// depthwiseBackwardInput carries the gradient through the convolution to the layer below: each output's to all that it
// saw.
//
//	dx[y·sy + r − py, x·sx + c·d − px, i] = Σ dz[y,x,i] · w[r,c,i]   over all that meet there
//
// The memory is for dx with its border.
func depthwiseBackwardInput[T matrix.Float](dx, dz []T, w matrix.Matrix[T], k kernel, in shape, memory []T) {
	around, from := k.border(in), places(dz, w.Cols)
	clear(dx)
	framed := frame(around, dx, memory)
	p := patchesOf(framed, k, around.framed(), k.over(in, in.channels))
	p.eachTap(func(output, tap int, dx []T) { addProducts(dx, from.Row(output), w.Row(tap)) })
	unframe(around, dx, framed)
}

// addProducts adds the products of a and b, element by element, to dst.
func addProducts[T matrix.Float](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] += a[i] * b[i]
	}
}
