package model

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"aloud/matrix"
)

// Convnet is a convolutional network as an [Architecture] describes it, under a softmax: LeNet's heirs (LeCun et al.,
// "Gradient-based learning applied to document recognition", 1998, section II).
type Convnet[T matrix.Float] struct {
	sight
	architecture Architecture
	groups       []Group
	params       []T
	weights      []weights[T] // of each layer, windows into params
}

// weights are the parameters of a layer, as windows into all parameters or into a gradient. Those that it does not have
// are empty.
type weights[T matrix.Float] struct {
	w                            matrix.Matrix[T]
	b                            []T
	scale, shift, mean, variance []T // of a normalisation
}

// NewConvnet returns a network with weights drawn from random. Where a ReLU follows, their variance is the one that keeps
// the signal's from layer to layer (He et al., "Delving deep into rectifiers", 2015, section 2.2), and elsewhere half of
// it:
//
//	w ~ N(0, 2 / numbers that an output sees)
//
// Biases are 0, scales and variances 1. A nil random leaves all parameters 0, for a network whose weights will be read.
func NewConvnet[T matrix.Float](random *rand.Rand, a Architecture) *Convnet[T] {
	m := &Convnet[T]{architecture: a, groups: a.groups()}
	m.sight.inputs = a.in.size()
	m.params = make([]T, Size(m.groups))
	m.weights = layerWeights(a, Windows(m.params, m.groups))
	if random != nil {
		for i := range m.weights {
			m.begin(i, random)
		}
	}
	return m
}

// layerWeights hands the windows to the layers, in the order of [Architecture.groups].
func layerWeights[T matrix.Float](a Architecture, windows []matrix.Matrix[T]) []weights[T] {
	next := func() matrix.Matrix[T] {
		w := windows[0]
		windows = windows[1:]
		return w
	}
	all := make([]weights[T], len(a.layers))
	for i := range a.layers {
		l, w := &a.layers[i], &all[i]
		if l.hasWeights() {
			w.w = next()
		}
		if l.bias {
			w.b = next().Data
		}
		if l.kind == normLayer {
			w.scale, w.shift, w.mean, w.variance = next().Data, next().Data, next().Data, next().Data
		}
	}
	return all
}

// begin draws the first weights of layer i.
func (m *Convnet[T]) begin(i int, random *rand.Rand) {
	gain := 1.0
	for _, above := range m.architecture.layers[i+1:] {
		if above.hasWeights() {
			break
		}
		if above.kind == reluLayer {
			gain = 2
		}
	}
	w := m.weights[i]
	fillNormal(w.w.Data, random, math.Sqrt(gain/float64(max(1, w.w.Rows))))
	for c := range w.scale {
		w.scale[c], w.variance[c] = 1, 1
	}
}

func (m *Convnet[T]) Kind() string               { return "convnet" }
func (m *Convnet[T]) Classes() int               { return m.architecture.out().size() }
func (m *Convnet[T]) Params() []T                { return m.params }
func (m *Convnet[T]) Groups() []Group            { return m.groups }
func (m *Convnet[T]) Architecture() Architecture { return m.architecture }

// Settle measures what each normalisation sees, batch by batch, as each is normalised with its own moments below it;
// nothing is left out; a network without normalisations takes none. The mean of the means is kept, and of the variances, made larger by m/(m−1) for the m places in a
// batch: around its own mean a sample varies that much less.
func (m *Convnet[T]) Settle(batches iter.Seq[matrix.Matrix[T]], s *matrix.Scratch[T]) {
	if !slices.ContainsFunc(m.architecture.layers, func(l layer) bool { return l.kind == normLayer }) {
		return
	}
	sums, n := make([]float64, len(m.params)), 0
	for x := range batches {
		s.Reset()
		m.addMoments(sums, x, s)
		n++
	}
	m.setMoments(sums, n)
}

// addMoments adds what each normalisation sees in a batch to the sums: those of the first one's means, its variances, the
// second one's means, and so on.
func (m *Convnet[T]) addMoments(sums []float64, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	for i, p := range m.up(x, nil, s) {
		places := float64(x.Rows * m.architecture.layers[i].in.pixels())
		for c := range p.mean {
			sums[c] += float64(p.mean[c])
			sums[len(p.mean)+c] += float64(p.variance[c]) * places / max(1, places-1)
		}
		sums = sums[2*len(p.mean):]
	}
}

// setMoments sets those of each normalisation to the means of n batches; none leave them as they are.
func (m *Convnet[T]) setMoments(sums []float64, n int) {
	if n == 0 {
		return
	}
	for _, w := range m.weights {
		for c := range w.mean {
			w.mean[c], w.variance[c] = T(sums[c]/float64(n)), T(sums[len(w.mean)+c]/float64(n))
		}
		sums = sums[2*len(w.mean):]
	}
}

// Folded returns a network that predicts the same, rounding aside, with one layer less wherever a normalisation follows
// a product with weights: there the product's own weights and a bias do what the normalisation does.
//
//	a·(x·w) + b = x·(w·a) + b,    a = γ / √(σ² + ε),    b = β − a·μ      a number of a and b for each output
//
// It cannot be trained any further as m could.
func (m *Convnet[T]) Folded() *Convnet[T] {
	a := Architecture{in: m.architecture.in}
	for i, l := range m.architecture.layers {
		if !m.architecture.folds(i) {
			a.add(l) // fits as it did
		}
	}
	folded := NewConvnet[T](nil, a)
	folded.sight = m.sight
	into := -1
	for i, w := range m.weights {
		if m.architecture.folds(i) {
			folded.weights[into].fold(w)
			continue
		}
		into++
		folded.weights[into].set(w)
	}
	return folded
}

// folds reports whether layer i is a normalisation that can be folded into the layer before it: of the same block, for the
// block's end may add what it begins with.
func (a *Architecture) folds(i int) bool {
	l := &a.layers[i]
	return l.kind == normLayer && !l.first && a.layers[i-1].hasWeights()
}

// set sets the weights to those of a layer of the same kind, which may lack a bias.
func (w weights[T]) set(from weights[T]) {
	copy(w.w.Data, from.w.Data)
	copy(w.b, from.b)
	copy(w.scale, from.scale)
	copy(w.shift, from.shift)
	copy(w.mean, from.mean)
	copy(w.variance, from.variance)
}

// fold lets the weights, whose bias is 0, do a normalisation as well.
func (w weights[T]) fold(norm weights[T]) {
	a := make([]T, len(w.b))
	normLine(a, w.b, norm.scale, norm.shift, norm.mean, norm.variance)
	for i := range w.w.Rows {
		for o := range a {
			w.w.Row(i)[o] *= a[o]
		}
	}
}

// check finds parameters that make no sense.
func (m *Convnet[T]) check() error {
	for i, w := range m.weights {
		for c, v := range w.variance {
			if v < 0 {
				return fmt.Errorf("%v: channel %d has the variance %v", &m.architecture.layers[i], c, v)
			}
		}
	}
	return nil
}
