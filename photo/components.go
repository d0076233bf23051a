package photo

import "image"

// A run is a piece of ink in one row: the pixels x with left <= x < right.
type run struct{ y, left, right int }

// A Piece is ink that belongs together: a component (ink that hangs together), several of them joined, or a part of
// one. Coordinates are those of the page it was found on.
type Piece struct {
	Box image.Rectangle // the smallest rectangle around the ink

	runs     []run   // by row, then from left to right
	area     int     // pixels of ink
	outline  int     // pixels of ink beside a pixel without
	contrast float32 // mean contrast of the ink
	peak     float32 // highest contrast of the ink
}

// stroke is the mean width of the strokes in pixels: a line of length l and width w has the area l·w and, where it is
// wider than two pixels, an outline of 2·l.
func (p *Piece) stroke() float64 { return 2 * float64(p.area) / float64(p.outline) }

func (p *Piece) width() float64  { return float64(p.Box.Dx()) }
func (p *Piece) height() float64 { return float64(p.Box.Dy()) }
func (p *Piece) size() float64   { return max(p.width(), p.height()) }

// middle is the middle of the box.
func (p *Piece) middle() (x, y float64) {
	return float64(p.Box.Min.X+p.Box.Max.X) / 2, float64(p.Box.Min.Y+p.Box.Max.Y) / 2
}

// Join returns the pieces as one.
func Join(pieces ...*Piece) *Piece {
	joined := &Piece{}
	sum := float32(0)
	for _, p := range pieces {
		joined.Box = joined.Box.Union(p.Box)
		joined.runs = merged(joined.runs, p.runs)
		joined.area += p.area
		joined.outline += p.outline
		joined.peak = max(joined.peak, p.peak)
		sum += p.contrast * float32(p.area)
	}
	joined.contrast = sum / float32(joined.area)
	return joined
}

// merged are the runs of both in the order of pieces, from top to bottom and from left to right.
func merged(a, b []run) []run {
	all := make([]run, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].y < b[0].y || a[0].y == b[0].y && a[0].left < b[0].left {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// components finds the pieces of ink that hang together, corners included, on the picture of width pixels a row where
// ink tells which pixels are ink. They come in the order of their topmost, then leftmost pixel.
func components(ink []bool, contrast *Plane) []*Piece {
	runs := inkRuns(ink, contrast.Width)
	parent := make([]int, len(runs)) // of the run in its tree; the root is the first run of the component
	for i := range parent {
		parent[i] = i
	}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	above := 0 // the first run of the row above that may touch
	for i, r := range runs {
		for above < i && (runs[above].y < r.y-1 || runs[above].y == r.y-1 && runs[above].right < r.left) {
			above++
		}
		for j := above; j < i && runs[j].y == r.y-1 && runs[j].left <= r.right; j++ {
			a, b := find(i), find(j)
			parent[max(a, b)] = min(a, b)
		}
	}
	byRoot := map[int][]run{}
	var roots []int
	for i, r := range runs {
		root := find(i)
		if root == i {
			roots = append(roots, i)
		}
		byRoot[root] = append(byRoot[root], r)
	}
	pieces := make([]*Piece, len(roots))
	for i, root := range roots {
		pieces[i] = newPiece(byRoot[root], ink, contrast)
	}
	return pieces
}

func inkRuns(ink []bool, width int) []run {
	var runs []run
	for y := 0; y*width < len(ink); y++ {
		row := ink[y*width : (y+1)*width]
		for x := 0; x < width; x++ {
			if !row[x] {
				continue
			}
			left := x
			for x < width && row[x] {
				x++
			}
			runs = append(runs, run{y, left, x})
		}
	}
	return runs
}

// newPiece measures a piece made of the given runs.
func newPiece(runs []run, ink []bool, contrast *Plane) *Piece {
	p := &Piece{runs: runs}
	width, height := contrast.Width, contrast.Height
	bare := func(x, y int) bool { return x < 0 || y < 0 || x >= width || y >= height || !ink[y*width+x] }
	sum := float32(0)
	for _, r := range runs {
		p.Box = p.Box.Union(image.Rect(r.left, r.y, r.right, r.y+1))
		p.area += r.right - r.left
		for x := r.left; x < r.right; x++ {
			c := contrast.V[r.y*width+x]
			sum += c
			if c > p.peak {
				p.peak = c
			}
			if x == r.left || x == r.right-1 || bare(x, r.y-1) || bare(x, r.y+1) {
				p.outline++
			}
		}
	}
	p.contrast = sum / float32(p.area)
	return p
}
