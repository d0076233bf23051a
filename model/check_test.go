package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"aloud/matrix"
)

// randomMatrix returns numbers of all sizes near 1 and both signs, so that no mistake is hidden by symmetry.
func randomMatrix(random *rand.Rand, rows, cols int) matrix.Matrix[float64] {
	m := matrix.New[float64](rows, cols)
	fillNormal(m.Data, random, 1)
	return m
}

// models are one of every kind and depth, with sizes that all differ and no parameter 0, for examples of 7 numbers.
func models(random *rand.Rand) []Model[float64] {
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

// batch returns n examples for [models].
func batch(random *rand.Rand, n int) (x matrix.Matrix[float64], t []uint8) {
	t = make([]uint8, n)
	for i := range t {
		t[i] = uint8(random.IntN(4))
	}
	return randomMatrix(random, n, 7), t
}

// describe names a model in a failure.
func describe(m Model[float64]) string {
	names := make([]string, len(m.Groups()))
	for i, g := range m.Groups() {
		names[i] = fmt.Sprintf("%s %dx%d", g.Name, g.Rows, g.Cols)
	}
	return m.Kind() + " of " + strings.Join(names, ", ")
}

// TestGradients holds the derivation of every model against the numerical gradient, all parameters of it.
func TestGradients(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range models(random) {
		before := slices.Clone(m.Params())
		x, classes := batch(random, 8)
		for i, c := range CheckGradient(m, x, classes, CheckOptions{}) {
			if c.Group != m.Groups()[i] || c.Checked != c.Size() {
				t.Errorf("%s: looked at %d of %v", describe(m), c.Checked, c.Group)
			}
			if !c.OK() {
				t.Errorf("%s: %s: relative error %.1e", describe(m), c.Name, c.WorstError)
			}
		}
		if !slices.Equal(before, m.Params()) {
			t.Errorf("%s: the check left other parameters", describe(m))
		}
	}
}

// A brokenModel spoils its own gradient.
type brokenModel struct {
	*Perceptron[float64]
	spoil func(d []matrix.Matrix[float64], n float64) // groups V1, a1, W, b; examples
}

func (m brokenModel) Gradient(gradient []float64, x matrix.Matrix[float64], t []uint8, s *matrix.Scratch[float64]) float64 {
	loss := m.Perceptron.Gradient(gradient, x, t, s)
	m.spoil(Windows(gradient, m.groups), float64(x.Rows))
	return loss
}

// TestCheckComplains makes the mistakes that people make with gradients, and sees which groups the check blames.
func TestCheckComplains(t *testing.T) {
	for _, row := range []struct {
		mistake string
		spoil   func(d []matrix.Matrix[float64], n float64)
		blamed  string
	}{
		{"none", func([]matrix.Matrix[float64], float64) {}, ""},
		{"a sum where there should be a mean", func(d []matrix.Matrix[float64], n float64) {
			for _, group := range d {
				for i := range group.Data {
					group.Data[i] *= n
				}
			}
		}, "V1 a1 W b"},
		{"a bias forgotten", func(d []matrix.Matrix[float64], _ float64) { clear(d[1].Data) }, "a1"},
		{"a sign", func(d []matrix.Matrix[float64], _ float64) { d[3].Data[2] *= -1 }, "b"},
		{"rows for columns", func(d []matrix.Matrix[float64], _ float64) {
			slices.Reverse(d[2].Data)
		}, "W"},
		{"a millionth too much", func(d []matrix.Matrix[float64], _ float64) {
			for i := range d[0].Data {
				d[0].Data[i] *= 1 + 1e-6
			}
		}, "V1"},
		{"not a number", func(d []matrix.Matrix[float64], _ float64) { d[0].Data[0] = math.NaN() }, "V1"},
	} {
		random := rand.New(rand.NewPCG(3, 4))
		m := brokenModel{NewPerceptron[float64](random, 7, 5, 4), row.spoil}
		x, classes := batch(random, 6)
		var blamed []string
		for _, c := range CheckGradient(m, x, classes, CheckOptions{}) {
			if !c.OK() {
				blamed = append(blamed, c.Name)
			}
		}
		if got := strings.Join(blamed, " "); got != row.blamed {
			t.Errorf("%s: blamed %q, want %q", row.mistake, got, row.blamed)
		}
	}
}

// TestCheckSample looks at some parameters of a large group, the same ones each time, and at all of a small one.
func TestCheckSample(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	m := NewPerceptron[float64](random, 7, 5, 4)
	x, classes := batch(random, 6)
	check := func(seed uint64) []GroupCheck {
		return CheckGradient(m, x, classes, CheckOptions{Sample: 12, Seed: seed})
	}
	first := check(1)
	for i, want := range []int{12, 5, 12, 4} {
		if first[i].Checked != want {
			t.Errorf("%s: looked at %d of %d parameters, want %d", first[i].Name, first[i].Checked, first[i].Size(), want)
		}
	}
	if again := check(1); !slices.Equal(first, again) {
		t.Errorf("%v, and then %v", first, again)
	}
	if other := check(2); first[0] == other[0] {
		t.Error("another seed looked at the same parameters")
	}
}

// TestDerivative differentiates what everyone can.
func TestDerivative(t *testing.T) {
	x := 0.7
	for _, row := range []struct {
		name string
		f    func(float64) float64
		want float64
	}{
		{"constant", func(float64) float64 { return 3 }, 0},
		{"x⁴, which the formula has exactly", func(x float64) float64 { return x * x * x * x }, 4 * x * x * x},
		{"exp", math.Exp, math.Exp(x)},
		{"sin", math.Sin, math.Cos(x)},
	} {
		if got := derivative(func() float64 { return row.f(x) }, &x); math.Abs(got-row.want) > 1e-12 {
			t.Errorf("%s: %v, off by %.1e", row.name, got, got-row.want)
		}
	}
	if x != 0.7 {
		t.Errorf("x is %v afterwards", x)
	}
}
