package scribe

import (
	"bytes"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// photograph looks at a page: the light falls on it, the lens bends and blurs it, the sensor adds its noise.
func photograph(random *rand.Rand, p *page, scene *Scene) *image.RGBA {
	planes := exposed(p, newCamera(scene), newLamp(random, scene), scene)
	right, down := newPath(random, scene.Motion)
	for i, plane := range planes {
		blur(plane, scene.Width, scene.Height, scene.Blur)
		planes[i] = smeared(plane, scene.Width, scene.Height, right, down)
	}
	picture := developed(random, planes, scene)
	compress(picture, scene.Quality)
	return picture
}

// A camera knows where each point of the picture lies on the page.
type camera struct {
	middleX, middleY float64 // of the picture, in pixels
	cos, sin         float64
	farther          float64 // per pixel downwards
}

func newCamera(scene *Scene) camera {
	sin, cos := math.Sincos(-scene.Tilt * math.Pi / 180)
	return camera{
		middleX: float64(scene.Width) / 2, middleY: float64(scene.Height) / 2,
		cos: cos, sin: sin, farther: scene.Perspective / float64(scene.Height),
	}
}

// onPage is the point of the page that the point of the picture shows: turned back, and drawn together where it is near.
func (c *camera) onPage(x, y float64) (pageX, pageY float64) {
	x, y = x-c.middleX, y-c.middleY
	near := 1 + c.farther*y
	return (c.cos*x - c.sin*y) / near, (c.sin*x + c.cos*y) / near
}

// A lamp says how much light falls on each point of the picture.
type lamp struct {
	brightness         float64
	tint               light
	slopeX, slopeY     float64 // change of brightness across the picture, as a share
	vignette           float64
	shadow             float64
	normalX, normalY   float64 // of the shadow's edge, into the shadow
	distance, softness float64 // of the edge from the middle, and how wide it is, in widths of the picture
	wobble             *noise  // of the edge
	glare              float64 // how much light its mirror image adds
	glareX, glareY     float64 // where that is
}

// newLamp invents a lamp to one side. The shadow comes from one side as well, and its edge wobbles like a hand's. What glares is
// the lamp's mirror image, in ink and paper alike.
func newLamp(random *rand.Rand, scene *Scene) lamp {
	angle := 2 * math.Pi * random.Float64()
	warmth := 0.05 * random.NormFloat64()
	edge := 2 * math.Pi * random.Float64()
	l := lamp{
		brightness: scene.Light, tint: light{1 + warmth, 1, 1 - warmth},
		slopeX: 0.2 * math.Cos(angle), slopeY: 0.2 * math.Sin(angle),
		vignette: scene.Vignette, shadow: scene.Shadow,
		normalX: math.Cos(edge), normalY: math.Sin(edge),
		distance: 0.1 + 0.25*random.Float64(), softness: 0.03 + 0.2*random.Float64(),
		wobble: newNoise(random), glare: scene.Glare,
	}
	if l.glare > 0 {
		l.glareX, l.glareY = 0.35*(random.Float64()-0.5), 0.25*(random.Float64()-0.5)
	}
	return l
}

// mirrored is the light of the lamp's mirror image at a point: twice as wide as high, and fading to all sides.
func (l *lamp) mirrored(x, y float64) float64 {
	const size = 0.06 // widths of the picture
	if l.glare == 0 {
		return 0
	}
	far := math.Hypot(x-l.glareX, 2*(y-l.glareY)) / size
	return l.glare * math.Exp(-0.5*far*far)
}

// at is the light that falls on a point, given in widths of the picture from its middle.
func (l *lamp) at(x, y float64) light {
	amount := l.brightness * (1 + l.slopeX*x + l.slopeY*y) * (1 - l.vignette*(x*x+y*y)/0.39) // 0.39 is in the corners
	into := x*l.normalX + y*l.normalY - l.distance + 0.08*l.wobble.at(4*x+7, 4*y)
	amount *= 1 - l.shadow*smooth(into/l.softness)
	return l.tint.times(amount, amount, amount)
}

// exposed is the light that arrives at the sensor: one plane of Width·Height values for red, green and blue each.
func exposed(p *page, c camera, l lamp, scene *Scene) [3][]float32 {
	var planes [3][]float32
	for i := range planes {
		planes[i] = make([]float32, scene.Width*scene.Height)
	}
	width := float64(scene.Width)
	for y := range scene.Height {
		for x := range scene.Width {
			px, py := float64(x)+0.5, float64(y)+0.5
			back := p.at(c.onPage(px, py))
			lampX, lampY := (px-c.middleX)/width, (py-c.middleY)/width
			lit, mirrored := l.at(lampX, lampY), l.mirrored(lampX, lampY)
			for i, plane := range planes {
				plane[y*scene.Width+x] = float32(back[i]*lit[i] + mirrored)
			}
		}
	}
	return planes
}

// blur replaces each value of a plane by the Gaussian mean around it, along the rows and then along the columns. At the
// border the outermost value goes on.
func blur(plane []float32, width, height int, deviation float64) {
	if deviation <= 0 {
		return
	}
	weights := gaussian(deviation)
	line := make([]float32, max(width, height))
	for y := range height {
		blurLine(plane[y*width:], line[:width], 1, weights)
	}
	for x := range width {
		blurLine(plane[x:], line[:height], width, weights)
	}
}

// gaussian is one half of a Gaussian's weights, from its middle out to three standard deviations; all of them, with the
// other half, sum to 1.
func gaussian(deviation float64) []float32 {
	weights := make([]float32, 1+int(math.Ceil(3*deviation)))
	sum := 0.0
	for i := range weights {
		w := math.Exp(-0.5 * float64(i*i) / (deviation * deviation))
		weights[i] = float32(w)
		sum += w * float64(min(i, 1)+1)
	}
	for i := range weights {
		weights[i] /= float32(sum)
	}
	return weights
}

// blurLine blurs the values v[0], v[step], v[2·step] and so on, as many as the line has, which is lent for a copy.
func blurLine(v, line []float32, step int, weights []float32) {
	for i := range line {
		line[i] = v[i*step]
	}
	last := len(line) - 1
	for i := range line {
		sum := weights[0] * line[i]
		for k, w := range weights[1:] {
			sum += w * (line[max(i-k-1, 0)] + line[min(i+k+1, last)])
		}
		v[i*step] = sum
	}
}

// newPath is how far the picture moves while it is taken, in pixels to the right and down: so far, in any direction.
func newPath(random *rand.Rand, length float64) (right, down float64) {
	if length == 0 {
		return 0, 0
	}
	sin, cos := math.Sincos(2 * math.Pi * random.Float64())
	return length * cos, length * sin
}

// smeared is the mean of a plane on its way along a straight path. At the border the outermost value goes on.
func smeared(plane []float32, width, height int, right, down float64) []float32 {
	steps := int(math.Ceil(math.Hypot(right, down)))
	if steps == 0 {
		return plane
	}
	mean := make([]float32, len(plane))
	for step := range steps + 1 {
		along := float64(step)/float64(steps) - 0.5
		dx, dy := int(math.Round(along*right)), int(math.Round(along*down))
		for y := range height {
			to, from := mean[y*width:][:width], plane[min(max(y+dy, 0), height-1)*width:][:width]
			for x := range to {
				to[x] += from[min(max(x+dx, 0), width-1)] / float32(steps+1)
			}
		}
	}
	return mean
}

// compress makes a picture what a JPEG of some quality shows of it; with a quality of 0 it stays as it is.
func compress(picture draw.Image, quality int) {
	if quality == 0 {
		return
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a picture too large for a JPEG, which check has refused
	}
	shown, err := jpeg.Decode(&file)
	if err != nil {
		panic(err) // it has just been written
	}
	draw.Draw(picture, picture.Bounds(), shown, shown.Bounds().Min, draw.Src)
}

// developed turns light into a picture. The noise of counting photons grows with the root of the light; that of the
// electronics, a quarter as strong here, is there in the dark as well.
func developed(random *rand.Rand, planes [3][]float32, scene *Scene) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, scene.Width, scene.Height))
	for i := range scene.Width * scene.Height {
		common := random.NormFloat64() // most noise is grey: each pixel borrows its colours from its neighbours
		for channel, plane := range planes {
			v := float64(plane[i])
			noise := scene.Noise * (0.25 + math.Sqrt(max(v, 0)))
			v += noise * (common + 0.3*random.NormFloat64())
			picture.Pix[4*i+channel] = encoded(v)
		}
		picture.Pix[4*i+3] = 255
	}
	return picture
}

// encoded is the grey of a picture file for an amount of light: sRGB's curve, from a table.
func encoded(v float64) uint8 {
	return srgb[int(min(max(v, 0), 1)*float64(len(srgb)-1)+0.5)]
}

var srgb = func() (table [1 << 13]uint8) {
	for i := range table {
		v := float64(i) / float64(len(table)-1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		table[i] = uint8(255*v + 0.5)
	}
	return table
}()
