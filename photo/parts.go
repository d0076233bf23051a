package photo

import (
	"image"
	"math"
	"slices"
)

// In heights of a digit, what is wider or higher than any digit, or several that touch; chosen on photographs.
const widest, highest = 6, 3.2

// digitsAmong parts the pieces into those that may be digits and the rest. Small pieces that belong to a digit (the bar
// of a 5, the end of a broken stroke) are joined to it. A small piece beside a digit may be a digit itself: some hands
// write a zero less than half as high as the others, or a flat 2. Dots, commas and dashes are left to the rest.
func digitsAmong(pieces []*Piece, height, stroke float64) (digits, rest []*Piece) {
	typical := contrastByArea(pieces)
	var small []*Piece
	for _, p := range pieces {
		switch {
		case p.contrast < 0.45*typical, p.width() > widest*height, p.height() > highest*height:
			rest = append(rest, p)
		case p.height() >= 0.55*height && p.stroke() > 0.3*stroke && p.stroke() < 3*stroke:
			digits = append(digits, p)
		case p.size() > stroke && p.height() < 0.55*height:
			small = append(small, p)
		default:
			rest = append(rest, p)
		}
	}
	for _, p := range joinedHalves(small, digits, height) {
		if i := ownerOf(p, digits, height); i >= 0 {
			digits[i] = Join(digits[i], p)
		} else if p.height() >= 0.3*height && p.height() > 2.2*stroke && p.width() < 2.2*p.height() && besideDigit(p, digits, height) {
			digits = append(digits, p)
		} else {
			rest = append(rest, p)
		}
	}
	return digits, rest
}

// joinedHalves joins those of the small pieces that belong to none of the digits, but are as high as one together: a flat 2
// that a fine pen broke at its turn, or a 1 in two.
func joinedHalves(small, digits []*Piece, height float64) []*Piece {
	alone := func(p *Piece) bool { return ownerOf(p, digits, height) < 0 }
	var joined []*Piece
	for _, p := range small {
		i := slices.IndexFunc(joined, func(q *Piece) bool { return halves(p, q, height) && alone(p) && alone(q) })
		if i >= 0 {
			joined[i] = Join(joined[i], p)
		} else {
			joined = append(joined, p)
		}
	}
	return joined
}

// halves reports whether two small pieces touch, or nearly, and are together as high as a digit. Dots are no halves.
func halves(a, b *Piece, height float64) bool {
	if min(a.size(), b.size()) < 0.2*height {
		return false
	}
	gapX, gapY := gaps(a.Box, b.Box)
	together := a.Box.Union(b.Box).Size()
	return gapX < 0.1*height && gapY < 0.15*height &&
		float64(together.Y) >= 0.55*height && float64(max(together.X, together.Y)) < 1.35*height
}

// ownerOf returns the digit that the small piece p belongs to, or −1: it lies over or under it, and near.
func ownerOf(p *Piece, digits []*Piece, height float64) int {
	best, nearest := -1, math.Inf(1)
	for i, d := range digits {
		gapX, gapY := gaps(p.Box, d.Box)
		over := float64(overlap(p.Box.Min.X, p.Box.Max.X, d.Box.Min.X, d.Box.Max.X)) >= 0.35*p.width()
		if (over || gapX < 0.15*height && gapY <= 0) && gapY < 0.3*height && gapX < 0.15*height && max(gapX, gapY) < nearest {
			best, nearest = i, max(gapX, gapY)
		}
	}
	return best
}

// besideDigit reports whether p stands at the height of a digit and not far from it.
func besideDigit(p *Piece, digits []*Piece, height float64) bool {
	_, y := p.middle()
	for _, d := range digits {
		gapX, _ := gaps(p.Box, d.Box)
		if gapX < 2*height && y > float64(d.Box.Min.Y)+0.1*d.height() && y < float64(d.Box.Max.Y) {
			return true
		}
	}
	return false
}

// gaps is how far two boxes are apart in x and in y; negative where they overlap.
func gaps(a, b image.Rectangle) (x, y float64) {
	return -float64(overlap(a.Min.X, a.Max.X, b.Min.X, b.Max.X)), -float64(overlap(a.Min.Y, a.Max.Y, b.Min.Y, b.Max.Y))
}

// overlap is the length that two intervals share; negative is the gap between them.
func overlap(a0, a1, b0, b1 int) int { return min(a1, b1) - max(a0, b0) }

// mergeParts joins two pieces that stand one over the other and make one digit together.
func mergeParts(digits []*Piece) []*Piece {
	height := weightedMedian(digits, (*Piece).height, equally)
	for i := 0; i < len(digits); i++ {
		for j := i + 1; j < len(digits); j++ {
			if partsOfOne(digits[i], digits[j], height) {
				digits[i] = Join(digits[i], digits[j])
				digits = slices.Delete(digits, j, j+1)
				j = i // the larger piece may take in more
			}
		}
	}
	return digits
}

// partsOfOne reports whether two pieces are one digit in two: one is lower than a digit, and together they are as high
// as one, or somewhat higher where hardly a gap parts them, as in the stem of a 4 from a failing pen.
func partsOfOne(a, b *Piece, height float64) bool {
	gapX, gapY := gaps(a.Box, b.Box)
	together := float64(a.Box.Union(b.Box).Dy())
	return -gapX > 0.5*min(a.width(), b.width()) &&
		min(a.height(), b.height()) < 0.75*height &&
		(together < 1.35*height || together < 1.8*height && gapY < 0.15*height)
}
