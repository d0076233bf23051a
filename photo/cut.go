package photo

import (
	"image"
	"math"

	"aloud/digit"
)

// Digit shows a piece of the page as MNIST would show it: normalised, and drawn with a pen of its kind. MNIST's digits
// are written with strokes of some tenth of their height; a ballpoint makes half of that on a large digit, which would
// vanish when reduced to 20 pixels.
func (page *Page) Digit(p *Piece) digit.Digit {
	crop := page.Crop(p)
	if missing := usualStroke*p.size() - p.stroke(); missing >= 1 {
		crop = thickened(crop, missing)
	}
	return digit.Normalize(crop)
}

// usualStroke is the width of MNIST's strokes as a share of a digit's height; chosen on photographs.
const usualStroke = 0.1

// thickened widens the strokes by so many pixels.
func thickened(ink *image.Gray, pixels float64) *image.Gray {
	margin := int(pixels/2) + 1
	wide := image.NewGray(ink.Rect.Inset(-margin))
	for y := ink.Rect.Min.Y; y < ink.Rect.Max.Y; y++ {
		copy(wide.Pix[wide.PixOffset(ink.Rect.Min.X, y):], ink.Pix[ink.PixOffset(ink.Rect.Min.X, y):][:ink.Rect.Dx()])
	}
	grown := dilated(plane(wide), newDisc(pixels+1))
	for i, v := range grown.V {
		wide.Pix[i] = uint8(v)
	}
	return wide
}

// Crop is the piece cut out of the page, ink bright on 0, without what belongs to its neighbours. Contrast becomes grey
// between 15 % of the piece's full contrast (0) and 75 % (255), so that strokes have soft edges and an even middle, be
// they black or faint.
func (page *Page) Crop(p *Piece) *image.Gray {
	const rim = 1 // pixels around the ink that its soft edge takes
	box := p.Box.Inset(-rim).Intersect(image.Rect(0, 0, page.Ink.Contrast.Width, page.Ink.Contrast.Height))
	crop := image.NewGray(box)
	full := page.fullContrast(p)
	for _, r := range p.runs {
		for y := max(r.y-rim, box.Min.Y); y < min(r.y+rim+1, box.Max.Y); y++ {
			contrast := page.Ink.Contrast.row(y)
			for x := max(r.left-rim, box.Min.X); x < min(r.right+rim, box.Max.X); x++ {
				v := (contrast[x] - 0.15*full) / (0.6 * full)
				crop.Pix[crop.PixOffset(x, y)] = uint8(255 * min(max(v, 0), 1))
			}
		}
	}
	return crop
}

// fullContrast is the contrast of the piece's darkest tenth.
func (page *Page) fullContrast(p *Piece) float32 {
	var values []float32
	for _, r := range p.runs {
		values = append(values, page.Ink.Contrast.row(r.y)[r.left:r.right]...)
	}
	return quantile(values, 0.9)
}

// Split offers up to three ways to cut a piece in two from top to bottom, where digits may touch. The cuts follow the
// seams of least ink in the left, the middle and the right part of the piece. A piece too narrow to be two digits gives
// no way.
func (page *Page) Split(p *Piece) [][2]*Piece {
	width := p.Box.Dx()
	if width < 8 {
		return nil
	}
	ink := page.Crop(p)
	var ways [][2]*Piece
	for _, band := range [][2]float64{{0.15, 0.45}, {0.35, 0.65}, {0.55, 0.85}} {
		left, right := p.Box.Min.X+int(band[0]*float64(width)), p.Box.Min.X+int(math.Ceil(band[1]*float64(width)))
		if a, b := page.cutAlong(p, seam(ink, p.Box, left, right)); a != nil && b != nil {
			ways = append(ways, [2]*Piece{a, b})
		}
	}
	return ways
}

// seam finds the path from the top of the box to its bottom, between the columns left and right, that crosses the least
// ink: for each row the column at which it passes. The cheapest path to a pixel comes from one of its three upper
// neighbours (dynamic programming); a step aside costs a little, so that a path through blank paper is straight.
func seam(ink *image.Gray, box image.Rectangle, left, right int) []int {
	const inkCost, stepCost = 10.0 / 255, 0.15
	width, height := right-left, box.Dy()
	cost := make([]float64, width*height)
	from := make([]int, width*height) // −1, 0 or 1: which column of the row above
	for y := range height {
		for x := range width {
			best, step := 0.0, 0
			if y > 0 {
				best = cost[(y-1)*width+x]
				for _, s := range []int{-1, 1} {
					if x+s >= 0 && x+s < width && cost[(y-1)*width+x+s]+stepCost < best {
						best, step = cost[(y-1)*width+x+s]+stepCost, s
					}
				}
			}
			here := float64(ink.GrayAt(left+x, box.Min.Y+y).Y) * inkCost
			cost[y*width+x], from[y*width+x] = best+here, step
		}
	}
	end := 0
	last := cost[(height-1)*width:]
	for x, c := range last {
		if c < last[end] {
			end = x
		}
	}
	path := make([]int, height)
	for y, x := height-1, end; y >= 0; y-- {
		path[y] = left + x
		x += from[y*width+x]
	}
	return path
}

// cutAlong parts a piece at a path, which gives a column for each of its rows. Either part may be nil.
func (page *Page) cutAlong(p *Piece, path []int) (left, right *Piece) {
	var l, r []run
	for _, piece := range p.runs {
		at := path[piece.y-p.Box.Min.Y]
		if piece.left < at {
			l = append(l, run{piece.y, piece.left, min(piece.right, at)})
		}
		if piece.right > at {
			r = append(r, run{piece.y, max(piece.left, at), piece.right})
		}
	}
	measure := func(runs []run) *Piece {
		if len(runs) == 0 {
			return nil
		}
		return newPiece(runs, page.Ink.Set, page.Ink.Contrast)
	}
	return measure(l), measure(r)
}
