package plot

import (
	gonum "gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Chart shows how one thing goes with another, as curves.
type Chart struct {
	Title  string
	X, Y   Axis
	Curves []Curve
}

// A Curve joins points in their order.
type Curve struct {
	Name   string
	Points []Point
	Steps  bool // what holds up to the next point, and then jumps: a count, or a share of few
}

// A Point is a pair of numbers. Where one of the two has no place on its axis, the curve has a gap.
type Point struct{ X, Y float64 }

const (
	chartHeight = vg.Length(230) // CSS pixels, axes included
	someMarkers = 8              // a curve shows about so many markers, and not one at each of a thousand points
)

// Draw makes the figure. The alternative text says what the curves show, not that there are curves.
func (c Chart) Draw(alt string) Figure {
	return stack(alt, paragraph(bold, c.Title), air(3), legend(c.keys()), paragraph(plain, c.Y.Label), air(4),
		block{chartHeight, c.plot})
}

func (c Chart) keys() []key {
	var keys []key
	for i, curve := range c.Curves {
		keys = append(keys, key{curve.Name, func(box draw.Canvas) {
			y := box.Center().Y
			box.StrokeLine2(strokeOf(i), box.Min.X, y, box.Max.X, y)
			box.DrawGlyph(markerOf(i), vg.Point{X: box.Center().X, Y: y})
		}})
	}
	return keys
}

// plot draws axes and curves.
func (c Chart) plot(canvas draw.Canvas) {
	p := gonum.New()
	p.BackgroundColor = nil
	p.Add(grid())
	for i, curve := range c.Curves {
		for _, part := range curve.parts(c.X, c.Y) {
			p.Add(curve.line(i, part), curve.markers(i, part))
		}
	}
	c.X.dress(&p.X, 5)
	c.X.under(&p.X)
	c.Y.dress(&p.Y, 6)
	p.Draw(canvas)
}

// grid is pale lines from the numbers of the vertical axis across the chart.
func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Vertical.Color = nil
	g.Horizontal = draw.LineStyle{Color: pale, Width: thin}
	return g
}

// parts are the runs of points between the gaps of a curve.
func (c Curve) parts(x, y Axis) []plotter.XYs {
	var parts []plotter.XYs
	open := false
	for _, p := range c.Points {
		fits := x.holds(p.X) && y.holds(p.Y)
		if fits && !open {
			parts = append(parts, nil)
		}
		if open = fits; fits {
			last := len(parts) - 1
			parts[last] = append(parts[last], plotter.XY(p))
		}
	}
	return parts
}

// line joins a run of points of the curve, which is number i.
func (c Curve) line(i int, run plotter.XYs) *plotter.Line {
	line := &plotter.Line{XYs: run, LineStyle: strokeOf(i)}
	if c.Steps {
		line.StepStyle = plotter.PostStep
	}
	return line
}

// markers marks some points of a run. Each curve begins at another one, so that markers of curves that coincide do not.
func (c Curve) markers(i int, run plotter.XYs) *plotter.Scatter {
	stride := max(1, len(c.Points)/someMarkers)
	var some plotter.XYs
	for at := min(i*stride/3%stride, len(run)-1); at < len(run); at += stride {
		some = append(some, run[at])
	}
	return &plotter.Scatter{XYs: some, GlyphStyle: markerOf(i)}
}

// strokeOf is the line of curve i.
func strokeOf(i int) draw.LineStyle {
	return draw.LineStyle{Color: colours[i%len(colours)], Width: lineWidth, Dashes: dashes[i%len(dashes)]}
}

// markerOf is the marker of curve i.
func markerOf(i int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: colours[i%len(colours)], Radius: 3.5, Shape: markers[i%len(markers)]}
}
