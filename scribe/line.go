package scribe

import (
	"image"
	"math"
	"math/rand/v2"
)

// A Line is a picture of one handwritten number, or of a line without any, such as a scanner or a photograph shows it
// when the line has been cut out. It is grey, dark on light; where the digits stand is known.
type Line struct {
	Picture *image.Gray
	Digits  string  // from left to right; empty if no number stands there
	Places  []Place // of the digits
	Slope   float64 // of the line in degrees, clockwise positive
	Blur    float64 // standard deviation in pixels
}

// A Place is where a digit stands on a picture, in pixels: the middle of its ink along the line, its top and its foot.
type Place struct{ X, Top, Bottom float64 }

// LineOptions says what lines to draw. Shares are from 0 to 1.
type LineOptions struct {
	Books []*Copybook // hands to copy from, each as often as the others; with none of them all hands are invented

	Least, Most int     // digits of a number; short ones are more frequent
	Invented    float64 // share of lines in an invented hand
	Foreign     float64 // share of the lines copied from a book in which the 1, the 7 and some others are invented
	Runs        float64 // share of numbers in which one of the digits is written two to six times, every other time a 0
	Empty       float64 // share of lines without a number
	Marks       float64 // share of lines with signs, words or dashes beside the number
	Cheques     float64 // share of lines on paper with a print as of cheques; the others are notes, on plain or ruled paper
	Spoilt      float64 // share of the notes that are small, out of focus, moved or compressed
	Wildness    float64 // how far hands and papers stray from the usual: 1 is what is seen on cheques and notes, 0 neat
}

// DefaultLines returns the options for training a reader of lines, without any books.
func DefaultLines() LineOptions {
	return LineOptions{
		Least: 1, Most: 12, Invented: 0.35, Foreign: 0.55, Runs: 0.45, Empty: 0.1, Marks: 0.5, Cheques: 0.6, Spoilt: 0.6, Wildness: 1,
	}
}

// NewLine draws a line. Every digit of its number is drawn evenly from the ten and independently of the others, save for
// the runs, of which any digit may be and every other one is of zeros: no number is likelier for what it is the number of.
func NewLine(random *rand.Rand, o *LineOptions) Line {
	p := o.newPenman(random)
	r := newRow(random, p, newManner(random, o.Wildness))
	if random.Float64() < o.Empty {
		r.writeNoNumber()
	} else {
		r.writeNumber(o)
	}
	l := o.newLook(random)
	s, b := o.lay(random, r, &l)
	line := Line{Picture: s.seen(random, l, b.height), Digits: string(r.digits), Slope: math.Atan(b.slope) * 180 / math.Pi,
		Blur: l.blurOf(b.height)}
	for _, p := range r.places {
		line.Places = append(line.Places, b.placed(p))
	}
	return line
}

// newPenman invents who writes the line.
func (o *LineOptions) newPenman(random *rand.Rand) penman {
	p := penman{hand: NewHand(random), pressure: random.Float64()}
	p.hand.pen = math.Exp(normal(random, math.Log(0.085), 0.28*o.Wildness, math.Log(0.045), math.Log(0.2)))
	p.radius = p.hand.pen / 2
	for class := range p.hand.digits {
		if random.Float64() < 0.45*o.Wildness {
			p.hand.digits[class] = stray(random, rarerAlphabets[class].draw(random), 0.03)
		}
	}
	if len(o.Books) == 0 || random.Float64() < o.Invented {
		return p
	}
	p.book = o.Books[random.IntN(len(o.Books))]
	p.hand.slant = 0.1 * random.NormFloat64() // the book's digits have a slant already, which is not known
	if random.Float64() < o.Foreign {
		for class, share := range [10]float64{1: 1, 7: 1, 0: 0.4, 2: 0.55, 4: 0.5, 5: 0.5, 9: 0.55} {
			p.invented[class] = random.Float64() < share
		}
	}
	return p
}

// writeNumber writes one number, in groups perhaps, with what people set beside it.
func (r *row) writeNumber(o *LineOptions) {
	if r.random.Float64() < 0.4*o.Marks {
		r.before()
	}
	digits := o.newDigits(r.random)
	part := separators[r.random.IntN(len(separators))]
	group := 0 // digits left in the group; 0: no groups
	if r.random.Float64() < 0.6 {
		group = 1 + (len(digits)-1)%3 // in threes from the right, as amounts are
		if r.random.Float64() < 0.5 {
			group = 2 + r.random.IntN(3)
		}
	}
	grouped := group > 0
	inBrackets := grouped && len(digits) > group && r.random.Float64() < 0.1 // the first group
	if inBrackets {
		r.bracket("(")
	}
	for i, class := range digits {
		if i > 0 && grouped && group == 0 {
			if inBrackets {
				r.bracket(")")
				inBrackets = false
			}
			part(r)
			group = 3
			if r.random.Float64() < 0.25 {
				group = 2 + r.random.IntN(3)
			}
		}
		r.digit(class)
		group--
	}
	if r.random.Float64() < o.Marks {
		r.behind()
	}
}

// newDigits draws the digits of a number.
func (o *LineOptions) newDigits(random *rand.Rand) []int {
	n := o.Least
	if more := o.Most - o.Least + 1; random.Float64() < 0.5 {
		n += random.IntN(more)
	} else {
		n += min(random.IntN(more), random.IntN(more))
	}
	digits := make([]int, n)
	for i := range digits {
		digits[i] = random.IntN(10)
	}
	if n > 1 && random.Float64() < o.Runs {
		const zeros = 1. / 2 // of the runs: no other digit is written in so many ways when it repeats
		from := random.IntN(n - 1)
		if random.Float64() < zeros {
			digits[from] = 0
		}
		for i := from; i < min(from+2+random.IntN(5), n); i++ {
			digits[i] = digits[from]
		}
	}
	return digits
}

// separators part the groups of a number. A slash is the rarest: it teaches a reader to pass over 1s.
var separators = []func(r *row){
	(*row).space, (*row).space, (*row).point, (*row).point, (*row).point, (*row).comma, (*row).dash, (*row).dash,
	func(r *row) { r.sign(":", 0.5, 0) },
	func(r *row) { r.sign("'", 1, 0) },
	func(r *row) {
		if r.random.Float64() < 0.3 {
			r.sign("/", 1.3, 0.15)
		} else {
			r.point()
		}
	},
	func(r *row) { r.space(); r.dash(); r.space() },
}

// bracket writes a bracket, of which only a pair stands around digits: alone, a closing one teaches a reader to pass over 7s.
func (r *row) bracket(name string) { r.sign(name, 1.2, 0.1) }

func (r *row) point() {
	name := "."
	if r.random.Float64() < 0.2 {
		name = "blot"
	}
	r.sign(name, 1, 0.06*r.random.NormFloat64())
}

func (r *row) comma() { r.sign(",", 0.7+0.5*r.random.Float64(), 0.05*r.random.NormFloat64()) }
func (r *row) dash() {
	r.sign("short dash", 0.8+0.6*r.random.Float64(), -0.05+0.1*r.random.NormFloat64())
}

// before writes what stands before a number.
func (r *row) before() {
	switch r.random.IntN(11) {
	case 0, 8, 9, 10:
		r.word(wordBeside(r.random))
	case 1:
		r.sign("$", 1, 0)
	case 2:
		r.sign("€", 1, 0)
	case 3:
		r.dash()
	case 4:
		r.sign("=", 0.8, 0)
	case 5:
		r.sign("+", 0.7, -0.1)
	case 6:
		r.bracket("(")
	case 7:
		r.struckOut()
	}
}

// behind writes what stands behind a number: most often a point or a dash, so that nobody can add to it.
func (r *row) behind() {
	switch r.random.IntN(15) {
	case 0, 1:
		r.point()
	case 2:
		r.point()
		r.dash()
	case 3, 4:
		r.dash()
	case 5:
		r.dash()
		r.dash()
	case 6:
		r.sign("=", 0.6+0.5*r.random.Float64(), -0.1)
	case 7:
		r.comma()
		r.dash()
	case 8:
		r.sign("-", 1.5, 0)
	case 9, 12:
		r.word(wordBeside(r.random))
	case 10:
		r.sign("~", 1, -0.1)
	case 11:
		r.sign("'", 1, 0)
	case 13:
		r.sign("crossed dash", 0.7+0.6*r.random.Float64(), 0)
	case 14:
		r.comma()
		r.sign("rising dash", 0.8+0.4*r.random.Float64(), 0)
	}
}

// writeNoNumber writes words, signs, a doodle, or nothing.
func (r *row) writeNoNumber() {
	switch r.random.IntN(5) {
	case 0: // blank paper
	case 1:
		r.set(drawing{r.penman.hand.scrawl(r.random)}.normal(), 0, 0)
	case 2:
		for range 1 + r.random.IntN(3) {
			r.struckOut()
		}
	default:
		for range 1 + r.random.IntN(3) {
			r.word(wordBeside(r.random))
		}
	}
	if len(r.ink) > 0 && r.random.Float64() < 0.3 { // alone, some of that might be a 1
		r.behind()
	}
}
