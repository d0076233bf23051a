package photo

import (
	"image"
	"slices"
	"testing"
)

// piecesOf draws rings, each on a page of its own, so that they may overlap.
func piecesOf(pen int, rects ...image.Rectangle) []*Piece {
	var pieces []*Piece
	for _, r := range rects {
		pieces = append(pieces, drawnPiece(r, pen, 1))
	}
	return pieces
}

// drawnPiece is a ring, or a filled rectangle where the pen leaves nothing inside, of the given contrast.
func drawnPiece(r image.Rectangle, pen int, contrast float32) *Piece {
	sheet := blank(r.Max.X+1, r.Max.Y+1, 0)
	ring(sheet, r, pen, 1)
	p := plane(sheet)
	for i := range p.V {
		p.V[i] *= contrast
	}
	return components(maskWhere(p, positive).Set, p)[0]
}

func TestWriting(t *testing.T) {
	digits := []image.Rectangle{box(100, 100, 40, 60), box(200, 100, 40, 64), box(300, 100, 40, 56), box(400, 100, 40, 60)}
	var specks []image.Rectangle
	for i := range 40 {
		specks = append(specks, box(20*i, 300, 9, 9))
	}
	for _, test := range []struct {
		reason                 string
		pieces                 []*Piece
		height, least, highest float64 // of a digit; of the stroke's width
	}{
		{"nothing is written", nil, 0, 0, 0},
		{"digits alone", piecesOf(6, digits...), 60, 5, 7},
		{"forty specks do not outvote four digits", piecesOf(6, append(digits, specks...)...), 60, 5, 7},
		{"ruling is longer than any digit", piecesOf(6, append(digits, box(0, 50, 1000, 3), box(0, 200, 1000, 3))...), 60, 5, 7},
		{"a frame is larger than 50 strokes", piecesOf(6, append(digits, box(5, 5, 900, 590))...), 60, 5, 7},
		{"a fine pen may draw digits larger than that", piecesOf(3, box(100, 100, 120, 190), box(300, 100, 100, 200), box(500, 100, 30, 190),
			box(600, 100, 110, 180), box(800, 100, 9, 9)), 190, 2, 4},
		{"but not two of them, beside a digit", piecesOf(3, box(100, 100, 120, 190), box(300, 100, 100, 200), box(500, 100, 40, 60)), 60, 2, 4},
		{"nor frames that differ", piecesOf(3, box(100, 100, 120, 190), box(300, 100, 100, 140), box(450, 100, 160, 195), box(650, 100, 40, 60)), 60, 2, 4},
		{"nor bars", piecesOf(3, box(100, 100, 12, 190), box(300, 100, 11, 200), box(450, 100, 12, 195), box(650, 100, 40, 60)), 60, 2, 4},
		{"one digit is writing", piecesOf(6, box(100, 100, 40, 60)), 60, 5, 7},
		{"a dot is not", piecesOf(6, box(100, 100, 6, 6)), 0, 0, 0},
		{"a stain as faint as grain is not, beside ink", append(piecesOf(6, digits...), drawnPiece(box(500, 100, 300, 300), 6, 0.1)), 60, 5, 7},
	} {
		height, stroke := writing(test.pieces)
		if height != test.height || stroke < test.least || stroke > test.highest {
			t.Errorf("%s: height %v and stroke %.2f, want %v and %v to %v",
				test.reason, height, stroke, test.height, test.least, test.highest)
		}
	}
}

func TestWeightedMedian(t *testing.T) {
	pieces := piecesOf(4, box(0, 0, 20, 10), box(0, 0, 20, 40), box(0, 0, 20, 20), box(0, 0, 20, 30))
	for _, test := range []struct {
		reason string
		weight func(*Piece) float64
		want   float64
	}{
		{"equal weights", func(*Piece) float64 { return 1 }, 20},
		{"the tallest outweighs the others together", func(p *Piece) float64 { return p.height() * p.height() * p.height() }, 40},
		{"one alone has weight", func(p *Piece) float64 { return float64(p.Box.Dy()/30%(p.Box.Dy()/10)) * float64(p.Box.Dy()%40) }, 30},
	} {
		if got := weightedMedian(pieces, (*Piece).height, test.weight); got != test.want {
			t.Errorf("%s: %v, want %v", test.reason, got, test.want)
		}
	}
	if got := weightedMedian(nil, (*Piece).height, (*Piece).width); got != 0 {
		t.Errorf("of no pieces: %v, want 0", got)
	}
}

func TestWithoutEdges(t *testing.T) {
	digits := []image.Rectangle{box(300, 200, 40, 60), box(400, 200, 40, 60), box(500, 200, 40, 60)}
	left := &Mask{2, 1, []bool{true, false}} // the sheet is the left half
	for _, test := range []struct {
		reason   string
		piece    image.Rectangle
		sheet    *Mask
		clipping bool
		kept     bool
	}{
		{"a digit amid the page", box(600, 200, 40, 60), nil, false, true},
		{"a digit at the edge may be cut off, and is for the reader to doubt", box(0, 200, 40, 60), nil, false, true},
		{"a frame touches more than one edge", box(0, 0, 700, 400), nil, false, false},
		{"the edge of a desk runs along one", box(0, 100, 12, 480), nil, false, false},
		{"a sliver at an edge", box(996, 200, 4, 20), nil, false, false},
		{"a digit in a clipping touches top and bottom", box(600, 0, 120, 600), nil, true, true},
		{"a sliver at a clipping's edge", box(996, 200, 4, 20), nil, true, false},
		{"beside the sheet", box(700, 200, 40, 60), left, false, false},
		{"half beside the sheet", box(480, 300, 40, 60), left, false, false},
		{"on the sheet", box(100, 200, 40, 60), left, false, true},
	} {
		pieces := piecesOf(6, append(slices.Clone(digits), test.piece)...)
		kept := withoutEdges(pieces, 1000, 600, test.sheet, test.clipping)
		if got := slices.Contains(kept, pieces[3]); got != test.kept {
			t.Errorf("%s: kept is %v, want %v", test.reason, got, test.kept)
		}
	}
}
