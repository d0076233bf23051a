package photo

import (
	"image"
	"slices"
)

// A hull is a convex polygon of pixels, anticlockwise in the sense of the page's coordinates.
type hull []image.Point

// convexHull returns the hull of a piece (Andrew, "Another efficient algorithm for convex hulls in two dimensions",
// 1979): the ends of the rows from top to bottom make its right side, and back its left.
func convexHull(p *Piece) hull {
	var points []image.Point
	for _, r := range p.runs {
		points = append(points, image.Pt(r.left, r.y), image.Pt(r.right-1, r.y))
	}
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

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func abs(a int) int { return max(a, -a) }
