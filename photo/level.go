package photo

import (
	"image"
	"math"
)

// A bearing is how the lines of a page run: by the slope in the middle, in degrees, clockwise positive, and to a point
// where they all meet, as parallel lines do that are seen aslant. Its distance from the middle, along the lines, is 1/fan
// pixels; to the right it is positive, and fan is 0 where lines are parallel on the picture as well.
type bearing struct{ slope, fan float64 }

// A levelling shows a flat plane, as a camera has seen the page, so that lines of the given bearing are level. Turned back
// around the middle, a point (u, v) of it comes to
//
//	x = u / (1 − fan·u)    y = v / (1 − fan·u)
//
// which sends the point where the lines meet, (1/fan, 0), to infinity, and makes what is far away as large as what is near.
type levelling struct {
	cos, sin, fan float64
	flatX, flatY  float64 // middle of the flat plane, in pixel edges
	levelX        float64 // and where it comes to
	levelY        float64
	width, height int // of the level plane
}

// newLevelling makes room for all of the flat plane that lies well before the point where the lines meet.
func newLevelling(b bearing, flat *Plane) *levelling {
	l := &levelling{fan: b.fan, flatX: float64(flat.Width) / 2, flatY: float64(flat.Height) / 2}
	l.sin, l.cos = math.Sincos(b.slope * math.Pi / 180)
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := l.level(corner[0]*float64(flat.Width), corner[1]*float64(flat.Height))
		left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
	}
	l.width, l.height = atLeast1(right-left), atLeast1(bottom-top)
	l.levelX, l.levelY = (float64(l.width)-left-right)/2, (float64(l.height)-top-bottom)/2
	return l
}

// nearest is the least that 1 − fan·u is taken for: what is farther away is not enlarged further.
const nearest = 0.3

// level is where a point of the flat plane comes to.
func (l *levelling) level(flatX, flatY float64) (x, y float64) {
	dx, dy := flatX-l.flatX, flatY-l.flatY
	u, v := l.cos*dx+l.sin*dy, l.cos*dy-l.sin*dx
	w := max(1-l.fan*u, nearest)
	return u/w + l.levelX, v/w + l.levelY
}

// flat is the point of the flat plane that comes to a point of the level one.
func (l *levelling) flat(x, y float64) (flatX, flatY float64) {
	dx, dy := x-l.levelX, y-l.levelY
	w := 1 + l.fan*dx
	u, v := dx/w, dy/w
	return l.cos*u - l.sin*v + l.flatX, l.sin*u + l.cos*v + l.flatY
}

// of is the plane made level; where the flat one shows nothing, there is 0.
func (l *levelling) of(flat *Plane) *Plane {
	const stretch = 16 // pixels, over which a row is straight on the flat plane and as long
	out := newPlane(l.width, l.height)
	inBands(out.Width, out.Height, func(y int) {
		row := out.row(y)
		for x := 0; x < len(row); x += stretch {
			part := row[x:min(x+stretch, len(row))]
			fromX, fromY := l.flat(float64(x)+0.5, float64(y)+0.5)
			toX, toY := l.flat(float64(x+len(part))+0.5, float64(y)+0.5)
			n := float64(len(part))
			flat.sample(part, fromX-0.5, fromY-0.5, (toX-fromX)/n, (toY-fromY)/n)
		}
	})
	return out
}

// box is a rectangle of the flat plane on the level one: as large as it was, where its middle is now.
func (l *levelling) box(box image.Rectangle) image.Rectangle {
	x, y := l.level(float64(box.Min.X+box.Max.X)/2, float64(box.Min.Y+box.Max.Y)/2)
	return box.Sub(box.Min).Add(image.Pt(int(x)-box.Dx()/2, int(y)-box.Dy()/2))
}

// level shows the page so that its lines run level, if they are steep or run together: in upright boxes steep digits
// overlap.
func (page *Page) level() {
	flat := page.Ink.Contrast
	b := bearingOf(page.Pieces, page.Height, flat)
	if math.Abs(b.slope) < steepestLevel && b.fan == 0 {
		return
	}
	page.Slope = b.slope
	page.levelled = newLevelling(b, flat)
	only := page.Ink.only(page.Pieces, page.Faint, page.rules)
	page.Ink = careful.findInk(page.levelled.of(only), page.Height, page.smoothed())
	only.done()
	if flat != page.flat.Contrast {
		flat.done()
	}
	page.takePieces(func(pieces []*Piece) []*Piece { return pieces })
}
