package photo

import (
	"math/bits"
	"sync"
)

// The memory of planes is lent, again and again: what comes fresh from the system costs more than most that is done with it,
// and a camera shows many pictures a second.

const (
	leastLent = 1 << 14 // numbers from which memory is kept; less is cheap
	mostKept  = 1 << 23 // numbers that are kept at most, some eight of the largest planes
)

// A lender keeps the memory that was given back, on shelves by its capacity, see [lender.shelf].
type lender struct {
	sync.Mutex
	shelves [4 * (bits.UintSize + 1)][][]float32
	numbers int // that all of it has room for
}

// planes lends the memory of planes.
var planes lender

// rounded is the capacity of memory for so many numbers: one of four for each power of two, so that what was given back is of
// use to most.
func rounded(length int) int {
	step := 1 << (bits.Len(uint(length-1)) - 3)
	return (length + step - 1) / step * step
}

// shelf is where memory of a rounded capacity is kept.
func (l *lender) shelf(capacity int) *[][]float32 {
	power := bits.Len(uint(capacity - 1))
	return &l.shelves[4*power+capacity>>(power-3)-5]
}

// lent returns so many zeros.
func lent(length int) []float32 {
	v, fresh := borrowed(length)
	if !fresh { // which is zeros, and has not to be touched for it
		clear(v)
	}
	return v
}

// lentCopy returns a copy of the numbers.
func lentCopy(v []float32) []float32 {
	c, _ := borrowed(len(v))
	copy(c, v)
	return c
}

// borrowed returns so many numbers, whatever they are, and whether their memory comes fresh from the system.
func borrowed(length int) (v []float32, fresh bool) {
	if length < leastLent {
		return make([]float32, length), true
	}
	capacity := rounded(length)
	if v := planes.take(capacity); v != nil {
		return v[:length], false
	}
	return make([]float32, length, capacity), true
}

// take returns memory of a capacity from its shelf, or nil.
func (l *lender) take(capacity int) (v []float32) {
	l.Lock()
	if s := l.shelf(capacity); len(*s) > 0 {
		last := len(*s) - 1
		v, *s = (*s)[last], (*s)[:last]
		l.numbers -= capacity
	}
	l.Unlock()
	return v
}

// giveBack takes memory back that was lent and that nobody looks at any more.
func giveBack(all ...[]float32) {
	for _, v := range all {
		if capacity := cap(v); capacity >= leastLent && capacity == rounded(capacity) {
			planes.put(v)
		}
	}
}

// put keeps memory. Where too much has come together, it is that of pictures of many sizes, and all is forgotten.
func (l *lender) put(v []float32) {
	l.Lock()
	if l.numbers+cap(v) > mostKept {
		clear(l.shelves[:])
		l.numbers = 0
	}
	s := l.shelf(cap(v))
	*s = append(*s, v)
	l.numbers += cap(v)
	l.Unlock()
}

// done gives back the memory of a plane that nobody looks at any more.
func (p *Plane) done() {
	giveBack(p.V)
	p.V = nil
}
