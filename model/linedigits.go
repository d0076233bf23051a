package model

import "aloud/matrix"

// A LineDigit is what is known of one of the digits that a line reads.
type LineDigit struct {
	// Column is where it is said: the mean over all alignments that read the digits, from 0 for the left edge of the first
	// column to the number of columns. It is near the digit, and not always in its middle.
	Column float64

	// LogProbabilities are of every digit in this place, given that all others are as they were read:
	//
	//	log p(l with this digit | x) − log Σ p(l with another digit in its place | x), itself included
	LogProbabilities []float64
}

// LineDigits tells of each of the digits that a line has been read as. The log-probabilities are columns × classes, the
// last class being the blank. It panics where the line has no room for the digits.
func LineDigits[T matrix.Float](logP matrix.Matrix[T], digits string) []LineDigit {
	l := lookAt(logP)
	l.set(digits)
	total := l.forward()
	if total.m == 0 {
		panic("model: no room for " + digits)
	}
	l.backward()
	all := make([]LineDigit, len(digits))
	for i := range all {
		all[i].Column = l.meanColumn(2*i+1, total) + 0.5
		sums := make([]float64, blankOf(logP))
		for k := range sums {
			sums[k] = l.instead(2*i+1, k).log()
		}
		all[i].LogProbabilities = sums
		logSoftmaxForward(matrix.Of(1, len(sums), sums))
	}
	lattices.Put(l)
	return all
}

// meanColumn is the mean of t over all walks, whose sum is total, and the columns t that they are in state s.
func (l *lattice) meanColumn(s int, total wide) float64 {
	sum, weights := 0.0, 0.0
	for t := range l.columns {
		w := l.at(l.alpha, t)[s].times(l.at(l.beta, t)[s]).over(total)
		sum, weights = sum+w*float64(t), weights+w
	}
	return sum / weights
}

// instead is p(l | x) with class k in place of the digit that state s stands for. The walks up to the state before and
// from the state behind are what they were; only those through s are to be counted anew, with a_t the sum of all that are
// in s in column t:
//
//	a_t = y_t(k) · (a_{t−1} + α_{t−1}(s−1) + [k ≠ l′_{s−2}]·α_{t−1}(s−2))
//	p = Σₜ a_t · (y_{t+1}(l′_{s+1})·β_{t+1}(s+1) + [k ≠ l′_{s+2}]·y_{t+1}(l′_{s+2})·β_{t+1}(s+2))
//
// where a walk that begins in s is one more in a₀, and one that ends there leaves with probability 1.
func (l *lattice) instead(s, k int) wide {
	total, a := wideZero, wideZero
	for t := range l.columns {
		switch {
		case t > 0:
			before := l.at(l.alpha, t-1)
			a = a.plus(before[s-1])
			if s > 1 && l.states[s-2] != k {
				a = a.plus(before[s-2])
			}
		case s == 1:
			a = wideOne
		}
		a = a.times(l.in(t)[k])
		total = total.plus(a.times(l.leaving(s, k, t)))
	}
	return total
}

// leaving is the sum of all walks from state s, which stands for k, in column t to the end that leave it at once.
func (l *lattice) leaving(s, k, t int) wide {
	last := len(l.states) - 1
	if t == l.columns-1 {
		if s == last-1 {
			return wideOne
		}
		return wideZero
	}
	y, after := l.in(t+1), l.at(l.beta, t+1)
	sum := after[s+1].times(y[l.states[s+1]])
	if s+2 < last && l.states[s+2] != k {
		sum = sum.plus(after[s+2].times(y[l.states[s+2]]))
	}
	return sum
}
