package photo

import "slices"

// Turn returns the page that would have been found if the picture had been turned back, anticlockwise, by so many
// quarters: paper may lie on its side or upside down. The ink is that which was found already; what it is made of, rules
// and pieces and lines, is found anew, as a digit on its side may pass for a dash, and a dash for a digit.
func (page *Page) Turn(quarters int) *Page {
	if page.Height == 0 {
		return page
	}
	turned := &Page{Sheet: page.Sheet, picture: page.picture, part: page.part, scale: page.scale, flat: page.flat}
	turned.Turned = (quarters%4 + 4) % 4
	turned.Ink = page.flat
	turned.Ink.Set = slices.Clone(page.flat.Set)
	sheet := page.sheet
	for range turned.Turned {
		turned.Ink = turned.Ink.quartered()
		if sheet != nil {
			sheet = &Mask{sheet.Height, sheet.Width, quartered(sheet.Set, sheet.Width)}
		}
	}
	turned.takePieces(turned.inside(sheet))
	if turned.Height != 0 {
		turned.findLines()
	}
	return turned
}

// quartered is the ink turned anticlockwise by a quarter.
func (ink Ink) quartered() Ink {
	c := ink.Contrast
	return Ink{&Plane{c.Height, c.Width, quartered(c.V, c.Width)}, quartered(ink.Set, c.Width), ink.Floor}
}

// quartered is a picture of rows of the given width turned anticlockwise by a quarter: the last column becomes the first
// row.
func quartered[T any](pixels []T, width int) []T {
	height := len(pixels) / width
	out := make([]T, len(pixels))
	for y := range height {
		for x, v := range pixels[y*width : (y+1)*width] {
			out[(width-1-x)*height+y] = v
		}
	}
	return out
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
