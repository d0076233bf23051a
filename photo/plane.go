package photo

import (
	"image"
	"math"

	"aloud/matrix"
)

// A Plane is a picture of one number a pixel, row by row.
type Plane struct {
	Width, Height int
	V             []float32 // Width*Height numbers
}

// newPlane returns a plane of zeros.
func newPlane(width, height int) *Plane {
	return &Plane{width, height, lent(width * height)}
}

func (p *Plane) row(y int) []float32 { return p.V[y*p.Width : (y+1)*p.Width] }

// longer is the length of the longer side.
func (p *Plane) longer() int { return max(p.Width, p.Height) }

// plane is the grey picture as numbers from 0 to 255.
func plane(grey *image.Gray) *Plane {
	return resizedPart(grey, image.Rectangle{Max: grey.Rect.Size()}, grey.Rect.Dx(), grey.Rect.Dy())
}

// at is the picture's value at a point between pixels, bilinear, with the value outside given.
func (p *Plane) at(x, y float64, outside float32) float32 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy, tx, ty := int(fx), int(fy), float32(x-fx), float32(y-fy)
	get := func(x, y int) float32 {
		if x < 0 || y < 0 || x >= p.Width || y >= p.Height {
			return outside
		}
		return p.V[y*p.Width+x]
	}
	above := get(ix, iy)*(1-tx) + get(ix+1, iy)*tx
	below := get(ix, iy+1)*(1-tx) + get(ix+1, iy+1)*tx
	return above*(1-ty) + below*ty
}

// blurred is the picture averaged over a square of 2·radius+1 pixels, twice, which comes near to a Gaussian with a
// standard deviation of 0.82·(radius + ½) pixels. At the edges the outermost pixel is repeated.
func (p *Plane) blurred(radius int) *Plane {
	if radius <= 0 {
		return p
	}
	once := func(p *Plane) *Plane {
		rows := boxRows(p, radius)
		out := boxColumns(rows, radius)
		rows.done()
		return out
	}
	return p.twice(once)
}

// twice is what becomes of the picture when that is done to it, and to what comes of it once more.
func (p *Plane) twice(once func(*Plane) *Plane) *Plane {
	half := once(p)
	out := once(half)
	half.done()
	return out
}

// boxRows replaces each pixel by the mean of the 2·radius+1 pixels around it in its row.
func boxRows(p *Plane, radius int) *Plane {
	out := newPlane(p.Width, p.Height)
	share := 1 / float64(2*radius+1)
	wide := make([]float32, radius+p.Width+radius+1) // a row with its ends repeated
	for y := range p.Height {
		row := p.row(y)
		for i := range wide {
			wide[i] = row[min(max(i-radius, 0), p.Width-1)]
		}
		sum := 0.0
		for _, v := range wide[:2*radius+1] {
			sum += float64(v)
		}
		enters := wide[2*radius+1:]
		to := out.row(y)
		for x := range to {
			to[x] = float32(sum * share)
			sum += float64(enters[x]) - float64(wide[x])
		}
	}
	return out
}

// boxColumns does the same in the columns, all of them abreast.
func boxColumns(p *Plane, radius int) *Plane {
	out := newPlane(p.Width, p.Height)
	share := 1 / float64(2*radius+1)
	at := func(y int) []float32 { return p.row(min(max(y, 0), p.Height-1)) }
	sums := make([]float64, p.Width)
	for y := -radius; y <= radius; y++ {
		for x, v := range at(y) {
			sums[x] += float64(v)
		}
	}
	for y := range p.Height {
		to, enters, leaves := out.row(y), at(y+radius+1), at(y-radius)
		for x, sum := range sums {
			to[x] = float32(sum * share)
			sums[x] = sum + float64(enters[x]) - float64(leaves[x])
		}
	}
	return out
}

// smoothed is the picture under the 3x3 kernel (1 2 1)/4 in both directions: a Gaussian of some 0.7 pixels. At the
// edges the outermost pixel is repeated.
func (p *Plane) smoothed() *Plane {
	return smoothed(p.Width, p.Height, func() func(to []float32, y int) {
		return func(to []float32, y int) { copy(to, p.row(y)) }
	})
}

// smoothed is a picture smoothed of which nothing is kept but three rows at a time: begin returns, once for a band, what makes
// one of them.
func smoothed(width, height int, begin func() (row func(to []float32, y int))) *Plane {
	out := newPlane(width, height)
	inBandsWith(width, height, func() func(y int) {
		row := begin()
		made, last := [3][]float32{}, -1 // of which row y is the one with y mod 3, and the last of them
		for i := range made {
			made[i] = make([]float32, width)
		}
		down := make([]float32, width+2) // a row smoothed down the columns, with its ends repeated
		return func(y int) {
			for last = max(last, y-2); last < min(y+1, height-1); {
				last++
				row(made[last%3], last)
			}
			weigh(down[1:width+1], made[max(y-1, 0)%3], made[y%3], made[min(y+1, height-1)%3])
			down[0], down[width+1] = down[1], down[width]
			weigh(out.row(y), down[:width], down[1:], down[2:])
		}
	})
	return out
}

// weigh is (1 2 1)/4 of three rows.
func weigh(to, before, here, after []float32) {
	copy(to, before)
	matrix.Blend(to, 1, here[:len(to)], 2)
	matrix.Blend(to, 0.25, after, 0.25)
}

// Sharpened is the picture with every pixel four times as far as it was from what a Gaussian of that deviation makes of it,
// an unsharp mask: it brings back of a blur of about that deviation what it has left.
func (p *Plane) Sharpened(deviation float64) *Plane {
	const amount = 3
	out := p.blurred(int(deviation / 0.82)) // two boxes of radius r have the deviation 0.82·r
	matrix.Blend(out.V, -amount, p.V, 1+amount)
	return out
}
