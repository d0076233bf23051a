package train

import (
	"math"
	"slices"
)

// A Schedule tells how the learning rate falls in the course of a training.
type Schedule string

const (
	// Constant leaves it as it is.
	Constant Schedule = "constant"
	// Linear lets it fall to 0 in a straight line.
	Linear Schedule = "linear"
	// Cosine lets it fall to 0 along half a wave: long high, long low (Loshchilov and Hutter, "SGDR", 2017, equation 5,
	// without restarts).
	Cosine Schedule = "cosine"
	// Inverse lets it fall to a tenth as 1/t does, which must not fall faster if the sum of all steps is to be endless and
	// that of their squares is not (Robbins and Monro, "A stochastic approximation method", 1951).
	Inverse Schedule = "inverse"
)

// Schedules are all there are.
var Schedules = []Schedule{Constant, Linear, Cosine, Inverse}

// valid reports whether there is such a schedule.
func (s Schedule) valid() bool { return slices.Contains(Schedules, s) }

// share is what is left of the learning rate when the share done of all steps, 0 to 1, has been taken.
func (s Schedule) share(done float64) float64 {
	switch s {
	case Linear:
		return 1 - done
	case Cosine:
		return (1 + math.Cos(math.Pi*done)) / 2
	case Inverse:
		return 1 / (1 + 9*done)
	}
	return 1
}

// learningRate is that of a step, counted from 0, of all steps.
func (o *Options) learningRate(step, steps int) float64 {
	rate := o.LearningRate * o.Schedule.share(float64(step)/float64(steps))
	if step < o.WarmUp {
		rate *= float64(step+1) / float64(o.WarmUp)
	}
	return rate
}
