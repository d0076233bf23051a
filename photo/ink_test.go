package photo

import (
	"math"
	"testing"
)

// strokes is contrast with upright strokes of a soft profile (a Gaussian of the given deviation) at x = 50, 150, 250...,
// each with its own strength.
func strokes(deviation float64, strengths ...float64) *Plane {
	return planeOf(100*len(strengths), 60, func(x, y int) float64 {
		d := (float64(x%100) - 50) / deviation
		return strengths[x/100] * math.Exp(-d*d/2)
	})
}

// The pen is the same, so the strokes must be, however hard it was pressed: with one threshold for all, the faint one
// would come out thinner, or not at all.
func TestInkOfFaintStrokes(t *testing.T) {
	for _, test := range []struct {
		reason    string
		strengths []float64
	}{
		{"black and half", []float64{0.9, 0.45}},
		{"faint between strong", []float64{0.9, 0.3, 0.9}},
		{"all faint", []float64{0.2, 0.15, 0.2}},
		{"hardly to be seen", []float64{0.09, 0.08, 0.09}},
	} {
		ink := FindInk(strokes(4, test.strengths...), 80)
		pieces, _ := ink.Pieces()
		if len(pieces) != len(test.strengths) {
			t.Fatalf("%s: %d pieces, want %d", test.reason, len(pieces), len(test.strengths))
		}
		for _, p := range pieces[1:] {
			if abs(p.Box.Dx()-pieces[0].Box.Dx()) > 2 {
				t.Errorf("%s: strokes are %d and %d pixels wide", test.reason, pieces[0].Box.Dx(), p.Box.Dx())
			}
		}
	}
}

// Half of the contrast nearby: a Gaussian falls to 0.42 of its height at 1.32 deviations to either side.
func TestInkEndsAtHalfMaximum(t *testing.T) {
	for _, deviation := range []float64{3, 5, 8} {
		pieces, _ := FindInk(strokes(deviation, 0.8), 80).Pieces()
		if len(pieces) != 1 {
			t.Fatalf("deviation %v: %d pieces", deviation, len(pieces))
		}
		if got, want := pieces[0].width(), 2*1.32*deviation; math.Abs(got-want) > 2 {
			t.Errorf("deviation %v: the stroke is %v pixels wide, want about %.1f", deviation, got, want)
		}
	}
}

// grain is contrast that is noise alone, as sensors make it, or somewhat smoother, as paper does.
func grain(seed uint64, deviation float64, smooth int) *Plane {
	random := seeded(seed)
	return planeOf(200, 150, func(x, y int) float64 { return deviation * random.NormFloat64() }).blurred(smooth)
}

func TestNoInkOnBlankPaper(t *testing.T) {
	for _, test := range []struct {
		reason    string
		deviation float64
		smooth    int
	}{
		{"no noise at all", 0, 0},
		{"a good camera", 0.01, 0},
		{"a camera in the dark", 0.04, 0},
		{"coarse grain", 0.06, 1},
	} {
		for seed := range uint64(5) {
			if pieces, _ := FindInk(grain(seed, test.deviation, test.smooth), 80).Pieces(); len(pieces) > 0 {
				t.Errorf("%s: %d pieces of ink on blank paper", test.reason, len(pieces))
			}
		}
	}
}

// Writing must be found in as much noise as leaves blank paper blank.
func TestInkInNoise(t *testing.T) {
	clean, noise := strokes(4, 0.6, 0.6), grain(3, 0.03, 0)
	for i := range clean.V {
		clean.V[i] += noise.V[i%len(noise.V)]
	}
	if pieces, _ := FindInk(clean, 80).Pieces(); len(pieces) != 2 {
		t.Errorf("%d pieces, want 2", len(pieces))
	}
}

// In little light grain has the contrast of ink. A picture is smoothed where it hides what is written, and only there.
func TestInkIsGrainy(t *testing.T) {
	for _, row := range []struct {
		reason         string
		strength, with float64 // of the strokes, and the deviation of the grain
		want           bool
	}{
		{"black in daylight", 0.9, 0.02, false},
		{"pencil in daylight", 0.3, 0.01, false},
		{"pencil in the evening", 0.3, 0.06, true},
		{"black at night", 0.9, 0.12, true},
	} {
		written, noise := strokes(4, row.strength, row.strength), grain(3, row.with, 0)
		for i := range written.V {
			written.V[i] += noise.V[i%len(noise.V)]
		}
		if got := FindInk(written, 80).grainy; got != row.want {
			t.Errorf("%s: grainy %v, want %v", row.reason, got, row.want)
		}
	}
}

// What shines through from the back of the sheet is written in the same hand, and fainter by far.
func TestInkLeavesShowThrough(t *testing.T) {
	pieces, _ := FindInk(strokes(4, 0.9, 0.15, 0.9), 80).Pieces()
	if len(pieces) != 2 || pieces[1].Box.Min.X < 200 {
		t.Errorf("pieces at %v, want the first and the third stroke", boxes(pieces))
	}
}

func TestBlockMaxima(t *testing.T) {
	p := randomPlane(3, 11, 8, 256)
	for _, size := range []int{1, 2, 3, 8, 20} {
		want := planeOf((11+size-1)/size, (8+size-1)/size, func(x, y int) float64 {
			highest := float32(0)
			for i := range p.V {
				if i%11/size == x && i/11/size == y {
					highest = max(highest, p.V[i])
				}
			}
			return float64(highest)
		})
		if far := farthest(t, p.blockMaxima(size), want); far != 0 {
			t.Errorf("blocks of %d: one differs by %v", size, far)
		}
	}
}

// On a picture small enough for every pixel to count, the deviation is that from the blurred picture but for the edges,
// where that repeats the outermost pixels twice. Pixels of higher contrast than paper do not count.
func TestDeviation(t *testing.T) {
	p := randomPlane(4, 60, 40, 256)
	smooth := p.blurred(3)
	for _, paper := range []float32{255, 100, 20} {
		var want []float32
		for i, v := range p.V {
			if v <= paper {
				want = append(want, float32(math.Abs(float64(v-smooth.V[i]))))
			}
		}
		if got, want := deviation(p, paper, 8_000), quantile(want, 0.5); math.Abs(float64(got-want)) > 0.01*float64(want) {
			t.Errorf("paper up to %v: %v, want %v", paper, got, want)
		}
	}
}

// Of the deviation of smoothed noise only a share is measured, which is known.
func TestShareOfNoise(t *testing.T) {
	for smoothed := range mostSmooth + 1 {
		noise := grain(5, 1, smoothed)
		sum := 0.0
		for _, v := range noise.V {
			sum += float64(v) * float64(v)
		}
		want := math.Sqrt(sum / float64(len(noise.V)))
		got := 1.4826 * float64(deviation(noise, math.MaxFloat32, 30_000)/shareOfNoise(smoothed))
		if got < 0.8*want || got > 1.2*want {
			t.Errorf("smoothed by %d pixels: a deviation of %.3f, want %.3f", smoothed, got, want)
		}
	}
}
