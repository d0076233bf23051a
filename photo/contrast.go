package photo

import (
	"slices"

	"aloud/matrix"
)

// Contrast tells of each pixel how much darker it is than the paper around it,
//
//	c = 1 − grey / paper,
//
// from about 0 on blank paper to 1 on black ink, whatever the light: twice the light doubles both. The paper's grey
// where there is ink is unknown and guessed by a closing: ink is filled with what surrounds it as long as it is narrower
// than width (pixels), which therefore has to be several times the width of a stroke, and not much more, or the edges
// of shadows are filled too. What lies beside the sheet is first painted over with the paper's colour, so that the
// sheet's edge makes no ink; sheet may be nil.
func Contrast(grey *Plane, sheet *Mask, width float64) *Plane {
	if sheet == nil {
		return careful.contrast(grey, width)
	}
	painted := paintedOver(grey, sheet)
	contrast := careful.contrast(painted, width)
	painted.done()
	return contrast
}

func (e effort) contrast(grey *Plane, width float64) *Plane {
	_, mean := e.paperOf(grey, width)
	return e.against(grey, mean)
}

// paperOf is the paper's grey at some smaller scale, and the mean of it nearby, against which ink is measured.
func (e effort) paperOf(grey *Plane, width float64) (paper, mean *Plane) {
	small, width := grey.reduced(width, e.paper)
	paper = closed(small, newDisc(width))
	return paper, paper.blurred(int(width / 4 / 0.82))
}

// reduced is the picture reduced by a whole number, so that a length in it becomes so many pixels, or few more. It also
// returns what the length becomes.
func (p *Plane) reduced(length, pixels float64) (*Plane, float64) {
	by := max(1, int(length/pixels))
	return p.resized(max(1, p.Width/by), max(1, p.Height/by)), length / float64(by)
}

// against is the contrast of a grey picture against the paper's grey, which is given at any scale and overwritten.
func (e effort) against(grey, paper *Plane) *Plane {
	for i, v := range paper.V {
		paper.V[i] = -1 / max(v, 1)
	}
	whole, ones := paper.enlarged(grey.Width, grey.Height), repeated(1, grey.Width)
	c := smoothed(grey.Width, grey.Height, func() func(to []float32, y int) {
		perGrey := whole.rows()
		return func(to []float32, y int) {
			matrix.Affine(matrix.Of(1, len(to), to), matrix.Of(1, len(to), grey.row(y)), perGrey(y), ones)
		}
	})
	whole.wide.done()
	// A closing takes the brightest of the noise for the paper; so blank paper is a little darker than "the paper".
	some := sample(c.V, e.blank)
	blank := nth(some, (len(some)-1)/2)
	giveBack(some)
	all := matrix.Of(c.Height, c.Width, c.V)
	matrix.Affine(all, all, ones, repeated(-blank, c.Width))
	return c
}

func repeated(v float32, times int) []float32 { return slices.Repeat([]float32{v}, times) }

// paintedOver replaces what lies beside the sheet by a wide blur of what lies on it: the mean of the paper nearby,
// weighted by distance.
func paintedOver(grey *Plane, sheet *Mask) *Plane {
	light, on := grey.onSheet(sheet)
	radius := max(sheet.Width, sheet.Height) / 10
	mean := sum(light.V) / max(sum(on.V), 1)
	light, on = light.blurred(radius), on.blurred(radius)
	for i, share := range on.V {
		if share > 1e-4 {
			light.V[i] /= share
		} else {
			light.V[i] = mean
		}
	}
	return grey.filledBeside(sheet, light)
}

// onSheet is the grey on the sheet, 0 beside it, at the sheet's scale, and 1 where it is.
func (p *Plane) onSheet(sheet *Mask) (grey, on *Plane) {
	grey, on = p.resized(sheet.Width, sheet.Height), sheet.plane()
	for i, v := range on.V {
		grey.V[i] *= v
	}
	return grey, on
}

// filledBeside has in place of what lies beside the sheet what is given, at a smaller scale.
func (p *Plane) filledBeside(sheet *Mask, fill *Plane) *Plane {
	rowsOf := fill.enlarged(p.Width, p.Height).rows()
	out := newPlane(p.Width, p.Height)
	for y := range out.Height {
		row, beside := out.row(y), rowsOf(y)
		copy(row, p.row(y))
		for _, r := range sheet.gaps(y, p.Width, p.Height) {
			copy(row[r.left:r.right], beside[r.left:r.right])
		}
	}
	return out
}

func sum(values []float32) float32 {
	total := 0.0
	for _, v := range values {
		total += float64(v)
	}
	return float32(total)
}
