// Package scribe draws what the readers learn from.
//
// The digits of MNIST were written on forms in Maryland in 1989. They are upright, clean and American: their 1 is a bare
// stroke, their 7 is rarely crossed, and nothing among them is anything but a digit. A photographed note from a kitchen
// table is none of that, and nobody can collect and label enough of them. So we do what a teacher does who runs out of
// examples: we write some more.
//
// The variety is made where it comes from in life. [Jitter] moves a given digit as a hand would have, had it written
// the same digit again. [NewHand] invents a writer, with the forms, the slant and the pen that stay the same throughout
// one note; its [Hand.Draw] writes a digit from pen strokes. [NotADigit] draws what a reader meets beside digits and
// must not take for one. [Note] lays a whole page under a lamp and photographs it.
//
// Everything random comes from the *rand.Rand that is passed in: the same seed draws the same picture. All functions
// may be called from many goroutines, each with its own source.
package scribe
