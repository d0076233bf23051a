package photo

import (
	"fmt"
	"image"
	"math"
	"testing"
)

// amount is a picture of one line: a number of rings, each so high and two thirds as wide, on paper of one grey.
func amount(rings, height int, paper, ink uint8) (picture *image.Gray, boxes []image.Rectangle) {
	pitch := height
	picture = blank(rings*pitch+height, 2*height, paper)
	for i := range rings {
		box := box(height/2+i*pitch, height/2, 2*height/3, height)
		ring(picture, box, max(height/10, 2), ink)
		boxes = append(boxes, box)
	}
	return picture, boxes
}

// seen is the box around what is at least half as strong as usual ink on the columns of a strip.
func seen(s *Strip, left, right int) (box image.Rectangle) {
	for y := range StripHeight {
		for x := left; x < right; x++ {
			if s.GrayAt(x, y).Y >= StripInk/2 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// Whatever its size on the picture, a line of digits is shown level in the middle rows, 23 pixels high.
func TestStripHasOneSize(t *testing.T) {
	for _, height := range []int{12, 23, 30, 61} {
		t.Run(fmt.Sprint(height), func(t *testing.T) {
			picture, boxes := amount(5, height, 200, 60)
			page, extents := FindLine(picture)
			s := page.Strip(extents[0], Straight())
			if s.Rect.Dy() != StripHeight || s.Rect.Dx()%StripStep != 0 {
				t.Fatalf("a strip of %v", s.Rect)
			}
			ink := seen(s, 0, s.Rect.Dx())
			if ink.Dy() < StripDigit-2 || ink.Dy() > StripDigit+2 || ink.Min.Y < 3 || ink.Max.Y > 29 {
				t.Errorf("the digits are in the rows from %d to %d", ink.Min.Y, ink.Max.Y)
			}
			for _, b := range boxes {
				left, top := s.Place(float64(b.Min.X), float64(b.Min.Y))
				right, bottom := s.Place(float64(b.Max.X), float64(b.Max.Y))
				ink := seen(s, int(left)-3, int(right)+4)
				if math.Abs(left-float64(ink.Min.X)) > 1.5 || math.Abs(right-float64(ink.Max.X)) > 1.5 ||
					math.Abs(top-float64(ink.Min.Y)) > 1.5 || math.Abs(bottom-float64(ink.Max.Y)) > 1.5 {
					t.Errorf("%v is said to be at (%.1f,%.1f)-(%.1f,%.1f) and is at %v", b, left, top, right, bottom, ink)
				}
			}
		})
	}
}

// Ink that is faint on the picture is as strong in the strip as black ink, and the light makes no difference.
func TestStripHasOneStrength(t *testing.T) {
	for _, grey := range [][2]uint8{{250, 10}, {250, 180}, {120, 40}} {
		picture, boxes := amount(4, 30, grey[0], grey[1])
		page, extents := FindLine(picture)
		s := page.Strip(extents[0], Straight())
		x, y := s.Place(float64(boxes[1].Min.X)+1.5, float64(boxes[1].Min.Y)+15)
		if v := s.GrayAt(int(x), int(y)).Y; v < StripInk*3/4 {
			t.Errorf("ink of %d on paper of %d: the stroke is %d", grey[1], grey[0], v)
		}
		if x, y := s.Place(float64(boxes[1].Min.X)+10, float64(boxes[1].Min.Y)+15); s.GrayAt(int(x), int(y)).Y > 10 {
			t.Errorf("ink of %d on paper of %d: the paper is %d", grey[1], grey[0], s.GrayAt(int(x), int(y)).Y)
		}
	}
}

// Noise that is too faint to be ink is not blown up to it.
func TestStripOfBlankPaper(t *testing.T) {
	picture := blank(120, 40, 200)
	for i := range picture.Pix {
		picture.Pix[i] -= uint8(i * 7919 % 5) // a contrast of 0.02 at most
	}
	page, extents := FindLine(picture)
	s := page.Strip(extents[0], Straight())
	if ink := seen(s, 0, s.Rect.Dx()); !ink.Empty() {
		t.Errorf("there is ink at %v", ink)
	}
}

// The rims are for a network that looks a little beyond the line; even ink that runs out of the picture leaves them free.
func TestStripHasRims(t *testing.T) {
	picture, _ := amount(3, 30, 220, 30)
	paint(picture, box(0, 28, picture.Rect.Dx(), 3), 30)
	page, extents := FindLine(picture)
	for _, e := range extents {
		s := page.Strip(e, Straight())
		for y := range StripHeight {
			for x := range stripRim {
				if s.GrayAt(x, y).Y != 0 || s.GrayAt(s.Rect.Dx()-1-x, y).Y != 0 {
					t.Fatalf("there is ink in row %d of the rim", y)
				}
			}
		}
	}
}

// One of the extents is right, within a fifth, where the first impression is wrong.
func TestExtentsOfHardLines(t *testing.T) {
	tests := []struct {
		name string // what stands in the way
		draw func(picture *image.Gray, boxes []image.Rectangle)
	}{
		{"nothing", func(*image.Gray, []image.Rectangle) {}},
		{"a rule that all digits stand on", func(picture *image.Gray, boxes []image.Rectangle) {
			paint(picture, box(0, boxes[0].Max.Y-1, picture.Rect.Dx(), 3), 50)
		}},
		{"rules above and below", func(picture *image.Gray, boxes []image.Rectangle) {
			paint(picture, box(0, 2, picture.Rect.Dx(), 2), 20)
			paint(picture, box(0, picture.Rect.Dy()-4, picture.Rect.Dx(), 2), 20)
		}},
		{"a dash and a point behind", func(picture *image.Gray, boxes []image.Rectangle) {
			last := boxes[len(boxes)-1]
			paint(picture, box(last.Max.X+2, last.Max.Y-3, 3, 3), 60)
			paint(picture, box(last.Max.X+8, last.Min.Y+15, 10, 3), 60)
		}},
		{"strokes that join all digits at half their height", func(picture *image.Gray, boxes []image.Rectangle) {
			paint(picture, image.Rect(boxes[0].Min.X, 29, boxes[3].Max.X, 32), 60)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			const height = 30
			picture, boxes := amount(4, height, 200, 60)
			test.draw(picture, boxes)
			_, extents := FindLine(picture)
			for _, e := range extents {
				middle := float64(boxes[0].Min.Y) + height/2
				if e.Height > 0.8*height && e.Height < 1.25*height && math.Abs(e.Middle-middle) < 0.2*height {
					return
				}
			}
			t.Errorf("a height of %d is none of %+v", height, extents)
		})
	}
}

// A strip of a page of a photograph shows the line that was found there, and turns what is not level.
func TestStripOfPage(t *testing.T) {
	for _, climb := range []int{0, 3, -6} { // pixels from one digit to the next
		picture := blank(900, 500, 210)
		for i := range 6 {
			ring(picture, box(150+100*i, 200+climb*i, 60, 85), 8, 40)
		}
		page := Find(picture)
		if len(page.Lines) != 1 {
			t.Fatalf("%d lines", len(page.Lines))
		}
		extents := page.Extents(&page.Lines[0])
		s := page.Strip(extents[0], Straight())
		if ink := seen(s, 0, s.Rect.Dx()); ink.Dy() < StripDigit-2 || ink.Dy() > StripDigit+3 {
			t.Errorf("climbing by %d: the ink is at %v, want it %d high", climb, ink, StripDigit)
		}
		if width := s.Rect.Dx(); width < 130 || width > 200 { // 560 pixels, 85 of which become 23, and margins
			t.Errorf("climbing by %d: the strip is %d wide", climb, width)
		}
	}
}

func TestViews(t *testing.T) {
	picture, _ := amount(4, 30, 200, 60)
	page, extents := FindLine(picture)
	straight := page.Strip(extents[0], Straight())
	low := page.Strip(extents[0], View{Height: 16, Width: 1})
	if ink := seen(low, 0, low.Rect.Dx()); ink.Dy() < 15 || ink.Dy() > 18 {
		t.Errorf("in a view of digits 16 high they are %d high", ink.Dy())
	}
	wide := page.Strip(extents[0], View{Height: StripDigit, Width: 1.5})
	ratio := float64(seen(wide, 0, wide.Rect.Dx()).Dx()) / float64(seen(straight, 0, straight.Rect.Dx()).Dx())
	if ratio < 1.4 || ratio > 1.6 {
		t.Errorf("in a view half as wide again the line is %.2f as wide", ratio)
	}
	// What leans to the right by 0.5 stands upright in a view that is sheared by 0.5.
	slanted := blank(80, 60, 200)
	for y := range 30 {
		paint(slanted, box(45-y/2, 15+y, 3, 1), 60)
	}
	page, extents = FindLine(slanted)
	leaning := page.Strip(extents[0], Straight())
	upright := page.Strip(extents[0], View{Height: StripDigit, Width: 1, Shear: 0.5})
	if a, b := seen(leaning, 0, leaning.Rect.Dx()).Dx(), seen(upright, 0, upright.Rect.Dx()).Dx(); a < 10 || b > 5 {
		t.Errorf("a slanted stroke is %d wide, and %d when righted", a, b)
	}
}

func TestPlaceAndPointAreInverse(t *testing.T) {
	p := newPlacing(Extent{Left: 11, Right: 180, Middle: 40, Height: 37, Slope: 4}, View{Height: 20, Width: 1.2, Shear: 0.3})
	for _, at := range [][2]float64{{0, 0}, {8, 16}, {77, 3}} {
		if x, y := p.place(p.point(at[0], at[1])); math.Abs(x-at[0]) > 1e-9 || math.Abs(y-at[1]) > 1e-9 {
			t.Errorf("%v became (%v,%v)", at, x, y)
		}
	}
	if x, y := p.place(11, 40-169./2*math.Tan(4*math.Pi/180)); math.Abs(x-stripRim) > 1e-9 || math.Abs(y-StripHeight/2) > 1e-9 {
		t.Errorf("the left end of the middle is shown at (%v,%v)", x, y)
	}
}

// The smallest pictures have a strip too; and one that is all ink.
func TestStripOfNextToNothing(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {3, 2}, {2, 40}, {200, 3}} {
		for _, grey := range []uint8{0, 255} {
			page, extents := FindLine(blank(size.X, size.Y, grey))
			for _, e := range extents {
				if s := page.Strip(e, Straight()); s.Rect.Dx()%StripStep != 0 || s.Rect.Dx() < 2*stripRim {
					t.Errorf("%v: a strip of %v", size, s.Rect)
				}
			}
		}
	}
}

// A line as on a cheque.
func BenchmarkStripOfLine(b *testing.B) {
	picture, boxes := amount(4, 30, 180, 60)
	paint(picture, box(0, boxes[0].Max.Y+4, picture.Rect.Dx(), 2), 60)
	for b.Loop() {
		page, extents := FindLine(picture)
		page.Strip(extents[0], Straight())
	}
}
