package photo

import (
	"image"
	"math"

	"aloud/matrix"
)

// paperSide is the longer side, in pixels, of the picture on which the sheet is looked for: writing is a haze there and
// the sheet a bright shape.
const paperSide = 256

// Paper looks for a sheet of paper on something darker, a desk say. It returns the pixels that are paper at some small
// scale, or nil where no sheet stands out: then everything counts as paper.
//
// A line cut out of a page shows no desk, and is not looked at. A shadow on the paper also parts a picture into bright
// and dark; two things tell a desk from it: it is less than half as bright, and its border with the paper is sharp. What
// is nearly half as bright and as smooth as the paper is its part in a shadow.
func Paper(grey *Plane) *Mask {
	sheet, _ := findPaper(grey)
	return sheet
}

// findPaper also reports whether a shadow lies across the sheet.
func findPaper(grey *Plane) (paper *Mask, shaded bool) {
	if isClipping(grey.Width, grey.Height) {
		return nil, false
	}
	scale := paperSide / float64(max(grey.longer(), paperSide))
	small := grey.resized(atLeast1(float64(grey.Width)*scale), atLeast1(float64(grey.Height)*scale))
	inkless := withoutInk(small)
	sheet := median3(opened(inkless, newDisc(15))) // without glare on the desk
	threshold := max(otsu(sheet.V), 0.55*quantile(sheet.V, 0.95))
	bright := maskWhere(sheet, func(v float32) bool { return v > threshold })
	if !standsOut(sheet, bright) {
		return nil, false
	}
	best := sheetOf(bright, sheet)
	if best == nil {
		return nil, false
	}
	if limit := inShadow * quantile(on(best, sheet), 0.5); limit < threshold {
		whole := sheetOf(maskWhere(sheet, func(v float32) bool { return v > limit }), sheet)
		if whole != nil && isShadow(best, whole, small, inkless) {
			best, threshold, shaded = whole, limit, true
		}
	}
	// The opening has rounded the corners off; what is bright around the shape is paper too. Then leave the rim out: it
	// casts a shadow.
	raw := maskWhere(inkless, func(v float32) bool { return v > threshold })
	return best.or(best.grown(15).and(raw)).shrunk(7), shaded
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
	if dark > 0.5*light {
		return false
	}
	var steps []float32
	high, low := dilated(sheet, newDisc(7)), eroded(sheet, newDisc(7))
	for i, on := range bright.border() {
		if on {
			steps = append(steps, high.V[i]-low.V[i])
		}
	}
	return quantile(steps, 0.5) >= 0.35*(light-dark)
}

// inShadow is the share of the light that is left in a shadow at least. Chosen on photographs, whose desks have less than half
// of it.
const inShadow = 0.4

// isShadow reports whether what the whole has more than the lit part of it is paper as well, but in a shadow: it is as
// smooth as paper. A smooth desk does no harm there, as nothing on it looks like ink.
func isShadow(lit, whole *Mask, small, inkless *Plane) bool {
	const rougher = 2    // times than the lit paper, as there is more noise in the dark; the grain of a desk has three times as much
	const smooth = 0.002 // of the light: rougher than no paper at all that was drawn
	rough := newPlane(small.Width, small.Height)
	for i, v := range small.V {
		rough.V[i] = 1 - v/max(inkless.V[i], 1)
	}
	rim := lit.grown(9)
	more := on(whole.with(rim, func(a, b bool) bool { return a && !b }), rough)
	return len(more) > 0 && quantile(more, 0.5) <= max(rougher*quantile(on(lit, rough), 0.5), smooth)
}

// on are the values on the mask.
func on(m *Mask, p *Plane) []float32 {
	var values []float32
	for i, v := range p.V {
		if m.Set[i] {
			values = append(values, v)
		}
	}
	return values
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

// median3 is the median of the 3x3 pixels around each, twice: it smooths a border without moving it.
func median3(p *Plane) *Plane {
	once := func(p *Plane) *Plane {
		// The median of nine is that of the largest of the least in each column, the median of their medians, and the
		// least of the largest (Paeth, "Median finding on a 3x3 grid", Graphics Gems, 1990). All pixels are treated at
		// once: those of the next column, or row, stand one, or so many, numbers farther.
		wide := p.widened()
		rows := len(wide.V) - 2*wide.Width
		low, middle, high := lentCopy(wide.V[:rows]), lentCopy(wide.V[wide.Width:][:rows]), lentCopy(wide.V[2*wide.Width:])
		spare, _ := borrowed(rows)
		inOrder(low, middle, high, spare)
		pixels := rows - 2
		left, right := lentCopy(middle[:pixels]), lentCopy(middle[2:])
		inOrder(left, middle[1:][:pixels], right, spare)
		for n := pixels + 1; n >= pixels; n-- {
			matrix.Max(low[:n], low[1:][:n])
			matrix.Min(high[:n], high[1:][:n])
		}
		inOrder(low[:pixels], middle[1:][:pixels], high[:pixels], spare)
		out := newPlane(p.Width, p.Height)
		for y := range out.Height {
			copy(out.row(y), middle[y*wide.Width+1:])
		}
		giveBack(low, middle, high, left, right, spare, wide.V)
		return out
	}
	return p.twice(once)
}

// widened is the picture with its outermost pixels repeated once, on all sides.
func (p *Plane) widened() *Plane {
	wide := newPlane(p.Width+2, p.Height+2)
	for y := range wide.Height {
		row, from := wide.row(y), p.row(min(max(y-1, 0), p.Height-1))
		copy(row[1:], from)
		row[0], row[len(row)-1] = from[0], from[len(from)-1]
	}
	return wide
}

// inOrder puts the three numbers at each place in order, with room for as many to spare.
func inOrder(a, b, c, spare []float32) {
	exchange := func(a, b []float32) {
		copy(spare, a)
		matrix.Min(a, b)
		matrix.Max(b, spare[:len(a)])
	}
	exchange(a, b)
	exchange(b, c)
	exchange(a, b)
}
