package photo

import "image"

// Turn returns the page that would have been found if the picture had been turned back, anticlockwise, by so many
// quarters: paper may lie on its side or upside down. The ink is that which was found already; what it is made of, rules
// and pieces and lines, is found anew, as a digit on its side may pass for a dash, and a dash for a digit. The contrast of what is
// far from all that may be writing is not turned along, and is 0.
func (page *Page) Turn(quarters int) *Page {
	if page.Height == 0 {
		return page
	}
	turned := &Page{Sheet: page.Sheet, picture: page.picture, part: page.part, scale: page.scale, blur: page.blur, flat: page.flat,
		ruling: page.ruling, writing: page.writing, shaded: page.shaded, near: page.near, shared: true}
	turned.Turned = (quarters%4 + 4) % 4
	c, sheet := page.flat.Contrast, page.sheet
	width, height := turnedSize(c.Width, c.Height, turned.Turned)
	whole := image.Rect(0, 0, c.Width, c.Height)
	contrast, set := newPlane(width, height), make([]bool, len(page.flat.Set))
	turnBack(contrast.V, c.V, whole, page.near, turned.Turned)
	turnBack(set, page.flat.Set, whole, whole, turned.Turned)
	turned.Ink = Ink{Contrast: contrast, Set: set, Floor: page.flat.Floor}
	if sheet != nil {
		width, height := turnedSize(sheet.Width, sheet.Height, turned.Turned)
		whole := image.Rect(0, 0, sheet.Width, sheet.Height)
		set := make([]bool, len(sheet.Set))
		turnBack(set, sheet.Set, whole, whole, turned.Turned)
		sheet = &Mask{width, height, set}
	}
	turned.takePieces(turned.inside(sheet))
	if turned.Height != 0 {
		turned.findLines()
	}
	return turned
}

// Discard gives back the memory of a page. Nobody may look at its ink any more, nor turn it, nor look at pages that were turned
// from it; to discard one of these does no harm to it.
func (page *Page) Discard() {
	if page.Ink.Contrast != nil && page.Ink.Contrast != page.flat.Contrast {
		page.Ink.Contrast.done()
	}
	if page.flat.Contrast != nil && !page.shared {
		page.flat.Contrast.done()
	}
}

// turnBack copies a part of a picture to out, where the whole would be turned anticlockwise by so many quarters, 0 to 3: with
// one, the last column becomes the first row.
func turnBack[T any](out, pixels []T, whole, part image.Rectangle, quarters int) {
	const side = 32 // of a square that stays in the cache, although its columns become rows
	width, height := whole.Dx(), whole.Dy()
	// Where the first pixel goes to, and how much farther the next one in its row and in its column.
	at := [...]int{0, (width - 1) * height, len(pixels) - 1, height - 1}[quarters]
	right := [...]int{1, -height, -1, height}[quarters]
	down := [...]int{width, 1, -width, -1}[quarters]
	for top := part.Min.Y; top < part.Max.Y; top += side {
		for left := part.Min.X; left < part.Max.X; left += side {
			for y := top; y < min(top+side, part.Max.Y); y++ {
				to := at + y*down + left*right
				for _, v := range pixels[y*width+left : y*width+min(left+side, part.Max.X)] {
					out[to] = v
					to += right
				}
			}
		}
	}
}

// turnedSize is the size of a picture after so many quarters.
func turnedSize[T any](width, height T, quarters int) (T, T) {
	if quarters%2 == 1 {
		return height, width
	}
	return width, height
}

// unquartered is the point of a picture that lies at (x, y), pixel edges counted, on the width x height picture that was
// made by turning it anticlockwise by so many quarters.
func unquartered(x, y, width, height float64, quarters int) (float64, float64) {
	switch quarters {
	case 1:
		return height - y, x
	case 2:
		return width - x, height - y
	case 3:
		return y, width - x
	}
	return x, y
}
