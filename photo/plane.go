package photo

import (
	"image"
	"math"
	"slices"
)

// A Plane is a picture of one number a pixel, row by row.
type Plane struct {
	Width, Height int
	V             []float32 // Width*Height numbers
}

func newPlane(width, height int) *Plane {
	return &Plane{width, height, make([]float32, width*height)}
}

func (p *Plane) row(y int) []float32 { return p.V[y*p.Width : (y+1)*p.Width] }

// longer is the length of the longer side.
func (p *Plane) longer() int { return max(p.Width, p.Height) }

// plane is the grey picture as numbers from 0 to 255.
func plane(grey *image.Gray) *Plane {
	p := newPlane(grey.Rect.Dx(), grey.Rect.Dy())
	for y := range p.Height {
		row := p.row(y)
		for x, v := range grey.Pix[grey.PixOffset(grey.Rect.Min.X, grey.Rect.Min.Y+y):][:p.Width] {
			row[x] = float32(v)
		}
	}
	return p
}

// resized brings the picture to another size. Each new pixel is the mean of the old ones that it covers where the
// picture becomes smaller (picking single pixels would make thin strokes vanish), and lies on a cubic curve through
// them where it becomes larger. Where there are no old ones, it is 0.
func (p *Plane) resized(width, height int) *Plane {
	if len(p.V) == 0 {
		return newPlane(width, height)
	}
	return resizeRows(resizeRows(p, width).transposed(), height).transposed()
}

// transposed exchanges rows and columns.
func (p *Plane) transposed() *Plane {
	t := newPlane(p.Height, p.Width)
	const tile = 32 // 32 rows of 32 numbers stay in the first cache
	for top := 0; top < p.Height; top += tile {
		for left := 0; left < p.Width; left += tile {
			for y := top; y < min(top+tile, p.Height); y++ {
				for x := left; x < min(left+tile, p.Width); x++ {
					t.V[x*t.Width+y] = p.V[y*p.Width+x]
				}
			}
		}
	}
	return t
}

// resizeRows brings every row to the given width.
func resizeRows(p *Plane, width int) *Plane {
	if width == p.Width {
		return p
	}
	weigh := cubicWeights
	if width < p.Width {
		weigh = areaWeights
	}
	firsts, weights := make([]int, width), make([][]float32, width)
	for x := range width {
		firsts[x], weights[x] = weigh(x, width, p.Width)
	}
	out := newPlane(width, p.Height)
	for y := range p.Height {
		row, to := p.row(y), out.row(y)
		for x := range to {
			sum := float32(0)
			for i, w := range weights[x] {
				sum += w * row[min(max(firsts[x]+i, 0), p.Width-1)]
			}
			to[x] = sum
		}
	}
	return out
}

// areaWeights gives the old pixels, from first on, that new pixel x covers, each with its share; the shares sum to 1.
func areaWeights(x, width, oldWidth int) (first int, weights []float32) {
	step := float64(oldWidth) / float64(width)
	begin, end := float64(x)*step, float64(x+1)*step
	first = int(begin)
	for i := first; float64(i) < end && i < oldWidth; i++ {
		weights = append(weights, float32((min(end, float64(i+1))-max(begin, float64(i)))/step))
	}
	return first, weights
}

// cubicWeights gives the four old pixels around the middle of new pixel x with the weights of a Catmull-Rom curve
// through them (Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = −1/2).
func cubicWeights(x, width, oldWidth int) (first int, weights []float32) {
	at := (float64(x)+0.5)*float64(oldWidth)/float64(width) - 0.5
	floor := math.Floor(at)
	t := float32(at - floor)
	return int(floor) - 1, []float32{
		t * (-1 + t*(2-t)) / 2,
		(2 + t*t*(3*t-5)) / 2,
		t * (1 + t*(4-3*t)) / 2,
		t * t * (t - 1) / 2,
	}
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
	once := func(p *Plane) *Plane { return boxRows(boxRows(p, radius).transposed(), radius).transposed() }
	return once(once(p))
}

// boxRows replaces each pixel by the mean of the 2·radius+1 pixels around it in its row.
func boxRows(p *Plane, radius int) *Plane {
	out := newPlane(p.Width, p.Height)
	share := 1 / float64(2*radius+1)
	for y := range p.Height {
		row, to := p.row(y), out.row(y)
		at := func(x int) float64 { return float64(row[min(max(x, 0), len(row)-1)]) }
		sum := 0.0
		for x := -radius; x <= radius; x++ {
			sum += at(x)
		}
		for x := range to {
			to[x] = float32(sum * share)
			sum += at(x+radius+1) - at(x-radius)
		}
	}
	return out
}

// smoothed is the picture under the 3x3 kernel (1 2 1)/4 in both directions: a Gaussian of some 0.7 pixels.
func (p *Plane) smoothed() *Plane {
	rows := func(p *Plane) *Plane {
		out := newPlane(p.Width, p.Height)
		for y := range p.Height {
			row, to := p.row(y), out.row(y)
			for x := range to {
				to[x] = (row[max(x-1, 0)] + 2*row[x] + row[min(x+1, len(row)-1)]) / 4
			}
		}
		return out
	}
	return rows(rows(p).transposed()).transposed()
}

// quantile returns the value below which the share q of the values lies, from a regular sample of at most some 100 000
// of them. Of no values it is 0.
func quantile(values []float32, q float64) float32 {
	step := max(1, len(values)/100_000)
	sample := make([]float32, 0, len(values)/step+1)
	for i := 0; i < len(values); i += step {
		sample = append(sample, values[i])
	}
	if len(sample) == 0 {
		return 0
	}
	slices.Sort(sample)
	return sample[int(q*float64(len(sample)-1))]
}

// otsu returns the threshold that parts the values into two classes of the least variance within (Otsu, "A threshold
// selection method from gray-level histograms", 1979): the one that makes n₀·n₁·(μ₀ − μ₁)² greatest.
func otsu(values []float32) float32 {
	if len(values) == 0 {
		return 0
	}
	low, high := slices.Min(values), slices.Max(values)
	if low == high {
		return low
	}
	const bins = 256
	var count [bins]float64
	for _, v := range values {
		count[int((v-low)/(high-low)*(bins-1))]++
	}
	total, sum := float64(len(values)), 0.0
	for i, n := range count {
		sum += float64(i) * n
	}
	best, bestBin, below, sumBelow := -1.0, 0, 0.0, 0.0
	for i, n := range count {
		below += n
		sumBelow += float64(i) * n
		if above := total - below; below > 0 && above > 0 {
			d := sumBelow/below - (sum-sumBelow)/above
			if spread := below * above * d * d; spread > best {
				best, bestBin = spread, i
			}
		}
	}
	return low + (high-low)*(float32(bestBin)+1)/(bins-1)
}
