package scribe

import (
	"image"
	"math"
	"testing"

	"aloud/digit"
)

// Inked again with the radii found, a skeleton gives back the digit that it was made of: the ink of the one is ink of the
// other, or next to it.
func TestSkeletonGivesBackTheDigit(t *testing.T) {
	random := seeded(1)
	allInk, allNear := 0, 0
	for i := range 200 {
		d := Digit(random, i%10)
		left, top, bottom := digit.Side, digit.Side, 0
		for j, v := range d {
			if v >= 102 {
				left, top, bottom = min(left, j%digit.Side), min(top, j/digit.Side), max(bottom, j/digit.Side+1)
			}
		}
		again := image.NewGray(image.Rect(0, 0, digit.Side, digit.Side))
		skeleton(&d).placed(float64(bottom-top), float64(left), float64(top)).drawOn(again)
		for name, pair := range map[string][2][]uint8{"kept": {d[:], again.Pix}, "added": {again.Pix, d[:]}} {
			ink, near := 0, 0
			for j, v := range pair[0] {
				if v > 150 {
					ink++
					for _, step := range []int{0, -1, 1, -digit.Side, digit.Side} {
						if pair[1][j+step] > 90 {
							near++
							break
						}
					}
				}
			}
			if near < ink*8/10 {
				t.Errorf("digit %d, a %d: %s: %d of %d pixels", i, i%10, name, near, ink)
			}
			allInk, allNear = allInk+ink, allNear+near
		}
	}
	if allNear < allInk*99/100 {
		t.Errorf("of %d pixels of ink %d are near the other's", allInk, allNear)
	}
}

// pattern is a digit of blocks of so many pixels where the rows have a '#'.
func pattern(block int, rows ...string) digit.Digit {
	var d digit.Digit
	for y := range block * len(rows) {
		for x := range block * len(rows[0]) {
			if rows[y/block][x/block] == '#' {
				d[(y+2)*digit.Side+x+2] = 255
			}
		}
	}
	return d
}

func TestSkeletonOfShapes(t *testing.T) {
	tests := []struct {
		name   string
		digit  digit.Digit
		traces int
		length float64 // of all traces together, in heights
	}{
		{"nothing", digit.Digit{}, 0, 0},
		{"a bar three pixels wide", pattern(3, "#", "#", "#", "#", "#", "#"), 1, 15. / 18},
		{"a slanted line", pattern(1, "...#", "..##", ".##.", "##..", "#..."), 1, 1.2},
		{"a ring has no end", pattern(3, "######", "#....#", "#....#", "#....#", "######"), 1, 4 * 13.5 / 15},
		{"a cross has four arms", pattern(3, "..#..", "..#..", "#####", "..#..", "..#.."), 4, 2 * 12. / 15},
		{"a bump of the outline is no arm", pattern(3, "##", "##", "##", "##", "##", "##"), 1, 12. / 18},
	}
	tests[5].digit[8*digit.Side+8] = 255
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := skeleton(&test.digit)
			length := 0.0
			for _, trace := range s {
				for i := range len(trace) - 1 {
					length += math.Hypot(trace[i+1].x-trace[i].x, trace[i+1].y-trace[i].y)
				}
			}
			if len(s) != test.traces || !(math.Abs(length-test.length) <= 0.15*test.length+0.05) {
				t.Errorf("%d traces %.2f long, want %d of %.2f", len(s), length, test.traces, test.length)
			}
		})
	}
	ring := skeleton(&tests[3].digit)[0]
	if first, last := ring[0], ring[len(ring)-1]; first.x != last.x || first.y != last.y {
		t.Errorf("the ring begins at %v and ends at %v", first, last)
	}
}

// The radius is that of the ink: half the width of a bar.
func TestSkeletonKnowsThePen(t *testing.T) {
	for _, width := range []int{2, 3, 4, 6} {
		var d digit.Digit
		for y := 4; y < 24; y++ {
			for x := range width {
				d[y*digit.Side+10+x] = 255
			}
		}
		s := skeleton(&d)
		middle := s[0][len(s[0])/2]
		if want := float64(width) / 2 / 20; math.Abs(middle.radius-want) > 0.2*want {
			t.Errorf("a bar of %d in 20 pixels has the radius %.3f, want %.3f", width, middle.radius, want)
		}
	}
}

// A corner of the stairs of a slanted line goes, but never the pixel that holds two parts together.
func TestThinningKeepsTheTopology(t *testing.T) {
	random := seeded(2)
	for i := range 100 {
		d := Digit(random, i%10)
		f := enlarge(&d)
		before := f.parts()
		f.thin()
		if after := f.parts(); after != before {
			t.Fatalf("a %d in %d parts became one in %d", i%10, before, after)
		}
		for _, at := range f.pixels {
			if f.degree(at) == 8 {
				t.Fatalf("a %d is still filled", i%10)
			}
		}
	}
}

// parts counts the pieces of the line that hang together, corners included.
func (f *field) parts() (count int) {
	seen := map[int32]bool{}
	var visit func(at int32)
	visit = func(at int32) {
		seen[at] = true
		for _, step := range around {
			if next := at + step; f.line[next] && !seen[next] {
				visit(next)
			}
		}
	}
	for _, at := range f.pixels {
		if !seen[at] {
			count++
			visit(at)
		}
	}
	return count
}

func TestCopybooks(t *testing.T) {
	var digits []digit.Labelled
	var writers []int
	random := seeded(3)
	write := func(writer int, classes ...uint8) {
		for _, c := range classes {
			d := Digit(random, int(c)%10)
			for m := newModel(&d); m.filled; m = newModel(&d) {
				d = Digit(random, int(c)%10)
			}
			digits, writers = append(digits, digit.Labelled{Digit: d, Class: c}), append(writers, writer)
		}
	}
	write(7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, digit.NotADigit)
	write(3, 0, 1, 2, 3, 4, 5, 6, 7, 8, digit.NotADigit) // has no 9
	write(5, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
	digits, writers = append(digits, digit.Labelled{Class: 9}), append(writers, 3) // a 9 without ink is none
	books := Copybooks(digits, writers)
	if len(books) != 2 {
		t.Fatalf("%d books, want those of the writers 5 and 7", len(books))
	}
	if fives, sevens := len(books[0].digits[9]), len(books[1].digits[9]); fives != 1 || sevens != 2 {
		t.Errorf("writer 5 has %d nines and writer 7 has %d", fives, sevens)
	}
	defer func() {
		if recover() == nil {
			t.Error("digits without writers were taken")
		}
	}()
	Copybooks(digits, writers[1:])
}

// A 6 whose ring is filled is not copied: from a finer pen it would be a stroke.
func TestFilledDigitsAreLeftOut(t *testing.T) {
	filled := pattern(3, "#....", "#....", "#....", "#####", "#####", "#####")
	clear := pattern(3, "#....", "#....", "#....", "#####", "#...#", "#####")
	if m := newModel(&filled); !m.filled {
		t.Error("a filled ring was not noticed")
	}
	if m := newModel(&clear); m.filled {
		t.Error("a ring was taken for filled")
	}
	digits := []digit.Labelled{{Digit: filled, Class: 6}}
	for class := range uint8(10) {
		digits = append(digits, digit.Labelled{Digit: clear, Class: class})
	}
	if books := Copybooks(digits, make([]int, len(digits))); len(books[0].digits[6]) != 1 {
		t.Error("the filled 6 is among those to be copied")
	}
}

// A copy has the width of the pen that it is drawn with, whatever that of the book was.
func TestCopyWithAnotherPen(t *testing.T) {
	bar := pattern(3, "#", "#", "#", "#", "#", "#")
	digits := make([]digit.Labelled, 10)
	for c := range digits {
		digits[c] = digit.Labelled{Digit: bar, Class: uint8(c)}
	}
	book := Copybooks(digits, make([]int, len(digits)))[0]
	for _, radius := range []float64{0.02, 0.06} {
		picture := image.NewGray(image.Rect(0, 0, 60, 120))
		book.copy(seeded(4), 1, radius, 0.5).placed(100, 20, 10).drawOn(picture)
		wide := 0.0
		for x := range 60 {
			wide += float64(picture.GrayAt(x, 60).Y) / 255
		}
		if want := 200 * radius; math.Abs(wide-want) > 0.25*want {
			t.Errorf("with a pen %.0f wide the stroke is %.1f wide", want, wide)
		}
	}
}

func BenchmarkSkeleton(b *testing.B) {
	random := seeded(5)
	var digits [100]digit.Digit
	for i := range digits {
		digits[i] = Digit(random, i%10)
	}
	for i := 0; b.Loop(); i++ {
		skeleton(&digits[i%len(digits)])
	}
}
