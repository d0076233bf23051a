package scribe

import (
	"iter"
	"math/bits"

	"aloud/digit"
)

// skeleton finds the way that the pen took through a digit: the middle of its ink, as traces whose dabs have the radius
// of the ink around them. In heights of the digit, the top of the ink is at 0, its foot at 1 and its left end at 0.
//
// The digit is enlarged three times and thinned to lines one pixel wide, and these are followed from end to end, or from
// branch to branch. With the radii found, the traces give back the digit; with others, the same digit from another pen.
func skeleton(d *digit.Digit) drawing {
	f := enlarge(d)
	f.measure()
	f.thin()
	return withoutSpurs(f.follow()).normal()
}

const (
	enlarged    = 3                                   // times that a digit is enlarged before it is thinned
	fieldMargin = 2                                   // pixels without ink, so that all ink has eight neighbours
	fieldSide   = enlarged*digit.Side + 2*fieldMargin // pixels
)

// A field is an enlarged digit, row by row.
type field struct {
	line   [fieldSide * fieldSide]bool    // the ink, and after thinning the middle of it
	radius [fieldSide * fieldSide]float32 // of the ink around each pixel
	pixels []int32                        // those of the line, from the top left
}

// around are the steps from a pixel of a field to its eight neighbours, clockwise from the one above.
var around = [8]int32{-fieldSide, -fieldSide + 1, 1, fieldSide + 1, fieldSide, fieldSide - 1, -1, -fieldSide - 1}

// enlarge enlarges a digit, bilinearly. Ink is what is at least two fifths of black, so that faint strokes do not break.
func enlarge(d *digit.Digit) *field {
	const least = 0.4 * 255
	var page sheet // whose rim makes the neighbours of all pixels exist
	page.lay(d)
	f := new(field)
	for y := range enlarged * digit.Side {
		sy := (float32(y)+0.5)/enlarged - 0.5 + margin
		top := int(sy)
		down := sy - float32(top)
		for x := range enlarged * digit.Side {
			sx := (float32(x)+0.5)/enlarged - 0.5 + margin
			left := int(sx)
			right := sx - float32(left)
			i := top*sheetSide + left
			upper := page[i] + right*(page[i+1]-page[i])
			lower := page[i+sheetSide] + right*(page[i+sheetSide+1]-page[i+sheetSide])
			if at := (y+fieldMargin)*fieldSide + x + fieldMargin; upper+down*(lower-upper) >= least {
				f.line[at] = true
				f.pixels = append(f.pixels, int32(at))
			}
		}
	}
	return f
}

// measure finds the radius of the ink around each pixel: its distance to the nearest pixel without ink, less half a pixel.
// The distance is that of a chamfer, a way in steps of 1 and 4/3 along the rows, columns and diagonals, in two sweeps
// (Borgefors, "Distance transformations in digital images", 1986).
func (f *field) measure() {
	sweep := func(at int32, neighbours [4]int32) {
		nearest := f.radius[at]
		for k, step := range neighbours {
			length := float32(1)
			if k%2 == 1 {
				length = 4.0 / 3
			}
			nearest = min(nearest, f.radius[at+step]+length)
		}
		f.radius[at] = nearest
	}
	for _, at := range f.pixels {
		f.radius[at] = fieldSide
	}
	for _, at := range f.pixels {
		sweep(at, [4]int32{around[6], around[7], around[0], around[1]})
	}
	for i := len(f.pixels) - 1; i >= 0; i-- {
		sweep(f.pixels[i], [4]int32{around[2], around[3], around[4], around[5]})
	}
	for _, at := range f.pixels {
		f.radius[at] -= 0.5
	}
}

// thin takes pixels from the border of the ink until lines are left (T. Zhang and C. Suen, "A fast parallel algorithm for
// thinning digital patterns", 1984), and then the corners of their stairs.
func (f *field) thin() {
	for changed := true; changed; {
		changed = false
		for _, removable := range [2]*[256]bool{&southEast, &northWest} {
			before := len(f.pixels)
			f.remove(removable)
			changed = changed || len(f.pixels) < before
		}
	}
	kept := f.pixels[:0]
	for _, at := range f.pixels { // one at a time: two neighbours may each be a corner as long as the other is there
		if corner[f.neighbours(at)] {
			f.line[at] = false
		} else {
			kept = append(kept, at)
		}
	}
	f.pixels = kept
}

// remove takes away all pixels at once whose neighbours, as they are now, allow it.
func (f *field) remove(removable *[256]bool) {
	var removed []int32
	kept := f.pixels[:0]
	for _, at := range f.pixels {
		if removable[f.neighbours(at)] {
			removed = append(removed, at)
		} else {
			kept = append(kept, at)
		}
	}
	for _, at := range removed {
		f.line[at] = false
	}
	f.pixels = kept
}

// neighbours has bit k set where the k-th neighbour of the pixel is on the line.
func (f *field) neighbours(at int32) (set uint8) {
	for k, step := range around {
		if f.line[at+step] {
			set |= 1 << k
		}
	}
	return set
}

// southEast and northWest tell for each set of neighbours whether Zhang and Suen's two steps remove a pixel: one with two
// to six neighbours that hang together, and in the first step without all of above, right and below, or right, below and
// left; in the second without all of above, right and left, or above, below and left. corner tells whether a pixel between
// two or more others can go without parting them.
var southEast, northWest, corner = func() (first, second, third [256]bool) {
	for set := range 256 {
		on := func(k int) bool { return set>>(k%8)&1 == 1 }
		changes, parts := 0, 0 // from off to on along the ring, and groups of neighbours that hang together by corners too
		for k := range 8 {
			if !on(k) && on(k+1) {
				changes++
			}
			if k%2 == 0 && !on(k) && (on(k+1) || on(k+2)) {
				parts++
			}
		}
		n := bits.OnesCount8(uint8(set))
		above, right, below, left := on(0), on(2), on(4), on(6)
		first[set] = n >= 2 && n <= 6 && changes == 1 && !(above && right && below) && !(right && below && left)
		second[set] = n >= 2 && n <= 6 && changes == 1 && !(above && right && left) && !(above && below && left)
		third[set] = n >= 2 && parts == 1
	}
	return first, second, third
}()

// A way is a trace in pixels of the field, and how many others meet it at its ends, counting itself.
type way struct {
	trace
	begins, ends int
}

// follow walks along the lines: from each end and each branch to the next one, and round the rings that have neither.
func (f *field) follow() []way {
	var ways []way
	var walked [fieldSide * fieldSide]bool // of the pixels between two ends
	walk := func(from, to int32) {
		if f.degree(to) != 2 && from > to || walked[to] { // it was walked the other way round
			return
		}
		w := way{trace: trace{f.dab(from)}, begins: f.degree(from)}
		before, at := from, to
		for f.degree(at) == 2 && at != from {
			walked[at] = true
			w.trace = append(w.trace, f.dab(at))
			before, at = at, f.after(before, at)
		}
		w.trace, w.ends = append(w.trace, f.dab(at)), f.degree(at)
		ways = append(ways, w)
	}
	for _, at := range f.pixels {
		if f.degree(at) == 0 {
			ways = append(ways, way{trace: trace{f.dab(at)}})
		}
		if f.degree(at) != 2 {
			for next := range f.linked(at) {
				walk(at, next)
			}
		}
	}
	for _, at := range f.pixels {
		if f.degree(at) == 2 && !walked[at] {
			for next := range f.linked(at) {
				walk(at, next)
				break
			}
		}
	}
	return ways
}

// links tells for each set of neighbours which of them the line goes on to: not to the one beyond a corner that it can be
// reached by.
var links = func() (links [256]uint8) {
	for set := range links {
		for k := range 8 {
			before, behind := set>>((k+7)%8)&1, set>>((k+1)%8)&1
			if k%2 == 0 || before == 0 && behind == 0 {
				links[set] |= uint8(set) & (1 << k)
			}
		}
	}
	return links
}()

// linked are the pixels that the line goes on to from one of its own, and degree is their number.
func (f *field) linked(at int32) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for set := links[f.neighbours(at)]; set != 0; set &= set - 1 {
			if !yield(at + around[bits.TrailingZeros8(set)]) {
				return
			}
		}
	}
}

func (f *field) degree(at int32) int { return bits.OnesCount8(links[f.neighbours(at)]) }

// after is the other pixel that is linked with one of two.
func (f *field) after(before, at int32) int32 {
	for next := range f.linked(at) {
		if next != before {
			return next
		}
	}
	return before
}

func (f *field) dab(at int32) dab {
	return dab{float64(at % fieldSide), float64(at / fieldSide), float64(f.radius[at])}
}

// withoutSpurs leaves out the ways that end within the ink of the branch where they begin: bumps of the outline. The others
// lose the stairs of the pixels and most of their dabs.
func withoutSpurs(ways []way) drawing {
	var d drawing
	for _, w := range ways {
		n := len(w.trace)
		first, last := w.trace[0], w.trace[n-1]
		bump := w.begins > 2 && w.ends == 1 && float64(n) < first.radius+1 || w.ends > 2 && w.begins == 1 && float64(n) < last.radius+1
		if !bump {
			d = append(d, w.trace.smoothed(4).thinned(enlarged))
		}
	}
	return d
}

// smoothed replaces each dab so many times by the mean of itself, twice, and its neighbours; the ends stay where they are.
func (t trace) smoothed(times int) trace {
	for range times {
		s := append(trace(nil), t...)
		for i := 1; i < len(t)-1; i++ {
			a, b, c := t[i-1], t[i], t[i+1]
			s[i] = dab{(a.x + 2*b.x + c.x) / 4, (a.y + 2*b.y + c.y) / 4, (a.radius + 2*b.radius + c.radius) / 4}
		}
		t = s
	}
	return t
}

// thinned keeps every so manieth dab, and the last one.
func (t trace) thinned(every int) trace {
	var kept trace
	for i := 0; i < len(t)-1; i += every {
		kept = append(kept, t[i])
	}
	return append(kept, t[len(t)-1])
}

// normal returns the drawing with its top at 0, its foot at 1 and its left end at 0.
func (d drawing) normal() drawing {
	left, top, _, bottom := d.bounds()
	scale := 1 / (bottom - top)
	return d.placed(scale, -left*scale, -top*scale)
}
