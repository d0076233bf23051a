package model

import (
	"slices"
	"sync"

	"aloud/matrix"
)

// A desk is where examples are taken through the layers of a network for prediction: only what the next layer and the end
// of the block need stays on it.
type desk[T matrix.Float] struct {
	sheets [3][]T // one holds what the last layer gave, one what the block began with, and one is free
	frame  []T
}

// deskSize is how many numbers a desk has for the given layers and so many examples together: on a sheet, and in all.
func (a *Architecture) deskSize(begin, end, examples int) (sheet, all int) {
	for _, l := range a.layers[begin:end] {
		sheet = max(sheet, l.out.size()*examples)
	}
	return sheet, 3*sheet + a.frameMemory()
}

// newDesk lays out the memory.
func newDesk[T matrix.Float](memory []T, sheet int) desk[T] {
	var d desk[T]
	for i := range d.sheets {
		d.sheets[i], memory = memory[:sheet:sheet], memory[sheet:]
	}
	d.frame = memory
	return d
}

// free returns a matrix on a sheet where neither a nor b lies.
func (d *desk[T]) free(rows, cols int, a, b matrix.Matrix[T]) matrix.Matrix[T] {
	i := slices.IndexFunc(d.sheets[:], func(sheet []T) bool { return &sheet[0] != &a.Data[0] && &sheet[0] != &b.Data[0] })
	return matrix.Of(rows, cols, d.sheets[i][:rows*cols])
}

// LogProbabilities takes the examples through the layers one by one, so that what a layer gives is still in the cache when
// the next one asks for it; from the first dense layer on, whose weights are many, all of them together.
func (m *Convnet[T]) LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	m.logits(dst, x, s)
	logSoftmaxForward(dst)
}

// logits is LogProbabilities before the softmax.
func (m *Convnet[T]) logits(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	if x.Rows == 0 {
		return
	}
	layers, lines, h := m.architecture.layers, m.lines(s), x
	trunk := m.architecture.trunk()
	if trunk > 0 {
		sheet, all := m.architecture.deskSize(0, trunk, 1)
		memory := s.Matrix(partsOf(x.Rows), all)
		h = s.Matrix(x.Rows, layers[trunk-1].out.size())
		climb[T]{m, trunk, sheet, x, h, lines, memory}.take()
	}
	if trunk < len(layers) {
		sheet, all := m.architecture.deskSize(trunk, len(layers), x.Rows)
		d := newDesk(s.Matrix(1, all).Data, sheet)
		h = m.predict(trunk, len(layers), h, lines, &d)
	}
	copy(dst.Data, h.Data)
}

// A climb is examples on their way up the trunk of a network.
type climb[T matrix.Float] struct {
	net                 *Convnet[T]
	trunk, sheet        int // layers, and numbers on a sheet of a desk
	x, h, lines, memory matrix.Matrix[T]
}

func (c *climb[T]) do(worker, _, begin, end int) {
	d := newDesk(c.memory.Row(worker), c.sheet)
	for i := begin; i < end; i++ {
		given := c.net.predict(0, c.trunk, rowsOf(c.x, i, 1), c.lines, &d)
		copy(c.h.Row(i), given.Data)
	}
}

// take takes all of them up, many at once.
func (c climb[T]) take() {
	shared, ok := climbs.Get().(*climb[T])
	if !ok {
		shared = new(climb[T])
	}
	*shared = c
	eachPart(c.x.Rows, shared)
	*shared = climb[T]{} // and with it all that it keeps alive
	climbs.Put(shared)
}

// climbs are pointers to such, used again so that prediction does not allocate.
var climbs sync.Pool

// trunk is how many layers stand below the first dense one, or below its block where that ends with an addition.
func (a *Architecture) trunk() int {
	dense := slices.IndexFunc(a.layers, func(l layer) bool { return l.kind == denseLayer })
	if dense < 0 {
		return len(a.layers)
	}
	for end := dense + 1; end < len(a.layers) && !a.layers[end].first; end++ {
		if a.layers[end].kind == addLayer {
			for !a.layers[dense].first {
				dense--
			}
			break
		}
	}
	return dense
}

// lines sets rows 2i and 2i+1 of what it returns to the straight line that layer i is, if it is a normalisation.
func (m *Convnet[T]) lines(s *matrix.Scratch[T]) matrix.Matrix[T] {
	channels := 0
	for _, w := range m.weights {
		channels = max(channels, len(w.scale))
	}
	lines := s.Matrix(2*len(m.weights), channels)
	for i, w := range m.weights {
		c := len(w.scale)
		normLine(lines.Row(2 * i)[:c], lines.Row(2*i + 1)[:c], w.scale, w.shift, w.mean, w.variance)
	}
	return lines
}

// predict takes examples through the layers from begin to before end, the first of which begins a block or follows the one
// that made x.
func (m *Convnet[T]) predict(begin, end int, x, lines matrix.Matrix[T], d *desk[T]) matrix.Matrix[T] {
	block := x
	for i := begin; i < end; i++ {
		l, w, h := &m.architecture.layers[i], m.weights[i], x
		if l.first {
			block = x
		}
		if i == begin || l.first || !l.backInPlace() {
			h = d.free(x.Rows, l.out.size(), x, block)
		}
		if l.kind == denseLayer {
			matrix.Mul(h, x, w.w)
			if l.bias {
				matrix.AddRow(h, w.b)
			}
		} else {
			for e := range x.Rows {
				m.forward(i, h.Row(e), x.Row(e), block.Row(e), rowsOf(lines, 2*i, 2), nil, e, d.frame)
			}
		}
		x = h
	}
	return x
}
