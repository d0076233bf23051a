package reader

import (
	"image"
	"slices"

	"aloud/photo"
)

// Gaps in a line, in heights of its digits and as multiples of its usual gap; chosen on photographs. People leave up to
// 1.2 heights between the groups of a telephone number.
const (
	groupGap, groupGaps   = 0.5, 1.8  // between the groups of a number
	numberGap, numberGaps = 1.75, 3.0 // between two numbers
)

// A stretch is a part of a line that is read by itself.
type stretch struct {
	line
	of *seenLine
}

// stretches are those of all lines of the page.
func (s *sight) stretches() []stretch {
	var all []stretch
	for i := range s.all {
		for _, l := range s.all[i].stretches() {
			all = append(all, stretch{l, &s.all[i]})
		}
	}
	return all
}

// stretches parts a line where the gaps are as wide as between two numbers, or between a word and a number. The cells of a table
// are as far apart, too, and the first may be nearer to the word that names the row. Each stretch is read by itself: what is no
// number says nothing against the number beside it.
func (l *line) stretches() []line {
	var parts []line
	begin, right := 0, 0 // right is how far the glyphs before i reach
	for i := 1; i <= len(l.glyphs); i++ {
		right = max(right, l.glyphs[i-1].piece.Box.Max.X)
		if i < len(l.glyphs) && float64(l.glyphs[i].piece.Box.Min.X-right) <= numberGap*l.found.Height {
			continue
		}
		parts = append(parts, l.part(begin, i))
		begin = i
	}
	if len(parts) > 2 {
		first := parts[0]
		if letters := first.label(); letters > 0 {
			parts[0] = first.part(letters, len(first.glyphs))
			parts = append([]line{first.part(0, letters)}, parts...)
		}
	}
	return parts
}

// part is the line's glyphs from begin to end.
func (l *line) part(begin, end int) line {
	part := line{found: l.found, glyphs: l.glyphs[begin:end:end]}
	part.found.Pieces = pieces(part.glyphs)
	return part
}

// labelGap is the least gap between the word that names a row of a table and the first of its cells, in heights of a digit.
const labelGap = 0.7

// label returns how many glyphs of the first stretch of a row are the word that names it, where digits in cells of their own
// follow so closely that they were taken for its end; 0 if that is not so.
func (l *line) label() int {
	right := 0
	for i, g := range l.glyphs {
		word, cells := line{glyphs: l.glyphs[:i]}, l.glyphs[i:]
		apart := float64(g.piece.Box.Min.X-right) > labelGap*l.found.Height
		if i >= letters && apart && word.belief() < fair &&
			!slices.ContainsFunc(cells, func(g glyph) bool { return g.probability() < fair }) {
			return i
		}
		right = max(right, g.piece.Box.Max.X)
	}
	return 0
}

func pieces(glyphs []glyph) []*photo.Piece {
	all := make([]*photo.Piece, len(glyphs))
	for i := range glyphs {
		all[i] = glyphs[i].piece
	}
	return all
}

// A series is the verdicts on those stretches of one line that are numbers, or parts of one, from left to right.
type series []verdict

// A text is what stands on a page besides its numbers.
type text struct {
	words  int // stretches of several letters
	digits int // that some of it might be
	high   int // pieces as high as digits, in words or out of them
}

// letters is how many pieces a stretch has at least that is a word.
const letters = 3

// inSeries puts the verdicts on stretches together line by line, without those that are no numbers, and words. A number that
// stands beside a word, or between which and the next one there is something that is none, may go on there.
func inSeries(all []verdict) (found []series, rest text) {
	isWord := words(all)
	var last *verdict             // number on the same line
	word, nothing := false, false // after that
	for i, v := range all {
		rest.high += v.unread(isWord[i])
		if i > 0 && v.of != all[i-1].of {
			last, word, nothing = nil, false, false
		}
		if (v.empty() || isWord[i]) && len(v.glyphs) >= letters {
			rest.words++
		}
		switch {
		case v.empty():
			nothing = true
		case isWord[i]:
			word = true
			rest.digits += len(v.marks)
			if last != nil {
				last.torn = true
			}
		default:
			v.torn = word || nothing && last != nil
			if last == nil {
				found = append(found, nil)
			} else if v.torn {
				last.torn = true
			}
			s := &found[len(found)-1]
			*s = append(*s, v)
			last, word, nothing = &(*s)[len(*s)-1], false, false
		}
	}
	return found, rest
}

// unread counts the pieces of a stretch that are as high as digits and not read as any; of a word none is.
func (v *verdict) unread(word bool) int {
	n := 0
	for i := range v.glyphs {
		n += one(v.high(&v.glyphs[i]))
	}
	for _, m := range v.marks {
		n -= one(!word && m.glyph != nil && v.high(m.glyph))
	}
	return n
}

// high reports whether a glyph is about as high as a digit.
func (v *verdict) high(g *glyph) bool { return g.height() > 0.6*v.found.Height }

// numbers returns the numbers of a series: stretches that are no farther apart than its digits usually are belong to one, and a
// stretch may hold two.
func (s series) numbers() []verdict {
	whole := s[0]
	whole.marks = nil
	for i := range s {
		whole.marks = append(whole.marks, s[i].marks...)
	}
	var numbers []verdict
	begin := 0
	for i := 1; i <= len(whole.marks); i++ {
		if i == len(whole.marks) || whole.gapBefore(i, numberGap, numberGaps) {
			number := s.around(begin, i)
			number.marks = whole.marks[begin:i]
			numbers = append(numbers, number)
			begin = i
		}
	}
	return numbers
}

// around is what is known of the stretches that the marks from begin to end stand in, taken together: all of them must be right,
// and one that is nothing but strokes means no more for standing beside another. Read by itself, a 4 that looks like a 9 is
// surely one; where every digit stands alone, that adds up to doubt.
func (s series) around(begin, end int) verdict {
	var together verdict
	at, strokes := 0, false
	for _, v := range s {
		if at < end && at+len(v.marks) > begin {
			strokes = strokes || v.strokes()
			if together.stretches == 0 {
				together = v
			} else {
				together.stretches++
				together.certain *= v.certain
				together.goesOn = together.goesOn || v.goesOn
				together.torn = together.torn || v.torn
			}
		}
		at += len(v.marks)
	}
	together.torn = together.torn || strokes && together.stretches > 1
	return together
}

// hardNumber reports whether it is rather a number that is very hard to read than a word: it is longer than words are that look like
// a number piece by piece, or every piece of it looks like a digit.
func (v *verdict) hardNumber() bool {
	const longestWord, anyWord = 10, 5 // digits
	return !v.dubious() && (len(v.marks) > longestWord || len(v.glyphs) >= anyWord && evidenceOfEach(v.glyphs) >= surelyUpright)
}

// What words are told from numbers by, as probabilities that all is right; chosen on photographs.
const (
	hopeless = 0.02 // what is hardly ever right is a word, where there is something good on the page
	good     = 0.5
	fair     = 0.9 // what is next to words, or like one, is one unless it is as good as that
)

// words tells which of the stretches are words. Nobody is helped by hearing that a word may be some digits; but the best that a
// page holds is said, and all of it where nothing is more likely right than not.
func words(all []verdict) []bool {
	words := make([]bool, len(all))
	best := 0.0
	for i := range all {
		words[i] = all[i].dubious()
		if !all[i].empty() {
			best = max(best, all[i].certain)
		}
	}
	if best < good {
		return words
	}
	for i := range all {
		words[i] = words[i] || all[i].certain < hopeless && !all[i].hardNumber() || labels(all, i)
	}
	if best < fair {
		return words
	}
	surely := slices.Clone(words)
	for i := range all {
		beside := func(k int) bool { return k >= 0 && k < len(all) && surely[k] && all[k].of == all[i].of }
		words[i] = words[i] || len(all[i].marks) <= scrap && all[i].certain < fair && (beside(i-1) || beside(i+1))
	}
	return words
}

// labels reports whether stretch i is the word that names a row of a table: the first on its row, of several letters, and not
// much like a number, where at least three digits follow.
func labels(all []verdict, i int) bool {
	const cells = 3 // with a digit each
	first, following := &all[i], 0
	if len(first.glyphs) < letters || i > 0 && all[i-1].found.Row == first.found.Row {
		return false
	}
	for _, v := range all[i+1:] {
		if v.found.Row == first.found.Row && v.certain >= fair {
			following += len(v.marks)
		}
	}
	high := len(withoutMarks(first.glyphs, first.found.Height))
	return following >= cells && (first.certain < fair || len(first.marks) < high)
}

// gapBefore reports whether before mark i there is a gap of so many heights, and so many times the usual one.
func (v *verdict) gapBefore(i int, heights, times float64) bool {
	gap := v.gap(i)
	return gap > heights*v.height && gap > times*max(v.usualGap(), 0)
}

// gap is the blank before mark i in pixels of the page; negative where marks overlap.
func (v *verdict) gap(i int) float64 {
	return float64(v.marks[i].box.Min.X - v.marks[i-1].box.Max.X)
}

// usualGap is the median gap of the line; there must be one.
func (v *verdict) usualGap() float64 {
	var gaps []float64
	for i := 1; i < len(v.marks); i++ {
		gaps = append(gaps, v.gap(i))
	}
	slices.Sort(gaps)
	return gaps[(len(gaps)-1)/2]
}

// box is the rectangle of the page around the marks.
func (v *verdict) box() image.Rectangle {
	var box image.Rectangle
	for _, m := range v.marks {
		box = box.Union(m.box)
	}
	return box
}
