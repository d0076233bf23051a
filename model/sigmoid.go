package model

import (
	"aloud/matrix"
)

// sigmoidForward squashes z in place.
//
//	h = σ(z) = 1 / (1 + exp(−z))
//
// exp(−z) overflows to +Inf far below 0, which gives 0, the right limit; nothing needs to be caught.
func sigmoidForward[T matrix.Float](z matrix.Matrix[T]) {
	matrix.Sigmoid(z.Data)
}

// sigmoidBackward carries the gradient through h = σ(z), turning dh into dz in place. The derivative needs only what
// the layer gave:
//
//	dσ/dz = σ(z)·(1 − σ(z)),    so  dz = dh ⊙ h ⊙ (1 − h)
func sigmoidBackward[T matrix.Float](dh, h matrix.Matrix[T]) {
	matrix.SigmoidBackward(dh.Data, h.Data)
}
