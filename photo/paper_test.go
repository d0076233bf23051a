package photo

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// desk is a picture of a sheet on a desk, with a little noise.
func desk(sheet image.Rectangle, paperGrey, deskGrey uint8) *image.Gray {
	pic := blank(320, 240, deskGrey)
	paint(pic, sheet, paperGrey)
	return withNoise(pic, 3, 1)
}

// shaded is a sheet whose light falls from one grey to another around the middle column; the edge of the shadow is so
// many pixels wide.
func shaded(width, height int, bright, dark, edge float64) *image.Gray {
	pic := image.NewGray(image.Rect(0, 0, width, height))
	for i := range pic.Pix {
		x := float64(i%width) - float64(width)/2
		pic.Pix[i] = uint8(bright + (dark-bright)/(1+math.Exp(-4*x/edge)))
	}
	return withNoise(pic, 3, 2)
}

func TestPaperOnDesk(t *testing.T) {
	sheet := box(60, 40, 200, 150)
	withDigit := desk(sheet, 210, 60)
	ring(withDigit, box(120, 60, 60, 110), 22, 30)
	withThumb := desk(sheet, 210, 60)
	paint(withThumb, box(230, 100, 30, 12), 70)
	for _, test := range []struct {
		reason string
		pic    *image.Gray
	}{
		{"bright on dark", desk(sheet, 210, 60)},
		{"in dim light", desk(sheet, 90, 25)},
		{"a large digit of a thick pen is on the paper", withDigit},
		{"a pencil that reaches into the picture lies on the paper", withThumb},
	} {
		t.Run(test.reason, func(t *testing.T) {
			mask := Paper(plane(test.pic))
			if mask == nil {
				t.Fatal("no sheet is found")
			}
			// The mask leaves out a rim, against the shadow of the sheet's edge; beyond it all must be right.
			const rim = 10
			for y := range 240 {
				for x := range 320 {
					on := mask.covers(x, y, 320, 240)
					if inner := image.Pt(x, y).In(sheet.Inset(rim)); inner && !on {
						t.Fatalf("the sheet lacks (%d, %d)", x, y)
					}
					if outer := !image.Pt(x, y).In(sheet); outer && on {
						t.Fatalf("the desk at (%d, %d) is taken for paper", x, y)
					}
				}
			}
		})
	}
}

func TestPaperOnly(t *testing.T) {
	for _, test := range []struct {
		reason string
		pic    *image.Gray
	}{
		{"a plain sheet fills the picture", withNoise(blank(320, 240, 200), 3, 1)},
		{"black all over", blank(320, 240, 0)},
		{"a soft shadow is no desk, though dark", shaded(320, 240, 220, 60, 120)},
		{"the hard shadow of a hand is not dark enough", shaded(320, 240, 220, 130, 4)},
		{"a desk hardly darker than the sheet may be paper as well", desk(box(60, 40, 200, 150), 210, 140)},
		{"a strip is cut out of a page", shaded(320, 30, 220, 40, 3)},
		{"one pixel", blank(1, 1, 128)},
	} {
		if mask := Paper(plane(test.pic)); mask != nil {
			t.Errorf("%s: a sheet of %d of %d pixels is found", test.reason, mask.count(), len(mask.Set))
		}
	}
}

// Where a tilted sheet runs out of the picture, a sliver of the desk lies between its side and the picture's edge. It
// looks like a 1, and must not be taken for paper.
func TestPaperLeavesSliversOfDesk(t *testing.T) {
	pic := blank(320, 240, 60)
	for i := range pic.Pix {
		if x, y := i%320, i/320; y > 40 && y < 200 && x > 40 && float64(x) < 322-float64(y-40)/12 {
			pic.Pix[i] = 210
		}
	}
	mask := Paper(plane(withNoise(pic, 3, 1)))
	if mask == nil {
		t.Fatal("no sheet is found")
	}
	for y := 80; y < 200; y++ {
		if mask.covers(319, y, 320, 240) {
			t.Fatalf("the desk at (319, %d) is taken for paper", y)
		}
	}
}

// Of two bright shapes the sheet is the larger, brighter, more solid one.
func TestPaperIsTheBestShape(t *testing.T) {
	pic := desk(box(20, 30, 160, 180), 210, 60)
	paint(pic, box(240, 60, 50, 40), 230) // a cup
	mask := Paper(plane(pic))
	if mask == nil {
		t.Fatal("no sheet is found")
	}
	if !mask.covers(100, 120, 320, 240) || mask.covers(265, 80, 320, 240) {
		t.Error("the cup is taken for the sheet")
	}
}

func TestMedian3(t *testing.T) {
	m := sketch(
		"........#",
		"..####...",
		"..#.##...",
		"..####...",
		"..####...",
	)
	got := maskWhere(median3(m.plane()), positive)
	for _, test := range []struct {
		reason string
		x, y   int
		want   bool
	}{
		{"a speck goes", 8, 0, false},
		{"a hole is filled", 3, 2, true},
		{"the middle stays", 4, 3, true},
		{"a straight border stays where it is", 2, 3, true},
		{"and nothing grows", 1, 3, false},
	} {
		if on := got.Set[test.y*9+test.x]; on != test.want {
			t.Errorf("%s: (%d, %d) is %v in%s", test.reason, test.x, test.y, on, got.show())
		}
	}
}

// TestMedian3Sorted compares medians with those of sorted pixels.
func TestMedian3Sorted(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	for _, size := range []image.Point{{1, 1}, {1, 5}, {2, 2}, {7, 1}, {9, 6}} {
		p := newPlane(size.X, size.Y)
		for i := range p.V {
			p.V[i] = float32(random.IntN(9))
		}
		want := p
		for range 2 {
			once := newPlane(p.Width, p.Height)
			for i := range once.V {
				var around []float32
				for dy := -1; dy <= 1; dy++ {
					row := want.row(min(max(i/p.Width+dy, 0), p.Height-1))
					for dx := -1; dx <= 1; dx++ {
						around = append(around, row[min(max(i%p.Width+dx, 0), p.Width-1)])
					}
				}
				slices.Sort(around)
				once.V[i] = around[4]
			}
			want = once
		}
		if got := median3(p); !slices.Equal(got.V, want.V) {
			t.Errorf("%v: %v became %v, want %v", size, p.V, got.V, want.V)
		}
	}
}
