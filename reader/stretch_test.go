package reader

import (
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"aloud/photo"
)

// A plan is a line of a page in letters of a digit's size: each is a glyph, a blank is nothing, and what is no digit is a letter
// of a word.
type plan string

const planned = 100 // pixels, of a digit's height and of a place in a plan

// line is the plan as it is found on a page.
func (p plan) line(row int) line {
	l := line{found: photo.Line{Row: row, Height: planned}}
	for i, c := range p {
		if c == ' ' {
			continue
		}
		l.found.Pieces = append(l.found.Pieces, &photo.Piece{Box: image.Rect(i*planned, 0, i*planned+planned/2, planned)})
	}
	text := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return '-'
		}
		return c
	}, strings.ReplaceAll(string(p), " ", ""))
	l.glyphs = glyphs(l.found, text, 0.99)
	return l
}

// read are the verdicts on lines as planned: their digits are read as they are, each stretch with its probability.
func read(certain map[string]float64, plans ...plan) []verdict {
	s := sight{}
	for row, p := range plans {
		s.all = append(s.all, seenLine{p.line(row), true})
	}
	var all []verdict
	for _, stretch := range s.stretches() {
		v := verdict{found: stretch.found, glyphs: stretch.glyphs, of: stretch.of, height: planned, stretches: 1}
		for i := range v.glyphs {
			if g := &v.glyphs[i]; g.rubbish() < 0.5 {
				v.marks = append(v.marks, mark{class: g.class(), box: g.piece.Box, glyph: g})
			}
		}
		v.certain = 0.99
		if c, ok := certain[digitsOf(&v)]; ok {
			v.certain = c
		}
		all = append(all, v)
	}
	return all
}

func digitsOf(v *verdict) string {
	var digits []byte
	for _, m := range v.marks {
		digits = append(digits, '0'+byte(m.class))
	}
	return string(digits)
}

// A line is parted where it is as wide as between two numbers, and a piece that reaches across fills the gap. The word that
// names a row of a table, which has cells and not just a number or two, is parted from the first of them.
func TestStretches(t *testing.T) {
	for _, row := range []struct {
		plan plan
		want []string
	}{
		{"", nil},
		{"472", []string{"472"}},
		{"47 2", []string{"472"}},
		{"47  2", []string{"47", "2"}},
		{"4  7   2", []string{"4", "7", "2"}},
		{"Tel 472", []string{"000472"}},
		{"Eng 4  7  2", []string{"000", "4", "7", "2"}},
		{"Eng 41  7  2", []string{"000", "41", "7", "2"}},
		{"Eng 4  7", []string{"0004", "7"}},
		{"999 4  7  2", []string{"9994", "7", "2"}},
		{"Eng x  7  2", []string{"0000", "7", "2"}},
		{"nr 4  7  2", []string{"004", "7", "2"}},
	} {
		l := row.plan.line(0)
		var got []string
		for _, part := range l.stretches() {
			got = append(got, classes(part.glyphs))
			if len(part.found.Pieces) != len(part.glyphs) || part.found.Height != planned {
				t.Errorf("%q: a stretch of %d glyphs on a line of %d pieces", row.plan, len(part.glyphs), len(part.found.Pieces))
			}
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%q: stretches %q, want %q", row.plan, got, row.want)
		}
	}
	l := plan("4  7").line(0)
	l.glyphs[0].piece.Box.Max.X += 2 * planned
	if got := len(l.stretches()); got != 1 {
		t.Errorf("a wide piece leaves no gap, yet there are %d stretches", got)
	}
}

// Stretches come together to numbers as the gaps of their line say; a number is right if all of its stretches are, and what is
// not read on the line is a reason to doubt what stands beside it.
func TestInSeries(t *testing.T) {
	type number struct {
		digits  string
		certain float64
		torn    bool
	}
	for _, row := range []struct {
		reason  string
		plans   []plan
		certain map[string]float64
		want    []number
		ofWords int
	}{
		{"one stretch", []plan{"472"}, nil, []number{{"472", 0.99, false}}, 0},
		{"digits in cells are one number", []plan{"4  7  2"}, map[string]float64{"7": 0.9}, []number{{"472", 0.99 * 0.9 * 0.99, false}}, 0},
		{"a stroke in a cell is no surer a 1", []plan{"4  1  2"}, nil, []number{{"412", math.Pow(0.99, 3), true}}, 0},
		{"numbers far apart are two, each as sure as it is", []plan{"472    555"}, map[string]float64{"555": 0.6},
			[]number{{"472", 0.99, false}, {"555", 0.6, false}}, 0},
		{"a word is left out", []plan{"472    555"}, map[string]float64{"555": 0.01}, []number{{"472", 0.99, true}}, 3},
		{"and so are words on lines of their own", []plan{"555", "472"}, map[string]float64{"555": 0.01}, []number{{"472", 0.99, false}}, 3},
		{"nor is it a word where every piece of several looks like a digit", []plan{"55555", "472"}, map[string]float64{"55555": 0.01},
			[]number{{"55555", 0.01, false}, {"472", 0.99, false}}, 0},
		{"as not every piece does here", []plan{"55U5U", "472"}, map[string]float64{"555": 0.01}, []number{{"472", 0.99, false}}, 3},
		{"no word is as long as that", []plan{"55555555555", "472"}, map[string]float64{"55555555555": 0.01},
			[]number{{"55555555555", 0.01, false}, {"472", 0.99, false}}, 0},
		{"but not where there is nothing better", []plan{"555", "472"}, map[string]float64{"555": 0.01, "472": 0.4},
			[]number{{"555", 0.01, false}, {"472", 0.4, false}}, 0},
		{"what has no digits says nothing against its neighbour", []plan{"Tel   472"}, nil, []number{{"472", 0.99, false}}, 0},
		{"unless there are neighbours on both sides", []plan{"472   x   555"}, nil, []number{{"472", 0.99, true}, {"555", 0.99, true}}, 0},
		{"a name before a row of a table", []plan{"U00U   4  7  2"}, map[string]float64{"00": 0.8}, []number{{"472", math.Pow(0.99, 3), true}}, 2},
		{"one that looks like a digit", []plan{"En9   4  7  2"}, nil, []number{{"472", math.Pow(0.99, 3), true}}, 1},
		{"or before two cells, of which one holds two digits", []plan{"U00U   4   72"}, map[string]float64{"00": 0.8},
			[]number{{"4", 0.99, true}, {"72", 0.99, false}}, 2},
		{"a first number is no name", []plan{"999   4  7  2"}, nil, []number{{"999472", math.Pow(0.99, 4), false}}, 0},
		{"nor is one of two numbers", []plan{"U00U   4  7"}, map[string]float64{"00": 0.8}, []number{{"0047", 0.8 * 0.99 * 0.99, false}}, 0},
		{"a digit or two next to a word", []plan{"472", "16   555"}, map[string]float64{"16": 0.8, "555": 0.01},
			[]number{{"472", 0.99, false}}, 5},
		{"but not the best there is", []plan{"16   555"}, map[string]float64{"16": 0.8, "555": 0.01}, []number{{"16", 0.8, true}}, 3},
		{"a good one stays", []plan{"16   555"}, map[string]float64{"16": 0.95, "555": 0.01}, []number{{"16", 0.95, true}}, 3},
	} {
		found, rest := inSeries(read(row.certain, row.plans...))
		var got []number
		for _, s := range found {
			for _, v := range s.numbers() {
				got = append(got, number{digitsOf(&v), v.certain, v.torn})
			}
		}
		if !slices.EqualFunc(got, row.want, func(a, b number) bool {
			return a.digits == b.digits && math.Abs(a.certain-b.certain) < 1e-9 && a.torn == b.torn
		}) || rest.digits != row.ofWords {
			t.Errorf("%s: numbers %v and words of %d digits, want %v and %d", row.reason, got, rest.digits, row.want, row.ofWords)
		}
	}
}

// What is as high as digits and not read is counted wherever it stands; punctuation is lower.
func TestUnread(t *testing.T) {
	for _, row := range []struct {
		reason  string
		plans   []plan
		certain map[string]float64
		want    int
	}{
		{"all is read", []plan{"472", "5"}, nil, 0},
		{"a piece of the number", []plan{"4x2"}, nil, 1},
		{"on lines of their own", []plan{"472", "x", "y"}, nil, 2},
		{"a word, with all of its letters", []plan{"472", "s00n"}, map[string]float64{"00": 0.01}, 4},
	} {
		all := read(row.certain, row.plans...)
		if _, rest := inSeries(all); rest.high != row.want {
			t.Errorf("%s: %d high pieces, want %d", row.reason, rest.high, row.want)
		}
	}
	low := read(nil, "4x2")
	low[0].glyphs[1].piece.Box.Min.Y = planned / 2
	if _, rest := inSeries(low); rest.high != 0 {
		t.Errorf("%d high pieces where there is but a low one", rest.high)
	}
}

// A page whose digits are nothing but 1s and 7s may hold strokes instead.
func TestPageOfStrokes(t *testing.T) {
	for digits, want := range map[plan]bool{"1": true, "1 7": true, "": true, "12": false, "0": false} {
		s := sight{lines: []line{digits.line(0)}}
		if s.strokes() != want {
			t.Errorf("%q: strokes %v", digits, !want)
		}
	}
}

// Digits stand in a column if each is alone on its line, in one piece that may look like two digits or in two that are one.
func TestColumn(t *testing.T) {
	column := func(change func(l *line)) bool {
		var s sight
		for row := range 3 {
			l := plan("4").line(row)
			if row == 1 {
				change(&l)
			}
			s.all = append(s.all, seenLine{l, true})
		}
		return s.isColumn()
	}
	two := plan("47").line(1)
	for _, row := range []struct {
		reason string
		change func(l *line)
		want   bool
	}{
		{"three digits", func(*line) {}, true},
		{"a piece that looks like two digits", func(l *line) { l.glyphs = two.glyphs }, true},
		{"two pieces that are one digit", func(l *line) { l.found = two.found }, true},
		{"two digits side by side", func(l *line) { *l = two }, false},
	} {
		if column(row.change) != row.want {
			t.Errorf("%s: a column %v", row.reason, !row.want)
		}
	}
}

// A number that stands side by side is believed rather than the column that it is on a page on its side, whichever is looked at
// first, though an 8 may be two 0s there.
func TestStraightens(t *testing.T) {
	saw := func(lines ...line) *sight {
		s := sight{lines: lines}
		for _, l := range lines {
			s.all = append(s.all, seenLine{l, true})
		}
		return &s
	}
	twice := plan("0").line(0)
	twice.glyphs = plan("00").line(0).glyphs
	number, column := saw(plan("8083").line(0)), saw(twice, plan("0").line(1), twice)
	const ofEach = 6 // of which the digits of a plan have a little more
	if evidence(column.glyphs()) < evidence(number.glyphs())+usual {
		t.Fatal("the column has no more evidence")
	}
	if !number.outweighs(column, ofEach) || column.outweighs(number, ofEach) {
		t.Error("a column is believed rather than a number")
	}
	if !column.outweighs(saw(plan("x").line(0)), ofEach) {
		t.Error("a column is not believed rather than nothing")
	}
}

// A short number among words may be a word.
func TestAmongWords(t *testing.T) {
	sure := func(digits string) Number { return Number{Digits: digits, Confidence: 0.99, Sure: true} }
	for _, row := range []struct {
		reason string
		digits string
		plans  []plan
		want   bool
	}{
		{"three digits among three words", "509", []plan{"pan", "train", "nok"}, false},
		{"four are no word", "5094", []plan{"pan", "train", "nok"}, true},
		{"a word or two stand beside most numbers", "509", []plan{"pan", "train"}, true},
		{"words whose letters are joined", "509", []plan{"ab", "cd", "ef", "gh", "x"}, false},
		{"two letters are none", "509", []plan{"Ba", "x", "Eu", "s"}, true},
		{"a word with letters like digits is one", "509", []plan{"pan", "train", "s00n"}, false},
	} {
		_, rest := inSeries(read(map[string]float64{"00": 0.01}, append(row.plans, "472")...))
		numbers := []Number{sure(row.digits)}
		if weighAmongWords(numbers, rest); numbers[0].Sure != row.want || numbers[0].Sure != (numbers[0].Confidence == 0.99) {
			t.Errorf("%s: sure %v with confidence %.2f", row.reason, numbers[0].Sure, numbers[0].Confidence)
		}
	}
}

// What was torn off is in doubt, however certain it is.
func TestTornIsDoubtful(t *testing.T) {
	v := read(nil, "472")[0]
	if v.page = page(t, "472"); v.doubts(make([]Symbol, 3)) != 0 {
		t.Fatalf("%d doubts about what stands alone", v.doubts(make([]Symbol, 3)))
	}
	if v.torn = true; v.doubts(make([]Symbol, 3)) != 1 {
		t.Error("no doubt about what is torn")
	}
}
