package reader

import (
	"context"
	"image"
	"math"
	"slices"
	"strings"

	"aloud/digit"
	"aloud/matrix"
	"aloud/photo"
)

// A sight is what is read on a page as it lies.
type sight struct {
	page  *photo.Page
	field bool       // it holds one line and nothing else
	lines []line     // without those that are no numbers, by the pieces alone
	all   []seenLine // with them
}

// A seenLine is a line of a page.
type seenLine struct {
	line
	kept bool // it is a number, by the pieces alone
}

// mostLines is how many lines a page may have, cells of tables included. What has more is grain or a texture.
const mostLines = 300

// see reads the lines of a page as it lies, unless there are too many.
func (r *Reader) see(ctx context.Context, page *photo.Page) (sight, error) {
	if len(page.Lines) > mostLines {
		return sight{page: page}, nil
	}
	lines := make([]line, len(page.Lines))
	matrix.Parallel(len(lines), 1, func(begin, end int) {
		j := r.judge(page)
		for i := begin; i < end && ctx.Err() == nil; i++ {
			lines[i] = j.read(page.Lines[i])
		}
		r.scratches.Put(j.scratch)
	})
	if err := ctx.Err(); err != nil {
		return sight{}, err
	}
	s := sight{page: page, lines: withoutRubbish(lines)}
	for _, l := range lines {
		isNumber := slices.ContainsFunc(s.lines, func(n line) bool { return n.found.Box() == l.found.Box() })
		s.all = append(s.all, seenLine{l, isNumber})
	}
	s.field = page.Field() && !s.several() && math.Abs(page.Slope) < steepest
	return s, nil
}

// steepest is the slope, in degrees, up to which somebody writes in a field of a form.
const steepest = 15

// several reports whether there are numbers on several lines, though the picture be no larger than a field.
func (s *sight) several() bool {
	const long = 5 // glyphs
	lines := 0
	for _, l := range s.lines {
		if len(l.glyphs) >= long {
			lines++
		}
	}
	return lines > 1
}

// besides reports whether a line other than the chosen one looks like a number, or the rest of one, on a row of its own.
func (s *sight) besides(chosen line) bool {
	const digits = 3
	box := chosen.found.Box()
	return slices.ContainsFunc(s.lines, func(l line) bool {
		other := l.found.Box()
		apart := min(other.Max.Y, box.Max.Y)-max(other.Min.Y, box.Min.Y) < min(other.Dy(), box.Dy())/3
		return apart && len(l.glyphs) >= digits && l.belief() >= fair
	})
}

// judge is a judge of a page, whose scratch is to be put back.
func (r *Reader) judge(page *photo.Page) *judge {
	return &judge{network: r.network, page: page, scratch: r.scratch()}
}

// The measures of evidence, in nats; chosen on photographs, each as it was and turned by quarters. Digits that lie as
// they should come to 8 each, on their sides to 4, and upside down to something between.
const (
	mostEvidence   = 9.0 // of one digit: what a network says beyond one in ten thousand is not to be relied on
	surelyUpright  = 6.5 // of each of the digits of a page that cannot be lying on its side
	enoughUpright  = 3   // digits, as many as it takes to rely on that
	surelyTurned   = 7.5 // of each of the digits of a page that is turned: a scrawl that reads better upside down is still a scrawl
	hardlyRead     = 6.0 // of each of the digits of a page that reads so badly that it may be turned, whatever they look like
	usual          = 3.0 // for a page to lie as it should before it is read: few people photograph a note upside down
	equally        = 3.0 // less than which parts two ways of reading a page that read about equally well
	lookedAtTurned = 6.0 // less than which makes it worth to read a page the other way; a digit alone tells no more than that
)

// evidence is how much likelier the glyph is the digit that it looks most like than none, as a logarithm.
func (g *glyph) evidence() float64 {
	return min(g.score()-g.logP[digit.NotADigit], mostEvidence)
}

// evidence is the evidence of the glyphs together.
func evidence(glyphs []glyph) float64 {
	sum := 0.0
	for i := range glyphs {
		sum += glyphs[i].evidence()
	}
	return sum
}

// evidenceOfEach is the mean evidence of the glyphs; of none it is 0.
func evidenceOfEach(glyphs []glyph) float64 { return evidence(glyphs) / float64(max(len(glyphs), 1)) }

// outweighs reports whether a sight that is unlikely beforehand is to be believed rather than another of the same paper,
// given the evidence that each of its digits has to come to. Beside a column that is enough, if they are as many: an 8 on its
// side may read as 00, which has twice the evidence.
func (s *sight) outweighs(other *sight, ofEach float64) bool {
	if evidenceOfEach(s.glyphs()) < ofEach {
		return false
	}
	return s.straightens(other) ||
		evidence(s.glyphs()) > evidence(other.glyphs())+usual && !(evidenceOfEach(other.glyphs()) >= ofEach && other.straightens(s))
}

// straightens reports whether a sight shows side by side what stands in a column in the other.
func (s *sight) straightens(other *sight) bool {
	return other.isColumn() && !s.isColumn() && len(s.glyphs()) >= len(other.all)
}

func (s *sight) glyphs() []glyph {
	var all []glyph
	for _, l := range s.lines {
		all = append(all, l.glyphs...)
	}
	return all
}

// digits are all digits of the page in reading order, a line for each line.
func (s *sight) digits() string {
	var digits strings.Builder
	for _, l := range s.lines {
		for i := range l.glyphs {
			digits.WriteByte('0' + byte(l.glyphs[i].class()))
		}
		digits.WriteByte('\n')
	}
	return digits.String()
}

// strokes reports whether the digits of the page may all be strokes that mean nothing, see [verdict.strokes].
func (s *sight) strokes() bool {
	for _, l := range s.lines {
		for i := range l.glyphs {
			if c := l.glyphs[i].class(); c != 1 && c != 7 {
				return false
			}
		}
	}
	return true
}

// upright reads a page the right way up, whichever way it lies. It also returns in degrees, clockwise, the other ways in
// which the paper may lie: those that read about equally well, and otherwise. A 6 is a 9 to whoever sits opposite. A field
// of a form is not turned: an amount in a strange hand may read better upside down than as it was written.
func (r *Reader) upright(ctx context.Context, page *photo.Page) (best sight, otherwise []int, err error) {
	sights := make([]sight, 1, 4)
	if sights[0], err = r.see(ctx, page); err != nil {
		return sight{}, nil, err
	}
	if sights[0].field {
		return sights[0], nil, nil
	}
	for _, quarters := range r.suspectTurns(&sights[0]) {
		turned, err := r.see(ctx, page.Turn(quarters))
		if err != nil {
			return sight{}, nil, err
		}
		sights = append(sights, turned)
	}
	best = sights[0]
	for _, s := range sights[1:] {
		if s.outweighs(&best, surelyTurned) {
			best = s
		}
	}
	for _, s := range sights {
		g := s.glyphs()
		if s.page != best.page && s.digits() != best.digits() && evidenceOfEach(g) >= surelyUpright &&
			math.Abs(evidence(g)-evidence(best.glyphs())) < equally {
			otherwise = append(otherwise, 90*s.page.Turned)
		}
	}
	for _, s := range sights[1:] {
		if s.page != best.page {
			s.page.Discard()
		}
	}
	return best, otherwise, nil
}

// isColumn reports whether all that is written stands one above the other, as a number does on a page that lies on its side: each
// line is one digit, whether in one piece or taken for one.
func (s *sight) isColumn() bool {
	return len(s.all) >= enoughUpright && !slices.ContainsFunc(s.all, func(l seenLine) bool { return l.digits() > 1 })
}

// digits is how many digits a line has, of which one may be in two pieces or taken for two.
func (l *line) digits() int { return min(len(l.found.Pieces), len(l.glyphs)) }

// mayBeColumns reports whether the lines have no more than two digits on average, as they have where one or several numbers lie on
// their sides: digits of neighbours may be level.
func (s *sight) mayBeColumns() bool {
	digits := 0
	for _, l := range s.all {
		digits += l.digits()
	}
	return len(s.all) >= enoughUpright && digits <= 2*len(s.all)
}

// suspectTurns returns by how many quarters a page may be turned, other than none, in view of what it reads as it lies:
// the pictures of the digits are turned, and looked at again. Only where hardly anything is read as it lies, or digits stand
// in columns, may the page be turned whatever becomes of those pictures.
func (r *Reader) suspectTurns(s *sight) []int {
	all := s.glyphs()
	switch {
	case len(s.page.Pieces) == 0, len(s.page.Lines) > mostLines:
		return nil
	case len(all) == 0 || s.mayBeColumns():
		return []int{1, 2, 3}
	}
	asItLies, enough := evidenceOfEach(all), len(all) >= enoughUpright
	const sample = 40 // glyphs of a page full of them
	some := all[:0:0]
	for i := 0; i < len(all); i += (len(all)-1)/sample + 1 {
		some = append(some, all[i])
	}
	j := r.judge(s.page)
	var suspected []int
	for quarters := 1; quarters <= 3; quarters++ {
		if enough && asItLies >= surelyUpright && quarters != 2 {
			continue
		}
		pictures := make([]digit.Digit, len(some))
		for i := range some {
			pictures[i] = turnedBack(&some[i].digit, quarters)
		}
		advantage := evidence(some) - evidence(j.judge(pictures))
		if asItLies < hardlyRead || advantage < lookedAtTurned {
			suspected = append(suspected, quarters)
		}
	}
	r.scratches.Put(j.scratch)
	return suspected
}

// turnedBack is the digit as it looks turned anticlockwise by so many quarters, 1 to 3.
func turnedBack(d *digit.Digit, quarters int) digit.Digit {
	turned := d.Turned(4 - quarters)
	return digit.Normalize(&image.Gray{Pix: turned[:], Stride: digit.Side, Rect: turned.Bounds()})
}
