package photo

import (
	"image"
	"image/draw"
)

// The measures of LightOnDark.
const (
	polaritySide   = 320    // longer side in pixels of the picture that is looked at: there a stroke has a pixel or more
	polarityStep   = 8      // pixels between the places where the ground's grey is measured
	polarityWindow = 0.15   // of the longer side, around each: larger than a stroke of the largest writing is wide
	polarityNoise  = 10     // of 255: what grain and the grade of a shadow leave; chosen on photographs
	polarityClear  = 8      // times as much light writing as dark that is clear whatever lies around
	whitest        = 0.0005 // share of the picture that is brighter than chalk: glare, lamps
)

// LightOnDark reports whether a grey picture shows light writing on dark ground, a blackboard or a screen in dark mode,
// and whether that is clear. The ground's grey is the median around each place, which strokes do not move, nor the edge
// of a sheet, a wall or a desk. What departs from it by more than noise is taken for writing, squares summed:
//
//	Σ max(0, grey − ground − noise)²  >  Σ max(0, ground − grey − noise)²
//
// Wood has light streaks as well as dark ones: where neither outweighs the other by far, what is found as a sheet of
// [Paper] is one.
func LightOnDark(grey *image.Gray) (light, clear bool) {
	original := plane(grey)
	lighter, darker := departures(original)
	switch {
	case lighter > polarityClear*darker:
		return true, true
	case darker > polarityClear*lighter:
		return false, true
	}
	return lighter > darker && Paper(original) == nil, false
}

// departures sums how far pixels are lighter and darker than the ground around them.
func departures(original *Plane) (lighter, darker float64) {
	scale := min(1, polaritySide/float64(original.longer()))
	small := original.resized(atLeast1(float64(original.Width)*scale), atLeast1(float64(original.Height)*scale))
	half := int(polarityWindow / 2 * float64(small.longer()))
	ground := newPlane((small.Width-1)/polarityStep+1, (small.Height-1)/polarityStep+1)
	for i := range ground.V {
		ground.V[i] = medianAround(small, i%ground.Width*polarityStep, i/ground.Width*polarityStep, half)
	}
	for y := range small.Height {
		for x, v := range small.row(y) {
			groundX, groundY := min(float64(x)/polarityStep, float64(ground.Width-1)), min(float64(y)/polarityStep, float64(ground.Height-1))
			d := float64(v - ground.at(groundX, groundY, 0))
			lighter += square(max(0, d-polarityNoise))
			darker += square(max(0, -d-polarityNoise))
		}
	}
	return lighter, darker
}

func square(v float64) float64 { return v * v }

// medianAround is the median of the pixels up to half pixels away in x and y, of every other one in both.
func medianAround(p *Plane, x, y, half int) float32 {
	var values []float32
	for j := max(y-half, 0); j <= min(y+half, p.Height-1); j += 2 {
		row := p.row(j)
		for i := max(x-half, 0); i <= min(x+half, p.Width-1); i += 2 {
			values = append(values, row[i])
		}
	}
	return nth(values, len(values)/2)
}

// Negative returns the picture as [Grey] does, for light writing on dark ground: chalk of any colour becomes black, and
// the board behind as bright as chalk is brighter than it. Contrast is then measured as for ink on paper.
func Negative(img image.Image) *image.Gray {
	grey := Grey(complement(img))
	chalk := uint8(quantile(plane(grey).V, whitest))
	for i, v := range grey.Pix {
		grey.Pix[i] = max(v, chalk) - chalk
	}
	return grey
}

// complement is the picture with black for white and every colour for its opposite. What is transparent is white before
// and black after.
func complement(img image.Image) image.Image {
	bounds := img.Bounds()
	switch img := img.(type) {
	case *image.Gray:
		out := image.NewGray(bounds)
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			opposite(out.Pix[out.PixOffset(bounds.Min.X, y):][:bounds.Dx()], img.Pix[img.PixOffset(bounds.Min.X, y):])
		}
		return out
	case *image.YCbCr:
		out := *img
		out.Y, out.Cb, out.Cr = make([]uint8, len(img.Y)), make([]uint8, len(img.Cb)), make([]uint8, len(img.Cr))
		opposite(out.Y, img.Y)
		opposite(out.Cb, img.Cb)
		opposite(out.Cr, img.Cr)
		return &out
	}
	out := image.NewRGBA(bounds)
	draw.Draw(out, bounds, image.White, image.Point{}, draw.Src)
	draw.Draw(out, bounds, img, bounds.Min, draw.Over)
	opposite(out.Pix, out.Pix)
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	return out
}

// opposite fills to with what is missing from white.
func opposite(to, from []uint8) {
	for i := range to {
		to[i] = 255 - from[i]
	}
}
