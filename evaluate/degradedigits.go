package evaluate

import (
	"hash/fnv"
	"image"
	"math/rand/v2"
	"slices"

	"golang.org/x/image/draw"

	"aloud/digit"
	"aloud/matrix"
)

// digitDegradations are the ways to degrade single digits: what is left of the ways of hand, pen and camera when somebody
// else has cut the digit out and not put it quite into its square. The measures were chosen to look like digits that a
// person still reads at a glance.
var digitDegradations = []Degradation{
	{"none", "as it is", func(img *image.RGBA) *image.RGBA { return img }},
	{"shift-left", "2 pixels to the left", func(img *image.RGBA) *image.RGBA { return shifted(img, -2, 0) }},
	{"shift-right", "2 pixels to the right", func(img *image.RGBA) *image.RGBA { return shifted(img, 2, 0) }},
	{"shift-up", "2 pixels up", func(img *image.RGBA) *image.RGBA { return shifted(img, 0, -2) }},
	{"shift-down", "2 pixels down", func(img *image.RGBA) *image.RGBA { return shifted(img, 0, 2) }},
	{"rotate-15", "turned clockwise by 15 degrees", func(img *image.RGBA) *image.RGBA { return squareOf(rotated(img, 15)) }},
	{"rotate-back-15", "turned anticlockwise by 15 degrees", func(img *image.RGBA) *image.RGBA { return squareOf(rotated(img, -15)) }},
	{"noise", "coarse grain, with a deviation of a sixth of the ink", digitGrained},
	{"blur", "blurred by 1 pixel", func(img *image.RGBA) *image.RGBA { return blurred(img, 1) }},
	{"thin", "strokes thinner by a pixel", func(img *image.RGBA) *image.RGBA { return swollen(img, -0.5) }},
	{"thick", "strokes thicker by a pixel and a half", func(img *image.RGBA) *image.RGBA { return swollen(img, 0.75) }},
}

// DigitDegradations returns all degradations for single digits; the first one changes nothing.
func DigitDegradations() []Degradation { return slices.Clone(digitDegradations) }

// OfDigits degrades digits, on all cores; the examples themselves are not changed.
func (d Degradation) OfDigits(examples []digit.Labelled) []digit.Labelled {
	degraded := slices.Clone(examples)
	matrix.Parallel(len(degraded), batch, func(begin, end int) {
		for i := begin; i < end; i++ {
			img := d.Of(&examples[i].Digit).(*image.RGBA)
			for k := range degraded[i].Digit {
				degraded[i].Digit[k] = img.Pix[4*k]
			}
		}
	})
	return degraded
}

// shifted moves the picture within its frame; what comes in is black.
func shifted(img *image.RGBA, right, down int) *image.RGBA {
	return laid(img, img.Rect.Size(), image.Pt(right, down))
}

// squareOf cuts the middle out of a picture that has grown, as large as a digit.
func squareOf(img *image.RGBA) *image.RGBA {
	size := image.Pt(digit.Side, digit.Side)
	return laid(img, size, size.Sub(img.Rect.Size()).Div(2))
}

// laid lays a picture with its corner at a place of a black one of the given size.
func laid(img *image.RGBA, size, place image.Point) *image.RGBA {
	out := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(out, out.Rect, image.Black, image.Point{}, draw.Src)
	draw.Draw(out, img.Rect.Add(place), img, img.Rect.Min, draw.Src)
	return out
}

// digitGrained adds grain that is another one for every digit, and always the same for the same.
func digitGrained(img *image.RGBA) *image.RGBA {
	hash := fnv.New64a()
	hash.Write(img.Pix)
	return grainedBy(rand.New(rand.NewPCG(hash.Sum64(), 0)), img, 255./6)
}

// swollen moves the edges of bright strokes outwards by so many pixels, or inwards: each point gets the brightest value
// around it, or the darkest. This is done at four times the size, where half a pixel is two.
func swollen(img *image.RGBA, pixels float64) *image.RGBA {
	const zoom = 4
	size := img.Rect.Size()
	large, changed := image.NewGray(image.Rectangle{Max: size.Mul(zoom)}), image.NewGray(image.Rectangle{Max: size.Mul(zoom)})
	draw.BiLinear.Scale(large, large.Rect, img, img.Rect, draw.Src, nil)
	radius := int(zoom*max(pixels, -pixels) + 0.5)
	var disc []image.Point
	for y := -radius; y <= radius; y++ {
		for x := -radius; x <= radius; x++ {
			if x*x+y*y <= radius*radius {
				disc = append(disc, image.Pt(x, y))
			}
		}
	}
	for i := range changed.Pix {
		at := image.Pt(i%large.Stride, i/large.Stride)
		v := large.Pix[i]
		for _, off := range disc {
			if other := at.Add(off); other.In(large.Rect) {
				if w := large.Pix[other.Y*large.Stride+other.X]; w > v == (pixels > 0) {
					v = w
				}
			}
		}
		changed.Pix[i] = v
	}
	out := image.NewRGBA(img.Rect)
	draw.BiLinear.Scale(out, out.Rect, changed, changed.Rect, draw.Src, nil)
	return out
}

// A DegradedDigitsReport is what came of holding a classifier against the same digits degraded in several ways.
type DegradedDigitsReport struct {
	Degradations []DegradedDigits `json:"degradations"`
}

// DegradedDigits is the report on digits degraded in one way.
type DegradedDigits struct {
	Degradation string `json:"degradation"`
	DigitReport
}
