package scribe

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew; look at them before you commit them")

// inventedBooks are copybooks without data: digits of a few hands that NewHand invents.
func inventedBooks(writers int) []*Copybook {
	var digits []digit.Labelled
	var by []int
	random := seeded(77)
	for w := range writers {
		h := NewHand(random)
		for i := range 80 { // some of which are too blotted to be copied
			digits, by = append(digits, digit.Labelled{Digit: h.Digit(random, i%10), Class: uint8(i % 10)}), append(by, w)
		}
	}
	return Copybooks(digits, by)
}

// TestLinesLookAsTheyDid compares a sheet of lines with one that a person has looked at: every digit on it can be read, or
// could be before the paper and the light were added.
func TestLinesLookAsTheyDid(t *testing.T) {
	o := DefaultLines()
	o.Books = inventedBooks(4)
	sheet := image.NewGray(image.Rect(0, 0, 900, 560))
	x, y, high := 0, 0, 0
	for seed := uint64(1); y < sheet.Rect.Max.Y; seed++ {
		line := NewLine(seeded(seed), &o)
		if x+line.Picture.Rect.Dx() > sheet.Rect.Max.X {
			x, y, high = 0, y+high+4, 0
		}
		draw.Draw(sheet, line.Picture.Rect.Add(image.Pt(x, y)), line.Picture, image.Point{}, draw.Src)
		x, high = x+line.Picture.Rect.Dx()+4, max(high, line.Picture.Rect.Dy())
	}
	compareWithGolden(t, "lines.png", sheet)
}

// compareWithGolden allows for processors that round otherwise: a mean difference of half a grey. What differs is left
// beside the picture as .got.png.
func compareWithGolden(t *testing.T, name string, got *image.Gray) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		writePicture(t, path, got)
		return
	}
	file, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is not there; go test -update draws it", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	want, sum := picture.(*image.Gray), 0
	if want.Rect != got.Rect {
		t.Fatalf("%s is %v, drawn is %v", path, want.Rect, got.Rect)
	}
	for i, v := range got.Pix {
		sum += max(int(v)-int(want.Pix[i]), int(want.Pix[i])-int(v))
	}
	if mean := float64(sum) / float64(len(got.Pix)); mean > 0.5 {
		beside := strings.TrimSuffix(path, ".png") + ".got.png"
		writePicture(t, beside, got)
		t.Errorf("it differs from %s by %.2f greys in the mean; see %s", path, mean, beside)
	}
}

func writePicture(t *testing.T, path string, picture image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestLineDependsOnSeedAlone(t *testing.T) {
	o := DefaultLines()
	o.Books = inventedBooks(3)
	a, b, c := NewLine(seeded(1), &o), NewLine(seeded(1), &o), NewLine(seeded(2), &o)
	if a.Digits != b.Digits || !slices.Equal(a.Places, b.Places) || !bytes.Equal(a.Picture.Pix, b.Picture.Pix) {
		t.Error("the same seed gave two lines")
	}
	if bytes.Equal(a.Picture.Pix, c.Picture.Pix) {
		t.Error("two seeds gave the same line")
	}
}

// What is known of a line fits what is seen: the digits stand from left to right, on the picture but for those that it cuts
// off, and there is ink where they are.
func TestLineSaysWhereItsDigitsAre(t *testing.T) {
	o := DefaultLines()
	o.Books, o.Wildness, o.Empty, o.Cheques = inventedBooks(3), 0.7, 0, 0
	random := seeded(3)
	for range 300 {
		line := NewLine(random, &o)
		if len(line.Places) != len(line.Digits) || len(line.Digits) < o.Least || len(line.Digits) > o.Most {
			t.Fatalf("%d places for the digits %q", len(line.Places), line.Digits)
		}
		for i, p := range line.Places {
			if i > 0 && p.X <= line.Places[i-1].X {
				t.Errorf("%s: digit %d stands at %.0f, the next at %.0f", line.Digits, i-1, line.Places[i-1].X, p.X)
			}
			around := image.Rect(int(p.X)-3, int(p.Top), int(p.X)+4, int(p.Bottom)).Intersect(line.Picture.Rect)
			if around.Empty() || darkest(line.Picture, around) > 0.97*meanGrey(line.Picture, around) {
				t.Errorf("%s: digit %d: no ink at %v", line.Digits, i, around)
			}
		}
	}
}

func meanGrey(picture *image.Gray, box image.Rectangle) float64 {
	sum := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			sum += int(picture.GrayAt(x, y).Y)
		}
	}
	return float64(sum) / float64(box.Dx()*box.Dy())
}

func darkest(picture *image.Gray, box image.Rectangle) float64 {
	least := uint8(255)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			least = min(least, picture.GrayAt(x, y).Y)
		}
	}
	return float64(least)
}

// No digit is likelier than another, nowhere in the number, nor behind any other: chi-squared over the ten digits of the
// first place and over the hundred pairs of neighbours.
func TestDigitsAreDrawnEvenly(t *testing.T) {
	o := DefaultLines()
	o.Least, o.Most, o.Runs = 3, 3, 0
	var first [10]int
	var pairs [100]int
	random := seeded(4)
	const numbers = 20000
	for range numbers {
		d := o.newDigits(random)
		first[d[0]]++
		pairs[10*d[1]+d[2]]++
	}
	// The limits are passed by one in a thousand fair drawings: of 9 and of 99 degrees of freedom.
	if chi := chiSquared(first[:], numbers); chi > 27.9 {
		t.Errorf("the first digits %v, chi-squared %.1f", first, chi)
	}
	if chi := chiSquared(pairs[:], numbers); chi > 148 {
		t.Errorf("pairs of digits: chi-squared %.1f", chi)
	}
	o.Runs = 1
	var runs [10]int // by the digit that repeats
	for range numbers {
		d := o.newDigits(random)
		if d[0] != d[1] && d[1] != d[2] {
			t.Fatalf("%v is no run", d)
		}
		runs[d[1]]++
	}
	if zeros := float64(runs[0]) / numbers; math.Abs(zeros-0.55) > 0.02 { // half, and a tenth of the other half
		t.Errorf("%.3f of the runs are of zeros", zeros)
	}
	if chi := chiSquared(runs[1:], numbers-runs[0]); chi > 26.1 {
		t.Errorf("runs of the other digits %v, chi-squared %.1f", runs[1:], chi)
	}
}

func chiSquared(counts []int, n int) (chi float64) {
	mean := float64(n) / float64(len(counts))
	for _, c := range counts {
		chi += (float64(c) - mean) * (float64(c) - mean) / mean
	}
	return chi
}

func TestLineOptions(t *testing.T) {
	books := inventedBooks(2)
	tests := []struct {
		name  string // what the options ask for
		alter func(o *LineOptions)
		ok    func(o *LineOptions) bool
	}{
		{"no number", func(o *LineOptions) { o.Empty = 1 }, func(o *LineOptions) bool {
			line := NewLine(seeded(5), o)
			return line.Digits == "" && len(line.Places) == 0 && !line.Picture.Rect.Empty()
		}},
		{"a length", func(o *LineOptions) { o.Empty, o.Least, o.Most = 0, 10, 10 }, func(o *LineOptions) bool {
			return len(NewLine(seeded(5), o).Digits) == 10
		}},
		{"hands from the books alone", func(o *LineOptions) { o.Invented, o.Foreign = 0, 0 }, func(o *LineOptions) bool {
			p := o.newPenman(seeded(5))
			return slices.Contains(books, p.book) && p.invented == [10]bool{}
		}},
		{"invented hands alone", func(o *LineOptions) { o.Invented = 1 }, func(o *LineOptions) bool {
			return o.newPenman(seeded(5)).book == nil
		}},
		{"ones and sevens invented", func(o *LineOptions) { o.Invented, o.Foreign = 0, 1 }, func(o *LineOptions) bool {
			p := o.newPenman(seeded(5))
			return p.book != nil && p.invented[1] && p.invented[7] && !p.invented[3]
		}},
		{"nothing but digits", func(o *LineOptions) { o.Marks, o.Wildness = 0, 0 }, func(o *LineOptions) bool {
			line := NewLine(seeded(5), o)
			left, right := line.Places[0].X, line.Places[len(line.Places)-1].X
			high := line.Places[0].Bottom - line.Places[0].Top
			return left < 2*high && float64(line.Picture.Rect.Dx())-right < 2*high
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := DefaultLines()
			o.Books = books
			test.alter(&o)
			if !test.ok(&o) {
				t.Error("was not heeded")
			}
		})
	}
}

// A row keeps its digits in their order, however much they overlap, and a wide gap is a wide gap.
func TestRow(t *testing.T) {
	h := NewHand(seeded(6))
	m := manner{gap: -1, word: 1, hang: 1, initial: 1}
	for class := range m.size {
		m.size[class] = 1
	}
	r := newRow(seeded(6), penman{hand: h}, m)
	for _, class := range []int{1, 0, 1, 7, 4} {
		r.digit(class)
	}
	for i := range r.places[1:] {
		if apart := r.places[i+1].X - r.places[i].X; apart < 0.25 {
			t.Errorf("digits %d and %d are %.2f heights apart", i, i+1, apart)
		}
	}
	end := r.end
	r.space()
	r.sign(".", 1, 0)
	if gap := r.ink[len(r.ink)-1][0].x - end; gap < 0.6 || gap > 2 {
		t.Errorf("a blank of one height is %.2f wide", gap)
	}
	if string(r.digits) != "10174" {
		t.Errorf("written was 10174, noted %s", r.digits)
	}
}

// TestZerosDwindle writes a run of zeros in a manner that makes each of them smaller than the one before, and flatter than the
// first; another digit ends the run.
func TestZerosDwindle(t *testing.T) {
	m := manner{gap: 0.3, hang: 1, dwindle: 0.9, flat: 0.8, initial: 1}
	for class := range m.size {
		m.size[class] = 1
	}
	h := NewHand(seeded(8))
	h.pen = 0.02 // so that places are about as high as what is written
	r := newRow(seeded(8), penman{hand: h}, m)
	for _, class := range []int{0, 0, 0, 5, 0} {
		r.digit(class)
	}
	height := func(i int) float64 { return r.places[i].Bottom - r.places[i].Top }
	for i, want := range map[int]float64{1: 0.9 * 0.8, 2: 0.9 * 0.9 * 0.8, 4: 1} {
		if got := height(i) / height(0); math.Abs(got-want) > 0.1 {
			t.Errorf("zero %d is %.2f times as high as the first, want %.2f", i, got, want)
		}
	}
}

// The links of digits go from the one to the other.
func TestLinkedDigits(t *testing.T) {
	r := newRow(seeded(7), penman{hand: NewHand(seeded(7))}, newManner(seeded(7), 1))
	r.manner.linked = 0
	r.digit(0)
	r.digit(0)
	alone := len(r.ink)
	r.manner.linked = 1
	r.digit(0)
	link := r.ink[len(r.ink)-1]
	if len(r.ink) != alone+len(r.last)+1 {
		t.Fatalf("%d traces behind %d and %d, want a link", len(r.ink), alone, len(r.last))
	}
	if from, to := link[0].x, link[len(link)-1].x; from > to || to-from > 1 {
		t.Errorf("the link goes from %.2f to %.2f", from, to)
	}
}

// Blurring moves no light out of the picture and makes a point as wide as it is told.
func TestBlurByThrees(t *testing.T) {
	for _, deviation := range []float64{0, 0.4, 0.9, 1.5} {
		const width, height = 31, 21
		v := make([]float32, width*height)
		v[10*width+15] = 1
		blurByThrees(v, width, height, deviation)
		sum, spreadX, spreadY := 0.0, 0.0, 0.0
		for i, light := range v {
			x, y := float64(i%width-15), float64(i/width-10)
			sum, spreadX, spreadY = sum+float64(light), spreadX+x*x*float64(light), spreadY+y*y*float64(light)
		}
		if math.Abs(sum-1) > 1e-5 || math.Abs(spreadX-deviation*deviation) > 0.02 || math.Abs(spreadY-deviation*deviation) > 0.02 {
			t.Errorf("%v: light %.4f, variances %.3f and %.3f", deviation, sum, spreadX, spreadY)
		}
	}
}

// A row of the noise is what the noise is at its points.
func TestNoiseAlongRow(t *testing.T) {
	n := newNoise(seeded(8))
	row := make([]float32, 200)
	for _, begin := range [][2]float64{{0, 0}, {61.3, 7.9}, {-3.2, -1.5}} {
		n.alongRow(row, begin[0], begin[1], 0.43)
		for i, v := range row {
			if want := n.at(begin[0]+0.43*float64(i), begin[1]); math.Abs(float64(v)-want) > 1e-3 {
				t.Fatalf("from %v, point %d: %v, want %v", begin, i, v, want)
			}
		}
	}
}

// Lines are printed where they are told to be.
func TestPrintRule(t *testing.T) {
	s := newSlip(40, 30)
	s.printRule(false, 10, 0.1, 2, 0.5)
	for _, x := range []int{0, 20, 39} {
		dark, middle := 0.0, 0.0
		for y := range 30 {
			v := float64(s.print[y*40+x])
			dark, middle = dark+v, middle+v*(float64(y)+0.5)
		}
		if want := 10 + 0.1*float64(x); math.Abs(dark-1) > 0.05 || math.Abs(middle/dark-want) > 0.1 {
			t.Errorf("column %d: the rule is %.2f thick times its strength, its middle at %.2f, want %.2f", x, dark, middle/dark, want)
		}
	}
	s = newSlip(40, 30)
	s.printRule(true, 25, 0, 1, 0.5)
	if s.print[12*40+25] == 0 || s.print[12*40+5] != 0 {
		t.Error("the upright rule is not at column 25")
	}
}

// Of a region nothing is printed outside.
func TestRegion(t *testing.T) {
	s := newSlip(40, 30)
	s.printLines(seeded(9), region{0, 1, -10}, 0.3, 5, 0.4, 1)
	s.printArcs(region{1, 0, -20}, 5, 5, 4, 0.4)
	inside := float32(0)
	for y := range 30 {
		for x := range 40 {
			if v := s.print[y*40+x]; y < 9 && x < 19 && v != 0 {
				t.Fatalf("(%d,%d) is printed", x, y)
			} else {
				inside += v
			}
		}
	}
	if inside < 40 {
		t.Errorf("hardly anything is printed: %v", inside)
	}
}

func BenchmarkNewLine(b *testing.B) {
	o := DefaultLines()
	o.Books = inventedBooks(20)
	random := seeded(10)
	for b.Loop() {
		NewLine(random, &o)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

// Notes turn out badly as often as the options say, and cheques, which are scanned, never do.
func TestSpoiltNotes(t *testing.T) {
	const lines = 400
	count := func(cheques, spoilt float64) (blurred, small int) {
		o := DefaultLines()
		o.Cheques, o.Spoilt, o.Empty, o.Runs, o.Marks = cheques, spoilt, 0, 0, 0
		random := seeded(5)
		for range lines {
			line := NewLine(random, &o)
			high := 0.0
			for _, p := range line.Places {
				high = max(high, p.Bottom-p.Top)
			}
			if line.Blur > 1.2 { // as it is on pictures in focus
				blurred++
			}
			if high < 14 {
				small++
			}
		}
		return blurred, small
	}
	if blurred, small := count(0, 0); blurred > 0 || small > lines/50 {
		t.Errorf("%d of %d good notes are blurred, %d small", blurred, lines, small)
	}
	if blurred, small := count(1, 1); blurred > 0 || small > lines/50 {
		t.Errorf("%d of %d cheques are blurred, %d small", blurred, lines, small)
	}
	if blurred, small := count(0, 1); blurred < lines/8 || small < lines/50 {
		t.Errorf("%d of %d spoilt notes are blurred, %d small", blurred, lines, small)
	}
}
