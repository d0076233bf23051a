package photo

import (
	"image"
	"math"
	"testing"
)

// What levelling does to a point, its inverse undoes; lines that meet come out level.
func TestLevelling(t *testing.T) {
	flat := newPlane(400, 300)
	for _, b := range []bearing{{0, 0}, {20, 0}, {0, 0.8 / 400}, {-12, -0.5 / 400}, {44, 0.3 / 400}} {
		l := newLevelling(b, flat)
		for _, at := range [][2]float64{{0, 0}, {400, 0}, {130, 220}, {400, 300}, {0, 300}} {
			x, y := l.level(at[0], at[1])
			if x < -1 || y < -1 || x > float64(l.width)+1 || y > float64(l.height)+1 {
				t.Errorf("%v: %v comes to %v, %v on a plane of %dx%d", b, at, x, y, l.width, l.height)
			}
			if backX, backY := l.flat(x, y); math.Hypot(backX-at[0], backY-at[1]) > 1e-6 {
				t.Errorf("%v: %v comes back as %v, %v", b, at, backX, backY)
			}
		}
		// Lines through the point where they meet, seen from the middle in the direction of the slope.
		sin, cos := math.Sincos(b.slope * math.Pi / 180)
		for _, v := range []float64{-80, 0, 60} {
			_, y0 := l.level(200-sin*v, 150+cos*v)
			u := 90.0
			down := v * (1 - b.fan*u)
			if _, y := l.level(200+cos*u-sin*down, 150+sin*u+cos*down); math.Abs(y-y0) > 1e-6 {
				t.Errorf("%v: a line falls from %v to %v", b, y0, y)
			}
		}
	}
}

// A page of lines that meet is found to be one, and a page of parallel lines is not, whatever its slope.
func TestBearing(t *testing.T) {
	flat := newPlane(1200, 900)
	place := func(b bearing, perRow int) []*Piece {
		l := newLevelling(b, flat)
		var pieces []*Piece
		for row := range 6 {
			for i := range perRow {
				x, y := l.flat(l.levelX+float64(60*i-240), l.levelY+float64(120*row-300))
				pieces = append(pieces, &Piece{Box: image.Rect(int(x)-15, int(y)-20, int(x)+15, int(y)+20), area: 600, outline: 130})
			}
		}
		return pieces
	}
	for _, want := range []bearing{{0, 0}, {14, 0}, {-30, 0}, {0, 0.6 / 1200}, {5, -0.7 / 1200}, {-20, 0.4 / 1200}} {
		got := bearingOf(place(want, 9), 40, flat)
		if math.Abs(got.slope-want.slope) > 1.5 || math.Abs(got.fan-want.fan)*1200 > 0.06 {
			t.Errorf("%v pixels to where lines meet, at %v degrees: found %v, %v", 1/want.fan, want.slope, 1/got.fan, got.slope)
		}
	}
}

// A page seen aslant: its lines run together, and are found as lines, each digit where it is on the picture.
func TestFindLinesThatRunTogether(t *testing.T) {
	starts := []image.Point{{200, 140}, {200, 250}, {200, 360}, {200, 470}, {200, 580}}
	upright, digits := note(900, 760, 220, starts...)
	straight := plane(upright)
	for _, b := range []bearing{{0, 0.7 / 900}, {8, -0.7 / 900}} {
		l := newLevelling(b, straight)
		pic := blank(900, 760, 220)
		for i := range pic.Pix {
			x, y := l.level(float64(i%900)+0.5, float64(i/900)+0.5)
			pic.Pix[i] = uint8(straight.at(x-l.levelX+450-0.5, y-l.levelY+380-0.5, 220))
		}
		page := Find(pic)
		if len(page.Lines) != len(starts) {
			t.Errorf("%v: %d lines, want %d", b, len(page.Lines), len(starts))
			continue
		}
		for i, line := range page.Lines {
			if len(line.Pieces) != len(digits[i]) {
				t.Errorf("%v: line %d has %d pieces, want %d", b, i, len(line.Pieces), len(digits[i]))
				continue
			}
			for k, p := range line.Pieces {
				want := digits[i][k]
				x, y := l.flat(float64(want.Min.X+want.Max.X)/2-450+l.levelX, float64(want.Min.Y+want.Max.Y)/2-380+l.levelY)
				got := page.Box(p.Box)
				if off := math.Hypot(float64(got.Min.X+got.Max.X)/2-x, float64(got.Min.Y+got.Max.Y)/2-y); off > 5 {
					t.Errorf("%v: digit %d of line %d is found %.1f pixels off", b, k, i, off)
				}
			}
		}
	}
}
