package photo

import (
	"math"
	"slices"
)

const (
	steepest     = 45  // degrees beyond which a page is thought to lie on its side
	slopePieces  = 200 // pieces looked at; the work grows with the square
	slopeAtLeast = 4   // pieces below which a slope would be chance
)

// slopeOf finds the angle of the lines in degrees, clockwise positive, between −45 and 45. A column that stands upright
// is no line: where pairs become ever more level beyond 45 degrees the angle is 0, and it takes a quarter turn. Seen along the lines, the
// middles of digits pile up at few heights: the angle sought makes most pairs of them level, where a pair counts
//
//	exp(−(d / (H/4))²),   d its difference in height after turning back,
//
// and less at large angles, which are rare.
func slopeOf(pieces []*Piece, height float64) float64 {
	var digits []*Piece
	for _, p := range pieces {
		if p.height() > 0.5*height && p.height() < 2*height && p.width() < 2*height {
			digits = append(digits, p)
		}
	}
	if len(digits) < slopeAtLeast {
		return 0
	}
	slices.SortStableFunc(digits, func(a, b *Piece) int { return b.area - a.area })
	digits = digits[:min(len(digits), slopePieces)]
	scoreAt := func(angle float64) float64 {
		return levelPairs(digits, angle, height) * (1 - 0.004*math.Abs(angle))
	}
	best, bestScore := 0.0, math.Inf(-1)
	for angle := -steepest; angle <= steepest; angle++ {
		if score := scoreAt(float64(angle)); score > bestScore {
			best, bestScore = float64(angle), score
		}
	}
	const beyond = 4 // degrees
	if math.Abs(best) == steepest && scoreAt(best+math.Copysign(beyond, best)) >= bestScore {
		return 0
	}
	return best
}

// levelPairs sums over all pairs of pieces how level they are when turned back by the angle.
func levelPairs(pieces []*Piece, degrees, height float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	heights := make([]float64, len(pieces))
	for i, p := range pieces {
		x, y := p.middle()
		heights[i] = (cos*y - sin*x) / (0.25 * height)
	}
	sum := 0.0
	for i, a := range heights {
		for _, b := range heights[:i] {
			sum += math.Exp(-(a - b) * (a - b))
		}
	}
	return sum
}
