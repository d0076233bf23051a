// Package digit holds a digit as everyone in this project sees it: 28 by 28 grey pixels, the ink bright (255) on a
// dark ground (0), upright, with its centre of mass in the middle. MNIST comes in this form; a digit cut out of a
// photograph is brought to it by [Normalize], so that a model trained on the one can read the other.
//
// A Digit is an [image.Image], so every encoder, scaler and plot takes it as it is.
package digit

import (
	"image"
	"image/color"
)

const (
	Side   = 28          // width and height of a digit in pixels
	Pixels = Side * Side // number of pixels of a digit
)

// NotADigit is the class beside 0 to 9: a letter, a dot, a dash, a piece of ruling. MNIST has none of it; the reader's
// own network knows it.
const NotADigit = 10

// Unknown is the class of a picture of which nobody has said what it shows.
const Unknown = 255

// A Digit is one picture of 28x28 grey pixels, row by row from the top left; ink is 255, the ground 0.
type Digit [Pixels]uint8

// A Labelled digit is a digit with its class: 0 to 9, [NotADigit] or [Unknown].
type Labelled struct {
	Digit
	Class uint8
}

// ColorModel returns [color.GrayModel].
func (d *Digit) ColorModel() color.Model { return color.GrayModel }

// Bounds returns the rectangle (0,0)-(28,28).
func (d *Digit) Bounds() image.Rectangle { return image.Rect(0, 0, Side, Side) }

// At returns the grey of the pixel in column x and row y; outside the picture there is no ink.
func (d *Digit) At(x, y int) color.Color {
	if !(image.Point{x, y}).In(d.Bounds()) {
		return color.Gray{}
	}
	return color.Gray{Y: d[y*Side+x]}
}

// Turned returns the digit turned clockwise by so many quarters.
func (d *Digit) Turned(quarters int) Digit {
	turned := *d
	for range quarters {
		from := turned
		for i := range turned {
			x, y := i%Side, i/Side
			turned[i] = from[(Side-1-x)*Side+y]
		}
	}
	return turned
}
