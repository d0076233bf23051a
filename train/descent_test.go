package train

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The first steps of each descent, computed by hand, for one parameter at 1, the gradients 2 and then -4, and a learning
// rate of 0.1.
func TestDescentByHand(t *testing.T) {
	for _, test := range []struct {
		name    string
		descent Descent
		want    [2]float64 // the parameter after each step
	}{
		{"plain: w − η·g", SGD{}, [2]float64{0.8, 1.2}},
		{"momentum: v = 2, then 0.5·2 − 4 = −3", SGD{Momentum: 0.5}, [2]float64{0.8, 1.1}},
		{"looking ahead: g + μ·v = 3, then −4 − 1.5 = −5.5", SGD{Momentum: 0.5, Nesterov: true}, [2]float64{0.7, 1.25}},
		// Both hats undo the beginning at 0, so the first step has the length of the rate. In the second,
		// m̂ = (0.5·1 − 0.5·4)/0.75 = −2 and v̂ = (0.75·1 + 0.25·16)/0.4375 = 10.857.
		{"Adam", Adam{Beta1: 0.5, Beta2: 0.75, Epsilon: 1e-12}, [2]float64{0.9, 0.9 + 0.1*2/math.Sqrt(4.75/0.4375)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, memory := []float64{1}, make([][]float64, test.descent.vectors())
			for i := range memory {
				memory[i] = make([]float64, 1)
			}
			for i, g := range []float64{2, -4} {
				descend(test.descent, w, []float64{g}, memory, 0.1, i+1)
				if !(math.Abs(w[0]-test.want[i]) <= 1e-9) {
					t.Errorf("after step %d the parameter is %v, want %v", i+1, w[0], test.want[i])
				}
			}
		})
	}
}

// Adam's first step has the length of the learning rate, in the direction of the slope, however steep it is.
func TestAdamFirstStep(t *testing.T) {
	g := []float32{1e-3, -1e-3, 7, -7e6, 0}
	w := make([]float32, len(g))
	descend(DefaultAdam(), w, g, [][]float32{make([]float32, len(g)), make([]float32, len(g))}, 0.01, 1)
	for i, want := range []float64{-0.01, 0.01, -0.01, 0.01, 0} {
		// Written as "not within", for NaN is never beyond.
		if !(math.Abs(float64(w[i])-want) <= 1e-4*math.Abs(want)) { // 1 − β₂ has four digits in float32, the tiny ε shows at 1e-3
			t.Errorf("the slope %v makes a step of %v, want %v", g[i], w[i], want)
		}
	}
}

func TestLearningRate(t *testing.T) {
	for _, test := range []struct {
		schedule Schedule
		warmUp   int
		step     int // of 100
		want     float64
	}{
		{Constant, 0, 0, 2},
		{Constant, 0, 99, 2},
		{Linear, 0, 0, 2},
		{Linear, 0, 75, 0.5},
		{Linear, 0, 99, 0.02}, // the last step is not lost either
		{Cosine, 0, 0, 2},
		{Cosine, 0, 25, 1 + math.Sqrt2/2}, // cos 45°
		{Cosine, 0, 50, 1},
		{Inverse, 0, 0, 2},
		{Inverse, 0, 50, 2 / 5.5}, // and a tenth of 2 in the end
		{OneCycle, 0, 0, 2. / 25},
		{OneCycle, 0, 15, 1 + 1./25}, // halfway up
		{OneCycle, 0, 30, 2},
		{OneCycle, 0, 65, 1},                        // halfway down
		{OneCycle, 0, 99, 1 - math.Cos(math.Pi/70)}, // the last step is not lost either
		{OneCycle, 10, 4, (1./25 + 24./25*(1-math.Cos(math.Pi*4/30))/2)}, // and rises under the warm-up
		{Constant, 10, 0, 0.2}, // the first step is not lost
		{Constant, 10, 4, 1},
		{Constant, 10, 9, 2},
		{Linear, 50, 24, 0.5 * 2 * 0.76}, // the schedule runs on under the warm-up
	} {
		o := Options{LearningRate: 2, Schedule: test.schedule, WarmUp: test.warmUp}
		if got := o.learningRate(test.step, 100); !(math.Abs(got-test.want) <= 1e-12) {
			t.Errorf("%s, warm-up of %d: step %d has the rate %v, want %v", test.schedule, test.warmUp, test.step, got, test.want)
		}
	}
}

// TestOneCycleSpeed sees that steps keep less of their speed where one-cycle makes them long, and under no other schedule.
func TestOneCycleSpeed(t *testing.T) {
	kept := func(d Descent) float64 {
		if adam, ok := d.(Adam); ok {
			return adam.Beta1
		}
		return d.(SGD).Momentum
	}
	for _, test := range []struct {
		schedule Schedule
		descent  Descent
		step     int // of 100
		want     float64
	}{
		{OneCycle, DefaultSGD(), 0, 0.9},
		{OneCycle, DefaultSGD(), 15, 0.85}, // halfway up
		{OneCycle, DefaultSGD(), 30, 0.8},
		{OneCycle, DefaultSGD(), 65, 0.85}, // halfway down
		{OneCycle, DefaultAdam(), 30, 0.8},
		{OneCycle, SGD{}, 30, 0}, // plain descent has none to lose
		{Cosine, DefaultSGD(), 30, 0.9},
		{Constant, DefaultAdam(), 30, 0.9},
	} {
		o := Options{Schedule: test.schedule, Descent: test.descent}
		if got := kept(o.descent(test.step, 100)); !(math.Abs(got-test.want) <= 1e-12) {
			t.Errorf("%s, %T: step %d keeps %v of its speed, want %v", test.schedule, test.descent, test.step, got, test.want)
		}
	}
}

// TestStepsRoundAlike sees that a step in float32 is the formula, taken number by number and rounded each time, to the
// last bit, whatever way the processor takes it.
func TestStepsRoundAlike(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	numbers := func() []float32 {
		made := make([]float32, 1003)
		for i := range made {
			made[i] = float32(random.NormFloat64())
		}
		return made
	}
	const rate, t3 = 0.1, 3
	for _, row := range []struct {
		name    string
		descent Descent
		step    func(w, g, v, v2 float32) (float32, float32, float32)
	}{
		{"momentum", SGD{Momentum: 0.9}, func(w, g, v, _ float32) (float32, float32, float32) {
			v = float32(float32(0.9)*v) + g
			return w - float32(float32(rate)*v), v, 0
		}},
		{"Nesterov", SGD{Momentum: 0.9, Nesterov: true}, func(w, g, v, _ float32) (float32, float32, float32) {
			v = float32(float32(0.9)*v) + g
			return w - float32(float32(rate)*(g+float32(float32(0.9)*v))), v, 0
		}},
		{"Adam", Adam{Beta1: 0.5, Beta2: 0.75, Epsilon: 1e-3}, func(w, g, m, v float32) (float32, float32, float32) {
			m = float32(0.5*m) + float32(0.5*g)
			v = float32(0.75*v) + float32(float32(0.25*g)*g)
			eta, unbias := float32(rate/(1-0.125)), float32(1/(1-0.421875)) // 0.5³ and 0.75³
			root := float32(math.Sqrt(float64(float32(v * unbias))))
			return w - float32(eta*m)/(root+1e-3), m, v
		}},
	} {
		w, g, m, v := numbers(), numbers(), numbers(), numbers()
		for i := range v {
			v[i] *= v[i]
		}
		wBefore, mBefore, vBefore := slices.Clone(w), slices.Clone(m), slices.Clone(v)
		descend(row.descent, w, g, [][]float32{m, v}, rate, t3)
		for i := range w {
			wantW, wantM, wantV := row.step(wBefore[i], g[i], mBefore[i], vBefore[i])
			if row.descent.vectors() == 1 {
				wantV = v[i]
			}
			if w[i] != wantW || m[i] != wantM || v[i] != wantV {
				t.Fatalf("%s: number %d becomes %v with %v and %v, want %v with %v and %v", row.name, i, w[i], m[i], v[i], wantW, wantM, wantV)
			}
		}
	}
}
