package train

import (
	"math/rand/v2"
	"testing"

	"aloud/model"
)

// TestTrials holds what this package derives against the numerical gradient.
func TestTrials(t *testing.T) {
	for _, trial := range Trials(rand.New(rand.NewPCG(1, 2))) {
		for _, c := range trial.Check(model.CheckOptions{}) {
			if !c.OK() {
				t.Errorf("%s: %s: relative error %.1e", trial.Name, c.Name, c.WorstError)
			}
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
