package model

import (
	"aloud/matrix"
)

// dropForward leaves out each number with the probability share, in place, and makes up for it with the others, so that
// nothing needs to be done in prediction (Srivastava et al., "Dropout: a simple way to prevent neural networks from
// overfitting", 2014, section 10).
//
//	h = z ⊙ k / (1 − share),    k = 1 with the probability 1 − share, else 0
//
// The seed and a number's place in the batch decide on it, not what was drawn before; so the way back draws the same again,
// and nothing is kept. The first number's place is begin.
func dropForward[T matrix.Float](z []T, share float64, seed uint64, begin int) {
	const together = 4 // 16 bits are enough to decide on each
	threshold, factors := uint64(uint16(share*(1<<16))), [2]T{T(1 / (1 - share)), 0}
	for len(z) > 0 {
		first := begin % together
		n := min(together-first, len(z))
		drawn := mix(seed, uint64(begin/together)) >> (16 * first)
		for i, v := range z[:n] {
			left := (drawn&0xffff - threshold) >> 63 // 1 if less; a branch would be guessed wrong every third time
			z[i] = v * factors[left]
			drawn >>= 16
		}
		z, begin = z[n:], begin+n
	}
}

// dropBackward carries the gradient back, turning dh into dz in place: the same way, which is linear.
//
//	dz = dh ⊙ k / (1 − share)
func dropBackward[T matrix.Float](dh []T, share float64, seed uint64, begin int) {
	dropForward(dh, share, seed, begin)
}

// mix returns the random number at a place in the stream that the seed names: splitmix64 (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", 2014, figure 17), which can begin anywhere.
func mix(seed, place uint64) uint64 {
	z := seed + (place+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
