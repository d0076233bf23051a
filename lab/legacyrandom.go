package lab

import (
	"math"
	"math/bits"

	"gonum.org/v1/gonum/mathext/prng"
)

// A legacyRandom gives the random numbers that NumPy gives after np.random.seed: those of class RandomState, which has
// been frozen for the sake of just such reproductions (NumPy Enhancement Proposal 19, "Random Number Generator Policy",
// 2018). Underneath is the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998); the functions here are what
// RandomState makes of its 32-bit numbers, as in numpy/random/mtrand.pyx and src/legacy/legacy-distributions.c.
type legacyRandom struct {
	twister  *prng.MT19937
	spare    float64 // the other of two normal numbers, while hasSpare
	hasSpare bool
}

// newLegacyRandom is np.random.seed(seed).
func newLegacyRandom(seed uint32) *legacyRandom {
	r := &legacyRandom{twister: prng.NewMT19937()}
	r.twister.Seed(uint64(seed))
	return r
}

// uniform draws from [0, 1), evenly over the multiples of 2⁻⁵³: 27 bits of one number above 26 bits of the next.
func (r *legacyRandom) uniform() float64 {
	high := r.twister.Uint32() >> 5
	low := r.twister.Uint32() >> 6
	return float64(uint64(high)<<26|uint64(low)) / (1 << 53)
}

// normal draws from the standard normal distribution, two numbers at a time, by the polar method (Marsaglia and Bray,
// "A Convenient Method for Generating Normal Variables", 1964). A point (x, y) is drawn in the square around the unit
// circle until it falls into the circle. Its direction is then even, its squared radius s is even in (0, 1) and
// independent of it, and so
//
//	x·√(−2 ln s / s)  and  y·√(−2 ln s / s)
//
// are independent and normal. The second one is given first, and the first one is kept for the next call.
func (r *legacyRandom) normal() float64 {
	if r.hasSpare {
		r.hasSpare = false
		return r.spare
	}
	for {
		x := 2*r.uniform() - 1
		y := 2*r.uniform() - 1
		if s := x*x + y*y; 0 < s && s < 1 {
			factor := math.Sqrt(-2 * math.Log(s) / s)
			r.spare, r.hasSpare = factor*x, true
			return factor * y
		}
	}
}

// upTo draws a whole number from 0 to largest, both included: as many low bits as largest has, until they fit.
func (r *legacyRandom) upTo(largest int) int {
	mask := uint32(1)<<bits.Len32(uint32(largest)) - 1
	for {
		if v := int(r.twister.Uint32() & mask); v <= largest {
			return v
		}
	}
}

// permutation is the numbers from 0 to below n, shuffled: from the last place down, each changes places with one that
// is drawn from those not above it (Fisher and Yates; Durstenfeld, 1964).
func (r *legacyRandom) permutation(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := r.upTo(i)
		p[i], p[j] = p[j], p[i]
	}
	return p
}
