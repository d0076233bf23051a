package photo

import (
	"math"
	"slices"
)

const (
	steepest     = 45  // degrees beyond which a page is thought to lie on its side
	slopePieces  = 200 // pieces looked at; the work grows with the square
	slopeAtLeast = 3   // pieces below which a slope would be chance
)

// Three pieces are a line if they stand in one, and if that is so steep that no hand writes so on level paper: three that
// differ in height are not.
const (
	clearlySteep = 12  // degrees
	inLine       = 2.2 // of the three pairs, how many are level
)

// slopeOf finds the angle of the lines in degrees, clockwise positive, between −45 and 45. A column that stands upright
// is no line: where pairs become ever more level beyond 45 degrees the angle is 0, and it takes a quarter turn. Seen along the lines, the
// middles of digits pile up at few heights: the angle sought makes most pairs of them level, where a pair counts
//
//	exp(−(d / (H/4))²),   d its difference in height after turning back,
//
// and less at large angles, which are rare.
func slopeOf(pieces []*Piece, height float64) float64 {
	points := middlesOf(pieces, height, slopePieces)
	if len(points) < slopeAtLeast {
		return 0
	}
	scoreAt := func(angle float64) float64 { return points.levelPairs(bearing{slope: angle}, height) }
	best, bestScore := 0.0, math.Inf(-1)
	for angle := -steepest; angle <= steepest; angle++ {
		if score := scoreAt(float64(angle)); score > bestScore {
			best, bestScore = float64(angle), score
		}
	}
	if few := len(points) == slopeAtLeast; few && (math.Abs(best) < clearlySteep || bestScore < inLine*(bearing{slope: best}).likelihood()) {
		return 0
	}
	const beyond = 4 // degrees
	if math.Abs(best) == steepest && scoreAt(best+math.Copysign(beyond, best)) >= bestScore {
		return 0
	}
	return best
}

// A middle is that of a piece, in pixels.
type middle struct{ x, y float64 }

type middles []middle

// middlesOf are those of the pieces that are about as large as a digit, the largest if there are more than so many.
func middlesOf(pieces []*Piece, height float64, most int) middles {
	var digits []*Piece
	for _, p := range pieces {
		if p.height() > 0.5*height && p.height() < 2*height && p.width() < 2*height {
			digits = append(digits, p)
		}
	}
	slices.SortStableFunc(digits, func(a, b *Piece) int { return b.area - a.area })
	var points middles
	for _, p := range digits[:min(len(digits), most)] {
		x, y := p.middle()
		points = append(points, middle{x, y})
	}
	return points
}

// down is how far down the points are, in quarters of the height of a digit, when lines of the bearing are made level.
func (points middles) down(b bearing, height float64) []float64 {
	sin, cos := math.Sincos(b.slope * math.Pi / 180)
	down := make([]float64, len(points))
	for i, p := range points {
		down[i] = (cos*p.y - sin*p.x) / max(1-b.fan*(cos*p.x+sin*p.y), nearest) / (0.25 * height)
	}
	return down
}

// levelPairs sums over all pairs how level they are when lines of the bearing are made level.
func (points middles) levelPairs(b bearing, height float64) float64 {
	down := points.down(b, height)
	sum := 0.0
	for i, a := range down {
		for _, b := range down[:i] {
			sum += math.Exp(-(a - b) * (a - b))
		}
	}
	return sum * b.likelihood()
}

// levelNeighbours does the same for the given pairs of points alone.
func (points middles) levelNeighbours(near [][2]int, b bearing, height float64) float64 {
	down := points.down(b, height)
	sum := 0.0
	for _, n := range near {
		d := down[n[0]] - down[n[1]]
		sum += math.Exp(-d * d)
	}
	return sum * b.likelihood()
}

// likelihood is less at large angles, which are rare.
func (b bearing) likelihood() float64 { return 1 - 0.004*math.Abs(b.slope) }

// neighbours are the pairs of points that are near each other.
func (points middles) neighbours(height float64) [][2]int {
	const far = 3 // heights of a digit
	var near [][2]int
	for i, a := range points {
		for j, b := range points[:i] {
			if math.Hypot(a.x-b.x, a.y-b.y) < far*height {
				near = append(near, [2]int{i, j})
			}
		}
	}
	return near
}

// The measures of a bearing with a fan; chosen on photographs seen aslant.
const (
	fanPieces  = 100 // pieces looked at
	fanAtLeast = 12  // pieces below which a fan would be chance
	widestFan  = 0.8 // of the longer side of the page, over the distance to the point where the lines meet
	fanGain    = 1.2 // times as level as without a fan
)

// bearingOf finds the slope of the lines, and where they meet if that makes them much more level. Of a page seen aslant by
// 30 degrees the upper and the lower lines differ by as much, and no slope is right for most of them. First it is
// neighbours that are made level, for which a guess is good enough, and then all pairs.
func bearingOf(pieces []*Piece, height float64, flat *Plane) bearing {
	parallel := bearing{slope: slopeOf(pieces, height)}
	points := middlesOf(pieces, height, fanPieces)
	if len(points) < fanAtLeast {
		return parallel
	}
	for i := range points {
		points[i].x -= float64(flat.Width) / 2
		points[i].y -= float64(flat.Height) / 2
	}
	perLonger := 1 / float64(flat.longer())
	all := func(b bearing) float64 { return points.levelPairs(b, height) }
	near := points.neighbours(height)
	guess := bestBearing(bearing{}, bearing{steepest, widestFan * perLonger}, bearing{3, 0.1 * perLonger}, func(b bearing) float64 {
		return points.levelNeighbours(near, b, height)
	})
	guess = bestBearing(guess, bearing{4, 0.1 * perLonger}, bearing{1, 0.025 * perLonger}, all)
	guess = bestBearing(guess, bearing{0.5, 0.025 * perLonger}, bearing{0.5, 0.005 * perLonger}, all)
	if all(guess) > fanGain*all(parallel) {
		return guess
	}
	return parallel
}

// bestBearing is the one with the highest score among those that are no farther from the middle than reach, in steps.
func bestBearing(middle, reach, step bearing, score func(bearing) float64) bearing {
	best, bestScore := middle, score(middle)
	angles, fans := int(math.Round(reach.slope/step.slope)), int(math.Round(reach.fan/step.fan))
	for a := -angles; a <= angles; a++ {
		for f := -fans; f <= fans; f++ {
			b := bearing{middle.slope + float64(a)*step.slope, middle.fan + float64(f)*step.fan}
			if s := score(b); s > bestScore {
				best, bestScore = b, s
			}
		}
	}
	return best
}
