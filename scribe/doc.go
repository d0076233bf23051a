// Package scribe draws what the readers learn from.
//
// The digits of MNIST were written on clean forms by clerks and pupils in the United States, around 1990: their 1 is a
// bare stroke, their 7 is rarely crossed, and nothing among them is anything but a digit. A photographed note from a
// kitchen table is none of that, and nobody can collect and label enough of them. So we do what a teacher does who runs
// out of examples: we write some more.
//
// The variety is made where it comes from in life:
//
//   - [Jitter] moves a given digit as its hand would have, had it written the same digit again. It is quick enough to show
//     a network every example anew in every epoch.
//   - [NewHand] invents a writer, with forms, a slant and a pen that stay the same throughout one note. The forms are
//     pen strokes, kept as data: upstrokes, crossed sevens, open fours. [Digit] writes each digit in a new hand.
//   - [NotADigit] draws what a reader meets beside digits and must not take for one.
//   - [NewLine] draws one number on a piece of paper: in an invented hand or copied from a [Copybook], the digits touching
//     or far apart, with all that stands beside numbers and is none, on the print of a cheque, on ruling or plain paper.
//   - [Note] writes lines of numbers in one hand, lays the paper under a lamp and photographs it. [NewScene] invents the
//     circumstances, [Label] says what a reader should make of it.
//
// Everything random comes from the *rand.Rand that is passed in: the same seed draws the same picture. All functions may
// be called from many goroutines, each with a source of its own.
package scribe
