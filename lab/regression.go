package lab

import "aloud/model"

// A regression is softmax regression, one digit at a time.
//
//	log q_j = Σᵢ xᵢ·w_ij + b_j
type regression struct {
	w [inputs * classes]float64 // row by row
	b [classes]float64
}

func (m *regression) logP(x []pixel) [classes]float64 {
	logQ := m.b
	weigh(logQ[:], m.w[:], x)
	logSoftmax(&logQ)
	return logQ
}

// climb follows the gradients of log p_t:
//
//	∂/∂w_ij = xᵢ·δ^q_j,    ∂/∂b_j = δ^q_j
func (m *regression) climb(s sample, rate float64) float64 {
	logP := m.logP(s.ink)
	step := deltaQ(&logP, s.class)
	for j := range step {
		step[j] *= rate
		m.b[j] += step[j]
	}
	adjust(m.w[:], step[:], s.ink)
	return logP[s.class]
}

// asModel is the same regression as package model has it.
func (m *regression) asModel() *model.Softmax[float64] {
	same := model.NewSoftmax[float64](inputs, classes)
	windows := model.Windows(same.Params(), same.Groups())
	copy(windows[0].Data, m.w[:])
	copy(windows[1].Data, m.b[:])
	return same
}
