package reader

import (
	"math"
	"slices"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
	"aloud/photo"
)

// A glyph is a piece of ink with the network's opinion of it.
type glyph struct {
	piece  *photo.Piece
	digit  digit.Digit
	logP   []float64 // of the ten digits and of "not a digit"
	mended bool      // cut off from another glyph or joined from two: somebody's guess, not the pen's
}

// class is the likeliest of the ten digits.
func (g *glyph) class() int { return likeliest(g.logP[:digit.NotADigit]) }

// likeliest is the place of the greatest of the probabilities or their logarithms, the first of several.
func likeliest(p []float64) int {
	best := 0
	for c := range p {
		if p[c] > p[best] {
			best = c
		}
	}
	return best
}

// score is the log-probability of the likeliest digit: 0 where the network is certain.
func (g *glyph) score() float64 { return g.logP[g.class()] }

// probability is that of the likeliest digit.
func (g *glyph) probability() float64 { return math.Exp(g.score()) }

// rubbish is the probability that the glyph is no digit.
func (g *glyph) rubbish() float64 { return math.Exp(g.logP[digit.NotADigit]) }

func (g *glyph) width() float64  { return float64(g.piece.Box.Dx()) }
func (g *glyph) height() float64 { return float64(g.piece.Box.Dy()) }

// A line is a row of glyphs that may be a number.
type line struct {
	found  photo.Line
	glyphs []glyph
}

// A judge reads the lines of one page. It belongs to one goroutine.
type judge struct {
	network model.Classifier[float32]
	page    *photo.Page
	field   bool // the page is one
	scratch *matrix.Scratch[float32]
}

// look asks the network about pieces.
func (j *judge) look(pieces ...*photo.Piece) []glyph {
	digits := make([]digit.Digit, len(pieces))
	for i, p := range pieces {
		digits[i] = j.page.Digit(p)
	}
	glyphs := j.judge(digits)
	for i := range glyphs {
		glyphs[i].piece = pieces[i]
	}
	return glyphs
}

// judge asks the network about pictures of digits, for glyphs without a piece.
func (j *judge) judge(digits []digit.Digit) []glyph {
	glyphs := make([]glyph, len(digits))
	j.scratch.Reset()
	for i, prediction := range model.PredictDigits(j.network, digits, j.scratch) {
		glyphs[i] = glyph{digit: digits[i], logP: prediction.LogProbabilities}
	}
	return glyphs
}

// read judges the pieces of a line, parts those that seem to be two digits and joins those that seem to be one.
func (j *judge) read(found photo.Line) line {
	l := line{found: found}
	for _, g := range j.look(found.Pieces...) {
		l.glyphs = append(l.glyphs, j.parted(g, found)...)
	}
	l.glyphs = j.joined(l.glyphs, found.Height)
	return l
}

// parted cuts a glyph that may be touching digits as long as the parts are likelier to be digits than the whole is.
func (j *judge) parted(g glyph, found photo.Line) []glyph {
	if !mayBeTwo(g, found.Height) {
		return []glyph{g}
	}
	best, bestScore := []glyph(nil), g.score()
	for _, way := range j.page.Split(g.piece) {
		parts := j.look(way[0], way[1])
		score := parts[0].score() + parts[1].score() + priorOfTwo(g, found)
		if min(parts[0].height(), parts[1].height()) > 0.3*found.Height && score > bestScore {
			best, bestScore = parts, score
		}
	}
	if best == nil {
		return []glyph{g}
	}
	best[0].mended, best[1].mended = true, true
	return append(j.parted(best[0], found), j.parted(best[1], found)...)
}

// mayBeTwo reports whether a glyph is wide and the network not content with it.
func mayBeTwo(g glyph, height float64) bool {
	return g.width() > 1.35*height || g.width() > 0.65*height && g.width() > 0.7*g.height() && g.score() < -0.05
}

// priorOfTwo is the log-odds of two digits against one before anything is read, by the shape alone. Where a line has no
// more than two pieces, the height of its digits is hardly known, and a 2 with a long foot is wider than high.
func priorOfTwo(g glyph, found photo.Line) float64 {
	prior := -0.7
	switch shape := g.width() / g.height(); {
	case shape > 1.5:
		prior += 2
	case shape > 1.15:
		prior += 0.6
	case shape < 0.8:
		prior -= 0.5
	}
	if len(found.Pieces) <= 2 {
		prior -= 1.5
	}
	return prior
}

// joined joins neighbours that are next to each other and better together: a digit whose pen was lifted.
func (j *judge) joined(glyphs []glyph, height float64) []glyph {
	for i := 0; i+1 < len(glyphs); {
		a, b := glyphs[i], glyphs[i+1]
		if mayBeOne(a, b, height) {
			one := j.look(photo.Join(a.piece, b.piece))[0]
			if one.score() > a.score()+b.score() && one.rubbish() < 0.5 {
				one.mended = true
				glyphs[i] = one
				glyphs = slices.Delete(glyphs, i+1, i+2)
				continue
			}
		}
		i++
	}
	return glyphs
}

// mayBeOne reports whether two neighbours are near and one of them is small, or does not quite look like a digit, or both are
// upright strokes: so a 4 is written that is open at the top.
func mayBeOne(a, b glyph, height float64) bool {
	gap := float64(b.piece.Box.Min.X - a.piece.Box.Max.X)
	if a.mended || b.mended || gap > 0.15*height || float64(a.piece.Box.Union(b.piece.Box).Dx()) > 1.2*height {
		return false
	}
	return min(a.height(), b.height()) < 0.6*height || min(a.probability(), b.probability()) < fair || a.class() == 1 && b.class() == 1
}

// withoutRubbish leaves out what is no number: low marks, lines of nothing but what is no digit, and where the page has
// better lines, those that are hardly digits. The only line of a page is not left out for being hard to read.
func withoutRubbish(lines []line) []line {
	var kept []line
	for _, l := range lines {
		l.glyphs = withoutMarks(l.glyphs, l.found.Height)
		if slices.ContainsFunc(l.glyphs, func(g glyph) bool { return g.rubbish() < 0.5 }) {
			kept = append(kept, l)
		}
	}
	best := 0.0
	for _, l := range kept {
		best = max(best, l.belief())
	}
	return slices.DeleteFunc(kept, func(l line) bool {
		least := leastBelief
		if l.found.Beside {
			least = beliefBeside
		}
		return l.belief() < min(least, best)
	})
}

// The mean probability of a line's digits below which it is taken for something else than a number.
const (
	leastBelief  = 0.45
	beliefBeside = 0.85 // of what stands closely written beside digits in cells: words before a row of a table; chosen on photographs
)

// belief is the mean probability that the glyphs are the digits they look most like.
func (l *line) belief() float64 {
	sum := 0.0
	for i := range l.glyphs {
		sum += l.glyphs[i].probability()
	}
	return sum / float64(len(l.glyphs))
}

// withoutMarks drops glyphs that the network takes for something else and that are no higher than punctuation.
func withoutMarks(glyphs []glyph, height float64) []glyph {
	return slices.DeleteFunc(slices.Clone(glyphs), func(g glyph) bool {
		return g.rubbish() > 0.5 && g.height() < 0.5*height
	})
}
