package model

import (
	"aloud/matrix"
)

// poolForward keeps of every window the largest number of each channel.
//
//	z[y,x,i] = max_{r,c} x[y·sy + r, x·sx + c, i]       x: in, z: [kernel.over]
//
// Without padding: what does not fill a window is not seen.
func poolForward[T matrix.Float](z, x []T, k kernel, in shape) {
	if k.halves(in) {
		for y := range in.height / 2 {
			top, bottom := twoRows(x, y, in)
			matrix.MaxPool(oneRow(z, y, in), top, bottom)
		}
		return
	}
	to := places(z, in.channels)
	patchesOf(x, k, in, k.over(in, in.channels)).eachTap(func(output, tap int, x []T) {
		z := to.Row(output)
		if tap == 0 {
			copy(z, x)
			return
		}
		for i, v := range x {
			z[i] = max(z[i], v)
		}
	})
}

// poolBackward carries the gradient through the pooling: to the place of the largest number, the first of them if there
// are several.
//
//	dx[i,j,c] = Σ dz[y,x,c]   over all windows y, x whose largest number stands at i, j
func poolBackward[T matrix.Float](dx, dz, x, z []T, k kernel, in shape) {
	if k.halves(in) {
		for y := range in.height / 2 {
			dtop, dbottom := twoRows(dx, y, in)
			top, bottom := twoRows(x, y, in)
			matrix.MaxPoolBackward(dtop, dbottom, oneRow(dz, y, in), oneRow(z, y, in), top, bottom)
		}
		return
	}
	clear(dx)
	out := k.over(in, in.channels)
	for y := range out.height {
		for c := range out.width * in.channels {
			column, channel := c/in.channels, c%in.channels
			from := y*out.width*in.channels + c
			corner := (y*k.strideY*in.width+column*k.strideX)*in.channels + channel
			dx[corner+firstOf(z[from], x[corner:], k, in)] += dz[from]
		}
	}
}

// firstOf is how far from the corner of a window the number v is first met.
func firstOf[T matrix.Float](v T, x []T, k kernel, in shape) int {
	for r := range k.height {
		for c := range k.width {
			if at := (r*in.width + c) * in.channels; x[at] == v {
				return at
			}
		}
	}
	return 0 // not a number: the gradient is lost anyway
}

// halves reports whether the windows are of two rows and columns, side by side, and cover the picture: the common case,
// for which package matrix has code.
func (k kernel) halves(in shape) bool {
	return k == kernel{2, 2, 2, 2, 0, 0, 1} && in.height%2 == 0 && in.width%2 == 0
}

// twoRows returns rows 2y and 2y+1 of a picture, and oneRow row y of what pooling makes of it, with a pixel a row.
func twoRows[T matrix.Float](x []T, y int, in shape) (top, bottom matrix.Matrix[T]) {
	row := in.width * in.channels
	return places(x[2*y*row:(2*y+1)*row], in.channels), places(x[(2*y+1)*row:(2*y+2)*row], in.channels)
}

func oneRow[T matrix.Float](z []T, y int, in shape) matrix.Matrix[T] {
	row := in.width / 2 * in.channels
	return places(z[y*row:(y+1)*row], in.channels)
}

// meanForward sees of a picture only the mean of each channel.
//
//	z[i] = 1/m Σ_{y,x} x[y,x,i]      m: pixels; x: in, z: channels
func meanForward[T matrix.Float](z, x []T, in shape) {
	matrix.SumRows(z, places(x, in.channels))
	for c := range z {
		z[c] /= T(in.pixels())
	}
}

// meanBackward carries the gradient through the mean: to all pixels alike.
//
//	dx[y,x,i] = dz[i] / m
func meanBackward[T matrix.Float](dx, dz []T, in shape) {
	row := dx[:in.channels]
	for c, v := range dz {
		row[c] = v / T(in.pixels())
	}
	fillRows(dx, row)
}
