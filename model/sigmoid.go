package model

import (
	"math"

	"aloud/matrix"
)

// leastElementwise is the least number of elements worth handing to another core when each costs an exponential.
const leastElementwise = 4096

// sigmoidForward squashes z in place.
//
//	h = σ(z) = 1 / (1 + exp(−z))
//
// exp(−z) overflows to +Inf below z = −709, which gives 0, the right limit; nothing needs to be caught.
func sigmoidForward[T matrix.Float](z matrix.Matrix[T]) {
	matrix.Parallel(len(z.Data), leastElementwise, func(begin, end int) {
		for i, v := range z.Data[begin:end] {
			z.Data[begin+i] = T(1 / (1 + math.Exp(-float64(v))))
		}
	})
}

// sigmoidBackward carries the gradient through h = σ(z), turning dh into dz in place. The derivative needs only what
// the layer gave:
//
//	dσ/dz = σ(z)·(1 − σ(z)),    so  dz = dh ⊙ h ⊙ (1 − h)
func sigmoidBackward[T matrix.Float](dh, h matrix.Matrix[T]) {
	for i, v := range h.Data {
		dh.Data[i] *= v * (1 - v)
	}
}
