package model

import (
	"math"

	"aloud/matrix"
)

// Batch normalisation brings every channel to a mean and a deviation that are learned, whatever the layers below do
// (Ioffe and Szegedy, "Batch normalization", 2015, algorithms 1 and 2).
//
//	y = γ · x̂ + β,    x̂ = (z − μ) / √(σ² + ε)
//
// γ and β, the scale and the shift, are parameters, a number a channel. μ and σ² are the mean and variance of the channel
// in training over the places of all examples of the batch, and so depend on every number of it; in prediction they are
// those of many batches, see [Convnet.Settle].

// normEpsilon keeps the division from 0 where all numbers are the same: the paper's, and everyone's.
const normEpsilon = 1e-5

// normForward normalises the channels of z with the moments given.
//
//	y = a·z + b,    a = γ / √(σ² + ε),    b = β − a·μ      y, z: n × numbers; γ, β, μ, σ²: channels
func normForward[T matrix.Float](y, z matrix.Matrix[T], scale, shift, mean, variance []T, s *matrix.Scratch[T]) {
	line := s.Matrix(2, len(scale))
	normLine(line.Row(0), line.Row(1), scale, shift, mean, variance)
	matrix.Affine(places(y.Data, len(scale)), places(z.Data, len(scale)), line.Row(0), line.Row(1))
}

// normLine sets a and b to the straight line that a channel's normalisation is once its moments are known.
func normLine[T matrix.Float](a, b, scale, shift, mean, variance []T) {
	for c := range a {
		a[c] = scale[c] / T(math.Sqrt(float64(variance[c])+normEpsilon))
		b[c] = shift[c] - a[c]*mean[c]
	}
}

// normBackward carries the gradient through the normalisation with a batch's own moments, turning dy into dz in place.
//
//	dγ = Σ dy ⊙ x̂,    dβ = Σ dy           over all examples and places, m of them
//	dz = γ/√(σ² + ε) · (dy − dβ/m − x̂·dγ/m)
//
// A z moves y by itself, but also moves μ, and with it every y of its channel, which the second term tells, and σ², which
// the third does: ∂μ/∂z = 1/m, and ∂√(σ² + ε)/∂z = x̂/m.
func normBackward[T matrix.Float](dscale, dshift []T, dy, z matrix.Matrix[T], scale, mean, variance []T, s *matrix.Scratch[T]) {
	channels := len(scale)
	sums := s.Matrix(partsOf(dy.Rows), 2*channels) // of each part: Σ dy, Σ dy ⊙ z
	eachPart(dy.Rows, func(_, part, begin, end int) {
		dy, z := places(rowsOf(dy, begin, end-begin).Data, channels), places(rowsOf(z, begin, end-begin).Data, channels)
		matrix.SumRows(sums.Row(part)[:channels], dy)
		matrix.SumProducts(sums.Row(part)[channels:], dy, z)
	})
	// dz = a·dy + p·z + q, with numbers of its own for every channel.
	lines := s.Matrix(3, channels)
	a, p, q := lines.Row(0), lines.Row(1), lines.Row(2)
	m := float64(len(z.Data) / channels)
	for c := range channels {
		sum, product := 0.0, 0.0
		for part := range sums.Rows {
			sum += float64(sums.Row(part)[c])
			product += float64(sums.Row(part)[channels+c])
		}
		mu, deviation := float64(mean[c]), math.Sqrt(float64(variance[c])+normEpsilon)
		byScale := (product - mu*sum) / deviation // Σ dy ⊙ x̂
		dshift[c], dscale[c] = T(sum), T(byScale)
		slope, bend := float64(scale[c])/deviation, byScale/(m*deviation)
		a[c], p[c], q[c] = T(slope), T(-slope*bend), T(slope*(bend*mu-sum/m))
	}
	matrix.BlendRows(places(dy.Data, channels), a, places(z.Data, channels), p, q)
}
