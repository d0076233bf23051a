package photo

import (
	"image"
	"math"
	"slices"
	"testing"
)

// ruled is a page of zeros, 80 pixels high from a pen of 8, with what draw adds to it; the contrast is 1 on ink.
func ruled(draw func(*image.Gray)) Ink {
	sheet := blank(800, 300, 0)
	for _, r := range sixZeros() {
		oval(sheet, r, 8)
	}
	draw(sheet)
	contrast := plane(sheet)
	return Ink{Contrast: contrast, Set: maskWhere(contrast, positive).Set, Floor: 0.1}
}

func sixZeros() []image.Rectangle {
	var all []image.Rectangle
	for i := range 6 {
		all = append(all, box(100+90*i, 100, 50, 80))
	}
	return all
}

// oval draws a zero: the edge of an ellipse.
func oval(sheet *image.Gray, r image.Rectangle, pen int) {
	inside := func(x, y, a, b float64) bool { return x*x/(a*a)+y*y/(b*b) <= 1 }
	a, b, w := float64(r.Dx())/2, float64(r.Dy())/2, float64(pen)
	for y := range r.Dy() {
		for x := range r.Dx() {
			dx, dy := float64(x)+0.5-a, float64(y)+0.5-b
			if inside(dx, dy, a, b) && !inside(dx, dy, a-w, b-w) {
				paint(sheet, box(r.Min.X+x, r.Min.Y+y, 1, 1), 1)
			}
		}
	}
}

// straight draws a straight line of the pen's width, given down the columns or along the rows, whichever it crosses better.
func straight(sheet *image.Gray, from, to image.Point, pen int) {
	steps := max(abs(to.X-from.X), abs(to.Y-from.Y))
	for i := range steps {
		t := float64(i) / float64(steps)
		x := from.X + int(math.Round(t*float64(to.X-from.X)))
		y := from.Y + int(math.Round(t*float64(to.Y-from.Y)))
		if abs(to.X-from.X) > abs(to.Y-from.Y) {
			paint(sheet, box(x, y-pen/2, 1, pen), 1)
		} else {
			paint(sheet, box(x-pen/2, y, pen, 1), 1)
		}
	}
}

// Where there is no rule, the mask must stay as it is, whatever the writing looks like.
func TestNoRules(t *testing.T) {
	for _, test := range []struct {
		reason string
		draw   func(*image.Gray)
	}{
		{"digits alone", func(*image.Gray) {}},
		{"a 7 of more than twice the height", func(sheet *image.Gray) {
			paint(sheet, box(700, 60, 60, 8), 1)
			straight(sheet, image.Pt(756, 60), image.Pt(710, 236), 8)
		}},
		{"a 2 with a foot that runs under the next digit", func(sheet *image.Gray) { paint(sheet, box(100, 172, 120, 8), 1) }},
		{"a zero joined to the next by a short stroke", func(sheet *image.Gray) { paint(sheet, box(145, 130, 50, 8), 1) }},
		{"a column of ones", func(sheet *image.Gray) {
			for i := range 3 {
				paint(sheet, box(740, 10+100*i, 8, 80), 1)
			}
		}},
		{"a stain", func(sheet *image.Gray) { paint(sheet, box(100, 200, 500, 60), 1) }},
	} {
		ink := ruled(test.draw)
		before := slices.Clone(ink.Set)
		pieces, _ := ink.Pieces()
		if e := ink.eraseRules(pieces); len(e.runs) > 0 || !slices.Equal(ink.Set, before) {
			t.Errorf("%s: ink is erased", test.reason)
		}
	}
}

// A rule goes, and the digits that it joined stay whole.
func TestEraseRules(t *testing.T) {
	for _, test := range []struct {
		reason string
		draw   func(*image.Gray)
		steep  int               // rules that are steep
		more   []image.Rectangle // what stays besides the digits
	}{
		{"a line through the digits", func(sheet *image.Gray) { paint(sheet, box(0, 140, 800, 4), 1) }, 0, nil},
		{"digits stand on a line", func(sheet *image.Gray) { paint(sheet, box(0, 178, 800, 4), 1) }, 0, nil},
		{"digits hang from a line", func(sheet *image.Gray) { paint(sheet, box(0, 98, 800, 4), 1) }, 0, nil},
		{"a number is underlined", func(sheet *image.Gray) { paint(sheet, box(90, 178, 520, 5), 1) }, 0, nil},
		{"a line at the lower edge that nothing touches", func(sheet *image.Gray) { paint(sheet, box(0, 296, 800, 4), 1) }, 0, nil},
		{"a line slanted by 10 degrees", func(sheet *image.Gray) { straight(sheet, image.Pt(0, 210), image.Pt(800, 69), 4) }, 0, nil},
		{"a line that bends with the paper", func(sheet *image.Gray) {
			for x := range 800 {
				paint(sheet, box(x, 135+(x-400)*(x-400)/8000, 1, 4), 1)
			}
		}, 0, nil},
		{"squared paper", func(sheet *image.Gray) {
			for i := range 5 {
				paint(sheet, box(0, 20+60*i, 800, 3), 1)
			}
			for i := range 8 {
				paint(sheet, box(30+90*i, 0, 3, 300), 1)
			}
		}, 8, nil},
		{"a 1 beside a ruled margin", func(sheet *image.Gray) {
			paint(sheet, box(40, 0, 4, 300), 1)
			paint(sheet, box(60, 100, 8, 80), 1)
		}, 1, []image.Rectangle{box(60, 100, 8, 80)}},
	} {
		t.Run(test.reason, func(t *testing.T) {
			ink := ruled(test.draw)
			pieces, _ := ink.Pieces()
			if e := ink.eraseRules(pieces); len(e.suspects) != test.steep {
				t.Errorf("%d rules are steep, want %d", len(e.suspects), test.steep)
			}
			byPlace := func(a, b image.Rectangle) int { return a.Min.X - b.Min.X }
			pieces, _ = ink.Pieces()
			got := sorted(boxes(pieces), byPlace)
			want := sorted(append(sixZeros(), test.more...), byPlace)
			if !slices.EqualFunc(got, want, func(a, b image.Rectangle) bool { return near(a, b, 5) }) {
				t.Errorf("pieces at %v, want %v", got, want)
			}
		})
	}
}

// A stroke that lies along a rule is as thin and as straight as the rule. It is darker, and stays.
func TestStrokeAlongRuleStays(t *testing.T) {
	rule, stem := box(700, 0, 6, 300), box(700, 100, 6, 80)
	ink := ruled(func(sheet *image.Gray) { paint(sheet, rule, 1) })
	for i := range ink.Contrast.V {
		if !image.Pt(i%800, i/800).In(rule) || image.Pt(i%800, i/800).In(stem) {
			ink.Contrast.V[i] *= 2
		}
	}
	pieces, _ := ink.Pieces()
	ink.eraseRules(pieces)
	pieces, _ = ink.Pieces()
	last := slices.MaxFunc(boxes(pieces), func(a, b image.Rectangle) int { return a.Min.X - b.Min.X })
	if len(pieces) != 7 || !near(last, stem, 2) {
		t.Errorf("of %d pieces the last is at %v, want the stem at %v", len(pieces), last, stem)
	}
}

// The stem of a 7 that lies on its side is as level, straight and long as a rule: what is left may not be trusted. A rule
// through all digits of a line is no stroke.
func TestShortRulesAreSuspect(t *testing.T) {
	seven := blank(600, 400, 6)
	paint(seven, box(150, 100, 10, 120), 1) // the bar
	paint(seven, box(150, 150, 260, 10), 1) // the stem
	paint(seven, box(280, 110, 10, 100), 1) // the stroke through it
	page := Find(seven)
	if len(page.rules) != 1 || len(page.Lines) == 0 || len(page.Lines[0].Strays) == 0 {
		t.Errorf("%d suspect rules and lines %v, want one rule that makes a line doubtful", len(page.rules), page.Lines)
	}
	ruledThrough, _ := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	paint(ruledThrough, box(0, 200, 420, 2), 100)
	if page := Find(ruledThrough); len(page.rules) != 0 {
		t.Errorf("%d suspect rules on ruled paper", len(page.rules))
	}
}

// Digits that all hang on one rule are one piece, on which nothing can be measured as on a digit.
func TestEraseRulesOfStrip(t *testing.T) {
	strip, want := note(300, 60, 220, image.Pt(20, 6))
	paint(strip, box(0, 50, 300, 3), 60)
	page := Find(strip)
	if len(page.Lines) != 1 || len(page.Lines[0].Pieces) != len(want[0]) {
		t.Errorf("%d lines are found, want one of %d digits", len(page.Lines), len(want[0]))
	}
}

// A number in a table may be part of one that spans several columns, and a short rule a stroke.
func TestRulesAreStrays(t *testing.T) {
	number := piecesOf(8, sixZeros()...)
	for _, test := range []struct {
		reason string
		rule   image.Rectangle
		want   int
	}{
		{"a rule beside the number", box(700, 0, 4, 300), 1},
		{"a margin far away", box(780, 0, 4, 300), 0},
		{"a rule that was found in part", box(700, 300, 4, 300), 1},
		{"a level rule between two digits", box(150, 140, 60, 4), 1},
		{"one under the digits", box(150, 185, 60, 4), 0},
		{"one behind them, as a dash stands there", box(640, 140, 60, 4), 0},
	} {
		lines := findLines(number, nil, piecesOf(8, test.rule), 80, 8)
		if len(lines) != 1 || len(lines[0].Strays) != test.want {
			t.Errorf("%s: %d lines, the first with %d strays, want 1 and %d", test.reason, len(lines), len(lines[0].Strays), test.want)
		}
	}
}

func TestColumnsTwice(t *testing.T) {
	m := sketch("#.##.#", "####..", "..#..#", ".##.#.")
	p := Join(components(m.Set, m.plane())...)
	if got := columns(columns(p.runs, p.Box), transposed(p.Box)); !slices.Equal(got, p.runs) {
		t.Errorf("turned twice the runs are %v, want %v", got, p.runs)
	}
}
