package scribe

import (
	"math"
	"math/rand/v2"
)

// A bearing is how a row lies on its slip: it brings heights of a digit to pixels.
type bearing struct {
	height           float64 // of a digit in pixels
	width            float64 // of a digit, relative to how it was written
	slant            float64 // sideways per height, to the right
	slope            float64 // tangent of the angle by which the line falls
	bends            [4]wave // of the paper and of the arm
	originX, originY float64 // of the row on the slip
}

// A wave bends a row: it moves points along or down, by a length that swings along it.
type wave struct{ along, down, length, phase float64 }

func newBearing(random *rand.Rand, wildness, smallest, longest, end float64) bearing {
	const largest = 44 // pixels
	b := bearing{
		height: math.Exp(mix(math.Log(smallest), math.Log(largest), random.Float64())),
		width:  math.Exp(0.14 * wildness * random.NormFloat64()),
		slant:  normal(random, 0.08*wildness, 0.17*wildness, -0.35, 0.75),
		slope:  normal(random, 0, 0.025*wildness, -0.1, 0.1),
	}
	if random.Float64() < 0.12*wildness { // some write as if there were no height
		b.width *= 1 + 0.7*random.Float64()
	}
	b.height = min(b.height, longest/(end*b.width+1))
	for i := range b.bends {
		amount := 0.035 * wildness * random.NormFloat64()
		b.bends[i] = wave{length: (0.5 + 3*random.Float64()) / (2 * math.Pi), phase: 2 * math.Pi * random.Float64()}
		if i%2 == 0 {
			b.bends[i].along = amount
		} else {
			b.bends[i].down = amount
		}
	}
	return b
}

// at is the pixel at which a point of the row lies.
func (b *bearing) at(x, y float64) (px, py float64) {
	bentX, bentY := x, y
	for _, w := range b.bends {
		swing := math.Sin((x+0.7*y)/w.length + w.phase)
		bentX, bentY = bentX+w.along*swing, bentY+w.down*swing
	}
	px = b.width*bentX - b.slant*(bentY-0.5)
	return b.originX + b.height*px, b.originY + b.height*(bentY+b.slope*px)
}

// drawn is a drawing as it lies on the slip, without dabs that are nearer to the last one than the eye can tell.
func (b *bearing) drawn(d drawing) drawing {
	const apart = 2 // pixels
	laid := make(drawing, len(d))
	for i, t := range d {
		near := apart / b.height
		kept := t[0]
		laid[i] = make(trace, 0, len(t))
		for j, p := range t {
			if j > 0 && j < len(t)-1 && math.Abs(p.x-kept.x)+math.Abs(p.y-kept.y) < near {
				continue
			}
			x, y := b.at(p.x, p.y)
			laid[i] = append(laid[i], dab{x, y, p.radius * b.height})
			kept = p
		}
	}
	return laid
}

// lay lays a row on a slip that is just large enough, or not quite, prints the paper and writes the ink.
func (o *LineOptions) lay(random *rand.Rand, r *row, l *look) (*slip, bearing) {
	const longest = 640 // pixels that a row is at most: no line is read any better for more
	smallest := 15.     // pixels that a digit is high
	if l.small {
		smallest = 9
	}
	b := newBearing(random, o.Wildness, smallest, longest, r.end)
	ink := b.drawn(r.ink)
	left, top, right, bottom := ink.bounds()
	if len(ink) == 0 {
		left, top, right, bottom = 0, 0, b.height*(1.5+5*random.Float64()), b.height
	}
	// The edges of the slip, beyond the ink. Some amounts are cut off a little.
	margin := func(most float64) float64 { return b.height * most * random.Float64() }
	edges := [4]float64{margin(0.6), margin(0.5), margin(0.6), margin(0.5)}
	if random.Float64() < 0.08*o.Wildness {
		edges[random.IntN(4)] = -margin(0.12)
	}
	left, top, right, bottom = left-edges[0], top-edges[1], right+edges[2], bottom+edges[3]
	for i, t := range ink {
		for j := range t {
			ink[i][j].x, ink[i][j].y = t[j].x-left, t[j].y-top
		}
	}
	b.originX, b.originY = b.originX-left, b.originY-top
	s := newSlip(max(int(right-left), 8), max(int(bottom-top), 8))
	o.printPaper(random, s, &b, l)
	ink.drawOn(s.ink)
	if random.Float64() < 0.08*o.Wildness {
		o.writeBeside(random, r, s, b)
	}
	return s, b
}

// writeBeside writes a line above or below, of which little is seen.
func (o *LineOptions) writeBeside(random *rand.Rand, r *row, s *slip, b bearing) {
	other := newRow(random, r.penman, r.manner)
	for other.end < r.end {
		if random.Float64() < 0.3 {
			other.space()
		}
		other.digit(random.IntN(10))
	}
	apart := 1.3 + 0.4*random.Float64()
	if random.Float64() < 0.5 {
		apart = -apart
	}
	b.originY += apart * b.height
	b.drawn(other.ink).drawOn(s.ink)
}

// placed is where a digit stands on the slip.
func (b *bearing) placed(p Place) Place {
	x, top := b.at(p.X, p.Top)
	_, bottom := b.at(p.X, p.Bottom)
	return Place{x, top, bottom}
}
