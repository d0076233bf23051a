package photo

import (
	"cmp"
	"image"
	"slices"
)

// writing measures the pieces that may be writing: the median height of a digit and the median width of a stroke, in
// pixels; both are 0 if there is nothing. Large pieces weigh more, by the square of their height, so that a hundred
// specks do not outvote ten digits; what is 50 strokes long is no digit but ruling, a frame, a table, unless it is
// at most 75 and there are several as high as one another, as large digits by a fine pen are.
func writing(pieces []*Piece) (height, stroke float64) {
	typical := contrastByArea(pieces)
	var likely, large []*Piece
	for _, p := range pieces {
		switch {
		case p.size() <= max(8, 2*p.stroke()) || p.width() >= 3*p.height() || p.contrast <= 0.45*typical:
		case p.size() < 50*p.stroke():
			likely = append(likely, p)
		case p.size() < 75*p.stroke():
			large = append(large, p)
		}
	}
	if alike(large) {
		likely = append(likely, large...)
	}
	height = weightedMedian(likely, (*Piece).height, func(p *Piece) float64 { return p.height() * p.height() })
	similar := slices.DeleteFunc(slices.Clone(likely), func(p *Piece) bool {
		return p.height() < 0.4*height || p.height() > 2.2*height
	})
	return weightedMedian(similar, (*Piece).height, equally), weightedMedian(similar, (*Piece).stroke, equally)
}

// alike reports whether three pieces or more are broader than bars, and these are about as high as one another.
func alike(pieces []*Piece) bool {
	var heights []float64
	for _, p := range pieces {
		if p.width() > p.height()/4 {
			heights = append(heights, p.height())
		}
	}
	return len(heights) >= 3 && slices.Max(heights) < 1.4*slices.Min(heights)
}

// contrastByArea is the mean contrast of all ink.
func contrastByArea(pieces []*Piece) float32 {
	sum, area := float32(0), 0
	for _, p := range pieces {
		sum += p.contrast * float32(p.area)
		area += p.area
	}
	return sum / float32(max(area, 1))
}

// weightedMedian is the value at which half of the weight is reached; of no pieces it is 0.
func weightedMedian(pieces []*Piece, value, weight func(*Piece) float64) float64 {
	sorted := slices.Clone(pieces)
	slices.SortStableFunc(sorted, func(a, b *Piece) int {
		return cmp.Compare(value(a), value(b))
	})
	total, reached := 0.0, 0.0
	for _, p := range sorted {
		total += weight(p)
	}
	for _, p := range sorted {
		if reached += weight(p); reached >= total/2 {
			return value(p)
		}
	}
	return 0
}

// equally gives every piece the same weight.
func equally(*Piece) float64 { return 1 }

// withoutEdges drops what the edge of the picture or of the sheet makes: a piece that touches two edges, a long one
// along an edge (the end of a shadow, a desk), also a shorter one where what is written further inside is much finer, a
// sliver at an edge, and what lies beside the sheet. In a clipping, a
// line cut out of a page, digits do touch the edges, and only slivers are dropped.
func withoutEdges(pieces []*Piece, width, height int, sheet *Mask, clipping bool) []*Piece {
	_, stroke := writing(pieces)
	inner := slices.DeleteFunc(slices.Clone(pieces), func(p *Piece) bool { return edgesTouched(p.Box, width, height) > 0 })
	_, innerStroke := writing(inner)
	longer := float64(max(width, height))
	var kept []*Piece
	for _, p := range pieces {
		edges := edgesTouched(p.Box, width, height)
		switch {
		case edges >= 2 && !clipping:
		case edges >= 1 && !clipping && p.size() > 0.4*longer && p.size() > 12*stroke:
		case edges >= 1 && !clipping && innerStroke > 0 && p.size() > 0.25*longer && p.stroke() > 2*innerStroke && p.size() > 20*innerStroke:
		case edges >= 1 && min(p.width(), p.height()) < 1.5*stroke && p.size() < 6*stroke:
		case sheet != nil && leavesSheet(p, width, height, sheet):
		default:
			kept = append(kept, p)
		}
	}
	return kept
}

func edgesTouched(box image.Rectangle, width, height int) int {
	count := 0
	for _, touched := range []bool{box.Min.X <= 1, box.Min.Y <= 1, box.Max.X >= width-1, box.Max.Y >= height-1} {
		if touched {
			count++
		}
	}
	return count
}

func leavesSheet(p *Piece, width, height int, sheet *Mask) bool {
	for _, r := range p.runs {
		if !sheet.covers(r.left, r.y, width, height) || !sheet.covers(r.right-1, r.y, width, height) {
			return true
		}
	}
	return false
}
