package main

import (
	"image"
	"image/color"
	"image/draw"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"aloud/reader"
	"aloud/speech"
)

// The colours of a reading. A doubt shows in the form and in the text as well, for no eye may miss it: a sure digit has a
// plain frame, a doubtful one a dashed frame and a question mark behind it, a refused one a dashed frame with a cross in it
// and a question mark alone. The colours differ also for eyes that do not tell red from green (Okabe and Ito, "Color
// Universal Design", 2008).
var (
	sureColour     = color.RGBA{0, 90, 160, 255}
	doubtfulColour = color.RGBA{200, 80, 0, 255}
	refusedColour  = color.RGBA{175, 0, 75, 255}
	haloColour     = color.RGBA{255, 255, 255, 255}
)

// annotate draws a reading on a copy of its picture: a frame around each digit, what was read above it, and below a
// doubtful one what else it may be. A number that is doubtful as a whole has a question mark behind it. First come the
// white halos of all lines and letters, which make them legible on any photograph, and then their colours.
func annotate(img image.Image, reading reader.Reading) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	for _, halo := range []bool{true, false} {
		for _, n := range reading.Numbers {
			newPen(out, n, halo).number(n)
		}
	}
	return out
}

// A pen draws one number in sizes that go with the height of its digits.
type pen struct {
	on    *image.RGBA
	halo  bool // draws the halo in place of the thing itself
	width int  // of a line and of the halo on either side of it, in pixels
	large font.Face
	small font.Face
}

// newPen takes the sizes from the median height of the digits; below a dozen pixels, letters could not be read.
func newPen(on *image.RGBA, n reader.Number, halo bool) *pen {
	var heights []int
	for _, s := range n.Symbols {
		heights = append(heights, image.Rectangle(s.Box).Dy())
	}
	slices.Sort(heights)
	height := image.Rectangle(n.Box).Dy()
	if len(heights) > 0 {
		height = heights[len(heights)/2]
	}
	size := max(12, 0.6*float64(height))
	return &pen{on: on, halo: halo, width: max(1, height/24), large: bold(size), small: bold(max(12, 0.6*size))}
}

// bold returns Go's bold face with a size in pixels.
func bold(size float64) font.Face {
	face, err := opentype.NewFace(parseBold(), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // it has no cause: the font is part of the program and the size positive
	}
	return face
}

var parseBold = sync.OnceValue(func() *opentype.Font {
	parsed, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(err) // the font is part of the program
	}
	return parsed
})

// number draws all digits, and the doubt about the whole.
func (p *pen) number(n reader.Number) {
	for _, s := range n.Symbols {
		p.symbol(s)
	}
	if !n.Sure {
		p.question(image.Rectangle(n.Box))
	}
}

// question writes a question mark behind a box, or before it where there is no room.
func (p *pen) question(box image.Rectangle) {
	wide := font.MeasureString(p.large, "?").Ceil() + 2*p.gap()
	behind := image.Rect(box.Max.X, box.Min.Y, box.Max.X+wide, box.Max.Y)
	if behind.Max.X > p.on.Rect.Max.X {
		behind = behind.Sub(image.Pt(box.Dx()+wide, 0))
	}
	p.text(behind, (box.Min.Y+box.Max.Y+capHeight(p.large))/2, "?", p.large, doubtfulColour)
}

// symbol draws one digit.
func (p *pen) symbol(s reader.Symbol) {
	box := image.Rectangle(s.Box).Inset(-2 * p.width)
	switch {
	case s.Char == "?":
		p.dashes(box, refusedColour)
		p.cross(box, refusedColour)
		p.labels(box, "?", s.Alternatives, refusedColour)
	case !s.Sure:
		p.dashes(box, doubtfulColour)
		p.labels(box, s.Char+"?", s.Alternatives, doubtfulColour)
	default:
		p.frame(box, sureColour)
		p.labels(box, s.Char, nil, sureColour)
	}
}

// labels writes what was read above the box, or below where there is no room, and under it what else it may be.
func (p *pen) labels(box image.Rectangle, read string, alternatives []reader.Alternative, c color.RGBA) {
	below := box.Max.Y + p.gap()
	if above := box.Min.Y - p.gap(); above-capHeight(p.large) >= 0 {
		p.text(box, above, read, p.large, c)
	} else {
		below += capHeight(p.large)
		p.text(box, below, read, p.large, c)
		below += p.gap()
	}
	var others []string
	for _, a := range alternatives {
		if a.Probability >= speech.WorthSaying {
			others = append(others, a.Char)
		}
	}
	p.text(box, below+capHeight(p.small), strings.Join(others, "/"), p.small, c)
}

// gap is the distance of letters from a frame.
func (p *pen) gap() int { return 5 * p.width }

// capHeight is the height of a digit in whole pixels.
func capHeight(face font.Face) int { return face.Metrics().CapHeight.Ceil() }

// text writes a line in the middle above or below a box, with its feet at the given height.
func (p *pen) text(box image.Rectangle, baseline int, text string, face font.Face, c color.RGBA) {
	left := (box.Min.X + box.Max.X - font.MeasureString(face, text).Ceil()) / 2
	write := func(x, y int, c color.RGBA) {
		drawer := font.Drawer{Dst: p.on, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
		drawer.DrawString(text)
	}
	if !p.halo {
		write(left, baseline, c)
		return
	}
	for dy := -2 * p.width; dy <= 2*p.width; dy++ { // two lines wide: letters want more room than lines
		for dx := -2 * p.width; dx <= 2*p.width; dx++ {
			if dx*dx+dy*dy <= 4*p.width*p.width {
				write(left+dx, baseline+dy, haloColour)
			}
		}
	}
}

// frame draws a rectangle of lines.
func (p *pen) frame(r image.Rectangle, c color.RGBA) {
	p.dashed(r, max(r.Dx(), r.Dy()), 0, c)
}

// dashes draws a rectangle of dashes, as long as four lines are wide and as far apart as two.
func (p *pen) dashes(r image.Rectangle, c color.RGBA) {
	p.dashed(r, 4*p.width, 2*p.width, c)
}

// dashed draws the four sides of a rectangle in dashes of a given length and distance.
func (p *pen) dashed(r image.Rectangle, length, distance int, c color.RGBA) {
	for x := r.Min.X; x < r.Max.X; x += length + distance {
		end := min(x+length, r.Max.X)
		p.bar(image.Rect(x, r.Min.Y, end, r.Min.Y+p.width), c)
		p.bar(image.Rect(x, r.Max.Y-p.width, end, r.Max.Y), c)
	}
	for y := r.Min.Y; y < r.Max.Y; y += length + distance {
		end := min(y+length, r.Max.Y)
		p.bar(image.Rect(r.Min.X, y, r.Min.X+p.width, end), c)
		p.bar(image.Rect(r.Max.X-p.width, y, r.Max.X, end), c)
	}
}

// cross draws the two diagonals of a rectangle.
func (p *pen) cross(r image.Rectangle, c color.RGBA) {
	steps := max(r.Dx(), r.Dy(), 1)
	for i := range steps + 1 {
		x, y := i*(r.Dx()-p.width)/steps, i*(r.Dy()-p.width)/steps
		dot := image.Rect(0, 0, p.width, p.width)
		p.bar(dot.Add(image.Pt(r.Min.X+x, r.Min.Y+y)), c)
		p.bar(dot.Add(image.Pt(r.Max.X-p.width-x, r.Min.Y+y)), c)
	}
}

// bar fills a rectangle, or its halo.
func (p *pen) bar(r image.Rectangle, c color.RGBA) {
	if p.halo {
		r, c = r.Inset(-p.width), haloColour
	}
	draw.Draw(p.on, r, image.NewUniform(c), image.Point{}, draw.Src)
}
