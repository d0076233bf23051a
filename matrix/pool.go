package matrix

import "fmt"

// MaxPool halves a row of pixels of a picture, and the one below it: each row of y, which is a pixel with a number for
// each channel, becomes the greatest of two rows of top and two of bottom, channel by channel.
//
//	y[i] = max(top[2i], top[2i+1], bottom[2i], bottom[2i+1])      y is pixels × channels, top and bottom 2·pixels × channels
func MaxPool[T Float](y, top, bottom Matrix[T]) {
	checkPool("MaxPool", y, top, bottom)
	if data, ok := inVectors(y.Data); ok {
		if len(data) > 0 {
			top, _ := inVectors(top.Data)
			bottom, _ := inVectors(bottom.Data)
			vectors.MaxPool(&data[0], &top[0], &bottom[0], y.Rows, y.Cols)
		}
		return
	}
	for i := range y.Rows {
		row := y.Row(i)
		copy(row, top.Row(2*i))
		for _, other := range [][]T{top.Row(2*i + 1), bottom.Row(2 * i), bottom.Row(2*i + 1)} {
			for j, v := range other {
				if v > row[j] {
					row[j] = v
				}
			}
		}
	}
}

// MaxPoolBackward carries the gradient through [MaxPool]: of the four numbers of which one of y is the greatest, the
// first that equals it takes that of dy, and the others 0.
func MaxPoolBackward[T Float](dtop, dbottom, dy, y, top, bottom Matrix[T]) {
	checkPool("MaxPoolBackward", y, top, bottom)
	checkPool("MaxPoolBackward", dy, dtop, dbottom)
	checkSame("MaxPoolBackward", dy, y)
	if data, ok := inVectors(y.Data); ok {
		if len(data) > 0 {
			top, _ := inVectors(top.Data)
			bottom, _ := inVectors(bottom.Data)
			dtop, _ := inVectors(dtop.Data)
			dbottom, _ := inVectors(dbottom.Data)
			dy, _ := inVectors(dy.Data)
			vectors.MaxPoolBackward(&dtop[0], &dbottom[0], &dy[0], &data[0], &top[0], &bottom[0], y.Rows, y.Cols)
		}
		return
	}
	for i := range y.Rows {
		for j, v := range y.Row(i) {
			d := dy.Row(i)[j]
			for _, of := range [][2][]T{
				{dtop.Row(2 * i), top.Row(2 * i)}, {dtop.Row(2*i + 1), top.Row(2*i + 1)},
				{dbottom.Row(2 * i), bottom.Row(2 * i)}, {dbottom.Row(2*i + 1), bottom.Row(2*i + 1)},
			} {
				of[0][j] = 0
				if of[1][j] == v {
					of[0][j], d = d, 0
				}
			}
		}
	}
}

func checkPool[T Float](name string, y, top, bottom Matrix[T]) {
	_, _, _ = y.Data[:y.Rows*y.Cols], top.Data[:top.Rows*top.Cols], bottom.Data[:bottom.Rows*bottom.Cols]
	if top.Rows != 2*y.Rows || top.Cols != y.Cols || bottom.Rows != top.Rows || bottom.Cols != top.Cols {
		panic(fmt.Sprintf("matrix: %s of %dx%d and %dx%d to %dx%d", name, top.Rows, top.Cols, bottom.Rows, bottom.Cols, y.Rows, y.Cols))
	}
}
