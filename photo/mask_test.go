package photo

import (
	"image"
	"testing"
)

var blob = sketch(
	"......",
	".####.",
	".#..##",
	".###..",
)

// What lies in a gap is what the mask does not cover, at every scale.
func TestGaps(t *testing.T) {
	for _, size := range []image.Point{{6, 4}, {60, 40}, {47, 31}, {5, 3}} {
		for y := range size.Y {
			beside := make([]bool, size.X)
			for _, r := range blob.gaps(y, size.X, size.Y) {
				for x := r.left; x < r.right; x++ {
					beside[x] = true
				}
			}
			for x, got := range beside {
				if got == blob.covers(x, y, size.X, size.Y) {
					t.Errorf("pixel (%d, %d) of %v: in a gap %v, covered as well", x, y, size, got)
				}
			}
		}
	}
}

// TestMaskPart cuts a part out of a mask that lies on a picture ten times as large.
func TestMaskPart(t *testing.T) {
	got := blob.part(image.Rect(20, 10, 60, 40), image.Pt(60, 40))
	want := sketch(
		"###.",
		"..##",
		"##..",
	)
	if got.show() != want.show() {
		t.Errorf("the part is%s, want%s", got.show(), want.show())
	}
	if all := blob.part(image.Rect(0, 0, 60, 40), image.Pt(60, 40)); all.show() != blob.show() {
		t.Errorf("all of it is%s", all.show())
	}
}
