package lab

import (
	"fmt"

	"aloud/digit"
)

// A Climber is one of the notebook's two models as it learns there, by stochastic gradient ascent with one digit at a time. It
// is for measuring how long that takes; [RunNotebook] trains them.
type Climber struct {
	Name       string  // of the model, with the sizes of its layers
	Operations float64 // floating-point ones in the products of one update, on average: pixels without ink take none

	learner learner
	rate    float64
	samples []sample
	next    int
}

// Climbers are both models as the notebook begins with them. They learn from the digits, of which there must be one at least,
// in turn, again and again.
func Climbers(digits []digit.Labelled) []*Climber {
	all := []*Climber{
		{Name: fmt.Sprintf("softmax regression %d-%d", inputs, classes), learner: new(regression), rate: regressionRate},
		{Name: fmt.Sprintf("perceptron %d-%d-%d", inputs, hidden, classes), learner: newPerceptron(newLegacyRandom(perceptronSeed)),
			rate: perceptronRate},
	}
	for _, c := range all {
		for i := range digits {
			c.samples = append(c.samples, newSample(&digits[i]))
			_, climbing := c.learner.operations(c.samples[i])
			c.Operations += climbing / float64(len(digits))
		}
	}
	return all
}

// Climb is one update, from the next digit. It returns log p of the digit's class as it was before.
func (c *Climber) Climb() (logP float64) {
	logP = c.learner.climb(c.samples[c.next], c.rate)
	c.next = (c.next + 1) % len(c.samples)
	return logP
}
