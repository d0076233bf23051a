package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"aloud/matrix"
)

// TestTrials holds every derivation against the numerical gradient, all numbers of it, at several points.
func TestTrials(t *testing.T) {
	for seed := range uint64(3) {
		for _, trial := range Trials(rand.New(rand.NewPCG(seed, 0))) {
			for _, c := range trial.Check(CheckOptions{}) {
				if !c.OK() || c.Checked != c.Size() {
					t.Errorf("seed %d: %s: %s: relative error %.1e among %d of %d numbers",
						seed, trial.Name, c.Name, c.WorstError, c.Checked, c.Size())
				}
			}
		}
	}
}

// TestTrialsAreNamed sees that a name says which gradient is meant, and can be typed.
func TestTrialsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, trial := range Trials(rand.New(rand.NewPCG(1, 2))) {
		for _, v := range trial.Variables {
			name := trial.Name + "/" + v.Name
			if seen[name] || trial.Name == "" || v.Name == "" || strings.ContainsAny(name, " \t") {
				t.Errorf("a gradient is called %q", name)
			}
			seen[name] = true
		}
	}
}

// TestCheckLeavesVariables sees that nobody has to draw them anew.
func TestCheckLeavesVariables(t *testing.T) {
	for _, trial := range Trials(rand.New(rand.NewPCG(1, 2))) {
		for i, v := range trial.Variables {
			before := slices.Clone(v.Value.Data)
			trial.Check(CheckOptions{Sample: 10})
			if !slices.Equal(before, trial.Variables[i].Value.Data) {
				t.Errorf("%s: another %s after the check", trial.Name, v.Name)
			}
		}
	}
}

// TestCheckComplains makes the mistakes that people make with gradients, and sees which groups the check blames.
func TestCheckComplains(t *testing.T) {
	const n = 6
	for _, row := range []struct {
		mistake string
		spoil   func(v []Variable) // V1, a1, W, b
		blamed  string
	}{
		{"none", func([]Variable) {}, ""},
		{"a sum where there should be a mean", func(v []Variable) {
			for _, group := range v {
				scale(group.Gradient.Data, n)
			}
		}, "V1 a1 W b"},
		{"a bias forgotten", func(v []Variable) { clear(v[1].Gradient.Data) }, "a1"},
		{"a sign", func(v []Variable) { v[3].Gradient.Data[2] *= -1 }, "b"},
		{"rows for columns", func(v []Variable) { slices.Reverse(v[2].Gradient.Data) }, "W"},
		{"a millionth too much", func(v []Variable) { scale(v[0].Gradient.Data, 1+1e-6) }, "V1"},
		{"not a number", func(v []Variable) { v[0].Gradient.Data[0] = math.NaN() }, "V1"},
	} {
		random := rand.New(rand.NewPCG(3, 4))
		m := NewPerceptron[float64](random, 7, 5, 4)
		x, lesson := smallBatch(random, n, m)
		trial := modelTrial(m, x, lesson)
		row.spoil(trial.Variables)
		var blamed []string
		for _, c := range trial.Check(CheckOptions{}) {
			if !c.OK() {
				blamed = append(blamed, c.Name)
			}
		}
		if got := strings.Join(blamed, " "); got != row.blamed {
			t.Errorf("%s: blamed %q, want %q", row.mistake, got, row.blamed)
		}
	}
}

func scale(data []float64, factor float64) {
	for i := range data {
		data[i] *= factor
	}
}

// TestCheckRefusesShape sees that a gradient of another shape is a mistake that tells itself.
func TestCheckRefusesShape(t *testing.T) {
	v := Variable{"w", matrix.New[float64](2, 3), matrix.New[float64](3, 2)}
	trial := Trial{"turned", func() float64 { return 0 }, []Variable{v}}
	defer func() {
		if got, want := recover(), "model: turned: a gradient of 3x2 by w of 2x3"; got != want {
			t.Errorf("panics with %v, want %s", got, want)
		}
	}()
	trial.Check(CheckOptions{})
}

// TestCheckSample looks at some parameters of a large group, the same ones each time, and at all of a small one.
func TestCheckSample(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	m := NewPerceptron[float64](random, 7, 5, 4)
	x, lesson := smallBatch(random, 6, m)
	check := func(seed uint64) []GroupCheck {
		return CheckGradient(m, x, lesson.Classes, CheckOptions{Sample: 12, Seed: seed})
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
		// Written as "not within", for NaN is never beyond.
		if got := derivative(func() float64 { return row.f(x) }, &x); !(math.Abs(got-row.want) <= 1e-12) {
			t.Errorf("%s: %v, off by %.1e", row.name, got, got-row.want)
		}
	}
	if x != 0.7 {
		t.Errorf("x is %v afterwards", x)
	}
}
