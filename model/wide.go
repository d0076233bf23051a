package model

import "math"

// A wide is a number of any size that is not negative: m·2^(512·e), where m is 0 or between 2⁻²⁵⁶ and 2²⁵⁶, or little more
// behind a sum. The probability of a hundred columns can be smaller than the smallest float64; in logarithms every
// addition would take an exponential and a logarithm, and most of the time of a reading.
type wide struct {
	m float64
	e int
}

// wideZero has so small an exponent that it never counts in a sum.
var wideZero, wideOne = wide{0, math.MinInt32}, wide{1, 0}

// wideOf is exp(log).
func wideOf(log float64) wide {
	if math.IsInf(log, -1) {
		return wideZero
	}
	e := math.Round(log / (512 * math.Ln2))
	return wide{math.Exp(log - e*512*math.Ln2), int(e)}
}

// log is the natural logarithm.
func (a wide) log() float64 { return math.Log(a.m) + float64(a.e)*(512*math.Ln2) }

func (a wide) plus(b wide) wide {
	if a.e == b.e {
		return wide{a.m + b.m, a.e}
	}
	return a.plusOther(b)
}

// plusOther is plus for another exponent. Of two exponents more, a number is below the last bit of the other.
func (a wide) plusOther(b wide) wide {
	if a.e < b.e {
		a, b = b, a
	}
	if a.e == b.e+1 {
		a.m += b.m * 0x1p-512
	}
	return a
}

func (a wide) times(b wide) wide {
	m, e := a.m*b.m, a.e+b.e
	switch {
	case m < 0x1p-256:
		return wide{m * 0x1p512, e - 1}
	case m > 0x1p256:
		return wide{m * 0x1p-512, e + 1}
	}
	return wide{m, e}
}

// over is a/b, which must be below 2¹⁰²³.
func (a wide) over(b wide) float64 {
	return math.Ldexp(a.m/b.m, 512*max(a.e-b.e, -4))
}
