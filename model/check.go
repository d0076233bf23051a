package model

import (
	"math"
	"math/rand/v2"

	"aloud/matrix"
)

// CheckTolerance is the relative error below which a derived gradient counts as right. The numerical derivative is good
// to about 1e-9, and no mistake worth the name stays below a hundred times that.
const CheckTolerance = 1e-7

// A GroupCheck tells how well a group's derived gradient agrees with the numerical one.
type GroupCheck struct {
	Group
	Checked    int     // parameters looked at
	WorstError float64 // the largest relative error among them; NaN where there is a NaN
}

// OK reports whether the gradient is right.
func (c GroupCheck) OK() bool { return c.WorstError < CheckTolerance } // and so not NaN

// CheckOptions say how thorough [CheckGradient] is.
type CheckOptions struct {
	Sample int    // parameters to look at in each group; 0 looks at all
	Seed   uint64 // decides which
}

// DefaultCheckOptions looks at 100 parameters of each group: a wrong formula is wrong nearly everywhere.
func DefaultCheckOptions() CheckOptions { return CheckOptions{Sample: 100, Seed: 1} }

// CheckGradient compares the gradient of m, for the examples x of the classes t, with the numerical derivative of the
// loss by one parameter after the other, at the price of four forward passes each. It changes the parameters meanwhile
// and leaves them as they were.
func CheckGradient(m Model[float64], x matrix.Matrix[float64], t []uint8, o CheckOptions) []GroupCheck {
	s := new(matrix.Scratch[float64])
	gradient := make([]float64, len(m.Params()))
	m.Gradient(gradient, x, t, s)
	loss := func() float64 {
		s.Reset()
		return -LogLikelihood(m, x, t, s)
	}
	random := rand.New(rand.NewPCG(o.Seed, 0))
	derived, params := Windows(gradient, m.Groups()), Windows(m.Params(), m.Groups())
	checks := make([]GroupCheck, len(params))
	for i, g := range m.Groups() {
		chosen := random.Perm(g.Size())
		if o.Sample > 0 {
			chosen = chosen[:min(o.Sample, len(chosen))]
		}
		checks[i] = GroupCheck{g, len(chosen), worstError(derived[i].Data, params[i].Data, chosen, loss)}
	}
	return checks
}

// worstError is the largest relative error of the derived derivatives of f by the chosen ones of x.
func worstError(derived, x []float64, chosen []int, f func() float64) float64 {
	worst := 0.0
	for _, i := range chosen {
		worst = max(worst, relativeError(derived[i], derivative(f, &x[i])))
	}
	return worst
}

// derivative is the numerical derivative of f by *x, from five points of which the middle one has no weight
// (Abramowitz and Stegun, "Handbook of Mathematical Functions", 25.3.6):
//
//	f′(x) = (f(x−2h) − 8·f(x−h) + 8·f(x+h) − f(x+2h)) / 12h + h⁴/30·f⁽⁵⁾
//
// Rounding adds some ε·f/h. For the losses here, where f and its derivatives are near 1, both are about 10⁻¹³ with
// h = 10⁻³. The usual two points reach no more than 10⁻¹¹.
func derivative(f func() float64, x *float64) float64 {
	const h = 1e-3
	middle := *x
	defer func() { *x = middle }()
	at := func(steps float64) float64 {
		*x = middle + steps*h
		return f()
	}
	return (at(-2) - 8*at(-1) + 8*at(1) - at(2)) / (12 * h)
}

// relativeError is the difference of a and b as a share of the larger one. Where both are below 10⁻⁴ it is a share of
// that: the numerical derivative of a pixel that is nearly always empty consists of rounding, and proves nothing.
func relativeError(a, b float64) float64 {
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b), 1e-4)
}
