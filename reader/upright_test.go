package reader_test

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/draw"

	"aloud/reader"
	"aloud/scribe"
)

// turnedPicture is the picture turned clockwise by so many quarters.
func turnedPicture(img image.Image, quarters int) image.Image {
	for range quarters {
		size := img.Bounds().Size()
		turned := image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
		for y := range size.Y {
			for x := range size.X {
				turned.Set(size.Y-1-y, x, img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y))
			}
		}
		img = turned
	}
	return img
}

func digitsOf(r reader.Reading) []string {
	var digits []string
	for _, n := range r.Numbers {
		digits = append(digits, n.Digits)
	}
	return digits
}

// However the paper lies, the numbers are read in their order, and the boxes are where they are on the picture.
func TestReadTurned(t *testing.T) {
	lines := []string{"472 0183", "3956"}
	written := note(t, 4, lines...)
	r := newReader(t)
	want := read(t, r, written)
	for quarters := range 4 {
		got := read(t, r, turnedPicture(written, quarters))
		if diff := cmp.Diff([]string{"4720183", "3956"}, digitsOf(got)); diff != "" {
			t.Errorf("turned by %d quarters, numbers (-want +got):\n%s", quarters, diff)
			continue
		}
		if got.Turned != 90*quarters || got.MaybeTurned != nil || !got.Sure() {
			t.Errorf("turned by %d quarters: said to be turned by %d degrees, maybe by %v, sure %v",
				quarters, got.Turned, got.MaybeTurned, got.Sure())
		}
		for i, n := range got.Numbers {
			size := written.Bounds().Size()
			box := image.Rectangle(want.Numbers[i].Box)
			for range quarters {
				box = image.Rect(size.Y-box.Max.Y, box.Min.X, size.Y-box.Min.Y, box.Max.X)
				size = image.Pt(size.Y, size.X)
			}
			shared := box.Intersect(image.Rectangle(n.Box)).Size()
			if all := box.Union(image.Rectangle(n.Box)).Size(); float64(shared.X*shared.Y) < 0.9*float64(all.X*all.Y) {
				t.Errorf("turned by %d quarters, number %d is at %v, want %v", quarters, i, n.Box, box)
			}
			slope := want.Numbers[i].Slope + 90*float64(quarters)
			if off := math.Remainder(n.Slope-slope, 360); math.Abs(off) > 1.5 {
				t.Errorf("turned by %d quarters, number %d has slope %.1f, want %.1f", quarters, i, n.Slope, slope)
			}
		}
	}
}

// A number alone on a page that lies on its side is a column, of which some digits, as 0 and 8, read well as they lie.
func TestReadNumberOnItsSide(t *testing.T) {
	r := newReader(t)
	for seed := range uint64(4) {
		for _, number := range []string{"7895", "8083", "05887"} {
			for _, quarters := range []int{1, 3} {
				got := read(t, r, turnedPicture(note(t, seed, number), quarters))
				if !slices.Equal(digitsOf(got), []string{number}) || got.Turned != 90*quarters {
					t.Errorf("seed %d, %s turned by %d: read %q, said to be turned by %d", seed, number, 90*quarters, digitsOf(got), got.Turned)
				}
			}
		}
	}
}

// Of numbers below one another, the digits stand in columns on a page that lies on its side, and now and then two are level.
func TestReadNumbersOnTheirSides(t *testing.T) {
	r := newReader(t)
	for seed := range uint64(6) {
		numbers := []string{"0699863", "073460852", "99043897"}[:2+seed%2]
		for _, quarters := range []int{1, 3} {
			got := read(t, r, turnedPicture(note(t, seed, numbers...), quarters))
			if !slices.Equal(digitsOf(got), numbers) || got.Turned != 90*quarters {
				t.Errorf("seed %d, turned by %d: read %q, said to be turned by %d", seed, 90*quarters, digitsOf(got), got.Turned)
			}
		}
	}
}

// A number that reads otherwise upside down, and as well, is never sure, whichever way up it lies. One that reads the
// same is, and so is one that upside down can hardly be read.
func TestUpsideDown(t *testing.T) {
	r := newReader(t)
	for _, test := range []struct {
		written string
		doubt   bool
	}{
		{"6", true},
		{"9", true},
		{"8", false},
		{"101", false},
		{"74", false},
		{"6347", false},
	} {
		for _, quarters := range []int{0, 2} {
			t.Run(fmt.Sprint(test.written, " turned by ", 90*quarters), func(t *testing.T) {
				reading := read(t, r, turnedPicture(note(t, 7, test.written), quarters))
				if !test.doubt {
					if got := digitsOf(reading); !slices.Equal(got, []string{test.written}) || !reading.Sure() || len(reading.MaybeTurned) > 0 {
						t.Errorf("read %q, sure %v, maybe turned by %v", got, reading.Sure(), reading.MaybeTurned)
					}
					return
				}
				if len(reading.Numbers) != 1 || reading.Sure() || !slices.Contains(reading.MaybeTurned, (reading.Turned+180)%360) {
					t.Errorf("read %q, sure %v, turned by %d, maybe by %v: want one number in doubt, maybe upside down",
						digitsOf(reading), reading.Sure(), reading.Turned, reading.MaybeTurned)
				}
			})
		}
	}
}

// What a program has cut out of a picture may be a line on its side all the same, if it is much higher than wide.
func TestReadStripOnItsSide(t *testing.T) {
	written := note(t, 4, "472 0183")
	size := written.Bounds().Size()
	strip := image.NewRGBA(image.Rect(0, 0, 400, 100))
	middle := image.Rect(0, size.Y/2-size.X/8, size.X, size.Y/2+size.X/8)
	draw.CatmullRom.Scale(strip, strip.Rect, written, middle, draw.Src, nil)
	for quarters := range 4 {
		if quarters == 2 {
			continue // see TestReadFieldAsItLies
		}
		if got := read(t, newReader(t), turnedPicture(strip, quarters)); !slices.Equal(digitsOf(got), []string{"4720183"}) {
			t.Errorf("turned by %d: read %q", 90*quarters, digitsOf(got))
		}
	}
}

// A picture of so few pixels was cut out of a form by a program, and lies as it should: it is read as it lies.
func TestReadFieldAsItLies(t *testing.T) {
	upsideDown := turnedPicture(note(t, 4, "472 0183"), 2)
	size := upsideDown.Bounds().Size()
	for _, test := range []struct {
		longer, turned int
	}{
		{400, 180},
		{300, 0},
	} {
		small := image.NewRGBA(image.Rect(0, 0, test.longer, test.longer*size.Y/size.X))
		draw.CatmullRom.Scale(small, small.Rect, upsideDown, upsideDown.Bounds(), draw.Src, nil)
		if got := read(t, newReader(t), small); got.Turned != test.turned || len(got.MaybeTurned) > 0 {
			t.Errorf("%d pixels upside down: said to be turned by %d degrees, maybe by %v, want %d",
				test.longer, got.Turned, got.MaybeTurned, test.turned)
		}
	}
}

// Nobody writes steeply in a field: a small picture of a line that is steep shows no field, and is made level first.
func TestReadSmallPictureOfASteepLine(t *testing.T) {
	for _, tilt := range []float64{-30, 25} {
		steep := written(t, "472 0183", func(s *scribe.Scene) { s.Width, s.Height, s.DigitHeight, s.Tilt = 300, 220, 26, tilt })
		if got := read(t, newReader(t), steep); !slices.Equal(digitsOf(got), []string{"4720183"}) {
			t.Errorf("tilted by %v degrees: read %q", tilt, digitsOf(got))
		}
	}
}
