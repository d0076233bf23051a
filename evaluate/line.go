package evaluate

import (
	"slices"
	"strings"

	"aloud/reader"
)

// A textLine is the numbers that were read side by side.
type textLine []reader.Number

// textLines joins numbers that share a line. The lines come in the order of their numbers, and so do the numbers of a
// line.
func textLines(numbers []reader.Number) []textLine {
	sorted := slices.Clone(numbers)
	slices.SortStableFunc(sorted, func(a, b reader.Number) int { return a.Line - b.Line })
	var lines []textLine
	for i, n := range sorted {
		if i == 0 || n.Line != sorted[i-1].Line {
			lines = append(lines, nil)
		}
		last := &lines[len(lines)-1]
		*last = append(*last, n)
	}
	return lines
}

// digits returns the digits of all numbers together.
func (l textLine) digits() string { return withoutBlanks(l.String()) }

// String returns the digits of the numbers, parted by blanks.
func (l textLine) String() string {
	var numbers []string
	for _, n := range l {
		numbers = append(numbers, n.Digits)
	}
	return strings.Join(numbers, " ")
}

// sure reports whether there is a number and all of them were said as sure.
func (l textLine) sure() bool { return reader.Reading{Numbers: l}.Sure() }

// strays reports whether a number was said as sure that is none of those written.
func (l textLine) strays(written []string) bool {
	return slices.ContainsFunc(l, func(n reader.Number) bool { return n.Sure && !slices.Contains(written, n.Digits) })
}
