package photo

import (
	"cmp"
	"image"
	"math"
	"slices"
	"testing"
)

func TestComponentsOfSketches(t *testing.T) {
	for _, test := range []struct {
		reason string
		ink    *Mask
		want   []image.Rectangle // in the order of topmost, then leftmost pixels
	}{
		{"no ink, no piece", sketch("....", "...."), nil},
		{"one pixel", sketch("....", "..#."), []image.Rectangle{box(2, 1, 1, 1)}},
		{"corners hang together", sketch("#..#", ".##."), []image.Rectangle{box(0, 0, 4, 2)}},
		{"a gap of one pixel parts", sketch("#.##", "#.##"), []image.Rectangle{box(0, 0, 1, 2), box(2, 0, 2, 2)}},
		{"the end of a row does not touch the next one's beginning", sketch("...#", "#..."), []image.Rectangle{box(3, 0, 1, 1), box(0, 1, 1, 1)}},
		{"arms that meet at the bottom", sketch("#.#.#", "#.#.#", "#####"), []image.Rectangle{box(0, 0, 5, 3)}},
		{"what is surrounded is a piece of its own", sketch("#####", "#...#", "#.#.#", "#...#", "#####"),
			[]image.Rectangle{box(0, 0, 5, 5), box(2, 2, 1, 1)}},
		{"topmost first, though it lies to the right", sketch("...#", "#..#"), []image.Rectangle{box(3, 0, 1, 2), box(0, 1, 1, 1)}},
	} {
		if got := boxes(components(test.ink.Set, test.ink.plane())); !slices.Equal(got, test.want) {
			t.Errorf("%s: pieces at %v, want %v", test.reason, got, test.want)
		}
	}
}

// flooded finds the pixels of each component by walking from pixel to pixel, in the order of their first pixels.
func flooded(ink []bool, width int) [][]int {
	seen := make([]bool, len(ink))
	var all [][]int
	for start := range ink {
		if !ink[start] || seen[start] {
			continue
		}
		seen[start] = true
		pixels := []int{start}
		for i := 0; i < len(pixels); i++ {
			x, y := pixels[i]%width, pixels[i]/width
			for k := range 9 {
				nx, ny := x+k%3-1, y+k/3-1
				if at := ny*width + nx; nx >= 0 && nx < width && ny >= 0 && at < len(ink) && ink[at] && !seen[at] {
					seen[at] = true
					pixels = append(pixels, at)
				}
			}
		}
		slices.Sort(pixels)
		all = append(all, pixels)
	}
	return all
}

// checkPiece compares a piece with what its pixels say, one by one.
func checkPiece(t *testing.T, p *Piece, pixels []int, ink []bool, contrast *Plane) {
	t.Helper()
	var got []int
	for _, r := range p.runs {
		for x := r.left; x < r.right; x++ {
			got = append(got, r.y*contrast.Width+x)
		}
	}
	if !slices.Equal(got, pixels) {
		t.Fatalf("the runs cover %v, want %v", got, pixels)
	}
	var bounds image.Rectangle
	outline, sum, peak := 0, 0.0, float32(0)
	for _, i := range pixels {
		x, y := i%contrast.Width, i/contrast.Width
		bounds = bounds.Union(box(x, y, 1, 1))
		sum += float64(contrast.V[i])
		peak = max(peak, contrast.V[i])
		for _, d := range []image.Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			n := image.Pt(x, y).Add(d)
			if !n.In(image.Rect(0, 0, contrast.Width, contrast.Height)) || !ink[n.Y*contrast.Width+n.X] {
				outline++
				break
			}
		}
	}
	if p.Box != bounds || p.area != len(pixels) || p.outline != outline || p.peak != peak {
		t.Errorf("box %v, area %d, outline %d, peak %v; want %v, %d, %d, %v",
			p.Box, p.area, p.outline, p.peak, bounds, len(pixels), outline, peak)
	}
	if want := sum / float64(len(pixels)); math.Abs(float64(p.contrast)-want) > 1e-4*want {
		t.Errorf("the contrast is %v, want %v", p.contrast, want)
	}
}

func TestComponentsAgainstFloodFill(t *testing.T) {
	for seed := range uint64(40) {
		width, height := 1+int(seed)%23, 1+int(seed*7)%17
		contrast := randomPlane(seed, width, height, 100)
		density := float32(20 + 2*seed)
		ink := make([]bool, len(contrast.V))
		for i, c := range contrast.V {
			ink[i] = c >= density
		}
		pieces, want := components(ink, contrast), flooded(ink, width)
		if len(pieces) != len(want) {
			t.Fatalf("seed %d: %d pieces, want %d", seed, len(pieces), len(want))
		}
		for i, p := range pieces {
			checkPiece(t, p, want[i], ink, contrast)
		}
	}
}

func TestJoin(t *testing.T) {
	ink := sketch(
		"##....",
		"##..#.",
		"....#.",
		"....#.",
	)
	contrast := ink.plane()
	contrast.V[1*6+4], contrast.V[2*6+4], contrast.V[3*6+4] = 0.3, 0.2, 0.1
	pieces := components(ink.Set, contrast)
	a, b := pieces[0], pieces[1]
	joined := Join(b, a)
	if joined.Box != box(0, 0, 5, 4) {
		t.Errorf("the box is %v", joined.Box)
	}
	if joined.area != 7 || joined.outline != 7 || joined.peak != 1 {
		t.Errorf("area %d, outline %d, peak %v; want 7, 7, 1", joined.area, joined.outline, joined.peak)
	}
	if want := float32(4*1+0.3+0.2+0.1) / 7; math.Abs(float64(joined.contrast-want)) > 1e-6 {
		t.Errorf("the contrast is %v, want the mean of all pixels, %v", joined.contrast, want)
	}
	want := []run{{0, 0, 2}, {1, 0, 2}, {1, 4, 5}, {2, 4, 5}, {3, 4, 5}}
	if !slices.Equal(joined.runs, want) {
		t.Errorf("the runs are %v, want them by row and from left to right: %v", joined.runs, want)
	}
	if alone := Join(a); alone.Box != a.Box || alone.area != a.area || alone.contrast != a.contrast {
		t.Errorf("a piece joined to nothing is %+v, was %+v", alone, a)
	}
}

// TestStroke measures the pen of shapes drawn with a known one. Corners count once and ends not at all, so it is right
// within a quarter.
func TestStroke(t *testing.T) {
	for _, pen := range []int{3, 5, 8, 12} {
		sheet := blank(100, 120, 0)
		ring(sheet, box(10, 10, 60, 90), pen, 255)
		if got := components(maskWhere(plane(sheet), positive).Set, plane(sheet))[0].stroke(); math.Abs(got-float64(pen)) > 0.25*float64(pen) {
			t.Errorf("a pen of %d pixels is measured as %.2f", pen, got)
		}
	}
}

// blobs are random shapes of some size, for the hull to go around.
func blobs(seed uint64) []*Piece {
	p := randomPlane(seed, 24, 18, 256).blurred(1)
	threshold := quantile(p.V, 0.6)
	return components(maskWhere(p, func(v float32) bool { return v > threshold }).Set, p)
}

func TestConvexHull(t *testing.T) {
	for seed := range uint64(20) {
		for _, p := range blobs(seed) {
			h := convexHull(p)
			if len(h) < 3 {
				continue // a line: see TestConvexHullOfLines
			}
			inked := map[image.Point]bool{}
			for _, r := range p.runs {
				for x := r.left; x < r.right; x++ {
					inked[image.Pt(x, r.y)] = true
					if !h.contains(image.Pt(x, r.y)) {
						t.Fatalf("seed %d: the hull %v leaves (%d, %d) out", seed, h, x, r.y)
					}
				}
			}
			count := 0
			for y := p.Box.Min.Y - 2; y < p.Box.Max.Y+2; y++ {
				for x := p.Box.Min.X - 2; x < p.Box.Max.X+2; x++ {
					if h.contains(image.Pt(x, y)) {
						count++
					}
				}
			}
			if h.count() != count {
				t.Errorf("seed %d: the hull %v has %d pixels, counted are %d", seed, h, h.count(), count)
			}
			for i, corner := range h {
				if a, b := h[(i+len(h)-1)%len(h)], h[(i+1)%len(h)]; !inked[corner] || cross(a, corner, b) <= 0 {
					t.Errorf("seed %d: %v is no corner of the hull %v", seed, corner, h)
				}
			}
		}
	}
}

// A line has no inside, but its pixels count.
func TestConvexHullOfLines(t *testing.T) {
	for _, test := range []struct {
		reason string
		ink    *Mask
		want   int
	}{
		{"one pixel", sketch("...", ".#."), 1},
		{"a row", sketch(".....", ".###."), 3},
		{"a column", sketch(".#.", ".#.", ".#.", ".#."), 4},
		{"a diagonal", sketch("#..", ".#.", "..#"), 3},
	} {
		h := convexHull(components(test.ink.Set, test.ink.plane())[0])
		if got := h.count(); got != test.want {
			t.Errorf("%s: %d pixels, want %d", test.reason, got, test.want)
		}
	}
}

func TestMaskFilled(t *testing.T) {
	for _, test := range []struct {
		reason     string
		mask, want *Mask
	}{
		{"nothing is filled with nothing", sketch("...", "..."), sketch("...", "...")},
		{"a hole is filled",
			sketch(".....", ".###.", ".#.#.", ".###."),
			sketch(".....", ".###.", ".###.", ".###.")},
		{"an opening lets the outside in",
			sketch(".....", ".###.", ".#...", ".###."),
			sketch(".....", ".###.", ".#...", ".###.")},
		{"corners keep the outside out, as they hold ink together",
			sketch(".....", "..#..", ".#.#.", "..#.."),
			sketch(".....", "..#..", ".###.", "..#..")},
		{"a bay at the picture's edge is outside",
			sketch("#.#", "#.#", "###"),
			sketch("#.#", "#.#", "###")},
		{"an island in a hole",
			sketch("#####", "#...#", "#.#.#", "#...#", "#####"),
			sketch("#####", "#####", "#####", "#####", "#####")},
	} {
		if got := test.mask.filled(); !slices.Equal(got.Set, test.want.Set) {
			t.Errorf("%s: got%s", test.reason, got.show())
		}
	}
}

func TestMaskBorder(t *testing.T) {
	m := sketch(
		".......",
		".#####.",
		".#####.",
		".#####.",
		".......",
	)
	want := sketch(
		".......",
		".#####.",
		".#...#.",
		".#####.",
		".......",
	)
	if got := (&Mask{m.Width, m.Height, m.border()}); !slices.Equal(got.Set, want.Set) {
		t.Errorf("the border is%s", got.show())
	}
}

// A mask may be smaller than the picture that it speaks of.
func TestMaskCovers(t *testing.T) {
	m := sketch(
		"#..",
		"###",
	)
	for y := range 40 {
		for x := range 90 {
			if got, want := m.covers(x, y, 90, 40), x < 30 || y >= 20; got != want {
				t.Fatalf("covers(%d, %d) is %v", x, y, got)
			}
		}
	}
}

// The runs of components tell rows from top to bottom; sorting them is for Join alone.
func TestInkRuns(t *testing.T) {
	m := sketch("##.#", "....", ".###")
	want := []run{{0, 0, 2}, {0, 3, 4}, {2, 1, 4}}
	got := inkRuns(m.Set, m.Width)
	if !slices.Equal(got, want) {
		t.Errorf("runs %v, want %v", got, want)
	}
	if !slices.IsSortedFunc(got, func(a, b run) int { return cmp.Or(cmp.Compare(a.y, b.y), cmp.Compare(a.left, b.left)) }) {
		t.Errorf("runs out of order: %v", got)
	}
}
