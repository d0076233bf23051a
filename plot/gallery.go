package plot

import (
	"image"
	"image/color"
	"math"
	"strings"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A Gallery shows pictures in rows, each with its caption below.
type Gallery struct {
	Title    string
	Columns  int // how many stand side by side
	Pictures []Picture
	Scale    *Scale // what the colours mean, where they mean numbers
}

// A Picture is one of a gallery. It is fitted into a square, unless all of the gallery are lower than wide. Pictures that are
// small, as digits are, keep their pixels sharp.
type Picture struct {
	Image   image.Image
	Caption string
}

// Draw makes the figure. A gallery needs a column at least.
func (g Gallery) Draw(alt string) Figure {
	blocks := []block{paragraph(bold, g.Title), air(4)}
	for begin := 0; begin < len(g.Pictures); begin += g.Columns {
		blocks = append(blocks, g.row(g.Pictures[begin:min(begin+g.Columns, len(g.Pictures))]))
	}
	if g.Scale != nil {
		blocks = append(blocks, g.Scale.bar())
	}
	return stack(alt, blocks...)
}

const galleryGap = vg.Length(8)

// row draws the pictures side by side.
func (g Gallery) row(pictures []Picture) block {
	side := (inner - galleryGap*vg.Length(g.Columns-1)) / vg.Length(g.Columns)
	height := side * vg.Length(g.slimness())
	caption, captions := captionStyle(pictures, side), 0
	words := make([][]string, len(pictures))
	for i, p := range pictures {
		words[i] = wrapped(caption, p.Caption, side+galleryGap/2)
		captions = max(captions, len(words[i]))
	}
	caption = aligned(caption, text.XCenter, text.YTop)
	return block{height + leading(caption)*vg.Length(captions) + galleryGap, func(c draw.Canvas) {
		for i, p := range pictures {
			left := c.Min.X + (side+galleryGap)*vg.Length(i)
			place := vg.Rectangle{Min: vg.Point{X: left, Y: c.Max.Y - height}, Max: vg.Point{X: left + side, Y: c.Max.Y}}
			fitted(c, place, p.Image)
			for k, line := range words[i] {
				c.FillText(caption, vg.Point{X: left + side/2, Y: place.Min.Y - 3 - leading(caption)*vg.Length(k)}, line)
			}
		}
	}}
}

// captionStyle is as small as the pictures are, and as their longest word needs to stay below its own picture, unless nobody
// could read it then.
func captionStyle(pictures []Picture, side vg.Length) text.Style {
	const least = 7
	style := letters(min(fontSize, max(10, side/6)), font.WeightNormal)
	for _, p := range pictures {
		for _, word := range strings.Fields(p.Caption) {
			if wide := style.Width(word); wide > side {
				style.Font.Size = max(least, style.Font.Size*side/wide)
			}
		}
	}
	return style
}

// slimness is height by width of the highest picture, 1 at most.
func (g Gallery) slimness() float64 {
	slimness := 0.0
	for _, p := range g.Pictures {
		size := p.Image.Bounds().Size()
		slimness = max(slimness, float64(size.Y)/float64(max(size.X, 1)))
	}
	return min(slimness, 1)
}

// fitted draws a picture as large as the place allows, in its middle, within a thin frame.
func fitted(c draw.Canvas, place vg.Rectangle, img image.Image) {
	size := img.Bounds().Size()
	if size.X == 0 || size.Y == 0 {
		return
	}
	room := place.Size()
	zoom := min(float64(room.X)/float64(size.X), float64(room.Y)/float64(size.Y))
	w, h := vg.Length(zoom*float64(size.X)), vg.Length(zoom*float64(size.Y))
	low := vg.Point{X: place.Min.X + (room.X-w)/2, Y: place.Max.Y - h}
	box := vg.Rectangle{Min: low, Max: low.Add(vg.Point{X: w, Y: h})}
	c.DrawImage(box, sized(img, pixels(w), pixels(h)))
	c.SetLineStyle(draw.LineStyle{Color: pale, Width: thin})
	c.Stroke(box.Path())
}

// pixels is how many a length has in a PNG file.
func pixels(length vg.Length) int { return max(1, int(dense*length+0.5)) }

// sized brings a picture to the pixels of a PNG file: a small one by repeating its pixels, so that they stay squares, a
// large one by averaging.
func sized(img image.Image, width, height int) image.Image {
	var scaler xdraw.Scaler = xdraw.CatmullRom
	if width >= img.Bounds().Dx() {
		scaler = xdraw.NearestNeighbor
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	scaler.Scale(out, out.Rect, img, img.Bounds(), xdraw.Src, nil)
	return out
}

// A Scale gives colours to numbers from −Limit to Limit: zero is white, what is below goes to blue, what is above to a
// brown orange, which everyone tells apart; numbers beyond get the colours of the ends. Pictures drawn with one scale can be
// compared.
type Scale struct {
	Limit float64 // above 0
}

// ends are the colours of Brewer's scheme PuOr, cut where both are still told from black.
var ends = [2]color.RGBA{{45, 60, 140, 255}, {179, 88, 6, 255}}

// Colour is that of a number. One that is none is grey.
func (s Scale) Colour(v float64) color.RGBA {
	if math.IsNaN(v) {
		return color.RGBA{128, 128, 128, 255}
	}
	share, end := min(math.Abs(v)/s.Limit, 1), ends[0]
	if v > 0 {
		end = ends[1]
	}
	mix := func(c uint8) uint8 { return uint8(255 - share*float64(255-c) + 0.5) }
	return color.RGBA{mix(end.R), mix(end.G), mix(end.B), 255}
}

// Picture draws numbers that stand in rows of so many columns, a pixel each.
func (s Scale) Picture(values []float64, columns int) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, columns, len(values)/columns))
	for i := range out.Rect.Dx() * out.Rect.Dy() {
		out.SetRGBA(i%columns, i/columns, s.Colour(values[i]))
	}
	return out
}

// bar shows the scale itself with the numbers at its ends and in its middle.
func (s Scale) bar() block {
	const height = vg.Length(14)
	return block{height + leading(plain) + 6, func(c draw.Canvas) {
		const steps = 101
		values := make([]float64, steps)
		for i := range values {
			values[i] = s.Limit * (2*float64(i)/(steps-1) - 1)
		}
		box := vg.Rectangle{Min: vg.Point{X: c.Min.X, Y: c.Max.Y - height}, Max: c.Max}
		c.DrawImage(box, sized(s.Picture(values, steps), pixels(inner), pixels(height)))
		c.SetLineStyle(draw.LineStyle{Color: grey, Width: thin})
		c.Stroke(box.Path())
		for i, v := range []float64{-s.Limit, 0, s.Limit} {
			x := c.Min.X + inner*vg.Length(i)/2
			style := aligned(plain, text.XAlignment(-float64(i)/2), text.YTop)
			c.FillText(style, vg.Point{X: x, Y: box.Min.Y - 3}, Axis{}.number(v))
		}
	}}
}
