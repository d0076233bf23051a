package model

import (
	"fmt"
	"sync/atomic"

	"aloud/matrix"
)

// A shape is that of a picture, or of what a layer has made of one. The numbers stand row by row, and in a row pixel by
// pixel, the channels of a pixel together; a batch is a matrix with an example a row.
type shape struct{ height, width, channels int }

// size is how many numbers an example has.
func (s shape) size() int { return s.pixels() * s.channels }

// pixels is how many places an example has.
func (s shape) pixels() int { return s.height * s.width }

// String returns "28x28x1", say.
func (s shape) String() string { return fmt.Sprintf("%dx%dx%d", s.height, s.width, s.channels) }

// places is an example, or a batch of them, as a matrix with a pixel a row.
func places[T matrix.Float](numbers []T, channels int) matrix.Matrix[T] {
	return matrix.Of(len(numbers)/channels, channels, numbers)
}

// parts is into how many parts a batch is divided where something is summed over its examples. It is the same on any
// number of cores, and so is the order of the sum; more cores than this find nothing to do there. More parts would cost
// more than they spare: each has a gradient of its own, and all of them have to be added up.
const parts = 8

// partsOf is into how many parts n examples are divided.
func partsOf(n int) int { return min(parts, n) }

// eachPart divides n examples into their parts and calls work with the examples of each, many at once. No two calls at
// the same time have the same worker, a number below partsOf(n): memory can be given to each. Whoever is done with a part
// takes the next one, so that no core waits for one that other programs keep busy.
func eachPart(n int, work func(worker, part, begin, end int)) {
	p, taken := partsOf(n), new(atomic.Int32)
	matrix.Parallel(p, 1, func(worker, _ int) {
		for part := int(taken.Add(1)) - 1; part < p; part = int(taken.Add(1)) - 1 {
			work(worker, part, n*part/p, n*(part+1)/p)
		}
	})
}

// addParts sets dst to the sum of the rows of a, those of the parts, from the first to the last.
func addParts[T matrix.Float](dst []T, a matrix.Matrix[T]) {
	const least = 1 << 14 // numbers worth handing to another core
	matrix.Parallel(len(dst), least, func(begin, end int) {
		copy(dst[begin:end], a.Row(0)[begin:end])
		for part := 1; part < a.Rows; part++ {
			row := a.Row(part)[begin:end]
			for i, v := range row {
				dst[begin+i] += v
			}
		}
	})
}
