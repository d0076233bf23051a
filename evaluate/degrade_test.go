package evaluate

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/draw"
)

// sheet is grey paper with a black bar on its left, three times as high as wide.
func sheet() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 240, 180))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: 200}), image.Point{}, draw.Src)
	draw.Draw(img, image.Rect(40, 60, 60, 120), image.NewUniform(color.Gray{Y: 20}), image.Point{}, draw.Src)
	return img
}

// inkOf is the number of dark pixels and where their middle lies.
func inkOf(img image.Image) (count, x, y float64) {
	for j := img.Bounds().Min.Y; j < img.Bounds().Max.Y; j++ {
		for i := img.Bounds().Min.X; i < img.Bounds().Max.X; i++ {
			if r, _, _, _ := img.At(i, j).RGBA(); r>>8 < 110 {
				count, x, y = count+1, x+float64(i)+0.5, y+float64(j)+0.5
			}
		}
	}
	return count, x / count, y / count
}

// Where the bar, 1200 pixels around (50, 90) of 240x180, comes to lie, and how large it then is.
func TestDegradationsMove(t *testing.T) {
	sin, cos := math.Sincos(30 * math.Pi / 180)
	for _, test := range []struct {
		name                string
		width, height       int
		x, y                float64
		least, most         float64 // pixels of ink
		aboutWhereItComesTo string
	}{
		{"none", 240, 180, 50, 90, 1200, 1200, "it stays"},
		{"turn-90", 180, 240, 90, 50, 1200, 1200, "left becomes top"},
		{"turn-180", 240, 180, 190, 90, 1200, 1200, "left becomes right"},
		{"turn-270", 180, 240, 90, 190, 1200, 1200, "left becomes bottom"},
		{"rotate-30", 298, 276, 149 - 70*cos, 138 - 70*sin, 1150, 1250, "left rises when turned clockwise"},
		{"rotate-back-30", 298, 276, 149 - 70*cos, 138 + 70*sin, 1150, 1250, "and falls when turned back"},
		// From a distance of 120/tan 32.5° = 188.4 pixels: the left edge, 120·sin 30° nearer, grows by 188.4/128.4, and the
		// bar, 70·sin 30° nearer, by 188.4/153.4 across and down and once more as the sheet turns away.
		{"swing-30", 305, 264, 78, 132, 1880, 1970, "what is left comes nearer"},
		// The lower edge grows by 188.4/143.4. The lower half of the bar outweighs the upper one.
		{"tilt-30", 315, 205, 87.5, 105, 1020, 1090, "the middle keeps its size across and loses in height"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := DegradationNamed(Degradations(), test.name)
			if err != nil {
				t.Fatal(err)
			}
			img := d.Of(sheet())
			if size := img.Bounds().Size(); math.Abs(float64(size.X-test.width)) > 1 || math.Abs(float64(size.Y-test.height)) > 1 {
				t.Errorf("the picture has %dx%d pixels, want %dx%d", size.X, size.Y, test.width, test.height)
			}
			ink, x, y := inkOf(img)
			// Written as "not within", for NaN is never beyond.
			if !(math.Hypot(x-test.x, y-test.y) <= 2) || ink < test.least || ink > test.most {
				t.Errorf("%.0f pixels of ink around (%.1f, %.1f), want %.0f to %.0f around (%.1f, %.1f): %s",
					ink, x, y, test.least, test.most, test.x, test.y, test.aboutWhereItComesTo)
			}
		})
	}
}

// What becomes of paper (200) and of ink (20), each looked at far from the other.
func TestDegradationsRecolour(t *testing.T) {
	for _, test := range []struct {
		name       string
		paper, ink float64
		within     float64
	}{
		{"none", 200, 20, 0},
		{"dark", 44, 4.4, 2},
		{"noise", 200, 22, 8}, // clipped at 0
		{"faint", 200, 140, 1},
		{"inverted", 55, 235, 0},
		{"blur", 200, 20, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := DegradationNamed(Degradations(), test.name)
			if err != nil {
				t.Fatal(err)
			}
			img := d.Of(sheet()).(*image.RGBA)
			paper, ink := meanRed(img, image.Rect(120, 20, 160, 40)), meanRed(img, image.Rect(48, 70, 52, 110))
			if !(math.Abs(paper-test.paper) <= test.within) || !(math.Abs(ink-test.ink) <= test.within) {
				t.Errorf("paper %.1f and ink %.1f, want %.1f and %.1f", paper, ink, test.paper, test.ink)
			}
		})
	}
}

func meanRed(img *image.RGBA, part image.Rectangle) float64 {
	sum := 0.0
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			sum += float64(img.RGBAAt(x, y).R)
		}
	}
	return sum / float64(part.Dx()*part.Dy())
}

// The shadow's edge is hard; above it nothing changes.
func TestShadow(t *testing.T) {
	img := shadowed(sheet())
	if above, below := img.RGBAAt(118, 85).R, img.RGBAAt(122, 95).R; above != 200 || below > 112 {
		t.Errorf("the paper is %d above the diagonal and %d below, want 200 and about 110", above, below)
	}
}

// Rules of two pixels stand at the same distance, and nothing changes between them.
func TestSquared(t *testing.T) {
	img := squared(sheet())
	ruled := 0
	for x := range 120 {
		switch img.RGBAAt(x, 10).R {
		case 130: // 0.65 of 200
			ruled++
		case 200:
		default:
			t.Fatalf("a pixel of %v", img.RGBAAt(x, 10))
		}
	}
	if ruled != 2*120/6 {
		t.Errorf("%d pixels of a row of 120 are ruled, want %d", ruled, 2*120/6)
	}
}

// Large pictures are brought to 1280 pixels first, and a third of that is 426. No degradation changes the picture that it
// gets, and each makes the same of it again.
func TestDegradationsAreRepeatable(t *testing.T) {
	large := image.NewRGBA(image.Rect(0, 0, 1500, 60))
	draw.Draw(large, large.Rect, image.NewUniform(color.Gray{Y: 200}), image.Point{}, draw.Src)
	draw.Draw(large, image.Rect(200, 10, 220, 50), image.Black, image.Point{}, draw.Src)
	before := bytes.Clone(large.Pix)
	for _, d := range Degradations() {
		once, again := d.Of(large).(*image.RGBA), d.Of(large).(*image.RGBA)
		if !bytes.Equal(once.Pix, again.Pix) {
			t.Errorf("%s makes something else the second time", d.Name)
		}
		if !bytes.Equal(large.Pix, before) {
			t.Fatalf("%s changes the picture", d.Name)
		}
		want := map[string]int{"none": 1280, "small": 426, "turn-90": 51}[d.Name]
		if want != 0 && once.Rect.Dx() != want {
			t.Errorf("%s makes a picture %d pixels wide, want %d", d.Name, once.Rect.Dx(), want)
		}
	}
}

func TestDegradationNamed(t *testing.T) {
	_, err := DegradationNamed(Degradations(), "rain")
	if err == nil || !strings.Contains(err.Error(), `"rain"; there are none, small,`) {
		t.Errorf("error %v", err)
	}
}
