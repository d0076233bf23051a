package train

import (
	"math"

	"aloud/matrix"
)

// A Descent makes steps out of gradients: an [SGD] or an [Adam].
type Descent interface {
	vectors() int // how many vectors like the parameters it keeps between steps
	valid() bool
}

// leastDescent is the least number of parameters worth handing to another core.
const leastDescent = 1 << 14

// known reports whether it is one of the descents here: not a pointer to one, nor a type that holds one, which have the
// same methods.
func known(d Descent) bool {
	switch d.(type) {
	case SGD, Adam:
		return true
	}
	return false
}

// descend changes the parameters w by one step along the gradient g, with the descent's memory and the number t of
// steps taken, this one included.
func descend[T matrix.Float](d Descent, w, g []T, memory [][]T, rate float64, t int) {
	matrix.Parallel(len(w), leastDescent, func(begin, end int) {
		switch d := d.(type) {
		case SGD:
			sgdStep(d, w[begin:end], g[begin:end], memory[0][begin:end], rate)
		case Adam:
			adamStep(d, w[begin:end], g[begin:end], memory[0][begin:end], memory[1][begin:end], rate, t)
		}
	})
}

// SGD is stochastic gradient descent with momentum.
type SGD struct {
	Momentum float64 // share of its speed that a step keeps from the last; 0 is plain descent
	Nesterov bool    // look ahead along the speed before measuring the slope
}

// DefaultSGD returns the usual momentum.
func DefaultSGD() SGD { return SGD{Momentum: 0.9, Nesterov: true} }

func (SGD) vectors() int  { return 1 }
func (d SGD) valid() bool { return d.Momentum >= 0 && d.Momentum < 1 }

// sgdStep makes one step (Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013,
// section 2, with the learning rate outside the speed, so that a schedule acts at once).
//
//	v ← μ·v + g
//	w ← w − η·v              or, with Nesterov's look ahead,  w ← w − η·(g + μ·v)
func sgdStep[T matrix.Float](d SGD, w, g, v []T, rate float64) {
	mu, eta := T(d.Momentum), T(rate)
	if matrix.StepSGD(w, g, v, mu, eta, d.Nesterov) {
		return
	}
	for i := range w {
		v[i] = mu*v[i] + g[i]
		if d.Nesterov {
			w[i] -= eta * (g[i] + mu*v[i])
		} else {
			w[i] -= eta * v[i]
		}
	}
}

// Adam gives every parameter a step of its own length (Kingma and Ba, "Adam: a method for stochastic optimization",
// 2015, algorithm 1).
type Adam struct {
	Beta1   float64 // decay of the mean of the gradients
	Beta2   float64 // decay of the mean of their squares
	Epsilon float64 // keeps the division from 0
}

// DefaultAdam returns the settings of the paper.
func DefaultAdam() Adam { return Adam{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8} }

func (Adam) vectors() int { return 2 }
func (d Adam) valid() bool {
	return d.Beta1 >= 0 && d.Beta1 < 1 && d.Beta2 >= 0 && d.Beta2 < 1 && d.Epsilon > 0
}

// adamStep makes step number t.
//
//	m ← β₁·m + (1 − β₁)·g
//	v ← β₂·v + (1 − β₂)·g²
//	w ← w − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
//
// The divisions by 1 − βᵗ undo that m and v began at 0.
func adamStep[T matrix.Float](d Adam, w, g, m, v []T, rate float64, t int) {
	b1, b2, epsilon := T(d.Beta1), T(d.Beta2), T(d.Epsilon)
	eta := T(rate / (1 - math.Pow(d.Beta1, float64(t))))
	unbias := T(1 / (1 - math.Pow(d.Beta2, float64(t))))
	if matrix.StepAdam(w, g, m, v, b1, b2, eta, unbias, epsilon) {
		return
	}
	for i := range w {
		m[i] = b1*m[i] + (1-b1)*g[i]
		v[i] = b2*v[i] + (1-b2)*g[i]*g[i]
		w[i] -= eta * m[i] / (T(math.Sqrt(float64(v[i]*unbias))) + epsilon)
	}
}
