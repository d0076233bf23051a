package photo

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// A Line is a row of pieces that may be the digits of one number, from left to right.
type Line struct {
	Row    int // the line of text on the page, from 0; lines side by side share it
	Pieces []*Piece
	Height float64 // median height of its pieces in pixels of the page
	Slope  float64 // degrees, clockwise positive, against the page's level

	// Strays is ink as high as a digit, or nearly, that stands among the pieces or right beside them and was not taken
	// for one of them, or right above or below a digit that stands alone. A line with strays may miss a digit, or be a part
	// of one. A steep rule is a stray: it may hide a 1, or part the columns of a table; so is a short level one.
	Strays []*Piece

	// Beside reports that the line was parted from digits that stand on its right or left, each by itself as in the cells of
	// a table: it is closely written, and rather a word than a number.
	Beside bool
}

// Box is the smallest rectangle of the page around all pieces.
func (l *Line) Box() image.Rectangle {
	var box image.Rectangle
	for _, p := range l.Pieces {
		box = box.Union(p.Box)
	}
	return box
}

// Unplaced counts the clear pieces that stand in no line and are at least an eighth as high as the page's digits: many of them may
// be the digits, and what was taken for one may be something large, as the corner of a sheet is.
func (page *Page) Unplaced() int {
	const low = 1.0 / 8
	n := 0
	for _, p := range page.Pieces {
		placed := slices.ContainsFunc(page.Lines, func(l Line) bool {
			return slices.ContainsFunc(l.Pieces, func(q *Piece) bool { return p.Box.In(q.Box) })
		})
		if !placed && p.height() > low*page.Height {
			n++
		}
	}
	return n
}

// findLines makes digits out of the pieces and puts them into lines in reading order. Faint pieces become no digits, and
// of rules it is known that they are none.
func findLines(pieces, faint, rules []*Piece, height, stroke float64) []Line {
	digits, rest := digitsAmong(pieces, height, stroke)
	var lines []Line
	for _, chain := range chains(mergeParts(digits), height) {
		lines = append(lines, partedByManner(chain, height)...)
	}
	lines, lone := withoutLone(lines)
	for i := range lines {
		others := slices.Concat(rest, lone, faint)
		strays := straysBeside(&lines[i], others)
		if len(strays) == 0 {
			strays = remainsBeside(&lines[i], others)
		}
		lines[i].Strays = append(lines[i].Strays, strays...)
		lines[i].Strays = append(lines[i].Strays, rulesBeside(&lines[i], rules)...)
		for j := range lines {
			if i != j {
				lines[i].Strays = append(lines[i].Strays, straysBeside(&lines[i], lines[j].Pieces)...)
			}
		}
	}
	return inReadingOrder(lines)
}

// straysBeside returns those of the other pieces that stand beside or before a piece of the line, at its height and less
// than a digit's height away, and are high enough for a digit, or long enough for several. A line of one piece may be a
// piece of a digit: there, what is next to it above or below counts as well.
func straysBeside(l *Line, others []*Piece) []*Piece {
	const next = 0.25 // heights; chosen on photographs
	beside := func(p, q *Piece) bool {
		gapX, gapY := gaps(p.Box, q.Box)
		over := len(l.Pieces) == 1 && gapX < 0 && gapY < next*l.Height
		return over || gapX < l.Height && -gapY > 0.3*min(p.height(), q.height())
	}
	var strays []*Piece
	for _, p := range others {
		high, long := p.height() > 0.4*l.Height, p.height() > 0.15*l.Height && p.width() > l.Height
		if (high || long) && slices.ContainsFunc(l.Pieces, func(q *Piece) bool { return beside(p, q) }) {
			strays = append(strays, p)
		}
	}
	return strays
}

// remainsBeside returns what is left of a digit behind a line or before it, if there is one that broke into pieces too small to be
// strays: less than a digit's height away, together half as high as one, with a third of the ink.
func remainsBeside(l *Line, others []*Piece) []*Piece {
	box := l.Box()
	area := weightedMedian(l.Pieces, func(p *Piece) float64 { return float64(p.area) }, equally)
	high := int(l.Height)
	var remains []*Piece
	for _, beside := range []image.Rectangle{
		image.Rect(box.Max.X, box.Min.Y, box.Max.X+high, box.Max.Y), image.Rect(box.Min.X-high, box.Min.Y, box.Min.X, box.Max.Y),
	} {
		var found []*Piece
		var around image.Rectangle
		ink := 0.0
		for _, p := range others {
			if x, y := p.middle(); image.Pt(int(x), int(y)).In(beside) {
				found, around, ink = append(found, p), around.Union(p.Box), ink+float64(p.area)
			}
		}
		if float64(around.Dy()) > 0.5*l.Height && ink > area/3 {
			remains = append(remains, found...)
		}
	}
	return remains
}

// cutBeside returns those of the pieces that an edge has cut off that stand beside a piece of the line, at its height and
// less than a digit's height away: the number may go on there. However small what is left of it, the rest is not seen.
func cutBeside(l *Line, cut []*Piece) []*Piece {
	return slices.DeleteFunc(slices.Clone(cut), func(p *Piece) bool {
		return !slices.ContainsFunc(l.Pieces, func(q *Piece) bool {
			gapX, gapY := gaps(p.Box, q.Box)
			return gapX < l.Height && gapY < 0
		})
	})
}

// rulesBeside returns the rules that may belong to a line. A steep one near a piece may part it from other columns of a
// table, where a digit stands in the middle of its cell, or may have been found in part. A level one may be a stroke where
// it is no lower than the line and no higher.
func rulesBeside(l *Line, rules []*Piece) []*Piece {
	const reach = 2 // heights of a digit; chosen on photographs
	return slices.DeleteFunc(slices.Clone(rules), func(r *Piece) bool {
		_, y := r.middle()
		return !slices.ContainsFunc(l.Pieces, func(p *Piece) bool {
			gapX, gapY := gaps(r.Box, p.Box)
			if r.width() > r.height() {
				return gapX < 0.3*l.Height && y > float64(p.Box.Min.Y) && y < float64(p.Box.Max.Y)
			}
			return max(gapX, gapY) < reach*l.Height
		})
	})
}

func newLine(pieces []*Piece) Line {
	return Line{Pieces: pieces, Height: weightedMedian(pieces, (*Piece).height, equally), Slope: slopeThrough(pieces)}
}

// chains links every piece to the one on its left that continues its line best, and returns the chains, each from left
// to right.
func chains(digits []*Piece, height float64) [][]*Piece {
	type link struct {
		left, right int
		cost        float64
	}
	var links []*link
	for i, a := range digits {
		for j, b := range digits {
			if cost, ok := linkCost(a, b, height); ok && i != j {
				links = append(links, &link{i, j, cost})
			}
		}
	}
	slices.SortStableFunc(links, func(a, b *link) int { return cmp.Compare(a.cost, b.cost) })
	next, hasLeft := map[int]int{}, map[int]bool{}
	for _, l := range links {
		if _, taken := next[l.left]; !taken && !hasLeft[l.right] {
			next[l.left], hasLeft[l.right] = l.right, true
		}
	}
	var all [][]*Piece
	for i := range digits {
		if hasLeft[i] {
			continue
		}
		chain := []*Piece{digits[i]}
		for at, ok := next[i]; ok; at, ok = next[at] {
			chain = append(chain, digits[at])
		}
		all = append(all, chain)
	}
	return all
}

// linkCost says how badly b continues a line after a: the gap between them and twice the difference in height. A line
// may leap up to 6 digits' heights, but the farther the more level.
func linkCost(a, b *Piece, height float64) (cost float64, ok bool) {
	ax, ay := a.middle()
	bx, by := b.middle()
	gap := max(0, float64(b.Box.Min.X-a.Box.Max.X))
	drift, tolerance := math.Abs(by-ay), 0.6
	if gap > 2*height {
		tolerance = 0.36
	}
	mean := max((a.height()+b.height())/2, 0.6*height)
	return gap + 2*drift, bx > ax && gap <= 6*height && drift <= tolerance*mean
}

// partedByManner parts a chain where writing becomes wide: a word before the cells of a table with a digit each, or behind
// them. Digits in groups are not parted, for they are all closely written. The parts are strays to each other, for a number
// may have been torn apart.
func partedByManner(chain []*Piece, height float64) []Line {
	const wide = 0.9  // heights between two parts, at least
	const alike = 0.6 // of that, between two digits in cells, at least
	const near = 0.5  // of that, between two letters of a word, at most
	const few = 3     // pieces that a part has at least
	between := func(i int) float64 { return float64(chain[i].Box.Min.X - chain[i-1].Box.Max.X) }
	every := func(from, to int, test func(gap float64) bool) bool {
		for i := from + 1; i < to; i++ {
			if !test(between(i)) {
				return false
			}
		}
		return true
	}
	for i := few; i <= len(chain)-few; i++ {
		gap := between(i)
		closely := func(g float64) bool { return g < near*gap }
		widely := func(g float64) bool { return g > alike*gap }
		before := every(0, i, closely) && every(i, len(chain), widely)
		if gap < wide*height || !before && !(every(0, i, widely) && every(i, len(chain), closely)) {
			continue
		}
		left, right := newLine(chain[:i:i]), newLine(chain[i:])
		left.Strays, right.Strays = []*Piece{chain[i]}, []*Piece{chain[i-1]}
		left.Beside, right.Beside = before, !before
		return []Line{left, right}
	}
	return []Line{newLine(chain)}
}

// slopeThrough is the angle of the straight line with the least squared distance in y from the middles of the pieces.
func slopeThrough(pieces []*Piece) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, p := range pieces {
		x, y := p.middle()
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	if len(pieces) < 3 {
		return 0
	}
	return math.Atan2(n*sxy-sx*sy, n*sxx-sx*sx) * 180 / math.Pi
}

// withoutLone takes out a piece or two that stand alone where the page has a real line, unless they are as strong and as
// high: what shines through from the back of the sheet, a tick, a doodle.
func withoutLone(lines []Line) (kept []Line, lone []*Piece) {
	var long []*Piece
	for _, l := range lines {
		if len(l.Pieces) >= 3 {
			long = append(long, l.Pieces...)
		}
	}
	contrast := contrastByArea(long)
	height := weightedMedian(long, (*Piece).height, equally)
	for _, l := range lines {
		if len(long) > 0 && len(l.Pieces) < 3 && (contrastByArea(l.Pieces) < 0.8*contrast || l.Height < 0.6*height) {
			lone = append(lone, l.Pieces...)
		} else {
			kept = append(kept, l)
		}
	}
	return kept, lone
}

// inReadingOrder sorts the lines from top to bottom and those side by side from left to right, and numbers the rows.
func inReadingOrder(lines []Line) []Line {
	middle := func(l *Line) float64 { return float64(l.Box().Min.Y+l.Box().Max.Y) / 2 }
	lines = linesBy(lines, func(a, b *Line) int { return cmp.Compare(middle(a), middle(b)) })
	row, begin := 0, 0
	for i := range lines {
		if i > 0 && !sideBySide(lines[begin:i], lines[i]) {
			row, begin = row+1, i
		}
		lines[i].Row = row
	}
	return linesBy(lines, func(a, b *Line) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Box().Min.X, b.Box().Min.X))
	})
}

// linesBy are the lines in an order. It is pointers that are sorted: of those a program has the code already.
func linesBy(lines []Line, compare func(a, b *Line) int) []Line {
	pointers := make([]*Line, len(lines))
	for i := range lines {
		pointers[i] = &lines[i]
	}
	slices.SortStableFunc(pointers, compare)
	inOrder := make([]Line, len(lines))
	for i, l := range pointers {
		inOrder[i] = *l
	}
	return inOrder
}

// sideBySide reports whether a line continues a row: it stands beside all lines of it, and where it is nearest to one, its end and
// an end of that are level.
func sideBySide(row []Line, line Line) bool {
	continues := false
	for _, l := range row {
		left, right := l, line
		if left.Box().Min.X > right.Box().Min.X {
			left, right = right, left
		}
		if left.Box().Max.X > right.Box().Min.X {
			return false
		}
		a, b := left.Pieces[len(left.Pieces)-1], right.Pieces[0]
		_, ay := a.middle()
		_, by := b.middle()
		continues = continues || math.Abs(ay-by) < 0.5*max(a.height(), b.height())
	}
	return continues
}
