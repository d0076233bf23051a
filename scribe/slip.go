package scribe

import (
	"image"
	"math"
	"math/rand/v2"
)

// A slip is a small piece of paper with one line on it, as a scanner or a photograph shows it: the amount of a cheque, the
// field of a form, a line of a note. It is made in the order of life: the paper is printed, then written on, then looked at.
// Lengths are in pixels.
type slip struct {
	width, height int
	print         []float32 // what the print takes from the paper's light at each pixel, as a share
	ink           *image.Gray
}

func newSlip(width, height int) *slip {
	return &slip{width, height, make([]float32, width*height), image.NewGray(image.Rect(0, 0, width, height))}
}

// profile is the darkness across one period of a printed pattern: a line in the lighter half of a wave.
var profile = func() (p [256]float32) {
	for i := range p {
		p[i] = float32(max(math.Cos(2*math.Pi*(float64(i)+0.5)/256), 0))
	}
	return p
}()

// A region is the half of the paper to one side of a straight line: where a·x + b·y + c > 0.
type region struct{ a, b, c float64 }

// everywhere is a region without an end.
var everywhere = region{c: 1}

// within is where a row crosses the region: the columns from left to right.
func (r region) within(y, width int) (left, right int) {
	at := r.b*(float64(y)+0.5) + r.c
	if r.a == 0 {
		if at > 0 {
			return 0, width
		}
		return 0, 0
	}
	border := min(max(int(-at/r.a), 0), width)
	if r.a > 0 {
		return border, width
	}
	return 0, border
}

// printLines prints parallel lines, wavy or straight, whose normal has the given angle in radians from the x axis.
func (s *slip) printLines(random *rand.Rand, where region, angle, period, strength, wave float64) {
	sin, cos := math.Sincos(angle)
	columns, rows := make([]int32, s.width), make([]int32, s.height)
	swing := func(phases []int32, perPixel float64) {
		length := (15 + 100*random.Float64()) / (2 * math.Pi)
		phase := 2 * math.Pi * random.Float64()
		begin := random.Float64() * period
		for i := range phases {
			at := perPixel*float64(i) + wave*math.Sin(float64(i)/length+phase) + begin
			phases[i] = int32(256 * at / period)
		}
	}
	swing(columns, cos)
	swing(rows, sin)
	dark := darkness(strength)
	for y, row := range rows {
		left, right := where.within(y, s.width)
		to := s.print[y*s.width:][:s.width]
		for x := left; x < right; x++ {
			to[x] += dark[uint8(columns[x]+row)]
		}
	}
}

// printArcs prints rings around a point, of which only arcs may be on the slip.
func (s *slip) printArcs(where region, middleX, middleY, period, strength float64) {
	dark := darkness(strength)
	perPeriod := float32(256 / period)
	for y := range s.height {
		left, right := where.within(y, s.width)
		to := s.print[y*s.width:][:s.width]
		dy := float32(float64(y) - middleY)
		for x := left; x < right; x++ {
			dx := float32(float64(x) - middleX)
			to[x] += dark[uint8(int32(perPeriod*float32(math.Sqrt(float64(dx*dx+dy*dy)))))]
		}
	}
}

// darkness is the profile of a pattern of some strength.
func darkness(strength float64) (dark [256]float32) {
	for i, v := range profile {
		dark[i] = v * float32(strength)
	}
	return dark
}

// printGrain prints dots in which there is no order, each about so many pixels large.
func (s *slip) printGrain(random *rand.Rand, size, strength float64) {
	x0, y0 := noiseSide*random.Float64(), noiseSide*random.Float64()
	row := make([]float32, s.width)
	for y := range s.height {
		to := s.print[y*s.width:][:s.width]
		paperGrain.alongRow(row, x0, float64(y)/size+y0, 1/size)
		for x, v := range row {
			to[x] += float32(strength) * max(v, -0.2)
		}
	}
}

// paperGrain is one grain for all papers: where on it a paper begins makes them different.
var paperGrain = newNoise(rand.New(rand.NewPCG(0, 0)))

// printRule prints one rule: a straight line through the height y at the left end that falls by so much a pixel. An upright
// rule is one where x and y change places.
func (s *slip) printRule(upright bool, y, falls, thickness, strength float64) {
	length, across, step, stride := s.width, s.height, 1, s.width
	if upright {
		length, across, step, stride = s.height, s.width, s.width, 1
	}
	for i := range length {
		middle := y + falls*float64(i)
		for j := max(int(middle-thickness/2-1), 0); j <= min(int(middle+thickness/2+1), across-1); j++ {
			cover := min(max(thickness/2+0.5-math.Abs(float64(j)+0.5-middle), 0), 1)
			at := i*step + j*stride
			s.print[at] = max(s.print[at], float32(strength*cover))
		}
	}
}

// A look is how a slip is lit, inked and seen.
type look struct {
	paper   float64 // grey of blank paper, 0 to 255
	slope   float64 // change of the light from the left end to the right one, as a share
	density float64 // share of the light that ink takes away
	patchy  float64 // share of the ink that is missing in the palest places
	grainy  float64 // standard deviation of the ink from pixel to pixel, as a share
	dry     float64 // share of the ink that is missing at the left end, where a pen begins to write
	flows   float64 // where none is missing any more, as a share of the width
	blur    float64 // standard deviation in pixels
	noise   float64 // standard deviation in greys

	cheque bool // the slip is cut out of one

	small     bool    // digits may have hardly enough pixels to be read
	unfocused float64 // standard deviation of the lens's blur, besides the other, in heights of a digit
	moved     float64 // how far the picture moves while it is taken, in heights of a digit
	quality   int     // of the JPEG that it becomes; 0: none
}

// blurOf is the standard deviation of all blur, in pixels, where digits have the height.
func (l *look) blurOf(height float64) float64 { return math.Hypot(l.blur, l.unfocused*height) }

// seen is the picture of the slip, on which digits have the height in pixels. It takes the print for a sheet to work on.
func (s *slip) seen(random *rand.Rand, l look, height float64) *image.Gray {
	lamp, pen, patches := make([]float32, s.width), make([]float32, s.width), make([]float32, s.width)
	for x := range lamp {
		along := float64(x) / float64(s.width)
		lamp[x] = float32(l.paper * (1 + l.slope*(along-0.5)))
		pen[x] = float32(l.density / 255 * (1 - l.dry*max(1-along/l.flows, 0)))
	}
	x0, y0 := noiseSide*random.Float64(), noiseSide*random.Float64()
	patchy, grainy := float32(l.patchy/2), float32(l.grainy)
	for y := range s.height {
		row, ink := s.print[y*s.width:][:s.width], s.ink.Pix[y*s.ink.Stride:][:s.width]
		if l.patchy > 0 {
			const patch = 17 // pixels
			paperGrain.alongRow(patches, x0, float64(y)/patch+y0, 1./patch)
		}
		chance := grains(random)
		for x, print := range row {
			left := lamp[x] * max(1-print, 0)
			if v := ink[x]; v > 0 {
				dark := pen[x] * float32(v) * (1 - patchy*(1+patches[x])) * (1 - grainy*chance[x%len(chance)])
				left *= 1 - min(max(dark, 0), 1)
			}
			row[x] = left
		}
	}
	right, down := newPath(random, l.moved*height)
	s.print = smeared(s.print, s.width, s.height, right, down)
	blurByThrees(s.print, s.width, s.height, l.blurOf(height))
	picture := image.NewGray(image.Rect(0, 0, s.width, s.height))
	noise := float32(l.noise)
	for y := range s.height {
		chance := grains(random)
		to := picture.Pix[y*picture.Stride:][:s.width]
		for x, v := range s.print[y*s.width:][:s.width] {
			to[x] = uint8(min(max(v+noise*chance[x%len(chance)]+0.5, 0), 255))
		}
	}
	compress(picture, l.quality)
	return picture
}

// chances are normally distributed numbers, drawn once; a row of noise is a stretch of them, whose beginning is drawn anew.
var chances = func() (c [1 << 14]float32) {
	random := rand.New(rand.NewPCG(0, 1))
	for i := range c {
		c[i] = float32(random.NormFloat64())
	}
	return c
}()

// grains is a row of noise of standard deviation 1.
func grains(random *rand.Rand) *[512]float32 {
	at := random.IntN(len(chances) - 512)
	return (*[512]float32)(chances[at:])
}

// blurByThrees blurs by kernels of three pixels in both directions, whose variances add up to that wanted.
func blurByThrees(v []float32, width, height int, deviation float64) {
	const most = 0.45 // variance of one kernel; at 0.5 its middle would weigh nothing
	for variance := deviation * deviation; variance > 0.01; variance -= most {
		side := float32(min(variance, most) / 2)
		middle := 1 - 2*side
		for y := range height {
			row := v[y*width:][:width]
			before := row[0]
			for x, here := range row {
				after := here
				if x+1 < width {
					after = row[x+1]
				}
				row[x] = middle*here + side*(before+after)
				before = here
			}
		}
		above := append([]float32(nil), v[:width]...)
		for y := range height {
			row := v[y*width:][:width]
			below := v[min(y+1, height-1)*width:][:width]
			for x, here := range row {
				row[x] = middle*here + side*(above[x]+below[x])
				above[x] = here
			}
		}
	}
}
