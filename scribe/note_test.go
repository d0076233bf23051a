package scribe

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"
)

// plainScene is small and has neither slope nor shadow nor noise.
func plainScene() Scene {
	return Scene{Width: 320, Height: 240, Pen: Pens["black"], Paper: Papers["white"], Ruling: Plain, DigitHeight: 40,
		Desk: -0.1, Light: 0.9}
}

func TestNoteDependsOnSeedAlone(t *testing.T) {
	draw := func(seed uint64) *image.RGBA {
		random := seeded(seed)
		scene := NewScene(random)
		scene.Width, scene.Height, scene.DigitHeight = 160, 120, 20
		note, err := Note(random, PhoneNumbers(random, 2), scene)
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
	if !bytes.Equal(draw(1).Pix, draw(1).Pix) {
		t.Error("the same seed gave two pictures")
	}
	if bytes.Equal(draw(1).Pix, draw(2).Pix) {
		t.Error("two seeds gave the same picture")
	}
}

func TestNoteRefuses(t *testing.T) {
	tests := []struct {
		name  string // why it cannot be drawn
		lines []string
		alter func(s *Scene)
		want  string
	}{
		{"no line at all", nil, func(*Scene) {}, "nothing to write"},
		{"blanks alone", []string{"  "}, func(*Scene) {}, "nothing to write"},
		{"a letter without a form", []string{"12é"}, func(*Scene) {}, `cannot write 'é'`},
		{"the letter O, which would be read as a 0", []string{"O"}, func(*Scene) {}, `cannot write 'O'`},
		{"no width", []string{"1"}, func(s *Scene) { s.Width = 0 }, "0x240 pixels"},
		{"more than any phone has", []string{"1"}, func(s *Scene) { s.Height = 1 << 20 }, "320x1048576 pixels"},
		{"no height of a digit", []string{"1"}, func(s *Scene) { s.DigitHeight = 0 }, "digit height 0"},
		{"an unknown ruling", []string{"1"}, func(s *Scene) { s.Ruling = "dots" }, `no such ruling: "dots"`},
		{"a page seen from behind", []string{"1"}, func(s *Scene) { s.Perspective = 3 }, "perspective 3"},
		{"what is not a number", []string{"1"}, func(s *Scene) { s.Light = math.NaN() }, "light NaN"},
		{"a desk without a paper", []string{"1"}, func(s *Scene) { s.Desk = 0.6 }, "desk 0.6"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			scene := plainScene()
			test.alter(&scene)
			if _, err := Note(seeded(1), test.lines, scene); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one about %s", err, test.want)
			}
		})
	}
}

// However long the line, its ink stays inside the picture and on the paper.
func TestInkStaysInside(t *testing.T) {
	for _, line := range []string{"1", "0137", "020 555 0137 020 555 0137"} {
		for _, desk := range []float64{-0.1, 0, 0.1} {
			scene := plainScene()
			scene.Desk, scene.DigitHeight = desk, 100
			h := NewHand(seeded(3))
			d, err := h.writeLines(seeded(4), []string{line, line})
			if err != nil {
				t.Fatal(err)
			}
			p := newPage(seeded(5), d, &scene)
			width, height := min(p.width, 320), min(p.height, 240)
			inside := image.Rect(int(-width/2), int(-height/2), int(width/2), int(height/2))
			if !p.ink.Rect.In(inside) {
				t.Errorf("%q, desk %v: ink in %v, the paper is %v", line, desk, p.ink.Rect, inside)
			}
		}
	}
}

// A note is dark ink on light paper: most of it as light as the lamp makes it, some of it much darker.
func TestNoteIsLegible(t *testing.T) {
	for name, pen := range Pens {
		scene := plainScene()
		scene.Pen = pen
		note, err := Note(seeded(6), []string{"24689"}, scene)
		if err != nil {
			t.Fatal(err)
		}
		light, dark := 0, 0
		for i := 0; i < len(note.Pix); i += 4 {
			switch red := note.Pix[i]; {
			case red > 200:
				light++
			case red < 160:
				dark++
			}
		}
		if all := 320 * 240; light < all*8/10 || dark < all/200 || dark > all/10 {
			t.Errorf("%s: %d of %d pixels light and %d dark", name, light, all, dark)
		}
	}
}

// What happens to some photographs is seen on them, and not on the others.
func TestGlareMotionQuality(t *testing.T) {
	taken := func(change func(s *Scene)) *image.RGBA {
		scene := plainScene()
		scene.Light = 0.5
		change(&scene)
		note, err := Note(seeded(7), []string{"2468"}, scene)
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
	measured := func(note *image.RGBA) (brightest, darkest uint8, edges int) {
		darkest = 255
		for y := range 240 {
			for x := range 320 {
				green := note.RGBAAt(x, y).G
				brightest, darkest = max(brightest, green), min(darkest, green)
				if next := note.RGBAAt(x+1, y).G; x < 319 && max(green, next)-min(green, next) > 40 {
					edges++
				}
			}
		}
		return brightest, darkest, edges
	}
	bright, dark, edges := measured(taken(func(*Scene) {}))
	if glaring, _, _ := measured(taken(func(s *Scene) { s.Glare = 0.6 })); bright > 200 || glaring < 250 {
		t.Errorf("a sheet of grey %d is %d where a lamp glares", bright, glaring)
	}
	if _, smeared, softer := measured(taken(func(s *Scene) { s.Motion = 12 })); smeared < dark+5 || softer > edges/2 {
		t.Errorf("strokes of grey %d with %d edges are %d with %d when the picture moves", dark, edges, smeared, softer)
	}
	plain, coarse := taken(func(*Scene) {}), taken(func(s *Scene) { s.Quality = 5 })
	differ := 0
	for i := range plain.Pix {
		if plain.Pix[i] != coarse.Pix[i] {
			differ++
		}
	}
	if differ < len(plain.Pix)/4 || coarse.RGBAAt(3, 3).A != 255 {
		t.Errorf("a JPEG of quality 5 differs in %d of %d bytes", differ, len(plain.Pix))
	}
}

// However a plane is smeared, no light is lost but at the border, and a point becomes a stroke as long as the path.
func TestSmeared(t *testing.T) {
	plane := make([]float32, 21*21)
	plane[10*21+10] = 1
	for _, path := range [][2]float64{{6, 0}, {0, -6}, {4, 4}} {
		sum, lit := 0.0, 0
		for _, v := range smeared(plane, 21, 21, path[0], path[1]) {
			sum += float64(v)
			if v > 0 {
				lit++
			}
		}
		if math.Abs(sum-1) > 1e-5 || lit < 5 || lit > 7 {
			t.Errorf("moved by %v: light %v on %d pixels", path, sum, lit)
		}
	}
}

func TestLabel(t *testing.T) {
	tests := []struct {
		name  string // what it shows
		lines []string
		want  string
	}{
		{"a gap within a number is no part of it", []string{"020 555 0137"}, "0205550137"},
		{"nor is a gap of two blanks", []string{"020  555"}, "020555"},
		{"three blanks part two numbers", []string{"1482   9036"}, "1482 9036"},
		{"and so do more", []string{"1482      9036"}, "1482 9036"},
		{"lines are parted by a bar", []string{"118", "112"}, "118 | 112"},
		{"signs are not digits", []string{"+31 (0)20-555.0137"}, "310205550137"},
	}
	for _, test := range tests {
		if got := Label(test.lines); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestPhoneNumbersCanBeWritten(t *testing.T) {
	for _, number := range PhoneNumbers(seeded(7), 100) {
		if digits := Label([]string{number}); digits[0] != '0' || len(digits) < 4 || strings.Contains(digits, " ") {
			t.Errorf("%q is not a telephone number", number)
		}
	}
}

func TestCameraHeldStraightSeesThePageAsItIs(t *testing.T) {
	scene := plainScene()
	c := newCamera(&scene)
	if x, y := c.onPage(160, 120); x != 0 || y != 0 {
		t.Errorf("the middle shows (%v,%v)", x, y)
	}
	if x, y := c.onPage(0, 240); x != -160 || y != 120 {
		t.Errorf("the lower left corner shows (%v,%v)", x, y)
	}
	scene.Tilt = 90 // the right of the page now points down
	c = newCamera(&scene)
	if x, y := c.onPage(160, 220); abs(x-100) > 1e-9 || abs(y) > 1e-9 {
		t.Errorf("100 pixels below the middle lies (%v,%v)", x, y)
	}
}

func TestBlurKeepsTheLight(t *testing.T) {
	const width, height = 31, 23
	plane := make([]float32, width*height)
	plane[11*width+15] = 1
	blur(plane, width, height, 1.7)
	sum := 0.0
	for _, v := range plane {
		sum += float64(v)
	}
	if abs(sum-1) > 1e-5 {
		t.Errorf("a light of 1 became %v", sum)
	}
	if left, right := plane[11*width+13], plane[11*width+17]; left != right || plane[9*width+15] != left {
		t.Error("the blur is not round")
	}
}

// Every grey of a picture file survives the way to light and back.
func TestLinearAndEncodedAreInverse(t *testing.T) {
	for v := range 256 {
		if got := encoded(linear(color.RGBA{R: uint8(v)})[0]); got != uint8(v) {
			t.Errorf("%d became %d", v, got)
		}
	}
}

func BenchmarkNote(b *testing.B) {
	for b.Loop() {
		random := seeded(8)
		if _, err := Note(random, []string{"020 555 0137"}, NewScene(random)); err != nil {
			b.Fatal(err)
		}
	}
}
