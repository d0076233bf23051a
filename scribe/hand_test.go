package scribe

import (
	"strings"
	"testing"

	"aloud/digit"
)

func TestDigitsComeNormalised(t *testing.T) {
	random := seeded(1)
	for class := range 10 {
		for range 200 {
			d := Digit(random, class)
			checkNormalised(t, &d)
		}
	}
}

func TestJunkComesNormalised(t *testing.T) {
	random := seeded(2)
	for _, kind := range junk {
		for range 100 {
			d := soften(random, kind.draw(NewHand(random), random))
			checkNormalised(t, &d)
		}
	}
}

// checkNormalised holds a digit against what digit.Normalize promises: ink, its brightest 255, in a box of 20 by 20.
func checkNormalised(t *testing.T, d *digit.Digit) {
	t.Helper()
	brightest, left, top, right, bottom := uint8(0), digit.Side, digit.Side, 0, 0
	for i, v := range d {
		brightest = max(brightest, v)
		if v > 0 {
			left, right = min(left, i%digit.Side), max(right, i%digit.Side)
			top, bottom = min(top, i/digit.Side), max(bottom, i/digit.Side)
		}
	}
	if brightest != 255 || right-left >= 20 || bottom-top >= 20 {
		t.Fatalf("brightest %d, ink from (%d,%d) to (%d,%d)", brightest, left, top, right, bottom)
	}
}

func TestDrawingDependsOnSeedAlone(t *testing.T) {
	tests := map[string]func(seed uint64) digit.Digit{
		"a digit":     func(seed uint64) digit.Digit { return Digit(seeded(seed), 5) },
		"not a digit": func(seed uint64) digit.Digit { return NotADigit(seeded(seed)) },
	}
	for name, draw := range tests {
		first := draw(1)
		if first != draw(1) {
			t.Errorf("%s: the same seed gave two pictures", name)
		}
		if first == draw(2) {
			t.Errorf("%s: two seeds gave the same picture", name)
		}
	}
}

// One hand's digits are more alike than those of many hands: that is what makes a hand.
func TestHandIsCoherent(t *testing.T) {
	random := seeded(3)
	for class := range 10 {
		var within, between float64
		for range 40 {
			h := NewHand(random)
			a, b, c := h.Digit(random, class), h.Digit(random, class), Digit(random, class)
			within += apart(&a, &b)
			between += apart(&a, &c)
		}
		if within > 0.8*between {
			t.Errorf("class %d: %.0f apart within a hand, %.0f between hands", class, within, between)
		}
	}
}

// apart is the sum of squared differences of two digits.
func apart(a, b *digit.Digit) (sum float64) {
	for i := range a {
		difference := (float64(a[i]) - float64(b[i])) / 255
		sum += difference * difference
	}
	return sum
}

// Writing changes neither the hand nor the alphabet, which all goroutines share.
func TestHandStaysAsItIs(t *testing.T) {
	h := NewHand(seeded(4))
	before := h.Digit(seeded(5), 8)
	random := seeded(6)
	for class := range 10 {
		h.Digit(random, class)
		NotADigit(random)
	}
	if h.Digit(seeded(5), 8) != before {
		t.Error("the hand writes otherwise than before")
	}
}

// Every form of the tables is a way of writing something: it can be read, is about a height tall or less, and has no
// piece so long that the spline would swing out.
func TestForms(t *testing.T) {
	const rarer = "a rarer " // forms of these may hang a little lower, and reach over what comes next
	alphabets := map[string][]form{}
	for _, s := range otherForms {
		alphabets[s.name] = []form{{1, s.points}}
	}
	for class, forms := range digitForms {
		alphabets[string(rune('0'+class))] = forms
	}
	for class, forms := range rarerForms {
		alphabets[rarer+string(rune('0'+class))] = forms
	}
	for name, forms := range alphabets {
		lowest, farthest := 1.05, 0.9
		if strings.HasPrefix(name, rarer) {
			lowest, farthest = 1.06, 1.05
		}
		for _, f := range forms {
			if f.share <= 0 {
				t.Errorf("%s: %q: share %v", name, f.points, f.share)
			}
			for _, s := range f.strokes() {
				if len(s) < 2 {
					t.Errorf("%s: %q: a stroke of one point", name, f.points)
				}
				for _, k := range s {
					if k.x < -0.05 || k.x > farthest || k.y < -0.05 || k.y > lowest {
						t.Errorf("%s: %q: a point at (%v,%v)", name, f.points, k.x, k.y)
					}
				}
			}
		}
	}
}

func TestSplinePassesThroughKnots(t *testing.T) {
	s := form{1, "0,0 30,10 60,80! 10,95"}.strokes()[0]
	for i := range len(s) - 1 {
		for j, along := range []float64{0, 1} {
			if x, y := s.between(i, along); abs(x-s[i+j].x) > 1e-12 || abs(y-s[i+j].y) > 1e-12 {
				t.Errorf("piece %d at %v: (%v,%v) is not the knot %v", i, along, x, y, s[i+j])
			}
		}
	}
	if x, y := s.between(2, 0.5); abs(x-0.35) > 1e-12 || abs(y-0.875) > 1e-12 {
		t.Errorf("between two corners the way is straight, not through (%v,%v)", x, y)
	}
}

func BenchmarkDigit(b *testing.B) {
	random := seeded(5)
	for i := 0; b.Loop(); i++ {
		Digit(random, i%10)
	}
}

func BenchmarkNotADigit(b *testing.B) {
	random := seeded(5)
	for b.Loop() {
		NotADigit(random)
	}
}
