package scribe

import (
	"math/rand/v2"
	"testing"

	"aloud/digit"
)

// seeded returns a source of randomness that is the same in every run.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// hook is a digit with no symmetry: a column of ink with a foot to the right.
func hook() digit.Digit {
	var d digit.Digit
	for y := 6; y < 22; y++ {
		d[y*digit.Side+12], d[y*digit.Side+13] = 255, 200
	}
	for x := 12; x < 19; x++ {
		d[21*digit.Side+x] = 255
	}
	return d
}

func TestJitterOfNothingIsIdentity(t *testing.T) {
	d, random := hook(), seeded(1)
	for range 10 {
		if got := Jitter(random, &d, JitterOptions{}); got != d {
			t.Fatal("options of zero changed the digit")
		}
	}
}

func TestJitterDependsOnSeedAlone(t *testing.T) {
	d := hook()
	a, b := Jitter(seeded(7), &d, DefaultJitter()), Jitter(seeded(7), &d, DefaultJitter())
	if a != b {
		t.Error("the same seed gave two pictures")
	}
	if c := Jitter(seeded(8), &d, DefaultJitter()); a == c {
		t.Error("two seeds gave the same picture")
	}
}

func TestJitterKeepsInk(t *testing.T) {
	d, random := hook(), seeded(2)
	before := mass(&d)
	for range 1000 {
		j := Jitter(random, &d, DefaultJitter())
		if after := mass(&j); after < before/3 || after > before*3 {
			t.Fatalf("ink %d became %d", before, after)
		}
	}
}

// Each option alone does what it says, measured on the picture.
func TestJitterOptions(t *testing.T) {
	d := hook()
	x0, y0 := centreOf(&d)
	tests := map[string]struct {
		options JitterOptions
		ok      func(j *digit.Digit) bool
	}{
		"a shift moves the centre by no more than its pixels": {JitterOptions{Shift: 2}, func(j *digit.Digit) bool {
			x, y := centreOf(j)
			return abs(x-x0) <= 2.01 && abs(y-y0) <= 2.01
		}},
		"stretching keeps what lies on pixel 14 in its place": {JitterOptions{Scale: 0.2}, func(j *digit.Digit) bool {
			x, y := centreOf(j)
			return abs(x-x0) < 1 && abs(y-y0) < 1
		}},
		"slanting keeps the rows": {JitterOptions{Shear: 0.3}, func(j *digit.Digit) bool {
			return rowOf(j) == rowOf(&d)
		}},
		"a thicker or thinner pen keeps the skeleton": {JitterOptions{Thickness: 1}, func(j *digit.Digit) bool {
			return j[10*digit.Side+12] >= 127
		}},
		"an erased square is 16 pixels at most": {JitterOptions{Erase: 1}, func(j *digit.Digit) bool {
			lost := 0
			for i := range j {
				if j[i] != d[i] {
					lost++
				}
			}
			return lost <= 16
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			random := seeded(3)
			for range 100 {
				if j := Jitter(random, &d, test.options); !test.ok(&j) {
					t.Fatal("it does not")
				}
			}
		})
	}
}

func TestJitterAllocatesNothing(t *testing.T) {
	d, random, o := hook(), seeded(4), DefaultJitter()
	o.Erase = 0.5
	if n := testing.AllocsPerRun(100, func() { d = Jitter(random, &d, o) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestBendWeightsSumToOne(t *testing.T) {
	for i, weights := range bendWeights {
		if sum := weights[0] + weights[1] + weights[2] + weights[3]; abs(float64(sum)-1) > 1e-6 {
			t.Errorf("pixel %d: %v", i, sum)
		}
	}
}

func BenchmarkJitter(b *testing.B) {
	d, random, o := hook(), seeded(5), DefaultJitter()
	for b.Loop() {
		Jitter(random, &d, o)
	}
}

// mass is the sum of all ink.
func mass(d *digit.Digit) (sum int) {
	for _, v := range d {
		sum += int(v)
	}
	return sum
}

// centreOf is the centre of mass in pixels counted from 0.
func centreOf(d *digit.Digit) (x, y float64) {
	for i, v := range d {
		x += float64(v) * float64(i%digit.Side)
		y += float64(v) * float64(i/digit.Side)
	}
	m := float64(mass(d))
	return x / m, y / m
}

// rowOf tells which rows hold ink.
func rowOf(d *digit.Digit) (inked [digit.Side]bool) {
	for i, v := range d {
		inked[i/digit.Side] = inked[i/digit.Side] || v > 0
	}
	return inked
}

func abs(v float64) float64 { return max(v, -v) }
