package photo

import (
	"fmt"
	"image"
	"math"
	"slices"
	"testing"

	"aloud/internal/corpus"
)

// TestBoxUndoesTurning draws a dot, turns the page, and asks where the dot was.
func TestBoxUndoesTurning(t *testing.T) {
	for _, scale := range []float64{1, 0.5, 2.5} {
		for _, slope := range []float64{0, 5, -12, 33, -45} {
			for _, at := range []image.Point{{20, 30}, {250, 15}, {150, 100}, {280, 180}} {
				dot := image.Rectangle{at, at.Add(image.Pt(9, 9))}
				sheet := blank(300, 200, 0)
				paint(sheet, dot, 255)
				scaled := plane(sheet).resized(atLeast1(300*scale), atLeast1(200*scale))
				levelled := newLevelling(bearing{slope: slope}, scaled)
				contrast := levelled.of(scaled)
				page := &Page{Ink: Ink{Contrast: contrast}, levelled: levelled, picture: sheet.Rect, part: sheet.Rect, scale: scale}
				ink := maskWhere(contrast, func(v float32) bool { return v > 100 })
				got := page.Box(components(ink.Set, contrast)[0].Box)
				if !near(got, dot, 2+int(9*math.Abs(math.Sin(2*slope*math.Pi/180))/2)) { // boxes of turned boxes are larger
					t.Errorf("scale %v, slope %v: the dot at %v is found at %v", scale, slope, dot, got)
				}
			}
		}
	}
}

// turned turns a plane around its middle, clockwise.
func turned(p *Plane, degrees float64) *Plane { return newLevelling(bearing{slope: -degrees}, p).of(p) }

func TestTurnedHoldsAll(t *testing.T) {
	for _, degrees := range []float64{0, 10, -30, 45, 90} {
		p := planeOf(60, 40, func(x, y int) float64 { return 1 })
		got := turned(p, degrees)
		if before, after := mean(p.V)*60*40, mean(got.V)*float64(len(got.V)); math.Abs(before-after) > 0.03*before {
			t.Errorf("turned by %v degrees the sum went from %v to %v", degrees, before, after)
		}
	}
	quarter := turned(&Plane{2, 1, []float32{1, 2}}, 90) // clockwise: what was left is at the top
	if quarter.Width != 1 || quarter.Height != 2 || math.Abs(float64(quarter.V[0])-1) > 1e-5 {
		t.Errorf("a quarter turn of (1 2) is %+v", quarter)
	}
}

// note draws rows of zeros, 30x48 pixels with a pen of 5, on paper of the given grey, and tells where they are.
func note(width, height int, paper uint8, rows ...image.Point) (*image.Gray, [][]image.Rectangle) {
	sheet := blank(width, height, paper)
	var all [][]image.Rectangle
	for _, start := range rows {
		var row []image.Rectangle
		for i := range 6 {
			r := box(start.X+44*i, start.Y, 30, 48)
			ring(sheet, r, 5, paper/5)
			row = append(row, r)
		}
		all = append(all, row)
	}
	return withNoise(sheet, 2, 1), all
}

func TestFindNote(t *testing.T) {
	plain, plainRows := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	dim, dimRows := note(420, 300, 60, image.Pt(50, 60), image.Pt(70, 180))
	onDesk, deskRows := note(420, 300, 220, image.Pt(70, 80), image.Pt(80, 180))
	for i := range onDesk.Pix {
		if !image.Pt(i%420, i/420).In(image.Rect(40, 40, 380, 270)) {
			onDesk.Pix[i] = 50
		}
	}
	shadow, shadowRows := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	for i := range shadow.Pix {
		if i%420+i/420 > 350 {
			shadow.Pix[i] = uint8(float64(shadow.Pix[i]) * 0.6)
		}
	}
	small, smallRows := note(1700, 1200, 220, image.Pt(600, 500), image.Pt(700, 700))
	strip, stripRows := note(300, 60, 220, image.Pt(20, 6))
	for _, test := range []struct {
		reason string
		pic    *image.Gray
		want   [][]image.Rectangle
	}{
		{"a plain note", plain, plainRows},
		{"in little light", dim, dimRows},
		{"a sheet on a desk", onDesk, deskRows},
		{"half in the hard shadow of a hand", shadow, shadowRows},
		{"small writing on a large photograph", small, smallRows},
		{"a line cut out of a page", strip, stripRows},
	} {
		page := Find(test.pic)
		if len(page.Lines) != len(test.want) {
			t.Errorf("%s: %d lines, want %d", test.reason, len(page.Lines), len(test.want))
			continue
		}
		for i, l := range page.Lines {
			var got []image.Rectangle
			for _, p := range l.Pieces {
				got = append(got, page.Box(p.Box))
			}
			if !slices.EqualFunc(got, test.want[i], func(a, b image.Rectangle) bool { return near(a, b, 2) }) {
				t.Errorf("%s: line %d has pieces at %v, want %v", test.reason, i, got, test.want[i])
			}
		}
	}
}

// The same note, turned under the camera: lines are found level on the page, and where they were in the picture.
func TestFindTurnedNote(t *testing.T) {
	upright, _ := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	for _, degrees := range []float64{8, -15, 30} {
		pic := turned(plane(upright), degrees)
		sheet := image.NewGray(image.Rect(0, 0, pic.Width, pic.Height))
		for i, v := range pic.V {
			if v < 1 {
				v = 220 // what turning has left empty is paper
			}
			sheet.Pix[i] = uint8(v)
		}
		page := Find(sheet)
		if len(page.Lines) != 2 || len(page.Lines[0].Pieces) != 6 || len(page.Lines[1].Pieces) != 6 {
			t.Errorf("%v degrees: %d lines, want 2 of 6 pieces each", degrees, len(page.Lines))
			continue
		}
		if math.Abs(page.Slope-degrees) > 1 {
			t.Errorf("%v degrees: the slope is %v", degrees, page.Slope)
		}
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		dx, dy := 50.0+15-210, 60.0+24-150 // the middle of the first zero, from the middle of the picture
		x, y := cos*dx-sin*dy+float64(pic.Width)/2, sin*dx+cos*dy+float64(pic.Height)/2
		got := page.Box(page.Lines[0].Pieces[0].Box)
		if gx, gy := float64(got.Min.X+got.Max.X)/2, float64(got.Min.Y+got.Max.Y)/2; math.Hypot(gx-x, gy-y) > 3 {
			t.Errorf("%v degrees: the first piece is around (%.0f, %.0f), want (%.0f, %.0f)", degrees, gx, gy, x, y)
		}
	}
}

// In little light a pencil is hardly darker than grain, of which there is a speck everywhere.
func TestFindInGrain(t *testing.T) {
	for _, row := range []struct {
		paper, pencil uint8
		grain         float64
	}{{60, 44, 10}, {60, 36, 20}, {100, 50, 45}} {
		sheet := blank(840, 600, row.paper)
		for i := range 12 {
			ring(sheet, box(100+88*(i%6), 120+240*(i/6), 60, 96), 6, row.pencil)
		}
		page := Find(withNoise(sheet, row.grain, 1))
		if len(page.Lines) != 2 || len(page.Lines[0].Pieces) != 6 || len(page.Lines[1].Pieces) != 6 || len(page.Pieces) > 40 {
			t.Errorf("%+v: %d lines and %d pieces, want two lines of six and few specks", row, len(page.Lines), len(page.Pieces))
		}
	}
}

// Of grain that a photograph was compressed with there is a speck here and there, and what lies between is smooth.
func TestFindAmongSpecks(t *testing.T) {
	random := seeded(2)
	sheet := blank(1600, 1200, 120)
	for i := range 12 {
		ring(sheet, box(500+88*(i%6), 400+240*(i/6), 60, 96), 9, 50)
	}
	for range 16_000 {
		paint(sheet, box(random.IntN(1596), random.IntN(1196), 4, 4), 70)
	}
	page := Find(sheet)
	if len(page.Lines) != 2 || len(page.Lines[0].Pieces) != 6 || len(page.Lines[1].Pieces) != 6 {
		t.Errorf("%d lines and %d pieces, want two lines of six", len(page.Lines), len(page.Pieces))
	}
}

// Pictures that hold no writing give a page without lines, and never anything worse.
func TestFindNothing(t *testing.T) {
	square := blank(100, 100, 220)
	paint(square, box(0, 0, 100, 100), 0)
	for _, test := range []struct {
		reason string
		pic    *image.Gray
	}{
		{"no pixels", blank(0, 0, 0)},
		{"no rows", blank(10, 0, 0)},
		{"one pixel", blank(1, 1, 99)},
		{"a column", blank(1, 1000, 200)},
		{"a row", blank(1000, 1, 200)},
		{"a thumbnail of nothing", blank(8, 8, 255)},
		{"black", blank(300, 200, 0)},
		{"white", blank(300, 200, 255)},
		{"grey", blank(300, 200, 128)},
		{"a black square fills it", square},
		{"a gentle shadow", shaded(420, 300, 220, 90, 120)},
		{"a hard shadow", shaded(420, 300, 220, 130, 2)},
		{"an empty sheet on a desk", desk(box(60, 40, 200, 150), 210, 60)},
		{"a good camera's noise", withNoise(blank(420, 300, 150), 3, 1)},
		{"noise in the dark", withNoise(blank(420, 300, 40), 8, 1)},
	} {
		t.Run(test.reason, func(t *testing.T) {
			page := Find(test.pic)
			if len(page.Lines) > 0 {
				t.Errorf("%d lines are found, the first at %v", len(page.Lines), page.Box(page.Lines[0].Box()))
			}
			page.DrawInk()
			page.DrawLines()
		})
	}
}

func TestAtEdge(t *testing.T) {
	page := &Page{picture: image.Rect(0, 0, 100, 80)}
	for _, test := range []struct {
		box  image.Rectangle
		want bool
	}{
		{image.Rect(1, 1, 99, 79), false},
		{image.Rect(0, 10, 20, 30), true},
		{image.Rect(10, 0, 20, 30), true},
		{image.Rect(10, 10, 100, 30), true},
		{image.Rect(10, 10, 20, 80), true},
	} {
		if got := page.AtEdge(test.box); got != test.want {
			t.Errorf("%v at the edge of 100x80: %v, want %v", test.box, got, test.want)
		}
	}
}

// FuzzFind lets every picture through the whole room: whatever it holds, it must not end in a panic, and boxes must lie
// in the picture.
func FuzzFind(f *testing.F) {
	corpus.Add(f)
	f.Add(uint8(1), uint8(1), []byte{99})
	f.Add(uint8(8), uint8(8), []byte{255, 0})
	f.Add(uint8(40), uint8(30), []byte("noise that repeats after a while, as patterns do"))
	digits, _ := note(60, 60, 220, image.Pt(5, 5))
	f.Add(uint8(60), uint8(60), digits.Pix)
	f.Fuzz(func(t *testing.T, width, height uint8, pixels []byte) {
		pic := image.NewGray(image.Rect(0, 0, 1+int(width)%96, 1+int(height)%96))
		if len(pixels) > 0 {
			for i := range pic.Pix {
				pic.Pix[i] = pixels[i%len(pixels)]
			}
		}
		for _, page := range []*Page{Find(pic), Find(pic).FindOn(pic, true)} {
			for _, l := range page.Lines {
				for _, p := range l.Pieces {
					if at := page.Box(p.Box); at.Empty() || !at.In(pic.Rect) {
						t.Errorf("a piece lies at %v in a picture of %v", at, pic.Rect)
					}
					page.Digit(p)
					for _, way := range page.Split(p) {
						page.Digit(way[0])
						page.Digit(Join(way[0], way[1]))
					}
				}
			}
			page.DrawLines()
		}
	})
}

// BenchmarkFind runs over photographs of 12 megapixels. Large digits are read on a reduced picture, small ones at full
// size.
//
// Of photographs of notes, on one core of an AMD EPYC, Find takes 0.06 s of processor time for a large digit on 12 megapixels,
// 0.24 s for an A4 page with 111 thin ones on as many, and 0.03 s for ten digits on 1280x720. The steps before it, decoding
// and Grey, take 0.12 s and 0.03 s of 12 megapixels.
func BenchmarkFind(b *testing.B) {
	for _, zoom := range []int{1, 8} {
		b.Run(fmt.Sprintf("digits of %d pixels", 48*zoom), func(b *testing.B) {
			rows := []image.Point{{50, 60}, {70, 180}}
			if zoom == 1 {
				for y := range 30 {
					rows = append(rows, image.Pt(1800, 100+90*y))
				}
			}
			drawn, _ := note(4000/zoom, 3000/zoom, 220, rows...)
			pic := image.NewGray(image.Rect(0, 0, 4000, 3000))
			for i := range pic.Pix {
				pic.Pix[i] = drawn.Pix[i/4000/zoom*drawn.Stride+i%4000/zoom]
			}
			for b.Loop() {
				Find(pic)
			}
		})
	}
}

// A small note on a large page is looked at alone in the rounds after the first, and lies where it does on the picture,
// also seen upside down. What stands far from it on the page keeps the page in view.
func TestFindLooksAtWritingAlone(t *testing.T) {
	pic, rows := note(1600, 1200, 220, image.Pt(900, 700), image.Pt(920, 800))
	page := Find(pic)
	if page.part.Dx() > 700 || page.part.Dy() > 600 {
		t.Errorf("the page shows %v of %v", page.part, pic.Rect)
	}
	for _, page := range []*Page{page, page.Turn(2)} {
		var found []image.Rectangle
		for _, l := range page.Lines {
			for _, p := range l.Pieces {
				found = append(found, page.Box(p.Box))
			}
		}
		for _, want := range slices.Concat(rows...) {
			if !slices.ContainsFunc(found, func(got image.Rectangle) bool { return near(got, want, 3) }) {
				t.Errorf("turned by %d quarters, there is nothing at %v, but at %v", page.Turned, want, found)
			}
		}
	}
	corner := box(100, 60, 30, 48)
	ring(pic, corner, 5, 40)
	if page := Find(pic); !corner.In(page.part) || len(slices.Concat(page.Lines[0].Pieces, page.Lines[1].Pieces, page.Lines[2].Pieces)) != 13 {
		t.Errorf("with a digit in the corner the page shows %v, and %d lines", page.part, len(page.Lines))
	}
}

// Where the sheet seems to end, a line may go on in a shadow; a desk, and something large on it, are no ink.
func TestGoesOn(t *testing.T) {
	const end = 300 // of the light
	sheet := &Mask{Width: 60, Height: 40, Set: make([]bool, 60*40)}
	for i := range sheet.Set {
		sheet.Set[i] = i%60 < end/10
	}
	page := &Page{picture: image.Rect(0, 0, 600, 400), Sheet: sheet}
	line := image.Rect(100, 180, 280, 220)
	beyond := func(dark ...image.Rectangle) *image.Gray {
		pic := blank(600, 400, 210)
		paint(pic, image.Rect(end, 0, 600, 400), 105)
		for _, box := range dark {
			paint(pic, box, 40)
		}
		return pic
	}
	for _, test := range []struct {
		name string
		pic  *image.Gray
		want bool
	}{
		{"nothing", beyond(), false},
		{"a thin 1", beyond(image.Rect(340, 182, 343, 218)), true},
		{"a dark thing on the desk", beyond(image.Rect(340, 100, 600, 300)), false},
		{"a 1 on another line", beyond(image.Rect(340, 300, 343, 336)), false},
	} {
		if got := page.GoesOn(test.pic, line, 40); got != test.want {
			t.Errorf("%s: the line goes on: %v", test.name, got)
		}
	}
	page.Turned = 1 // the lines run down
	if page.GoesOn(beyond(image.Rect(340, 182, 343, 218)), line, 40) {
		t.Error("what stands above or below a line is taken for more of it")
	}
}
