package photo

import (
	"image"
	"slices"
	"testing"
)

func TestQuartered(t *testing.T) {
	m := sketch("##..#", "..#..", ".....") // anticlockwise: what was on the right is at the top
	want := sketch("#..", "...", ".#.", "#..", "#..")
	if got := (&Mask{m.Height, m.Width, quartered(m.Set, m.Width)}); got.show() != want.show() {
		t.Errorf("a quarter turn gives %s\nwant %s", got.show(), want.show())
	}
	set := m.Set
	for _, width := range []int{5, 3, 5, 3} {
		set = quartered(set, width)
	}
	if !slices.Equal(set, m.Set) {
		t.Error("four quarter turns do not bring a picture back")
	}
}

// quartered is a picture of rows of the given width turned anticlockwise by a quarter.
func quartered[T any](pixels []T, width int) []T {
	whole := image.Rect(0, 0, width, len(pixels)/width)
	out := make([]T, len(pixels))
	turnBack(out, pixels, whole, whole, 1)
	return out
}

// TestTurnBack turns as many times by a quarter, the whole and a part of it.
func TestTurnBack(t *testing.T) {
	const width, height = 37, 70
	whole := image.Rect(0, 0, width, height)
	for _, part := range []image.Rectangle{whole, image.Rect(3, 20, 36, 61), {}} {
		pixels, want, w := make([]int, width*height), make([]int, width*height), width
		for i := range pixels {
			pixels[i] = i + 1
			if image.Pt(i%width, i/width).In(part) {
				want[i] = i + 1
			}
		}
		for quarters := range 4 {
			got := make([]int, len(pixels))
			if turnBack(got, pixels, whole, part, quarters); !slices.Equal(got, want) {
				t.Errorf("%d quarters of %v: not the same as one by one", quarters, part)
			}
			want, w = quartered(want, w), len(want)/w
		}
	}
}

// TestUnquartered follows a pixel through each turn and back.
func TestUnquartered(t *testing.T) {
	const width, height = 7, 4
	for at := range width * height {
		pixels := make([]bool, width*height)
		pixels[at] = true
		w := width
		for quarters := range 4 {
			i := slices.Index(pixels, true)
			x, y := unquartered(float64(i%w)+0.5, float64(i/w)+0.5, float64(w), float64(len(pixels)/w), quarters)
			if x != float64(at%width)+0.5 || y != float64(at/width)+0.5 {
				t.Errorf("after %d quarters pixel %d of %dx%d is said to come from (%v, %v)", quarters, at, width, height, x, y)
			}
			pixels, w = quartered(pixels, w), len(pixels)/w
		}
	}
}

// A note is photographed the wrong way round: turned back, it has the lines that it has upright, where they are on the
// photograph. Its ruling and its dashes are level only then.
func TestTurn(t *testing.T) {
	upright, rows := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	paint(upright, box(0, 112, 420, 2), 90)
	paint(upright, box(0, 232, 420, 2), 90)
	grey := upright
	for quarters := range 4 {
		page := Find(grey).Turn(4 - quarters) // each picture is turned anticlockwise, so the page back clockwise
		if len(page.Lines) != 2 {
			t.Errorf("%d quarters: %d lines, want 2", quarters, len(page.Lines))
			continue
		}
		for i, line := range page.Lines {
			if len(line.Pieces) != len(rows[i]) {
				t.Errorf("%d quarters: line %d has %d pieces, want %d", quarters, i, len(line.Pieces), len(rows[i]))
				continue
			}
			for j, p := range line.Pieces {
				want := anticlockwise(rows[i][j], upright.Rect.Max, quarters)
				if got := page.Box(p.Box); !near(got, want, 4) {
					t.Errorf("%d quarters: digit %d of line %d is at %v, want %v", quarters, j, i, got, want)
				}
			}
		}
		grey = &image.Gray{Pix: quartered(grey.Pix, grey.Stride), Stride: grey.Rect.Dy(),
			Rect: image.Rect(0, 0, grey.Rect.Dy(), grey.Rect.Dx())}
	}
}

// anticlockwise is where a rectangle of a picture comes to lie when that is turned by so many quarters.
func anticlockwise(r image.Rectangle, size image.Point, quarters int) image.Rectangle {
	for range quarters {
		r = image.Rect(r.Min.Y, size.X-r.Max.X, r.Max.Y, size.X-r.Min.X)
		size = image.Pt(size.Y, size.X)
	}
	return r
}

// Turning does not depend on what was done to the page before, and nothing is there to be turned on a blank one.
func TestTurnTwice(t *testing.T) {
	upright, _ := note(420, 300, 220, image.Pt(50, 60), image.Pt(70, 180))
	page := Find(upright)
	if once, twice := page.Turn(3), page.Turn(1).Turn(7); len(once.Lines) == 0 ||
		!slices.EqualFunc(once.Pieces, twice.Pieces, func(a, b *Piece) bool { return a.Box == b.Box }) {
		t.Error("a page turned after another turn is another page")
	}
	if page := Find(withNoise(blank(200, 100, 200), 2, 3)).Turn(1); len(page.Pieces) > 0 {
		t.Errorf("%d pieces on blank paper", len(page.Pieces))
	}
}
