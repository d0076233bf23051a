package model

import (
	"aloud/matrix"
)

// reluForward lets through what is above 0, in place.
//
//	h = max(0, z)
func reluForward[T matrix.Float](z []T) {
	matrix.ReLU(z)
}

// reluBackward carries the gradient through h = max(0, z), turning dh into dz in place. What the layer gave is enough:
// h is above 0 exactly where z is.
//
//	dz = dh ⊙ [h > 0]
func reluBackward[T matrix.Float](dh, h []T) {
	matrix.ReLUBackward(dh, h)
}

// addForward computes h = z + x. The gradient goes to both as it is.
func addForward[T matrix.Float](h, z, x []T) {
	copyUnlessSame(h, z)
	matrix.Blend(h, 1, x, 1)
}

// copyUnlessSame sets dst to a, unless it is a.
func copyUnlessSame[T matrix.Float](dst, a []T) {
	if &dst[0] != &a[0] {
		copy(dst, a)
	}
}
