package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"aloud/matrix"
)

// Perceptron is a perceptron with hidden layers of sigmoid units, any number of them, under a softmax.
//
//	h₁ = σ(x·V₁ + a₁),  h₂ = σ(h₁·V₂ + a₂),  …,  q = h·W + b,  p(j | x) = exp(q_j) / Z
type Perceptron[T matrix.Float] struct {
	sight
	groups []Group
	params []T
	layers []dense[T] // from the input up; the last one gives the logits
}

// dense is one layer's weights and bias, as windows into all parameters or into a gradient.
type dense[T matrix.Float] struct {
	w matrix.Matrix[T]
	b []T
}

// NewPerceptron returns a perceptron with sizes[0] inputs, hidden layers of the sizes between, and the last of sizes as
// the number of classes. Biases are 0 and the weights drawn from random with the variance that keeps the variance of
// the signals from layer to layer, both up and down (Glorot and Bengio, "Understanding the difficulty of training deep
// feedforward neural networks", 2010, section 4.2.1):
//
//	w ~ N(0, 2·4² / (inputs + outputs))   for sigmoids, whose slope at 0 is ¼
//	w ~ N(0, 2 / (inputs + outputs))      for the last layer
//
// A nil random leaves all parameters 0, for a model whose weights will be read. It panics on fewer than two sizes or
// one below 1.
func NewPerceptron[T matrix.Float](random *rand.Rand, sizes ...int) *Perceptron[T] {
	m := &Perceptron[T]{groups: perceptronGroups(sizes)}
	m.sight.inputs = sizes[0]
	m.params = make([]T, Size(m.groups))
	m.layers = denseLayers(Windows(m.params, m.groups))
	if random != nil {
		for i, layer := range m.layers {
			gain := 4.0
			if i == len(m.layers)-1 {
				gain = 1
			}
			fillNormal(layer.w.Data, random, gain*math.Sqrt(2/float64(layer.w.Rows+layer.w.Cols)))
		}
	}
	return m
}

// perceptronGroups names the layers: V1, a1, V2, a2, …, W, b.
func perceptronGroups(sizes []int) []Group {
	if len(sizes) < 2 || slices.Min(sizes) < 1 {
		panic(fmt.Sprintf("model: a perceptron of sizes %v", sizes))
	}
	var groups []Group
	last := len(sizes) - 2
	for i := range sizes[:last] {
		groups = append(groups, Group{fmt.Sprint("V", i+1), sizes[i], sizes[i+1]}, Group{fmt.Sprint("a", i+1), 1, sizes[i+1]})
	}
	return append(groups, Group{"W", sizes[last], sizes[last+1]}, Group{"b", 1, sizes[last+1]})
}

// denseLayers pairs weights and biases.
func denseLayers[T matrix.Float](windows []matrix.Matrix[T]) []dense[T] {
	layers := make([]dense[T], len(windows)/2)
	for i := range layers {
		layers[i] = dense[T]{windows[2*i], windows[2*i+1].Data}
	}
	return layers
}

func fillNormal[T matrix.Float](dst []T, random *rand.Rand, deviation float64) {
	for i := range dst {
		dst[i] = T(random.NormFloat64() * deviation)
	}
}

func (m *Perceptron[T]) Kind() string    { return "perceptron" }
func (m *Perceptron[T]) Classes() int    { return m.layers[len(m.layers)-1].w.Cols }
func (m *Perceptron[T]) Params() []T     { return m.params }
func (m *Perceptron[T]) Groups() []Group { return m.groups }

func (m *Perceptron[T]) LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	last := len(m.layers) - 1
	for _, layer := range m.layers[:last] {
		h := s.Matrix(x.Rows, layer.w.Cols)
		denseForward(h, x, layer.w, layer.b)
		sigmoidForward(h)
		x = h
	}
	denseForward(dst, x, m.layers[last].w, m.layers[last].b)
	logSoftmaxForward(dst)
}

// Gradient is the same walk with every layer's output kept, and back again (backpropagation: Rumelhart, Hinton and
// Williams, "Learning representations by back-propagating errors", 1986). For one hidden layer:
//
//	dq = (p − [j = t]) / n
//	dW = hᵀ·dq,         db = Σ rows dq
//	dh = dq·Wᵀ,         dz = dh ⊙ h ⊙ (1 − h)
//	dV = xᵀ·dz,         da = Σ rows dz
//
// and with more of them the last two lines are repeated, with the layer below in place of x.
func (m *Perceptron[T]) Gradient(gradient []T, x matrix.Matrix[T], l Lesson, s *matrix.Scratch[T]) T {
	d := denseLayers(Windows(gradient, m.groups))
	last := len(m.layers) - 1

	in := make([]matrix.Matrix[T], last+1) // what each layer sees
	in[0] = x
	for i, layer := range m.layers[:last] {
		in[i+1] = s.Matrix(x.Rows, layer.w.Cols)
		denseForward(in[i+1], in[i], layer.w, layer.b)
		sigmoidForward(in[i+1])
	}
	dz := s.Matrix(x.Rows, m.Classes())
	denseForward(dz, in[last], m.layers[last].w, m.layers[last].b)
	logSoftmaxForward(dz)

	loss := crossEntropyBackward(dz, l)
	denseBackward(d[last].w, d[last].b, in[last], dz)
	for i := last; i > 0; i-- {
		dh := s.Matrix(x.Rows, in[i].Cols)
		denseBackwardInput(dh, dz, m.layers[i].w, s)
		sigmoidBackward(dh, in[i])
		denseBackward(d[i-1].w, d[i-1].b, in[i-1], dh)
		dz = dh
	}
	return loss
}
