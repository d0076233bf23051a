package lab

import (
	"math"

	"aloud/model"
)

// hidden is the number of hidden units of the notebook's perceptron.
const hidden = 20

// A perceptron is one hidden layer of sigmoids under softmax regression, one digit at a time.
//
//	hₖ = σ(Σᵢ xᵢ·v_ik + aₖ),    log q_j = Σₖ hₖ·w_kj + b_j
type perceptron struct {
	v [inputs * hidden]float64 // row by row
	a [hidden]float64
	w [hidden][classes]float64
	b [classes]float64
}

// newPerceptron draws biases and weights as the notebook does: all biases first, from N(0, 1), and then the weights from
// N(0, 1/inputs of the layer), unit by unit.
func newPerceptron(random *legacyRandom) *perceptron {
	m := new(perceptron)
	for k := range m.a {
		m.a[k] = random.normal()
	}
	for j := range m.b {
		m.b[j] = random.normal()
	}
	for k := range hidden {
		for i := range inputs {
			m.v[i*hidden+k] = random.normal() / math.Sqrt(inputs)
		}
	}
	for j := range classes {
		for k := range hidden {
			m.w[k][j] = random.normal() / math.Sqrt(hidden)
		}
	}
	return m
}

func (m *perceptron) logP(x []pixel) [classes]float64 {
	h := m.h(x)
	return m.logPFrom(&h)
}

// h is what the hidden units give.
func (m *perceptron) h(x []pixel) [hidden]float64 {
	h := m.a
	weigh(h[:], m.v[:], x)
	for k, z := range h {
		h[k] = 1 / (1 + math.Exp(-z))
	}
	return h
}

// logPFrom is log p from what the hidden units give.
func (m *perceptron) logPFrom(h *[hidden]float64) [classes]float64 {
	logQ := m.b
	for k, h := range h {
		for j, w := range &m.w[k] {
			logQ[j] += h * w
		}
	}
	logSoftmax(&logQ)
	return logQ
}

// climb follows the gradients of log p_t:
//
//	∂/∂w_kj = hₖ·δ^q_j,    ∂/∂b_j = δ^q_j
//	δ^h_k = (Σⱼ δ^q_j·w_kj) · hₖ·(1 − hₖ)
//	∂/∂v_ik = xᵢ·δ^h_k,    ∂/∂aₖ = δ^h_k
func (m *perceptron) climb(s sample, rate float64) float64 {
	h := m.h(s.ink)
	logP := m.logPFrom(&h)
	δq := deltaQ(&logP, s.class)
	δh := m.deltaH(&δq, &h) // before w changes

	for j := range δq {
		δq[j] *= rate
		m.b[j] += δq[j]
	}
	for k, h := range h {
		w := &m.w[k]
		for j, d := range &δq {
			w[j] += h * d
		}
	}
	for k := range δh {
		δh[k] *= rate
		m.a[k] += δh[k]
	}
	adjust(m.v[:], δh[:], s.ink)
	return logP[s.class]
}

// deltaH carries δ^q back to what the hidden units are given.
//
//	δ^h_k = (Σⱼ δ^q_j·w_kj) · hₖ·(1 − hₖ)
func (m *perceptron) deltaH(δq *[classes]float64, h *[hidden]float64) (δh [hidden]float64) {
	for k, h := range h {
		sum := 0.0
		for j, w := range &m.w[k] {
			sum += δq[j] * w
		}
		δh[k] = sum * h * (1 - h)
	}
	return δh
}

// asModel is the same perceptron as package model has it.
func (m *perceptron) asModel() *model.Perceptron[float64] {
	same := model.NewPerceptron[float64](nil, inputs, hidden, classes)
	windows := model.Windows(same.Params(), same.Groups())
	copy(windows[0].Data, m.v[:])
	copy(windows[1].Data, m.a[:])
	for k := range m.w {
		copy(windows[2].Row(k), m.w[k][:])
	}
	copy(windows[3].Data, m.b[:])
	return same
}
