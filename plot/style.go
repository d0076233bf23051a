package plot

import (
	"image/color"
	"strings"

	"golang.org/x/image/font"
	gonum "gonum.org/v1/plot"
	gonumfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var (
	white = color.Gray{Y: 255}
	black = color.Gray{Y: 0}
	grey  = color.Gray{Y: 100} // of what stands back: axes and the diagonal; 5.9 times as dark as white
	pale  = color.Gray{Y: 220} // of the grid
)

// colours of curves and bars, in this order. They are those of Okabe and Ito, "Color Universal Design" (2008), which
// people without red, green or blue cones tell apart; the orange and the light blue among them, too pale for thin lines,
// are left out, and the purple is darker than theirs, so that each has the contrast of 3 to white that WCAG 2.2, 1.4.11,
// asks for.
var colours = []color.RGBA{
	{0, 114, 178, 255},  // blue
	{213, 94, 0, 255},   // vermilion
	{0, 0, 0, 255},      // black
	{0, 158, 115, 255},  // green
	{184, 96, 146, 255}, // purple
}

// dashes part the curves from each other, in CSS pixels of line and gap in turn.
var dashes = [][]vg.Length{nil, {6, 3}, {2, 2.5}, {9, 3, 2, 3}, {14, 4}}

// markers part them once more. There is one more than there are colours and dashes, so that thirty curves pass before two
// look the same.
var markers = []draw.GlyphDrawer{
	draw.CircleGlyph{}, draw.BoxGlyph{}, draw.TriangleGlyph{}, draw.CrossGlyph{}, draw.RingGlyph{}, draw.SquareGlyph{},
}

const (
	fontSize  = 13 // CSS pixels
	titleSize = 15
	lineWidth = vg.Length(2)
	thin      = vg.Length(1)
)

// letters is the style of text of this size, hung from its upper left corner.
func letters(size vg.Length, weight font.Weight) text.Style {
	return text.Style{
		Color:   black,
		Font:    gonumfont.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: size},
		YAlign:  text.YTop,
		Handler: gonum.DefaultTextHandler,
	}
}

var (
	plain = letters(fontSize, font.WeightNormal)
	bold  = letters(titleSize, font.WeightBold)
)

// aligned is the style with its text put elsewhere beside the point.
func aligned(s text.Style, x text.XAlignment, y text.YAlignment) text.Style {
	s.XAlign, s.YAlign = x, y
	return s
}

// leading is the height of a line of text, from one to the next, as gonum sets it, and a little air.
func leading(s text.Style) vg.Length { return s.Font.Size * 1.25 }

// paragraph is a block of text, broken where it reaches the edge.
func paragraph(s text.Style, content string) block {
	if content == "" {
		return block{draw: func(draw.Canvas) {}}
	}
	lines := wrapped(s, content, inner)
	return block{leading(s) * vg.Length(len(lines)), func(c draw.Canvas) {
		for i, line := range lines {
			c.FillText(s, vg.Point{X: c.Min.X, Y: c.Max.Y - leading(s)*vg.Length(i)}, line)
		}
	}}
}

// wrapped breaks text between words into lines that fit the width. A word that is longer has a line of its own.
func wrapped(s text.Style, content string, width vg.Length) []string {
	var lines []string
	for _, word := range strings.Fields(content) {
		last := len(lines) - 1
		if last >= 0 && s.Width(lines[last]+" "+word) <= width {
			lines[last] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// air is an empty block.
func air(height vg.Length) block { return block{height, func(draw.Canvas) {}} }

// A key tells what one curve or bar looks like.
type key struct {
	name string
	draw func(c draw.Canvas) // into a small box
}

const (
	keyWidth = vg.Length(34)
	keyGap   = vg.Length(6)
)

// legend is a block of keys, side by side while there is room. One key alone is no legend: the title says what it is.
func legend(keys []key) block {
	if len(keys) < 2 {
		return air(0)
	}
	type place struct{ x, y vg.Length }
	var places []place
	var x, y vg.Length
	line := leading(plain) + 3
	for _, k := range keys {
		need := keyWidth + keyGap + plain.Width(k.name)
		if x > 0 && x+need > inner {
			x, y = 0, y+line
		}
		places = append(places, place{x, y})
		x += need + 2*keyGap
	}
	return block{y + line + 4, func(c draw.Canvas) {
		for i, k := range keys {
			box := draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{
				Min: vg.Point{X: c.Min.X + places[i].x, Y: c.Max.Y - places[i].y - fontSize},
				Max: vg.Point{X: c.Min.X + places[i].x + keyWidth, Y: c.Max.Y - places[i].y - 1},
			}}
			k.draw(box)
			c.FillText(plain, vg.Point{X: box.Max.X + keyGap, Y: c.Max.Y - places[i].y}, k.name)
		}
	}}
}
