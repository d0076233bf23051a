package lab

import (
	"math"
	"slices"

	"aloud/digit"
)

const (
	inputs  = digit.Pixels
	classes = 10
)

// A learner climbs the log-likelihood of one digit at a time. Package model has the same two models for batches, on
// matrices of any size and on all cores; for a single digit that would be a gradient of 7 840 numbers, most of them 0,
// written and read again before a weight has changed. Here the sizes are constants, only the weights of inked pixels are
// touched, and the gradient is added where it arises.
type learner interface {
	// logP gives log p(j | x) for every class.
	logP(x []pixel) [classes]float64

	// climb takes one step up the gradient of log p(t | x), as long as rate says, and returns what log p(t | x) was
	// before it.
	climb(s sample, rate float64) float64

	// operations are the floating-point operations that it takes to give log p for a sample, and to climb from it.
	operations(s sample) (judging, climbing float64)
}

// logSoftmax turns log q into log p in place. Taking out the maximum is what keeps the exponentials from overflowing.
//
//	log Z = a + log Σⱼ exp(log q_j − a),    a = maxⱼ log q_j
//	log p_j = log q_j − log Z
func logSoftmax(logQ *[classes]float64) {
	a := slices.Max(logQ[:])
	sum := 0.0
	for _, v := range logQ {
		sum += math.Exp(v - a)
	}
	logZ := a + math.Log(sum)
	for j := range logQ {
		logQ[j] -= logZ
	}
}

// deltaQ is the derivative of log p_t by each log q_j.
//
//	δ^q_j = [j = t] − p_j
func deltaQ(logP *[classes]float64, t int) (δq [classes]float64) {
	for j, v := range logP {
		δq[j] = -math.Exp(v)
	}
	δq[t]++
	return δq
}
