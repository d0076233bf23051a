package photo

import (
	"image"
	"math"
	"testing"
)

// written is a sheet with a row of digits of pen 6, ink of a sixth of the light.
func written(width, height int, light func(x, y int) float64) *Plane {
	pic := blank(width, height, 6)
	for x := 20; x+30 <= width-20; x += 45 {
		ring(pic, box(x, height/2-25, 30, 50), 6, 1)
	}
	ink := plane(pic)
	return planeOf(width, height, func(x, y int) float64 { return light(x, y) * float64(ink.V[y*width+x]) / 6 })
}

func even(grey float64) func(x, y int) float64 { return func(x, y int) float64 { return grey } }

func TestContrastOfInkAndPaper(t *testing.T) {
	c := Contrast(written(300, 120, even(240)), nil, 24)
	if ink := c.V[60*300+23]; math.Abs(float64(ink)-5.0/6) > 0.05 { // amid the left stroke of the first digit
		t.Errorf("ink with a sixth of the paper's light has contrast %v, want 5/6", ink)
	}
	for _, at := range []image.Point{{35, 60}, {10, 10}, {150, 110}} {
		if paper := c.V[at.Y*300+at.X]; math.Abs(float64(paper)) > 0.01 {
			t.Errorf("paper at %v has contrast %v, want 0", at, paper)
		}
	}
}

func TestContrastIsBlindToLight(t *testing.T) {
	want := Contrast(written(300, 120, even(200)), nil, 24)
	for _, test := range []struct {
		reason    string
		light     func(x, y int) float64
		tolerance float64
	}{
		{"half the light", even(100), 1e-5},
		{"a tenth of the light", even(20), 1e-5},
		{"a lamp at one side", func(x, y int) float64 { return 220 - 0.4*float64(x) }, 0.05},
		{"a dark corner", func(x, y int) float64 { return 240 - float64(x*x+y*y)/1500 }, 0.05},
	} {
		if far := farthest(t, Contrast(written(300, 120, test.light), nil, 24), want); far > test.tolerance {
			t.Errorf("%s: a pixel's contrast differs by %v, at most %v expected", test.reason, far, test.tolerance)
		}
	}
}

// TestContrastOfShadowEdge: half of the light is gone from one pixel to the next. A closing with a disc finds the edge
// wherever it runs, but for some 5 pixels where the paper's light is blurred; a maximum filter would leave a stroke of
// half of its window, 15 pixels or 6 % of the picture.
func TestContrastOfShadowEdge(t *testing.T) {
	for _, degrees := range []float64{0, 20, 45, 70, 90} {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		pic := planeOf(240, 200, func(x, y int) float64 {
			if cos*float64(x-120)+sin*float64(y-100) > 0 {
				return 100
			}
			return 200
		})
		c := Contrast(pic, nil, 30)
		if got := share(c.V, func(v float32) bool { return v > 0.2 }); got > 0.035 {
			t.Errorf("edge at %v degrees: %.1f %% of the picture look like ink", degrees, 100*got)
		}
	}
}

func TestContrastBesideSheet(t *testing.T) {
	for _, test := range []struct {
		reason string
		sheet  image.Rectangle
	}{
		{"a sheet that nearly fills the picture", box(25, 20, 270, 200)},
		{"one that leaves far corners of the desk", box(110, 60, 180, 120)},
	} {
		pic := desk(test.sheet, 210, 60)
		ring(pic, box(140, 80, 40, 60), 7, 40)
		ring(pic, box(3, 80, 18, 60), 5, 5) // something on the desk
		grey := plane(pic)
		c := Contrast(grey, Paper(grey), 30)
		if ink := c.V[110*320+143]; ink < 0.5 {
			t.Errorf("%s: ink on it has contrast %v", test.reason, ink)
		}
		beside := 0
		for i, v := range c.V {
			if v > 0.1 && !image.Pt(i%320, i/320).In(test.sheet.Inset(-2)) {
				beside++
			}
		}
		if beside > 0 {
			t.Errorf("%s: beside it %d pixels have the contrast of ink", test.reason, beside)
		}
	}
}
