package reader

import (
	"context"
	"image"
	"math"
	"slices"

	"aloud/digit"
	"aloud/internal/align"
	"aloud/matrix"
	"aloud/photo"
)

// A verdict is what a line, or a stretch of one, reads in view of both opinions on it: that of the digit network on the pieces of
// its ink, and that of the line reader on the whole of it.
type verdict struct {
	found  photo.Line
	page   *photo.Page // that the boxes of the marks are on
	field  bool        // of a form, which holds nothing else
	height float64     // of a digit on that page, in pixels
	slope  float64     // of the line on that page, in degrees
	marks  []mark      // from left to right; none where the line is taken for no number

	alone   bool // nobody has seen the line as a whole
	goesOn  bool // there is ink beside the line where the paper seems to end
	grounds grounds
	certain float64 // probability that all is right, by the grounds

	of        *seenLine // that it is a stretch of; nil in a field
	glyphs    []glyph   // of the stretch
	stretches int       // that it was put together from
	torn      bool      // what stands beside them on the line, or above or below in a field, was not read
}

// A mark is a digit of a verdict.
type mark struct {
	class int
	logP  [10]float64     // of each digit; together they may be less than 1, and the rest is that it is none
	box   image.Rectangle // of the page
	glyph *glyph          // the piece of ink that is taken for it; nil where no piece is
	digit digit.Digit     // its picture
}

// An opinion is what the opinion on the pieces weighs, that on the whole line being 1, and the log-probability of a digit that
// is seen where there is no piece for it: it may touch another.
type opinion struct{ weight, noPiece float64 }

// On a photographed page the ink is parted well; on the few pixels of a field it is not. Chosen on photographs, as they are and
// degraded, and on cheques, where nothing near these does any better.
var onPage, inField = opinion{1.5, -2}, opinion{0.2, -4}

const (
	leastPiece = -8.0 // log-probability of a digit by its piece that counts as impossible
	leastNone  = -2.0 // of its being none, as low as it counts where the line was seen as a whole: a letter may look just like a digit, an o like a 0
)

// decide weighs what a line may read: what the line reader holds for likely, what the pieces look like, and nothing at all.
func (j *judge) decide(l line, s *scan) verdict {
	options := []string{""}
	consider := func(digits string) {
		if !slices.Contains(options, digits) {
			options = append(options, digits)
		}
	}
	consider(classes(l.glyphs))
	consider(classes(withoutMarks(l.glyphs, l.found.Height)))
	for _, c := range s.candidates {
		consider(c.Digits)
	}
	pieces := onPage
	if j.field && len(s.views) > 0 {
		pieces = inField
	}
	best, second, chosen := math.Inf(-1), math.Inf(-1), ""
	var pairs []align.Pair
	for _, digits := range options {
		ofPieces, paired := s.pair(l.glyphs, digits, pieces.noPiece)
		score := pieces.weight*ofPieces + s.logLikelihood(digits)
		if score > best {
			best, second, chosen, pairs = score, best, digits, paired
		} else {
			second = max(second, score)
		}
	}
	v := verdict{found: l.found, glyphs: l.glyphs, page: j.page, field: j.field, height: l.found.Height, slope: l.found.Slope, alone: len(s.views) == 0}
	if s.page != j.page && s.shows(chosen) {
		v.page, v.height, v.slope = s.page, s.extent.Height, s.extent.Slope
	}
	v.marks = j.marks(l, s, chosen, pairs)
	v.gather(l, s, chosen, pairs, best-second)
	v.certain, v.stretches = v.grounds.certainty(v.field), 1
	return v
}

// classes are the digits that glyphs look most like.
func classes(glyphs []glyph) string {
	digits := make([]byte, len(glyphs))
	for i := range glyphs {
		digits[i] = '0' + byte(glyphs[i].class())
	}
	return string(digits)
}

// pair lays digits beside the glyphs that they may be, and returns the log-probability of these digits by the glyphs. Only
// where somebody has seen the line as a whole may there be a digit without a piece.
func (s *scan) pair(glyphs []glyph, digits string, noPiece float64) (logP float64, pairs []align.Pair) {
	unseen, leastNone := -noPiece, leastNone
	if len(s.views) == 0 {
		unseen, leastNone = 1e9, leastPiece
	}
	cost, pairs := align.Sequences(len(glyphs), len(digits), func(i int) float64 {
		return -max(glyphs[i].logP[digit.NotADigit], leastNone)
	}, func(int) float64 { return unseen }, func(i, k int) float64 {
		return -max(glyphs[i].logP[digits[k]-'0'], leastPiece)
	})
	return -cost, pairs
}

// marks are the digits of a line, paired with its glyphs, with all that is known of them.
func (j *judge) marks(l line, s *scan, digits string, pairs []align.Pair) []mark {
	marks := make([]mark, len(digits))
	for i := range marks {
		for c := range marks[i].logP {
			marks[i].logP[c] = leastSeen // as long as nobody has seen it
		}
	}
	for _, p := range pairs {
		if p.A >= 0 && p.B >= 0 {
			g := &l.glyphs[p.A]
			marks[p.B] = mark{glyph: g, box: g.piece.Box, digit: g.digit}
			copy(marks[p.B].logP[:], g.logP)
		}
	}
	if s.shows(digits) {
		for i, seen := range s.digits(digits) {
			marks[i].add(seen, s.page != j.page)
		}
	}
	for i := range marks {
		marks[i].class = int(digits[i] - '0')
	}
	return marks
}

// add takes in what the line reader says of the digit. Where there is a piece as well, each digit gets the geometric mean
// of what both give it, and both may hold that it is none; but pieces on another page, those of a field, tell too little.
func (m *mark) add(seen seenDigit, otherPage bool) {
	if m.glyph == nil || otherPage {
		m.box, m.logP, m.digit = seen.box, seen.logP, seen.digit
		return
	}
	const least = -12.0
	isDigit := (1 + 1 - m.glyph.rubbish()) / 2
	total := math.Inf(-1)
	for c := range m.logP {
		m.logP[c] = (max(m.logP[c], least) + max(seen.logP[c], least)) / 2
		total = max(total, m.logP[c])
	}
	sum := 0.0
	for _, v := range m.logP {
		sum += math.Exp(v - total)
	}
	for c := range m.logP {
		m.logP[c] += math.Log(isDigit) - total - math.Log(sum)
	}
}

// verdicts decides on the lines of a page. A field holds one line, wherever its ink was parted.
func (r *Reader) verdicts(ctx context.Context, seen *sight, grey *image.Gray) ([]verdict, error) {
	j := &judge{page: seen.page, field: seen.field} // who needs no network: the pieces have been judged
	if j.field && r.lines != nil {
		page, extents := photo.FindLine(grey)
		l := longest(seen.all)
		s := r.scan(page, extents)
		v := j.decide(l, s)
		r.done(s)
		v.torn = seen.besides(l)
		return []verdict{v}, nil
	}
	stretches := seen.stretches()
	all := make([]verdict, len(stretches))
	matrix.Parallel(len(all), 1, func(begin, end int) {
		for i := begin; i < end && ctx.Err() == nil; i++ {
			stretch := &stretches[i]
			s := r.scan(seen.page, seen.page.Extents(&stretch.found))
			v := j.decide(stretch.line, s)
			r.done(s)
			v.of = stretch.of
			if !v.empty() && !v.dubious() {
				v.goesOn = seen.page.GoesOn(grey, seen.page.Box(v.box()), v.pictureHeight())
			}
			all[i] = v
		}
	})
	return all, ctx.Err()
}

// dubious reports whether it is no number by the pieces alone, and hardly likelier one as a whole.
func (v *verdict) dubious() bool { return v.of != nil && !v.of.kept && v.certain <= leastBelief }

// pictureHeight is the height of the highest digit on the picture, in pixels.
func (v *verdict) pictureHeight() int {
	height := 0
	for _, m := range v.marks {
		box := v.page.Box(m.box)
		height = max(height, box.Dx(), box.Dy())
	}
	return height
}

func (v verdict) empty() bool { return len(v.marks) == 0 }

// longest is the line with the most glyphs.
func longest(lines []seenLine) line {
	var best line
	for _, l := range lines {
		if len(l.glyphs) > len(best.glyphs) {
			best = l.line
		}
	}
	return best
}
