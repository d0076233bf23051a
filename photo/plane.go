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
	return resizeRows(resizeColumns(p, height), width)
}

// resizeColumns brings every column to the given height. It goes row by row, as the picture lies in memory.
func resizeColumns(p *Plane, height int) *Plane {
	if height == p.Height {
		return p
	}
	out := newPlane(p.Width, height)
	for y, parts := range resizing(height, p.Height) {
		to := out.row(y)
		for _, part := range parts {
			for x, v := range p.row(part.at) {
				to[x] += part.weight * v
			}
		}
	}
	return out
}

// resizeRows brings every row to the given width.
func resizeRows(p *Plane, width int) *Plane {
	if width == p.Width {
		return p
	}
	out, pixels := newPlane(width, p.Height), resizing(width, p.Width)
	for y := range p.Height {
		row, to := p.row(y), out.row(y)
		for x, parts := range pixels {
			sum := float32(0)
			for _, part := range parts {
				sum += part.weight * row[part.at]
			}
			to[x] = sum
		}
	}
	return out
}

// A part is what an old pixel contributes to a new one.
type part struct {
	at     int // place of the old pixel
	weight float32
}

// resizing tells for each pixel of a row of a new length of which old ones it is made. The weights of each sum to 1.
func resizing(length, oldLength int) [][]part {
	parts := make([][]part, length)
	step := float64(oldLength) / float64(length)
	for x := range parts {
		if length < oldLength {
			parts[x] = coveredParts(float64(x)*step, float64(x+1)*step, oldLength)
		} else {
			parts[x] = cubicParts((float64(x)+0.5)*step-0.5, oldLength)
		}
	}
	return parts
}

// coveredParts are the old pixels from begin to end, each with the share of that length that it takes.
func coveredParts(begin, end float64, oldLength int) []part {
	var parts []part
	for i := int(begin); float64(i) < end && i < oldLength; i++ {
		length := min(end, float64(i+1)) - max(begin, float64(i))
		parts = append(parts, part{i, float32(length / (end - begin))})
	}
	return parts
}

// cubicParts are the four old pixels around a place with the weights of a Catmull-Rom curve through them (Keys, "Cubic
// convolution interpolation for digital image processing", 1981, with a = −1/2). At the ends the last one is repeated.
func cubicParts(at float64, oldLength int) []part {
	floor := math.Floor(at)
	t := float32(at - floor)
	parts := []part{
		{-1, t * (-1 + t*(2-t)) / 2},
		{0, (2 + t*t*(3*t-5)) / 2},
		{1, t * (1 + t*(4-3*t)) / 2},
		{2, t * t * (t - 1) / 2},
	}
	for i := range parts {
		parts[i].at = min(max(int(floor)+parts[i].at, 0), oldLength-1)
	}
	return parts
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
	once := func(p *Plane) *Plane { return boxColumns(boxRows(p, radius), radius) }
	return once(once(p))
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
	once, twice := newPlane(p.Width, p.Height), newPlane(p.Width, p.Height)
	smooth(once.V, p.V, p.Width) // a picture is a sequence of rows
	for y := range p.Height {
		smooth(twice.row(y), once.row(y), 1) // and a row a sequence of pixels
	}
	return twice
}

// smooth takes (1 2 1)/4 of neighbours in a sequence whose elements have so many numbers each.
func smooth(to, from []float32, size int) {
	last := len(from) - size
	weigh := func(to, before, here, after []float32) {
		for i, v := range here {
			to[i] = (before[i] + 2*v + after[i]) / 4
		}
	}
	if last == 0 {
		copy(to, from)
		return
	}
	weigh(to[:size], from[:size], from[:size], from[size:])
	weigh(to[size:last], from, from[size:last], from[2*size:])
	weigh(to[last:], from[last-size:], from[last:], from[last:])
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
