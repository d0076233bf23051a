package photo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// The pictures of these tests are drawn by hand, so that the right answer can be seen in them: the smallest as rows of
// characters, the larger ones as rectangles on a blank sheet.

// sketch is a mask drawn in characters: '#' is on it, anything else is not.
func sketch(rows ...string) *Mask {
	m := &Mask{len(rows[0]), len(rows), nil}
	for _, r := range rows {
		for _, c := range r {
			m.Set = append(m.Set, c == '#')
		}
	}
	return m
}

// show is the mask as a sketch, for failures to be read.
func (m *Mask) show() string {
	var s strings.Builder
	for i, on := range m.Set {
		if i%m.Width == 0 {
			s.WriteByte('\n')
		}
		s.WriteByte(".#"[map[bool]int{true: 1}[on]])
	}
	return s.String()
}

// blank is a sheet of one grey.
func blank(width, height int, grey uint8) *image.Gray {
	sheet := image.NewGray(image.Rect(0, 0, width, height))
	paint(sheet, sheet.Rect, grey)
	return sheet
}

func paint(sheet *image.Gray, r image.Rectangle, grey uint8) {
	draw.Draw(sheet, r, image.NewUniform(color.Gray{Y: grey}), image.Point{}, draw.Src)
}

// ring draws the outline of a rectangle with a pen of the given width: much like a zero.
func ring(sheet *image.Gray, r image.Rectangle, pen int, grey uint8) {
	inner := r.Inset(pen)
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, inner.Min.Y)}, {image.Pt(r.Min.X, inner.Max.Y), r.Max},
		{r.Min, image.Pt(inner.Min.X, r.Max.Y)}, {image.Pt(inner.Max.X, r.Min.Y), r.Max},
	} {
		paint(sheet, side, grey)
	}
}

// box is a rectangle given by its corner and its size.
func box(x, y, width, height int) image.Rectangle { return image.Rect(x, y, x+width, y+height) }

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// withNoise adds noise of the given standard deviation to each pixel.
func withNoise(sheet *image.Gray, deviation float64, seed uint64) *image.Gray {
	random := seeded(seed)
	noisy := image.NewGray(sheet.Rect)
	for i, v := range sheet.Pix {
		noisy.Pix[i] = uint8(min(max(math.Round(float64(v)+deviation*random.NormFloat64()), 0), 255))
	}
	return noisy
}

// randomPlane has whole numbers from 0 to levels−1: few levels make equal neighbours, which ordering must stand.
func randomPlane(seed uint64, width, height, levels int) *Plane {
	random := seeded(seed)
	p := newPlane(width, height)
	for i := range p.V {
		p.V[i] = float32(random.IntN(levels))
	}
	return p
}

// planeOf computes each pixel.
func planeOf(width, height int, value func(x, y int) float64) *Plane {
	p := newPlane(width, height)
	for i := range p.V {
		p.V[i] = float32(value(i%width, i/width))
	}
	return p
}

// inside is the pixel's value, or that of the nearest pixel where (x, y) is outside.
func (p *Plane) inside(x, y int) float32 {
	return p.V[min(max(y, 0), p.Height-1)*p.Width+min(max(x, 0), p.Width-1)]
}

func mean(values []float32) float64 {
	sum := 0.0
	for _, v := range values {
		sum += float64(v)
	}
	return sum / float64(len(values))
}

// farthest is the largest difference between two pictures of the same size.
func farthest(t *testing.T, got, want *Plane) float64 {
	t.Helper()
	if got.Width != want.Width || got.Height != want.Height {
		t.Fatalf("the picture has %dx%d pixels, want %dx%d", got.Width, got.Height, want.Width, want.Height)
	}
	far := 0.0
	for i := range got.V {
		far = max(far, math.Abs(float64(got.V[i]-want.V[i])))
	}
	return far
}

// share is the part of the values that pass the test.
func share(values []float32, test func(float32) bool) float64 {
	n := 0
	for _, v := range values {
		if test(v) {
			n++
		}
	}
	return float64(n) / float64(len(values))
}

// boxes are the boxes of pieces, in their order.
func boxes(pieces []*Piece) []image.Rectangle {
	var all []image.Rectangle
	for _, p := range pieces {
		all = append(all, p.Box)
	}
	return all
}

// near reports whether each side of two rectangles agrees within so many pixels.
func near(a, b image.Rectangle, pixels int) bool {
	for _, d := range []int{a.Min.X - b.Min.X, a.Min.Y - b.Min.Y, a.Max.X - b.Max.X, a.Max.Y - b.Max.Y} {
		if abs(d) > pixels {
			return false
		}
	}
	return true
}

func sorted[S ~[]E, E any](s S, compare func(a, b E) int) S {
	c := slices.Clone(s)
	slices.SortFunc(c, compare)
	return c
}
