package model

import (
	"aloud/matrix"
)

// A passage is what the way up through a layer leaves for the way back.
type passage[T matrix.Float] struct {
	in, out        matrix.Matrix[T]
	mean, variance []T // of the batch, where the layer is a normalisation
}

// Gradient is the way up, layer by layer, and the way back (see [Perceptron.Gradient]). Where a block ends with the addition of
// what it began with, dx of its beginning is the sum of what comes through the block and what comes past it.
func (m *Convnet[T]) Gradient(gradient []T, x matrix.Matrix[T], l Lesson, s *matrix.Scratch[T]) T {
	passages := m.up(x, &l, s)
	logits := passages[len(passages)-1].out
	dq := s.Matrix(logits.Rows, logits.Cols)
	copy(dq.Data, logits.Data)
	logSoftmaxForward(dq)
	loss := crossEntropyBackward(dq, l.Classes, l.Smoothing)
	m.down(gradient, passages, dq, l.Seed, s)
	return loss
}

// up takes the examples through the layers as training does: normalised with the moments of the batch, and with numbers
// left out if there is a lesson.
func (m *Convnet[T]) up(x matrix.Matrix[T], lesson *Lesson, s *matrix.Scratch[T]) []passage[T] {
	passages := make([]passage[T], len(m.architecture.layers))
	var block matrix.Matrix[T] // what it began with
	for i := range m.architecture.layers {
		if m.architecture.layers[i].first {
			block = x
		}
		passages[i].in = x
		m.layerUp(i, &passages[i], block, lesson, s)
		x = passages[i].out
	}
	return passages
}

// layerUp sets p.out to what layer i makes of p.in.
func (m *Convnet[T]) layerUp(i int, p *passage[T], block matrix.Matrix[T], lesson *Lesson, s *matrix.Scratch[T]) {
	l, w := &m.architecture.layers[i], m.weights[i]
	p.out = p.in
	if !m.architecture.inPlace(i) {
		p.out = s.Matrix(p.in.Rows, l.out.size())
	}
	switch l.kind {
	case convLayer:
		convForward(p.out, p.in, w.w, l.kernel, l.in, s)
	case depthwiseLayer:
		depthwiseForward(p.out, p.in, w.w, l.kernel, l.in, s)
	case denseLayer:
		matrix.Mul(p.out, p.in, w.w)
	case poolLayer:
		poolForward(p.out, p.in, l.kernel, l.in)
	case meanLayer:
		meanForward(p.out, p.in, l.in)
	case normLayer:
		moments := s.Matrix(2, l.out.channels)
		p.mean, p.variance = moments.Row(0), moments.Row(1)
		matrix.Moments(p.mean, p.variance, places(p.in.Data, l.in.channels), s)
		normForward(p.out, p.in, w.scale, w.shift, p.mean, p.variance, s)
	case reluLayer:
		copyUnlessSame(p.out, p.in)
		reluForward(p.out)
	case dropoutLayer:
		copyUnlessSame(p.out, p.in)
		if lesson != nil {
			dropForward(p.out, l.share, mix(lesson.Seed, uint64(i)))
		}
	case addLayer:
		addForward(p.out, p.in, block)
	}
	if l.bias {
		biasForward(p.out, w.b)
	}
}

// inPlace reports whether layer i may write over what it sees: nobody else needs that any more, on the way back neither.
// A ReLU knows by what it let through what dropout let through after it.
func (a *Architecture) inPlace(i int) bool {
	l := &a.layers[i]
	if l.first || l.kind != reluLayer && l.kind != dropoutLayer {
		return false
	}
	below := &a.layers[i-1]
	return below.hasWeights() || below.kind == normLayer || below.kind == addLayer || below.kind == reluLayer
}

// copyUnlessSame sets dst to a, unless it is a.
func copyUnlessSame[T matrix.Float](dst, a matrix.Matrix[T]) {
	if &dst.Data[0] != &a.Data[0] {
		copy(dst.Data, a.Data)
	}
}

// addForward computes h = z + x. The gradient goes to both as it is.
func addForward[T matrix.Float](h, z, x matrix.Matrix[T]) {
	copyUnlessSame(h, z)
	matrix.Blend(h.Data, 1, x.Data, 1)
}

// down carries the gradient dh by what the last layer gave back through all of them.
func (m *Convnet[T]) down(gradient []T, passages []passage[T], dh matrix.Matrix[T], seed uint64, s *matrix.Scratch[T]) {
	layers, d := m.architecture.layers, layerWeights(m.architecture, Windows(gradient, m.groups))
	var past []matrix.Matrix[T] // what goes past the layers of the block
	for i := len(layers) - 1; i >= 0; i-- {
		if layers[i].kind == addLayer {
			aside := s.Matrix(dh.Rows, dh.Cols)
			copy(aside.Data, dh.Data)
			past = append(past, aside)
		}
		dh = m.layerDown(i, d[i], &passages[i], dh, seed, s)
		if layers[i].first && i > 0 {
			for _, aside := range past {
				addForward(dh, dh, aside)
			}
			past = past[:0]
		}
	}
}

// layerDown sets the gradient d of layer i's parameters, and returns the one by what it saw: dh written over, where that
// has its shape. Below the first layer nobody asks for it.
func (m *Convnet[T]) layerDown(i int, d weights[T], p *passage[T], dh matrix.Matrix[T], seed uint64, s *matrix.Scratch[T]) matrix.Matrix[T] {
	l, w := &m.architecture.layers[i], m.weights[i]
	if l.bias {
		biasBackward(d.b, dh, s)
	}
	switch l.kind {
	case convLayer:
		convBackward(d.w, p.in, dh, l.kernel, l.in, s)
	case depthwiseLayer:
		depthwiseBackward(d.w, p.in, dh, l.kernel, l.in, s)
	case denseLayer:
		matrix.MulTransA(d.w, p.in, dh)
	case normLayer:
		clear(d.mean)
		clear(d.variance)
		normBackward(d.scale, d.shift, dh, p.in, w.scale, p.mean, p.variance, s)
		return dh
	case reluLayer:
		reluBackward(dh, p.out)
		return dh
	case dropoutLayer:
		dropBackward(dh, l.share, mix(seed, uint64(i)))
		return dh
	case addLayer:
		return dh
	}
	if i == 0 {
		return dh
	}
	dx := s.Matrix(p.in.Rows, p.in.Cols)
	switch l.kind {
	case convLayer:
		convBackwardInput(dx, dh, w.w, l.kernel, l.in, s)
	case depthwiseLayer:
		depthwiseBackwardInput(dx, dh, w.w, l.kernel, l.in, s)
	case denseLayer:
		denseBackwardInput(dx, dh, w.w, s)
	case poolLayer:
		poolBackward(dx, dh, p.in, p.out, l.kernel, l.in)
	case meanLayer:
		meanBackward(dx, dh, l.in)
	}
	return dx
}
