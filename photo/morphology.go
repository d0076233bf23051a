package photo

import (
	"slices"

	"aloud/matrix"
)

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
	out := newPlane(p.Width, p.Height)
	copy(out.V, p.V)
	radius := len(d) / 2
	wide := map[int]*Plane{} // by half width
	for _, half := range d {
		if wide[half] == nil {
			wide[half] = maximumInRows(p, half)
		}
	}
	inBands(p.Width*len(d), p.Height, func(y int) {
		for i, half := range d {
			if from := y + i - radius; from >= 0 && from < p.Height {
				matrix.Max(out.row(y), wide[half].row(from))
			}
		}
	})
	return out
}

// eroded is the minimum under the disc around each pixel: the maximum of the negative.
func eroded(p *Plane, d disc) *Plane { return dilated(p.negative(), d).negative() }

func (p *Plane) negative() *Plane {
	out := newPlane(p.Width, p.Height)
	for i, v := range p.V {
		out.V[i] = -v
	}
	return out
}

// closed fills what is darker than its surroundings and narrower than the disc: dilation, then erosion.
func closed(p *Plane, d disc) *Plane { return eroded(dilated(p, d), d) }

// opened removes what is brighter than its surroundings and narrower than the disc: erosion, then dilation.
func opened(p *Plane, d disc) *Plane { return dilated(eroded(p, d), d) }

// localMaximum is the maximum in a square of 2·half+1 pixels around each pixel.
func localMaximum(p *Plane, half int) *Plane {
	out := maximumInRows(p, half)
	windowMaximum(out.V, p.Width, half) // a picture is a sequence of rows
	return out
}

// maximumInRows takes in each row the maximum within half pixels to both sides.
func maximumInRows(p *Plane, half int) *Plane {
	out := newPlane(p.Width, p.Height)
	copy(out.V, p.V)
	inBands(p.Width, p.Height, func(y int) {
		windowMaximum(out.row(y), 1, half) // and a row a sequence of pixels
	})
	return out
}

// windowMaximum replaces each element of a sequence by the maximum within half elements to both sides; an element has
// so many numbers, which keep apart. First the windows reach forwards only. Two that meet or overlap make one as long as
// both, so that each step can double their length. The backward half of a window is the forward one of the element half
// a window earlier.
func windowMaximum(v []float32, size, half int) {
	half = min(half, len(v)/size-1)
	for length := 1; length <= half; {
		step := min(length, half+1-length)
		matrix.Max(v[:len(v)-step*size], v[step*size:])
		length += step
	}
	forwards := slices.Clone(v)
	matrix.Max(v[half*size:], forwards[:len(v)-half*size])
	for i := range half { // what lies before the sequence does not count
		matrix.Max(v[i*size:(i+1)*size], forwards[:size])
	}
}
