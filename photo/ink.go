package photo

import (
	"math"

	"aloud/matrix"
)

// Ink is the contrast of a picture and what of it is ink.
type Ink struct {
	Contrast *Plane
	Set      []bool  // which pixels are ink
	Floor    float32 // the least contrast that may be ink: above noise, grain and show-through

	grainy bool // its grain hides what is written, as where there was little light
}

// The thresholds of FindInk, chosen on photographs.
const (
	halfMaximum   = 0.42 // share of the contrast nearby at which a stroke ends
	leastContrast = 0.07 // what the eye still takes for ink on clean paper
	faintest      = 0.04 // and where nothing darker is written
	clearly       = 1.6  // times the floor that the highest contrast of a clear piece is
	noiseFactor   = 5    // standard deviations of the noise that blank paper hardly ever reaches
	levelShare    = 0.22 // share of the page's usual ink that faint remains of other writing stay below
	muchGrain     = 0.4  // of the usual ink, that grain reaches now and then which hides it
)

// An effort is how finely a picture is looked at for ink.
type effort struct {
	paper  float64 // pixels that are as wide as strokes may be, where the paper's grey is measured
	nearby int     // blocks of pixels in which "nearby" is measured, in half of its width
	blank  int     // pixels that the contrast of blank paper is measured on
	ink    int     // pixels that the ink's level is measured on
	noise  int     // pixels that the noise is measured on
}

var (
	// careful loses nothing: a sixth of what is nearby is not noticed, a lone digit on a page has hundreds of 250 000 pixels,
	// and 8 000 give the median deviation to two parts in a hundred.
	careful = effort{paper: 8, nearby: 6, blank: 30_000, ink: 250_000, noise: 8_000}
	// quick is for frames, of which the next comes soon.
	quick = effort{paper: 4, nearby: 2, blank: 3_000, ink: 10_000, noise: 1_000}
)

// FindInk tells ink from paper. A pixel is ink if it has at least about half of the highest contrast nearby, within the
// given height of a digit: so strokes get the same width whether they are black, faint or blurred. And it has to stand
// out from the noise and be comparable with the rest of the page's ink, which keeps grain and show-through away.
func FindInk(contrast *Plane, height float64) Ink { return careful.findInk(contrast, height, 0) }

// findInk does what FindInk does, on the contrast of a picture that was smoothed by so many pixels.
func (e effort) findInk(contrast *Plane, height float64, smoothed int) Ink {
	floor, grainy := e.inkFloor(contrast, smoothed)
	half := max(1, int(0.3*height))
	block := max(1, half/e.nearby)
	nearby := localMaximum(contrast.blockMaxima(block), half/block).blurred(half / block / 2)
	whole := nearby.enlarged(nearby.Width*block, nearby.Height*block)
	set := make([]bool, len(contrast.V))
	inBandsWith(contrast.Width, contrast.Height, func() func(y int) {
		nearbyOf := whole.rows()
		return func(y int) {
			row, on, nearby := contrast.row(y), set[y*contrast.Width:][:contrast.Width], nearbyOf(y)
			nearby = nearby[:len(row)]
			for x, c := range row {
				if c > floor {
					on[x] = c > halfMaximum*nearby[x]
				}
			}
		}
	})
	whole.wide.done()
	return Ink{contrast, set, floor, grainy}
}

// blockMaxima is the highest contrast in each square of so many pixels; at the right and at the bottom they may be cut off.
func (p *Plane) blockMaxima(size int) *Plane {
	if size == 1 {
		return p
	}
	out := newPlane((p.Width+size-1)/size, (p.Height+size-1)/size)
	inBandsWith(size*p.Width, out.Height, func() func(y int) {
		high := make([]float32, p.Width)
		return func(y int) {
			copy(high, p.row(y*size))
			for below := y*size + 1; below < min((y+1)*size, p.Height); below++ {
				matrix.Max(high, p.row(below))
			}
			row := out.row(y)
			for x := range row {
				block := high[x*size : min((x+1)*size, p.Width)]
				row[x] = block[0]
				for _, v := range block[1:] {
					if v > row[x] {
						row[x] = v
					}
				}
			}
		}
	})
	return out
}

// inkFloor is the contrast below which nothing is ink. The noise is measured on what is paper for Otsu's threshold, as
// the deviation from a blurred copy by its median, which the ends of strokes do not move: 1.4826 median deviations are
// one standard deviation. On a small picture full of writing hardly any paper is left to measure; there at least the
// darker half of what is written stays ink, as long as that is clearly more than noise. Where what is written is so faint that it
// would not be clear, less will do. It also reports whether the noise hides what is written.
//
// All of it is measured on a sample of the pixels.
func (e effort) inkFloor(contrast *Plane, smoothed int) (floor float32, grainy bool) {
	some := sample(contrast.V, e.ink)
	noise := noiseFactor * 1.4826 * deviation(contrast, otsu(some), e.noise)
	least := float32(leastContrast)
	written := above(some, least)
	level := inkLevel(written)
	if 0 < level && level < clearly*least {
		least = max(faintest, level/2)
		written = above(some, least)
		level = inkLevel(written)
	}
	giveBack(some)
	grainy = level > 0 && noise > muchGrain*level
	noise /= shareOfNoise(smoothed)
	noise = max(min(noise, level/2), noise*3/noiseFactor)
	floor = max(least, noise)
	return max(floor, levelShare*inkLevel(above(written, floor))), grainy
}

// deviation is the median of how far a pixel of paper, which has no higher contrast than that given, is from the mean of
// those around it. The mean is that of the picture blurred by 3 pixels, as [Plane.blurred] does it, worked out for a sample
// of about so many of the pixels: the weights of a square averaged twice are a pyramid.
func deviation(contrast *Plane, paper float32, about int) float32 {
	const radius = 3
	const side, width = 2*radius + 1, 4*radius + 1
	pyramid := func(v *[width]float32) float32 {
		return v[0] + v[12] + 2*(v[1]+v[11]) + 3*(v[2]+v[10]) + 4*(v[3]+v[9]) + 5*(v[4]+v[8]) + 6*(v[5]+v[7]) + 7*v[6]
	}
	inside := func(i, length int) int { return min(max(i, 0), length-1) }
	var around, down [width]float32 // of a pixel near an edge, where the picture goes on as it ends
	var deviations []float32
	step := sampleStep(len(contrast.V), about)
	for i := 0; i < len(contrast.V); i += step {
		c := contrast.V[i]
		if c > paper {
			continue
		}
		x, y := i%contrast.Width, i/contrast.Width
		left := x - 2*radius
		for j := range down {
			row := contrast.row(inside(y+j-2*radius, contrast.Height))
			if left >= 0 && left+width <= len(row) {
				down[j] = pyramid((*[width]float32)(row[left:]))
				continue
			}
			for i := range around {
				around[i] = row[inside(left+i, len(row))]
			}
			down[j] = pyramid(&around)
		}
		deviations = append(deviations, float32(math.Abs(float64(c-pyramid(&down)/(side*side*side*side)))))
	}
	return quantile(deviations, 0.5)
}

// inkLevel is the usual contrast of the page's ink: the median of the upper of the two classes that Otsu's threshold
// makes of all that is written.
func inkLevel(written []float32) float32 {
	return quantile(above(written, otsu(written)), 0.5)
}

func above(values []float32, threshold float32) []float32 {
	var out []float32
	for _, v := range values {
		if v > threshold {
			out = append(out, v)
		}
	}
	return out
}

// Pieces returns the pieces of ink that hang together: the clear ones, which somewhere stand out from the noise without
// question, and the faint, which are mostly noise and what shines through the paper.
func (ink Ink) Pieces() (clear, faint []*Piece) {
	for _, p := range components(ink.Set, ink.Contrast) {
		if p.peak > clearly*ink.Floor {
			clear = append(clear, p)
		} else {
			faint = append(faint, p)
		}
	}
	return clear, faint
}
