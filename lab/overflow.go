package lab

import "math"

// An Overflow tells what two ways to compute a log-probability make of large logits.
type Overflow struct {
	Shift float64 // log q_j = shift + j, for the ten classes j
	Plain float64 // log p of the last class as log q − log Σⱼ exp(log q_j)
	Safe  float64 // the same as logSoftmax has it
}

// tryOverflow tries logits of usual size, and others far beyond what an exponential bears: above 709.78 it is infinite, and
// below −745.13 it is 0. The log-probabilities should all be the same.
func tryOverflow() []Overflow {
	var tried []Overflow
	for _, shift := range []float64{0, 700, 1000, -1000} {
		var logQ [classes]float64
		sum := 0.0
		for j := range logQ {
			logQ[j] = shift + float64(j)
			sum += math.Exp(logQ[j])
		}
		plain := logQ[classes-1] - math.Log(sum)
		logSoftmax(&logQ)
		tried = append(tried, Overflow{shift, plain, logQ[classes-1]})
	}
	return tried
}
