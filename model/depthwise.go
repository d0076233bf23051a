package model

import (
	"aloud/matrix"
)

// depthwiseForward computes a convolution in which every channel is by itself, and has a window of its own. With a
// convolution of one pixel after it, which mixes the channels, it costs a fraction of a whole one (Sifre and Mallat, "Rigid-motion
// scattering for texture classification", 2014, section 4.1).
//
//	z[y,x,i] = Σ_{r,c} x[y·sy + r − py, x·sx + c·d − px, i] · w[r,c,i]
//
//	x: n × the numbers of in,  w: (rows·columns) × channels,  z: n × the numbers of [kernel.over]
func depthwiseForward[T matrix.Float](z, x, w matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	out := k.over(in, in.channels)
	memory := lendFrames(k.frame(in), x.Rows, s)
	eachPart(x.Rows, func(worker, _, begin, end int) {
		f := newFrame(k.frame(in), memory.Row(worker))
		for i := begin; i < end; i++ {
			depthwiseExample(z.Row(i), x.Row(i), w, k, out, &f)
		}
	})
}

func depthwiseExample[T matrix.Float](z, x []T, w matrix.Matrix[T], k kernel, out shape, f *frame[T]) {
	f.set(x)
	clear(z)
	f.patches(k, out).eachTap(func(output, tap int, x []T) {
		addProducts(places(z, w.Cols).Row(output), x, w.Row(tap))
	})
}

// depthwiseBackward carries the gradient through the convolution to its weights.
//
//	dw[r,c,i] = Σ_{n,y,x} x[n, y·sy + r − py, x·sx + c·d − px, i] · dz[n,y,x,i]
//
// That of x, where another layer stands below, is [depthwiseBackwardInput]'s.
func depthwiseBackward[T matrix.Float](dw, x, dz matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	out := k.over(in, in.channels)
	memory := lendFrames(k.frame(in), x.Rows, s)
	sums := s.Matrix(partsOf(x.Rows), len(dw.Data))
	eachPart(x.Rows, func(worker, part, begin, end int) {
		f := newFrame(k.frame(in), memory.Row(worker))
		sum := matrix.Of(dw.Rows, dw.Cols, sums.Row(part))
		clear(sum.Data)
		for i := begin; i < end; i++ {
			f.set(x.Row(i))
			f.patches(k, out).eachTap(func(output, tap int, x []T) {
				addProducts(sum.Row(tap), x, places(dz.Row(i), dw.Cols).Row(output))
			})
		}
	})
	addParts(dw.Data, sums)
}

// depthwiseBackwardInput carries the gradient through the convolution to the layer below: each output's to all that it
// saw.
//
//	dx[y·sy + r − py, x·sx + c·d − px, i] = Σ dz[y,x,i] · w[r,c,i]   over all that meet there
func depthwiseBackwardInput[T matrix.Float](dx, dz, w matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	out := k.over(in, in.channels)
	memory := lendFrames(k.frame(in), dx.Rows, s)
	eachPart(dx.Rows, func(worker, _, begin, end int) {
		for i := begin; i < end; i++ {
			f := newFrame(k.frame(in), memory.Row(worker))
			if f.none() {
				clear(dx.Row(i))
				f.set(dx.Row(i))
			}
			f.patches(k, out).eachTap(func(output, tap int, dx []T) {
				addProducts(dx, places(dz.Row(i), w.Cols).Row(output), w.Row(tap))
			})
			f.get(dx.Row(i))
		}
	})
}

// addProducts adds the products of a and b, element by element, to dst.
func addProducts[T matrix.Float](dst, a, b []T) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] += a[i] * b[i]
	}
}
