package plot

import (
	"math"

	"golang.org/x/image/font"
	gonum "gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Cloud shows what lies close to what, as a map does: each thing stands at its place as a letter. What the directions mean
// is said by their labels, or by the text around it; there are no scales.
type Cloud struct {
	Title string
	X, Y  string // what the directions mean; may be empty
	Marks []Mark
}

// A Mark is a thing on a map. Those with the same letter are of one kind and have one colour.
type Mark struct {
	X, Y   float64
	Letter string
}

// Draw makes the figure.
func (c Cloud) Draw(alt string) Figure {
	return stack(alt, paragraph(bold, c.Title), air(3), paragraph(plain, c.Y), air(2), block{inner, c.plot}, air(4),
		paragraph(plain, c.X))
}

// plot draws the letters within a frame, in their order.
func (c Cloud) plot(canvas draw.Canvas) {
	const letterSize, room = 8, 6 // so many letters side by side fill the frame; up to its edge
	frame := canvas.Rectangle
	canvas.SetLineStyle(draw.LineStyle{Color: pale, Width: thin})
	canvas.Stroke(frame.Path())

	low, high := c.reach()
	x := gonum.LinearScale{}
	colour := map[string]int{}
	for _, m := range c.Marks {
		if !finite(m) {
			continue
		}
		if _, known := colour[m.Letter]; !known {
			colour[m.Letter] = len(colour)
		}
		style := aligned(letters(letterSize, font.WeightNormal), text.XCenter, text.YCenter)
		style.Color = colours[colour[m.Letter]%len(colours)]
		place := vg.Point{
			X: frame.Min.X + room + (frame.Size().X-2*room)*vg.Length(x.Normalize(low.X, high.X, m.X)),
			Y: frame.Min.Y + room + (frame.Size().Y-2*room)*vg.Length(x.Normalize(low.Y, high.Y, m.Y)),
		}
		canvas.FillText(style, place, m.Letter)
	}
}

// reach is the corners of the part of the plane that is shown. Both directions are shown at one scale: distances are what a
// map is about.
func (c Cloud) reach() (low, high Point) {
	low, high = Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, m := range c.Marks {
		if finite(m) {
			low, high = Point{min(low.X, m.X), min(low.Y, m.Y)}, Point{max(high.X, m.X), max(high.Y, m.Y)}
		}
	}
	if low.X > high.X {
		return Point{}, Point{1, 1}
	}
	half := max(high.X-low.X, high.Y-low.Y, 1e-9) / 2
	x, y := (low.X+high.X)/2, (low.Y+high.Y)/2
	return Point{x - half, y - half}, Point{x + half, y + half}
}

// finite reports whether the mark has a place.
func finite(m Mark) bool {
	return !math.IsNaN(m.X+m.Y) && !math.IsInf(m.X, 0) && !math.IsInf(m.Y, 0)
}
