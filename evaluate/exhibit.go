package evaluate

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"aloud/internal/align"
	"aloud/reader"
)

// An Exhibit shows how a photograph came to be read as it was.
type Exhibit struct {
	Reading reader.Reading
	Views   []View // of the photograph, and of what the stages made of it
}

// A View is a picture in an exhibit.
type View struct {
	Name  string // a few words, different from those of the other views
	Alt   string // what is to be seen
	Drawn bool   // in few colours, which are kept as they are; photographs lose a little
	Image image.Image
}

// A ShowFile reads the picture in a file again and shows what came of it. Several goroutines call it at a time.
type ShowFile func(ctx context.Context, path string) (Exhibit, error)

// A failedLine is a line that was not read exactly, as the page tells of it.
type failedLine struct {
	Failure
	Numbers []reader.Number
	Digits  []failedDigit
}

// failedLines holds a reading against the lines written once more, and returns those that are not exact.
func failedLines(photo Photo, reading reader.Reading) []failedLine {
	var lines []failedLine
	for _, p := range alignLines(photo.Lines, textLines(reading.Numbers)) {
		if !p.exact() {
			lines = append(lines, failedLine{p.failure(), p.read, p.digits()})
		}
	}
	return lines
}

// A failedDigit is a digit as written and as read.
type failedDigit struct {
	Written      string // "" where none is
	Read         string // "" where none was, "?" where it was refused
	Probability  string // "" where none was read
	Sure, Wrong  bool
	Alternatives string
}

// digits lays the digits read beside those written.
func (p pair) digits() []failedDigit {
	written := withoutBlanks(p.written)
	var read []reader.Symbol
	for _, n := range p.read {
		read = append(read, n.Symbols...)
	}
	each := func(int) int { return 1 }
	change := func(i, j int) int { return one(written[i:i+1] != read[j].Char) }
	_, places := align.Sequences(len(written), len(read), each, each, change)

	digits := make([]failedDigit, len(places))
	for i, place := range places {
		d := &digits[i]
		if place.A >= 0 {
			d.Written = written[place.A : place.A+1]
		}
		if place.B >= 0 {
			s := read[place.B]
			d.Read, d.Sure, d.Probability = s.Char, s.Sure, fmt.Sprintf("%.4f", s.Probability)
			d.Alternatives = alternatives(s)
		}
		d.Wrong = d.Written != d.Read
	}
	return digits
}

// alternatives lists what else a digit may be: "7 (0.0310), 4 (0.0021)".
func alternatives(s reader.Symbol) string {
	var list []string
	for _, a := range s.Alternatives {
		list = append(list, fmt.Sprintf("%s (%.4f)", a.Char, a.Probability))
	}
	return strings.Join(list, ", ")
}

// A section is the failures of one sort, the most dangerous sort first.
type section struct {
	ID, Heading, About string
	has                func(Failure) bool
	Photos             []*failedPhoto
}

// A failedPhoto is a photograph with a line, at least, that was not read exactly.
type failedPhoto struct {
	Photo
	failures []Failure
	ID       string
	Lines    []failedLine
	Views    []shownView
	Error    string // why it could not be read
}

// sections sorts photographs by the worst of their failures.
func sections(photos []*failedPhoto) []section {
	all := []section{
		{ID: "sure", Heading: "Wrong yet sure", About: "A person would have dialled or paid this without another look.",
			has: func(f Failure) bool { return f.WrongYetSure }},
		{ID: "wrong", Heading: "Misread", About: "Something in the line is wrong or was refused, and said to be doubtful.",
			has: func(f Failure) bool { return f.Outcome == Misread }},
		{ID: "surplus", Heading: "Surplus", About: "A number was read where none is written, and said to be doubtful.",
			has: func(f Failure) bool { return f.Outcome == Surplus }},
		{ID: "missed", Heading: "Missed", About: "Nothing was read of a line.",
			has: func(f Failure) bool { return f.Outcome == Missed }},
		{ID: "unreadable", Heading: "Unreadable", About: "The file could not be opened as a picture.",
			has: func(f Failure) bool { return f.Outcome == Unreadable }},
	}
	for _, photo := range photos {
		i := slices.IndexFunc(all, func(s section) bool { return slices.ContainsFunc(photo.failures, s.has) })
		all[i].Photos = append(all[i].Photos, photo)
	}
	return slices.DeleteFunc(all, func(s section) bool { return len(s.Photos) == 0 })
}
