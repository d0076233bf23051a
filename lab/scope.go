package lab

import (
	"math"

	"aloud/recipe"
)

// A scope is how much the lab does.
type scope struct {
	quick        bool
	seeds        []uint64 // of every training
	digits       int      // to learn from, at most
	epochs       int      // of a training, at most
	priorDigits  []int    // to learn from in the study of the prior
	priorLambdas []float64
	mapped       int // digits on the map of what a hidden layer makes of them
}

// wholeScope takes an hour or so.
func wholeScope(seed uint64) scope {
	return scope{
		seeds:        []uint64{seed, seed + 1, seed + 2},
		digits:       math.MaxInt,
		epochs:       math.MaxInt,
		priorDigits:  []int{100, 1000, 10_000, 50_000},
		priorLambdas: decades(0, -5, 2),
		mapped:       1200,
	}
}

// quickScope is there to see what the report will look like: every part of it, with less behind it.
func quickScope(seed uint64) scope {
	return scope{
		quick:        true,
		seeds:        []uint64{seed},
		digits:       6_000,
		epochs:       5,
		priorDigits:  []int{100, 1000},
		priorLambdas: decades(0, -5, 1),
		mapped:       300,
	}
}

// decades are powers of ten from one exponent down to another, so many of them for each decade.
func decades(from, to, each int) []float64 {
	var powers []float64
	for i := range (from-to)*each + 1 {
		powers = append(powers, math.Pow(10, float64(from)-float64(i)/float64(each)))
	}
	return powers
}

// within brings a training within the scope, of so many digits to learn from.
func (s scope) within(r recipe.Recipe, digits int) recipe.Recipe {
	r.Options.Epochs = min(r.Options.Epochs, s.epochs)
	const leastShare = 5 // of all steps at most every fifth is for warming up
	r.Options.WarmUp = min(r.Options.WarmUp, r.Options.Steps(digits)/leastShare)
	return r
}
