package model

import (
	"aloud/matrix"
)

// A passage is what the way up through a layer leaves for the way back.
type passage[T matrix.Float] struct {
	in, out matrix.Matrix[T] // examples; out is in where the layer writes over it

	// Where the layer is a normalisation:
	mean, variance []T              // of the batch
	line           matrix.Matrix[T] // what it is, two numbers a channel: see normLine
	plane          matrix.Matrix[T] // and its gradient, three: see batchSlopes
	sums           matrix.Matrix[T] // of each example, of both ways in turn
}

// Gradient is the way up through the layers and the way back (see [Perceptron.Gradient]). Where a block ends with the
// addition of what it began with, dx of its beginning is the sum of what comes through the block and what comes past it.
//
// The layers are taken in stages, see [stage]: within one, each example goes through all of them before the next example
// does.
func (m *Convnet[T]) Gradient(gradient []T, x matrix.Matrix[T], l Lesson, s *matrix.Scratch[T]) T {
	passages := m.up(x, &l, s)
	logits := passages[len(passages)-1].out
	dq := s.Matrix(logits.Rows, logits.Cols)
	copy(dq.Data, logits.Data)
	logSoftmaxForward(dq)
	loss := crossEntropyBackward(dq, l)
	m.down(gradient, passages, dq, l.Seed, s)
	return loss
}

// A stage is some layers that follow one another, which an example can go through by itself. A normalisation begins one,
// since it must have seen all examples before it lets one pass, and a dense layer is one, since its many weights are used
// for all examples together.
type stage struct{ begin, end int } // layers from begin to before end

func (a *Architecture) stages() []stage {
	var stages []stage
	for i := range a.layers {
		kind := a.layers[i].kind
		if i == 0 || kind == normLayer || kind == denseLayer || a.layers[i-1].kind == denseLayer {
			stages = append(stages, stage{i, i})
		}
		stages[len(stages)-1].end = i + 1
	}
	return stages
}

// up takes the examples through the layers as training does: normalised with the moments of the batch, and with numbers
// left out if there is a lesson.
func (m *Convnet[T]) up(x matrix.Matrix[T], lesson *Lesson, s *matrix.Scratch[T]) []passage[T] {
	passages := m.passages(x, s)
	memory := s.Matrix(partsOf(x.Rows), m.architecture.frameMemory())
	for _, stage := range m.architecture.stages() {
		l, w, p := &m.architecture.layers[stage.begin], m.weights[stage.begin], &passages[stage.begin]
		switch l.kind {
		case denseLayer:
			matrix.Mul(p.out, p.in, w.w)
			if l.bias {
				matrix.AddRow(p.out, w.b)
			}
			m.sumUp(stage.end, passages, 0, x.Rows)
			continue
		case normLayer:
			if stage.begin == 0 {
				m.sumUp(0, passages, 0, x.Rows)
			}
			batchMoments(p.mean, p.variance, p.sums, l.in.pixels())
			normLine(p.line.Row(0), p.line.Row(1), w.scale, w.shift, p.mean, p.variance)
		}
		eachPart(x.Rows, partFunc(func(worker, _, begin, end int) {
			for i := begin; i < end; i++ {
				for k := stage.begin; k < stage.end; k++ {
					p, block := &passages[k], &passages[m.architecture.block(k)]
					m.forward(k, p.out.Row(i), p.in.Row(i), block.in.Row(i), p.line, lesson, i, memory.Row(worker))
				}
				m.sumUp(stage.end, passages, i, i+1)
			}
		}))
	}
	return passages
}

// passages lends memory for the way up.
func (m *Convnet[T]) passages(x matrix.Matrix[T], s *matrix.Scratch[T]) []passage[T] {
	passages := make([]passage[T], len(m.architecture.layers))
	for i := range passages {
		l, p := &m.architecture.layers[i], &passages[i]
		p.in, p.out = x, x
		if !m.architecture.inPlace(i) {
			p.out = s.Matrix(x.Rows, l.out.size())
		}
		if l.kind == normLayer {
			c := l.in.channels
			moments := s.Matrix(2, c)
			p.mean, p.variance = moments.Row(0), moments.Row(1)
			p.line, p.plane, p.sums = s.Matrix(2, c), s.Matrix(3, c), s.Matrix(x.Rows, 2*c)
		}
		x = p.out
	}
	return passages
}

// sumUp takes the moments of some examples for layer i, if it is a normalisation.
func (m *Convnet[T]) sumUp(i int, passages []passage[T], begin, end int) {
	if i == len(passages) || m.architecture.layers[i].kind != normLayer {
		return
	}
	p, c := &passages[i], m.architecture.layers[i].in.channels
	for e := begin; e < end; e++ {
		exampleMoments(p.sums.Row(e)[:c], p.sums.Row(e)[c:], p.in.Row(e))
	}
}

// forward sets h to what layer i makes of an example, whose number is given; a normalisation is known by its line. Without
// a lesson nothing is left out. The memory is for a frame.
func (m *Convnet[T]) forward(i int, h, x, block []T, line matrix.Matrix[T], lesson *Lesson, example int, memory []T) {
	l, w := &m.architecture.layers[i], m.weights[i]
	switch l.kind {
	case convLayer:
		convForward(h, x, w.w, w.b, l.kernel, l.in, m.architecture.withReLU(i), memory)
	case depthwiseLayer:
		depthwiseForward(h, x, w.w, w.b, l.kernel, l.in, memory)
	case poolLayer:
		poolForward(h, x, l.kernel, l.in)
	case meanLayer:
		meanForward(h, x, l.in)
	case normLayer:
		normForward(h, x, line.Row(0)[:l.in.channels], line.Row(1)[:l.in.channels], m.architecture.withReLU(i))
	case reluLayer:
		copyUnlessSame(h, x)
		if i == 0 || !m.architecture.withReLU(i-1) {
			reluForward(h)
		}
	case dropoutLayer:
		copyUnlessSame(h, x)
		if lesson != nil {
			dropForward(h, l.share, mix(lesson.Seed, uint64(i)), example*len(h))
		}
	case addLayer:
		addForward(h, x, block)
	}
}

// withReLU reports whether layer i does what the ReLU after it would as well: a normalisation does, and a convolution in one
// product.
func (a *Architecture) withReLU(i int) bool {
	if i+1 == len(a.layers) || a.layers[i+1].kind != reluLayer || a.layers[i+1].first {
		return false
	}
	l := &a.layers[i]
	return l.kind == normLayer || l.kind == convLayer && l.kernel.inOneProduct()
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

// frameMemory is the memory that one example needs at a time on its way up.
func (a *Architecture) frameMemory() int {
	size := 0
	for i := range a.layers {
		size = max(size, a.layers[i].border(a.layers[i].in).memory())
	}
	return size
}

// A descent is a way back under way.
type descent[T matrix.Float] struct {
	*Convnet[T]
	gradient []weights[T]
	passages []passage[T]
	seed     uint64
	aside    []matrix.Matrix[T] // of each addition: what goes past its block
	phases   [][]phase[T]       // of each convolution: its weights for the way back
	sums     []matrix.Matrix[T] // of each product: the gradient of its weights, of each part of the examples
	biases   []matrix.Matrix[T] // and of its bias, of each example
}

// down carries the gradient dh by what the last layer gave back through all of them.
func (m *Convnet[T]) down(gradient []T, passages []passage[T], dh matrix.Matrix[T], seed uint64, s *matrix.Scratch[T]) {
	d := m.newDescent(gradient, passages, dh.Rows, seed, s)
	stages := m.architecture.stages()
	for k := len(stages) - 1; k >= 0; k-- {
		dh = d.stage(stages[k], dh, s)
	}
}

func (m *Convnet[T]) newDescent(gradient []T, passages []passage[T], n int, seed uint64, s *matrix.Scratch[T]) *descent[T] {
	layers := m.architecture.layers
	d := &descent[T]{Convnet: m, gradient: layerWeights(m.architecture, Windows(gradient, m.groups)), passages: passages, seed: seed,
		aside: make([]matrix.Matrix[T], len(layers)), phases: make([][]phase[T], len(layers)),
		sums: make([]matrix.Matrix[T], len(layers)), biases: make([]matrix.Matrix[T], len(layers))}
	for i := range layers {
		l, w := &layers[i], m.weights[i]
		if l.kind == addLayer {
			d.aside[i] = s.Matrix(n, l.in.size())
		}
		if l.kind == convLayer && i > 0 {
			d.phases[i] = phasesOf(w.w, l.kernel, l.in, s)
		}
		if l.kind == convLayer || l.kind == depthwiseLayer {
			d.sums[i], d.biases[i] = s.Matrix(partsOf(n), len(w.w.Data)), s.Matrix(n, len(w.b))
		}
	}
	return d
}

// stage carries the gradient dh by what a stage gave through it. It sets the gradients of its parameters, and returns the
// gradient by what it saw, but for a normalisation at its beginning: what that still has to do to each example, the stage
// below does.
func (d *descent[T]) stage(st stage, dh matrix.Matrix[T], s *matrix.Scratch[T]) matrix.Matrix[T] {
	l, p := &d.architecture.layers[st.begin], &d.passages[st.begin]
	if l.kind == denseLayer {
		return d.dense(st.begin, dh, s)
	}
	dx := dh
	last := d.lastToWrite(st)
	if last < st.end {
		dx = s.Matrix(dh.Rows, d.architecture.layers[last].in.size())
	}
	sheet, rest := d.architecture.backMemory(st)
	memory := s.Matrix(partsOf(dh.Rows), 2*sheet+rest)
	eachPart(dh.Rows, partFunc(func(worker, part, begin, end int) {
		sheets := memory.Row(worker)
		for i := begin; i < end; i++ {
			g, into, other := dh.Row(i), sheets[:sheet], sheets[sheet:2*sheet]
			d.finish(st.end, i, g)
			for k := st.end - 1; k >= st.begin; k-- {
				switch {
				case d.architecture.layers[k].backInPlace():
					d.backward(k, g, g, part, i, i > begin, sheets[2*sheet:])
					continue
				case k == last:
					into = dx.Row(i)
				}
				into = into[:d.architecture.layers[k].in.size()]
				d.backward(k, into, g, part, i, i > begin, sheets[2*sheet:])
				g, into, other = into, other, into[:cap(into)]
			}
			if l.kind == normLayer {
				c := l.in.channels
				exampleSlopes(p.sums.Row(i)[:c], p.sums.Row(i)[c:], g, p.in.Row(i))
			}
		}
	}))
	for k := st.begin; k < st.end; k++ {
		if d.sums[k].Rows > 0 {
			addParts(d.gradient[k].w.Data, d.sums[k])
			addParts(d.gradient[k].b, d.biases[k])
		}
	}
	if l.kind == normLayer {
		g, w := d.gradient[st.begin], d.weights[st.begin]
		batchSlopes(g.scale, g.shift, p.plane, p.sums, w.scale, p.mean, p.variance, l.in.pixels())
		clear(g.mean)
		clear(g.variance)
	}
	return dx
}

// dense is the stage of a dense layer.
func (d *descent[T]) dense(i int, dh matrix.Matrix[T], s *matrix.Scratch[T]) matrix.Matrix[T] {
	l, p, g := &d.architecture.layers[i], &d.passages[i], d.gradient[i]
	for e := range dh.Rows {
		d.finish(i+1, e, dh.Row(e))
	}
	matrix.MulTransA(g.w, p.in, dh)
	if l.bias {
		matrix.SumRows(g.b, dh)
	}
	if i == 0 {
		return dh
	}
	dx := s.Matrix(dh.Rows, l.in.size())
	denseBackwardInput(dx, dh, d.weights[i].w, s)
	if l.first {
		for e := range dx.Rows {
			d.addAside(i, e, dx.Row(e))
		}
	}
	return dx
}

// lastToWrite is the lowest layer of a stage whose gradient by what it sees does not stand where that by what it gave did;
// the end of the stage if there is none.
func (d *descent[T]) lastToWrite(st stage) int {
	for k := max(1, st.begin); k < st.end; k++ {
		if !d.architecture.layers[k].backInPlace() {
			return k
		}
	}
	return st.end
}

// backInPlace reports whether the layer turns dh into dx in place.
func (l *layer) backInPlace() bool {
	switch l.kind {
	case normLayer, reluLayer, dropoutLayer, addLayer:
		return true
	}
	return false
}

// finish does to an example's gradient what is left to do of a normalisation, layer i, by which the stage above began.
func (d *descent[T]) finish(i, example int, g []T) {
	if i == len(d.passages) || d.architecture.layers[i].kind != normLayer {
		return
	}
	normBackward(g, d.passages[i].in.Row(example), d.passages[i].plane)
	if d.architecture.layers[i].first {
		d.addAside(i, example, g)
	}
}

// addAside adds to an example's gradient, by what a block with the first layer i began with, what went past the block.
func (d *descent[T]) addAside(i, example int, g []T) {
	for k := i; k < len(d.aside) && (k == i || !d.architecture.layers[k].first); k++ {
		if d.architecture.layers[k].kind == addLayer {
			matrix.Blend(g, 1, d.aside[k].Row(example), 1)
		}
	}
}

// backward carries an example's gradient dh through layer i: it adds to that of the weights, unless the part begins with
// this example and there is nothing to keep, and sets dx to the gradient by what the layer saw, which is dh itself where it
// works in place. Below the first layer nobody asks for it.
func (d *descent[T]) backward(i int, dx, dh []T, part, example int, keep bool, memory []T) {
	l, w, p := &d.architecture.layers[i], d.weights[i], &d.passages[i]
	x, h := p.in.Row(example), p.out.Row(example)
	var dw matrix.Matrix[T]
	if d.sums[i].Rows > 0 {
		dw = matrix.Of(w.w.Rows, w.w.Cols, d.sums[i].Row(part))
		if l.bias {
			matrix.SumRows(d.biases[i].Row(example), places(dh, l.out.channels))
		}
	}
	switch l.kind {
	case normLayer:
		return // see finish
	case reluLayer:
		reluBackward(dh, h)
	case dropoutLayer:
		dropBackward(dh, l.share, mix(d.seed, uint64(i)), example*len(dh))
	case addLayer:
		copy(d.aside[i].Row(example), dh)
	case convLayer:
		convBackward(dw, x, dh, l.kernel, l.in, memory, keep)
		if i > 0 {
			convBackwardInput(dx, dh, d.phases[i], l.backBorder(l.in, l.out.channels), memory)
		}
	case depthwiseLayer:
		depthwiseBackward(dw, x, dh, l.kernel, l.in, memory, keep)
		if i > 0 {
			depthwiseBackwardInput(dx, dh, w.w, l.kernel, l.in, memory)
		}
	case poolLayer:
		poolBackward(dx, dh, x, h, l.kernel, l.in)
	case meanLayer:
		meanBackward(dx, dh, l.in)
	}
	if l.first && i > 0 {
		d.addAside(i, example, dx)
	}
}

// backMemory is the memory that one example needs at a time on its way back: for a gradient, and for all else.
func (a *Architecture) backMemory(st stage) (sheet, rest int) {
	for _, l := range a.layers[st.begin:st.end] {
		sheet = max(sheet, l.in.size())
		if l.kind == convLayer {
			rest = max(rest, l.backBorder(l.in, l.out.channels).memory())
		}
		rest = max(rest, l.border(l.in).memory())
	}
	return sheet, rest
}
