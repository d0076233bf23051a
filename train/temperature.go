package train

import (
	"math"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// Temperature returns the temperature τ at which a classifier's probabilities fit the examples best,
//
//	τ = argmin −1/n Σᵢ log p_τ(tᵢ | xᵢ),    p_τ(j | x) = exp(log p(j | x) / τ) / Σₖ exp(log p(k | x) / τ)
//
// which are to be others than it has learned from. The function of 1/τ is convex, and its one minimum is found by the
// golden section, between a tenth and ten. Of no examples it is 1.
func Temperature[T matrix.Float](c model.Classifier[T], examples []digit.Labelled) float64 {
	if len(examples) == 0 {
		return 1
	}
	all := predictions(c, examples)
	loss := func(logInverse float64) float64 {
		inverse, sum := math.Exp(logInverse), 0.0
		for i, p := range all {
			sum -= tempered(p.LogProbabilities, int(examples[i].Class), inverse)
		}
		return sum
	}
	const ratio = 0.6180339887498949 // (√5 − 1) / 2
	low, high := math.Log(0.1), math.Log(10.0)
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	lossA, lossB := loss(a), loss(b)
	for high-low > 1e-4 {
		if lossA < lossB {
			high, b, lossB = b, a, lossA
			a = high - ratio*(high-low)
			lossA = loss(a)
		} else {
			low, a, lossA = a, b, lossB
			b = low + ratio*(high-low)
			lossB = loss(b)
		}
	}
	return math.Exp(-(low + high) / 2)
}

// tempered is log p_τ of a class, given all log p and 1/τ.
func tempered(logP []float64, class int, inverse float64) float64 {
	highest, sum := math.Inf(-1), 0.0
	for _, v := range logP {
		highest = max(highest, v*inverse)
	}
	for _, v := range logP {
		sum += math.Exp(v*inverse - highest)
	}
	return logP[class]*inverse - highest - math.Log(sum)
}
