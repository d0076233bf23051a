package photo

import (
	"image"
	"slices"
	"testing"

	"aloud/digit"
)

// pageOf is a page whose contrast is the picture's grey, 255 for 1; what has any is ink.
func pageOf(sheet *image.Gray) *Page {
	contrast := plane(sheet)
	for i := range contrast.V {
		contrast.V[i] /= 255
	}
	ink := Ink{Contrast: contrast, Set: maskWhere(contrast, positive).Set, Floor: leastContrast}
	pieces, _ := ink.Pieces()
	page := &Page{Ink: ink, Pieces: pieces, picture: sheet.Rect, scale: 1}
	page.Height, page.Stroke = writing(page.Pieces)
	return page
}

func TestSeamGoesThroughGap(t *testing.T) {
	ink := sketch(
		"###.######",
		"###..#####",
		"####.#####",
		"####..####",
		"#####.####",
		"##.###.###",
		"######.###",
	)
	grey := image.NewGray(image.Rect(100, 50, 110, 57)) // as a crop, it keeps the page's coordinates
	for i, on := range ink.Set {
		if on {
			grey.Pix[i] = 255
		}
	}
	path := seam(grey, grey.Rect, 102, 108)
	for y, x := range path {
		if ink.Set[y*ink.Width+x-100] {
			t.Errorf("in row %d it crosses ink, at column %d", y, x-100)
		}
		if y > 0 && abs(x-path[y-1]) > 1 {
			t.Errorf("from row %d on it leaps by %d", y, x-path[y-1])
		}
	}
	if len(path) != ink.Height {
		t.Errorf("it has %d rows, want %d", len(path), ink.Height)
	}
}

func TestSeamIsStraightWhereNothingGuidesIt(t *testing.T) {
	for _, grey := range []uint8{0, 255} {
		path := seam(blank(12, 20, grey), box(0, 0, 12, 20), 3, 9)
		if path[0] < 3 || path[0] >= 9 || slices.Min(path) != slices.Max(path) {
			t.Errorf("in plain grey %d the seam is %v", grey, path)
		}
	}
}

// zeros is two digits of the given sizes that touch by a neck of 4 pixels' height.
func zeros(left, right image.Rectangle) *image.Gray {
	sheet := blank(200, 120, 0)
	ring(sheet, left, 8, 255)
	ring(sheet, right, 8, 255)
	paint(sheet, image.Rect(left.Max.X, 60, right.Min.X, 64), 255)
	return sheet
}

func TestSplitCutsAtNeck(t *testing.T) {
	for _, test := range []struct {
		reason      string
		left, right image.Rectangle
	}{
		{"two alike", box(20, 20, 50, 80), box(76, 20, 50, 80)},
		{"a small one before", box(20, 40, 30, 40), box(56, 20, 70, 80)},
		{"a narrow one behind", box(20, 20, 70, 80), box(96, 20, 24, 80)},
	} {
		page := pageOf(zeros(test.left, test.right))
		if len(page.Pieces) != 1 {
			t.Fatalf("%s: %d pieces, want one to be cut", test.reason, len(page.Pieces))
		}
		whole := page.Pieces[0]
		ways := page.Split(whole)
		if !slices.ContainsFunc(ways, func(w [2]*Piece) bool {
			return near(w[0].Box, test.left, 6) && near(w[1].Box, test.right, 6) // the neck may go with either
		}) {
			t.Errorf("%s: none of %d ways parts them", test.reason, len(ways))
		}
		for _, w := range ways {
			if w[0].area+w[1].area != whole.area || w[0].Box.Union(w[1].Box) != whole.Box {
				t.Errorf("%s: a way loses ink or invents it", test.reason)
			}
		}
	}
}

func TestSplitLeavesNarrowPieces(t *testing.T) {
	sheet := blank(40, 60, 0)
	paint(sheet, box(10, 5, 7, 50), 255)
	page := pageOf(sheet)
	if ways := page.Split(page.Pieces[0]); ways != nil {
		t.Errorf("a bare stroke is cut in %d ways", len(ways))
	}
}

// A crop holds the piece alone: what else stands in its box is left out.
func TestCropLeavesNeighbours(t *testing.T) {
	sheet := blank(120, 100, 0)
	ring(sheet, box(20, 10, 60, 80), 8, 255)
	paint(sheet, box(45, 40, 10, 20), 255) // something inside
	page := pageOf(sheet)
	crop := page.Crop(page.Pieces[0])
	if crop.Rect != box(20, 10, 60, 80).Inset(-1) {
		t.Errorf("the crop's bounds are %v", crop.Rect)
	}
	if v := crop.GrayAt(50, 50).Y; v != 0 {
		t.Errorf("the neighbour inside is %d, want 0", v)
	}
	if v := crop.GrayAt(23, 50).Y; v != 255 {
		t.Errorf("the piece itself is %d, want 255", v)
	}
}

// Faint and strong ink become the same digit.
func TestCropIsBlindToStrength(t *testing.T) {
	draw := func(grey uint8) digit.Digit {
		sheet := blank(120, 100, 0)
		ring(sheet, box(20, 10, 60, 80), 8, grey)
		page := pageOf(sheet)
		return page.Digit(page.Pieces[0])
	}
	if strong, faint := draw(250), draw(60); strong != faint {
		t.Error("faint ink makes another digit than strong ink")
	}
}

// inkPerRow is the mean ink of the rows in the middle of a digit, in pixels of full ink: the width of its stroke there.
func inkPerRow(d digit.Digit) float64 {
	sum := 0.0
	for _, v := range d[10*digit.Side : 18*digit.Side] {
		sum += float64(v) / 255
	}
	return sum / 8
}

func TestDigitThickensThinPens(t *testing.T) {
	for _, test := range []struct {
		reason        string
		stroke        int
		least, widest float64 // in pixels of the digit, 20 of which are its height of 80 pixels on the page
	}{
		{"a hair becomes a stroke", 1, 1.4, 2.6},
		{"a sharp pencil", 3, 1.4, 2.6},
		{"the usual pen stays", 8, 1.6, 2.6},
		{"a felt pen stays", 20, 4.5, 5.5},
	} {
		sheet := blank(100, 100, 0)
		paint(sheet, box(40, 10, test.stroke, 80), 255)
		page := pageOf(sheet)
		page.Height = 80
		if got := inkPerRow(page.Digit(page.Pieces[0])); got < test.least || got > test.widest {
			t.Errorf("%s: %d pixels become %.2f, want %.1f to %.1f", test.reason, test.stroke, got, test.least, test.widest)
		}
	}
}
