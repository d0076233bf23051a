package photo

import (
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
	var dashes []*Piece
	for _, p := range pieces {
		if p.isDash(height, stroke) {
			dashes = append(dashes, p)
		}
	}
	slices.SortStableFunc(dashes, func(a, b *Piece) int { return a.Box.Min.Y - b.Box.Min.Y })
	taken := map[*Piece]bool{}
	for i, d := range dashes {
		if taken[d] {
			continue
		}
		course := []*Piece{d}
		for _, next := range dashes[i+1:] {
			if next.below(course) > brokenGap*height {
				break // and so are all that come after it
			}
			if !taken[next] && next.continues(course, height) {
				course = append(course, next)
			}
		}
		if isBrokenRule(course, height) {
			for _, part := range course {
				taken[part] = true
			}
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

// ends are the first and the last run of a piece.
func (p *Piece) ends() (first, last run) { return p.runs[0], p.runs[len(p.runs)-1] }

// isDash reports whether the piece is steep, thin and straight.
func (p *Piece) isDash(height, stroke float64) bool {
	const most = 0.9 // of the rows
	if p.height() < leastDash*height || p.height() < 2*p.width() {
		return false
	}
	thickest := brokenThick * rulesAmid(height, stroke).thickest()
	first, last := p.ends()
	slope := (middleOf(last) - middleOf(first)) / p.height()
	straight := 0
	for _, r := range p.runs {
		off := middleOf(r) - middleOf(first) - slope*float64(r.y-first.y)
		if float64(r.right-r.left) <= thickest && math.Abs(off) <= max(2, 2*straightness*height) {
			straight++
		}
	}
	return float64(straight) > most*float64(len(p.runs))
}

// below is how many rows the piece begins below the last of others.
func (p *Piece) below(course []*Piece) float64 {
	_, last := course[len(course)-1].ends()
	next, _ := p.ends()
	return float64(next.y - last.y)
}

// continues reports whether the piece lies on the course of others, below them.
func (p *Piece) continues(course []*Piece, height float64) bool {
	first, _ := course[0].ends()
	_, last := course[len(course)-1].ends()
	next, _ := p.ends()
	gap := p.below(course)
	slope := (middleOf(last) - middleOf(first)) / float64(last.y-first.y)
	return gap > 0 && math.Abs(middleOf(next)-middleOf(last)-slope*gap) < brokenCourse*height
}

// isBrokenRule reports whether pieces on one course are a rule.
func isBrokenRule(course []*Piece, height float64) bool {
	length := float64(course[len(course)-1].Box.Max.Y - course[0].Box.Min.Y)
	ink, longest := 0.0, 0.0
	for _, p := range course {
		ink, longest = ink+p.height(), max(longest, p.height())
	}
	return len(course) > 1 && length > brokenLength*height && longest > brokenPiece*height && ink > brokenSolid*length
}
