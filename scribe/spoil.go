package scribe

import (
	"math"
	"math/rand/v2"

	"aloud/digit"
)

// Spoil returns the digit as it comes from a poor camera, a dry pen or a crooked cut, drawn anew from random: mostly with
// grain, out of focus, in thin strokes or turned, and as it is at times. A person still reads it. It allocates nothing, and
// the digit may be shared.
func Spoil(random *rand.Rand, d *digit.Digit) digit.Digit {
	const mostGrain, mostTurn = 255. / 5, 16 // a deviation, and degrees
	const mostThinning = 0.85                // share of an erosion: a whole one may leave nothing
	w := warp{xx: 1, yy: 1}
	var page sheet
	page.lay(d)
	switch u := random.Float64(); {
	case u < 0.15:
		return grained(random, d, mostGrain*random.Float64())
	case u < 0.35:
		share := random.Float32() / 3
		page.blur(share)
		page.blur(share)
	case u < 0.55:
		page.changeThickness(-random.Float32() * mostThinning / thinning)
	case u < 0.75:
		sin, cos := math.Sincos(uniform(random, mostTurn) * math.Pi / 180)
		w = warp{xx: float32(cos), xy: float32(-sin), yx: float32(sin), yy: float32(cos)}
	}
	return page.through(&w)
}

// grained adds noise of that deviation to each pixel.
func grained(random *rand.Rand, d *digit.Digit, deviation float64) (out digit.Digit) {
	for i, v := range d {
		out[i] = uint8(min(max(math.Round(float64(v)+deviation*random.NormFloat64()), 0), 255))
	}
	return out
}

// blur gives that share of each pixel to each of its neighbours in the row, and then in the column.
func (s *sheet) blur(share float32) {
	for _, step := range [...]int{1, sheetSide} {
		old := *s
		for i := step; i < len(s)-step; i++ {
			s[i] = (1-2*share)*old[i] + share*(old[i-step]+old[i+step])
		}
	}
}
