package recipe

import (
	"math/rand/v2"

	"aloud/digit"
	"aloud/scribe"
)

// vary returns how examples are varied, or nil.
func (r *Recipe) vary() func(*rand.Rand, *digit.Labelled) digit.Labelled {
	jitter, mixed := r.Jitter, mixture{jitter: r.Jitter, strokes: r.Strokes, junk: r.Junk}
	switch {
	case r.Spoilt:
		return func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
			return turned(random, mixed.draw(random, d))
		}
	case r.Drawn:
		return mixed.draw
	case r.Jitter != scribe.JitterOptions{}:
		return func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
			return moved(random, d.Digit, d.Class, jitter)
		}
	}
	return nil
}

// moved returns the digit moved a little.
func moved(random *rand.Rand, d digit.Digit, class uint8, o scribe.JitterOptions) digit.Labelled {
	return digit.Labelled{Digit: scribe.Jitter(random, &d, o), Class: class}
}

// turnedShare is the share of the examples that lie on their sides or upside down.
const turnedShare = 0.2

// turned turns an example by some quarters now and then. What that shows only a teacher can tell, who sees a digit in some of
// them and is sure of few: whether a page lies as it should rests on that.
func turned(random *rand.Rand, d digit.Labelled) digit.Labelled {
	if random.Float64() < turnedShare {
		return digit.Labelled{Digit: d.Turned(1 + random.IntN(3)), Class: digit.Unknown}
	}
	return d
}

// A mixture is of digits that are moved, digits drawn by strokes and what is no digit.
type mixture struct {
	jitter        scribe.JitterOptions
	strokes, junk float64 // shares; what they leave are the digits that are moved
}

// draw returns a drawn example now and then, and else d moved. Whatever is drawn is moved as well, or what a picture looks like
// when it has not been would tell that it was drawn.
func (m mixture) draw(random *rand.Rand, d *digit.Labelled) digit.Labelled {
	switch u := random.Float64(); {
	case u < m.strokes:
		return drawnByStrokes(random)
	case u < m.strokes+m.junk:
		return moved(random, scribe.NotADigit(random), digit.NotADigit, m.jitter)
	}
	if d.Class == 7 {
		m.jitter.Rotation, m.jitter.Shear = m.jitter.Rotation/2, m.jitter.Shear/2 // a 7 on its back is a 1 with an upstroke
	}
	return moved(random, d.Digit, d.Class, m.jitter)
}

// drawnByStrokes is a digit in a form that MNIST may lack. The 1 with an upstroke and the 7, which are each other's
// neighbours, come more often than the others.
func drawnByStrokes(random *rand.Rand) digit.Labelled {
	classes := [...]uint8{0, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6, 7, 7, 7, 8, 9}
	class := classes[random.IntN(len(classes))]
	return moved(random, scribe.Digit(random, int(class)), class, strokeJitter)
}

// readerJitter slants and stretches digits farther than MNIST's hands do, for those of other countries and centuries, but
// not as far as some of these: with a shear of 0.45 a 1 with a long upstroke became a 7, and one that was sure.
var readerJitter = scribe.JitterOptions{Rotation: 7, Scale: 0.2, Shear: 0.28, Shift: 2.5, Elastic: 1.1, Thickness: 0.4, Erase: 0.1}

// strokeJitter is for digits drawn by strokes: their hands slant and stretch them already, and a 1 with a long upstroke
// slanted any farther would be a 7.
var strokeJitter = scribe.JitterOptions{Rotation: 3, Scale: 0.1, Shear: 0.05, Shift: 2.5, Elastic: 0.6, Thickness: 0.4, Erase: 0.1}
