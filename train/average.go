package train

import "aloud/matrix"

// average is the moving average of the parameters; nil if there is none.
func (r *run[T]) average() []T {
	if r.Average == 0 {
		return nil
	}
	return r.memory[len(r.memory)-1]
}

// moveAverage follows the parameters. In the first steps the average forgets faster, so as not to remember a random
// beginning: after t steps by no more than (1+t)/(10+t).
//
//	average ← d·average + (1 − d)·params
func (r *run[T]) moveAverage() {
	average, params := r.average(), r.model.Params()
	d := T(min(r.Average, float64(1+r.step)/float64(10+r.step)))
	if average != nil {
		matrix.Blend(average, d, params, 1-d)
	}
}

// exchange swaps the model's parameters with their average, if there is one.
func (r *run[T]) exchange() {
	average, params := r.average(), r.model.Params()
	for i := range average {
		average[i], params[i] = params[i], average[i]
	}
}
