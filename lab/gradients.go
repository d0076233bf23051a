package lab

import (
	"math"

	"aloud/matrix"
	"aloud/model"
)

// firstGradW is the first of the pixels, above the middle, whose weights' gradients are shown.
const firstGradW = 152

// GradientFigures are log-likelihood and gradient of softmax regression for one digit, at w ~ N(0, 0.001²) and b = 0.
type GradientFigures struct {
	W     [5]float64       `json:"w_first5"` // the first weights, which show that they are the notebook's
	LogP  float64          `json:"logp"`
	GradW [6]float64       `json:"grad_w_152_158_0"` // of the weights for class 0 of pixels 152 to 157
	GradB [classes]float64 `json:"grad_b"`
	Class int              `json:"-"` // t, the digit's class
}

// A Check tells how well the derived gradient of one parameter group agrees with the numerical one.
type Check struct {
	Model string // the kind of the model
	model.GroupCheck

	// Distance is the figure that the notebook prints, as scipy.optimize.check_grad defines it: the Euclidean distance of
	// the derived gradient from forward differences, which are the less exact of the two.
	Distance float64
}

// gradientAtOnePoint computes log-likelihood and gradient by means of package model, whose derivation is thereby held
// against the notebook's.
func gradientAtOnePoint(s sample) GradientFigures {
	m := startingRegression().asModel()
	x, t := s.batch()
	gradient := make([]float64, len(m.Params()))
	loss := m.Gradient(gradient, x, model.Lesson{Classes: t}, nil)

	w, d := model.Windows(m.Params(), m.Groups()), model.Windows(gradient, m.Groups())
	f := GradientFigures{W: [5]float64(w[0].Row(0)[:5]), LogP: -loss, Class: s.class}
	for i := range f.GradW {
		f.GradW[i] = -d[0].Row(firstGradW + i)[0]
	}
	for j, d := range d[1].Data {
		f.GradB[j] = -d
	}
	return f
}

// startingRegression is the regression at which the notebook looks at a gradient.
func startingRegression() *regression {
	random := newLegacyRandom(123)
	m := new(regression)
	for i := range m.w {
		m.w[i] = 0.001 * random.normal()
	}
	return m
}

// batch is the sample as package model takes it.
func (s sample) batch() (x matrix.Matrix[float64], t []uint8) {
	x = matrix.New[float64](1, inputs)
	for _, p := range s.ink {
		x.Data[p.at] = p.x()
	}
	return x, []uint8{uint8(s.class)}
}

// checkGradients checks the gradients of both models for one digit, with the parameters that they begin with.
func checkGradients(s sample) []Check {
	x, t := s.batch()
	return append(checkGradient(startingRegression().asModel(), x, t),
		checkGradient(newPerceptron(newLegacyRandom(perceptronSeed)).asModel(), x, t)...)
}

// checkGradient checks the gradient by every parameter, in the way of package model and in the notebook's.
func checkGradient(m model.Model[float64], x matrix.Matrix[float64], t []uint8) []Check {
	gradient := make([]float64, len(m.Params()))
	m.Gradient(gradient, x, model.Lesson{Classes: t}, nil)
	derived, params := model.Windows(gradient, m.Groups()), model.Windows(m.Params(), m.Groups())
	s := new(matrix.Scratch[float64])
	loss := func() float64 {
		s.Reset()
		return -model.LogLikelihood(m, x, t, s)
	}
	var checks []Check
	for i, c := range model.CheckGradient(m, x, t, model.CheckOptions{Sample: 0}) {
		checks = append(checks, Check{m.Kind(), c, distance(derived[i].Data, params[i].Data, loss)})
	}
	return checks
}

// distance is that of the derived gradient of f by x from the numerical one by forward differences.
//
//	√ Σᵢ (derivedᵢ − (f(x + h·eᵢ) − f(x)) / h)²,    h = √ε, about 1.5·10⁻⁸
func distance(derived, x []float64, f func() float64) float64 {
	const h = 0x1p-26
	sum, fx := 0.0, f()
	for i, xi := range x {
		x[i] = xi + h
		e := derived[i] - (f()-fx)/h
		x[i] = xi
		sum += e * e
	}
	return math.Sqrt(sum)
}
