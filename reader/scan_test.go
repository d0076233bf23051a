package reader

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"aloud/matrix"
	"aloud/model"
	"aloud/photo"
	"aloud/scribe"
)

// slip is a clean line of seven digits as a form is scanned, with where its digits are.
func slip(seed uint64) scribe.Line {
	o := scribe.LineOptions{Least: 7, Most: 7, Wildness: 0.1}
	return scribe.NewLine(rand.New(rand.NewPCG(seed, 0)), &o)
}

func shipped(t *testing.T) *Reader {
	t.Helper()
	r, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Clean lines are read as they are written, each digit where it stands.
func TestScan(t *testing.T) {
	r := shipped(t)
	right := 0
	const lines = 20
	for seed := range uint64(lines) {
		written := slip(seed)
		page, extents := photo.FindLine(written.Picture)
		s := r.scan(page, extents)
		if len(s.candidates) == 0 || s.candidates[0].Digits != written.Digits {
			continue
		}
		right++
		for i, seen := range s.digits(written.Digits) {
			place := written.Places[i]
			box := page.Box(seen.box)
			height := place.Bottom - place.Top
			if x := float64(box.Min.X+box.Max.X) / 2; math.Abs(x-place.X) > 0.4*height {
				t.Errorf("line %d, digit %d: its box is around %.0f, and it stands at %.0f", seed, i, x, place.X)
			}
			if middle := (place.Top + place.Bottom) / 2; middle < float64(box.Min.Y) || middle > float64(box.Max.Y) {
				t.Errorf("line %d, digit %d: at the height of %.0f, beside its box %v", seed, i, middle, box)
			}
		}
	}
	if right < lines*9/10 {
		t.Errorf("%d of %d clean lines are read", right, lines)
	}
}

// Without a line reader nothing is seen, and nothing is taken for likely.
func TestScanWithoutLineReader(t *testing.T) {
	r := shipped(t)
	r.lines = nil
	page, extents := photo.FindLine(slip(1).Picture)
	s := r.scan(page, extents)
	if len(s.candidates) != 0 || s.shows("1") || s.logLikelihood("1") != leastSeen {
		t.Errorf("seen: %+v", s.candidates)
	}
}

// More digits than there are columns are not shown, however they are spaced.
func TestScanShows(t *testing.T) {
	r := shipped(t)
	page, extents := photo.FindLine(slip(1).Picture)
	s := r.scan(page, extents)
	if columns := s.views[0].Rows; !s.shows("4720183") || s.shows(string(make([]byte, columns+1))) {
		t.Errorf("%d columns", columns)
	}
}

// A clear line is not looked at in all ways, and reads as if it were; an unclear one is.
func TestScanOfClearLine(t *testing.T) {
	r := shipped(t)
	wild := scribe.LineOptions{Least: 3, Most: 8, Wildness: 0.8}
	scratch := new(matrix.Scratch[float32])
	clear := 0
	const lines = 40
	for seed := range uint64(lines) {
		line := scribe.NewLine(rand.New(rand.NewPCG(seed, 0)), &wild)
		s := r.scan(photo.FindLine(line.Picture))
		switch len(s.views) {
		case enoughViews:
			clear++
		case 1 + len(otherViews):
			continue
		default:
			t.Fatalf("line %d: %d views", seed, len(s.views))
		}
		views := s.views[:1:1]
		for _, v := range otherViews {
			views = append(views, r.beliefs(s.page.Strip(s.extent, v), scratch).Reading)
		}
		if got, want := s.candidates[0].Digits, model.BeamViews(views, beamWidth)[0].Digits; got != want {
			t.Errorf("line %d reads %s in two views and %s in all", seed, got, want)
		}
	}
	if clear < lines/4 || clear > lines*3/4 {
		t.Errorf("%d of %d lines are clear", clear, lines)
	}
}

// The two opinions are held against each other: a line that both read alike is likelier than one on which they differ, and
// where the pieces say something impossible the line as a whole decides.
func TestDecide(t *testing.T) {
	r := shipped(t)
	page := page(t, "472")
	found := page.Lines[0]
	s := r.scan(page, page.Extents(&found))
	j := r.judge(page)
	decided := func(text string, p float64) verdict {
		return j.decide(line{found: found, glyphs: glyphs(found, text, p)}, s)
	}

	alike, unlike := decided("472", 0.99), decided("473", 0.6)
	if n := alike.number(); n.Digits != "472" || n.Confidence < 0.9 {
		t.Errorf("of one mind: %q, %.3f", n.Digits, n.Confidence)
	}
	if n := unlike.number(); n.Digits[:2] != "47" || n.Sure || n.Confidence >= alike.number().Confidence {
		t.Errorf("in dispute: %q, sure %v, %.3f", n.Digits, n.Sure, n.Confidence)
	}
	for i, m := range alike.marks {
		if m.glyph == nil || m.box != found.Pieces[i].Box {
			t.Errorf("digit %d is not in the box of its piece", i)
		}
	}
}

// A word is no number, whatever its letters look like one by one.
func TestWordIsNoNumber(t *testing.T) {
	empty := scribe.LineOptions{Empty: 1, Marks: 0, Least: 1, Most: 1, Wildness: 0.3}
	r := shipped(t)
	sure := 0
	for seed := range uint64(40) {
		l := scribe.NewLine(rand.New(rand.NewPCG(seed, 1)), &empty)
		reading, err := r.Read(t.Context(), l.Picture)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range reading.Numbers {
			if n.Sure {
				sure++
			}
		}
	}
	if sure > 0 {
		t.Errorf("%d numbers are surely read where there is none", sure)
	}
}

// In a field, the boxes are around digits of the picture itself, however many pieces touch.
func TestFieldBoxes(t *testing.T) {
	written := slip(3)
	reading, err := shipped(t).Read(t.Context(), written.Picture)
	if err != nil {
		t.Fatal(err)
	}
	if len(reading.Numbers) != 1 || len(reading.Numbers[0].Symbols) != len(written.Digits) {
		t.Fatalf("%s reads as %v", written.Digits, reading.Numbers)
	}
	for _, n := range reading.Numbers {
		for i, s := range n.Symbols {
			if !image.Rectangle(s.Box).In(written.Picture.Rect) || image.Rectangle(s.Box).Empty() {
				t.Errorf("digit %d: box %v of a picture of %v", i, s.Box, written.Picture.Rect)
			}
		}
	}
}
