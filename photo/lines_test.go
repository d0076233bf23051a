package photo

import (
	"image"
	"math"
	"slices"
	"strings"
	"testing"
)

// A mark is something drawn on a page, under a letter to speak of it.
type mark struct {
	name     string
	box      image.Rectangle
	pen      int
	contrast float32
}

// zero is a digit of the usual size, 80 pixels high, from the usual pen, 8 pixels wide, at its upper left corner.
func zero(name string, x, y int) mark { return drawn(name, box(x, y, 50, 80)) }

func drawn(name string, r image.Rectangle) mark { return mark{name, r, 8, 1} }

func (m mark) faint(contrast float32) mark { m.contrast = contrast; return m }
func (m mark) withPen(pen int) mark        { m.pen = pen; return m }

// linesOf finds the lines of the marks.
func linesOf(marks []mark) []Line {
	var pieces []*Piece
	for _, m := range marks {
		pieces = append(pieces, drawnPiece(m.box, m.pen, m.contrast))
	}
	return findLines(pieces, nil, nil, 80, 8)
}

// spelled writes lines as labels do: " | " parts lines of the page, a blank those side by side. Marks that were joined
// stand in brackets.
func spelled(lines []Line, marks []mark) string {
	var rows []string
	for i, l := range lines {
		if i > 0 && lines[i-1].Row == l.Row {
			rows[len(rows)-1] += " " + named(l.Pieces, marks)
		} else {
			rows = append(rows, named(l.Pieces, marks))
		}
	}
	return strings.Join(rows, " | ")
}

// named tells pieces by the marks that they hold.
func named(pieces []*Piece, marks []mark) string {
	var s strings.Builder
	for _, p := range pieces {
		name := ""
		for _, m := range marks {
			if m.box.In(p.Box) {
				name += m.name
			}
		}
		if len(name) > 1 {
			name = "(" + name + ")"
		}
		s.WriteString(name)
	}
	return s.String()
}

func TestFindLines(t *testing.T) {
	for _, test := range []struct {
		reason string
		marks  []mark
		want   string
	}{
		{"nothing", nil, ""},
		{"one digit is a line", []mark{zero("a", 100, 100)}, "a"},
		{"from left to right, whatever the order of the pieces",
			[]mark{zero("c", 250, 100), zero("a", 100, 100), zero("b", 170, 100)}, "abc"},
		{"from top to bottom",
			[]mark{zero("c", 90, 300), zero("d", 170, 300), zero("a", 100, 100), zero("b", 170, 100)}, "ab | cd"},
		{"a gap between groups is part of a number", []mark{zero("a", 0, 100), zero("b", 300, 100)}, "ab"},
		{"a gap of seven digits' heights parts numbers side by side", []mark{zero("a", 0, 100), zero("b", 610, 100)}, "a b"},
		{"side by side, the right one begun a little higher",
			[]mark{zero("a", 0, 100), zero("b", 70, 105), zero("c", 700, 80), zero("d", 770, 85)}, "ab cd"},
		{"side by side above another line",
			[]mark{zero("a", 0, 100), zero("b", 700, 100), zero("c", 0, 300), zero("d", 70, 300)}, "a b | cd"},
		{"a line that runs downhill",
			[]mark{zero("a", 0, 100), zero("b", 80, 115), zero("c", 160, 130), zero("d", 240, 145)}, "abcd"},
		{"two close lines that run downhill",
			[]mark{zero("a", 0, 100), zero("b", 80, 120), zero("c", 160, 140), zero("d", 0, 210), zero("e", 80, 230), zero("f", 160, 250)},
			"abc | def"},
		{"two lines that come near to each other, level with a third that stands beside both",
			[]mark{zero("a", 0, 100), zero("b", 80, 120), zero("c", 160, 145), zero("d", 0, 270), zero("e", 80, 245), zero("f", 160, 215), zero("g", 900, 180)},
			"abc g | def"},

		{"a dot between digits is no digit", []mark{zero("a", 0, 100), drawn("x", box(65, 170, 10, 10)), zero("b", 90, 100)}, "ab"},
		{"nor is a dash", []mark{zero("a", 0, 100), drawn("x", box(70, 136, 30, 8)), zero("b", 120, 100)}, "ab"},
		{"the bar of a 5 is part of it", []mark{zero("a", 0, 100), zero("b", 80, 100), drawn("x", box(100, 84, 40, 8)), zero("c", 160, 100)}, "a(bx)c"},
		{"the end of a broken stroke is part of its digit", []mark{zero("a", 0, 100), zero("b", 80, 100), drawn("x", box(100, 186, 10, 24))}, "a(bx)"},
		{"two halves of a digit, one over the other",
			[]mark{zero("a", 0, 100), drawn("b", box(80, 95, 50, 48)), drawn("x", box(80, 147, 50, 48)), zero("c", 160, 100), zero("d", 240, 100)}, "a(bx)cd"},
		{"a small zero in a line is a digit", []mark{zero("a", 0, 100), drawn("b", box(70, 130, 30, 34)), zero("c", 120, 100)}, "abc"},
		{"a flat 2 is a digit", []mark{zero("a", 0, 100), drawn("b", box(70, 130, 60, 30)), zero("c", 150, 100)}, "abc"},
		{"so it is where it broke at its turn",
			[]mark{zero("a", 0, 100), drawn("b", box(95, 120, 18, 22)), drawn("x", box(70, 144, 70, 22)), zero("c", 160, 100)}, "a(bx)c"},
		{"a slanted stroke in two is a digit",
			[]mark{zero("a", 0, 100), drawn("b", box(110, 110, 38, 32)), drawn("x", box(70, 145, 38, 34)), zero("c", 170, 100)}, "a(bx)c"},
		{"a colon is none", []mark{zero("a", 0, 100), drawn("x", box(70, 120, 12, 12)), drawn("y", box(70, 150, 12, 12)), zero("b", 100, 100)}, "ab"},
		{"nor is an equals sign", []mark{zero("a", 0, 100), drawn("x", box(70, 130, 40, 8)), drawn("y", box(70, 150, 40, 8)), zero("b", 130, 100)}, "ab"},
		{"a small zero far from any digit is a speck", []mark{zero("a", 0, 100), zero("b", 70, 100), drawn("x", box(500, 130, 30, 34))}, "ab"},

		{"what shines through is fainter", []mark{zero("a", 0, 100), zero("b", 70, 100), zero("c", 140, 100), zero("x", 300, 300).faint(0.4)}, "abc"},
		{"a doodle stands alone and is not as strong", []mark{zero("a", 0, 100), zero("b", 70, 100), zero("c", 140, 100), zero("x", 300, 300).faint(0.7)}, "abc"},
		{"a lone digit as strong as a line is a number", []mark{zero("a", 0, 100), zero("b", 70, 100), zero("c", 140, 100), zero("d", 300, 300)}, "abc | d"},
		{"lone digits alone are numbers", []mark{zero("a", 0, 100), zero("b", 300, 300).faint(0.7)}, "a | b"},
		{"a blot is thicker than any stroke", []mark{zero("a", 0, 100), zero("x", 70, 100).withPen(40), zero("b", 140, 100)}, "ab"},
		{"a hair is thinner", []mark{zero("a", 0, 100), zero("x", 70, 100).withPen(2), zero("b", 140, 100)}, "ab"},
		{"a frame is larger than a digit", []mark{zero("a", 0, 100), zero("b", 70, 100), drawn("x", box(0, 300, 600, 270))}, "ab"},
	} {
		if got := spelled(linesOf(test.marks), test.marks); got != test.want {
			t.Errorf("%s: lines %q, want %q", test.reason, got, test.want)
		}
	}
}

// Small digits beside something large stand in no line; parts of digits do, and specks do not count.
func TestUnplaced(t *testing.T) {
	for _, row := range []struct {
		reason string
		marks  []mark
		want   int
	}{
		{"a digit", []mark{zero("a", 0, 100)}, 0},
		{"parts of digits", []mark{zero("a", 0, 100), zero("b", 80, 100), drawn("x", box(100, 84, 40, 8))}, 0},
		{"three small ones", []mark{zero("a", 0, 100), drawn("x", box(300, 100, 12, 20)), drawn("y", box(320, 100, 12, 20)), drawn("z", box(340, 100, 12, 20))}, 3},
		{"specks", []mark{zero("a", 0, 100), drawn("x", box(300, 100, 8, 8)), drawn("y", box(320, 100, 8, 8))}, 0},
	} {
		page := &Page{Height: 80, Lines: linesOf(row.marks)}
		for _, m := range row.marks {
			page.Pieces = append(page.Pieces, drawnPiece(m.box, m.pen, m.contrast))
		}
		if got := page.Unplaced(); got != row.want {
			t.Errorf("%s: %d unplaced, want %d", row.reason, got, row.want)
		}
	}
}

// A word beside a row of cells is parted from the digits in them, and each keeps the other in mind. Groups of a number are
// not parted.
func TestWordBesideCells(t *testing.T) {
	place := func(xs ...int) (marks []mark) {
		for i, x := range xs {
			marks = append(marks, zero(string(rune('a'+i)), x, 100))
		}
		return marks
	}
	for _, test := range []struct {
		reason string
		marks  []mark
		want   string
		beside []bool
	}{
		{"a word before three cells", place(0, 60, 120, 280, 430, 580), "abc def", []bool{true, false}},
		{"a word behind three cells", place(0, 150, 300, 450, 510, 570), "abc def", []bool{false, true}},
		{"a word before three cells, with other strays", append(place(0, 60, 120, 280, 430, 580), zero("x", 200, 100).withPen(40), zero("y", 640, 100).withPen(40)),
			"abc def", []bool{true, false}},
		{"two groups of a number", place(0, 60, 120, 280, 340, 400), "abcdef", []bool{false}},
		{"digits in cells alone", place(0, 150, 300, 450, 600, 750), "abcdef", []bool{false}},
		{"two digits before cells are too few for a word", place(0, 60, 220, 370, 520), "abcde", []bool{false}},
	} {
		lines := linesOf(test.marks)
		if got := spelled(lines, test.marks); got != test.want {
			t.Errorf("%s: lines %q, want %q", test.reason, got, test.want)
			continue
		}
		for i, l := range lines {
			if l.Beside != test.beside[i] {
				t.Errorf("%s: of line %d it is said that it is beside cells: %v", test.reason, i, l.Beside)
			}
			if (len(l.Strays) > 0) != (len(lines) > 1) {
				t.Errorf("%s: line %d has %d strays", test.reason, i, len(l.Strays))
			}
		}
	}
}

// A line must not pass over what may be one of its digits.
func TestStrays(t *testing.T) {
	line := []mark{zero("a", 0, 100), zero("b", 70, 100), zero("c", 240, 100)}
	for _, test := range []struct {
		reason string
		mark   mark
		want   string
	}{
		{"a digit struck out amid the line", zero("x", 150, 100).withPen(40), "x"},
		{"faint ink of a digit's height", zero("x", 150, 100).faint(0.3), "x"},
		{"a blot right behind the line", zero("x", 310, 100).withPen(40), "x"},
		{"a blot far behind it", zero("x", 500, 100).withPen(40), ""},
		{"a blot under it", zero("x", 150, 300).withPen(40), ""},
		{"a dot is too low for a digit", drawn("x", box(160, 165, 10, 10)), ""},
	} {
		marks := append(slices.Clone(line), test.mark)
		lines := linesOf(marks)
		if got := spelled(lines, marks); got != "abc" {
			t.Errorf("%s: lines %q", test.reason, got)
		} else if got := named(lines[0].Strays, marks); got != test.want {
			t.Errorf("%s: strays %q, want %q", test.reason, got, test.want)
		}
	}
}

// A faint digit that broke stands behind a line or before it in pieces that are each too low for one. Dots and dashes are less.
func TestRemainsOfADigit(t *testing.T) {
	piece := func(name string, x, y, width, height int) mark {
		return drawn(name, box(x, y, width, height)).faint(0.3)
	}
	for _, test := range []struct {
		reason string
		marks  []mark
		want   string
	}{
		{"behind the line", []mark{piece("x", 410, 100, 50, 28), piece("y", 410, 152, 50, 28)}, "xy"},
		{"before it", []mark{piece("x", 30, 100, 50, 28), piece("y", 30, 152, 50, 28)}, "xy"},
		{"a part of it alone", []mark{piece("x", 410, 152, 50, 28)}, ""},
		{"two specks", []mark{piece("x", 410, 100, 10, 10), piece("y", 410, 170, 10, 10)}, ""},
		{"far behind it", []mark{piece("x", 500, 100, 50, 28), piece("y", 500, 152, 50, 28)}, ""},
		{"under it", []mark{piece("x", 410, 200, 50, 28), piece("y", 410, 252, 50, 28)}, ""},
	} {
		marks := append([]mark{zero("a", 100, 100), zero("b", 170, 100), zero("c", 340, 100)}, test.marks...)
		lines := linesOf(marks)
		if got := spelled(lines, marks); got != "abc" {
			t.Errorf("%s: lines %q", test.reason, got)
		} else if got := named(lines[0].Strays, marks); got != test.want {
			t.Errorf("%s: strays %q, want %q", test.reason, got, test.want)
		}
	}
}

// What stands alone may be the foot of a digit whose head was not taken for a part of it.
func TestStraysAboveALoneDigit(t *testing.T) {
	lone := zero("a", 100, 200)
	for _, test := range []struct {
		reason string
		mark   mark
		want   string
	}{
		{"a thick stroke right above it", drawn("x", box(100, 140, 60, 50)).withPen(60), "x"},
		{"one farther up", drawn("x", box(100, 120, 60, 50)).withPen(60), ""},
		{"one beside that", drawn("x", box(300, 140, 60, 50)).withPen(60), ""},
	} {
		marks := []mark{lone, test.mark}
		lines := linesOf(marks)
		if len(lines) != 1 || named(lines[0].Strays, marks) != test.want {
			t.Errorf("%s: %d lines, strays of the first %q, want %q", test.reason, len(lines), named(lines[0].Strays, marks), test.want)
		}
	}
}

func TestLineMeasures(t *testing.T) {
	lines := linesOf([]mark{zero("a", 0, 100), drawn("b", box(100, 115, 50, 70)), drawn("c", box(200, 120, 50, 90))})
	if len(lines) != 1 {
		t.Fatalf("%d lines", len(lines))
	}
	l := lines[0]
	if l.Box() != image.Rect(0, 100, 250, 210) || l.Height != 80 {
		t.Errorf("box %v and height %v", l.Box(), l.Height)
	}
	if want := math.Atan2(25, 200) * 180 / math.Pi; math.Abs(l.Slope-want) > 0.2 {
		t.Errorf("slope %v, want %v", l.Slope, want)
	}
}
