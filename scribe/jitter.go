package scribe

import (
	"math"
	"math/rand/v2"

	"aloud/digit"
)

// JitterOptions says how far Jitter may move a digit. All of them zero leave it as it is.
type JitterOptions struct {
	// Rotation is the standard deviation of the angle in degrees; it is cut off at two and a half of them.
	Rotation float64
	// Scale is how far width and height may change, each by its own factor from 1-Scale to 1+Scale.
	Scale float64
	// Shear is the largest slant added, as sideways pixels per pixel of height, to either side.
	Shear float64
	// Shift is the largest move in pixels, in either direction along each axis.
	Shift float64
	// Elastic bounds the rubber sheet: each digit draws an amplitude from 0 to Elastic pixels, which is the standard
	// deviation of the displacements at 4x4 points spread over the picture.
	Elastic float64
	// Thickness is the share of digits, from 0 to 1, whose pen grows thicker or thinner, by about a pixel at most.
	Thickness float64
	// Erase is the share of digits, from 0 to 1, that lose a square of 4x4 pixels, as a glossy pen's highlight does it.
	Erase float64
}

// DefaultJitter returns the options that suit a small network which trains for tens of epochs. They keep every digit
// what it is: a 6 that turned by 90 degrees, or a 1 that slants by 45, would be a lesson in the wrong answer.
func DefaultJitter() JitterOptions {
	return JitterOptions{
		Rotation:  9,    // the slope of a line found in a photograph is right within a few degrees; 22 is the limit
		Scale:     0.12, // MNIST's box makes all digits equally tall, but a flourish shrinks the rest of its digit
		Shear:     0.2,  // writers slant between -10 and 30 degrees, and MNIST holds most of that range already
		Shift:     1.5,  // the centre of mass is on pixel 14; a speck left beside the ink moves it by so much
		Elastic:   1,    // more than about 1.3 pixels on this grid folds small loops
		Thickness: 0.3,  // felt pens and faint pencils are rarer in MNIST than on kitchen tables
		Erase:     0,    // helps a convolutional network and hurts a perceptron, which sees each pixel alone
	}
}

// Jitter returns the digit as the same hand could have written it another time: turned, stretched, slanted, shifted,
// bent, and with another pen. Each source of change is drawn anew from random; ink that leaves the picture is lost. It
// allocates nothing, and the digit may be shared.
//
// The picture is made backwards: each new pixel p asks where it came from,
//
//	source(p) = A·(p - centre) + centre + shift + bend(p)
//
// and takes the bilinear mean of the four old pixels around that point. A is the inverse of the turning, stretching and
// slanting, and bend(p) a smooth surface through the displacements of 4x4 points.
func Jitter(random *rand.Rand, d *digit.Digit, o JitterOptions) digit.Digit {
	var page sheet
	page.lay(d)
	if random.Float64() < o.Thickness {
		page.changeThickness(2*random.Float32() - 1)
	}
	if random.Float64() < o.Erase {
		page.erase(random.IntN(digit.Side-eraseSide+1), random.IntN(digit.Side-eraseSide+1))
	}
	w := newWarp(random, o)
	return page.through(&w)
}

// eraseSide is the side of the square that Erase takes away, in pixels.
const eraseSide = 4

// margin is the empty rim of a sheet, in pixels; with it, asking for a neighbour needs no check at the border.
const margin = 2

// sheetSide is the side of a sheet in pixels: the digit and its rim.
const sheetSide = digit.Side + 2*margin

// A sheet is a digit with an empty rim, row by row.
type sheet [sheetSide * sheetSide]float32

// lay copies the digit into the middle of the sheet.
func (s *sheet) lay(d *digit.Digit) {
	for y := range digit.Side {
		row := s[(y+margin)*sheetSide+margin:][:digit.Side]
		for x, v := range d[y*digit.Side:][:digit.Side] {
			row[x] = float32(v)
		}
	}
}

// The shares of a whole dilation and erosion that the largest change of thickness mixes in.
const thickening, thinning = 0.7, 0.5

// changeThickness mixes the sheet with its grey dilation (change above 0: each pixel takes the brightest of itself and
// its four neighbours) or erosion (below 0: the darkest). The change, from -1 to 1, is how much of the mix that is: a
// whole dilation fills small loops, and a whole erosion cuts thin strokes.
func (s *sheet) changeThickness(change float32) {
	old := *s
	for y := 1; y < sheetSide-1; y++ {
		for x := 1; x < sheetSide-1; x++ {
			i := y*sheetSide + x
			v, up, down, left, right := old[i], old[i-sheetSide], old[i+sheetSide], old[i-1], old[i+1]
			if change > 0 {
				s[i] += thickening * change * (max(v, up, down, left, right) - v)
			} else {
				s[i] += thinning * change * (v - min(v, up, down, left, right))
			}
		}
	}
}

// erase takes the ink from the square whose top left corner is at (x, y) of the digit.
func (s *sheet) erase(x, y int) {
	for row := range eraseSide {
		clear(s[(y+row+margin)*sheetSide+x+margin:][:eraseSide])
	}
}

// through looks at the sheet through the warp: each pixel of the digit is taken from where the warp says it came from.
func (s *sheet) through(w *warp) digit.Digit {
	const last = sheetSide - 1.001 // so that the pixel right of it, and the one below, are still on the sheet
	var d digit.Digit
	for y := range digit.Side {
		row := w.row(y)
		for x := range digit.Side {
			sx, sy := row.source(x)
			sx, sy = min(max(sx+margin, 0), last), min(max(sy+margin, 0), last)
			left, top := int(sx), int(sy)
			right, down := sx-float32(left), sy-float32(top)
			i := top*sheetSide + left
			upper := s[i] + right*(s[i+1]-s[i])
			lower := s[i+sheetSide] + right*(s[i+sheetSide+1]-s[i+sheetSide])
			d[y*digit.Side+x] = uint8(upper + down*(lower-upper) + 0.5)
		}
	}
	return d
}

// centreOfMass is the pixel, counted from 0, on which MNIST's normalisation puts a digit's centre of mass, in x and y.
const centreOfMass = 14

// A warp says for each pixel where it came from: an affine map and a bend.
type warp struct {
	xx, xy, yx, yy float32 // A, the inverse of the turning, stretching and slanting
	dx, dy         float32 // the shift, in pixels
	bendX, bendY   [gridSide * gridSide]float32
}

// newWarp draws a warp. Its matrix is A = stretch⁻¹·slant⁻¹·turn⁻¹; as each of the three is symmetric around doing
// nothing, we draw the inverses.
func newWarp(random *rand.Rand, o JitterOptions) warp {
	const cutoff = 2.5 // standard deviations
	angle := min(max(random.NormFloat64(), -cutoff), cutoff) * o.Rotation * math.Pi / 180
	sin, cos := math.Sincos(angle)
	wide, tall := 1+uniform(random, o.Scale), 1+uniform(random, o.Scale)
	shear := uniform(random, o.Shear)
	w := warp{
		xx: float32((cos + shear*sin) * wide), xy: float32((shear*cos - sin) * wide),
		yx: float32(sin * tall), yy: float32(cos * tall),
		dx: float32(uniform(random, o.Shift)), dy: float32(uniform(random, o.Shift)),
	}
	if amplitude := random.Float64() * o.Elastic; amplitude > 0 {
		for i := range w.bendX {
			w.bendX[i] = float32(amplitude * random.NormFloat64())
			w.bendY[i] = float32(amplitude * random.NormFloat64())
		}
	}
	return w
}

// uniform draws evenly from -limit to limit.
func uniform(random *rand.Rand, limit float64) float64 { return limit * (2*random.Float64() - 1) }

// A warpRow is a warp along one row of pixels.
type warpRow struct {
	xx, yx       float32
	x0, y0       float32 // where the pixel in the column of the centre came from, without the bend
	bendX, bendY [gridSide]float32
}

// row prepares the warp for the row y: the bend's surface is cut there and becomes a curve.
func (w *warp) row(y int) warpRow {
	below := float32(y - centreOfMass)
	r := warpRow{xx: w.xx, yx: w.yx, x0: centreOfMass + w.xy*below + w.dx, y0: centreOfMass + w.yy*below + w.dy}
	for i, weight := range bendWeights[y] {
		for j := range gridSide {
			r.bendX[j] += weight * w.bendX[i*gridSide+j]
			r.bendY[j] += weight * w.bendY[i*gridSide+j]
		}
	}
	return r
}

// source is where the pixel in the column x came from, in pixels of the digit.
func (r *warpRow) source(x int) (sx, sy float32) {
	beside, weights := float32(x-centreOfMass), &bendWeights[x]
	sx, sy = r.x0+r.xx*beside, r.y0+r.yx*beside
	for j, weight := range weights {
		sx += weight * r.bendX[j]
		sy += weight * r.bendY[j]
	}
	return sx, sy
}

// gridSide is the number of points along each side of the grid that bends a digit. The bends of a writing hand are long:
// four points resolve half a stroke, more would make it tremble.
const gridSide = 4

// bendWeights holds for each pixel along a side the weight of each point of the grid along that side: a Catmull-Rom
// spline through the points, the first and the last repeated beyond the ends. The weights of a pixel sum to 1.
var bendWeights = func() (weights [digit.Side][gridSide]float32) {
	for i := range weights {
		t := float64(i) * (gridSide - 1) / digit.Side
		span := int(t)
		for k, b := range catmullRom(t - float64(span)) {
			point := min(max(span-1+k, 0), gridSide-1)
			weights[i][point] += float32(b)
		}
	}
	return weights
}()
