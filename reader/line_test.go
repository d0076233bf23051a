package reader

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/photo"
	"aloud/scribe"
)

// page finds the page of a note with one line, for a look at what the reader makes of it.
func page(t *testing.T, line string) *photo.Page {
	t.Helper()
	random := rand.New(rand.NewPCG(4, 0))
	img, err := scribe.Note(random, []string{line}, scribe.NewScene(random))
	if err != nil {
		t.Fatal(err)
	}
	p := photo.Find(photo.Grey(img))
	if len(p.Lines) != 1 || len(p.Lines[0].Pieces) != len(strings.ReplaceAll(line, " ", "")) {
		t.Fatalf("the note %q gave %d lines", line, len(p.Lines))
	}
	return p
}

// glyphs makes glyphs of the pieces of a line that the network would hold for the digits of text with probability p;
// '-' stands for what is no digit.
func glyphs(l photo.Line, text string, p float64) []glyph {
	var made []glyph
	for i, piece := range l.Pieces {
		g := glyph{piece: piece, logP: make([]float64, digit.NotADigit+1)}
		for c := range g.logP {
			g.logP[c] = math.Log((1 - p) / digit.NotADigit)
		}
		class := digit.NotADigit
		if text[i] != '-' {
			class = int(text[i] - '0')
		}
		g.logP[class] = math.Log(p)
		made = append(made, g)
	}
	return made
}

// unscanned is what a line reads where nobody sees it as a whole.
func unscanned(page *photo.Page, l line) Number {
	v := (&judge{page: page}).decide(l, new(scan))
	return v.number()
}

func TestConfidence(t *testing.T) {
	page := page(t, "472")
	tests := []struct {
		name   string
		change func(*line)
		want   float64
	}{
		{"the product of the digits' probabilities", func(*line) {}, 0.99 * 0.99 * 0.99},
		{"a digit cut off by us may be a piece of another", func(l *line) { l.glyphs[1].mended = true }, 0.5},
		{"ink beside the line may be a digit", func(l *line) { l.found.Strays = l.found.Pieces[:1] }, 0.5},
		{"a digit as wide as two may be two", func(l *line) {
			widest := max(l.glyphs[0].width(), l.glyphs[1].width(), l.glyphs[2].width())
			l.found.Height = widest / (wideForOne + 0.01)
		}, 0.5},
		{"two doubts weigh twice", func(l *line) {
			l.glyphs[0].mended = true
			l.glyphs[1].mended = true
		}, 0.25},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], "472", 0.99)}
			test.change(&l)
			n := unscanned(page, l)
			if math.Abs(n.Confidence-test.want) > 0.02 {
				t.Errorf("confidence %.3f, want %.3f", n.Confidence, test.want)
			}
			if n.Sure != (test.want > sureNumber) {
				t.Errorf("sure is %v at a confidence of %.3f", n.Sure, n.Confidence)
			}
		})
	}
}

// In a field, where the line reader has seen everything, a number is as certain as it was told to be, a long one less; a lone digit
// and a line that was not read are in doubt.
func TestConfidenceInAField(t *testing.T) {
	for _, row := range []struct {
		reason  string
		digits  int
		another bool
		want    float64
	}{
		{"an amount", 4, false, 0.98},
		{"twice as long as an amount", 9, false, 0.98 * 0.98},
		{"a lone digit", 1, false, 0.49},
		{"a second line", 4, true, 0.49},
	} {
		v := verdict{field: true, certain: 0.98, marks: make([]mark, row.digits), torn: row.another}
		if got := v.confidence(make([]Symbol, row.digits)); math.Abs(got-row.want) > 1e-9 {
			t.Errorf("%s: confidence %.4f, want %.4f", row.reason, got, row.want)
		}
	}
}

// A digit at the picture's edge may be cut off, or not the last.
func TestDigitAtTheEdgeIsDoubtful(t *testing.T) {
	page := page(t, "472")
	v := (&judge{page: page}).decide(line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], "472", 0.999)}, new(scan))
	symbols := []Symbol{{Box: Box(image.Rect(0, 5, 10, 20))}, {Box: Box(image.Rect(20, 5, 30, 20))}, {Box: Box(image.Rect(40, 5, 50, 20))}}
	if c := v.confidence(symbols); c > sureNumber {
		t.Errorf("confidence %.3f with a digit at the left edge", c)
	}
}

func TestSymbols(t *testing.T) {
	page := page(t, "472")
	tests := []struct {
		name        string
		probability float64
		char        string
		sure        bool
	}{
		{"certain", 0.999, "4", true},
		{"likely, said with doubt", 0.8, "4", false},
		{"not likely at all: refused", 0.3, "?", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := unscanned(page, line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], "472", test.probability)}).Symbols[0]
			if s.Char != test.char || s.Sure != test.sure {
				t.Errorf("%q, sure %v; want %q, %v", s.Char, s.Sure, test.char, test.sure)
			}
			if s.Alternatives == nil {
				t.Error("no list of alternatives, which JSON would write as null")
			}
			likeliest := len(s.Alternatives) > 0 && s.Alternatives[0].Char == "4"
			if likeliest != (test.char == "?") {
				t.Errorf("alternatives %v: the likeliest digit is among them if and only if it is refused", s.Alternatives)
			}
		})
	}
}

// Marks lower than a digit that the network takes for none are left out; one as high as a digit stays, refused, since
// it may be a digit that the network does not know.
func TestMarksAndUnknownDigits(t *testing.T) {
	page := page(t, "472")
	found := page.Lines[0]
	all := glyphs(found, "4-2", 0.99)
	if got := withoutMarks(all, found.Height); len(got) != 3 {
		t.Errorf("%d of 3 high glyphs are left", len(got))
	}
	if got := withoutMarks(all, 10*found.Height); len(got) != 2 {
		t.Errorf("%d glyphs are left beside a low mark, want 2", len(got))
	}
	l := line{found: found, glyphs: all}
	if n := unscanned(page, l); n.Digits != "4?2" || n.Sure {
		t.Errorf("read %q, sure %v; want 4?2 and doubt", n.Digits, n.Sure)
	}
}

// A page's only line is kept however hard to read; beside a good one it is taken for something else, and a line without
// any digit always is.
func TestRubbish(t *testing.T) {
	page := page(t, "472")
	made := func(text string, p float64) line {
		return line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], text, p)}
	}
	if kept := withoutRubbish([]line{made("472", 0.3)}); len(kept) != 1 {
		t.Error("the only line was dropped")
	}
	if kept := withoutRubbish([]line{made("472", 0.99), made("472", 0.3)}); len(kept) != 1 || kept[0].belief() < 0.9 {
		t.Errorf("%d lines are left of a good and a bad one, want the good one", len(kept))
	}
	if kept := withoutRubbish([]line{made("---", 0.9)}); len(kept) != 0 {
		t.Error("a line without digits was kept")
	}
}

// On a page of which much cannot be read, nothing is sure; a refused digit among a hundred does not count for much.
func TestWeighByPage(t *testing.T) {
	number := func(digits string) Number { return Number{Digits: digits, Confidence: 0.98, Sure: true} }
	tests := []struct {
		name    string
		numbers []Number
		ofWords int
		want    float64 // of the first number
	}{
		{"all is read", []Number{number("472"), number("1")}, 0, 0.98},
		{"one digit in a hundred is refused", []Number{number(strings.Repeat("4", 99)), number("?")}, 0, 0.98 * 0.99},
		{"one in four is", []Number{number("472"), number("?")}, 0, 0.98 * 0.75},
		{"there is a word beside it", []Number{number("472")}, 3, 0.98 * 0.5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			weighByPage(test.numbers, test.ofWords)
			if got := test.numbers[0]; math.Abs(got.Confidence-test.want) > 1e-9 || got.Sure != (test.want >= sureNumber) {
				t.Errorf("confidence %.4f, sure %v; want %.4f", got.Confidence, got.Sure, test.want)
			}
		})
	}
}

// A digit or two may be a piece of a number that was read by itself: of one in doubt, unless most others on the page are sure, of one
// that was not read, or of something large among what is written.
func TestScrapsAreDoubtful(t *testing.T) {
	sure := func(digits string) Number { return Number{Digits: digits, Confidence: 0.99, Sure: true} }
	inDoubt := func(digits string) Number { return Number{Digits: digits, Confidence: 0.6} }
	for _, row := range []struct {
		reason   string
		numbers  []Number
		unread   int
		unplaced int
		want     bool // the first one is sure
	}{
		{"alone", []Number{sure("3")}, 0, 0, true},
		{"beside one in doubt", []Number{sure("3"), inDoubt("12")}, 0, 0, false},
		{"two digits", []Number{sure("00"), inDoubt("07")}, 0, 0, false},
		{"three are no scrap", []Number{sure("472"), inDoubt("12")}, 3, 0, true},
		{"beside one that is sure", []Number{sure("3"), sure("0205550137")}, 0, 0, true},
		{"one in two in doubt", []Number{sure("3"), sure("4"), inDoubt("5")}, 0, 0, false},
		{"a list of which one is in doubt", []Number{sure("3"), sure("4"), sure("5"), inDoubt("1")}, 0, 0, true},
		{"beside what was not read", []Number{sure("3")}, 1, 0, false},
		{"two digits beside as much", []Number{sure("16")}, 2, 0, false},
		{"beside less than that", []Number{sure("16")}, 1, 0, true},
		{"beside specks", []Number{sure("3")}, 0, 2, true},
		{"beside small digits", []Number{sure("7")}, 0, 7, false},
		{"two digits beside small ones", []Number{sure("16")}, 0, 7, false},
	} {
		weighScraps(row.numbers, row.unread, row.unplaced)
		if got := row.numbers[0]; got.Sure != row.want || got.Sure != (got.Confidence == 0.99) {
			t.Errorf("%s: sure %v with confidence %.2f", row.reason, got.Sure, got.Confidence)
		}
	}
}

// Gaps follow the writer: more than half a digit's height, and more than this line's usual gap.
func TestGroups(t *testing.T) {
	page := page(t, "020 555 0137")
	l := line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], "0205550137", 0.99)}
	if got := unscanned(page, l).Text; got != "020 555 0137" {
		t.Errorf("grouped as %q", got)
	}
}

// A number of nothing but 1s, or of 1s and 7s, may be strokes that mean nothing, and one of two 0s an 8 on its side; any other
// digit tells that it is none.
func TestStrokesAreDoubtful(t *testing.T) {
	for text, sure := range map[string]bool{"111": false, "171": false, "777": true, "112": true, "00": false, "000": true, "08": true} {
		page := page(t, "472"[:len(text)])
		n := unscanned(page, line{found: page.Lines[0], glyphs: glyphs(page.Lines[0], text, 0.999)})
		if n.Digits != text || n.Sure != sure {
			t.Errorf("%s: read as %s, sure %v", text, n.Digits, n.Sure)
		}
	}
}

// What is left out between two digits may be a small 0, unless it looks like a point or a dash.
func TestSmallZeroIsDoubtful(t *testing.T) {
	page := page(t, "472")
	found := page.Lines[0]
	left, middle, right := found.Pieces[0].Box, found.Pieces[1].Box, found.Pieces[2].Box
	x, h := (middle.Min.X+middle.Max.X)/2, found.Height
	halfway, foot := (left.Min.Y+left.Max.Y+right.Min.Y+right.Max.Y)/4, (left.Max.Y+right.Max.Y)/2
	for _, row := range []struct {
		reason        string
		y             int // its middle
		width, height float64
		want          bool
	}{
		{"a small ring", halfway, 0.4, 0.4, true},
		{"a small tall one", halfway, 0.25, 0.5, true},
		{"a dash", halfway, 0.6, 0.3, false},
		{"a speck", halfway, 0.15, 0.15, false},
		{"a blot on the line", foot, 0.35, 0.35, false},
	} {
		all := glyphs(found, "472", 0.99)
		w, h := int(row.width*h), int(row.height*h)
		all[1].piece = &photo.Piece{Box: image.Rect(x-w/2, row.y-h/2, x-w/2+w, row.y-h/2+h)}
		v := verdict{found: found, page: page, glyphs: all, marks: []mark{{class: 4, glyph: &all[0]}, {class: 2, glyph: &all[2]}}}
		if got := v.lacksZero(); got != row.want {
			t.Errorf("%s: in doubt %v", row.reason, got)
		}
		if v.marks = append(v.marks, mark{class: 0, glyph: &all[1]}); v.lacksZero() {
			t.Errorf("%s: in doubt though it is read", row.reason)
		}
	}
}

// Where the piece of a digit says otherwise than the line as a whole, nobody is sure, however sure the line reader is.
func TestDisputedDigitIsDoubtful(t *testing.T) {
	four := glyph{logP: make([]float64, digit.NotADigit+1)}
	for c := range four.logP {
		four.logP[c] = -5
	}
	four.logP[4] = -0.1
	for _, row := range []struct {
		name string
		mark mark
		want bool
	}{
		{"both alike", mark{class: 4, glyph: &four}, false},
		{"the line says 9, the piece 4", mark{class: 9, glyph: &four}, true},
		{"the line sees a digit where there is no piece", mark{class: 4}, true},
	} {
		if row.mark.disputed() != row.want {
			t.Errorf("%s: disputed %v", row.name, !row.want)
		}
	}
}

// What may be one digit whose pen was lifted is looked at as one.
func TestMayBeOne(t *testing.T) {
	for _, row := range []struct {
		reason      string
		classes     string
		probability float64 // of the second one
		gap, height int     // of the second one, where digits are 100 pixels high
		want        bool
	}{
		{"two strokes are an open 4", "11", 0.99, 12, 100, true},
		{"a 1 before a 7 is not", "17", 0.99, 12, 100, false},
		{"unless that is hardly one", "17", 0.6, 12, 100, true},
		{"or small, as the bar of a 5", "17", 0.99, 12, 40, true},
		{"strokes far apart are two", "11", 0.99, 20, 100, false},
	} {
		left := &photo.Piece{Box: image.Rect(0, 0, 30, 100)}
		right := &photo.Piece{Box: image.Rect(30+row.gap, 0, 60+row.gap, row.height)}
		l := photo.Line{Pieces: []*photo.Piece{left, right}}
		a, b := glyphs(l, row.classes, 0.99)[0], glyphs(l, row.classes, row.probability)[1]
		if got := mayBeOne(a, b, 100); got != row.want {
			t.Errorf("%s: %v", row.reason, got)
		}
		if a.mended = true; mayBeOne(a, b, 100) {
			t.Errorf("%s: what was cut off is joined again", row.reason)
		}
	}
}

// A digit that neither a piece nor the line as a whole shows is refused.
func TestUnseenDigitIsRefused(t *testing.T) {
	page := page(t, "472")
	for _, m := range (&judge{page: page}).marks(line{found: page.Lines[0]}, new(scan), "472", nil) {
		if s := m.symbol(page); s.Char != "?" || s.Sure || s.Probability > 0.01 {
			t.Errorf("said to be %+v", s)
		}
	}
}

// What speaks for a number never makes it less certain.
func TestCertaintyWeights(t *testing.T) {
	for _, field := range []bool{false, true} {
		for ground := range groundCount {
			var g, better grounds
			better[ground] = 1
			if before, after := g.certainty(field), better.certainty(field); after < before {
				t.Errorf("in a field %v: with more of ground %d it is certain to %.3f instead of %.3f", field, ground, after, before)
			}
		}
	}
}
