package lab

import (
	"context"
	"time"
)

// An ascent is how a learner came along, an element for each pass. Log-likelihoods are sums over all digits.
type ascent struct {
	training         []float64 // each digit's as it was before the step from it
	validation       []float64 // after the pass
	validationErrors []int
	seconds          []float64 // of learning
}

// ascend lets the learner climb through the training digits ten times, and judges it by the validation digits after each
// pass. It calls progress with the number of finished passes, and ends with the context's error when that is cancelled.
func ascend(ctx context.Context, m learner, s samples, random *legacyRandom, rate float64,
	progress func(done int)) (ascent, error) {
	var a ascent
	for pass := range passes {
		if err := ctx.Err(); err != nil {
			return ascent{}, err
		}
		began := time.Now()
		a.training = append(a.training, climbOnce(m, s.training, random, rate))
		a.seconds = append(a.seconds, time.Since(began).Seconds())

		verdicts := judge(m, s.validation)
		a.validation = append(a.validation, sumLogP(verdicts))
		a.validationErrors = append(a.validationErrors, countErrors(verdicts))
		progress(pass + 1)
	}
	return a, nil
}

// means are those of sums over n digits.
func means(sums []float64, n int) []float64 {
	means := make([]float64, len(sums))
	for i, sum := range sums {
		means[i] = sum / float64(n)
	}
	return means
}

// climbOnce lets the learner climb from every sample once, in a random order, and returns the sum of log p(t | x), each
// as it was before its step.
func climbOnce(m learner, s []sample, random *legacyRandom, rate float64) float64 {
	sum := 0.0
	for _, i := range random.permutation(len(s)) {
		sum += m.climb(s[i], rate)
	}
	return sum
}

// A verdict is what a learner makes of one sample.
type verdict struct {
	logP  float64 // of the class that is right
	taken int     // the most probable class
	right bool
}

// judge returns the learner's verdict on each of the samples.
func judge(m learner, s []sample) []verdict {
	verdicts := make([]verdict, len(s))
	for i := range s {
		logP := m.logP(s[i].ink)
		taken := 0
		for j, v := range logP {
			if v > logP[taken] {
				taken = j
			}
		}
		verdicts[i] = verdict{logP[s[i].class], taken, taken == s[i].class}
	}
	return verdicts
}

// sumLogP is the log-likelihood of all classes that are right.
func sumLogP(verdicts []verdict) float64 {
	sum := 0.0
	for _, v := range verdicts {
		sum += v.logP
	}
	return sum
}

// countErrors counts what was taken for something else.
func countErrors(verdicts []verdict) int {
	errors := 0
	for _, v := range verdicts {
		if !v.right {
			errors++
		}
	}
	return errors
}
