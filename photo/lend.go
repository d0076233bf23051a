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

// shelves are where the memory is kept that was given back, by its capacity, see [shelf].
var shelves struct {
	sync.Mutex
	kept    [4 * (bits.UintSize + 1)][][]float32
	numbers int // that all of it has room for
}

// rounded is the capacity of memory for so many numbers: one of four for each power of two, so that what was given back is of
// use to most.
func rounded(length int) int {
	step := 1 << (bits.Len(uint(length-1)) - 3)
	return (length + step - 1) / step * step
}

// shelf is where memory of a rounded capacity is kept.
func shelf(capacity int) *[][]float32 {
	power := bits.Len(uint(capacity - 1))
	return &shelves.kept[4*power+capacity>>(power-3)-5]
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
	shelves.Lock()
	s := shelf(capacity)
	if last := len(*s) - 1; last >= 0 {
		v, *s = (*s)[last][:length], (*s)[:last]
		shelves.numbers -= capacity
	}
	shelves.Unlock()
	if v == nil {
		return make([]float32, length, capacity), true
	}
	return v, false
}

// giveBack takes memory back that was lent and that nobody looks at any more. Where too much has come together, it is that of
// pictures of many sizes, and all is forgotten.
func giveBack(all ...[]float32) {
	shelves.Lock()
	for _, v := range all {
		capacity := cap(v)
		if capacity < leastLent || capacity != rounded(capacity) {
			continue
		}
		if shelves.numbers+capacity > mostKept {
			clear(shelves.kept[:])
			shelves.numbers = 0
		}
		s := shelf(capacity)
		*s = append(*s, v)
		shelves.numbers += capacity
	}
	shelves.Unlock()
}

// done gives back the memory of a plane that nobody looks at any more.
func (p *Plane) done() {
	giveBack(p.V)
	p.V = nil
}
