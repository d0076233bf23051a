package photo

import (
	"slices"
	"testing"
)

func TestDisc(t *testing.T) {
	for _, test := range []struct {
		diameter float64
		want     disc
	}{
		{0, disc{0}},
		{1, disc{0}},
		{3, disc{1, 1, 1}}, // so small a disc is a square
		{4.9, disc{1, 2, 2, 2, 1}},
		{5, disc{1, 2, 2, 2, 1}},
		{9, disc{2, 3, 4, 4, 4, 4, 4, 3, 2}},
	} {
		if got := newDisc(test.diameter); !slices.Equal(got, test.want) {
			t.Errorf("the disc of diameter %v is %v, want %v", test.diameter, got, test.want)
		}
	}
}

// overDiscNaively looks at every pixel under the disc.
func overDiscNaively(p *Plane, d disc, beats func(a, b float32) bool) *Plane {
	return planeOf(p.Width, p.Height, func(x, y int) float64 {
		best := p.V[y*p.Width+x]
		for i, half := range d {
			for dx := -half; dx <= half; dx++ {
				at, row := x+dx, y+i-len(d)/2
				if at >= 0 && row >= 0 && at < p.Width && row < p.Height && beats(p.V[row*p.Width+at], best) {
					best = p.V[row*p.Width+at]
				}
			}
		}
		return float64(best)
	})
}

func more(a, b float32) bool { return a > b }
func less(a, b float32) bool { return a < b }

// The fast way over shared row maxima must agree with the plain definition, also where the disc is larger than the
// picture.
func TestMorphologyAgainstDefinition(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {11, 8}, {23, 17}} {
		for _, diameter := range []float64{1, 3, 5, 8, 15, 40} {
			for _, levels := range []int{3, 256} {
				p, d := randomPlane(uint64(size[0]), size[0], size[1], levels), newDisc(diameter)
				dilation, erosion := overDiscNaively(p, d, more), overDiscNaively(p, d, less)
				for _, test := range []struct {
					name      string
					got, want *Plane
				}{
					{"dilated", dilated(p, d), dilation},
					{"eroded", eroded(p, d), erosion},
					{"closed", closed(p, d), overDiscNaively(dilation, d, less)},
					{"opened", opened(p, d), overDiscNaively(erosion, d, more)},
				} {
					if far := farthest(t, test.got, test.want); far != 0 {
						t.Errorf("%s, size %v, diameter %v: a pixel differs by %v", test.name, size, diameter, far)
					}
				}
			}
		}
	}
}

// What morphology is used for: a closing fills a dark stroke narrower than the disc, and leaves a wider one and the
// edge of a shadow where they are.
func TestClosingFillsStrokes(t *testing.T) {
	sheet := blank(80, 40, 200)
	paint(sheet, box(10, 5, 4, 30), 20)  // a stroke
	paint(sheet, box(30, 5, 12, 30), 20) // a bar wider than the disc
	paint(sheet, box(60, 0, 20, 40), 90) // a shadow
	got := closed(plane(sheet), newDisc(9))
	for _, test := range []struct {
		name string
		x    int
		want float32
	}{
		{"the stroke is filled", 12, 200},
		{"the bar remains", 35, 20},
		{"light ends where it did", 59, 200},
		{"shadow begins where it did", 60, 90},
	} {
		if v := got.V[20*80+test.x]; v != test.want {
			t.Errorf("%s: %v, want %v", test.name, v, test.want)
		}
	}
}

func TestMaximumInRowsAgainstDefinition(t *testing.T) {
	for _, width := range []int{1, 2, 7, 30} {
		for _, half := range []int{0, 1, 3, 29, 30, 100} {
			p := randomPlane(uint64(width*1000+half), width, 3, 6)
			want := planeOf(width, 3, func(x, y int) float64 {
				return float64(slices.Max(p.row(y)[max(x-half, 0):min(x+half+1, width)]))
			})
			got := newPlane(p.Width, p.Height)
			maximumInRows(got, p, half)
			if far := farthest(t, got, want); far != 0 {
				t.Errorf("width %d, half %d: a pixel differs by %v", width, half, far)
			}
		}
	}
}

// In a square the maximum of the rows' maxima is that of all.
func TestLocalMaximumAgainstDefinition(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {14, 11}} {
		for _, half := range []int{0, 1, 2, 5, 20} {
			p := randomPlane(9, size[0], size[1], 50)
			want := overDiscNaively(p, slices.Repeat(disc{half}, 2*half+1), more)
			if far := farthest(t, localMaximum(p, half), want); far != 0 {
				t.Errorf("size %v, half %d: a pixel differs by %v", size, half, far)
			}
		}
	}
}

func TestLocalMaximumIsSquare(t *testing.T) {
	p := newPlane(9, 8)
	p.V[3*9+4] = 1
	want := sketch(
		".........",
		"..#####..",
		"..#####..",
		"..#####..",
		"..#####..",
		"..#####..",
		".........",
		".........",
	)
	if got := maskWhere(localMaximum(p, 2), positive); !slices.Equal(got.Set, want.Set) {
		t.Errorf("one bright pixel reaches%s", got.show())
	}
}
