package scribe

import (
	"math"
	"math/rand/v2"
)

// noiseSide is the number of lattice points along each side after which a noise repeats itself.
const noiseSide = 64

// A noise is a smooth random surface from -1 to 1, its hills one unit apart. It repeats after noiseSide units along each
// axis.
type noise [noiseSide * noiseSide]float32

func newNoise(random *rand.Rand) *noise {
	var n noise
	for i := range n {
		n[i] = 2*random.Float32() - 1
	}
	return &n
}

// at is the height of the surface: between the lattice points it goes by 3t² - 2t³, which is level at both ends.
func (n *noise) at(x, y float64) float64 {
	floorX, floorY := math.Floor(x), math.Floor(y)
	i, j := int(floorX)&(noiseSide-1), int(floorY)&(noiseSide-1)
	right, below := (i+1)&(noiseSide-1), (j+1)&(noiseSide-1)
	u, v := smooth(x-floorX), smooth(y-floorY)
	upper := mix(float64(n[j*noiseSide+i]), float64(n[j*noiseSide+right]), u)
	lower := mix(float64(n[below*noiseSide+i]), float64(n[below*noiseSide+right]), u)
	return mix(upper, lower, v)
}

// alongRow gives the heights along a row of points, from (x, y) on so far apart.
func (n *noise) alongRow(heights []float32, x, y, apart float64) {
	floorY := math.Floor(y)
	j := int(floorY) & (noiseSide - 1)
	upper, lower := n[j*noiseSide:][:noiseSide], n[(j+1)&(noiseSide-1)*noiseSide:][:noiseSide]
	v := float32(smooth(y - floorY))
	var row [noiseSide + 1]float32
	for i := range noiseSide {
		row[i] = upper[i] + v*(lower[i]-upper[i])
	}
	row[noiseSide] = row[0]
	at, step := float32(x-noiseSide*math.Floor(x/noiseSide)), float32(apart)
	for k := range heights {
		i := min(int(at), noiseSide-1)
		t := at - float32(i)
		heights[k] = row[i] + t*t*(3-2*t)*(row[i+1]-row[i])
		if at += step; at >= noiseSide {
			at -= noiseSide
		}
	}
}

// smooth goes from 0 to 1 as t does, level at both ends; outside it stays.
func smooth(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}

// mix is a, b, or what lies between them, at the share t from 0 to 1.
func mix(a, b, t float64) float64 { return a + t*(b-a) }
