package recipe

import (
	"bytes"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/needs"
	"aloud/mnist"
	"aloud/photo"
	"aloud/scribe"
)

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// drawnBooks are hands without data: scribe's own.
func drawnBooks(writers int) []*scribe.Copybook {
	var digits []digit.Labelled
	var by []int
	random := seeded(77)
	for w := range writers {
		h := scribe.NewHand(random)
		for i := range 80 { // some of which are too blotted to be copied
			digits, by = append(digits, digit.Labelled{Digit: h.Digit(random, i%10), Class: uint8(i % 10)}), append(by, w)
		}
	}
	return scribe.Copybooks(digits, by)
}

// Every example is one that a reader can learn from: a strip as photo makes it, as many centres as digits, in their order
// and where there is ink.
func TestLineExamples(t *testing.T) {
	for name, found := range map[string]float64{"found": 1, "known": 0} {
		t.Run(name, func(t *testing.T) {
			l := DefaultLines(drawnBooks(5))
			l.Found = found
			random := seeded(1)
			bare, digits := 0, 0
			for range 300 {
				e := l.Draw(random)
				width := e.Strip.Rect.Dx()
				if e.Strip.Rect.Dy() != photo.StripHeight || width%photo.StripStep != 0 {
					t.Fatalf("a strip of %v", e.Strip.Rect)
				}
				if len(e.Centres) != len(e.Digits) || !slices.IsSorted(e.Centres) {
					t.Fatalf("%q has the centres %v", e.Digits, e.Centres)
				}
				for _, x := range e.Centres {
					if x < 0 || x >= float64(width) {
						t.Fatalf("a centre at %v of %d columns", x, width)
					}
					digits++
					if !inked(&e, int(x)) {
						bare++
					}
				}
			}
			if bare > digits/50 { // faint digits on dark prints, and those cut off
				t.Errorf("of %d digits %d have no ink at their centre", digits, bare)
			}
		})
	}
}

// inked reports whether there is ink near a column.
func inked(e *LineExample, column int) bool {
	for y := range photo.StripHeight {
		for x := max(column-3, 0); x < min(column+4, e.Strip.Rect.Dx()); x++ {
			if e.Strip.GrayAt(x, y).Y > photo.StripInk/2 {
				return true
			}
		}
	}
	return false
}

func TestLineExampleDependsOnSeedAlone(t *testing.T) {
	l := DefaultLines(drawnBooks(3))
	a, b, c := l.Draw(seeded(1)), l.Draw(seeded(1)), l.Draw(seeded(2))
	if a.Digits != b.Digits || !slices.Equal(a.Centres, b.Centres) || !bytes.Equal(a.Strip.Pix, b.Strip.Pix) {
		t.Error("the same seed gave two examples")
	}
	if bytes.Equal(a.Strip.Pix, c.Strip.Pix) {
		t.Error("two seeds gave the same example")
	}
}

// Most lines are found where they are, to judge by the size that the digits have in the strip.
func TestFoundLinesAreLegible(t *testing.T) {
	l := DefaultLines(drawnBooks(5))
	l.Written.Empty = 0
	random := seeded(2)
	found := 0
	const lines = 300
	for range lines {
		line := scribe.NewLine(random, &l.Written)
		page, extents := photo.FindLine(line.Picture)
		if legible(page.Strip(extents[0], photo.Straight()), line.Places) {
			found++
		}
	}
	if found < lines*85/100 {
		t.Errorf("%d of %d lines were found", found, lines)
	}
}

// Where the digits are is known exactly where nothing is unsure.
func TestKnownExtent(t *testing.T) {
	l := DefaultLines(drawnBooks(5))
	l.Found, l.Unsure, l.Written.Empty, l.Written.Wildness = 0, 0, 0, 0.3
	random := seeded(3)
	var off []float64
	for range 100 {
		line := scribe.NewLine(random, &l.Written)
		s := l.cut(random, &line)
		for _, p := range line.Places {
			_, top := s.Place(p.X, p.Top)
			_, bottom := s.Place(p.X, p.Bottom)
			off = append(off, math.Abs((top+bottom)/2-photo.StripHeight/2))
			if bottom-top < 7 || bottom-top > 36 { // 7 is the least that a person can read
				t.Errorf("%s: a digit %.0f pixels high", line.Digits, bottom-top)
			}
		}
	}
	slices.Sort(off)
	if usual, far := off[len(off)/2], off[len(off)*98/100]; usual > 1.5 || far > 5 {
		t.Errorf("the middle of a digit is %.1f rows from the middle of the strip, and some %.1f", usual, far)
	}
}

func TestHeldOutLines(t *testing.T) {
	o := HeldOutLines(drawnBooks(2))
	for seed := range uint64(20) {
		if line := scribe.NewLine(seeded(seed), &o); len(line.Digits) != 10 {
			t.Fatalf("a number of %d digits", len(line.Digits))
		}
	}
}

// The hands set aside are those of the digits set aside: no book of the one part has a digit that is in the other.
func TestBooksByWriter(t *testing.T) {
	var digits []digit.Labelled
	var writers []int
	random := seeded(4)
	for w := range 12 {
		for i := range 80 {
			digits, writers = append(digits, digit.Labelled{Digit: scribe.Digit(random, i%10), Class: uint8(i % 10)}), append(writers, w)
		}
	}
	training, aside := booksByWriter(digits, writers, 0.25)
	if len(training) != 9 || len(aside) != 3 {
		t.Errorf("%d books to learn from and %d aside, want 9 and 3", len(training), len(aside))
	}
	split := mnist.SplitByWriter(digits, writers, 0.25) // as the networks of digits know it
	if !reflect.DeepEqual(training, scribe.Copybooks(split.Training, split.Writers)) {
		t.Error("the books to learn from hold other digits than those to learn from")
	}
}

// So many symbols of a class in a row are one hand; those that are no digits are in no book.
func TestStretches(t *testing.T) {
	var all []digit.Labelled
	random := seeded(5)
	for class := range uint8(digit.NotADigit + 1) {
		for range 65 {
			all = append(all, digit.Labelled{Digit: scribe.Digit(random, int(class)%10), Class: class})
		}
	}
	if books := stretches(all); len(books) != 3 { // of 30, 30 and 5
		t.Errorf("%d books", len(books))
	}
}

func TestBooksNeedTheWriters(t *testing.T) {
	data, folder := needs.Data(t, "mnist"), t.TempDir()
	for _, file := range mnist.Set.Files {
		if path, ok := file.Path(data); ok && !file.Optional {
			if err := os.Symlink(path, filepath.Join(folder, filepath.Base(path))); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, _, err := Folders{MNIST: folder}.Books(0.1)
	if err == nil || !strings.Contains(err.Error(), "who wrote which digit") {
		t.Errorf("without the writers the error is %v", err)
	}
}

func BenchmarkLineExample(b *testing.B) {
	for _, way := range []struct {
		name  string
		found float64
	}{{"known", 0}, {"found", 1}} {
		b.Run(way.name, func(b *testing.B) {
			l := DefaultLines(drawnBooks(20))
			l.Found = way.found
			random, columns := seeded(10), 0
			for b.Loop() {
				columns += l.Draw(random).Strip.Rect.Dx()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
			b.ReportMetric(float64(columns)/float64(b.N), "columns/line")
		})
	}
}
