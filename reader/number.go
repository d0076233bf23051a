package reader

import (
	"image"
	"math"
	"slices"
	"strconv"
	"strings"

	"aloud/digit"
	"aloud/photo"
)

// The thresholds of certainty, chosen on photographs of notes and on cheque amounts. Of the 568 amounts that are as certain as
// that when the weights are fitted on other amounts, 4 are read wrongly.
const (
	refuse     = 0.4  // probability of the likeliest digit below which it is not said at all
	doubt      = 0.9  // below which it is said with doubt
	sureNumber = 0.97 // confidence from which a whole number is said without any
)

// number says what a line reads.
func (v *verdict) number() Number {
	n := Number{Line: v.found.Row, Box: Box(v.page.Box(v.box())), Slope: slopeOf(v.page, v.slope)}
	var text, digits strings.Builder
	for i := range v.marks {
		s := v.marks[i].symbol(v.page)
		if i > 0 && v.gapBefore(i, groupGap, groupGaps) {
			text.WriteByte(' ')
		}
		text.WriteString(s.Char)
		digits.WriteString(s.Char)
		n.Symbols = append(n.Symbols, s)
	}
	n.Text, n.Digits = text.String(), digits.String()
	n.Confidence = v.confidence(n.Symbols)
	n.Sure = n.passes(sureNumber)
	return n
}

// passes reports whether a number may be said without any doubt from a confidence on.
func (n *Number) passes(confidence float64) bool {
	return n.Confidence >= confidence && !slices.ContainsFunc(n.Symbols, func(s Symbol) bool { return !s.Sure })
}

// slopeOf is the angle on the picture of a line that has the given one on the page, in degrees, from −180 to 180.
func slopeOf(page *photo.Page, slope float64) float64 {
	slope += page.Slope + 90*float64(page.Turned)
	if slope > 180 {
		slope -= 360
	}
	return slope
}

// symbol says what a mark is.
func (m *mark) symbol(page *photo.Page) Symbol {
	var p [10]float64
	for c := range p {
		p[c] = math.Exp(m.logP[c])
	}
	return newSymbol(p, Box(page.Box(m.box)))
}

// newSymbol says what there is to say of a digit, given the probability of each of the ten.
func newSymbol(p [10]float64, box Box) Symbol {
	best := likeliest(p[:])
	s := Symbol{Char: "?", Probability: p[best], Sure: p[best] >= doubt, Box: box, Alternatives: []Alternative{}}
	for c := best; p[c] >= leastAlternative; c = likeliest(p[:]) {
		s.Alternatives = append(s.Alternatives, Alternative{strconv.Itoa(c), p[c]})
		p[c] = 0
	}
	if s.Probability >= refuse {
		s.Char = strconv.Itoa(best)
		s.Alternatives = s.Alternatives[1:]
	}
	return s
}

// leastAlternative is the probability from which another digit is worth mentioning.
const leastAlternative = 0.001

// confidence is the probability that the whole number is right: that every digit is, and that none is missing or one
// too many. Where the page shows something that no opinion on the digits knows of, one at the edge of the picture, which
// may go on outside, or ink beside the line that was not read, that halves the confidence, which is enough for doubt.
//
// Where nobody has seen the line as a whole, each digit must be right by itself, and one that was parted or joined here
// and not by the pen, or is wide enough for two, is as good a reason for doubt.
func (v *verdict) confidence(symbols []Symbol) float64 {
	p := v.certain
	switch {
	case v.alone:
		p = v.product()
	case v.field:
		p = math.Pow(p, max(1, float64(len(v.marks))/amountDigits))
	}
	return p * math.Pow(0.5, float64(v.doubts(symbols)))
}

// amountDigits is how many digits the amounts had on average that certainty in fields was fitted on. In a longer number more
// can be wrong: ten digits that are as certain as an amount is are right as often as two such amounts both are.
const amountDigits = 4.5

// doubts counts what the page shows against a number. In a field of which the line reader has seen everything, nothing is:
// on the print of a cheque there is always some ink beside the digits, and they fill it to its edges. Only a digit that
// stands in one alone may be a scrawl, as no amount that certainty was fitted on has a single digit; and a second line was
// not read.
func (v *verdict) doubts(symbols []Symbol) int {
	if v.field && !v.alone {
		return one(len(v.marks) == 1) + one(v.torn)
	}
	doubts := len(v.found.Strays)
	for _, doubtful := range []bool{v.strokes(), v.rings(), v.lacksZero(), v.goesOn, v.torn} {
		doubts += one(doubtful)
	}
	for i, m := range v.marks {
		if v.page.AtEdge(image.Rectangle(symbols[i].Box)) || m.disputed() || v.alone && m.doubtful(v.height) {
			doubts++
		}
	}
	return doubts
}

// product is the probability that all digits are right, if they were independent.
func (v *verdict) product() float64 {
	logP := 0.0
	for _, m := range v.marks {
		logP += m.logP[m.class]
	}
	return math.Exp(logP)
}

// strokes reports whether a number may be strokes that mean nothing: a 1 is one, and hatching has many, a 7 here and there.
func (v *verdict) strokes() bool {
	ones := 0
	for _, m := range v.marks {
		if m.class != 1 && m.class != 7 {
			return false
		}
		ones += 1 - m.class/7
	}
	return ones > 0
}

// rings reports whether a number is two 0s and no more, which an 8 is on its side.
func (v *verdict) rings() bool {
	return len(v.marks) == 2 && v.marks[0].class == 0 && v.marks[1].class == 0
}

// lacksZero reports whether a piece between two digits that is taken for none may be a small 0: it is about as wide as high, and
// it stands where no point does, halfway up.
func (v *verdict) lacksZero() bool {
	const least, widest, halfway = 0.3, 1.5, 0.25 // of a digit's height; of its own; of a digit's height from the middle of its neighbours
	for i := range v.glyphs {
		g := &v.glyphs[i]
		if slices.ContainsFunc(v.marks, func(m mark) bool { return m.glyph == g }) ||
			g.height() < least*v.found.Height || g.width() > widest*g.height() {
			continue
		}
		before, behind := v.neighbours(g)
		if before == nil || behind == nil {
			continue
		}
		middle := func(g *glyph) float64 { return float64(g.piece.Box.Min.Y+g.piece.Box.Max.Y) / 2 }
		if math.Abs(middle(g)-(middle(before)+middle(behind))/2) < halfway*v.found.Height {
			return true
		}
	}
	return false
}

// neighbours are the pieces nearest to a glyph on both sides that are taken for digits; nil where there is none.
func (v *verdict) neighbours(g *glyph) (before, behind *glyph) {
	for _, m := range v.marks { // from left to right
		switch {
		case m.glyph == nil:
		case m.glyph.piece.Box.Min.X < g.piece.Box.Min.X:
			before = m.glyph
		case behind == nil:
			behind = m.glyph
		}
	}
	return before, behind
}

// disputed reports whether the pieces of the page say otherwise. Where two who see the same differ, nobody is sure.
func (m *mark) disputed() bool { return m.glyph == nil || m.glyph.class() != m.class }

// doubtful reports whether a piece that nobody but us made a digit of may be none, or two.
func (m *mark) doubtful(height float64) bool {
	return m.glyph.mended || m.glyph.width() > wideForOne*height
}

// wideForOne is the width in heights of the line from which a glyph may be two: a 2 with a long foot has 1.2.
const wideForOne = 1.25

// digits are the pictures of the marks.
func (v *verdict) digits() []digit.Digit {
	digits := make([]digit.Digit, len(v.marks))
	for i, m := range v.marks {
		digits[i] = m.digit
	}
	return digits
}
