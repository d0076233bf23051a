package evaluate

import (
	"strings"

	"aloud/reader"
)

// Counts is what came of holding readings against what is written.
type Counts struct {
	Pictures       int     `json:"pictures"`
	Unreadable     int     `json:"unreadable"`       // pictures that could not be read at all; their lines are missed
	Lines          int     `json:"lines_expected"`   // lines written; each is accepted, doubtful or missed
	Exact          int     `json:"lines_exact"`      // lines with every digit right and none refused, sure or not
	Accepted       int     `json:"accepted"`         // lines said as sure
	Doubtful       int     `json:"doubtful"`         // lines with a digit refused or a number said with doubt
	Missed         int     `json:"missed"`           // lines of which nothing was read
	Surplus        int     `json:"surplus"`          // lines read where none is written
	WrongYetSure   int     `json:"wrong_yet_sure"`   // lines, surplus ones too, with a wrong number said as sure
	Digits         int     `json:"digits_expected"`  // digits written
	DigitErrors    int     `json:"digit_errors"`     // digits to insert, delete or change in what was read
	DigitErrorRate float64 `json:"digit_error_rate"` // digit errors per digit written; may exceed 1
}

// add adds the counts of other pictures or lines.
func (c *Counts) add(d Counts) {
	c.Pictures += d.Pictures
	c.Unreadable += d.Unreadable
	c.Lines += d.Lines
	c.Exact += d.Exact
	c.Accepted += d.Accepted
	c.Doubtful += d.Doubtful
	c.Missed += d.Missed
	c.Surplus += d.Surplus
	c.WrongYetSure += d.WrongYetSure
	c.Digits += d.Digits
	c.DigitErrors += d.DigitErrors
	c.DigitErrorRate = ratio(c.DigitErrors, c.Digits)
}

// A Failure is a line that was not read exactly.
type Failure struct {
	File         string  `json:"file"`            // as the table names it
	Kind         string  `json:"kind,omitempty"`  // of picture, as the table says
	Outcome      Outcome `json:"outcome"`         //
	Expected     string  `json:"expected"`        // as the table says; empty for a surplus line
	Read         string  `json:"read"`            // the digits of the numbers, parted by blanks; empty for a missed line
	WrongYetSure bool    `json:"wrong_yet_sure"`  // a wrong number in the line was said as sure
	Confidence   float64 `json:"confidence"`      // the highest threshold at which a wrong number of it is said as sure; 0 if at none
	Error        string  `json:"error,omitempty"` // why the picture could not be read
}

// An Outcome is how a line failed.
type Outcome string

const (
	Misread    Outcome = "misread"
	Missed     Outcome = "missed"
	Surplus    Outcome = "surplus"
	Unreadable Outcome = "unreadable" // the picture, with all its lines
)

// Score holds the reading of one picture against the lines written on it, from top to bottom, each of digits and of
// blanks between numbers that stand side by side. The failures have neither file nor kind.
//
// The numbers read are joined into lines by their Line, and these are aligned with the written ones in order, so that as
// few digits as possible are inserted, deleted or changed. A missed or surplus line costs all its digits; a refused digit
// is no digit and costs one.
//
// A line is exact when its digits, of all its numbers together, are those written. The blanks are not compared: whether
// a gap parts two numbers or two groups of one is in the writer's mind. They matter where a line is wrong in one number
// and right in another: see [Counts.WrongYetSure], which counts
//
//   - a line that was said as sure altogether and is not exact;
//   - a line in which any number was said as sure and is none of those written there. Where the table does not part the
//     numbers, half a line that was said as sure beside a doubtful half counts as well: it sounds like a number.
func Score(written []string, reading reader.Reading) (Counts, []Failure) {
	s := score(written, reading)
	return s.counts, s.failures
}

// A photoScore is what came of one photograph.
type photoScore struct {
	counts   Counts
	failures []Failure
	claims   []claim
}

// score does what Score does, and keeps how sure the reader was of each line.
func score(written []string, reading reader.Reading) photoScore {
	s := photoScore{counts: Counts{Pictures: 1}}
	for _, p := range alignLines(written, textLines(reading.Numbers)) {
		s.counts.add(p.counts())
		if !p.exact() {
			s.failures = append(s.failures, p.failure())
		}
		if c, said := p.claim(); said {
			s.claims = append(s.claims, c)
		}
	}
	return s
}

// A pair is a line as written and as read. One of the two is empty in a pair that is a surplus or missed line.
type pair struct {
	written string
	read    textLine
}

func (p pair) counts() Counts {
	digits := withoutBlanks(p.written)
	c := Counts{Lines: 1, Digits: len(digits), DigitErrors: distance(digits, p.read.digits())}
	switch p.outcome() {
	case Surplus:
		c.Lines, c.Surplus = 0, 1
	case Missed:
		c.Missed = 1
	default:
		c.Exact = one(p.exact())
		c.Accepted = one(p.read.sure())
		c.Doubtful = 1 - c.Accepted
	}
	c.WrongYetSure = one(p.wrongYetSure())
	return c
}

// outcome is how the line failed, supposing that it did.
func (p pair) outcome() Outcome {
	switch {
	case p.written == "":
		return Surplus
	case len(p.read) == 0:
		return Missed
	}
	return Misread
}

func (p pair) exact() bool { return withoutBlanks(p.written) == p.read.digits() }

func (p pair) wrongYetSure() bool {
	if p.exact() {
		return false
	}
	return p.read.sure() || p.read.strays(strings.Fields(p.written))
}

// claim is how sure the reader was of the line, and whether it was wrong. A line with nothing in it that could be said as sure
// is no claim: a digit is refused in each of its numbers, or there is none.
//
// The confidence is the highest threshold at which the line counts as accepted, or where it is not exact, as wrong yet sure:
// the least of its numbers, for a line that is sure in all of them, or the highest of the numbers that are none of those written.
func (p pair) claim() (c claim, said bool) {
	whole, said := p.read.confidence()
	if p.exact() {
		return claim{confidence: whole}, said
	}
	stray, strays := p.read.strayConfidence(strings.Fields(p.written))
	return claim{confidence: max(whole, stray), wrong: true, surplus: p.outcome() == Surplus}, said || strays
}

func (p pair) failure() Failure {
	f := Failure{Outcome: p.outcome(), Expected: p.written, Read: p.read.String(), WrongYetSure: p.wrongYetSure()}
	if c, said := p.claim(); said {
		f.Confidence = c.confidence
	}
	return f
}

func withoutBlanks(s string) string { return strings.ReplaceAll(s, " ", "") }

// one is 1 for true.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
