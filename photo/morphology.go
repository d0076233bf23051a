package photo

import "aloud/matrix"

// A disc is the round structuring element of a morphological operation: the half width of its rows, from the top.
type disc []int

// newDisc returns the disc of the given diameter in pixels, at least 1 and made odd.
func newDisc(diameter float64) disc {
	radius := max(0, int(diameter/2))
	d := make(disc, 2*radius+1)
	for i := range d {
		y := i - radius
		for x := radius; x >= 0; x-- {
			if float64(x*x+y*y) <= (float64(radius)+0.5)*(float64(radius)+0.5) {
				d[i] = x
				break
			}
		}
	}
	return d
}

// dilated is the maximum under the disc around each pixel; what lies outside the picture does not count. Rows of the
// disc with the same half width share their maxima.
func dilated(p *Plane, d disc) *Plane {
	out, wide := newPlane(p.Width, p.Height), newPlane(p.Width, p.Height)
	copy(out.V, p.V)
	radius := len(d) / 2
	for i, half := range d[:radius+1] { // below the middle the disc is as above it
		if i > 0 && half == d[i-1] {
			continue
		}
		maximumInRows(wide, p, half)
		inBands(p.Width*len(d), p.Height, func(y int) {
			for j, other := range d {
				if from := y + j - radius; other == half && from >= 0 && from < p.Height {
					matrix.Max(out.row(y), wide.row(from))
				}
			}
		})
	}
	wide.done()
	return out
}

// eroded is the minimum under the disc around each pixel: the maximum of the negative.
func eroded(p *Plane, d disc) *Plane {
	negative := newPlane(p.Width, p.Height)
	negate(negative, p)
	out := dilated(negative, d)
	negate(out, out)
	negative.done()
	return out
}

func negate(to, from *Plane) {
	for i, v := range from.V {
		to.V[i] = -v
	}
}

// closed fills what is darker than its surroundings and narrower than the disc: dilation, then erosion.
func closed(p *Plane, d disc) *Plane {
	wider := dilated(p, d)
	out := eroded(wider, d)
	wider.done()
	return out
}

// opened removes what is brighter than its surroundings and narrower than the disc: erosion, then dilation.
func opened(p *Plane, d disc) *Plane {
	narrower := eroded(p, d)
	out := dilated(narrower, d)
	narrower.done()
	return out
}

// localMaximum is the maximum in a square of 2·half+1 pixels around each pixel.
func localMaximum(p *Plane, half int) *Plane {
	out := newPlane(p.Width, p.Height)
	maximumInRows(out, p, half)
	spare := newPlane(p.Width, p.Height)
	windowMaximum(out.V, spare.V, p.Width, half) // a picture is a sequence of rows
	spare.done()
	return out
}

// maximumInRows takes in each row the maximum within half pixels to both sides.
func maximumInRows(out, p *Plane, half int) {
	inBandsWith(p.Width, p.Height, func() func(y int) {
		spare := make([]float32, p.Width)
		return func(y int) {
			copy(out.row(y), p.row(y))
			windowMaximum(out.row(y), spare, 1, half) // and a row a sequence of pixels
		}
	})
}

// windowMaximum replaces each element of a sequence by the maximum within half elements to both sides; an element has
// so many numbers, which keep apart. First the windows reach forwards only. Two that meet or overlap make one as long as
// both, so that each step can double their length. The backward half of a window is the forward one of the element half
// a window earlier. The spare has room for as many numbers.
func windowMaximum(v, spare []float32, size, half int) {
	half = min(half, len(v)/size-1)
	for length := 1; length <= half; {
		step := min(length, half+1-length)
		matrix.Max(v[:len(v)-step*size], v[step*size:])
		length += step
	}
	forwards := spare[:copy(spare, v)]
	matrix.Max(v[half*size:], forwards[:len(v)-half*size])
	for i := range half { // what lies before the sequence does not count
		matrix.Max(v[i*size:(i+1)*size], forwards[:size])
	}
}
