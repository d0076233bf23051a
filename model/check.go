package model

import (
	"fmt"
	"math"
	"math/rand/v2"

	"aloud/matrix"
)

// CheckTolerance is the relative error below which a derived gradient counts as right. The numerical derivative is good
// to about 1e-9, and no mistake worth the name stays below a hundred times that.
const CheckTolerance = 1e-7

// A Trial is a gradient as it was derived, with the function whose gradient it claims to be.
type Trial struct {
	Name      string         // of the model or layer, with no blanks in it
	Loss      func() float64 // of the variables as they stand at the moment
	Variables []Variable
}

// A Variable is a matrix that the loss of a [Trial] depends on.
type Variable struct {
	Name     string                 // as in the formulas: "W", "b", "x"
	Value    matrix.Matrix[float64] // where the gradient was derived
	Gradient matrix.Matrix[float64] // as it was derived, of the same shape
}

// Variables cuts parameters and their derived gradient into the matrices of the groups.
func Variables(params, gradient []float64, groups []Group) []Variable {
	values, gradients := Windows(params, groups), Windows(gradient, groups)
	variables := make([]Variable, len(groups))
	for i, g := range groups {
		variables[i] = Variable{g.Name, values[i], gradients[i]}
	}
	return variables
}

// A GroupCheck tells how well a group's derived gradient agrees with the numerical one.
type GroupCheck struct {
	Group
	Checked    int     // parameters looked at
	WorstError float64 // the largest relative error among them; NaN where there is a NaN
}

// OK reports whether the gradient is right.
func (c GroupCheck) OK() bool { return c.WorstError < CheckTolerance } // and so not NaN

// CheckOptions say how thorough a check is.
type CheckOptions struct {
	Sample int    // parameters to look at in each group; 0 looks at all
	Seed   uint64 // decides which
}

// DefaultCheckOptions looks at 100 parameters of each group: a wrong formula is wrong nearly everywhere.
func DefaultCheckOptions() CheckOptions { return CheckOptions{Sample: 100, Seed: 1} }

// Check compares the derived gradient with the numerical derivative by one number after the other, at the price of four
// losses each. It changes the variables meanwhile and leaves them as they were. It panics where a gradient has another
// shape than its variable.
func (t Trial) Check(o CheckOptions) []GroupCheck {
	random := rand.New(rand.NewPCG(o.Seed, 0))
	checks := make([]GroupCheck, len(t.Variables))
	for i, v := range t.Variables {
		if v.Value.Rows != v.Gradient.Rows || v.Value.Cols != v.Gradient.Cols {
			panic(fmt.Sprintf("model: %s: a gradient of %dx%d by %s of %dx%d",
				t.Name, v.Gradient.Rows, v.Gradient.Cols, v.Name, v.Value.Rows, v.Value.Cols))
		}
		chosen := random.Perm(len(v.Value.Data))
		if o.Sample > 0 {
			chosen = chosen[:min(o.Sample, len(chosen))]
		}
		worst := worstError(v.Gradient.Data, v.Value.Data, chosen, t.Loss)
		checks[i] = GroupCheck{Group{v.Name, v.Value.Rows, v.Value.Cols}, len(chosen), worst}
	}
	return checks
}

// CheckGradient puts the gradient of m, for the examples x of the classes t, on trial.
func CheckGradient(m Model[float64], x matrix.Matrix[float64], t []uint8, o CheckOptions) []GroupCheck {
	return modelTrial(m, x, Lesson{Classes: t}).Check(o)
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
