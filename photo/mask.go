package photo

import (
	"image"
	"slices"
)

// A Mask tells of each pixel of a picture whether it belongs to something.
type Mask struct {
	Width, Height int
	Set           []bool
}

func maskWhere(p *Plane, test func(float32) bool) *Mask {
	m := &Mask{p.Width, p.Height, make([]bool, len(p.V))}
	for i, v := range p.V {
		m.Set[i] = test(v)
	}
	return m
}

func shapeMask(p *Piece, like *Plane) *Mask {
	m := &Mask{like.Width, like.Height, make([]bool, len(like.V))}
	for _, r := range p.runs {
		for x := r.left; x < r.right; x++ {
			m.Set[r.y*m.Width+x] = true
		}
	}
	return m
}

func hullMask(h hull, like *Plane) *Mask {
	m := &Mask{like.Width, like.Height, make([]bool, len(like.V))}
	for i := range m.Set {
		m.Set[i] = h.contains(image.Pt(i%m.Width, i/m.Width))
	}
	return m
}

// covers reports whether the pixel of a picture of the given size lies on the mask, which may have another scale.
func (m *Mask) covers(x, y, width, height int) bool {
	return m.Set[y*m.Height/height*m.Width+x*m.Width/width]
}

// part is what the mask is on a part of a picture of the given size.
func (m *Mask) part(box image.Rectangle, size image.Point) *Mask {
	out := &Mask{Width: max(1, box.Dx()*m.Width/size.X), Height: max(1, box.Dy()*m.Height/size.Y)}
	out.Set = make([]bool, out.Width*out.Height)
	for i := range out.Set {
		x, y := i%out.Width, i/out.Width
		out.Set[i] = m.covers(box.Min.X+(2*x+1)*box.Dx()/(2*out.Width), box.Min.Y+(2*y+1)*box.Dy()/(2*out.Height), size.X, size.Y)
	}
	return out
}

// gaps returns the runs of row y of a picture of the given size that do not lie on the mask.
func (m *Mask) gaps(y, width, height int) []run {
	on := m.Set[y*m.Height/height*m.Width:][:m.Width]
	var gaps []run
	for x := 0; x < m.Width; x++ {
		begin := x
		for x < m.Width && !on[x] {
			x++
		}
		if left, right := (begin*width+m.Width-1)/m.Width, (x*width+m.Width-1)/m.Width; left < right {
			gaps = append(gaps, run{y, left, right})
		}
	}
	return gaps
}

func (m *Mask) and(o *Mask) *Mask { return m.with(o, func(a, b bool) bool { return a && b }) }

func (m *Mask) or(o *Mask) *Mask { return m.with(o, func(a, b bool) bool { return a || b }) }

func (m *Mask) with(o *Mask, f func(a, b bool) bool) *Mask {
	out := &Mask{m.Width, m.Height, make([]bool, len(m.Set))}
	for i := range m.Set {
		out.Set[i] = f(m.Set[i], o.Set[i])
	}
	return out
}

func (m *Mask) count() int {
	n := 0
	for _, on := range m.Set {
		if on {
			n++
		}
	}
	return n
}

// filled adds what the mask surrounds: all that cannot be reached from the edge of the picture without crossing it.
func (m *Mask) filled() *Mask {
	out := &Mask{m.Width, m.Height, slices.Repeat([]bool{true}, len(m.Set))}
	var reached []int
	reach := func(x, y int) {
		if i := y*m.Width + x; x >= 0 && y >= 0 && x < m.Width && y < m.Height && out.Set[i] && !m.Set[i] {
			out.Set[i] = false
			reached = append(reached, i)
		}
	}
	for x := range m.Width {
		reach(x, 0)
		reach(x, m.Height-1)
	}
	for y := range m.Height {
		reach(0, y)
		reach(m.Width-1, y)
	}
	for len(reached) > 0 {
		x, y := reached[len(reached)-1]%m.Width, reached[len(reached)-1]/m.Width
		reached = reached[:len(reached)-1]
		reach(x-1, y)
		reach(x+1, y)
		reach(x, y-1)
		reach(x, y+1)
	}
	return out
}

// grown adds what lies under a disc of the diameter around each pixel of the mask; shrunk takes it from the inside.
func (m *Mask) grown(diameter float64) *Mask {
	return maskWhere(dilated(m.plane(), newDisc(diameter)), positive)
}

func (m *Mask) shrunk(diameter float64) *Mask {
	return maskWhere(eroded(m.plane(), newDisc(diameter)), positive)
}

func positive(v float32) bool { return v > 0 }

// plane is 1 on the mask and 0 beside it.
func (m *Mask) plane() *Plane {
	p := newPlane(m.Width, m.Height)
	for i, on := range m.Set {
		if on {
			p.V[i] = 1
		}
	}
	return p
}

// border tells the pixels of the mask that have a neighbour outside it.
func (m *Mask) border() []bool {
	inner := m.shrunk(3)
	border := make([]bool, len(m.Set))
	for i := range border {
		border[i] = m.Set[i] && !inner.Set[i]
	}
	return border
}
