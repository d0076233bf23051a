package photo

import (
	"image"
	"math"
	"testing"
)

// A part of a grey picture is brought to another size as the same numbers are, wherever the picture's bounds begin.
func TestResizedPart(t *testing.T) {
	grey := grey8(randomPlane(5, 40, 30, 256))
	moved := &image.Gray{Pix: grey.Pix, Stride: grey.Stride, Rect: grey.Rect.Add(image.Pt(-7, 11))}
	for _, part := range []image.Rectangle{grey.Rect, image.Rect(3, 4, 33, 25), image.Rect(39, 29, 40, 30)} {
		for _, size := range []image.Point{{10, 7}, part.Size(), {90, 71}} {
			want := plane(grey).part(part).resized(size.X, size.Y)
			if far := farthest(t, resizedPart(moved, part, size.X, size.Y), want); far > 1e-3 {
				t.Errorf("%v to %v: a pixel differs by %v", part, size, far)
			}
		}
	}
	if far := farthest(t, resizedPart(grey, image.Rectangle{}, 3, 2), newPlane(3, 2)); far != 0 {
		t.Errorf("of no pixels there is %v", far)
	}
}

// TestEnlarged holds the rows against the plain definition: each pixel lies between the four that are nearest to it.
func TestEnlarged(t *testing.T) {
	for _, from := range []image.Point{{1, 1}, {1, 7}, {6, 1}, {8, 5}} {
		for _, to := range []image.Point{from, {13, 11}, {40, 35}} {
			p := randomPlane(8, from.X, from.Y, 256)
			large := p.enlarged(to.X, to.Y).rows()
			for y := range to.Y {
				for x, got := range large(y) {
					atX := min(max((float64(x)+0.5)*float64(from.X)/float64(to.X)-0.5, 0), float64(from.X-1))
					atY := min(max((float64(y)+0.5)*float64(from.Y)/float64(to.Y)-0.5, 0), float64(from.Y-1))
					if want := p.at(atX, atY, 0); math.Abs(float64(got-want)) > 1e-3 {
						t.Errorf("%v to %v: pixel (%d, %d) is %v, want %v", from, to, x, y, got, want)
					}
				}
			}
		}
	}
}
