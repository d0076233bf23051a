package feature

import (
	"math"
	"testing"

	"aloud/digit"
)

// TestMoments measures three pixels by hand: of mass 1, 2 and 1 at (2, 3), (4, 5) and (6, 11).
func TestMoments(t *testing.T) {
	var d digit.Digit
	d[3*digit.Side+2], d[5*digit.Side+4], d[11*digit.Side+6] = 50, 100, 50
	m, inked := momentsOf(&d)
	// x̄ = (2 + 2·4 + 6)/4 = 4, ȳ = (3 + 2·5 + 11)/4 = 6; xx = (4 + 0 + 4)/4, xy = (6 + 0 + 10)/4, yy = (9 + 2 + 25)/4
	want := moments{x: 4, y: 6, xx: 2 + 1./12, xy: 4, yy: 9 + 1./12}
	if !inked || m != want {
		t.Errorf("got %+v, %t, want %+v", m, inked, want)
	}
	if m, inked := momentsOf(new(digit.Digit)); inked {
		t.Errorf("no ink has moments %+v", m)
	}
}

// TestStraightenBringsMoments sees the moments of digits in many poses come to what they are to be.
func TestStraightenBringsMoments(t *testing.T) {
	for _, p := range []pose{plain, {1, 1, 0, 3, -2}, {0.8, 0.9, 0, 0, 0}, {1.1, 1.1, 0.4, 0, 0}, {0.9, 1, -0.3, 1, 1}} {
		d := p.two()
		straight := Straightened.Prepare(&d)
		m, _ := momentsOf(&straight)
		got := [...]float64{m.x, m.y, math.Sqrt(m.xx), math.Sqrt(m.yy), m.xy / m.yy}
		want := [...]float64{centre, centre, deviationX, deviationY, 0}
		for i, within := range [...]float64{0.1, 0.1, 0.1, 0.1, 0.01} {
			// Written as "not within", for NaN is never beyond.
			if !(math.Abs(got[i]-want[i]) <= within) {
				t.Errorf("%+v: centre, deviations and slant are %.3f, want %.3f", p, got, want)
				break
			}
		}
	}
}

// TestStraightenHasLimits sees what must not be brought to the usual size: a 1 stays thin, a dash stays a dash, and a dot
// does not fill the picture.
func TestStraightenHasLimits(t *testing.T) {
	box := func(left, top, right, bottom int) (d digit.Digit) {
		for i := range d {
			if x, y := i%digit.Side, i/digit.Side; x >= left && x < right && y >= top && y < bottom {
				d[i] = 255
			}
		}
		return d
	}
	for _, row := range []struct {
		reason     string
		ink        digit.Digit
		wide, tall float64 // deviations, in pixels
	}{
		{"a 1, three pixels wide", box(12, 4, 15, 24), maxScaleX * 3 / math.Sqrt(12), deviationY},
		{"a dash", box(4, 13, 24, 15), deviationX, maxScaleY * 2 / math.Sqrt(12)},
		{"a dot", box(20, 20, 24, 24), maxScaleX * 4 / math.Sqrt(12), maxScaleY * 4 / math.Sqrt(12)},
		{"a page full of ink", box(0, 0, 28, 28), deviationX, deviationY},
	} {
		const within = 0.2 // pixels; a thin stroke stretched has soft edges
		straight := Straightened.Prepare(&row.ink)
		m, _ := momentsOf(&straight)
		if !(math.Abs(math.Sqrt(m.xx)-row.wide) <= within) || !(math.Abs(math.Sqrt(m.yy)-row.tall) <= within) {
			t.Errorf("%s: deviations %.2f and %.2f, want %.2f and %.2f", row.reason, math.Sqrt(m.xx), math.Sqrt(m.yy), row.wide, row.tall)
		}
	}
}

// TestStraightenKeepsWhatIsStraight moves nothing where nothing is to be moved: places between pixels are the pixels.
func TestStraightenKeepsWhatIsStraight(t *testing.T) {
	var d digit.Digit
	for i := range d {
		d[i] = uint8(i * i)
	}
	if got := (upright{x: centre, y: centre, perU: 1, perV: 1}).of(&d); got != d {
		t.Error("the map that moves nothing changed the digit")
	}
	moved := upright{x: centre + 3, y: centre - 2, perU: 1, perV: 1}.of(&d)
	for y := range digit.Side {
		for x := range digit.Side {
			want := uint8(0)
			if x+3 < digit.Side && y >= 2 {
				want = d[(y-2)*digit.Side+x+3]
			}
			if got := moved[y*digit.Side+x]; got != want {
				t.Fatalf("moved by whole pixels, (%d, %d) is %d, want %d", x, y, got, want)
			}
		}
	}
}

// TestCubic sees a parabola come back as it was, which is what the weights are for, and nothing added to a plain.
func TestCubic(t *testing.T) {
	for _, at := range []float32{0, 0.25, 0.5, 0.9} {
		sum, parabola := float32(0), float32(0)
		for k, w := range cubic(at) {
			x := float32(k - 1)
			sum += w
			parabola += w * (3*x*x - 2*x + 1)
		}
		if want := 3*at*at - 2*at + 1; !(math.Abs(float64(sum-1)) <= 1e-6) || !(math.Abs(float64(parabola-want)) <= 1e-5) {
			t.Errorf("at %v: the weights sum to %v, and the parabola is %v, want %v", at, sum, parabola, want)
		}
	}
}
