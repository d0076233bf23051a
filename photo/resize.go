package photo

import (
	"image"
	"math"

	"aloud/matrix"
)

// resized brings the picture to another size. Each new pixel is the mean of the old ones that it covers where the
// picture becomes smaller (picking single pixels would make thin strokes vanish), and lies on a cubic curve through
// them where it becomes larger. Where there are no old ones, it is 0.
func (p *Plane) resized(width, height int) *Plane {
	return resized(p.V, p.Width, image.Rect(0, 0, p.Width, p.Height), width, height, func(sum, row []float32, weight float32) {
		matrix.Blend(sum, 1, row, weight)
	})
}

// resizedPart does the same to a part of a grey picture, straight from its bytes: a picture of 12 megapixels is four times
// as much as numbers. The part is counted from the picture's first pixel.
func resizedPart(grey *image.Gray, part image.Rectangle, width, height int) *Plane {
	return resized(grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y):], grey.Stride, part, width, height, matrix.AddBytes)
}

// atMost is the grey picture reduced to so many pixels of its longer side, if it has more.
func atMost(grey *image.Gray, longer int) *Plane {
	size := grey.Rect.Size()
	scale := min(1, float64(longer)/float64(max(size.X, size.Y, 1)))
	return resizedPart(grey, image.Rectangle{Max: size}, atLeast1(float64(size.X)*scale), atLeast1(float64(size.Y)*scale))
}

// halved is the picture at half of its scale, each pixel the mean of four: what [Plane.resized] makes of it, but for a last
// odd row or column, which is left out.
func halved(grey *image.Gray) *Plane {
	out := newPlane(max(1, grey.Rect.Dx()/2), max(1, grey.Rect.Dy()/2))
	if min(grey.Rect.Dx(), grey.Rect.Dy()) < 2 {
		return out
	}
	for y := range out.Height {
		above := grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y+2*y):][:2*out.Width]
		below := grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y+2*y+1):][:2*out.Width]
		for x := range out.row(y) {
			out.V[y*out.Width+x] = float32(int(above[2*x])+int(above[2*x+1])+int(below[2*x])+int(below[2*x+1])) / 4
		}
	}
	return out
}

// resized goes row by row: first down the columns, of all that a new row is made of, and then along the row. A row of
// pixels, times a weight, is added to a sum by add.
func resized[T uint8 | float32](pixels []T, stride int, part image.Rectangle, width, height int, add func(sum []float32, row []T, weight float32)) *Plane {
	out := newPlane(width, height)
	switch {
	case part.Empty():
		return out
	case part.Size() == image.Pt(width, height):
		inBands(width, height, func(y int) { add(out.row(y), pixels[(part.Min.Y+y)*stride+part.Min.X:][:width], 1) })
		return out
	}
	rows, columns := resizing(height, part.Dy()), newBlend(resizing(width, part.Dx()), part.Dx())
	inBandsWith(max(width, part.Dx()*part.Dy()/height), height, func() func(y int) {
		high := make([]float32, part.Dx()) // a row that has its new height and its old width
		return func(y int) {
			clear(high)
			for i, weight := range rows[y].weights {
				add(high, pixels[(part.Min.Y+rows[y].first+i)*stride+part.Min.X:][:len(high)], weight)
			}
			columns.add(out.row(y), high)
		}
	})
	return out
}

// A mixture is what neighbouring old pixels contribute to a new one; the weights sum to 1.
type mixture struct {
	first   int // place of the first of the old pixels
	weights []float32
}

// A blend makes a row of mixtures. They are kept weight by weight, so that a row is made in loops as long as it is: loops
// over the few pixels of each mixture are slower.
type blend struct {
	first   matrix.Picker // of the first old pixel of each new one
	weights [][]float32   // of the first old pixel of each new one, of the second, and so on
}

// newBlend gives all mixtures of a row as many pixels, those too many without weight.
func newBlend(mixtures []mixture, oldLength int) blend {
	most := 0
	for _, m := range mixtures {
		most = max(most, len(m.weights))
	}
	places, b := make([]int32, len(mixtures)), blend{weights: make([][]float32, most)}
	for i := range b.weights {
		b.weights[i] = make([]float32, len(mixtures))
	}
	for x, m := range mixtures {
		first := min(m.first, oldLength-most)
		places[x] = int32(first)
		for i, w := range m.weights {
			b.weights[m.first-first+i][x] = w
		}
	}
	b.first = matrix.NewPicker(places)
	return b
}

// add adds to each pixel of the new row what it is made of.
func (b *blend) add(to, from []float32) {
	for i, weights := range b.weights {
		matrix.AddPicked(to, from[i:], b.first, weights)
	}
}

// resizing tells for each pixel of a row of a new length of which old ones it is made.
func resizing(length, oldLength int) []mixture {
	shares := make([]mixture, length)
	step := float64(oldLength) / float64(length)
	for x := range shares {
		switch {
		case length == oldLength:
			shares[x] = mixture{x, []float32{1}}
		case length < oldLength:
			shares[x] = coveredMixture(float64(x)*step, float64(x+1)*step, oldLength)
		default:
			shares[x] = cubicMixture((float64(x)+0.5)*step-0.5, oldLength)
		}
	}
	return shares
}

// coveredMixture are the old pixels from begin to end, each with the share of that length that it takes.
func coveredMixture(begin, end float64, oldLength int) mixture {
	s := mixture{first: int(begin)}
	for i := s.first; float64(i) < end && i < oldLength; i++ {
		length := min(end, float64(i+1)) - max(begin, float64(i))
		s.weights = append(s.weights, float32(length/(end-begin)))
	}
	return s
}

// cubicMixture are the four old pixels around a place with the weights of a Catmull-Rom curve through them (Keys, "Cubic
// convolution interpolation for digital image processing", 1981, with a = −1/2). At the ends the last one is repeated.
func cubicMixture(at float64, oldLength int) mixture {
	floor := math.Floor(at)
	t := float32(at - floor)
	return folded(int(floor)-1, oldLength,
		t*(-1+t*(2-t))/2,
		(2+t*t*(3*t-5))/2,
		t*(1+t*(4-3*t))/2,
		t*t*(t-1)/2)
}

// linearMixture are the two old pixels around a place, the nearer with more weight.
func linearMixture(at float64, oldLength int) mixture {
	floor := math.Floor(at)
	t := float32(at - floor)
	return folded(int(floor), oldLength, 1-t, t)
}

// folded gives the weights of places beyond the ends to the outermost pixels.
func folded(first, oldLength int, weights ...float32) mixture {
	inside := func(at int) int { return min(max(at, 0), oldLength-1) }
	s := mixture{inside(first), make([]float32, inside(first+len(weights)-1)-inside(first)+1)}
	for i, w := range weights {
		s.weights[inside(first+i)-s.first] += w
	}
	return s
}

// An enlargement shows a plane at a larger size, bilinear, which is enough for what changes slowly. Its rows are made when
// they are asked for, so that nothing of that size has to be kept.
type enlargement struct {
	wide *Plane // enlarged along the rows alone
	down []mixture
}

// enlarged shows the plane as width x height pixels.
func (p *Plane) enlarged(width, height int) *enlargement {
	columns := newBlend(linearly(width, p.Width), p.Width)
	wide := newPlane(width, p.Height)
	for y := range p.Height {
		columns.add(wide.row(y), p.row(y))
	}
	return &enlargement{wide, linearly(height, p.Height)}
}

func linearly(length, oldLength int) []mixture {
	shares := make([]mixture, length)
	for x := range shares {
		shares[x] = linearMixture((float64(x)+0.5)*float64(oldLength)/float64(length)-0.5, oldLength)
	}
	return shares
}

// rows returns a function that makes a row, which is overwritten when the function is called for the next one. Each core
// needs one of its own.
func (e *enlargement) rows() func(y int) []float32 {
	made := make([]float32, e.wide.Width)
	return func(y int) []float32 {
		s := e.down[y]
		if len(s.weights) == 1 {
			return e.wide.row(s.first)
		}
		upper, lower := e.wide.row(s.first), e.wide.row(s.first+1)
		copy(made, lower)
		matrix.Blend(made, 1, upper, -1)
		matrix.Blend(made, s.weights[1], upper, 1)
		return made
	}
}
