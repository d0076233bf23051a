package plot

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars compares figures by the lengths of bars that begin at zero. They lie, so that names of any length are read
// straight, and each has its figure at its end.
type Bars struct {
	Title   string
	Measure Axis     // what the lengths mean; a logarithm has no zero to begin at, and Log says nothing here
	Names   []string // of the groups of bars, from top to bottom
	Series  []Series // each has a bar in every group
}

// A Series is one bar of every group.
type Series struct {
	Name   string
	Values []float64 // one a group, not negative; NaN is a figure that there is not, and has no bar
}

const (
	barHeight = vg.Length(16)
	barGap    = vg.Length(8) // between groups
)

// Draw makes the figure. A series of another length than the names is a mistake of the caller and panics.
func (b Bars) Draw(alt string) Figure {
	for _, s := range b.Series {
		if len(s.Values) != len(b.Names) {
			panic("plot: " + s.Name + ": as many values as names are needed")
		}
	}
	blocks := []block{paragraph(bold, b.Title), air(3), legend(b.keys()), paragraph(plain, b.Measure.Label), air(4)}
	for i, name := range b.Names {
		blocks = append(blocks, paragraph(plain, name), air(2), b.group(i), air(barGap))
	}
	return stack(alt, blocks...)
}

func (b Bars) keys() []key {
	var keys []key
	for i, s := range b.Series {
		keys = append(keys, key{s.Name, func(box draw.Canvas) { bar(box, i) }})
	}
	return keys
}

// group draws the bars of one group below each other.
func (b Bars) group(i int) block {
	room := inner - b.widestFigure() - keyGap
	return block{barHeight * vg.Length(len(b.Series)), func(c draw.Canvas) {
		for k, s := range b.Series {
			v := s.Values[i]
			if !b.Measure.holds(v) {
				continue
			}
			top := c.Max.Y - barHeight*vg.Length(k)
			box := draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
				Min: vg.Point{X: c.Min.X, Y: top - barHeight + 2},
				Max: vg.Point{X: c.Min.X + room*vg.Length(v/b.longest()), Y: top},
			}}
			bar(box, k)
			c.FillText(aligned(plain, text.XLeft, text.YCenter), vg.Point{X: box.Max.X + keyGap, Y: box.Center().Y}, b.Measure.number(v))
		}
	}}
}

// longest is the value that gets all the room.
func (b Bars) longest() float64 {
	longest := b.Measure.To
	for _, s := range b.Series {
		for _, v := range s.Values {
			if b.Measure.holds(v) {
				longest = max(longest, v)
			}
		}
	}
	return max(longest, math.SmallestNonzeroFloat64)
}

func (b Bars) widestFigure() vg.Length {
	var widest vg.Length
	for _, s := range b.Series {
		for _, v := range s.Values {
			widest = max(widest, plain.Width(b.Measure.number(v)))
		}
	}
	return widest
}

// bar fills a box in the manner of series i: full, empty, striped across, striped along; and so again.
func bar(box draw.Canvas, i int) {
	const stripe = vg.Length(4)
	colour := colours[i%len(colours)]
	left, right, bottom, top := box.Min.X, box.Max.X, box.Min.Y, box.Max.Y
	pen := draw.LineStyle{Color: colour, Width: 1.5}
	corners := []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}, {X: left, Y: bottom}}
	switch i % 4 {
	case 0:
		box.FillPolygon(colour, corners)
	case 2:
		for x := left + stripe; x < right; x += stripe {
			box.StrokeLine2(pen, x, bottom, x, top)
		}
	case 3:
		for y := bottom + stripe; y < top; y += stripe {
			box.StrokeLine2(pen, left, y, right, y)
		}
	}
	box.StrokeLines(pen, corners)
}
