package photo

import (
	"image"
	"math"
	"testing"
)

// rows places upright boxes of 30x40 pixels in rows that slope by the angle in degrees, clockwise.
func rows(degrees float64, count, perRow int) []*Piece {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	var pieces []*Piece
	for i := range count {
		along, across := float64(60*(i%perRow)-30*perRow), float64(90*(i/perRow))
		x, y := int(math.Round(2000+cos*along-sin*across)), int(math.Round(2000+sin*along+cos*across))
		pieces = append(pieces, &Piece{Box: image.Rect(x-15, y-20, x+15, y+20), area: 600, outline: 130})
	}
	return pieces
}

func TestSlope(t *testing.T) {
	for _, test := range []struct {
		reason        string
		count, perRow int
	}{
		{"one line", 8, 8},
		{"a page of lines", 60, 12},
		{"more than are looked at", 400, 20},
	} {
		for _, degrees := range []float64{0, 2, -3.4, 7, -12, 20.5, -30, 40, -44} {
			if got := slopeOf(rows(degrees, test.count, test.perRow), 40); math.Abs(got-degrees) > 1 {
				t.Errorf("%s: slope %v, want %v", test.reason, got, degrees)
			}
		}
	}
}

// Three digits in a line that no hand writes so steeply tell how the page lies.
func TestSlopeOfThree(t *testing.T) {
	for _, degrees := range []float64{-40, -30, 20, 35} {
		if got := slopeOf(rows(degrees, 3, 3), 40); math.Abs(got-degrees) > 2 {
			t.Errorf("slope %v, want %v", got, degrees)
		}
	}
}

func TestSlopeOfHardlyAnything(t *testing.T) {
	specks := rows(20, 10, 10)
	for _, p := range specks {
		p.Box = box(p.Box.Min.X, p.Box.Min.Y, 5, 5)
	}
	bent := rows(20, 3, 3)
	bent[1].Box = bent[1].Box.Add(image.Pt(0, 20))
	for _, test := range []struct {
		reason string
		pieces []*Piece
	}{
		{"nothing is level", nil},
		{"two digits have a slope by chance", rows(20, 2, 2)},
		{"three are hardly level by chance", rows(10, 3, 3)},
		{"nor do three stand in a line that bends", bent},
		{"specks are no writing", specks},
	} {
		if got := slopeOf(test.pieces, 40); got != 0 {
			t.Errorf("%s: slope %v, want 0", test.reason, got)
		}
	}
}

// A row that stands upright, or nearly, must not be leaned on by 45 degrees for want of anything more level.
func TestSlopeOfColumns(t *testing.T) {
	for _, degrees := range []float64{90, 80, -70, 55} {
		if got := slopeOf(rows(degrees, 8, 8), 40); got != 0 {
			t.Errorf("of a row at %v degrees: slope %v, want 0", degrees, got)
		}
	}
	if got := slopeOf(rows(45, 8, 8), 40); got != 45 {
		t.Errorf("of a row at 45 degrees: slope %v", got)
	}
}

func TestSlopeThrough(t *testing.T) {
	for _, degrees := range []float64{0, 5, -17, 30} {
		if got := slopeThrough(rows(degrees, 6, 6)); math.Abs(got-degrees) > 0.5 {
			t.Errorf("slope %v, want %v", got, degrees)
		}
	}
	if got := slopeThrough(rows(30, 2, 2)); got != 0 {
		t.Errorf("of two pieces: %v, want 0: they may be of different height", got)
	}
}
