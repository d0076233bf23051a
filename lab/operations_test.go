package lab

import (
	"testing"

	"aloud/model"
	"aloud/recipe"
)

// TestOperations counts by hand.
func TestOperations(t *testing.T) {
	perceptron := recipe.Of("mlp")
	perceptron.Hidden = []int{5}
	softmax := recipe.Of("softmax")
	net, err := model.ParseArchitecture("28x28x1\nconv 3x3 2\ndense 10")
	if err != nil {
		t.Fatal(err)
	}
	const digits = 3
	for _, row := range []struct {
		m                   model.Model[float32]
		predicting, learned float64
	}{
		{softmax.Model(), 2 * 784 * 10, 2 * 2 * 784 * 10},
		{perceptron.Model(), 2 * (784*5 + 5*10), 2 * (2*784*5 + 3*5*10)},
		{model.NewConvnet[float32](nil, net), 2 * 26 * 26 * 2 * (9 + 10), 3 * 2 * 26 * 26 * 2 * (9 + 10)},
	} {
		if got := predictingOperations(row.m, digits); got != digits*row.predicting {
			t.Errorf("%s: %g operations to predict, want %g", row.m.Kind(), got, digits*row.predicting)
		}
		if got := learningOperations(row.m, digits); got != digits*row.learned {
			t.Errorf("%s: %g operations to learn, want %g", row.m.Kind(), got, digits*row.learned)
		}
	}
	one, two := sample{ink: make([]pixel, 1)}, sample{ink: make([]pixel, 2)}
	got := notebookOperations(samples{training: []sample{one, two}, validation: []sample{two}})
	regression := 2*3*10 + 2*10
	perceptronOfTwenty := 2*3*20 + 3*2*20*10 + 2*20 + 20*10
	if want := float64(2 * 10 * (regression + perceptronOfTwenty)); got != want {
		t.Errorf("the notebook: %g operations, want %g", got, want)
	}
}
