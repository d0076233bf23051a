package photo

import (
	"image"
	"math"
	"slices"
	"sort"
)

// A rule is a straight thin line: ruling, the line of a form, the side of a square. It is known by its runs across it: a
// level rule by runs down the columns, a steep one by runs along the rows. A step is one column, or one row, farther on.
//
// Where a stroke crosses a rule, the run is longer than the rule is thick, and stays. So a rule goes without the digits
// that it runs through, and nothing needs to be mended.
type rule struct {
	runs []run  // one a step, empty where there is no ink on the course
	thin []bool // which of them are the rule alone
}

// The measures of a rule, chosen on photographs; H is the height of a digit.
const (
	ruledSize        = 1.9  // H above which a piece may hold a rule: a tall digit is smaller
	levelLength      = 1.7  // H that a level rule is long at least: the bar of a 7 and the foot of a 2 are shorter
	shortLevel       = 3.5  // H below which a level rule may be a stroke: ruling and underlines are longer
	steepLength      = 2.6  // H that any other is long at least: the stem of a tall 7 has 2.2
	levelTangent     = 0.4  // tangent of the 22 degrees up to which a rule is level
	thinness         = 1.5  // widths of a stroke that a rule has at most, seen askew
	thinnessOfHeight = 0.13 // or H, where the pen is finer than what has drawn the rule
	straightness     = 0.03 // H that the middle of a rule may leave its course by; that of a pen's stroke leaves it by more
	courseLength     = 0.5  // H over which the course is averaged, so that it may follow bent paper
	longestGap       = 0.8  // H that a rule may run through other ink, as along the foot of a 2
	longestVoid      = 0.3  // H that a rule may be broken
	solidity         = 0.7  // share of a rule that is to be seen alone
	strokesHigh      = 12   // strokes that a digit is high, where nothing better is known
)

// An erasure is what was taken out of the ink as rules.
type erasure struct {
	runs     []run
	suspects []*Piece // what of it may be strokes after all
}

// eraseRules takes the rules of the given pieces out of the ink. Those are suspected of being strokes after all that are
// steep, and level ones that are short, as the stem of a 7 on its side. Ink without a rule stays as it is, bit for bit.
// The level rules go first: where rules cross, what they leave in the way of the others is then as thin as those.
func (ink Ink) eraseRules(pieces []*Piece) erasure {
	m := rulesAmid(ruledWriting(pieces))
	pieces = slices.DeleteFunc(slices.Clone(pieces), func(p *Piece) bool { return p.size() < ruledSize*m.height })
	var e erasure
	for _, p := range pieces {
		for _, r := range findRules(columns(p.runs, p.Box), true, m) {
			ink.take(&e, columns(r.alone(m), transposed(p.Box)), float64(len(r.runs)) < shortLevel*m.height)
		}
	}
	if len(e.runs) > 0 { // then what is written can be measured better
		left, _ := ink.Pieces()
		m = rulesAmid(ruledWriting(left))
	}
	for _, p := range pieces {
		for _, r := range findRules(ink.leftOf(p), false, m) {
			ink.take(&e, r.alone(m), true)
		}
	}
	return e
}

// eraseNets takes ruling out of the ink that runs from edge to edge of the picture, on which digits may hang: rules of at
// least the given length in pixels. How large the digits are nobody knows there.
func (ink Ink) eraseNets(pieces []*Piece, least float64) erasure {
	var e erasure
	for _, p := range pieces {
		if p.size() < least {
			continue
		}
		stroke := p.stroke()
		m := ruling{strokesHigh * stroke, stroke, least, least}
		for _, r := range findRules(columns(p.runs, p.Box), true, m) {
			ink.take(&e, columns(r.alone(m), transposed(p.Box)), false)
		}
		for _, r := range findRules(ink.leftOf(p), false, m) {
			ink.take(&e, r.alone(m), false)
		}
	}
	return e
}

// take takes runs out of the ink.
func (ink Ink) take(e *erasure, runs []run, suspect bool) {
	if suspect && len(runs) > 0 {
		e.suspects = append(e.suspects, newPiece(runs, ink.Set, ink.Contrast))
	}
	runs = ink.withoutDarker(runs)
	e.runs = append(e.runs, runs...)
	for _, r := range runs {
		clear(ink.Set[r.y*ink.Contrast.Width+r.left : r.y*ink.Contrast.Width+r.right])
	}
}

// withoutDarker leaves out the runs that are clearly darker than the rule is for the most part: a stroke lies along it, the
// stem of a 1 on squared paper. The whole rule remains suspect, for what is kept of a stroke may not be all of it.
func (ink Ink) withoutDarker(runs []run) []run {
	const darker = 1.35 // times; chosen on photographs with squares printed on them
	var all []float32
	for _, r := range runs {
		all = append(all, ink.Contrast.row(r.y)[r.left:r.right]...)
	}
	limit := darker * quantile(all, 0.5)
	return slices.DeleteFunc(slices.Clone(runs), func(r run) bool {
		return quantile(ink.Contrast.row(r.y)[r.left:r.right], 0.5) > limit
	})
}

// liftFloor takes out of the ink what has no higher contrast than the ruling that was taken out of it, if what is written
// is clearly darker: so what is left of the ruling, at its crossings and where it is bent, goes as well. The floor is
// lifted so far that what is clear stands out from the ruling: no further, or writing that is hardly fainter than the rest
// would be lost.
func (ink *Ink) liftFloor(ruling []run) {
	const darker, higher = 1.4, 1.1 // than nine tenths of the ruling; chosen on photographs
	const floor = 0.8               // of the ruling: what is clear reaches 1.3 of it
	var ruled, left []float32
	for _, r := range ruling {
		ruled = append(ruled, ink.Contrast.row(r.y)[r.left:r.right]...)
	}
	for i, on := range ink.Set {
		if c := ink.Contrast.V[i]; on && c > 0 { // the contrast of a page that was turned is known near its writing alone
			left = append(left, c)
		}
	}
	level := quantile(ruled, 0.9)
	if written := quantile(above(left, otsu(left)), 0.5); len(ruled) == 0 || written < darker*level {
		return
	}
	ink.Floor = max(ink.Floor, floor*level)
	for i, c := range ink.Contrast.V {
		ink.Set[i] = ink.Set[i] && c > higher*level
	}
}

// A ruling is what rules are measured against, in pixels.
type ruling struct {
	height, stroke float64 // of the writing
	level, steep   float64 // least length of a rule
}

// rulesAmid is the ruling that may stand amid writing.
func rulesAmid(height, stroke float64) ruling {
	return ruling{height, stroke, levelLength * height, steepLength * height}
}

// ruledWriting measures what is written, as writing does, also where all of it hangs on a rule: then the piece with the
// most ink is taken for a line of digits, or for a frame around digits a dozen strokes high.
func ruledWriting(pieces []*Piece) (height, stroke float64) {
	height, stroke = writing(pieces)
	if height == 0 && len(pieces) > 0 {
		most := slices.MaxFunc(pieces, func(a, b *Piece) int { return a.area - b.area })
		return min(most.height(), strokesHigh*most.stroke()), most.stroke()
	}
	return height, stroke
}

// leftOf returns the runs of what is left of a piece's ink, which may hang together no more.
func (ink Ink) leftOf(p *Piece) []run {
	var left []run
	for _, r := range p.runs {
		begin := r.y*ink.Contrast.Width + r.left
		for _, s := range inkRuns(ink.Set[begin:begin+r.right-r.left], r.right-r.left) {
			left = append(left, run{r.y, r.left + s.left, r.left + s.right})
		}
	}
	return left
}

// columns turns runs along the rows of a box into runs down its columns: x and y change places. Done twice, it gives the
// runs back.
func columns(runs []run, box image.Rectangle) []run {
	height := box.Dy()
	turned := make([]bool, box.Dx()*height)
	for _, r := range runs {
		for x := r.left; x < r.right; x++ {
			turned[(x-box.Min.X)*height+r.y-box.Min.Y] = true
		}
	}
	down := inkRuns(turned, height)
	for i, r := range down {
		down[i] = run{r.y + box.Min.X, r.left + box.Min.Y, r.right + box.Min.Y}
	}
	return down
}

func transposed(r image.Rectangle) image.Rectangle {
	return image.Rect(r.Min.Y, r.Min.X, r.Max.Y, r.Max.X)
}

// findRules finds the rules among a piece's runs: from every thin run that is not yet part of one it follows the ink
// straight on.
func findRules(runs []run, level bool, m ruling) []rule {
	if len(runs) == 0 {
		return nil
	}
	rows := inRows(runs)
	taken := map[run]bool{}
	var found []rule
	for _, r := range runs {
		if taken[r] || !m.isThin(r) {
			continue
		}
		if rule := follow(r, rows[r.y-runs[0].y:], m); rule.long(level, m) {
			found = append(found, rule)
			for _, r := range rule.runs {
				taken[r] = true
			}
		}
	}
	return found
}

func (m ruling) isThin(r run) bool { return float64(r.right-r.left) <= m.thickest() }

// thickest is the width in pixels up to which a line may be a rule, askew.
func (m ruling) thickest() float64 { return max(thinness*m.stroke, thinnessOfHeight*m.height) }

// inRows parts the runs into rows, which may be empty, from the first run's to the last one's.
func inRows(runs []run) [][]run {
	first := runs[0].y
	rows := make([][]run, runs[len(runs)-1].y-first+1)
	begin := 0
	for i, r := range runs {
		if r.y != runs[begin].y {
			begin = i
		}
		rows[r.y-first] = runs[begin : i+1]
	}
	return rows
}

// follow follows the ink from a thin run in the first of the rows straight on. The course, the expected middle m of the
// next run and its slope s, is the straight line of least squares through the middles of the k thin runs before it:
//
//	e = middle − (m + s)    m += s + e·(4k−2)/(k·(k+1))    s += e·6/(k·(k+1))
//
// With k held at the course's length, older runs fade. After k runs it is trusted k rows ahead, through strokes and gaps.
func follow(start run, rows [][]run, w ruling) rule {
	m, s, k := middleOf(start), 0.0, 1.0
	found := rule{runs: []run{start}, thin: []bool{true}}
	last, void := 0, 0 // the last row with a thin run, and rows since then without ink
	for y := 1; y < len(rows) && float64(y-last) <= min(k, longestGap*w.height) && float64(void) <= longestVoid*w.height; y++ {
		m += s
		r := runAt(rows[y], m)
		e := middleOf(r) - m
		thin := r.right > r.left && w.isThin(r) && math.Abs(e) <= max(1, straightness*w.height)
		found.runs, found.thin = append(found.runs, r), append(found.thin, thin)
		switch {
		case thin:
			k = min(k+1, max(3, courseLength*w.height))
			m, s = m+e*(4*k-2)/(k*(k+1)), s+e*6/(k*(k+1))
			last, void = y, 0
		case r.right == r.left:
			void++
		}
	}
	found.runs, found.thin = found.runs[:last+1], found.thin[:last+1]
	return found
}

func middleOf(r run) float64 { return float64(r.left+r.right) / 2 }

// runAt returns the run of a row that holds the place x, or passes it by no more than a pixel, or else an empty one.
func runAt(row []run, x float64) run {
	i := sort.Search(len(row), func(i int) bool { return float64(row[i].right)+1 >= x })
	if i == len(row) || float64(row[i].left)-1 > x {
		return run{}
	}
	return row[i]
}

// long reports whether what was followed is long enough for a rule, and to be seen for most of its length.
func (r rule) long(level bool, m ruling) bool {
	alone := 0
	for _, thin := range r.thin {
		if thin {
			alone++
		}
	}
	steps := float64(len(r.runs))
	slope := (middleOf(r.runs[len(r.runs)-1]) - middleOf(r.runs[0])) / steps
	least := m.steep
	if level && math.Abs(slope) <= levelTangent {
		least = m.level
	}
	return math.Hypot(1, slope)*steps > least && float64(alone) > solidity*steps
}

// alone returns the runs that are the rule alone. A bump, hardly thicker than the rule and short, counts as part of it;
// a bit of rule between two strokes, no longer than a stroke is wide, counts as part of the strokes.
func (r rule) alone(m ruling) []run {
	r.each(false, func(runs []run) bool {
		longest := 0
		for _, r := range runs {
			longest = max(longest, r.right-r.left)
		}
		return float64(longest) <= 2*m.thickest() && float64(len(runs)) < longestVoid*m.height
	})
	r.each(true, func(runs []run) bool { return float64(len(runs)) < m.stroke })
	var alone []run
	for i, thin := range r.thin {
		if thin {
			alone = append(alone, r.runs[i])
		}
	}
	return alone
}

// each goes through the stretches of rows that are thin, or are not, and turns those into the other kind that pass the
// test.
func (r rule) each(thin bool, test func([]run) bool) {
	for begin := 0; begin < len(r.thin); begin++ {
		end := begin
		for end < len(r.thin) && r.thin[end] == thin {
			end++
		}
		if end > begin && test(r.runs[begin:end]) {
			for i := begin; i < end; i++ {
				r.thin[i] = !thin
			}
		}
		begin = max(begin, end-1)
	}
}
