package photo

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

// dilated is the maximum under the disc around each pixel; what lies outside the picture does not count.
func dilated(p *Plane, d disc) *Plane {
	return overDisc(p, d, func(a, b float32) bool { return a > b })
}

// eroded is the minimum under the disc around each pixel.
func eroded(p *Plane, d disc) *Plane { return overDisc(p, d, func(a, b float32) bool { return a < b }) }

// closed fills what is darker than its surroundings and narrower than the disc: dilation, then erosion.
func closed(p *Plane, d disc) *Plane { return eroded(dilated(p, d), d) }

// opened removes what is brighter than its surroundings and narrower than the disc: erosion, then dilation.
func opened(p *Plane, d disc) *Plane { return dilated(eroded(p, d), d) }

// overDisc takes under the disc the value that beats all others. Rows of equal half width share their row maxima.
func overDisc(p *Plane, d disc, beats func(a, b float32) bool) *Plane {
	out := newPlane(p.Width, p.Height)
	copy(out.V, p.V)
	radius := len(d) / 2
	done := map[int]*Plane{}
	for i, half := range d {
		rows, ok := done[half]
		if !ok {
			rows = windowRows(p, half, beats)
			done[half] = rows
		}
		for y := range p.Height {
			from := y + i - radius
			if from < 0 || from >= p.Height {
				continue
			}
			to, row := out.row(y), rows.row(from)
			for x, v := range row {
				if beats(v, to[x]) {
					to[x] = v
				}
			}
		}
	}
	return out
}

// windowRows takes in each row the value that beats the others within half pixels to both sides. The queue holds the
// places that may still win, best first (the sliding-window maximum): each is put in and taken out once, so that the
// cost does not depend on the width.
func windowRows(p *Plane, half int, beats func(a, b float32) bool) *Plane {
	if half == 0 {
		return p
	}
	out := newPlane(p.Width, p.Height)
	queue := make([]int, 0, p.Width)
	for y := range p.Height {
		row, to := p.row(y), out.row(y)
		queue = queue[:0]
		head := 0
		for x := 0; x < p.Width+half; x++ {
			if x < p.Width {
				for len(queue) > head && !beats(row[queue[len(queue)-1]], row[x]) {
					queue = queue[:len(queue)-1]
				}
				queue = append(queue, x)
			}
			if x < half {
				continue
			}
			if queue[head] < x-2*half {
				head++
			}
			to[x-half] = row[queue[head]]
		}
	}
	return out
}

// localMaximum is the maximum in a square of 2·half+1 pixels around each pixel.
func localMaximum(p *Plane, half int) *Plane {
	more := func(a, b float32) bool { return a > b }
	return windowRows(windowRows(p, half, more).transposed(), half, more).transposed()
}
