package model

import (
	"aloud/matrix"
)

// Softmax is multiclass logistic regression: one layer of weights and the softmax.
//
//	q = x·W + b,    p(j | x) = exp(q_j) / Z
type Softmax[T matrix.Float] struct {
	sight
	groups []Group
	params []T
	w, b   matrix.Matrix[T] // windows into params
}

// NewSoftmax returns a softmax regression with all parameters 0, from which every class is as likely as any other. The
// loss is convex, so that one start is as good as another.
func NewSoftmax[T matrix.Float](inputs, classes int) *Softmax[T] {
	m := &Softmax[T]{sight: sight{inputs: inputs}, groups: []Group{{"W", inputs, classes}, {"b", 1, classes}}}
	m.params = make([]T, Size(m.groups))
	windows := Windows(m.params, m.groups)
	m.w, m.b = windows[0], windows[1]
	return m
}

func (m *Softmax[T]) Kind() string    { return "softmax" }
func (m *Softmax[T]) Classes() int    { return m.w.Cols }
func (m *Softmax[T]) Params() []T     { return m.params }
func (m *Softmax[T]) Groups() []Group { return m.groups }

func (m *Softmax[T]) LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	denseForward(dst, x, m.w, m.b.Data)
	logSoftmaxForward(dst)
}

// Gradient is derived layer by layer, from the loss down:
//
//	dq = (p − [j = t]) / n
//	dW = xᵀ·dq
//	db = Σ rows dq
func (m *Softmax[T]) Gradient(gradient []T, x matrix.Matrix[T], l Lesson, s *matrix.Scratch[T]) T {
	d := Windows(gradient, m.groups)
	q := s.Matrix(x.Rows, m.Classes())
	m.LogProbabilities(q, x, s)
	loss := crossEntropyBackward(q, l)
	denseBackward(d[0], d[1].Data, x, q)
	return loss
}
