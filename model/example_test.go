package model_test

import (
	"fmt"
	"math/rand/v2"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// A perceptron learns the exclusive or, which no model without a hidden layer can: it descends the gradient.
func Example() {
	x := matrix.Of(4, 2, []float64{0, 0, 0, 1, 1, 0, 1, 1})
	t := []uint8{0, 1, 1, 0}

	m := model.NewPerceptron[float64](rand.New(rand.NewPCG(1, 2)), 2, 4, 2)
	gradient, scratch := make([]float64, len(m.Params())), new(matrix.Scratch[float64])
	for range 2000 {
		scratch.Reset()
		m.Gradient(gradient, x, model.Lesson{Classes: t}, scratch)
		for i, d := range gradient {
			m.Params()[i] -= 0.5 * d
		}
	}

	logP := matrix.New[float64](4, 2)
	m.LogProbabilities(logP, x, nil)
	for i := range x.Rows {
		fmt.Println(x.Row(i), "is odd:", logP.Row(i)[1] > logP.Row(i)[0])
	}
	fmt.Println("learned:", model.LogLikelihood(m, x, t, nil) > -0.05)
	// Output:
	// [0 0] is odd: false
	// [0 1] is odd: true
	// [1 0] is odd: true
	// [1 1] is odd: false
	// learned: true
}

// A softmax regression with weights made by hand: ink on the left half speaks for class 0, on the right half for 1.
func ExamplePredictDigit() {
	m := model.NewSoftmax[float32](digit.Pixels, 2)
	w := model.Windows(m.Params(), m.Groups())[0]
	for pixel := range w.Rows {
		side := pixel % digit.Side / (digit.Side / 2)
		w.Row(pixel)[side] = 0.25
	}

	var d digit.Digit
	for y := 4; y < 20; y++ {
		d[y*digit.Side+18] = 255 // a stroke on the right
	}
	p := model.PredictDigit(m, &d)
	fmt.Printf("class %d with probability %.3f\n", p.Class, p.Probability())
	// Output: class 1 with probability 0.982
}

// The check of a gradient, group by group, that is run before a new model is believed.
func ExampleCheckGradient() {
	m := model.NewPerceptron[float64](rand.New(rand.NewPCG(1, 2)), 3, 5, 2)
	x := matrix.Of(4, 3, []float64{0.5, -1, 2, 1, 0, 0.3, -0.7, 0.2, 0.9, 0.1, 0.1, -2})
	for _, c := range model.CheckGradient(m, x, []uint8{0, 1, 1, 0}, model.DefaultCheckOptions()) {
		fmt.Printf("%-2s %dx%d, %2d checked, right: %t\n", c.Name, c.Rows, c.Cols, c.Checked, c.OK())
	}
	// Output:
	// V1 3x5, 15 checked, right: true
	// a1 1x5,  5 checked, right: true
	// W  5x2, 10 checked, right: true
	// b  1x2,  2 checked, right: true
}
