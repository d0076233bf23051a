package photo

import (
	"image"
	"image/color"

	"aloud/digit"
)

// DrawInk shows the page's ink, black where it may be a digit, grey where it is ink of another kind, and pale where it
// was set aside as the edge of something.
func (page *Page) DrawInk() *image.Gray {
	out := image.NewGray(image.Rect(0, 0, page.Ink.Contrast.Width, page.Ink.Contrast.Height))
	for i, ink := range page.Ink.Set {
		out.Pix[i] = 255
		if ink {
			out.Pix[i] = 215
		}
	}
	fill := func(p *Piece, grey uint8) {
		for _, r := range p.runs {
			for x := r.left; x < r.right; x++ {
				out.Pix[r.y*out.Stride+x] = grey
			}
		}
	}
	for _, p := range page.Pieces {
		fill(p, 150)
	}
	for _, l := range page.Lines {
		for _, p := range l.Pieces {
			fill(p, 0)
		}
	}
	return out
}

// lineColours part neighbouring lines from one another, also for eyes that do not tell red from green.
var lineColours = []color.RGBA{{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255}}

// DrawLines shows the page's ink with a frame around every piece of a line and another, thicker one around the line.
func (page *Page) DrawLines() *image.RGBA {
	ink := page.DrawInk()
	out := image.NewRGBA(ink.Rect)
	for i, grey := range ink.Pix {
		copy(out.Pix[4*i:], []uint8{grey, grey, grey, 255})
	}
	for i, l := range page.Lines {
		colour := lineColours[i%len(lineColours)]
		for _, p := range l.Pieces {
			frame(out, p.Box.Inset(-2), 2, colour)
		}
		frame(out, l.Box().Inset(-8), 4, colour)
	}
	return out
}

// frame draws a rectangle of lines of the given thickness, inwards.
func frame(dst *image.RGBA, r image.Rectangle, thickness int, c color.RGBA) {
	inner := r.Inset(thickness)
	for _, side := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, inner.Min.Y)}, {image.Pt(r.Min.X, inner.Max.Y), r.Max},
		{r.Min, image.Pt(inner.Min.X, r.Max.Y)}, {image.Pt(inner.Max.X, r.Min.Y), r.Max},
	} {
		side = side.Intersect(dst.Rect)
		for y := side.Min.Y; y < side.Max.Y; y++ {
			for x := side.Min.X; x < side.Max.X; x++ {
				dst.SetRGBA(x, y, c)
			}
		}
	}
}

// DrawDigits shows rows of digits, four times enlarged.
func DrawDigits(rows [][]digit.Digit) *image.Gray {
	const zoom, gap = 4, 8
	const cell = digit.Side*zoom + gap
	longest := 1
	for _, row := range rows {
		longest = max(longest, len(row))
	}
	out := image.NewGray(image.Rect(0, 0, longest*cell+gap, max(1, len(rows))*cell+gap))
	for i := range out.Pix {
		out.Pix[i] = 96
	}
	for i, row := range rows {
		for j, d := range row {
			for k := range digit.Pixels * zoom * zoom {
				x, y := k%(digit.Side*zoom), k/(digit.Side*zoom)
				out.SetGray(gap+j*cell+x, gap+i*cell+y, color.Gray{Y: d[y/zoom*digit.Side+x/zoom]})
			}
		}
	}
	return out
}
