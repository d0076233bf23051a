package photo

import "slices"

// Turn returns the page that would have been found if the picture had been turned back, anticlockwise, by so many
// quarters: paper may lie on its side or upside down. The ink is that which was found already; what it is made of, rules
// and pieces and lines, is found anew, as a digit on its side may pass for a dash, and a dash for a digit.
func (page *Page) Turn(quarters int) *Page {
	if page.Height == 0 {
		return page
	}
	turned := &Page{Sheet: page.Sheet, picture: page.picture, part: page.part, scale: page.scale, blur: page.blur, flat: page.flat,
		ruling: page.ruling, writing: page.writing, shaded: page.shaded}
	turned.Turned = (quarters%4 + 4) % 4
	c, sheet := page.flat.Contrast, page.sheet
	width, height := turnedSize(c.Width, c.Height, turned.Turned)
	turned.Ink = Ink{&Plane{width, height, turnedBack(c.V, c.Width, turned.Turned)}, turnedBack(page.flat.Set, c.Width, turned.Turned), page.flat.Floor}
	if sheet != nil {
		width, height := turnedSize(sheet.Width, sheet.Height, turned.Turned)
		sheet = &Mask{width, height, turnedBack(sheet.Set, sheet.Width, turned.Turned)}
	}
	turned.takePieces(turned.inside(sheet))
	if turned.Height != 0 {
		turned.findLines()
	}
	return turned
}

// turnedBack is a copy of a picture of rows of the given width, turned anticlockwise by so many quarters, 0 to 3.
func turnedBack[T any](pixels []T, width, quarters int) []T {
	var out []T
	if quarters%2 == 1 {
		out = quartered(pixels, width)
	} else {
		out = slices.Clone(pixels)
	}
	if quarters >= 2 {
		slices.Reverse(out)
	}
	return out
}

// turnedSize is the size of a picture after so many quarters.
func turnedSize[T any](width, height T, quarters int) (T, T) {
	if quarters%2 == 1 {
		return height, width
	}
	return width, height
}

// quartered is a picture of rows of the given width turned anticlockwise by a quarter: the last column becomes the first
// row. A square of it at a time stays in the cache, although its columns become rows.
func quartered[T any](pixels []T, width int) []T {
	const side = 32
	height := len(pixels) / width
	out := make([]T, len(pixels))
	for top := 0; top < height; top += side {
		for left := 0; left < width; left += side {
			for x := left; x < min(left+side, width); x++ {
				row := out[(width-1-x)*height:][:height]
				for y := top; y < min(top+side, height); y++ {
					row[y] = pixels[y*width+x]
				}
			}
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
