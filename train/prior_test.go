package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"aloud/model"
)

// TestPriorIsGradientOfPenalty holds what prior adds to a gradient against the numerical gradient of λ/2·‖w‖² with
// λ = 1/(n·σ²). Of a quadratic function the central difference is exact, whatever the step.
func TestPriorIsGradientOfPenalty(t *testing.T) {
	const variance, examples = 0.3, 7
	random := rand.New(rand.NewPCG(1, 2))
	m := model.NewPerceptron[float64](random, 5, 4, 3)
	params := m.Params()
	for i := range params {
		params[i] += random.NormFloat64() // biases begin at 0, where nothing would pull at them anyway
	}
	penalty := func() float64 {
		sum := 0.0
		for i, w := range model.Windows(params, m.Groups()) {
			for _, v := range w.Data {
				if name := m.Groups()[i].Name; name == "V1" || name == "W" {
					sum += v * v
				}
			}
		}
		return sum / (2 * examples * variance)
	}
	gradient := make([]float64, len(params))
	gradient[0] = 10 // what is there stays
	prior(gradient, params, m.Groups(), variance, examples)
	gradient[0] -= 10
	for i, middle := range params {
		params[i] = middle + 0.5
		above := penalty()
		params[i] = middle - 0.5
		want := above - penalty()
		params[i] = middle
		if math.Abs(gradient[i]-want) > 1e-12 {
			t.Errorf("parameter %d: prior adds %v, the penalty grows by %v", i, gradient[i], want)
		}
	}
}

// TestDecay sees that weights lose their share and biases nothing.
func TestDecay(t *testing.T) {
	params := []float64{2, -4, 8, 1, 3} // W of 3x1, b, and what is not the model's
	decay(params[:4], []model.Group{{Name: "W", Rows: 3, Cols: 1}, {Name: "b", Rows: 1, Cols: 1}}, 0.25)
	for i, want := range []float64{1.5, -3, 6, 1, 3} {
		if params[i] != want {
			t.Errorf("parameter %d: %v, want %v", i, params[i], want)
		}
	}
}
