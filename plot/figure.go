package plot

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// A Figure is a drawing and the words that stand for it.
type Figure struct {
	Alt           string // the alternative text: what a person is told who does not see the drawing
	Width, Height int    // in CSS pixels

	blocks []block
}

// A block is a part of a figure, as wide as the figure. Blocks are drawn below each other.
type block struct {
	height vg.Length
	draw   func(draw.Canvas)
}

const (
	width  = 360           // of a figure in CSS pixels: the narrow side of the common phones has 360 to 430
	margin = vg.Length(10) // around a figure
	inner  = width - 2*margin
	dense  = 3 // pixels of a PNG file for one of CSS, as on the screens of phones
)

// stack makes a figure of blocks. A length of gonum, a point, is one CSS pixel here.
func stack(alt string, blocks ...block) Figure {
	height := 2 * margin
	for _, b := range blocks {
		height += b.height
	}
	return Figure{Alt: alt, Width: width, Height: int(height + 0.5), blocks: blocks}
}

// draw draws the blocks on white paper.
func (f Figure) draw(paper vg.CanvasSizer) {
	c := draw.New(paper)
	c.FillPolygon(white, []vg.Point{c.Min, {X: c.Max.X, Y: c.Min.Y}, c.Max, {X: c.Min.X, Y: c.Max.Y}})
	c = draw.Crop(c, margin, -margin, margin, -margin)
	for _, b := range f.blocks {
		part := c
		part.Min.Y = c.Max.Y - b.height
		b.draw(part)
		c.Max.Y = part.Min.Y
	}
}

// PNG returns the figure as a PNG file of three pixels for one of CSS.
func (f Figure) PNG() ([]byte, error) {
	paper := vgimg.NewWith(vgimg.UseWH(vg.Length(f.Width), vg.Length(f.Height)), vgimg.UseDPI(dense*72))
	f.draw(paper)
	var file bytes.Buffer
	if _, err := (vgimg.PngCanvas{Canvas: paper}).WriteTo(&file); err != nil {
		return nil, fmt.Errorf("plot: %w", err)
	}
	return file.Bytes(), nil
}

// SVG returns the figure as an element svg, which may stand in a page of HTML and in a file of its own. It grows and
// shrinks with the place it is given, tells its alternative text, and asks for the fonts that every system has a match of.
func (f Figure) SVG() ([]byte, error) {
	paper := vgsvg.New(vg.Length(f.Width), vg.Length(f.Height))
	f.draw(paper)
	var file bytes.Buffer
	if _, err := paper.WriteTo(&file); err != nil {
		return nil, fmt.Errorf("plot: %w", err)
	}
	_, rest, _ := strings.Cut(file.String(), "<svg")
	_, body, found := strings.Cut(rest, ">")
	if !found {
		return nil, fmt.Errorf("plot: gonum drew no SVG")
	}
	alt := html.EscapeString(f.Alt)
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" `+
		`aria-label="%s" viewBox="0 0 %d %d" width="%d" height="%d">`+"\n<title>%s</title>",
		alt, f.Width, f.Height, f.Width, f.Height, alt)
	return []byte(head + manyFonts.Replace(body)), nil
}

// manyFonts names the fonts of the same widths that other systems have in place of the one that we measure with.
var manyFonts = strings.NewReplacer("font-family:Liberation Sans;", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")
