package feature

import (
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"aloud/digit"
	"aloud/scribe"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew; look at them before you commit them")

// seeded returns a source of randomness that is the same in every run.
func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// A pose is an affine map of a digit around the middle of the picture.
type pose struct {
	wide, tall float64 // factors
	slant      float64 // pixels to the right for each pixel down
	dx, dy     float64 // pixels
}

var plain = pose{wide: 1, tall: 1}

// two draws a 2 in that pose, each pixel the mean of 8x8 points: what no resampling has touched.
func (p pose) two() (d digit.Digit) {
	const points = 8
	for i := range d {
		inked := 0
		for k := range points * points {
			u := float64(i%digit.Side) + (float64(k%points)+0.5)/points - 0.5
			v := float64(i/digit.Side) + (float64(k/points)+0.5)/points - 0.5
			y := (v - centre - p.dy) / p.tall
			x := (u - centre - p.dx - p.slant*(v-centre-p.dy)) / p.wide
			if strokes.at(x, y) {
				inked++
			}
		}
		d[i] = uint8(255 * inked / (points * points))
	}
	return d
}

// A polyline is the way of a pen two and a half pixels wide.
type polyline [][2]float64

// strokes is a 2 with a curved top and a straight foot, its middle at (0, 0).
var strokes = polyline{{-6, -5}, {-3.5, -8}, {1, -8.7}, {5, -6.5}, {5, -3.5}, {1.5, 0.5}, {-3, 4}, {-7, 7.5}, {1, 7}, {7, 8}}

// at reports whether there is ink at a point.
func (p polyline) at(x, y float64) bool {
	const pen = 1.25 // half its width
	for i, end := range p[1:] {
		ax, ay, bx, by := p[i][0], p[i][1], end[0], end[1]
		t := ((x-ax)*(bx-ax) + (y-ay)*(by-ay)) / ((bx-ax)*(bx-ax) + (by-ay)*(by-ay))
		t = limit(t, 0, 1)
		if math.Hypot(x-ax-t*(bx-ax), y-ay-t*(by-ay)) < pen {
			return true
		}
	}
	return false
}

// TestContactSheet compares what becomes of digits in ten hands with a picture that a person has looked at: every digit
// as it was written, straightened, and its edges towards eight of the sixteen directions on the grid. Where they differ,
// the new picture is left beside the old one as .got.png.
func TestContactSheet(t *testing.T) {
	path := filepath.Join("testdata", "sheet.png")
	got := sheet(writtenDigits(t))
	if *update {
		write(t, path, got)
		return
	}
	if n := differing(read(t, path), got); n > len(got.Pix)/500 { // processors round otherwise
		beside := filepath.Join("testdata", "sheet.got.png")
		write(t, beside, got)
		t.Errorf("%d pixels differ from %s; see %s", n, path, beside)
	}
}

// writtenDigits are the digits from 0 to 9, each in another hand. They are kept as a picture, so that a scribe who learns
// to draw better changes nothing here. Where there is none, -update draws it.
func writtenDigits(t *testing.T) []digit.Digit {
	const count = 10
	path := filepath.Join("testdata", "written.png")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && *update {
		written := image.NewGray(image.Rect(0, 0, count*digit.Side, digit.Side))
		for class := range count {
			d := scribe.Digit(seeded(uint64(class)), class)
			draw.Draw(written, d.Bounds().Add(image.Pt(class*digit.Side, 0)), &d, image.Point{}, draw.Src)
		}
		write(t, path, written)
	}
	written := read(t, path)
	digits := make([]digit.Digit, count)
	for i := range digits {
		for k := range digits[i] {
			digits[i][k] = written.GrayAt(i*digit.Side+k%digit.Side, k/digit.Side).Y
		}
	}
	return digits
}

// sheet shows digits one below the other, with what becomes of them to the right.
func sheet(digits []digit.Digit) *image.Gray {
	const column = digit.Side + 4
	page := image.NewGray(image.Rect(0, 0, column*(2+directions/2), column*len(digits)))
	draw.Draw(page, page.Rect, image.NewUniform(color.Gray{96}), image.Point{}, draw.Src)
	for i := range digits {
		straight := Gradients.Prepare(&digits[i])
		shown := []digit.Digit{digits[i], straight}
		for k := 0; k < directions; k += 2 {
			shown = append(shown, facingPicture(&straight, k))
		}
		for k := range shown {
			draw.Draw(page, shown[k].Bounds().Add(image.Pt(column*k+2, column*i+2)), &shown[k], image.Point{}, draw.Src)
		}
	}
	return page
}

// facingPicture shows the numbers of one direction, each point of the grid as a square on its place.
func facingPicture(straight *digit.Digit, k int) (d digit.Digit) {
	x := make([]float32, Gradients.Size())
	Encode(Gradients, x, straight)
	for i := range gridSide * spacing * gridSide * spacing {
		across, down := i%(gridSide*spacing), i/(gridSide*spacing)
		f := x[(down/spacing*gridSide+across/spacing)*directions+k]
		d[down*digit.Side+across] = uint8(min(160*f, 255))
	}
	return d
}

// differing is how many pixels differ by more than an eighth of the range; all of them where the sizes do.
func differing(a, b *image.Gray) int {
	if a.Rect != b.Rect {
		return len(b.Pix)
	}
	count := 0
	for i, v := range a.Pix {
		if difference := int(v) - int(b.Pix[i]); difference > 32 || difference < -32 {
			count++
		}
	}
	return count
}

func read(t *testing.T, path string) *image.Gray {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return img.(*image.Gray)
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(file, img), file.Close()); err != nil {
		t.Fatal(err)
	}
}
