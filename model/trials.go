package model

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"aloud/matrix"
)

// Trials puts every gradient of this package on trial, the layers by themselves and then whole models, each at a point
// drawn at random. A new layer or model is entered here, and from then on tried by the tests and by "aloud check".
//
// All sizes differ and are small, so that no mistake is hidden by symmetry and every number can be looked at.
func Trials(random *rand.Rand) []Trial {
	trials := []Trial{denseTrial(random), sigmoidTrial(random), crossEntropyTrial(random), ctcTrial(random), centresTrial(random)}
	trials = append(trials, convTrials(random)...)
	for _, m := range smallModels(random) {
		x, l := smallBatch(random, 8, m)
		trials = append(trials, modelTrial(m, x, l))
	}
	return append(append(trials, convnetTrials(random)...), lineTrial(random))
}

// A layer by itself has a weighted sum of its outputs for a loss; the gradient by the outputs is then the weights. What
// it derives is written over random numbers, of which none may stay.

func denseTrial(random *rand.Rand) Trial {
	const n, inputs, outputs = 3, 5, 4
	x, dx := randomMatrix(random, n, inputs), randomMatrix(random, n, inputs)
	w, dw := randomMatrix(random, inputs, outputs), randomMatrix(random, inputs, outputs)
	b, db := randomMatrix(random, 1, outputs), randomMatrix(random, 1, outputs)
	z, dz := randomMatrix(random, n, outputs), randomMatrix(random, n, outputs)
	denseBackward(dw, db.Data, x, dz)
	denseBackwardInput(dx, dz, w, nil)
	loss := func() float64 {
		denseForward(z, x, w, b.Data)
		return weightedSum(z, dz)
	}
	return Trial{"dense", loss, []Variable{{"x", x, dx}, {"w", w, dw}, {"b", b, db}}}
}

func sigmoidTrial(random *rand.Rand) Trial {
	z, dh := randomMatrix(random, 3, 5), randomMatrix(random, 3, 5)
	forward := func() matrix.Matrix[float64] {
		h := clone(z)
		sigmoidForward(h)
		return h
	}
	dz := clone(dh)
	sigmoidBackward(dz, forward())
	loss := func() float64 { return weightedSum(forward(), dh) }
	return Trial{"sigmoid", loss, []Variable{{"z", z, dz}}}
}

func crossEntropyTrial(random *rand.Rand) Trial {
	q, t := randomMatrix(random, 6, 4), []uint8{3, 0, 1, 1, 2, 0}
	forward := func() matrix.Matrix[float64] {
		logP := clone(q)
		logSoftmaxForward(logP)
		return logP
	}
	dq := forward()
	crossEntropyBackward(dq, Lesson{Classes: t})
	loss := func() float64 { return -meanLogLikelihood(forward(), t) }
	return Trial{"cross-entropy", loss, []Variable{{"q", q, dq}}}
}

// ctcTrial has digits that repeat, once with a neighbour in between and once without.
func ctcTrial(random *rand.Rand) Trial {
	const digits, weight = "0122", 0.6
	q := randomMatrix(random, 9, 4)
	forward := func() matrix.Matrix[float64] {
		logP := clone(q)
		logSoftmaxForward(logP)
		return logP
	}
	dq := forward()
	ctcBackward(dq, digits, weight, new(lattice))
	loss := func() float64 { return -weight * DigitsLogLikelihood(forward(), digits) }
	return Trial{"ctc", loss, []Variable{{"q", q, dq}}}
}

func centresTrial(random *rand.Rand) Trial {
	const digits, weight = "021", 0.6
	q, at := randomMatrix(random, 9, 4), []int{1, 3, 7}
	forward := func() matrix.Matrix[float64] {
		logP := clone(q)
		logSoftmaxForward(logP)
		return logP
	}
	dq := forward()
	centresBackward(dq, digits, at, weight)
	loss := func() float64 { return weight * centresBackward(forward(), digits, at, weight) }
	return Trial{"centres", loss, []Variable{{"q", q, dq}}}
}

// smallModels are one of every kind and depth, with no parameter 0, for examples of 7 numbers in 4 classes.
func smallModels(random *rand.Rand) []Model[float64] {
	all := []Model[float64]{
		NewSoftmax[float64](7, 4),
		NewPerceptron[float64](random, 7, 4),
		NewPerceptron[float64](random, 7, 5, 4),
		NewPerceptron[float64](random, 7, 5, 6, 4),
		NewPerceptron[float64](random, 7, 5, 6, 3, 4),
	}
	for _, m := range all {
		fillNormal(m.Params(), random, 1)
	}
	return all
}

// smallBatch returns n examples for a model of four classes, and what they teach.
func smallBatch(random *rand.Rand, n int, m Model[float64]) (x matrix.Matrix[float64], l Lesson) {
	l = Lesson{Classes: make([]uint8, n), Smoothing: 0.1, Seed: random.Uint64()}
	for i := range l.Classes {
		l.Classes[i] = uint8(random.IntN(4))
	}
	return randomMatrix(random, n, m.Inputs()), l
}

// modelTrial puts the gradient of a model on trial, for examples x and a lesson.
func modelTrial(m Model[float64], x matrix.Matrix[float64], l Lesson) Trial {
	s := new(matrix.Scratch[float64])
	gradient := make([]float64, len(m.Params()))
	m.Gradient(gradient, x, l, s)
	loss := func() float64 {
		s.Reset()
		return -smoothedLogLikelihood(logProbabilities(m, x, &l, s), l)
	}
	return Trial{nameWithSizes(m), loss, Variables(m.Params(), gradient, m.Groups())}
}

// logProbabilities are those that the gradient of m is derived for: a network in training sees examples another way than
// in prediction.
func logProbabilities(m Model[float64], x matrix.Matrix[float64], l *Lesson, s *matrix.Scratch[float64]) matrix.Matrix[float64] {
	logP := s.Matrix(x.Rows, m.Classes())
	if c, ok := m.(*Convnet[float64]); ok {
		passages := c.up(x, l, s)
		copy(logP.Data, passages[len(passages)-1].out.Data)
		logSoftmaxForward(logP)
	} else {
		m.LogProbabilities(logP, x, s)
	}
	return logP
}

// smoothedLogLikelihood is the mean log-likelihood of what a lesson teaches: of the right classes and, for their share, of
// all classes alike or as the teacher believes.
func smoothedLogLikelihood(logP matrix.Matrix[float64], l Lesson) float64 {
	shared := 0.0
	for i, v := range logP.Data {
		if l.Beliefs != nil {
			shared += float64(l.Beliefs[i]) * v / float64(logP.Rows)
		} else {
			shared += v / float64(len(logP.Data))
		}
	}
	return (1-l.Smoothing)*meanLogLikelihood(logP, l.Classes) + l.Smoothing*shared
}

// nameWithSizes names a model by its kind, its inputs and the outputs of each layer: "perceptron-7-5-4".
func nameWithSizes(m Model[float64]) string {
	name := fmt.Sprint(m.Kind(), "-", m.Inputs())
	for _, g := range m.Groups() {
		if g.Decays() { // and so is no bias
			name += fmt.Sprint("-", g.Cols)
		}
	}
	return name
}

// weightedSum is a loss that any output can have: each number times a weight.
func weightedSum(output, weights matrix.Matrix[float64]) float64 {
	sum := 0.0
	for i, v := range output.Data {
		sum += weights.Data[i] * v
	}
	return sum
}

// randomMatrix returns numbers of all sizes near 1 and both signs.
func randomMatrix(random *rand.Rand, rows, cols int) matrix.Matrix[float64] {
	m := matrix.New[float64](rows, cols)
	fillNormal(m.Data, random, 1)
	return m
}

func clone(m matrix.Matrix[float64]) matrix.Matrix[float64] {
	return matrix.Of(m.Rows, m.Cols, slices.Clone(m.Data))
}

// lineTrial puts a whole line reader on trial, on lines that are wider than the architecture says: one with digits that
// repeat, one with none, one that has no room for its digits and is to teach nothing.
func lineTrial(random *rand.Rand) Trial {
	a, err := ParseArchitecture("4x4x1\nconv 4x3 5 stride 1x2 pad 0x1, norm, relu\nconv 1x3 5 pad 0x2 dilate 2, norm, relu, add\nconv 1x1 8")
	if err != nil {
		panic(err)
	}
	m := NewLine[float64](random, a)
	l := LineLesson{Digits: []string{"011", "", "000000", "20"}, Centres: [][]float64{{1, 3, 9}, {}, {1, 2, 3, 4, 5, 6}, {4, 11}}}
	for {
		x := randomMatrix(random, 4, m.Height()*14)
		drawParams(m.net, random)
		if net, _ := m.at(x.Cols); net.clearance(x, &Lesson{}) < 0.02 {
			continue
		}
		s := new(matrix.Scratch[float64])
		gradient, unused := make([]float64, len(m.Params())), make([]float64, len(m.Params()))
		m.Gradient(gradient, x, l, s)
		loss := func() float64 {
			s.Reset()
			return m.Gradient(unused, x, l, s).Loss
		}
		if variables := learned(Variables(m.Params(), gradient, m.Groups())); allMatter(variables) {
			return Trial{m.Kind(), loss, variables}
		}
	}
}
