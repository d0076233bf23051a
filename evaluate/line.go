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

// confidence is the highest threshold at which all numbers are sure; ok is false where there is none, or a digit is refused.
func (l textLine) confidence() (lowest float64, ok bool) {
	if len(l) == 0 || slices.ContainsFunc(l, refused) {
		return 0, false
	}
	lowest = 1
	for _, n := range l {
		lowest = min(lowest, n.Confidence)
	}
	return lowest, true
}

// strayConfidence is the highest threshold at which a number is sure that is none of those written; ok is false where no
// such number was read without a refused digit.
func (l textLine) strayConfidence(written []string) (highest float64, ok bool) {
	for _, n := range l {
		if !refused(n) && !slices.Contains(written, n.Digits) {
			highest, ok = max(highest, n.Confidence), true
		}
	}
	return highest, ok
}

// refused reports whether a digit of the number is.
func refused(n reader.Number) bool { return strings.Contains(n.Digits, "?") }

// strays reports whether a number was said as sure that is none of those written.
func (l textLine) strays(written []string) bool {
	return slices.ContainsFunc(l, func(n reader.Number) bool { return n.Sure && !slices.Contains(written, n.Digits) })
}
