package train

import (
	"math"
	"slices"
)

// A Schedule tells how the learning rate goes in the course of a training.
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
	// OneCycle lets it rise along half a wave from a 25th, over three tenths of all steps, and fall along another to 0. Steps
	// keep less of their speed while they are long, by up to a tenth (Smith, "A disciplined approach to neural network
	// hyper-parameters: part 1", 2018, sections 4.1 and 4.3; the numbers are those of fastai and PyTorch).
	OneCycle Schedule = "one-cycle"
)

// The cycle of OneCycle.
const (
	cycleBegin = 1. / 25 // of the learning rate, what it begins with
	cycleTop   = 0.3     // of all steps, when it is highest
	cycleSpeed = 0.1     // that steps then keep less
)

// Schedules are all there are.
var Schedules = []Schedule{Constant, Linear, Cosine, Inverse, OneCycle}

// valid reports whether there is such a schedule.
func (s Schedule) valid() bool { return slices.Contains(Schedules, s) }

// share is what is left of the learning rate when the share done of all steps, 0 to 1, has been taken.
func (s Schedule) share(done float64) float64 {
	switch s {
	case Linear:
		return 1 - done
	case Cosine:
		return wave(done)
	case Inverse:
		return 1 / (1 + 9*done)
	case OneCycle:
		height := cycleHeight(done)
		if done < cycleTop {
			return cycleBegin + (1-cycleBegin)*height
		}
		return height
	}
	return 1
}

// wave falls from 1 to 0 along half a wave as x goes from 0 to 1.
func wave(x float64) float64 { return (1 + math.Cos(math.Pi*x)) / 2 }

// cycleHeight is how high OneCycle is, from 0 up to 1 and down to 0.
func cycleHeight(done float64) float64 {
	if done < cycleTop {
		return wave(1 - done/cycleTop)
	}
	return wave((done - cycleTop) / (1 - cycleTop))
}

// learningRate is that of a step, counted from 0, of all steps.
func (o *Options) learningRate(step, steps int) float64 {
	rate := o.LearningRate * o.Schedule.share(float64(step)/float64(steps))
	if step < o.WarmUp {
		rate *= float64(step+1) / float64(o.WarmUp)
	}
	return rate
}

// descent is that of a step, counted from 0, of all steps. Adam's speed is the mean of its gradients; it undoes that this began
// at 0 as if the decay had always been what it is now, and in all but the shortest trainings that has ceased to count by then.
func (o *Options) descent(step, steps int) Descent {
	if o.Schedule != OneCycle {
		return o.Descent
	}
	less := cycleSpeed * cycleHeight(float64(step)/float64(steps))
	switch d := o.Descent.(type) {
	case SGD:
		d.Momentum = max(0, d.Momentum-less)
		return d
	case Adam:
		d.Beta1 = max(0, d.Beta1-less)
		return d
	}
	return o.Descent
}
