package scribe

import (
	"image"
	"math"
	"math/rand/v2"

	"aloud/digit"
)

// NotADigit draws something that stands on notes and is no digit, as the finder of digits in a photograph might cut it
// out: a letter or a sign, a dot, a piece of ruling, two digits that touch, the halves of two neighbours, a struck-out
// digit, a doodle, a stain. What a person could take for a digit is left out; a bare upright stroke, for example, is a 1.
func NotADigit(random *rand.Rand) digit.Digit {
	place := random.Float64() * junkShares
	for _, kind := range junk {
		if place -= kind.share; place < 0 {
			return soften(random, kind.draw(NewHand(random), random))
		}
	}
	panic("scribe: the shares of junk do not sum up")
}

// junk lists the kinds of things that are no digits, each drawn as ink of its own. The shares were chosen by eye for what
// a reader meets: pairs and halves where it cuts in the wrong place, signs and letters beside the number, and dirt.
var junk = []struct {
	share float64
	draw  func(h *Hand, random *rand.Rand) *image.Gray
}{
	{4, (*Hand).other},
	{0.7, (*Hand).dot},
	{0.7, (*Hand).comma},
	{1, (*Hand).ruling},
	{3, (*Hand).pair},
	{3, (*Hand).halves},
	{1.5, (*Hand).struckOut},
	{1.5, (*Hand).doodle},
	{1, stain},
}

var junkShares = func() (sum float64) {
	for _, kind := range junk {
		sum += kind.share
	}
	return sum
}()

// other is a letter or a sign. It leans to the right at most: leaning to the left, a flat slash would become a 1.
func (h *Hand) other(random *rand.Rand) *image.Gray {
	h.slant, h.width = max(h.slant, 0), max(h.width, 0.9)
	return h.write(random, stray(random, otherAlphabet.draw(random), 0.025)).ink(distance(random))
}

// dot is one touch of the pen, smeared a little.
func (h *Hand) dot(random *rand.Rand) *image.Gray {
	smear := trace{{0, 0, 1}}
	for range random.IntN(4) {
		smear = append(smear, dab{0.6 * random.NormFloat64(), 0.6 * random.NormFloat64(), 0.6 + 0.6*random.Float64()})
	}
	return drawing{smear}.ink(distance(random) / 2)
}

// comma is a dot with a short curved tail; a long one would be a 1.
func (h *Hand) comma(random *rand.Rand) *image.Gray {
	curve := 0.7 + random.Float64()
	tail := trace{{0, 0, 1.4}, {0.7 * curve, 1.5, 1.2}, {0.2 * curve, 2.8, 0.8}, {-1.6 * curve, 4, 0.4}}
	return drawing{tail}.ink(distance(random) / 2)
}

// ruling is a piece of a printed line, of two, or of a square: at least one of them level, as a lone upright one would be
// a 1.
func (h *Hand) ruling(random *rand.Rand) *image.Gray {
	thickness := 0.015 + 0.035*random.Float64()
	slope := 0.1 * random.NormFloat64()
	d := drawing{{{0, 0, thickness}, {1, slope, thickness}}}
	switch random.IntN(4) {
	case 0: // the next line
		gap := 0.2 + 0.6*random.Float64()
		d = append(d, trace{{0, gap, thickness}, {1, gap + slope, thickness}})
	case 1: // a crossing of squared paper, or its corner
		x, up, down := random.Float64(), 0.1+random.Float64(), 0.1+random.Float64()
		d = append(d, trace{{x + slope*up, slope*x - up, thickness}, {x - slope*down, slope*x + down, thickness}})
	}
	return d.ink(distance(random))
}

// pair is two digits that touch or nearly do, so that they come as one.
func (h *Hand) pair(random *rand.Rand) *image.Gray {
	left, right := h.writePair(random, random.IntN(10), random.IntN(10))
	return append(left, right...).ink(distance(random))
}

// writePair writes two digits side by side. They may overlap, but a 1 stays outside of its neighbour, where it would be
// lost in a round side.
func (h *Hand) writePair(random *rand.Rand, first, second int) (left, right drawing) {
	left, right = h.write(random, h.digits[first]), h.write(random, h.digits[second])
	gap := 0.15*random.Float64() - 0.1
	if first == 1 || second == 1 {
		gap = 0.05 * random.Float64()
	}
	_, _, end, _ := left.bounds()
	begin, _, _, _ := right.bounds()
	return left, right.placed(1, end+gap-begin, 0.06*random.NormFloat64())
}

// halves is what lies between the middles of two neighbouring digits, as a cut in the wrong place leaves it. There is no
// 1 among them: it has no halves.
func (h *Hand) halves(random *rand.Rand) *image.Gray {
	others := [...]int{0, 2, 3, 4, 5, 6, 7, 8, 9}
	left, right := h.writePair(random, others[random.IntN(len(others))], others[random.IntN(len(others))])
	from, to := left.middle(random), right.middle(random)
	both := append(left, right...)
	ink := both.ink(2 * distance(random))
	begin, _, end, _ := both.bounds()
	scale := float64(ink.Rect.Dx()) / (end - begin)
	box := image.Rect(int((from-begin)*scale), 0, int((to-begin)*scale), ink.Rect.Max.Y)
	return ink.SubImage(box).(*image.Gray)
}

// middle is about where a cut halves the drawing from left to right.
func (d drawing) middle(random *rand.Rand) float64 {
	left, _, right, _ := d.bounds()
	return mix(left, right, 0.4+0.2*random.Float64())
}

// struckOut is a digit, or two, with a zigzag or some lines through it.
func (h *Hand) struckOut(random *rand.Rand) *image.Gray {
	d, neighbour := h.writePair(random, random.IntN(10), random.IntN(10))
	if random.Float64() < 0.4 {
		d = append(d, neighbour...)
	}
	left, top, right, bottom := d.bounds()
	return append(d, h.strike(random, left, top, right, bottom)).ink(distance(random))
}

// strike is a zigzag, or some lines, through a box.
func (h *Hand) strike(random *rand.Rand, left, top, right, bottom float64) trace {
	strikes := 4 + random.IntN(6)
	var zigzag stroke
	for i := range strikes {
		x := left - 0.1
		if i%2 == 1 {
			x = right + 0.1
		}
		y := top + (bottom-top)*(0.15+0.7*(float64(i)+random.Float64())/float64(strikes))
		zigzag = append(zigzag, knot{x + 0.08*random.NormFloat64(), y, random.Float64() < 0.5})
	}
	return h.follow(random, zigzag)
}

// doodle is a line that goes round and about, long enough to be neither a ring nor a hook.
func (h *Hand) doodle(random *rand.Rand) *image.Gray {
	return drawing{h.scrawl(random)}.ink(distance(random))
}

// scrawl is the line of a doodle.
func (h *Hand) scrawl(random *rand.Rand) trace {
	var line stroke
	turn, angle, x, y := 0.4+1.2*random.Float64(), 0.0, 0.0, 0.0
	for range 12 + random.IntN(14) {
		angle += turn + 0.9*random.NormFloat64()
		x, y = x+0.4*math.Cos(angle)+0.12, y+0.4*math.Sin(angle)
		if random.Float64() < 0.1 {
			turn = -turn
		}
		line = append(line, knot{x, y, random.Float64() < 0.15})
	}
	return h.follow(random, line)
}

// stain is a blot, or a patch of grain: a smooth noise, stronger in the middle, cut off at a level.
func stain(_ *Hand, random *rand.Rand) *image.Gray {
	const side = 40
	cells := 2 + random.IntN(12) // few make a blot, many a grain
	noise := newNoise(random)
	stretch := 0.5 + random.Float64()
	ink := image.NewGray(image.Rect(0, 0, side, side))
	for i := range ink.Pix {
		x, y := float64(i%side)/side, float64(i/side)/side
		fromMiddle := math.Hypot((x-0.5)/stretch, (y-0.5)*stretch)
		level := 0.9*noise.at(x*float64(cells), y*float64(cells)) + 1 - 2.6*fromMiddle
		ink.Pix[i] = uint8(min(max(255*2*level, 0), 255))
	}
	return ink
}
