package model

import (
	"aloud/matrix"
)

// reluForward lets through what is above 0, in place.
//
//	h = max(0, z)
func reluForward[T matrix.Float](z matrix.Matrix[T]) {
	matrix.ReLU(z.Data)
}

// reluBackward carries the gradient through h = max(0, z), turning dh into dz in place. What the layer gave is enough:
// h is above 0 exactly where z is.
//
//	dz = dh ⊙ [h > 0]
func reluBackward[T matrix.Float](dh, h matrix.Matrix[T]) {
	matrix.ReLUBackward(dh.Data, h.Data)
}
