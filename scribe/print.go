package scribe

import (
	"math"
	"math/rand/v2"
)

// printPaper prints what is on the paper before anybody writes on it.
func (o *LineOptions) printPaper(random *rand.Rand, s *slip, b *bearing, l *look) {
	if l.cheque {
		s.printSecurity(random, l.density*(0.1+0.9*o.Wildness))
		if random.Float64() < 0.5 {
			s.printFrame(random, b)
		}
		return
	}
	switch random.IntN(4) {
	case 0: // ruled for writing
		s.printRule(false, b.originY+b.height*(0.9+0.3*random.Float64()), 0.01*random.NormFloat64(), 1+random.Float64(),
			0.1+0.5*random.Float64())
	case 1:
		s.printSquares(random, b.height*(0.3+0.8*random.Float64()))
	}
	if random.Float64() < 0.3 {
		s.printGrain(random, 1+3*random.Float64(), 0.03*random.Float64())
	}
}

// printSecurity prints what makes a cheque hard to forge: one to three of the patterns that are in use, paler than ink of the
// given density.
func (s *slip) printSecurity(random *rand.Rand, density float64) {
	patterns := 1 + random.IntN(3)
	period := func() float64 { return 3 + 6*random.Float64() }
	strength := func() float64 {
		const strongest = 0.5 // of the ink, of one pattern; a fifth of that is usual
		return strongest * density * math.Pow(random.Float64(), 1.5) / math.Sqrt(float64(patterns))
	}
	where := everywhere
	if random.Float64() < 0.15 { // a border between two prints
		tilt := 0.1 * random.NormFloat64()
		where = region{-tilt, 1, -float64(s.height) * (0.1 + 0.3*random.Float64())}
		if random.Float64() < 0.5 {
			s.printRule(false, -where.c, tilt, 1, 0.2*random.Float64())
		}
	}
	for range patterns {
		switch random.IntN(6) {
		case 0: // level waves
			s.printLines(random, where, math.Pi/2+0.04*random.NormFloat64(), period(), strength(), 1.5*random.Float64())
		case 1: // falling lines
			s.printLines(random, where, math.Pi/2+uniform(random, 0.5), period(), strength(), 0.5*random.Float64())
		case 2: // a hatch
			angle, p, v := 0.5+0.6*random.Float64(), period(), strength()
			s.printLines(random, where, math.Pi/2-angle, p, v, 0.6*random.Float64())
			s.printLines(random, where, math.Pi/2+angle, p, v, 0.6*random.Float64())
		case 3: // rings
			for range 1 + random.IntN(2) {
				s.printArcs(where, float64(s.width)*uniform(random, 1.5), float64(s.height)*(0.5+uniform(random, 4)), period(), strength())
			}
		case 4: // upright waves
			s.printLines(random, where, 0.05*random.NormFloat64(), period(), strength(), 2*random.Float64())
		case 5:
			s.printGrain(random, 0.8+1.5*random.Float64(), strength())
		}
	}
}

// printFrame prints the lines of the field that the amount belongs in, below it most often.
func (s *slip) printFrame(random *rand.Rand, b *bearing) {
	falls := 0.008 * random.NormFloat64()
	thickness, strength := 1+1.5*random.Float64(), 0.25+0.5*random.Float64()
	if random.Float64() < 0.8 {
		s.printRule(false, min(b.originY+b.height*(0.95+0.4*random.Float64()), float64(s.height)-2), falls, thickness, strength)
	}
	if random.Float64() < 0.4 {
		s.printRule(false, max(b.originY-b.height*0.4*random.Float64(), 1), falls, thickness, strength)
	}
	if random.Float64() < 0.1 {
		s.printRule(true, float64(s.width)*random.Float64(), 0.01*random.NormFloat64(), thickness, strength)
	}
}

// printSquares prints squared paper.
func (s *slip) printSquares(random *rand.Rand, side float64) {
	falls, strength := 0.02*random.NormFloat64(), 0.08+0.3*random.Float64()
	for y := side * random.Float64(); y < float64(s.height); y += side {
		s.printRule(false, y, falls, 1, strength)
	}
	for x := side * random.Float64(); x < float64(s.width); x += side {
		s.printRule(true, x, -falls, 1, strength)
	}
}

// newLook invents the light and the pen's ink. Cheques are scanned dark and pale; notes are photographed.
func (o *LineOptions) newLook(random *rand.Rand) look {
	l := look{
		paper:   110 + 135*random.Float64(),
		slope:   0.15 * random.NormFloat64(),
		density: normal(random, 0.68, 0.14, 0.25, 0.92),
		blur:    0.3 + 0.8*random.Float64(),
		noise:   5 * random.Float64() * random.Float64(),
		grainy:  0.1 * random.Float64(),
		flows:   1,
		cheque:  random.Float64() < o.Cheques,
	}
	if !l.cheque && random.Float64() < o.Spoilt {
		l.spoil(random)
	}
	if random.Float64() < 0.3 {
		l.patchy = 0.6 * random.Float64()
	}
	if random.Float64() < 0.15 { // a pencil
		l.grainy, l.density = 0.2+0.3*random.Float64(), 0.25+0.3*random.Float64()
	}
	if random.Float64() < 0.06*o.Wildness {
		l.dry, l.flows = 0.3+0.5*random.Float64(), 0.15+0.5*random.Float64()
	}
	return l
}

// spoil makes a look that of a photograph that did not turn out well: taken from too far away, out of focus, moved, or compressed
// to almost nothing; two of these at most.
func (l *look) spoil(random *rand.Rand) {
	for range 1 + random.IntN(4)/3 {
		switch random.IntN(4) {
		case 0:
			l.small = true
		case 1:
			l.unfocused = 0.03 + 0.09*random.Float64()
		case 2:
			l.moved = 0.05 + 0.2*random.Float64()
		case 3:
			l.quality = 10 + random.IntN(60)
		}
	}
}
