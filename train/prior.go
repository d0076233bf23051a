package train

import (
	"aloud/matrix"
	"aloud/model"
)

// prior adds to the gradient of the loss that of a Gaussian prior w ~ N(0, σ²) on the weights, for n training examples.
// The most probable weights maximise log p(w) + Σᵢ log p(tᵢ | xᵢ, w); divided by −n, so that the sum becomes our loss,
//
//	loss + λ/2·‖w‖² + const,    λ = 1 / (n·σ²),    dw ← dw + λ·w
//
// Biases have no prior.
func prior[T matrix.Float](gradient, params []T, groups []model.Group, variance float64, n int) {
	lambda := T(1 / (float64(n) * variance))
	windows := model.Windows(gradient, groups)
	for i, w := range model.Windows(params, groups) {
		if !groups[i].Decays() {
			continue
		}
		dw := windows[i]
		for k, v := range w.Data {
			dw.Data[k] += lambda * v
		}
	}
}

// decay takes that share of every weight away; biases are left alone.
func decay[T matrix.Float](params []T, groups []model.Group, share float64) {
	keep := T(1 - share)
	for i, w := range model.Windows(params, groups) {
		if !groups[i].Decays() {
			continue
		}
		for k := range w.Data {
			w.Data[k] *= keep
		}
	}
}
