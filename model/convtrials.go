package model

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"aloud/matrix"
)

// convTrials puts the layers of convolutional networks on trial, by themselves.
func convTrials(random *rand.Rand) []Trial {
	var trials []Trial
	for _, window := range []string{
		"3x2",
		"3x2 pad 1",
		"2x3 stride 2x1 pad 0x2",
		"4x3 stride 3x2 pad 2x1", // strides that do not divide the window
		"1x2 stride 2x3",         // strides larger than the window: some of the picture is not seen
		"2x3 pad 1x2 dilate 2",
		"1x1",
	} {
		trials = append(trials, convTrial(random, window), depthwiseTrial(random, window))
	}
	return append(trials, poolTrial(random, "2x3"), poolTrial(random, "3x2 stride 1"), meanTrial(random),
		normTrial(random), reluTrial(random), dropoutTrial(random), smoothedTrial(random), taughtTrial(random))
}

// small is the shape of the pictures on trial.
var small = shape{6, 5, 2}

// windowOf returns the kernel that a layer's text tells, and the name of the trial: "conv-3x2-pad-1".
func windowOf(kind layerKind, window string) (k kernel, name string) {
	l := layer{kind: kind, kernel: kernel{1, 1, 1, 1, 0, 0, 1}}
	words := strings.Fields(window)
	if err := cmp.Or(l.set("window", words[0]), l.setOptions(words[1:])); err != nil {
		panic(err)
	}
	return l.kernel, fmt.Sprint(kind, "-", strings.Join(words, "-"))
}

func convTrial(random *rand.Rand, window string) Trial {
	k, name := windowOf(convLayer, window)
	const n, channels = 2, 3
	x, dx := randomMatrix(random, n, small.size()), randomMatrix(random, n, small.size())
	rows := k.height * k.width * small.channels
	w, dw := randomMatrix(random, rows, channels), matrix.New[float64](rows, channels) // to which is added
	b, db := randomMatrix(random, 1, channels), matrix.New[float64](1, channels)
	size := k.over(small, channels).size()
	z, dz := randomMatrix(random, n, size), randomMatrix(random, n, size)
	memory, phases := make([]float64, 10*small.size()), phasesOf(w, k, small, nil)
	matrix.SumRows(db.Data, places(dz.Data, channels))
	for i := range n {
		convBackward(dw, x.Row(i), dz.Row(i), k, small, memory, true)
		convBackwardInput(dx.Row(i), dz.Row(i), phases, k.backBorder(small, channels), memory)
	}
	loss := func() float64 {
		for i := range n {
			convForward(z.Row(i), x.Row(i), w, b.Data, k, small, false, memory)
		}
		return weightedSum(z, dz)
	}
	return Trial{name, loss, []Variable{{"x", x, dx}, {"w", w, dw}, {"b", b, db}}}
}

func depthwiseTrial(random *rand.Rand, window string) Trial {
	k, name := windowOf(depthwiseLayer, window)
	const n = 2
	channels := small.channels
	x, dx := randomMatrix(random, n, small.size()), randomMatrix(random, n, small.size())
	w, dw := randomMatrix(random, k.height*k.width, channels), matrix.New[float64](k.height*k.width, channels)
	b, db := randomMatrix(random, 1, channels), matrix.New[float64](1, channels)
	size := k.over(small, channels).size()
	z, dz := randomMatrix(random, n, size), randomMatrix(random, n, size)
	memory := make([]float64, 10*small.size())
	matrix.SumRows(db.Data, places(dz.Data, channels))
	for i := range n {
		depthwiseBackward(dw, x.Row(i), dz.Row(i), k, small, memory, true)
		depthwiseBackwardInput(dx.Row(i), dz.Row(i), w, k, small, memory)
	}
	loss := func() float64 {
		for i := range n {
			depthwiseForward(z.Row(i), x.Row(i), w, b.Data, k, small, memory)
		}
		return weightedSum(z, dz)
	}
	return Trial{name, loss, []Variable{{"x", x, dx}, {"w", w, dw}, {"b", b, db}}}
}

func poolTrial(random *rand.Rand, window string) Trial {
	k, name := windowOf(poolLayer, window)
	x, dx := apart(random, 1, small.size()), randomMatrix(random, 1, small.size())
	size := k.over(small, small.channels).size()
	z, dz := randomMatrix(random, 1, size), randomMatrix(random, 1, size)
	poolForward(z.Data, x.Data, k, small)
	poolBackward(dx.Data, dz.Data, x.Data, z.Data, k, small)
	loss := func() float64 {
		poolForward(z.Data, x.Data, k, small)
		return weightedSum(z, dz)
	}
	return Trial{name, loss, []Variable{{"x", x, dx}}}
}

func meanTrial(random *rand.Rand) Trial {
	x, dx := randomMatrix(random, 1, small.size()), randomMatrix(random, 1, small.size())
	z, dz := randomMatrix(random, 1, small.channels), randomMatrix(random, 1, small.channels)
	meanBackward(dx.Data, dz.Data, small)
	loss := func() float64 {
		meanForward(z.Data, x.Data, small)
		return weightedSum(z, dz)
	}
	return Trial{"mean", loss, []Variable{{"x", x, dx}}}
}

func normTrial(random *rand.Rand) Trial {
	const n, pixels, channels = 9, 2, 3
	z, dy := randomMatrix(random, n, pixels*channels), randomMatrix(random, n, pixels*channels)
	scale, dscale := randomMatrix(random, 1, channels), randomMatrix(random, 1, channels)
	shift, dshift := randomMatrix(random, 1, channels), randomMatrix(random, 1, channels)
	mean, variance, sums := make([]float64, channels), make([]float64, channels), matrix.New[float64](n, 2*channels)
	moments := func() {
		for i := range n {
			exampleMoments(sums.Row(i)[:channels], sums.Row(i)[channels:], z.Row(i))
		}
		batchMoments(mean, variance, sums, pixels)
	}
	moments()
	dz, plane := clone(dy), matrix.New[float64](3, channels)
	for i := range n {
		exampleSlopes(sums.Row(i)[:channels], sums.Row(i)[channels:], dy.Row(i), z.Row(i))
	}
	batchSlopes(dscale.Data, dshift.Data, plane, sums, scale.Data, mean, variance, pixels)
	for i := range n {
		normBackward(dz.Row(i), z.Row(i), plane)
	}
	y, line := matrix.New[float64](n, pixels*channels), matrix.New[float64](2, channels)
	loss := func() float64 {
		moments()
		normLine(line.Row(0), line.Row(1), scale.Data, shift.Data, mean, variance)
		for i := range n {
			normForward(y.Row(i), z.Row(i), line.Row(0), line.Row(1), false)
		}
		return weightedSum(y, dy)
	}
	return Trial{"norm", loss, []Variable{{"z", z, dz}, {"scale", scale, dscale}, {"shift", shift, dshift}}}
}

func reluTrial(random *rand.Rand) Trial {
	z, dh := apart(random, 3, 5), randomMatrix(random, 3, 5)
	forward := func() matrix.Matrix[float64] {
		h := clone(z)
		reluForward(h.Data)
		return h
	}
	dz := clone(dh)
	reluBackward(dz.Data, forward().Data)
	loss := func() float64 { return weightedSum(forward(), dh) }
	return Trial{"relu", loss, []Variable{{"z", z, dz}}}
}

func dropoutTrial(random *rand.Rand) Trial {
	const share, begin = 0.4, 7
	z, dh, seed := randomMatrix(random, 3, 5), randomMatrix(random, 3, 5), random.Uint64()
	dz := clone(dh)
	dropBackward(dz.Data, share, seed, begin)
	loss := func() float64 {
		h := clone(z)
		dropForward(h.Data, share, seed, begin)
		return weightedSum(h, dh)
	}
	return Trial{"dropout", loss, []Variable{{"z", z, dz}}}
}

func smoothedTrial(random *rand.Rand) Trial {
	return lessonTrial("cross-entropy-smoothed", random, Lesson{Classes: []uint8{3, 0, 1, 1, 2, 0}, Smoothing: 0.3})
}

// taughtTrial has a teacher who is sure now and then, and not always right.
func taughtTrial(random *rand.Rand) Trial {
	return lessonTrial("cross-entropy-taught", random, Lesson{Classes: []uint8{3, 0}, Smoothing: 0.8,
		Beliefs: []float32{0.5, 0.25, 0.25, 0, 0, 0, 1, 0}})
}

// lessonTrial puts the cross-entropy of a lesson in four classes on trial.
func lessonTrial(name string, random *rand.Rand, l Lesson) Trial {
	q := randomMatrix(random, len(l.Classes), 4)
	forward := func() matrix.Matrix[float64] {
		logP := clone(q)
		logSoftmaxForward(logP)
		return logP
	}
	dq := forward()
	crossEntropyBackward(dq, l)
	loss := func() float64 { return -smoothedLogLikelihood(forward(), l) }
	return Trial{name, loss, []Variable{{"q", q, dq}}}
}

// apart returns numbers of both signs that are at least a tenth apart from one another and from 0: none comes across the
// other's place, where there is no derivative, when it is moved a little.
func apart(random *rand.Rand, rows, cols int) matrix.Matrix[float64] {
	m := matrix.New[float64](rows, cols)
	for i, place := range random.Perm(len(m.Data)) {
		m.Data[i] = (float64(place) - float64(len(m.Data)/2) + 0.5) / 10
	}
	return m
}

// convnetTrials puts whole networks on trial, which have every layer among them.
func convnetTrials(random *rand.Rand) []Trial {
	var trials []Trial
	for _, text := range []string{
		"6x5x2\nconv 3x2 3 stride 2x1 pad 1x0, norm, relu\nconv 3x3 3 pad 1, norm, add, relu\npool 2x3\ndense 4",
		"5x6x1\nconv 2x2 3, relu, pool 2x2\nconv 1x1 5, relu, dropout 0.3, dense 4",
		"4x5x2\ndepthwise 2x3 pad 1, relu\nconv 2x1 4, relu\nconv 1x3 4 pad 0x2 dilate 2, relu, add, mean",
		"5x6x1\nconv 2x2 3, norm, relu\ndropout 0.3, dense 6, norm, relu\ndense 4, norm",
		"4x5x2\nnorm, conv 3x3 2 pad 1, add, relu\ndense 4",
		"3x4x2\nconv 1x2 3\nnorm, depthwise 3x3 pad 1, add, relu, mean\ndense 3, add, dense 4",
	} {
		trials = append(trials, convnetTrial(random, text))
	}
	return trials
}

func convnetTrial(random *rand.Rand, text string) Trial {
	a, err := ParseArchitecture(text)
	if err != nil {
		panic(err)
	}
	m := NewConvnet[float64](random, a)
	for {
		x, l := smallBatch(random, 6, m)
		drawParams(m, random)
		if m.clearance(x, &l) < 0.02 {
			continue
		}
		trial := modelTrial(m, x, l)
		if trial.Variables = learned(trial.Variables); allMatter(trial.Variables) {
			return trial
		}
	}
}

// learned are the variables without those that are measured, which have no gradient.
func learned(variables []Variable) []Variable {
	return slices.DeleteFunc(variables, func(v Variable) bool {
		return strings.HasPrefix(v.Name, "mean") || strings.HasPrefix(v.Name, "variance")
	})
}

// allMatter reports whether there is some gradient by each of the variables. Else some channels are always dark, and
// nothing is proved of what is below them.
func allMatter(variables []Variable) bool {
	return !slices.ContainsFunc(variables, func(v Variable) bool { return largestSize(v.Gradient.Data) < 1e-3 })
}

// largestSize is the largest size among numbers.
func largestSize(numbers []float64) float64 {
	size := 0.0
	for _, v := range numbers {
		size = max(size, math.Abs(v))
	}
	return size
}

// drawParams gives a network parameters of which none is 0: biases and shifts that take most of a channel to one side of
// the ReLU's kink.
func drawParams(m *Convnet[float64], random *rand.Rand) {
	fillNormal(m.params, random, 0.2)
	for _, w := range m.weights {
		fillNormal(w.w.Data, random, math.Sqrt(1/float64(max(1, w.w.Rows))))
		for _, side := range [][]float64{w.b, w.shift} {
			for i := range side {
				side[i] += 2 - 4*float64(random.IntN(2))
			}
		}
		for i := range w.scale {
			w.scale[i]++
		}
		for i := range w.variance {
			w.variance[i] = 1 + w.variance[i]*w.variance[i]
		}
	}
}

// clearance is how far all numbers are from where the loss has a kink: a ReLU from 0, the two largest numbers of a pooling
// window from one another. Numbers that are exactly 0 have been left out, and stay where they are. Where a normalisation
// divides by a small deviation there is a bend nearly as sharp; a channel there counts for a tenth of its variance.
func (m *Convnet[T]) clearance(x matrix.Matrix[T], l *Lesson) float64 {
	least := math.Inf(1)
	for _, p := range m.up(x, l, nil) {
		for _, v := range p.variance {
			least = min(least, float64(v)/10)
		}
	}
	for i, layer := range m.architecture.layers {
		if i == 0 || layer.kind != reluLayer && layer.kind != poolLayer {
			continue
		}
		below := *m
		below.architecture.layers = below.architecture.layers[:i]
		passages := below.up(x, l, nil)
		for example := range x.Rows {
			z := passages[i-1].out.Row(example)
			if layer.kind == poolLayer {
				least = min(least, poolClearance(z, layer))
				continue
			}
			for _, v := range z {
				if v != 0 {
					least = min(least, math.Abs(float64(v)))
				}
			}
		}
	}
	return least
}

// poolClearance is the least distance of the two largest numbers of a window.
func poolClearance[T matrix.Float](x []T, l layer) float64 {
	first, second := make([]T, l.out.size()), make([]T, l.out.size())
	patchesOf(x, l.kernel, l.in, l.out).eachTap(func(output, tap int, x []T) {
		for c, v := range x {
			at := output*l.out.channels + c
			switch {
			case tap == 0:
				first[at], second[at] = v, T(math.Inf(-1))
			case v > first[at]:
				first[at], second[at] = v, first[at]
			default:
				second[at] = max(second[at], v)
			}
		}
	})
	least := math.Inf(1)
	for at, v := range first {
		if v != 0 { // else the ReLU below gave nothing but 0
			least = min(least, float64(v-second[at]))
		}
	}
	return least
}
