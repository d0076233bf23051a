package model

import (
	"aloud/matrix"
)

// convForward computes a layer in which every output sees a window of the picture, all of them with the same weights.
//
//	z[y,x,o] = Σ_{r,c,i} x[y·sy + r − py, x·sx + c·d − px, i] · w[r,c,i,o]      0 ≤ r < rows of the window, 0 ≤ c < columns
//
//	x: n × the numbers of in,  w: (rows·columns·channels of in) × channels of z,  z: n × the numbers of [kernel.over]
//
// where sy, sx are the strides, py, px the padding, d the dilation, and x is 0 beyond its border. A window's row of pixels
// stands together in the picture, so the sum over c and i is the product of a matrix that lies in it ready made, with
// overlapping rows, and some rows of w.
func convForward[T matrix.Float](z, x, w matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	out := k.over(in, w.Cols)
	memory := lendFrames(k.frame(in), x.Rows, s)
	eachPart(x.Rows, func(worker, _, begin, end int) {
		f := newFrame(k.frame(in), memory.Row(worker))
		for i := begin; i < end; i++ {
			convExample(z.Row(i), x.Row(i), w, k, out, &f)
		}
	})
}

func convExample[T matrix.Float](z, x []T, w matrix.Matrix[T], k kernel, out shape, f *frame[T]) {
	f.set(x)
	clear(z)
	f.patches(k, out).addMul(places(z, w.Cols), w)
}

// convBackward carries the gradient through the convolution to its weights.
//
//	dw[r,c,i,o] = Σ_{n,y,x} x[n, y·sy + r − py, x·sx + c·d − px, i] · dz[n,y,x,o]
//
// That of x, where another layer stands below, is [convBackwardInput]'s.
func convBackward[T matrix.Float](dw, x, dz matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	out := k.over(in, dw.Cols)
	memory := lendFrames(k.frame(in), x.Rows, s)
	sums := s.Matrix(partsOf(x.Rows), len(dw.Data))
	eachPart(x.Rows, func(worker, part, begin, end int) {
		f := newFrame(k.frame(in), memory.Row(worker))
		sum := matrix.Of(dw.Rows, dw.Cols, sums.Row(part))
		clear(sum.Data)
		for i := begin; i < end; i++ {
			f.set(x.Row(i))
			f.patches(k, out).addMulTransA(sum, places(dz.Row(i), dw.Cols))
		}
	})
	addParts(dw.Data, sums)
}

// convBackwardInput carries the gradient through the convolution to the layer below.
//
//	dx[i,j,c] = Σ dz[y,x,o] · w[r,q,c,o]   over all y, x, r, q, o with  y·sy + r − py = i,  x·sx + q·d − px = j
//
// With strides of 1 this is again a convolution: of dz, with the window turned by half a turn. With others it is several,
// see [phase].
func convBackwardInput[T matrix.Float](dx, dz, w matrix.Matrix[T], k kernel, in shape, s *matrix.Scratch[T]) {
	phases := phasesOf(w, k, in, s)
	memory, apart := lendFrames(k.backFrame(in, w.Cols), dx.Rows, s), s.Matrix(partsOf(dx.Rows), in.size())
	eachPart(dx.Rows, func(worker, _, begin, end int) {
		f := newFrame(k.backFrame(in, w.Cols), memory.Row(worker))
		for i := begin; i < end; i++ {
			f.set(dz.Row(i))
			clear(dx.Row(i))
			for _, p := range phases {
				p.addMul(dx.Row(i), apart.Row(worker), f)
			}
		}
	})
}
