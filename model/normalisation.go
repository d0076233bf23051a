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

// exampleMoments sets mean and squares to the mean of each channel of an example, and to the sum of the squares of the
// distances from it.
func exampleMoments[T matrix.Float](mean, squares, z []T) {
	channels := places(z, len(mean))
	matrix.SumRows(mean, channels)
	for c := range mean {
		mean[c] /= T(channels.Rows)
	}
	matrix.SumSquares(squares, channels, mean)
}

// batchMoments sets mean and variance to those of each channel over all examples, which have so many pixels each and whose
// own moments are given, an example a row: the means, and behind them the squares (Chan, Golub and LeVeque, "Updating
// formulae and a pairwise algorithm for computing sample variances", 1979, for examples of the same size).
//
//	μ = 1/n Σᵢ μᵢ,    σ² = 1/n Σᵢ (squaresᵢ / pixels + (μᵢ − μ)²)
func batchMoments[T matrix.Float](mean, variance []T, examples matrix.Matrix[T], pixels int) {
	n, perPixel := float64(examples.Rows), 1/float64(pixels)
	eachChannels(len(mean), func(begin, end int) {
		var mu, spread [channelsTogether]float64
		for i := range examples.Rows {
			for c, v := range examples.Row(i)[begin:end] {
				mu[c] += float64(v)
			}
		}
		for c := range mu {
			mu[c] /= n
		}
		for i := range examples.Rows {
			squares := examples.Row(i)[len(mean)+begin : len(mean)+end]
			for c, v := range examples.Row(i)[begin:end] {
				d := float64(v) - mu[c]
				spread[c] += float64(float64(squares[c])*perPixel) + float64(d*d)
			}
		}
		for c := range end - begin {
			mean[begin+c], variance[begin+c] = T(mu[c]), T(spread[c]/n)
		}
	})
}

// channelsTogether is for how many channels at most the rows of all examples are gone through together.
const channelsTogether = 64

// eachChannels has work done for all channels, some at a time, on all cores.
func eachChannels(channels int, work func(begin, end int)) {
	groups := (channels + channelsTogether - 1) / channelsTogether
	matrix.Parallel(groups, 1, func(first, last int) {
		for g := first; g < last; g++ {
			work(g*channelsTogether, min((g+1)*channelsTogether, channels))
		}
	})
}

// normLine sets a and b to the straight line that a channel's normalisation is once its moments are known.
//
//	y = a·z + b,    a = γ / √(σ² + ε),    b = β − a·μ
func normLine[T matrix.Float](a, b, scale, shift, mean, variance []T) {
	for c := range a {
		a[c] = scale[c] / T(math.Sqrt(float64(variance[c])+normEpsilon))
		b[c] = shift[c] - a[c]*mean[c]
	}
}

// normForward normalises an example by the lines of its channels, and can be a ReLU as well.
func normForward[T matrix.Float](y, z, a, b []T, relu bool) {
	if relu {
		matrix.AffineReLU(places(y, len(a)), places(z, len(a)), a, b)
	} else {
		matrix.Affine(places(y, len(a)), places(z, len(a)), a, b)
	}
}

// The gradient through a normalisation with the batch's own moments is
//
//	dγ = Σ dy ⊙ x̂,    dβ = Σ dy           over all examples and places, m of them
//	dz = γ/√(σ² + ε) · (dy − dβ/m − x̂·dγ/m)
//
// A z moves y by itself, but also moves μ, and with it every y of its channel, which the second term tells, and σ², which
// the third does: ∂μ/∂z = 1/m, and ∂√(σ² + ε)/∂z = x̂/m. It takes two walks over the examples: the first sums up, and the
// second can only begin when the first has ended.

// exampleSlopes sets sum and product to the sums of dy and of dy ⊙ z over the places of an example.
func exampleSlopes[T matrix.Float](sum, product, dy, z []T) {
	matrix.SumRows(sum, places(dy, len(sum)))
	matrix.SumProducts(product, places(dy, len(sum)), places(z, len(sum)))
}

// batchSlopes sets the gradients of scale and shift from the sums of all examples, which stand an example a row, and plane to what
// the rest of the gradient is made of:
//
//	dz = plane₀·dy + plane₁·z + plane₂      for each channel; x̂ = (z − μ) / √(σ² + ε)
func batchSlopes[T matrix.Float](dscale, dshift []T, plane, examples matrix.Matrix[T], scale, mean, variance []T, pixels int) {
	m := float64(examples.Rows * pixels)
	eachChannels(len(scale), func(begin, end int) {
		var sums, products [channelsTogether]float64
		for i := range examples.Rows {
			ofProducts := examples.Row(i)[len(scale)+begin : len(scale)+end]
			for c, v := range examples.Row(i)[begin:end] {
				sums[c] += float64(v)
				products[c] += float64(ofProducts[c])
			}
		}
		for c := begin; c < end; c++ {
			sum, product := sums[c-begin], products[c-begin]
			mu, deviation := float64(mean[c]), math.Sqrt(float64(variance[c])+normEpsilon)
			byScale := (product - mu*sum) / deviation // Σ dy ⊙ x̂
			dshift[c], dscale[c] = T(sum), T(byScale)
			slope, bend := float64(scale[c])/deviation, byScale/(m*deviation)
			plane.Row(0)[c], plane.Row(1)[c], plane.Row(2)[c] = T(slope), T(-slope*bend), T(slope*(bend*mu-sum/m))
		}
	})
}

// normBackward turns dy of an example into dz in place, once the slopes of the batch are known, which hold all of this but
// dy and x̂ themselves:
//
//	dγ = Σ dy ⊙ x̂,    dβ = Σ dy           over all examples and places, m of them
//	dz = γ/√(σ² + ε) · (dy − dβ/m − x̂·dγ/m)
func normBackward[T matrix.Float](dy, z []T, plane matrix.Matrix[T]) {
	matrix.BlendRows(places(dy, plane.Cols), plane.Row(0), places(z, plane.Cols), plane.Row(1), plane.Row(2))
}
