package train

import (
	"math/rand/v2"
	"slices"

	"aloud/model"
)

// Trials puts the gradients that this package derives on trial, at a point drawn at random, as [model.Trials] does with
// those of the models.
func Trials(random *rand.Rand) []model.Trial { return []model.Trial{priorTrial(random)} }

// priorTrial adds the prior's gradient to that of a linear loss:
//
//	g·w + λ/2·‖W‖²,    λ = 1 / (n·σ²)    W: the weights among all parameters w
//
// What was there, g, must stay, and the biases must have no more than that.
func priorTrial(random *rand.Rand) model.Trial {
	const variance, examples = 0.3, 7
	groups := []model.Group{{Name: "V1", Rows: 5, Cols: 4}, {Name: "a1", Rows: 1, Cols: 4}, {Name: "W", Rows: 4, Cols: 3}}
	params, linear := make([]float64, model.Size(groups)), make([]float64, model.Size(groups))
	for i := range params {
		params[i], linear[i] = random.NormFloat64(), random.NormFloat64()
	}
	gradient := slices.Clone(linear)
	prior(gradient, params, groups, variance, examples)
	variables := model.Variables(params, gradient, groups)
	loss := func() float64 {
		sum := 0.0
		for i, w := range params {
			sum += linear[i] * w
		}
		for _, weights := range []model.Variable{variables[0], variables[2]} {
			for _, w := range weights.Value.Data {
				sum += w * w / (2 * examples * variance)
			}
		}
		return sum
	}
	return model.Trial{Name: "prior", Loss: loss, Variables: variables}
}
