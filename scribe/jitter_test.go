package scribe

import (
	"math"
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

// Each option alone does what it says, measured on the picture: it moves one thing, both ways and as far as it should among
// a hundred draws but never farther, and keeps another.
func TestJitterOptions(t *testing.T) {
	d := hook()
	x0, y0 := centreOf(&d)
	xx0, xy0, yy0 := spreadOf(&d)
	sideways := func(j *digit.Digit) float64 { x, _ := centreOf(j); return x - x0 }
	down := func(j *digit.Digit) float64 { _, y := centreOf(j); return y - y0 }
	width := func(j *digit.Digit) float64 { xx, _, _ := spreadOf(j); return math.Sqrt(xx / xx0) }
	height := func(j *digit.Digit) float64 { _, _, yy := spreadOf(j); return math.Sqrt(yy / yy0) }
	slant := func(j *digit.Digit) float64 { _, xy, yy := spreadOf(j); return xy/yy - xy0/yy0 }
	angle := func(j *digit.Digit) float64 { return axisOf(j) - axisOf(&d) }
	bow := func(j *digit.Digit) float64 { return bowOf(j) - bowOf(&d) }
	ink := func(j *digit.Digit) float64 { return float64(mass(j)) / float64(mass(&d)) }
	lost := func(j *digit.Digit) (pixels float64) {
		for i := range j {
			if j[i] != d[i] {
				pixels++
			}
		}
		return pixels
	}

	keepsInk := func(j *digit.Digit) bool { return abs(ink(j)-1) < 0.02 }
	keepsCentre := func(j *digit.Digit) bool { return abs(sideways(j)) < 1 && abs(down(j)) < 1 }
	keepsRows := func(j *digit.Digit) bool { return rowOf(j) == rowOf(&d) }
	keepsSkeleton := func(j *digit.Digit) bool { return j[10*digit.Side+12] >= 127 }
	staysNear := func(j *digit.Digit) bool { return abs(sideways(j)) < 3 && abs(down(j)) < 3 }

	type span [2]float64
	tests := map[string]struct {
		options JitterOptions
		measure func(j *digit.Digit) float64
		reached span // by one draw or another
		limits  span // of all draws
		keeps   func(j *digit.Digit) bool
	}{
		"a shift moves the centre sideways": {JitterOptions{Shift: 2}, sideways, span{-1.8, 1.8}, span{-2.01, 2.01}, keepsInk},
		"and up and down":                   {JitterOptions{Shift: 2}, down, span{-1.8, 1.8}, span{-2.01, 2.01}, keepsInk},
		"stretching goes from pixel 14 on":  {JitterOptions{Scale: 0.2}, width, span{0.9, 1.2}, span{0.8, 1.4}, keepsCentre},
		"in height as in width":             {JitterOptions{Scale: 0.2}, height, span{0.9, 1.2}, span{0.8, 1.4}, keepsCentre},
		"slanting keeps the rows":           {JitterOptions{Shear: 0.3}, slant, span{-0.25, 0.25}, span{-0.31, 0.31}, keepsRows},
		"turning ends at 2.5 deviations":    {JitterOptions{Rotation: 10}, angle, span{-15, 15}, span{-26, 26}, keepsInk},
		"a rubber sheet bends strokes":      {JitterOptions{Elastic: 1}, bow, span{-0.15, 0.15}, span{-2, 2}, staysNear},
		"another pen keeps the skeleton":    {JitterOptions{Thickness: 1}, ink, span{0.75, 1.5}, span{0.5, 2}, keepsSkeleton},
		"an erased square is 16 pixels":     {JitterOptions{Erase: 1}, lost, span{0, 8}, span{0, 16}, staysNear},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			random, least, most := seeded(3), math.Inf(1), math.Inf(-1)
			for range 100 {
				j := Jitter(random, &d, test.options)
				least, most = min(least, test.measure(&j)), max(most, test.measure(&j))
				if !test.keeps(&j) {
					t.Fatal("it changes what it should keep")
				}
			}
			if !(least <= test.reached[0] && most >= test.reached[1]) {
				t.Errorf("from %v to %v, and should reach %v", least, most, test.reached)
			}
			if !(least >= test.limits[0] && most <= test.limits[1]) {
				t.Errorf("from %v to %v, beyond %v", least, most, test.limits)
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
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "digits/s")
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

// spreadOf is how far the ink is spread around its centre, as variances and covariance in square pixels.
func spreadOf(d *digit.Digit) (xx, xy, yy float64) {
	x0, y0 := centreOf(d)
	for i, v := range d {
		x, y := float64(i%digit.Side)-x0, float64(i/digit.Side)-y0
		xx, xy, yy = xx+float64(v)*x*x, xy+float64(v)*x*y, yy+float64(v)*y*y
	}
	m := float64(mass(d))
	return xx / m, xy / m, yy / m
}

// axisOf is the angle of the ink's long axis, in degrees from upright.
func axisOf(d *digit.Digit) float64 {
	xx, xy, yy := spreadOf(d)
	return math.Atan2(2*xy, yy-xx) / 2 * 180 / math.Pi
}

// bowOf is by how many pixels the middle of the hook's column stands right of where it would be if the column were straight.
func bowOf(d *digit.Digit) float64 {
	at := func(y int) float64 {
		sum, m := 0.0, 0.0
		for x := range digit.Side {
			v := float64(d[y*digit.Side+x])
			sum, m = sum+v*float64(x), m+v
		}
		return sum / m
	}
	return at(13) - (at(9)+at(17))/2
}

// rowOf tells which rows hold ink.
func rowOf(d *digit.Digit) (inked [digit.Side]bool) {
	for i, v := range d {
		inked[i/digit.Side] = inked[i/digit.Side] || v > 0
	}
	return inked
}

func abs(v float64) float64 { return max(v, -v) }
