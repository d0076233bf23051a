package scribe

import (
	"bytes"
	"math"
	"math/rand/v2"
)

// A row is what has been written on one line so far, from left to right. Its unit is the height of a digit; digits stand
// between the heights 0 and 1 at first, and the next thing begins where the ink ends.
type row struct {
	random *rand.Rand
	penman penman
	manner manner

	ink    drawing
	digits []byte
	places []Place // of the digits

	end     float64 // of all ink on the right
	outline outline // of all ink
	middle  float64 // of the last thing written
	last    drawing // the last digit, unless something else follows it
	blank   float64 // width of the blanks behind the last thing
}

// newRow is an empty row.
func newRow(random *rand.Rand, p penman, m manner) *row {
	return &row{random: random, penman: p, manner: m, outline: drawing{}.outline()}
}

// A penman writes the digits of one line: in an invented hand, copied from a book, or some of them in each way.
type penman struct {
	hand     *Hand
	book     *Copybook // nil: all digits are invented
	invented [10]bool  // those that are, although there is a book
	radius   float64   // of the pen
	pressure float64   // how much of the varying width of the book's pen is kept, from 0 to 1
}

func (p *penman) digit(random *rand.Rand, class int) drawing {
	if p.book == nil || p.invented[class] {
		return p.hand.write(random, p.hand.digits[class])
	}
	return p.book.copy(random, class, p.radius, p.pressure)
}

// A manner is how somebody sets digits beside each other. Lengths are in heights of a digit.
type manner struct {
	gap, gapSpread float64 // mean and standard deviation of the gap between two digits
	nesting        float64 // how the gap is measured: 0 between the boxes around the digits, 1 between their outlines
	touching       float64 // share of the pairs that overlap
	linked         float64 // share of the pairs that a stroke links
	garland        float64 // the same of two zeros, which many write without lifting the pen, and close together
	word           float64 // width of a blank

	dwindle float64 // size of a zero behind another, relative to that one
	flat    float64 // and its height, relative to its width

	initial float64 // size of the first digit, relative to the others

	uneven float64     // standard deviation of a digit's size, relative to it
	size   [10]float64 // of each class, relative to the others
	trend  float64     // growth from one digit to the next
	hang   float64     // where digits of different size are level: 1 at the foot, 0.5 halfway
	sway   float64     // standard deviation of a digit's height on the line
	turn   float64     // standard deviation of a digit's angle in radians, and of its slant
}

// newManner invents a manner. Wildness 1 is what is seen on cheques and notes; less of it is neater.
func newManner(random *rand.Rand, wildness float64) manner {
	m := manner{
		gap: 0.12 + wildness*uniform(random, 0.18), gapSpread: 0.03 + 0.06*wildness, nesting: random.Float64(),
		touching: 0.15 * wildness, linked: 0.05 * wildness, word: 0.5 + 0.5*random.Float64(),
		uneven: 0.03 + 0.07*wildness*random.Float64(), trend: 0, hang: 1,
		sway: 0.01 + 0.04*wildness*random.Float64(), turn: 0.02 + 0.05*wildness*random.Float64(),
		dwindle: 1, flat: 1, initial: 1,
	}
	if random.Float64() < 0.1*wildness { // one digit a box
		m.gap, m.gapSpread, m.touching = 0.4+0.5*random.Float64(), 0.08, 0
	}
	for class := range m.size {
		m.size[class] = math.Exp(0.05 * wildness * random.NormFloat64())
	}
	if random.Float64() < 0.55*wildness {
		m.garland = 0.2 + 0.8*random.Float64()
	}
	if random.Float64() < 0.4*wildness { // many write small zeros
		m.size[0] *= 0.42 + 0.5*random.Float64()
	}
	if random.Float64() < 0.3*wildness { // and the last ones of a run smaller and smaller
		m.dwindle, m.flat = 0.75+0.25*random.Float64(), 0.5+0.5*random.Float64()
	}
	if random.Float64() < 0.3*wildness { // and tall straight strokes
		tall := 1 + 0.4*random.Float64()
		m.size[1], m.size[7] = m.size[1]*tall, m.size[7]*tall
	}
	if random.Float64() < 0.1*wildness { // and some short ones
		m.size[1] *= 0.5 + 0.4*random.Float64()
	}
	if random.Float64() < 0.15*wildness { // an initial
		m.initial += 0.6 * random.Float64()
	}
	if random.Float64() < 0.3*wildness {
		m.trend = 0.03 * random.NormFloat64()
	}
	if random.Float64() < 0.4 {
		m.hang = 0.5 + 0.5*random.Float64()
	}
	return m
}

// digit writes a digit behind what is there.
func (r *row) digit(class int) {
	m := &r.manner
	zeros := 0 // that this one follows in a run
	if class == 0 {
		zeros = len(r.digits) - len(bytes.TrimRight(r.digits, "0"))
	}
	size := m.size[class] * math.Exp(m.uneven*r.random.NormFloat64()+m.trend*float64(len(r.digits)))
	if len(r.digits) == 0 {
		size *= m.initial
	}
	width := min(max(size, 0.38), 1.6)
	height := width
	d := r.penman.digit(r.random, class)
	d.turn(m.turn*r.random.NormFloat64(), m.turn*r.random.NormFloat64())
	if zeros > 0 {
		const least = 0.3 // what can still be read
		width = max(width*math.Pow(m.dwindle, float64(zeros)), least)
		height = max(width*m.flat, least)
	}
	d = d.stretched(width, height, m.hang)
	gap := m.gap + m.gapSpread*r.random.NormFloat64()
	linked := m.linked
	if r.random.Float64() < m.touching {
		gap = -0.22 * r.random.Float64()
	}
	before, apart := r.last, r.blank > 0
	if zeros > 0 && m.garland > 0 {
		gap, linked = min(gap, 0.25*r.random.Float64()-0.08), m.garland
	}
	d = r.set(d, gap, m.sway*r.random.NormFloat64())
	if before != nil && !apart && r.random.Float64() < linked {
		r.ink = append(r.ink, linkBetween(r.random, before, d))
	}
	r.digits = append(r.digits, byte('0'+class))
	_, top, _, bottom := d.bounds()
	r.places = append(r.places, Place{d.middleOfInk().x, top, bottom})
}

// sign writes a sign that is no digit, so much larger than usual and lowered by so much.
func (r *row) sign(name string, size, lowered float64) {
	d := r.penman.hand.write(r.random, signs[name]).resized(size, 1)
	r.set(d, 0.05+0.12*r.random.Float64(), lowered)
	r.last = nil
}

// word writes a word at a blank's distance on both sides.
func (r *row) word(word string) {
	r.space()
	r.set(r.penman.hand.word(r.random, word).resized(0.75+0.35*r.random.Float64(), 1), 0.1, 0)
	r.last = nil
	r.space()
}

// struckOut writes a digit or two and makes them illegible.
func (r *row) struckOut() {
	d := r.penman.digit(r.random, r.random.IntN(10))
	if r.random.Float64() < 0.4 {
		_, _, right, _ := d.bounds()
		d = append(d, r.penman.digit(r.random, r.random.IntN(10)).placed(1, right+0.1, 0)...)
	}
	left, top, right, bottom := d.bounds()
	r.set(append(d, r.penman.hand.strike(r.random, left, top, right, bottom)), 0.15, 0)
	r.last = nil
}

// space leaves a blank.
func (r *row) space() {
	if len(r.ink) > 0 {
		r.blank += r.manner.word * (0.7 + 0.6*r.random.Float64())
	}
}

// set puts a drawing behind what is there, at a gap besides the blanks left, and lowered by so much; it returns it in its
// place. However far it overlaps, its middle stays to the right of the last one's.
func (r *row) set(d drawing, gap, lowered float64) drawing {
	const least = 0.3 // from middle to middle
	gap += r.blank
	left, _, right, _ := d.bounds()
	outline := d.outline()
	x := r.end + gap - left
	if len(r.ink) > 0 {
		nested := gap - r.outline.distance(&outline)
		x = mix(x, min(nested, x+0.3), r.manner.nesting) // which for a dot behind a 7 would be far to the left
		middle := d.middleOfInk()
		x = max(x, r.middle+least-middle.x)
	}
	d = d.placed(1, x, lowered)
	r.ink = append(r.ink, d...)
	r.middle = d.middleOfInk().x
	r.end = max(r.end, right+x)
	r.outline.shift(&outline, x)
	r.last, r.blank = d, 0
	return d
}

// linkBetween is a stroke that joins two drawings, from the end of the one to the beginning of the other where a pen might
// go on, and else where they are nearest.
func linkBetween(random *rand.Rand, a, b drawing) trace {
	from, to := a[len(a)-1][len(a[len(a)-1])-1], b[0][0]
	if math.Hypot(from.x-to.x, from.y-to.y) > 0.6 || from.x > to.x {
		from, to = a.extreme(1), b.extreme(-1)
	}
	const steps = 8
	sag := 0.15 * random.NormFloat64()
	var t trace
	for i := range steps + 1 {
		along := float64(i) / steps
		t = append(t, dab{
			mix(from.x, to.x, along), mix(from.y, to.y, smooth(along)) + sag*4*along*(1-along),
			0.8 * mix(from.radius, to.radius, along),
		})
	}
	return t
}

// extreme is the dab farthest to the right, or for a side of -1 to the left.
func (d drawing) extreme(side float64) dab {
	best := d[0][0]
	for _, t := range d {
		for _, p := range t {
			if side*p.x > side*best.x {
				best = p
			}
		}
	}
	return best
}

// turn turns a drawing of one height around its middle by an angle in radians, and slants it to the right.
func (d drawing) turn(angle, slant float64) {
	sin, cos := math.Sincos(angle)
	for _, t := range d {
		for i, p := range t {
			y := p.y - 0.5
			x := p.x - slant*y
			t[i].x, t[i].y = cos*x-sin*y, sin*x+cos*y+0.5
		}
	}
}

// resized returns the drawing in another size, but drawn with the same pen; the given height stays where it is.
func (d drawing) resized(size, fixed float64) drawing { return d.stretched(size, size, fixed) }

// stretched is resized with a factor for the width and one for the height.
func (d drawing) stretched(width, height, fixed float64) drawing {
	for _, t := range d {
		for i, p := range t {
			t[i].x, t[i].y = width*p.x, fixed+height*(p.y-fixed)
		}
	}
	return d
}

// middleOfInk is the mean of the dabs.
func (d drawing) middleOfInk() dab {
	sum, n := dab{}, 0.0
	for _, t := range d {
		for _, p := range t {
			sum.x, sum.y, sum.radius, n = sum.x+p.x, sum.y+p.y, sum.radius+p.radius, n+1
		}
	}
	return dab{sum.x / n, sum.y / n, sum.radius / n}
}

// An outline is how far a drawing reaches to the left and to the right, in bands from above the digits to below them.
type outline [16]struct{ left, right float64 }

const (
	bandHeight = 0.12 // heights of a digit; dabs of a trace are nearer to each other
	firstBand  = -0.4 // the upper end of the first
)

func (d drawing) outline() outline {
	var o outline
	for i := range o {
		o[i].left, o[i].right = math.Inf(1), math.Inf(-1)
	}
	for _, t := range d {
		for _, p := range t {
			i := min(max(int((p.y-firstBand)/bandHeight), 0), len(o)-1)
			o[i].left, o[i].right = min(o[i].left, p.x-p.radius), max(o[i].right, p.x+p.radius)
		}
	}
	return o
}

// distance is how far the outline is from another one to its right, both where they are: the least gap in any band, or
// between neighbouring bands.
func (o *outline) distance(other *outline) float64 {
	least := math.Inf(1)
	for i := range o {
		for j := max(i-1, 0); j <= min(i+1, len(o)-1); j++ {
			least = min(least, other[j].left-o[i].right)
		}
	}
	return least
}

// shift makes the outline reach as far to the right as another one does that was moved.
func (o *outline) shift(other *outline, x float64) {
	for i := range o {
		o[i].right = max(o[i].right, other[i].right+x)
	}
}
