// Package feature turns a digit into the numbers that a model is given.
//
// The plain way is to give it the pixels. What the hand that wrote the digit has no bearing on its class for, its slant
// and its size, can be taken away first, and strokes can be told by where they are and which way they run: then a model as
// simple as softmax regression is right far more often. An [Encoding] names such a way; it belongs to a model like its
// weights, and is kept in its file.
package feature

import (
	"fmt"

	"aloud/digit"
	"aloud/matrix"
)

// An Encoding is a way to turn a digit into numbers. It has two halves: [Encoding.Prepare] makes a digit of a digit, and
// [Encode] the numbers of that. A training varies its digits in between, where the variations still count.
type Encoding string

const (
	// Pixels are the 784 pixels as they are, from 0 (ground) to 1 (ink), row by row.
	Pixels Encoding = "pixels"
	// Straightened are those of the digit made upright, central and of one size: [Encoding.Prepare] does it.
	Straightened Encoding = "straightened pixels"
	// Gradients are 1296 numbers that tell where the straightened digit's ink ends, at 9x9 points, and which of 16 ways its
	// edges face there.
	Gradients Encoding = "gradients"
)

// Encodings are all there are, the plainest first.
var Encodings = []Encoding{Pixels, Straightened, Gradients}

// Valid reports whether there is such an encoding.
func (e Encoding) Valid() bool { return e.Size() > 0 }

// Size is how many numbers a digit becomes; 0 if there is no such encoding.
func (e Encoding) Size() int {
	switch e {
	case Pixels, Straightened:
		return digit.Pixels
	case Gradients:
		return gridSide * gridSide * directions
	}
	return 0
}

// Prepares reports whether [Encoding.Prepare] does anything.
func (e Encoding) Prepares() bool { return e == Straightened || e == Gradients }

// Prepare returns the digit as [Encode] takes it. It panics if there is no such encoding.
func (e Encoding) Prepare(d *digit.Digit) digit.Digit {
	switch e {
	case Pixels:
		return *d
	case Straightened, Gradients:
		return straighten(d)
	}
	panic(fmt.Sprintf("feature: no encoding %q", e))
}

// Encode writes to x the numbers that a prepared digit becomes. It panics when x is not of the encoding's size.
func Encode[T matrix.Float](e Encoding, x []T, prepared *digit.Digit) {
	if len(x) != e.Size() {
		panic(fmt.Sprintf("feature: %d numbers for a digit's %d %s", len(x), e.Size(), e))
	}
	switch e {
	case Pixels, Straightened:
		encodePixels(x, prepared)
	case Gradients:
		encodeGradients(x, prepared)
	}
}

func encodePixels[T matrix.Float](x []T, d *digit.Digit) {
	for i, v := range d {
		x[i] = T(v) / 255
	}
}
