package photo

import "math"

// Ink is the contrast of a picture and what of it is ink.
type Ink struct {
	Contrast *Plane
	Set      []bool  // which pixels are ink
	Floor    float32 // the least contrast that may be ink: above noise, grain and show-through
}

// The thresholds of FindInk, chosen on photographs.
const (
	halfMaximum   = 0.42 // share of the contrast nearby at which a stroke ends
	leastContrast = 0.07 // what the eye still takes for ink on clean paper
	noiseFactor   = 5    // standard deviations of the noise that blank paper hardly ever reaches
	levelShare    = 0.22 // share of the page's usual ink that faint remains of other writing stay below
)

// FindInk tells ink from paper. A pixel is ink if it has at least about half of the highest contrast nearby, within the
// given height of a digit: so strokes get the same width whether they are black, faint or blurred. And it has to stand
// out from the noise and be comparable with the rest of the page's ink, which keeps grain and show-through away.
func FindInk(contrast *Plane, height float64) Ink {
	floor := inkFloor(contrast)
	half := max(1, int(0.3*height))
	nearby := localMaximum(contrast, half).blurred(half / 2)
	set := make([]bool, len(contrast.V))
	for i, c := range contrast.V {
		set[i] = c > max(floor, halfMaximum*nearby.V[i])
	}
	return Ink{contrast, set, floor}
}

// inkFloor is the contrast below which nothing is ink. The noise is measured on what is paper for Otsu's threshold, as
// the deviation from a blurred copy by its median, which the ends of strokes do not move: 1.4826 median deviations are
// one standard deviation. On a small picture full of writing hardly any paper is left to measure; there at least the
// darker half of what is written stays ink, as long as that is clearly more than noise.
func inkFloor(contrast *Plane) float32 {
	smooth, paper := contrast.blurred(3), otsu(contrast.V)
	var deviation []float32
	for i, c := range contrast.V {
		if c <= paper {
			deviation = append(deviation, float32(math.Abs(float64(c-smooth.V[i]))))
		}
	}
	noise := noiseFactor * 1.4826 * quantile(deviation, 0.5)
	noise = max(min(noise, inkLevel(contrast, leastContrast)/2), noise*3/noiseFactor)
	floor := max(leastContrast, noise)
	return max(floor, levelShare*inkLevel(contrast, floor))
}

// inkLevel is the usual contrast of the page's ink: the median of the upper of the two classes that Otsu's threshold
// makes of everything above the floor.
func inkLevel(contrast *Plane, floor float32) float32 {
	written := above(contrast.V, floor)
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
		if p.peak > 1.6*ink.Floor {
			clear = append(clear, p)
		} else {
			faint = append(faint, p)
		}
	}
	return clear, faint
}
