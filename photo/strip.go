package photo

import (
	"image"
	"math"
	"slices"
)

// A Strip is a line of writing as a line reader is given it: cut out, level, and of one size whatever its size on the
// picture was. It is StripHeight pixels high and a multiple of StripStep wide, the digits are about StripDigit high with
// their middle in the middle row, and at both ends are some columns without ink. Ink is bright on 0, and the usual ink of
// the line is StripInk. Nothing is cleaned away: the texture of the paper, ruling and the strokes of other lines are as
// strong as they are beside the ink, for a reader has learned to pass over them.
type Strip struct {
	*image.Gray
	at placing
}

const (
	StripHeight = 32  // pixels
	StripDigit  = 23  // pixels: leaves room for a long 7, and for a line whose height was misjudged by a third
	StripStep   = 8   // pixels: a network that halves the width up to three times gets whole columns
	StripInk    = 212 // of 255, so that ink may be a fifth stronger than usual
	stripRim    = 8   // pixels without ink at either end
)

// An Extent is where on a page the digits of a line may stand: between two parallel lines.
type Extent struct {
	Left, Right float64 // columns of the page
	Middle      float64 // row of the page at half the height of the digits, halfway between Left and Right
	Height      float64 // of the digits, in pixels of the page
	Slope       float64 // degrees, clockwise positive
}

// A View is one of the ways of looking at a line. A line that reads the same in several views is read more surely.
type View struct {
	Height float64 // of a digit, in pixels of the strip
	Width  float64 // of a digit, relative to what the page shows
	Shear  float64 // how far a point one pixel higher moves to the left, in pixels: it rights writing that leans right
}

// Straight is the view in which a line is looked at first.
func Straight() View { return View{Height: StripDigit, Width: 1} }

// Strip cuts out of the page what stands at an extent, as a view shows it. What lies beside the page is without ink.
func (page *Page) Strip(e Extent, v View) *Strip {
	at := newPlacing(e, v)
	return &Strip{inScale(at.cut(page.Ink.Contrast)), at}
}

// Point is the point of the page that the strip shows at one of its own; all in pixels.
func (s *Strip) Point(x, y float64) (pageX, pageY float64) { return s.at.point(x, y) }

// Place is the point of the strip that shows one of the page; all in pixels.
func (s *Strip) Place(pageX, pageY float64) (x, y float64) { return s.at.place(pageX, pageY) }

// Extents returns where the digits of a line may stand, the likeliest first. How high they are is not certain: a ruled
// line may hang on them, a first 1 may be twice as high as the zeros behind it.
func (page *Page) Extents(l *Line) []Extent {
	const margin = 0.35 // heights, for a stroke that was not taken for a part of the line
	box := l.Box()
	return extents(l.Pieces, float64(box.Min.X)-margin*l.Height, float64(box.Max.X)+margin*l.Height)
}

// FindLine takes all of a grey picture for one line of writing, as the amount of a cheque or a field of a form is cut out.
// It returns a page of the picture's own size and where on it the digits may stand, the likeliest first; there is always
// one, if only the middle of the picture. It looks for no pieces that may be digits, and is much quicker than Find.
func FindLine(grey *image.Gray) (*Page, []Extent) {
	contrast := LineContrast(grey)
	page := &Page{picture: grey.Rect, part: image.Rectangle{Max: grey.Rect.Size()}, scale: 1, Ink: Ink{Contrast: contrast, Set: lineInk(contrast), Floor: leastContrast}}
	page.Pieces = components(page.Ink.Set, contrast)
	page.eraseLongRules()
	page.Height, page.Stroke = writing(page.Pieces)
	width, height := float64(contrast.Width), float64(contrast.Height)
	found := extents(page.Pieces, 0, width)
	const filled = 0.6 // of the height of a picture is that of the digits on it, usually
	if e := (Extent{Right: width, Middle: height / 2, Height: filled * height}); !slices.ContainsFunc(found, e.resembles) {
		found = append(found, e)
	}
	return page, found
}

// eraseLongRules takes rules out of the ink that run through half of the page: what digits stand on, or the line above.
func (page *Page) eraseLongRules() {
	long := slices.DeleteFunc(slices.Clone(page.Pieces), func(p *Piece) bool {
		return p.width() < 0.5*float64(page.Ink.Contrast.Width)
	})
	if len(long) == 0 {
		return
	}
	if len(page.Ink.eraseRules(long).runs) > 0 {
		page.Pieces = components(page.Ink.Set, page.Ink.Contrast)
	}
}

// LineContrast tells like Contrast how much darker each pixel is than the paper, for a narrow picture in which there is no paper to be seen
// without print: its grey is that which six pixels of ten do not surpass, in blocks from top to bottom, each somewhat wider
// than a digit. What is brighter than that has the contrast 0.
func LineContrast(grey *image.Gray) *Plane {
	const block = 40 // pixels, about
	contrast := newPlane(grey.Rect.Dx(), grey.Rect.Dy())
	papers := make([]float32, max(1, (contrast.Width+block/2)/block))
	for i := range papers {
		box := image.Rect(i*contrast.Width/len(papers), 0, (i+1)*contrast.Width/len(papers), contrast.Height)
		papers[i] = greyQuantile(grey, box.Add(grey.Rect.Min), 0.6)
	}
	perGrey := make([]float32, contrast.Width) // 1/paper
	for x := range perGrey {
		at := (float32(x)+0.5)/float32(contrast.Width)*float32(len(papers)) - 0.5
		at = min(max(at, 0), float32(len(papers)-1))
		left := int(at)
		right := min(left+1, len(papers)-1)
		perGrey[x] = 1 / max(papers[left]+(at-float32(left))*(papers[right]-papers[left]), 1)
	}
	for y := range contrast.Height {
		row := contrast.row(y)
		for x, v := range grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y+y):][:len(row)] {
			row[x] = max(1-float32(v)*perGrey[x], 0)
		}
	}
	return contrast
}

// greyQuantile is the grey that the share q of the pixels of a box does not surpass.
func greyQuantile(grey *image.Gray, box image.Rectangle, q float64) float32 {
	var count [256]int
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for _, v := range grey.Pix[grey.PixOffset(box.Min.X, y):][:box.Dx()] {
			count[v]++
		}
	}
	below := int(q * float64(box.Dx()*box.Dy()))
	for v, n := range count {
		if below -= n; below < 0 {
			return float32(v)
		}
	}
	return 255
}

// lineInk tells ink from paper by the strongest ink alone: it is to show where digits stand, not what they are.
func lineInk(contrast *Plane) []bool {
	smooth := contrast.smoothed()
	least := max(0.45*strongest(smooth.V), leastContrast)
	set := make([]bool, len(smooth.V))
	for i, v := range smooth.V {
		set[i] = v > least
	}
	return set
}

// strongest is the contrast of the strongest ink: three pixels of a hundred surpass it, as even a lone 1 in a line has as
// many.
func strongest(contrast []float32) float32 {
	const bins = 256 // of contrasts from 0 to 1
	var count [bins]int
	for _, v := range contrast {
		count[int(min(max(v, 0), 1)*(bins-1))]++
	}
	left := len(contrast) * 3 / 100
	for i := bins - 1; i > 0; i-- {
		if left -= count[i]; left < 0 {
			return float32(i) / (bins - 1)
		}
	}
	return 0
}

// extents guesses from pieces of a line where its digits stand, in three ways, and leaves out what is almost the same.
func extents(pieces []*Piece, left, right float64) []Extent {
	const least = 4 // pixels below which nothing is a digit
	usual := usualExtent(pieces)
	if usual.Height < least {
		return nil
	}
	var found []Extent
	for _, e := range []Extent{usual, wholeExtent(pieces, usual), inkExtent(pieces)} {
		e = e.between(left, right)
		if e.Height >= least && !slices.ContainsFunc(found, e.resembles) {
			found = append(found, e)
		}
	}
	return found
}

// between is the same extent with other ends.
func (e Extent) between(left, right float64) Extent {
	e.Middle += ((left+right)/2 - (e.Left+e.Right)/2) * math.Tan(e.Slope*math.Pi/180)
	e.Left, e.Right = left, right
	return e
}

// resembles reports whether two extents with the same ends show a reader about the same.
func (e Extent) resembles(o Extent) bool {
	const difference = 0.1 // of the height; a reader is taught with more
	return math.Abs(math.Log(e.Height/o.Height)) < difference && math.Abs(e.Middle-o.Middle) < difference*o.Height
}

// usualExtent goes by the pieces that are at least half as high as the highest, each weighing as much as it is high: the
// medians of their upper and lower ends, along the straight line through their middles.
func usualExtent(pieces []*Piece) Extent {
	const steepest = 8 // degrees; a line that seems to be steeper consists of pieces that are no digits
	var highest float64
	for _, p := range pieces {
		highest = max(highest, p.height())
	}
	high := slices.DeleteFunc(slices.Clone(pieces), func(p *Piece) bool { return p.height() < 0.5*highest })
	var e Extent
	if slope := slopeThrough(high); math.Abs(slope) < steepest {
		e.Slope = slope
	}
	top := weightedMedian(high, func(p *Piece) float64 { return float64(p.Box.Min.Y) - e.climb(p) }, (*Piece).height)
	bottom := weightedMedian(high, func(p *Piece) float64 { return float64(p.Box.Max.Y) - e.climb(p) }, (*Piece).height)
	e.Middle, e.Height = (top+bottom)/2, bottom-top
	return e
}

// climb is how much lower than at its middle the extent is at a piece, in pixels.
func (e Extent) climb(p *Piece) float64 {
	x, _ := p.middle()
	return (x - (e.Left+e.Right)/2) * math.Tan(e.Slope*math.Pi/180)
}

// wholeExtent is wide enough for all that is at least half as high as the digits usually are to be seen whole: a first 1
// or a last 7 may be as high as a line.
func wholeExtent(pieces []*Piece, usual Extent) Extent {
	const seen = 1.3 // heights of a digit that a strip shows, and a little less
	top, bottom := math.Inf(1), math.Inf(-1)
	for _, p := range pieces {
		if p.height() > 0.5*usual.Height {
			top = min(top, float64(p.Box.Min.Y)-usual.climb(p))
			bottom = max(bottom, float64(p.Box.Max.Y)-usual.climb(p))
		}
	}
	usual.Middle, usual.Height = (top+bottom)/2, (bottom-top)/seen
	return usual
}

// inkExtent goes by the rows that most of the ink lies in. It is right where ruling joins all digits to one piece, and
// does not see slope.
func inkExtent(pieces []*Piece) Extent {
	const outside, more = 0.07, 1.15 // share of the ink above and below, and how much higher digits are than the rest is
	var box image.Rectangle
	area := 0
	for _, p := range pieces {
		box, area = box.Union(p.Box), area+p.area
	}
	rows := make([]int, box.Dy())
	for _, p := range pieces {
		for _, r := range p.runs {
			rows[r.y-box.Min.Y] += r.right - r.left
		}
	}
	top, bottom, above := 0, 0, 0
	for y, n := range rows {
		if float64(above) <= outside*float64(area) {
			top = y
		}
		if above += n; float64(above) <= (1-outside)*float64(area) {
			bottom = y + 1
		}
	}
	return Extent{Middle: float64(box.Min.Y) + float64(top+bottom)/2, Height: more * float64(bottom-top)}
}

// A placing says which point of a page stands where in a strip:
//
//	down = (y − StripHeight/2)/tall    along = (x − rim)/wide − shear·down
//	page = (x₀, y₀) + along·(cos, sin) + down·(−sin, cos)
//
// with the angle of the slope, and (x₀, y₀) the left end of the line through the middles of the digits.
type placing struct {
	x0, y0, cos, sin float64
	wide, tall       float64 // pixels of the strip for one of the page, along the line and down
	shear            float64
	width            int     // of the strip
	shown            float64 // columns of the strip that show the page, between the rims
}

func newPlacing(e Extent, v View) placing {
	sin, cos := math.Sincos(e.Slope * math.Pi / 180)
	p := placing{x0: e.Left, y0: e.Middle - (e.Right-e.Left)/2*sin/cos, cos: cos, sin: sin, shear: v.Shear}
	p.tall = v.Height / e.Height
	p.wide = p.tall * v.Width
	p.shown = (e.Right - e.Left) / cos * p.wide
	p.width = (int(math.Ceil(p.shown)) + 2*stripRim + StripStep - 1) / StripStep * StripStep
	return p
}

func (p *placing) point(x, y float64) (pageX, pageY float64) {
	down := (y - StripHeight/2) / p.tall
	along := (x-stripRim)/p.wide - p.shear*down
	return p.x0 + p.cos*along - p.sin*down, p.y0 + p.sin*along + p.cos*down
}

func (p *placing) place(pageX, pageY float64) (x, y float64) {
	dx, dy := pageX-p.x0, pageY-p.y0
	along, down := p.cos*dx+p.sin*dy, p.cos*dy-p.sin*dx
	return stripRim + (along+p.shear*down)*p.wide, StripHeight/2 + down*p.tall
}

// cut takes what the strip shows out of the contrast of a page: it is first brought to the strip's scale, where each pixel
// is the mean of those it covers, and then turned.
func (p *placing) cut(contrast *Plane) *Plane {
	strip := newPlane(p.width, StripHeight)
	box := p.around().Intersect(image.Rect(0, 0, contrast.Width, contrast.Height))
	if box.Empty() {
		return strip
	}
	part := contrast.part(box)
	scaled := part.resized(atLeast1(float64(box.Dx())*p.wide), atLeast1(float64(box.Dy())*p.tall))
	part.done()
	wide, tall := float64(scaled.Width)/float64(box.Dx()), float64(scaled.Height)/float64(box.Dy())
	for y := range StripHeight {
		// From column to column of the strip, the place on the scaled page moves by the same step.
		pageX, pageY := p.point(stripRim+0.5, float64(y)+0.5)
		nextX, nextY := p.point(stripRim+1.5, float64(y)+0.5)
		row := strip.row(y)[stripRim:][:int(math.Ceil(p.shown))]
		scaled.sample(row, (pageX-float64(box.Min.X))*wide-0.5, (pageY-float64(box.Min.Y))*tall-0.5,
			(nextX-pageX)*wide, (nextY-pageY)*tall)
	}
	scaled.done()
	return strip
}

// sample gives the values of the plane at (x, y), (x+dx, y+dy) and so on, between pixels bilinear, outside the picture 0.
func (p *Plane) sample(values []float32, x, y, dx, dy float64) {
	for i := range values {
		left, top := int(x), int(y)
		if x <= -1 || y <= -1 || left >= p.Width || top >= p.Height {
			values[i] = 0
		} else if x >= 0 && y >= 0 && left+1 < p.Width && top+1 < p.Height {
			right, down := float32(x-float64(left)), float32(y-float64(top))
			upper, lower := p.V[top*p.Width+left:][:2], p.V[(top+1)*p.Width+left:][:2]
			above := upper[0] + right*(upper[1]-upper[0])
			below := lower[0] + right*(lower[1]-lower[0])
			values[i] = above + down*(below-above)
		} else {
			values[i] = p.at(x, y, 0)
		}
		x, y = x+dx, y+dy
	}
}

// around is the box of the page around what the strip shows, with a margin for the means at its edges.
func (p *placing) around() image.Rectangle {
	margin := 2 + 1/min(p.wide, p.tall)
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, x := range []float64{stripRim, stripRim + p.shown} {
		for _, y := range []float64{0, StripHeight} {
			pageX, pageY := p.point(x, y)
			left, right, top, bottom = min(left, pageX), max(right, pageX), min(top, pageY), max(bottom, pageY)
		}
	}
	return image.Rect(int(left-margin), int(top-margin), int(right+margin)+1, int(bottom+margin)+1)
}

// part is a copy of a part of the plane.
func (p *Plane) part(box image.Rectangle) *Plane {
	out := newPlane(box.Dx(), box.Dy())
	for y := range out.Height {
		copy(out.row(y), p.row(box.Min.Y + y)[box.Min.X:box.Max.X])
	}
	return out
}

// inScale brings ink to the strength at which a reader expects it: the mean of what is above half of the strongest becomes
// StripInk. What is fainter than any ink is not raised to it.
func inScale(ink *Plane) *image.Gray {
	half := strongest(ink.V) / 2
	sum, count := float32(0), float32(1e-9)
	for _, v := range ink.V {
		if v > half {
			sum, count = sum+v, count+1
		}
	}
	scale := StripInk / max(sum/count, leastContrast)
	grey := image.NewGray(image.Rect(0, 0, ink.Width, ink.Height))
	for i, v := range ink.V {
		grey.Pix[i] = uint8(min(max(v*scale+0.5, 0), 255))
	}
	return grey
}
