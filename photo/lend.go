package photo

import (
	"math/bits"
	"sync"
)

// The memory of planes is lent, again and again: what comes fresh from the system costs more than most that is done with it,
// and a camera shows many pictures a second.

// leastLent is the length in numbers from which memory is kept; less is cheap.
const leastLent = 1 << 14

// shelves are where the memory is kept that was given back, by its capacity, see [shelf].
var shelves [4 * (bits.UintSize + 1)]sync.Pool

// rounded is the capacity of memory for so many numbers: one of four for each power of two, so that what was given back is of
// use to most.
func rounded(length int) int {
	step := 1 << (bits.Len(uint(length-1)) - 3)
	return (length + step - 1) / step * step
}

// shelf is where memory of a rounded capacity is kept.
func shelf(capacity int) *sync.Pool {
	power := bits.Len(uint(capacity - 1))
	return &shelves[4*power+capacity>>(power-3)-5]
}

// lent returns so many zeros.
func lent(length int) []float32 {
	if length < leastLent {
		return make([]float32, length)
	}
	capacity := rounded(length)
	if v, ok := shelf(capacity).Get().(*[]float32); ok {
		clear((*v)[:length])
		return (*v)[:length]
	}
	return make([]float32, length, capacity)
}

// done gives back the memory of a plane that nobody looks at any more.
func (p *Plane) done() {
	if v := p.V; cap(v) >= leastLent && cap(v) == rounded(cap(v)) {
		shelf(cap(v)).Put(&v)
	}
	p.V = nil
}
