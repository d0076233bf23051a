package evaluate

import "gonum.org/v1/gonum/stat/distuv"

// confident is how often the bounds of this file hold the truth, at least.
const confident = 0.95

// upperBound is the largest rate of errors that k errors in n independent cases leave possible: with a larger one, so few
// errors would be seen less often than once in twenty times. It is the exact bound of Clopper and Pearson, "The Use of
// Confidence or Fiducial Limits Illustrated in the Case of the Binomial" (Biometrika 26, 1934): the p at which
//
//	Σᵢ₌₀..ₖ C(n,i)·pⁱ·(1−p)ⁿ⁻ⁱ = 1 − 0.95
//
// which is a quantile of the beta distribution with parameters k+1 and n−k. Without an error it is close to 3/n. Of no
// cases nothing is known, and the bound is 1.
func upperBound(k, n int) float64 { return rateBelow(k, n, confident) }

// interval is where the true rate of k cases in n lies, by the same authors: below it, and above, once in forty times each.
func interval(k, n int) (low, high float64) {
	const each = 1 - (1-confident)/2
	return 1 - rateBelow(n-k, n, each), rateBelow(k, n, each)
}

// rateBelow is the rate that is not exceeded with this confidence after k cases in n.
func rateBelow(k, n int, confidence float64) float64 {
	if k >= n {
		return 1
	}
	return distuv.Beta{Alpha: float64(k + 1), Beta: float64(n - k)}.Quantile(confidence)
}
