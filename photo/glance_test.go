package photo

import (
	"image"
	"math"
	"testing"
)

// ringsAt draws a line of five rings like zeros, 30 pixels high, the first at (x, y), on a grey frame of 320x240.
func ringsAt(x, y int) *image.Gray {
	frame := blank(320, 240, 200)
	for i := range 5 {
		ring(frame, box(x+30*i, y, 20, 30), 4, 40)
	}
	return withNoise(frame, 2, 1)
}

func TestLook(t *testing.T) {
	g := Look(ringsAt(90, 100))
	if g.Digits != 5 || math.Abs(g.Height-30) > 3 || math.Abs(g.Slope) > 1 || g.CutOff != (Edges{}) {
		t.Errorf("%+v", g)
	}
	if want := box(90, 100, 140, 30); !want.In(g.Box.Inset(-3)) || !g.Box.In(want.Inset(-3)) {
		t.Errorf("box %v, want %v", g.Box, want)
	}
	board := blank(320, 240, 60)
	for i := range 5 {
		ring(board, box(90+30*i, 100, 20, 30), 4, 140)
	}
	if g := Look(withNoise(board, 2, 1)); g.Digits != 5 || g.Brightness < 55 {
		t.Errorf("a grey board, not too dark: %+v", g)
	}
	if nothing := Look(withNoise(blank(320, 240, 200), 2, 1)); nothing.Digits != 0 || nothing.Box != (image.Rectangle{}) {
		t.Errorf("an empty sheet: %+v", nothing)
	}
}

// TestCutOff moves the line over each edge of the frame.
func TestCutOff(t *testing.T) {
	for _, row := range []struct {
		reason string
		x, y   int
		want   Edges
	}{
		{"within", 90, 100, Edges{}},
		{"through the first digit", -8, 100, Edges{Left: true}},
		{"between two digits: the next one may be hidden", -25, 100, Edges{Left: true}},
		{"through the last digit", 190, 100, Edges{Right: true}},
		{"through the tops", 90, -10, Edges{Top: true}},
		{"through the feet", 90, 222, Edges{Bottom: true}},
	} {
		if g := Look(ringsAt(row.x, row.y)); g.CutOff != row.want {
			t.Errorf("%s: %+v", row.reason, g)
		}
	}
}

// TestBlur sees blur grow as the picture is blurred, and motion in one direction alone.
func TestBlur(t *testing.T) {
	sharp := plane(ringsAt(90, 100))
	last := 0.0
	for _, radius := range []int{0, 1, 2, 3} {
		g := Look(grey8(sharp.blurred(radius)))
		if g.Digits != 5 || g.Blur <= last {
			t.Errorf("blurred over %d pixels: %+v, after %v", radius, g, last)
		}
		last = g.Blur
	}
	still, moved := Look(grey8(sharp)), Look(grey8(boxRows(sharp, 4)))
	if moved.Blur < 1.5*still.Blur {
		t.Errorf("moved sideways: %v, still: %v", moved.Blur, still.Blur)
	}
}

// TestGlare burns out a part of the line, most of it, its end, or all of the paper, which is no glare.
func TestGlare(t *testing.T) {
	lamp := ringsAt(90, 100)
	paint(lamp, box(150, 95, 30, 40), 255)
	if g := Look(lamp); g.Glare < 0.1 {
		t.Errorf("under a lamp: %+v", g)
	}
	most := ringsAt(90, 100)
	paint(most, box(115, 90, 95, 50), 255)
	if g := Look(most); g.Glare < 0.3 {
		t.Errorf("under a lamp that hides most of the line: %+v", g)
	}
	end := ringsAt(90, 100)
	paint(end, box(200, 90, 60, 50), 255)
	if g := Look(end); g.Glare < 0.1 {
		t.Errorf("under a lamp beside what is seen of the line: %+v", g)
	}
	bright := ringsAt(90, 100)
	for i, v := range bright.Pix {
		bright.Pix[i] = uint8(min(255, 2*int(v)))
	}
	if g := Look(bright); g.Glare != 0 || g.Digits != 5 {
		t.Errorf("bright paper: %+v", g)
	}
}

// grey8 is the plane as a picture.
func grey8(p *Plane) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, p.Width, p.Height))
	for i, v := range p.V {
		img.Pix[i] = uint8(min(max(v+0.5, 0), 255))
	}
	return img
}

// BenchmarkLook looks at a frame as the phone does: with a line of digits on it, and with nothing but grain.
//
// On one core of an AMD EPYC both take some 10 ms of processor time, and in a browser three times as long.
func BenchmarkLook(b *testing.B) {
	drawn, _ := note(480, 360, 220, image.Pt(60, 60), image.Pt(80, 180))
	for _, test := range []struct {
		name  string
		frame *image.Gray
	}{
		{"two lines", drawn},
		{"grain", withNoise(blank(480, 360, 120), 12, 1)},
	} {
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				Look(test.frame)
			}
		})
	}
}
