package scribe

import (
	"image"
	"math"
)

// A dab is one touch of the pen: a disc of ink.
type dab struct{ x, y, radius float64 }

// A trace is what the pen leaves between two lifts: the dabs, joined.
type trace []dab

// A drawing is a number of traces on one sheet; a single dab makes a dot.
type drawing []trace

// bounds is the smallest box around all ink: left, top, right and bottom.
func (d drawing) bounds() (left, top, right, bottom float64) {
	left, top, right, bottom = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, t := range d {
		for _, p := range t {
			left, right = min(left, p.x-p.radius), max(right, p.x+p.radius)
			top, bottom = min(top, p.y-p.radius), max(bottom, p.y+p.radius)
		}
	}
	return left, top, right, bottom
}

// placed returns the drawing enlarged by scale, pen and all, and then moved by (dx, dy).
func (d drawing) placed(scale, dx, dy float64) drawing {
	moved := make(drawing, len(d))
	for i, t := range d {
		moved[i] = make(trace, len(t))
		for j, p := range t {
			moved[i][j] = dab{p.x*scale + dx, p.y*scale + dy, p.radius * scale}
		}
	}
	return moved
}

// ink draws in a picture of its own, so large that the longer side of the drawing measures that many pixels. Around it
// is a rim of a few pixels.
func (d drawing) ink(size float64) *image.Gray {
	const rim = 3
	left, top, right, bottom := d.bounds()
	scale := size / max(right-left, bottom-top)
	ink := image.NewGray(image.Rect(0, 0, int((right-left)*scale)+2*rim+1, int((bottom-top)*scale)+2*rim+1))
	d.placed(scale, rim-left*scale, rim-top*scale).drawOn(ink)
	return ink
}

// drawOn adds the drawing, in pixels, to the ink of a picture. Ink over ink is not darker than ink.
func (d drawing) drawOn(ink *image.Gray) {
	for _, t := range d {
		for i, p := range t {
			drawSegment(ink, t[max(i-1, 0)], p)
		}
	}
}

// drawSegment adds the ink between two dabs. A pixel at the distance s from the line between them is covered by
//
//	min(max(radius - s + 1/2, 0), 1)
//
// which is exact for a straight edge along the pixels and close for all others; the radius goes evenly from a's to b's.
func drawSegment(ink *image.Gray, a, b dab) {
	reach := max(a.radius, b.radius) + 1
	box := image.Rect(
		int(math.Floor(min(a.x, b.x)-reach)), int(math.Floor(min(a.y, b.y)-reach)),
		int(math.Ceil(max(a.x, b.x)+reach)), int(math.Ceil(max(a.y, b.y)+reach)),
	).Intersect(ink.Bounds())
	dx, dy := b.x-a.x, b.y-a.y
	scale := 1 / max(dx*dx+dy*dy, 1e-12)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := ink.Pix[ink.PixOffset(box.Min.X, y):][:box.Dx()]
		py := float64(y) + 0.5 - a.y
		for i, v := range row {
			px := float64(box.Min.X+i) + 0.5 - a.x
			along := min(max((px*dx+py*dy)*scale, 0), 1)
			ex, ey := px-along*dx, py-along*dy
			reach := a.radius + along*(b.radius-a.radius) + 0.5
			if square := ex*ex + ey*ey; square < reach*reach && v < 255 { // a root is worth avoiding
				row[i] = max(v, uint8(255*min(reach-math.Sqrt(square), 1)))
			}
		}
	}
}
