package photo

import (
	"image"
	"image/color"
)

// The measures of LightOnDark.
const (
	polaritySide   = 320    // longer side in pixels of the picture that is looked at: there a stroke has a pixel or more
	polarityStep   = 8      // pixels between the places where the ground's grey is measured
	polarityWindow = 0.15   // of the longer side, around each: larger than a stroke of the largest writing is wide
	polarityNoise  = 10     // of 255: what grain and the grade of a shadow leave; chosen on photographs
	polarityClear  = 8      // times as much light writing as dark that is clear whatever lies around
	polarityRim    = 0.03   // of the longer side, of a sheet's edge: there the ground is the sheet's or the desk's
	whitest        = 0.0005 // share of the picture that is brighter than chalk: glare, lamps
	darkBoard      = 0.6    // of the grey of chalk, that a board has at most
)

// LightOnDark reports whether a grey picture shows light writing on dark ground, a blackboard or a screen in dark mode,
// and whether that is clear. The ground's grey is the median around each place, which strokes do not move, nor the edge
// of a sheet, a wall or a desk. What departs from it by more than noise is taken for writing, squares summed:
//
//	Σ max(0, grey − ground − noise)²  >  Σ max(0, ground − grey − noise)²
//
// Wood has light streaks as well as dark ones: where neither outweighs the other by far, what is found as a sheet of
// [Paper] is one. And a small sheet on a dark desk is light on dark itself: what is written on it counts alone.
func LightOnDark(grey *image.Gray) (light, clear bool) {
	return lightOnDark(grey, atMost(grey, polaritySide))
}

// lightOnDark is given the picture reduced, too, to the size that is looked at.
func lightOnDark(grey *image.Gray, small *Plane) (light, clear bool) {
	lighter, darker, ground := departures(small, nil)
	if darker > polarityClear*lighter {
		return false, true
	}
	if lighter <= darker || ground > darkBoard*float64(greyQuantile(grey, grey.Rect, 1-whitest)) {
		return false, false // or what is lighter shines on a pale desk
	}
	sheet := Paper(atMost(grey, firstSide))
	if lighter <= polarityClear*darker {
		return sheet == nil, false
	}
	if sheet == nil {
		return true, true
	}
	lighter, darker, _ = departures(small, sheet.shrunk(polarityRim*paperSide))
	return lighter >= darker, lighter >= darker
}

// departures sums how far pixels, of the sheet where there is one, are lighter and darker than the ground around them: than
// the lightest nearby, and the darkest, for at the edge of a sheet or a board the grey leaps. It also returns the mean
// grey of the ground where they are lighter.
func departures(small *Plane, sheet *Mask) (lighter, darker, ground float64) {
	medians := mediansAround(small, int(polarityWindow/2*float64(small.longer())))
	width, height := medians.Width*polarityStep, medians.Height*polarityStep
	lightest, darkest := dilated(medians, newDisc(3)).enlarged(width, height).rows(), eroded(medians, newDisc(3)).enlarged(width, height).rows()
	for y := range small.Height {
		light, dark := lightest(y), darkest(y)
		for x, v := range small.row(y) {
			if sheet != nil && !sheet.covers(x, y, small.Width, small.Height) {
				continue
			}
			if above := v - light[x] - polarityNoise; above > 0 {
				lighter += square(above)
				ground += square(above) * float64(light[x])
			} else if below := dark[x] - v - polarityNoise; below > 0 {
				darker += square(below)
			}
		}
	}
	return lighter, darker, ground / max(lighter, 1)
}

func square(v float32) float64 { return float64(v) * float64(v) }

// mediansAround are the medians around the middles of squares of polarityStep pixels, of the pixels up to half pixels away
// in x and y, every other one in both. From place to place a histogram loses the columns on the left and takes in
// those on the right (Huang, Yang and Tang, "A fast two-dimensional median filtering algorithm", 1979).
func mediansAround(p *Plane, half int) *Plane {
	half = max(half, 1) // then there is always a column in the window
	out := newPlane((p.Width-1)/polarityStep+1, (p.Height-1)/polarityStep+1)
	for y := range out.Height {
		var count [256]int
		in := 0
		middle := min(y*polarityStep+polarityStep/2, p.Height-1)
		change := func(x, by int) {
			for j := max(middle-half, 0); j <= min(middle+half, p.Height-1); j += 2 {
				count[uint8(p.V[j*p.Width+x])] += by
				in += by
			}
		}
		left, right := 0, 0 // the columns in the histogram, every other one
		for x := range out.Width {
			middle := min(x*polarityStep+polarityStep/2, p.Width-1)
			for ; right <= min(middle+half, p.Width-1); right += 2 {
				change(right, 1)
			}
			for ; left < middle-half; left += 2 {
				change(left, -1)
			}
			below, v := count[0], 0
			for below <= in/2 {
				v++
				below += count[v]
			}
			out.V[y*out.Width+x] = float32(v) + 0.5 // the bytes were rounded down
		}
	}
	return out
}

// Negative returns the picture as [Grey] does, for light writing on dark ground: chalk of any colour becomes black, and
// the board behind as bright as chalk is brighter than it. Contrast is then measured as for ink on paper.
func Negative(img image.Image) *image.Gray {
	grey := Grey(complement(img))
	chalk := uint8(greyQuantile(grey, grey.Rect, whitest))
	for i, v := range grey.Pix {
		grey.Pix[i] = max(v, chalk) - chalk
	}
	return grey
}

// complement is the picture with black for white and every colour for its opposite. What is transparent is white before
// and black after: a colour c, multiplied by its opacity a, is c + 255 − a over white paper, and its opposite a − c.
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
	case *image.RGBA:
		out := image.NewRGBA(bounds)
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			to, from := out.Pix[out.PixOffset(bounds.Min.X, y):][:4*bounds.Dx()], img.Pix[img.PixOffset(bounds.Min.X, y):]
			for i := 0; i < len(to); i += 4 {
				a := from[i+3]
				to[i], to[i+1], to[i+2], to[i+3] = a-from[i], a-from[i+1], a-from[i+2], 255
			}
		}
		return out
	}
	out := image.NewRGBA(bounds)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			r, g, b, a := img.At(x, y).RGBA()
			out.SetRGBA(x, y, color.RGBA{uint8((a - r) >> 8), uint8((a - g) >> 8), uint8((a - b) >> 8), 255})
		}
	}
	return out
}

// opposite fills to with what is missing from white.
func opposite(to, from []uint8) {
	for i := range to {
		to[i] = 255 - from[i]
	}
}
