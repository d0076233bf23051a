// Package reader is the whole act of reading: a picture goes in, and out come the numbers on it, each digit with its
// certainty. It carries the weights of the networks it reads with, so that a program that imports it needs no file: one
// tells digits apart, piece by piece, and one reads whole lines. What both say alike is likely right.
//
// A photograph without a number is no error: the [Reading] says the reason. Of what is on the picture, a digit that may
// be another is said to be doubtful or refused and never quietly left out, for what is read here will be dialled.
package reader

import (
	"context"
	"fmt"
	"image"

	"aloud/digit"
	"aloud/internal/spare"
	"aloud/matrix"
	"aloud/model"
	"aloud/photo"
)

// keptScratches is for as many as read at the same time on most machines; one takes a few megabytes.
const keptScratches = 4

// A Reader reads pictures. Any number of goroutines may share one.
type Reader struct {
	network model.Classifier[float32] // tells digits apart
	lines   *model.Line[float32]      // reads whole lines; nil: nobody does

	scratches spare.List[matrix.Scratch[float32]] // for what they say: a few, used again and again
}

// scratch is one of the scratches, which whoever takes it puts back.
func (r *Reader) scratch() *matrix.Scratch[float32] {
	s := r.scratches.Take()
	s.Reset()
	return s
}

// NewFrom returns a Reader with the networks in two weights files, folded: one of digits, and one of lines.
func NewFrom(digits, lines []byte) (*Reader, error) {
	network, _, err := model.Read[float32](digits)
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	line, _, err := model.ReadLine[float32](lines)
	if err != nil {
		return nil, fmt.Errorf("reader: %w", err)
	}
	if convnet, ok := network.(*model.Convnet[float32]); ok {
		network = convnet.Folded()
	}
	return NewWith(network, line.Folded())
}

// NewWith returns a Reader with other networks. The first one takes digits and knows the ten digits and, as class 10, what
// is none; the second one takes lines as photo cuts them out, and may be nil: then a number is what its digits are, each
// read by itself. A network of another shape is an error.
func NewWith(network model.Classifier[float32], lines *model.Line[float32]) (*Reader, error) {
	if network.Inputs() != network.Encoding().Size() || network.Classes() != digit.NotADigit+1 {
		return nil, fmt.Errorf("reader: a network of %d inputs and %d classes, not of %d and %d",
			network.Inputs(), network.Classes(), network.Encoding().Size(), digit.NotADigit+1)
	}
	if lines != nil && (lines.Height() != photo.StripHeight || photo.StripStep%lines.ColumnWidth() != 0 || lines.Classes() != digit.NotADigit+1) {
		return nil, fmt.Errorf("reader: a network for lines of %d pixels that gives a column for %d and %d classes, not of %d, %d and %d",
			lines.Height(), lines.ColumnWidth(), lines.Classes(), photo.StripHeight, photo.StripStep, digit.NotADigit+1)
	}
	return &Reader{network: network, lines: lines, scratches: spare.NewList[matrix.Scratch[float32]](keptScratches)}, nil
}

// Network is the classifier that tells single digits apart.
func (r *Reader) Network() model.Classifier[float32] { return r.network }

// Read reads the numbers on an upright picture. The error is that of the context when it ends before the work does.
func (r *Reader) Read(ctx context.Context, img image.Image) (Reading, error) {
	steps, err := r.Steps(ctx, img)
	if err != nil {
		return Reading{}, err
	}
	if steps.Page != nil {
		steps.Page.Discard()
	}
	return steps.Reading, nil
}

// Steps is a reading together with what it was made from, for whoever wants to see how it came about.
type Steps struct {
	Reading Reading
	Page    *photo.Page     // the writing that was found; nil where the picture is too small to look
	Digits  [][]digit.Digit // for each number its digits, as the network saw them
	Grounds [][]float64     // for each number what its confidence is made of, see certaintyWeights; nil where the page is a reason for doubt, or the number was put together

	seen sight
}

// Steps reads like Read and keeps what it did.
func (r *Reader) Steps(ctx context.Context, img image.Image) (*Steps, error) {
	if min(img.Bounds().Dx(), img.Bounds().Dy()) < smallest {
		steps := newSteps(img)
		steps.Reading.Reason = TooSmall
		return steps, nil
	}
	grey := photo.Grey(img)
	steps, written, err := r.darkOrLight(ctx, img, grey)
	if err == nil && written == grey && steps.Page.Ruled() {
		steps, written, err = r.pastRuling(ctx, img, grey, steps)
	}
	if err == nil && steps.Page.Blurred() {
		steps, err = r.look(ctx, grey, written, steps.Page.FindOn(written, true))
	}
	if err != nil {
		return nil, err
	}
	return steps, nil
}

// newSteps is a reading before anything is read.
func newSteps(img image.Image) *Steps {
	return &Steps{Reading: Reading{Width: img.Bounds().Dx(), Height: img.Bounds().Dy(), Numbers: []Number{}}}
}

// add adds a number to the reading.
func (s *Steps) add(v *verdict) {
	number := v.number()
	var grounds []float64
	if v.stretches == 1 && v.doubts(number.Symbols) == 0 {
		grounds = v.grounds[:]
	}
	s.Reading.Numbers = append(s.Reading.Numbers, number)
	s.Digits = append(s.Digits, v.digits())
	s.Grounds = append(s.Grounds, grounds)
}

const (
	smallest = 8  // pixels of the shorter side below which no digit fits
	darkness = 24 // of 255: in a picture whose brightest tenth is no brighter, nobody reads anything
)

// whyNothing says why a page has no number.
func whyNothing(grey *image.Gray, page *photo.Page) Reason {
	switch {
	case photo.Brightness(grey) < darkness:
		return Dark
	case len(page.Pieces) == 0:
		return Empty
	}
	return NoDigits
}

// numberRows renumbers the rows of the page from 0 without gaps, where lines in between were no numbers.
func numberRows(numbers []Number) {
	row, last := -1, -1
	for i := range numbers {
		if numbers[i].Line != last {
			row, last = row+1, numbers[i].Line
		}
		numbers[i].Line = row
	}
}
