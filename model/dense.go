package model

import (
	"aloud/matrix"
)

// denseForward computes a layer in which every output sees every input.
//
//	z = x·w + b       x: n × inputs, w: inputs × outputs, b: outputs, z: n × outputs
func denseForward[T matrix.Float](z, x, w matrix.Matrix[T], b []T) {
	matrix.MulAdd(z, x, w, b)
}

// denseBackward carries the gradient through z = x·w + b.
//
//	dw = xᵀ·dz        inputs × outputs
//	db = Σ rows dz    outputs
//
// That of x, where another layer stands below, is [denseBackwardInput]'s.
func denseBackward[T matrix.Float](dw matrix.Matrix[T], db []T, x, dz matrix.Matrix[T]) {
	matrix.MulTransA(dw, x, dz)
	matrix.SumRows(db, dz)
}

// denseBackwardInput carries the gradient through z = x·w + b to the layer below.
//
//	dx = dz·wᵀ        n × inputs
func denseBackwardInput[T matrix.Float](dx, dz, w matrix.Matrix[T], s *matrix.Scratch[T]) {
	matrix.MulTransB(dx, dz, w, s)
}
