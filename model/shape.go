package model

import (
	"fmt"
	"sync"
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

// A partWork is work with the examples of a part, from begin to before end.
type partWork interface {
	do(worker, part, begin, end int)
}

// A partFunc is such work as a function, which is allocated if it captures variables.
type partFunc func(worker, part, begin, end int)

func (f partFunc) do(worker, part, begin, end int) { f(worker, part, begin, end) }

// eachPart divides n examples into their parts and has the work done with the examples of each, many at once. No two calls
// at the same time have the same worker, a number below partsOf(n): memory can be given to each. Whoever is done with a part
// takes the next one, so that no core waits for one that other programs keep busy.
func eachPart(n int, work partWork) {
	taken := counters.Get().(*atomic.Int32)
	defer counters.Put(taken)
	taken.Store(0)
	matrix.ParallelWith(partsOf(n), 1, parted{n, work, taken}, parted.do)
}

// counters count parts, and are used again.
var counters = sync.Pool{New: func() any { return new(atomic.Int32) }}

// parted is work with the parts of n examples, of which so many have been taken.
type parted struct {
	n     int
	work  partWork
	taken *atomic.Int32
}

func (a parted) do(worker, _ int) {
	p := partsOf(a.n)
	for part := int(a.taken.Add(1)) - 1; part < p; part = int(a.taken.Add(1)) - 1 {
		a.work.do(worker, part, a.n*part/p, a.n*(part+1)/p)
	}
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
