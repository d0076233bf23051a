package scribe

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// A light is an amount of red, green and blue light, not as the eye sees it but as it adds up: twice the lamps, twice
// the numbers. 1 is the brightest that a picture can hold.
type light [3]float64

// times dims or colours the light.
func (l light) times(r, g, b float64) light { return light{l[0] * r, l[1] * g, l[2] * b} }

// A page lies on a desk and has been written on. Its coordinates are pixels of a straight photograph, from its middle.
type page struct {
	paper         light
	width, height float64     // of the paper
	ink           *image.Gray // the writing, its bounds in the coordinates of the page
	pen           Pen
	ruling        Ruling
	step          float64 // distance of two ruled lines
	firstLine     float64 // where one of them is
	grain, waves  *noise
	wood          light
}

// newPage puts a drawing, in heights of a digit, in the middle of a paper.
func newPage(random *rand.Rand, writing drawing, scene *Scene) *page {
	const filled = 0.84 // of the paper, or of the picture where that is smaller, at most
	width, height, edge := float64(scene.Width), float64(scene.Height), 2*scene.Desk*float64(scene.Width)
	left, top, right, bottom := writing.bounds()
	size := filled * min((width-max(edge, 0))/(right-left), (height-max(edge, 0))/(bottom-top))
	size = min(size, scene.DigitHeight)
	dx, dy := -size*(left+right)/2, -size*(top+bottom)/2
	p := &page{
		paper: linear(scene.Paper), width: width - edge, height: height - edge,
		ink: image.NewGray(image.Rect(
			int(size*left+dx)-4, int(size*top+dy)-4, int(size*right+dx)+4, int(size*bottom+dy)+4)),
		pen: scene.Pen, ruling: scene.Ruling, step: linePitch * size, firstLine: dy,
		grain: newNoise(random), waves: newNoise(random),
		wood: linear(color.RGBA{uint8(110 + random.IntN(60)), 84, 58, 255}),
	}
	if p.ruling == Squares {
		p.step /= 3
	}
	writing.placed(size, dx, dy).drawOn(p.ink)
	return p
}

// at is the light that comes back from a point, when all around is lit evenly by 1.
func (p *page) at(x, y float64) light {
	outside := max(math.Abs(x)-p.width/2, math.Abs(y)-p.height/2) // distance from the edge, below 0 on the paper
	if outside > 0.5 {
		return p.desk(x, y, outside)
	}
	surface := 1 + 0.012*p.grain.at(x/1.7, y/1.7) + 0.012*p.grain.at(x/5, y/6) + 0.02*p.waves.at(x/150, y/190)
	sheet := p.ruled(p.paper.times(surface, surface, surface), x, y)
	sheet = p.written(sheet, x, y)
	if outside > -0.5 { // the edge itself lies within this pixel
		below := p.desk(x, y, 0.5)
		for i := range sheet {
			sheet[i] = mix(sheet[i], below[i], outside+0.5)
		}
	}
	return sheet
}

// desk is wood, its years running along x; near the paper lies the paper's shadow.
func (p *page) desk(x, y, outside float64) light {
	years := 1 + 0.18*p.waves.at(x/260, y/9) + 0.12*p.grain.at(x/40, y/2.3) + 0.1*p.waves.at(x/500, y/60)
	years *= 1 - 0.45*math.Exp(-outside/7)
	return p.wood.times(years, years, years)
}

// ruled prints the lines, bluish grey and two pixels wide.
func (p *page) ruled(sheet light, x, y float64) light {
	printed := 0.0
	if p.ruling != Plain {
		printed = p.lineAt(y - p.firstLine)
	}
	if p.ruling == Squares {
		printed = max(printed, p.lineAt(x))
	}
	return sheet.times(1-0.34*printed, 1-0.22*printed, 1-0.1*printed)
}

// lineAt is how much of a pixel the nearest ruled line covers, at a distance from any one of them.
func (p *page) lineAt(distance float64) float64 {
	const halfWidth = 1
	off := math.Abs(distance - p.step*math.Round(distance/p.step))
	return min(max(halfWidth+0.5-off, 0), 1)
}

// written lays the ink on the sheet. Light goes through it to the paper and back, so that what remains is exp(-density),
// and ruling shines through a thin line. The grain keeps the ink out of the valleys of the paper.
func (p *page) written(sheet light, x, y float64) light {
	ink := cover(p.ink, x, y)
	if ink == 0 {
		return sheet
	}
	valley := 0.5 + 0.7*p.grain.at(x/1.3+9, y/1.3) + 0.4*p.waves.at(x/25, y/25)
	ink *= 1 - p.pen.Grain*min(max(valley, 0), 1)
	d := p.pen.Density
	return sheet.times(math.Exp(-ink*d[0]), math.Exp(-ink*d[1]), math.Exp(-ink*d[2]))
}

// cover is the share of ink, from 0 to 1, at a point of a picture: the bilinear mean of the four pixels around it.
func cover(ink *image.Gray, x, y float64) float64 {
	x, y = x-0.5, y-0.5 // the middle of a pixel has its value
	left, top := int(math.Floor(x)), int(math.Floor(y))
	if !(image.Rect(left, top, left+2, top+2).In(ink.Rect)) {
		return 0
	}
	right, down := x-float64(left), y-float64(top)
	i := ink.PixOffset(left, top)
	above, below := ink.Pix[i:i+2], ink.Pix[i+ink.Stride:i+ink.Stride+2]
	upper := mix(float64(above[0]), float64(above[1]), right)
	lower := mix(float64(below[0]), float64(below[1]), right)
	return mix(upper, lower, down) / 255
}

// linear is the light behind a colour of a picture file: sRGB's curve, IEC 61966-2-1, undone.
func linear(c color.RGBA) light {
	var l light
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		s := float64(v) / 255
		if s <= 0.04045 {
			l[i] = s / 12.92
		} else {
			l[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return l
}
