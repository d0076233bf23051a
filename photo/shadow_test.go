package photo

import (
	"image"
	"testing"
)

// shadowAcross darkens what lies below the diagonal to the given share of its light; the edge is as sharp as it can be.
func shadowAcross(pic *image.Gray, share float64) *image.Gray {
	width, height := pic.Rect.Dx(), pic.Rect.Dy()
	for i, v := range pic.Pix {
		if x, y := i%width, i/width; x*height+y*width > width*height {
			pic.Pix[i] = uint8(share * float64(v))
		}
	}
	return pic
}

// The hard shadow of a hand must not be taken for a desk, nor its edge for a stroke, or half of a number is lost and the
// rest sounds sure.
func TestFindInShadow(t *testing.T) {
	plain, digits := note(640, 480, 220, image.Pt(190, 210))
	onDesk, _ := note(640, 480, 220, image.Pt(190, 210))
	for i := range onDesk.Pix {
		if !image.Pt(i%640, i/640).In(image.Rect(90, 60, 560, 430)) {
			onDesk.Pix[i] = 45
		}
	}
	for _, test := range []struct {
		reason string
		pic    *image.Gray
		share  float64 // of the light in the shadow
	}{
		{"no shadow", plain, 1},
		{"a shadow across a page that fills the picture", plain, 0.65},
		{"one so dark that it may be a desk", plain, 0.45},
		{"no shadow, on a desk", onDesk, 1},
		{"a shadow across the sheet and the desk", onDesk, 0.45},
	} {
		pic := image.NewGray(test.pic.Rect)
		copy(pic.Pix, test.pic.Pix)
		page := Find(withNoise(shadowAcross(pic, test.share), 2, 3))
		if len(page.Lines) != 1 {
			t.Errorf("%s: %d lines are found, want one", test.reason, len(page.Lines))
			continue
		}
		var got []image.Rectangle
		for _, p := range page.Lines[0].Pieces {
			got = append(got, page.Box(p.Box))
		}
		if len(got) != len(digits[0]) {
			t.Errorf("%s: pieces at %v, want %v", test.reason, got, digits[0])
			continue
		}
		for i, want := range digits[0] {
			if !near(got[i], want, 3) {
				t.Errorf("%s: a piece at %v, want %v", test.reason, got[i], want)
			}
		}
	}
}

// A desk may be as bright as paper in a shadow. It has a grain, which would be taken for ink.
func TestPaperOnGrainyDesk(t *testing.T) {
	sheet := box(60, 40, 200, 150)
	pic := desk(sheet, 210, 95)
	for i := range pic.Pix {
		if x, y := i%320, i/320; !image.Pt(x, y).In(sheet) && y%6 < 2 {
			pic.Pix[i] -= 20
		}
	}
	mask := Paper(plane(pic))
	if mask == nil {
		t.Fatal("no sheet is found")
	}
	if mask.covers(20, 120, 320, 240) || !mask.covers(160, 120, 320, 240) {
		t.Error("the desk is taken for paper in a shadow")
	}
}

// Beside the sharp edge of a shadow the paper is no ink, and ink far from it stays what it was.
func TestLightenShadows(t *testing.T) {
	const width = 32
	grey := planeOf(300, 120, func(x, y int) float64 {
		switch {
		case x >= 40 && x < 46:
			return 50
		case x < 150:
			return 200
		}
		return 100
	})
	contrast := Contrast(grey, nil, width)
	before := contrast.inside(43, 60)
	if edge := contrast.inside(152, 60); edge < 0.1 {
		t.Fatalf("the edge has a contrast of %.2f, which is no trouble", edge)
	}
	contrast = shadedContrast(grey, width)
	if after := contrast.inside(43, 60); after != before {
		t.Errorf("a stroke had a contrast of %.3f and has %.3f", before, after)
	}
	for x := 130; x < 200; x++ {
		if c := contrast.inside(x, 60); c > leastContrast {
			t.Errorf("the paper at column %d has a contrast of %.2f", x, c)
		}
	}
}
