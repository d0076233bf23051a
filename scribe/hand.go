package scribe

import (
	"image"
	"math"
	"math/rand/v2"
	"sort"

	"aloud/digit"
)

// A Hand is a writer: what stays the same from digit to digit on one note. It is made by [NewHand], is not changed by
// writing, and may be shared.
type Hand struct {
	digits   [10][]stroke // the writer's own version of each digit
	slant    float64      // sideways per height, to the right
	width    float64      // how wide the digits are, 1 being that of the forms
	pen      float64      // width of the pen, in heights of a digit
	pressure float64      // standard deviation of the pen's width along a stroke, relative to it
	round    float64      // the length over which a corner is rounded, in heights
	unsteady float64      // standard deviation of the points from one writing to the next, in heights
	uneven   float64      // standard deviation of a digit's size, relative to it
	spacing  float64      // mean gap between digits, in heights
}

// NewHand invents a writer. Slants, widths and pens are those seen on notes and forms: from -10 to 25 degrees, and from
// a sharp pencil on large digits to a felt pen on small ones.
func NewHand(random *rand.Rand) *Hand {
	h := &Hand{
		slant:    normal(random, 0.1, 0.16, -0.2, 0.5),
		width:    math.Exp(normal(random, 0, 0.17, -0.4, 0.4)),
		pen:      math.Exp(normal(random, math.Log(0.09), 0.4, math.Log(0.035), math.Log(0.2))),
		pressure: 0.15 * random.Float64(),
		round:    0.09 * random.Float64(),
		unsteady: 0.006 + 0.018*random.Float64(),
		uneven:   0.02 + 0.06*random.Float64(),
		spacing:  0.12 + 0.2*random.Float64(),
	}
	habit := 0.018 + 0.022*random.Float64() // how far, in heights, the writer strays from the copybook; chosen by eye
	for class := range h.digits {
		h.digits[class] = stray(random, digitAlphabets[class].draw(random), habit)
	}
	return h
}

// Digit writes the class, 0 to 9, and brings it to the form of MNIST. Writing it again gives another picture in the same
// hand.
func (h *Hand) Digit(random *rand.Rand, class int) digit.Digit {
	return soften(random, h.write(random, h.digits[class]).ink(distance(random)))
}

// Digit writes the class, 0 to 9, in a new hand, and brings it to the form of MNIST.
func Digit(random *rand.Rand, class int) digit.Digit { return NewHand(random).Digit(random, class) }

// draw chooses a form by the shares.
func (a *alphabet) draw(random *rand.Rand) []stroke {
	place := random.Float64() * a.shares[len(a.shares)-1]
	return a.strokes[sort.SearchFloat64s(a.shares, place)]
}

// normal draws from a normal distribution, cut off at its limits.
func normal(random *rand.Rand, mean, deviation, low, high float64) float64 {
	return min(max(mean+deviation*random.NormFloat64(), low), high)
}

// stray returns the strokes with every knot moved at random by a standard deviation along each axis, the whole bent a
// little, and its waist moved up or down: what a hand does to a form.
func stray(random *rand.Rand, strokes []stroke, deviation float64) []stroke {
	bendX, bendY := deviation*random.NormFloat64(), deviation*random.NormFloat64()
	waist := 2 * deviation * random.NormFloat64()
	strayed := make([]stroke, len(strokes))
	for i, s := range strokes {
		strayed[i] = make(stroke, len(s))
		for j, k := range s {
			fromMiddleX, fromMiddleY := 2*k.x-0.6, 2*k.y-1
			k.x += deviation*random.NormFloat64() + bendX*fromMiddleY*fromMiddleY
			k.y += deviation*random.NormFloat64() + bendY*fromMiddleX*fromMiddleX
			k.y += waist * (1 - fromMiddleY*fromMiddleY)
			strayed[i][j] = k
		}
	}
	return strayed
}

// write draws the strokes once, as this hand does today: about one height tall, the top near 0 and the foot near 1.
func (h *Hand) write(random *rand.Rand, strokes []stroke) drawing {
	size := 1 + h.uneven*random.NormFloat64()
	slant := h.slant + 0.04*random.NormFloat64()
	sin, cos := math.Sincos(0.04 * random.NormFloat64())
	var d drawing
	for _, s := range stray(random, strokes, h.unsteady) {
		t := h.follow(random, s)
		for i, p := range t {
			x, y := size*h.width*p.x, size*(p.y-0.5)
			x -= slant * y
			t[i].x, t[i].y = cos*x-sin*y, sin*x+cos*y+0.5
		}
		d = append(d, t)
	}
	return d
}

// follow leads the pen along the stroke: a spline from corner to corner, its corners rounded by haste, its width by
// pressure.
func (h *Hand) follow(random *rand.Rand, s stroke) trace {
	t := make(trace, 0, stepsPerKnot*(len(s)-1)+1)
	pressures := make([]float64, len(s))
	for i := range pressures {
		pressures[i] = max(1+h.pressure*random.NormFloat64(), 0.5)
	}
	for i := range len(s) - 1 {
		for j := range stepsPerKnot {
			along := float64(j) / stepsPerKnot
			x, y := s.between(i, along)
			t = append(t, dab{x, y, h.pen / 2 * (pressures[i] + along*(pressures[i+1]-pressures[i]))})
		}
	}
	last := s[len(s)-1]
	t = append(t, dab{last.x, last.y, h.pen / 2 * pressures[len(s)-1]})
	return t.rounded(h.round)
}

// stepsPerKnot is the number of straight pieces from one knot to the next. Knots are a quarter of a height apart, so a
// piece is a fortieth of a height: the eye sees no edges.
const stepsPerKnot = 10

// between is the point at the share along of the way from knot i to the next. The spline ends at corners and begins
// anew behind them, as if its end were repeated.
func (s stroke) between(i int, along float64) (x, y float64) {
	from, to := i-1, i+2
	if from < 0 || s[i].corner {
		from = i
	}
	if to == len(s) || s[i+1].corner {
		to = i + 1
	}
	b := catmullRom(along)
	x = b[0]*s[from].x + b[1]*s[i].x + b[2]*s[i+1].x + b[3]*s[to].x
	y = b[0]*s[from].y + b[1]*s[i].y + b[2]*s[i+1].y + b[3]*s[to].y
	return x, y
}

// rounded replaces each dab by the mean of those around it within the given length, in heights; the ends stay. A hand in
// a hurry cuts corners just so.
func (t trace) rounded(length float64) trace {
	const stepLength = 0.025 // heights, the usual distance of two dabs
	r := make(trace, 0, len(t))
	for i, p := range t {
		reach := min(int(length/stepLength), i, len(t)-1-i)
		x, y := 0.0, 0.0
		for _, q := range t[i-reach : i+reach+1] {
			x, y = x+q.x, y+q.y
		}
		n := float64(2*reach + 1)
		r = append(r, dab{x / n, y / n, p.radius})
	}
	return r
}

// distance is the longer side of a digit in pixels, from a far photograph to a near one.
func distance(random *rand.Rand) float64 {
	const far, near = 24, 96
	return far * math.Pow(near/far, random.Float64())
}

// soften is the digit that comes out when ink is photographed, found in the picture and normalised: even or patchy, with
// a soft edge or a hard one. It changes the ink.
func soften(random *rand.Rand, ink *image.Gray) digit.Digit {
	if random.Float64() < 0.25 {
		fade(random, ink, 0.6*random.Float64())
	}
	if random.Float64() < 0.5 {
		harden(ink, 1+3*random.Float64())
	}
	return digit.Normalize(ink)
}

// fade takes ink away in grains, as paper does to a pencil and a dry pen: each pixel keeps from 1-depth to all of it.
func fade(random *rand.Rand, ink *image.Gray, depth float64) {
	change(ink, func(v float64) float64 { return v * (1 - depth*random.Float64()) })
}

// harden steepens the edge of the ink around one half of its darkness.
func harden(ink *image.Gray, steepness float64) {
	change(ink, func(v float64) float64 { return (v-127.5)*steepness + 127.5 })
}

// change replaces each pixel by f of it, cut off at 0 and 255.
func change(ink *image.Gray, f func(v float64) float64) {
	box := ink.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := ink.Pix[ink.PixOffset(box.Min.X, y):][:box.Dx()]
		for x, v := range row {
			row[x] = uint8(min(max(f(float64(v)), 0), 255))
		}
	}
}
