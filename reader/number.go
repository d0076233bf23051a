package reader

import (
	"cmp"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"

	"aloud/photo"
)

// The thresholds of certainty, chosen on photographs of notes and on cheque amounts: of the lines that they let pass
// there, one in a hundred and forty was wrong.
const (
	refuse     = 0.5 // probability of the likeliest digit below which it is not said at all
	doubt      = 0.9 // below which it is said with doubt
	sureNumber = 0.9 // confidence from which a whole number is said without any
)

// number says what a line reads.
func (l *line) number(page *photo.Page) Number {
	n := Number{Line: l.found.Row, Box: Box(page.Box(l.box())), Slope: slopeOf(page, l.found.Slope)}
	var text, digits strings.Builder
	for i, g := range l.glyphs {
		s := g.symbol(page)
		if i > 0 && l.gapBefore(i, groupGap, groupGaps) {
			text.WriteByte(' ')
		}
		text.WriteString(s.Char)
		digits.WriteString(s.Char)
		n.Symbols = append(n.Symbols, s)
	}
	n.Text, n.Digits = text.String(), digits.String()
	n.Confidence = l.confidence(n.Symbols, page)
	n.Sure = n.passes()
	return n
}

// passes reports whether a number may be said without any doubt.
func (n *Number) passes() bool {
	return n.Confidence >= sureNumber && !slices.ContainsFunc(n.Symbols, func(s Symbol) bool { return !s.Sure })
}

// weighByTurn halves the confidence in all numbers, which is enough for doubt, where the paper may lie another way and
// the numbers be others.
func (r *Reading) weighByTurn() {
	for i := range r.Numbers {
		if len(r.MaybeTurned) > 0 {
			r.Numbers[i].Confidence /= 2
		}
		r.Numbers[i].Sure = r.Numbers[i].passes()
	}
}

// weighByPage lowers the confidence in the numbers of a page to the share of its digits that could be read at all. A page
// of which much cannot be read, a table or a text, is not what the reader takes it for, and what it seems to read there
// is not to be trusted either.
func weighByPage(numbers []Number) {
	read, all := 0, 0
	for _, n := range numbers {
		read += len(n.Digits) - strings.Count(n.Digits, "?")
		all += len(n.Digits)
	}
	for i := range numbers {
		numbers[i].Confidence *= float64(read) / float64(all)
		numbers[i].Sure = numbers[i].passes()
	}
}

// slopeOf is the angle on the picture of a line that has the given one on the page, in degrees, from −180 to 180.
func slopeOf(page *photo.Page, slope float64) float64 {
	slope += page.Slope + 90*float64(page.Turned)
	if slope > 180 {
		slope -= 360
	}
	return slope
}

// symbol says what a glyph is.
func (g *glyph) symbol(page *photo.Page) Symbol {
	var p [10]float64
	for c := range p {
		p[c] = math.Exp(g.logP[c])
	}
	return newSymbol(p, Box(page.Box(g.piece.Box)))
}

// newSymbol says what there is to say of a digit, given the probability of each of the ten.
func newSymbol(p [10]float64, box Box) Symbol {
	best := 0
	for c := range p {
		if p[c] > p[best] {
			best = c
		}
	}
	s := Symbol{Char: "?", Probability: p[best], Sure: p[best] >= doubt, Box: box, Alternatives: []Alternative{}}
	for c := range p {
		if p[c] >= leastAlternative {
			s.Alternatives = append(s.Alternatives, Alternative{strconv.Itoa(c), p[c]})
		}
	}
	slices.SortStableFunc(s.Alternatives, func(a, b Alternative) int { return cmp.Compare(b.Probability, a.Probability) })
	if s.Probability >= refuse {
		s.Char = strconv.Itoa(best)
		s.Alternatives = s.Alternatives[1:]
	}
	return s
}

// leastAlternative is the probability from which another digit is worth mentioning.
const leastAlternative = 0.001

// confidence is the probability that the whole number is right: that every digit is, and that none is missing or one
// too many. The network knows of the first alone. The second can be seen on the page: a digit that was parted or joined
// here and not by the pen, one wide enough for two, one at the edge of the picture, which may go on outside, and ink
// beside the line that was not read. Each of them halves the confidence, which is enough for doubt.
func (l *line) confidence(symbols []Symbol, page *photo.Page) float64 {
	logP, doubts := 0.0, len(l.found.Strays)
	for i, g := range l.glyphs {
		logP += g.score()
		if g.mended || g.width() > wideForOne*l.found.Height || page.AtEdge(image.Rectangle(symbols[i].Box)) {
			doubts++
		}
	}
	return math.Exp(logP) * math.Pow(0.5, float64(doubts))
}

// wideForOne is the width in heights of the line from which a glyph may be two: a 2 with a long foot has 1.2.
const wideForOne = 1.25

// Gaps in a line, in heights of its digits and as multiples of its usual gap; chosen on photographs. People leave up to
// 1.2 heights between the groups of a telephone number.
const (
	groupGap, groupGaps   = 0.5, 1.8  // between the groups of a number
	numberGap, numberGaps = 1.75, 3.0 // between two numbers
)

// gapBefore reports whether before glyph i there is a gap of so many heights, and so many times the usual one.
func (l *line) gapBefore(i int, heights, times float64) bool {
	gap := l.gap(i)
	return gap > heights*l.found.Height && gap > times*max(l.usualGap(), 0)
}

// gap is the blank before glyph i in pixels of the page; negative where glyphs overlap.
func (l *line) gap(i int) float64 {
	return float64(l.glyphs[i].piece.Box.Min.X - l.glyphs[i-1].piece.Box.Max.X)
}

// usualGap is the median gap of the line; there must be one.
func (l *line) usualGap() float64 {
	var gaps []float64
	for i := 1; i < len(l.glyphs); i++ {
		gaps = append(gaps, l.gap(i))
	}
	slices.Sort(gaps)
	return gaps[(len(gaps)-1)/2]
}

// apart parts the line into the numbers that stand side by side on it.
func (l *line) apart() []line {
	var parts []line
	begin := 0
	for i := 1; i <= len(l.glyphs); i++ {
		if i == len(l.glyphs) || l.gapBefore(i, numberGap, numberGaps) {
			parts = append(parts, line{found: l.found, glyphs: l.glyphs[begin:i]})
			begin = i
		}
	}
	return parts
}
