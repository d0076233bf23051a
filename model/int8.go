package model

import (
	"math"

	"aloud/matrix"
)

// int8Steps is how many steps a weight may be away from 0. 127 would fill the eight bits, but two of them hardly read better,
// and are more to send: compressed, a file is a quarter shorter without them. Of 900 amounts on cheques 801 are read with 31
// steps, 802 with sixteen bits, and 811 with 31 steps by a reader that learned 700 000 lines more with them; of MNIST's test
// digits 53 are wrong with 31 and 52 with 127.
const int8Steps = 31

// InSteps sets the weights of m to the nearest that a file in [Int8] can hold. What such a file keeps in [Float16] stays.
func InSteps[T matrix.Float](m Parameters[T]) {
	for i, w := range Windows(m.Params(), m.Groups()) {
		if m.Groups()[i].Rows > 1 {
			roundColumns(w)
		}
	}
}

// roundColumns puts every column into steps of its own.
func roundColumns[T matrix.Float](w matrix.Matrix[T]) {
	const leastWeights = 1 << 10 // that are worth handing to another core
	matrix.Parallel(w.Cols, 1+leastWeights/w.Rows, func(begin, end int) {
		column := make([]float64, w.Rows)
		for j := begin; j < end; j++ {
			takeColumn(column, w.Data, j)
			step := stepOf(column)
			for k, v := range column {
				w.Data[k*w.Cols+j] = T(step * wholeSteps(v, step))
			}
		}
	})
}

// takeColumn sets the column to that of a matrix with as many rows.
func takeColumn[T matrix.Float](column []float64, matrix []T, j int) {
	cols := len(matrix) / len(column)
	for k := range column {
		column[k] = float64(matrix[k*cols+j])
	}
}

// stepOf is the step in which a column is nearest to what it was, in the sum of squares: its greatest weights may be cut off a
// little, for the good of all others.
func stepOf(column []float64) float64 {
	greatest := 0.0
	for _, w := range column {
		greatest = max(greatest, math.Abs(w))
	}
	best, least := 0.0, math.Inf(1)
	for share := 1.0; share > 0.6; share -= 0.04 {
		step, off := shortened(share*greatest/int8Steps), 0.0
		for _, w := range column {
			d := w - step*wholeSteps(w, step)
			off += d * d
		}
		if off < least {
			best, least = step, off
		}
	}
	return best
}

// shortened is a step with so few bits that any number of steps is a float32 without rounding: what has been put into steps once
// gets the same ones again.
func shortened(step float64) float64 {
	const spare = 1<<5 - 1 // int8Steps takes five bits
	return float64(math.Float32frombits(math.Float32bits(float32(step)) &^ spare))
}

// wholeSteps is a weight in whole steps, of which there are none in a column of zeros.
func wholeSteps(w, step float64) float64 {
	if step == 0 {
		return 0
	}
	return min(max(math.RoundToEven(w/step), -int8Steps), int8Steps)
}
