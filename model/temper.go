package model

import "aloud/matrix"

// Temper divides the logits of a model by a temperature, by dividing the parameters of its last layer: the classes stay in
// their order, and their probabilities come closer together above 1 and move apart below it (Guo, Pleiss, Sun and
// Weinberger, "On Calibration of Modern Neural Networks", 2017, section 4.2).
func Temper[T matrix.Float](m Model[T], temperature float64) {
	factor := T(1 / temperature)
	for _, p := range lastLayer(m) {
		for i := range p {
			p[i] *= factor
		}
	}
}

// lastLayer returns the parameters that the logits are proportional to: the weights and bias of the last product, or, where
// a normalisation follows it, that one's scales and shifts.
func lastLayer[T matrix.Float](m Model[T]) [][]T {
	if c, ok := m.(*Convnet[T]); ok {
		w := c.weights[len(c.weights)-1]
		if w.scale != nil {
			return [][]T{w.scale, w.shift}
		}
		return [][]T{w.w.Data, w.b}
	}
	windows := Windows(m.Params(), m.Groups())
	return [][]T{windows[len(windows)-2].Data, windows[len(windows)-1].Data}
}
