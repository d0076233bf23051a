package lab

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
)

// A posterior is softmax regression with a Gaussian prior, of which the most probable weights are sought. The trainer's
// way, with many small steps, never comes to their place where λ is small; it stops somewhere before, and to stop early is
// a prior of its own. For an account of what the prior does the minimum itself is needed.
type posterior struct {
	m        *model.Softmax[float32]
	x        matrix.Matrix[float32]
	t        []uint8
	lambda   float64
	scratch  matrix.Scratch[float32]
	part     []float32 // gradient of a batch
	at       []float64 // where loss and gradient were computed last
	value    float64
	gradient []float64
	learned  int // examples of which a gradient was computed
}

// newPosterior encodes the digits, once for all λ.
func newPosterior(digits []digit.Labelled) *posterior {
	m := model.NewSoftmax[float32](inputs, classes)
	size := len(m.Params())
	p := &posterior{m: m, x: matrix.New[float32](len(digits), inputs), t: make([]uint8, len(digits)),
		part: make([]float32, size), gradient: make([]float64, size)}
	for i := range digits {
		feature.Encode(feature.Pixels, p.x.Row(i), &digits[i].Digit)
		p.t[i] = digits[i].Class
	}
	return p
}

// compute computes the loss and its gradient at w, unless they are known.
//
//	f(w) = −1/n · Σᵢ log p(tᵢ | xᵢ) + λ/2·‖W‖²,    df = dw + λ·W
//
// The products are in float32, which is fast, and the sums over batches in float64.
func (p *posterior) compute(w []float64) {
	if slices.Equal(p.at, w) {
		return
	}
	p.at = append(p.at[:0], w...)
	for i, v := range w {
		p.m.Params()[i] = float32(v)
	}
	p.value = 0
	p.learned += len(p.t)
	clear(p.gradient)
	const batch = 5000 // keeps the products busy
	for begin := 0; begin < len(p.t); begin += batch {
		end := min(begin+batch, len(p.t))
		share := float64(end-begin) / float64(len(p.t))
		p.scratch.Reset()
		x := matrix.Of(end-begin, p.x.Cols, p.x.Data[begin*p.x.Cols:end*p.x.Cols])
		p.value += share * float64(p.m.Gradient(p.part, x, model.Lesson{Classes: p.t[begin:end]}, &p.scratch))
		for i, v := range p.part {
			p.gradient[i] += share * float64(v)
		}
	}
	values, gradients := model.Windows(w, p.m.Groups()), model.Windows(p.gradient, p.m.Groups())
	for i, g := range p.m.Groups() {
		if !g.Decays() {
			continue
		}
		for k, v := range values[i].Data {
			p.value += p.lambda / 2 * v * v
			gradients[i].Data[k] += p.lambda * v
		}
	}
}

// flat is the slope below which the minimum counts as reached: a tenth of what the prior pulls at a weight of 1, or what float32
// can tell from 0 where the loss is near 1.
func flat(lambda float64) float64 { return min(lambda/10, 5e-5) }

// minimise goes from start to the minimum for this λ and leaves the model there. It returns the place, and the largest
// derivative that is left. The method is L-BFGS (Nocedal, "Updating quasi-Newton matrices with
// limited storage", 1980). Close to the minimum it may find no lower point because of what float32 rounds off; forgetting how
// the ground bent helps it on.
func (p *posterior) minimise(start []float64, lambda float64) (w []float64, slope float64, err error) {
	p.lambda, p.at = lambda, nil
	problem := optimize.Problem{
		Func: func(w []float64) float64 { p.compute(w); return p.value },
		Grad: func(gradient, w []float64) { p.compute(w); copy(gradient, p.gradient) },
	}
	settings := &optimize.Settings{GradientThreshold: flat(lambda), MajorIterations: 1000}
	const remembered, attempts = 20, 2 // steps that tell it how the ground bends
	w = start
	for range attempts {
		result, err := optimize.Minimize(problem, w, settings, &optimize.LBFGS{Store: remembered})
		if result == nil {
			return nil, 0, fmt.Errorf("lab: the prior: %w", err)
		}
		w = slices.Clone(result.X)
		p.compute(w)
		slope = 0
		for _, d := range p.gradient {
			slope = max(slope, math.Abs(d))
		}
		if slope <= flat(lambda) {
			break
		}
	}
	return w, slope, nil
}
