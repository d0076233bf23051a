package photo

import (
	"cmp"
	"math"
	"slices"
)

// A steep rule may be broken, by glare or where level rules cross it, into pieces of which each might be a 1. Together they tell:
// they lie on one course, nearer to each other than the lines of a note do, and are higher than the 1s of a list. The measures of
// such a rule, chosen on photographs; H is the height of a digit.
const (
	brokenLength = 3.5  // H that it is long at least
	brokenPiece  = 1.3  // H that its longest piece has at least
	leastDash    = 0.3  // H that each of its pieces has
	brokenGap    = 0.8  // H between two of them at most
	brokenSolid  = 0.75 // share of it that is ink at least
	brokenCourse = 0.12 // H by which a piece may leave the course of those above it
	brokenThick  = 1.5  // times that it is as thick, at most, as a rule in one piece
)

// brokenRules parts pieces into those of broken steep rules and all others.
func brokenRules(pieces []*Piece, height, stroke float64) (broken, others []*Piece) {
	var dashes []dash
	for _, p := range pieces {
		if d := newDash(p); d.isStraight(height, stroke) {
			dashes = append(dashes, d)
		}
	}
	slices.SortStableFunc(dashes, func(a, b dash) int { return cmp.Compare(a.top, b.top) })
	taken := map[*Piece]bool{}
	for i, d := range dashes {
		if taken[d.piece] {
			continue
		}
		course := []dash{d}
		for _, next := range dashes[i+1:] {
			if !taken[next.piece] && next.continues(course, height) {
				course = append(course, next)
			}
		}
		if !isBrokenRule(course, height) {
			continue
		}
		for _, part := range course {
			taken[part.piece] = true
		}
	}
	for _, p := range pieces {
		if taken[p] {
			broken = append(broken, p)
		} else {
			others = append(others, p)
		}
	}
	return broken, others
}

// A dash is a piece of ink from its top row to its bottom row, with the middle of its ink in both.
type dash struct {
	piece                      *Piece
	top, bottom, topX, bottomX float64
}

func newDash(p *Piece) dash {
	first, last := p.runs[0], p.runs[len(p.runs)-1]
	return dash{p, float64(first.y), float64(last.y), middleOf(first), middleOf(last)}
}

// isStraight reports whether the dash is steep, thin and straight.
func (d *dash) isStraight(height, stroke float64) bool {
	const most = 0.9 // of the rows
	if d.piece.height() < leastDash*height || d.piece.height() < 2*d.piece.width() {
		return false
	}
	thickest := brokenThick * rulesAmid(height, stroke).thickest()
	slope := (d.bottomX - d.topX) / (d.bottom - d.top)
	straight := 0
	for _, r := range d.piece.runs {
		off := middleOf(r) - d.topX - slope*(float64(r.y)-d.top)
		if float64(r.right-r.left) <= thickest && math.Abs(off) <= max(2, 2*straightness*height) {
			straight++
		}
	}
	return float64(straight) > most*float64(len(d.piece.runs))
}

// continues reports whether the dash lies on the course of others, next below them.
func (d *dash) continues(course []dash, height float64) bool {
	first, last := course[0], course[len(course)-1]
	gap := d.top - last.bottom
	slope := (last.bottomX - first.topX) / (last.bottom - first.top)
	return gap > 0 && gap <= brokenGap*height && math.Abs(d.topX-last.bottomX-slope*gap) < brokenCourse*height
}

// isBrokenRule reports whether dashes on one course are a rule.
func isBrokenRule(course []dash, height float64) bool {
	length := course[len(course)-1].bottom - course[0].top
	ink, longest := 0.0, 0.0
	for _, d := range course {
		ink, longest = ink+d.piece.height(), max(longest, d.piece.height())
	}
	return len(course) > 1 && length > brokenLength*height && longest > brokenPiece*height && ink > brokenSolid*length
}
