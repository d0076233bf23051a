package reader_test

import (
	"fmt"
	"image"
	"image/draw"
	"math"
	"math/rand/v2"
	"testing"

	xdraw "golang.org/x/image/draw"

	"aloud/photo"
	"aloud/reader"
	"aloud/scribe"
)

// still is a good photograph of a note with one number.
func still(t *testing.T, change func(s *scribe.Scene)) *image.RGBA {
	t.Helper()
	return stillOf(t, "020 555 01", change)
}

func stillOf(t *testing.T, number string, change func(s *scribe.Scene)) *image.RGBA {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 0))
	scene := scribe.NewScene(random)
	scene.Width, scene.Height, scene.DigitHeight, scene.Desk = 1280, 960, 70, -0.1
	scene.Pen, scene.Ruling, scene.Light, scene.Shadow, scene.Blur, scene.Tilt = scribe.Pens["black"], scribe.Plain, 0.85, 0, 0.8, 0
	change(&scene)
	img, err := scribe.Note(random, []string{number}, scene)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// frame is what a camera's preview shows of a part of the picture.
func frame(img *image.RGBA, part image.Rectangle) *image.Gray {
	seen := image.NewRGBA(image.Rect(0, 0, 480, 360))
	draw.Draw(seen, seen.Rect, image.NewUniform(img.At(5, 5)), image.Point{}, draw.Src)
	xdraw.ApproxBiLinear.Scale(seen, seen.Rect, img, part, draw.Src, nil)
	return photo.Grey(seen)
}

// TestAim aims badly in every way, and listens to what to do.
func TestAim(t *testing.T) {
	good := still(t, func(*scribe.Scene) {})
	whole := good.Rect
	as := func(change func(s *scribe.Scene)) *image.Gray { return frame(still(t, change), whole) }
	for _, row := range []struct {
		reason string
		frame  *image.Gray
		want   reader.Instruction
	}{
		{"a good frame", frame(good, whole), reader.Good},
		{"an empty sheet", frame(good, image.Rect(0, 0, 320, 240)), reader.NothingSeen},
		{"cut off on the left", frame(good, image.Rect(480, 180, 480+800, 180+600)), reader.MoveLeft},
		{"cut off on the right", frame(good, image.Rect(0, 180, 800, 180+600)), reader.MoveRight},
		{"cut off above", frame(good, image.Rect(0, 470, 1280, 470+490)), reader.MoveUp},
		{"cut off below", frame(good, image.Rect(0, 0, 1280, 490)), reader.MoveDown},
		{"so near that both ends are cut off", frame(good, image.Rect(450, 360, 450+320, 360+240)), reader.GoAway},
		{"so near that a digit fills the frame", frame(stillOf(t, "8", func(s *scribe.Scene) { s.DigitHeight = 620 }), whole), reader.GoAway},
		{"far away", as(func(s *scribe.Scene) { s.DigitHeight = 17 }), reader.ComeCloser},
		{"out of focus", as(func(s *scribe.Scene) { s.Blur = 7 }), reader.HoldStill},
		{"at night", as(func(s *scribe.Scene) { s.Light, s.Vignette, s.Noise = 0.02, 0.3, 0.004 }), reader.MoreLight},
		{"held askew", as(func(s *scribe.Scene) { s.Tilt = 40 }), reader.TurnPhone},
		{"a lamp hides a digit", underLamp(frame(good, whole), image.Pt(220, 175), 16), reader.AvoidGlare},
		{"a lamp hides the middle, most of the number", underLamp(frame(good, whole), image.Pt(240, 180), 70), reader.AvoidGlare},
		{"a lamp hides the end", underLamp(frame(good, whole), image.Pt(380, 180), 60), reader.AvoidGlare},
		{"strong light", overexposed(frame(good, whole)), reader.Good},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if got := new(reader.Session).Aim(row.frame); got.Instruction != row.want {
				t.Errorf("%s, want %s: %+v", got.Instruction, row.want, got)
			}
		})
	}
}

// underLamp lays the mirror image of a lamp upon a frame: twice as wide as high, burnt out inside, and fading over as much
// again.
func underLamp(g *image.Gray, at image.Point, radius float64) *image.Gray {
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			far := math.Hypot(float64(x-at.X), 2*float64(y-at.Y)) / radius
			shine := min(max(2-far, 0), 1)
			grey := &g.Pix[y*g.Stride+x]
			*grey = uint8(float64(*grey)*0.85*(1-shine) + 255*shine)
		}
	}
	return g
}

// overexposed makes all paper as white as can be, and leaves the ink black.
func overexposed(g *image.Gray) *image.Gray {
	for i, v := range g.Pix {
		g.Pix[i] = uint8(min(255, 1.5*float64(v)))
	}
	return g
}

// TestSteady sees a hand shake and hold still.
func TestSteady(t *testing.T) {
	img := still(t, func(*scribe.Scene) {})
	s := new(reader.Session)
	var got []bool
	for _, shift := range []int{0, 4, 160, 164, 160} {
		part := img.Rect.Add(image.Pt(shift, 0))
		got = append(got, s.Aim(frame(img, part)).Steady)
	}
	if want := []bool{false, true, false, true, true}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("steady %v, want %v", got, want)
	}
}

// TestSession reads a note through a shaking camera: sure after three frames, not before.
func TestSession(t *testing.T) {
	img := still(t, func(*scribe.Scene) {})
	s := newReader(t).NewSession()
	for i, shift := range []int{0, 3, 7} {
		got, err := s.Add(t.Context(), img.SubImage(img.Rect.Inset(shift)))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Numbers) != 1 || got.Numbers[0].Text != "020 555 01" || got.Sure() != (i == 2) {
			t.Errorf("frame %d: %+v", i, got)
		}
	}
}

// TestSessionSeesNothing keeps the reason of the frame.
func TestSessionSeesNothing(t *testing.T) {
	got, err := newReader(t).NewSession().Add(t.Context(), image.NewGray(image.Rect(0, 0, 64, 48)))
	if err != nil || got.Reason != reader.Dark || len(got.Numbers) != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}

func BenchmarkAim(b *testing.B) {
	img := note(b, 3, "020 555 0137").(*image.RGBA)
	g := frame(img, img.Rect)
	s := new(reader.Session)
	for b.Loop() {
		s.Aim(g)
	}
}
