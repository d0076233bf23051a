package photo

import (
	"image"
	"math"
	"slices"
)

// paperSide is the longer side, in pixels, of the picture on which the sheet is looked for: writing is a haze there and
// the sheet a bright shape.
const paperSide = 256

// Paper looks for a sheet of paper on something darker, a desk say. It returns the pixels that are paper at some small
// scale, or nil where no sheet stands out: then everything counts as paper.
//
// A shadow on the paper also parts a picture into bright and dark. Two things tell a desk from a shadow: it is less
// than half as bright, and its border with the paper is sharp.
func Paper(grey *Plane) *Mask {
	scale := paperSide / float64(max(grey.longer(), paperSide))
	small := grey.resized(atLeast1(float64(grey.Width)*scale), atLeast1(float64(grey.Height)*scale))
	if min(small.Width, small.Height) < 32 {
		return nil // a strip cut out of a page: too narrow to show a desk
	}
	inkless := withoutInk(small)
	sheet := median3(opened(inkless, newDisc(15))) // without glare on the desk
	threshold := max(otsu(sheet.V), 0.55*quantile(sheet.V, 0.95))
	bright := maskWhere(sheet, func(v float32) bool { return v > threshold })
	if !standsOut(sheet, bright) {
		return nil
	}
	best := sheetOf(bright, sheet)
	if best == nil {
		return nil
	}
	// The opening has rounded the corners off; what is bright around the shape is paper too. Then leave the rim out: it
	// casts a shadow.
	raw := maskWhere(inkless, func(v float32) bool { return v > threshold })
	return best.or(best.grown(15).and(raw)).shrunk(7)
}

// withoutInk fills ink with the paper around it. At the picture's edge a closing would also fill a sliver of the desk, as
// nothing dark lies beyond; there pixels stay as they are.
func withoutInk(small *Plane) *Plane {
	filled := closed(small, newDisc(5))
	inner := image.Rect(0, 0, small.Width, small.Height).Inset(2)
	for i, v := range small.V {
		if !image.Pt(i%small.Width, i/small.Width).In(inner) {
			filled.V[i] = v
		}
	}
	return filled
}

// atLeast1 rounds to a number of pixels.
func atLeast1(v float64) int { return max(1, int(math.Round(v))) }

// standsOut reports whether bright and dark are desk and paper rather than light and shadow.
func standsOut(sheet *Plane, bright *Mask) bool {
	var inside, outside []float32
	for i, v := range sheet.V {
		if bright.Set[i] {
			inside = append(inside, v)
		} else {
			outside = append(outside, v)
		}
	}
	if len(outside) == 0 || len(inside) == 0 {
		return false
	}
	light, dark := quantile(inside, 0.5), quantile(outside, 0.5)
	var steps []float32
	high, low := dilated(sheet, newDisc(7)), eroded(sheet, newDisc(7))
	for i, on := range bright.border() {
		if on {
			steps = append(steps, high.V[i]-low.V[i])
		}
	}
	return dark <= 0.5*light && quantile(steps, 0.5) >= 0.35*(light-dark)
}

// sheetOf picks the bright shape that is most like a sheet: large, bright and solid. What it surrounds, ink above all, is
// part of it. A nearly convex one is made convex (a thumb or a pen on its edge is paper for us); nil if there is none.
func sheetOf(bright *Mask, sheet *Plane) *Mask {
	var best *Mask
	bestScore := 0.0
	for _, shape := range components(bright.Set, sheet) {
		filled := shapeMask(shape, sheet).filled()
		hull := convexHull(shape)
		solidity := float64(filled.count()) / float64(hull.count())
		if score := float64(filled.count()) * float64(shape.contrast) * solidity * solidity; score > bestScore {
			bestScore, best = score, filled
			if solidity > 0.955 {
				best = hullMask(hull, sheet)
			}
		}
	}
	return best
}

// A Mask tells of each pixel of a picture whether it belongs to something.
type Mask struct {
	Width, Height int
	Set           []bool
}

func maskWhere(p *Plane, test func(float32) bool) *Mask {
	m := &Mask{p.Width, p.Height, make([]bool, len(p.V))}
	for i, v := range p.V {
		m.Set[i] = test(v)
	}
	return m
}

// covers reports whether the pixel of a picture of the given size lies on the mask, which may have another scale.
func (m *Mask) covers(x, y, width, height int) bool {
	return m.Set[y*m.Height/height*m.Width+x*m.Width/width]
}

func (m *Mask) and(o *Mask) *Mask { return m.with(o, func(a, b bool) bool { return a && b }) }
func (m *Mask) or(o *Mask) *Mask  { return m.with(o, func(a, b bool) bool { return a || b }) }

func (m *Mask) with(o *Mask, f func(a, b bool) bool) *Mask {
	out := &Mask{m.Width, m.Height, make([]bool, len(m.Set))}
	for i := range m.Set {
		out.Set[i] = f(m.Set[i], o.Set[i])
	}
	return out
}

func (m *Mask) count() int {
	n := 0
	for _, on := range m.Set {
		if on {
			n++
		}
	}
	return n
}

// filled adds what the mask surrounds: all that cannot be reached from the edge of the picture without crossing it.
func (m *Mask) filled() *Mask {
	out := &Mask{m.Width, m.Height, slices.Repeat([]bool{true}, len(m.Set))}
	var reached []int
	reach := func(x, y int) {
		if i := y*m.Width + x; x >= 0 && y >= 0 && x < m.Width && y < m.Height && out.Set[i] && !m.Set[i] {
			out.Set[i] = false
			reached = append(reached, i)
		}
	}
	for x := range m.Width {
		reach(x, 0)
		reach(x, m.Height-1)
	}
	for y := range m.Height {
		reach(0, y)
		reach(m.Width-1, y)
	}
	for len(reached) > 0 {
		x, y := reached[len(reached)-1]%m.Width, reached[len(reached)-1]/m.Width
		reached = reached[:len(reached)-1]
		reach(x-1, y)
		reach(x+1, y)
		reach(x, y-1)
		reach(x, y+1)
	}
	return out
}

// grown adds what lies under a disc of the diameter around each pixel of the mask; shrunk takes it from the inside.
func (m *Mask) grown(diameter float64) *Mask {
	return maskWhere(dilated(m.plane(), newDisc(diameter)), positive)
}
func (m *Mask) shrunk(diameter float64) *Mask {
	return maskWhere(eroded(m.plane(), newDisc(diameter)), positive)
}

func positive(v float32) bool { return v > 0 }

// plane is 1 on the mask and 0 beside it.
func (m *Mask) plane() *Plane {
	p := newPlane(m.Width, m.Height)
	for i, on := range m.Set {
		if on {
			p.V[i] = 1
		}
	}
	return p
}

// border tells the pixels of the mask that have a neighbour outside it.
func (m *Mask) border() []bool {
	inner := m.shrunk(3)
	border := make([]bool, len(m.Set))
	for i := range border {
		border[i] = m.Set[i] && !inner.Set[i]
	}
	return border
}

func shapeMask(p *Piece, like *Plane) *Mask {
	m := &Mask{like.Width, like.Height, make([]bool, len(like.V))}
	for _, r := range p.runs {
		for x := r.left; x < r.right; x++ {
			m.Set[r.y*m.Width+x] = true
		}
	}
	return m
}

// A hull is a convex polygon of pixels, anticlockwise in the sense of the page's coordinates.
type hull []image.Point

// convexHull returns the hull of a piece (Andrew, "Another efficient algorithm for convex hulls in two dimensions",
// 1979): the ends of the rows from top to bottom make its right side, and back its left.
func convexHull(p *Piece) hull {
	var points []image.Point
	for _, r := range p.runs {
		points = append(points, image.Pt(r.left, r.y), image.Pt(r.right-1, r.y))
	}
	slices.SortFunc(points, func(a, b image.Point) int {
		if a.Y != b.Y {
			return a.Y - b.Y
		}
		return a.X - b.X
	})
	half := func(points []image.Point) hull {
		var h hull
		for _, q := range points {
			for len(h) >= 2 && cross(h[len(h)-2], h[len(h)-1], q) <= 0 {
				h = h[:len(h)-1]
			}
			h = append(h, q)
		}
		return h[:len(h)-1]
	}
	one := half(points)
	slices.Reverse(points)
	return append(one, half(points)...)
}

// cross is positive where the way from a over b to c turns one way, negative where it turns the other.
func cross(a, b, c image.Point) int { return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X) }

func (h hull) contains(p image.Point) bool {
	for i, a := range h {
		if cross(a, h[(i+1)%len(h)], p) < 0 {
			return false
		}
	}
	return len(h) > 0
}

// count is the number of pixels inside the hull, its rim included (Pick's theorem: A + b/2 + 1).
func (h hull) count() int {
	area, rim := 0, 0
	for i, a := range h {
		b := h[(i+1)%len(h)]
		area += a.X*b.Y - b.X*a.Y
		rim += gcd(abs(b.X-a.X), abs(b.Y-a.Y))
	}
	return (abs(area) + rim + 2) / 2
}

func hullMask(h hull, like *Plane) *Mask {
	m := &Mask{like.Width, like.Height, make([]bool, len(like.V))}
	for i := range m.Set {
		m.Set[i] = h.contains(image.Pt(i%m.Width, i/m.Width))
	}
	return m
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func abs(a int) int { return max(a, -a) }

// median3 is the median of the 3x3 pixels around each, twice: it smooths a border without moving it.
func median3(p *Plane) *Plane {
	once := func(p *Plane) *Plane {
		out := newPlane(p.Width, p.Height)
		for y := range p.Height {
			for x := range p.Width {
				var around [9]float32
				for i := range around {
					around[i] = p.V[min(max(y+i/3-1, 0), p.Height-1)*p.Width+min(max(x+i%3-1, 0), p.Width-1)]
				}
				slices.Sort(around[:])
				out.V[y*p.Width+x] = around[4]
			}
		}
		return out
	}
	return once(once(p))
}
