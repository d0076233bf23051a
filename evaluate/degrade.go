package evaluate

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/image/draw"
)

// A Degradation makes a picture harder to read in one way, as hands, light and cameras do: always in the same way, so
// that two readers can be compared on it.
type Degradation struct {
	Name  string
	About string // what becomes of the picture

	apply func(*image.RGBA) *image.RGBA
}

// A DegradationReport is what came of reading the same photographs degraded in several ways.
type DegradationReport struct {
	Degradations []DegradedCounts `json:"degradations"`
}

// DegradedCounts are the counts of photographs degraded in one way.
type DegradedCounts struct {
	Degradation string `json:"degradation"`
	Counts
}

// degradedSide is the longer side in pixels to which a picture is brought first, where it is larger: an angle or a share
// is the same at every size, but a blur of 3 pixels or the grain of a sensor is not.
const degradedSide = 1280

// degradations are all there are. The measures that are not in a name were chosen to look like bad photographs.
var degradations = []Degradation{
	{"none", "only brought to 1280 pixels, like all others", func(img *image.RGBA) *image.RGBA { return img }},
	{"small", "to 426 pixels, a third of the size", func(img *image.RGBA) *image.RGBA { return atMost(img, degradedSide/3) }},
	{"rotate-12", "turned clockwise by 12 degrees", func(img *image.RGBA) *image.RGBA { return rotated(img, 12) }},
	{"rotate-30", "turned clockwise by 30 degrees", func(img *image.RGBA) *image.RGBA { return rotated(img, 30) }},
	{"rotate-back-30", "turned anticlockwise by 30 degrees", func(img *image.RGBA) *image.RGBA { return rotated(img, -30) }},
	{"dark", "a fifth of the light, and the grain that comes with it", underexposed},
	{"noise", "coarse grain, and a JPEG of quality 35", func(img *image.RGBA) *image.RGBA { return compressed(grained(img, 14), 35) }},
	{"shadow", "a hard shadow across, half as bright", shadowed},
	{"faint", "a third of the contrast", faded},
	{"squared", "squared paper", squared},
	{"blur", "blurred by 3 pixels", func(img *image.RGBA) *image.RGBA { return blurred(img, 3) }},
	{"inverted", "light on dark", inverted},
	{"turn-90", "turned clockwise by 90 degrees", func(img *image.RGBA) *image.RGBA { return turned(img, 1) }},
	{"turn-180", "upside down", func(img *image.RGBA) *image.RGBA { return turned(img, 2) }},
	{"turn-270", "turned clockwise by 270 degrees", func(img *image.RGBA) *image.RGBA { return turned(img, 3) }},
	{"tilt-30", "seen from below by 30 degrees: the upper edge is farther away", func(img *image.RGBA) *image.RGBA { return leaning(img, 0, 30) }},
	{"swing-30", "seen from the left by 30 degrees: the right edge is farther away", func(img *image.RGBA) *image.RGBA { return leaning(img, 30, 0) }},
	{"slant-30", "seen from a corner by 30 degrees", func(img *image.RGBA) *image.RGBA { return leaning(img, 21, 21) }},
}

// Degradations returns all degradations; the first one changes nothing.
func Degradations() []Degradation { return slices.Clone(degradations) }

// DegradationNamed returns the one of the degradations with that name. The error lists those there are.
func DegradationNamed(among []Degradation, name string) (Degradation, error) {
	var names []string
	for _, d := range among {
		if d.Name == name {
			return d, nil
		}
		names = append(names, d.Name)
	}
	return Degradation{}, fmt.Errorf("evaluate: no degradation is called %q; there are %s", name, strings.Join(names, ", "))
}

// Of returns the picture degraded; it is not changed itself. Transparent pixels are seen over white.
func (d Degradation) Of(img image.Image) image.Image {
	over := image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(over, over.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(over, over.Rect, img, img.Bounds().Min, draw.Over)
	return d.apply(atMost(over, degradedSide))
}

// atMost reduces a picture whose longer side has more pixels.
func atMost(img *image.RGBA, longer int) *image.RGBA {
	size := img.Rect.Size()
	if max(size.X, size.Y) <= longer {
		return img
	}
	scale := float64(longer) / float64(max(size.X, size.Y))
	small := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(size.X)*scale)), max(1, int(float64(size.Y)*scale))))
	draw.CatmullRom.Scale(small, small.Rect, img, img.Rect, draw.Src, nil)
	return small
}

// recoloured applies f to each red, green and blue from 0 to 255, at its place; the result is rounded and clipped.
func recoloured(img *image.RGBA, f func(x, y, channel int, v float64) float64) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	width := img.Rect.Dx()
	for i := range img.Pix {
		out.Pix[i] = 255
		if channel := i % 4; channel < 3 {
			v := f(i/4%width, i/4/width, channel, float64(img.Pix[i]))
			out.Pix[i] = uint8(min(max(math.Round(v), 0), 255))
		}
	}
	return out
}

func inverted(img *image.RGBA) *image.RGBA {
	return recoloured(img, func(_, _, _ int, v float64) float64 { return 255 - v })
}

// grained adds the noise of a sensor, alike in every photograph.
func grained(img *image.RGBA, deviation float64) *image.RGBA {
	return grainedBy(rand.New(rand.NewPCG(1, 0)), img, deviation)
}

// grainedBy adds noise drawn from random.
func grainedBy(random *rand.Rand, img *image.RGBA, deviation float64) *image.RGBA {
	return recoloured(img, func(_, _, _ int, v float64) float64 { return v + deviation*random.NormFloat64() })
}

func underexposed(img *image.RGBA) *image.RGBA {
	dark := recoloured(img, func(_, _, _ int, v float64) float64 { return 0.22 * v })
	return grained(dark, 3)
}

func compressed(img *image.RGBA, quality int) *image.RGBA {
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // a Buffer takes everything, and degradedSide is within JPEG's limits
	}
	decoded, err := jpeg.Decode(&file)
	if err != nil {
		panic(err)
	}
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, decoded, decoded.Bounds().Min, draw.Src)
	return out
}

// shadowed darkens what lies below the diagonal to a half and less, farther inwards; the edge is two pixels wide.
func shadowed(img *image.RGBA) *image.RGBA {
	width, height := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	return recoloured(img, func(x, y, _ int, v float64) float64 {
		into := (float64(x)*height + float64(y)*width - width*height) / math.Hypot(width, height) // pixels
		depth := min(max(into/2+0.5, 0), 1)
		return v * (1 - depth*(0.45+0.15*into/max(width, height)))
	})
}

// faded draws every grey nearer to that of the paper, which is taken to be what most of the picture is.
func faded(img *image.RGBA) *image.RGBA {
	paper := medians(img, img.Rect)
	return recoloured(img, func(_, _, channel int, v float64) float64 {
		return paper[channel] + (v-paper[channel])/3
	})
}

// squared prints bluish squares on the paper, 40 to the longer side.
func squared(img *image.RGBA) *image.RGBA {
	ink := [3]float64{0.65, 0.75, 0.9}
	side := max(img.Rect.Dx(), img.Rect.Dy()) / 40
	return recoloured(img, func(x, y, channel int, v float64) float64 {
		if side > 2 && (x%side < 2 || y%side < 2) {
			v *= ink[channel]
		}
		return v
	})
}

// blurred is the picture under a Gaussian, along the rows and then along the columns. At the edges the outermost pixel is
// repeated.
func blurred(img *image.RGBA, deviation float64) *image.RGBA {
	radius := int(math.Ceil(3 * deviation))
	kernel := make([]float64, 2*radius+1)
	sum := 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-math.Pow(float64(i-radius)/deviation, 2) / 2)
		sum += kernel[i]
	}
	along := func(img *image.RGBA, stepX, stepY int) *image.RGBA {
		return recoloured(img, func(x, y, channel int, _ float64) float64 {
			v := 0.0
			for i, weight := range kernel {
				at := img.PixOffset(
					min(max(x+stepX*(i-radius), 0), img.Rect.Dx()-1),
					min(max(y+stepY*(i-radius), 0), img.Rect.Dy()-1))
				v += weight / sum * float64(img.Pix[at+channel])
			}
			return v
		})
	}
	return along(along(img, 1, 0), 0, 1)
}

// turned turns the picture clockwise by so many quarters.
func turned(img *image.RGBA, quarters int) *image.RGBA {
	if quarters == 0 {
		return img
	}
	size := img.Rect.Size()
	out := image.NewRGBA(image.Rect(0, 0, size.Y, size.X))
	for y := range size.Y {
		for x := range size.X {
			out.SetRGBA(size.Y-1-y, x, img.RGBAAt(x, y))
		}
	}
	return turned(out, quarters-1)
}

// rotated turns the picture around its middle, clockwise in degrees, onto one that holds all of it.
func rotated(img *image.RGBA, degrees float64) *image.RGBA {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	width, height := w*math.Abs(cos)+h*math.Abs(sin), w*math.Abs(sin)+h*math.Abs(cos)
	return looked(img, width, height, func(x, y float64) (float64, float64) {
		return cos*x + sin*y, cos*y - sin*x
	})
}

// leaning looks at the picture as at a sheet that is turned around its upright middle line by the first angle and around
// its level one by the second, in degrees, from as far away as a telephone's camera with a picture as large: one whose
// longer side takes 65 degrees.
func leaning(img *image.RGBA, swing, tilt float64) *image.RGBA {
	sinS, cosS := math.Sincos(swing * math.Pi / 180)
	sinT, cosT := math.Sincos(tilt * math.Pi / 180)
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	distance := max(w, h) / 2 / math.Tan(65.0/2*math.Pi/180)
	// The sheet's axes in space, y downwards and z away from the camera. A point u, v of the sheet is seen where its ray
	// comes through the picture: x = distance·X/(distance + Z).
	ux, uy, uz := cosS, sinS*sinT, sinS*cosT
	vx, vy, vz := 0.0, cosT, -sinT
	seen := func(u, v float64) (x, y float64) {
		z := distance + uz*u + vz*v
		return distance * (ux*u + vx*v) / z, distance * (uy*u + vy*v) / z
	}
	sheet := func(x, y float64) (u, v float64) {
		// x·(distance + uz·u + vz·v) = distance·(ux·u + vx·v), and the same with y: two linear equations for u and v.
		a, b, e := distance*ux-x*uz, distance*vx-x*vz, x*distance
		c, d, f := distance*uy-y*uz, distance*vy-y*vz, y*distance
		det := a*d - b*c
		return (e*d - b*f) / det, (a*f - e*c) / det
	}
	// As large that all of the sheet is seen around the middle of the picture.
	width, height := 0.0, 0.0
	for _, u := range []float64{-w / 2, w / 2} {
		for _, v := range []float64{-h / 2, h / 2} {
			x, y := seen(u, v)
			width, height = max(width, 2*math.Abs(x)), max(height, 2*math.Abs(y))
		}
	}
	return looked(img, width, height, sheet)
}

// looked makes a picture of the given size of which each point, from the middle, shows the point of img that from gives,
// from its middle as well. Beside img lies what most of its rim shows: the sheet or the desk goes on.
func looked(img *image.RGBA, width, height float64, from func(x, y float64) (float64, float64)) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, max(1, int(math.Round(width))), max(1, int(math.Round(height)))))
	rim := rimColour(img)
	middleX, middleY := float64(img.Rect.Dx()-1)/2, float64(img.Rect.Dy()-1)/2
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			u, v := from(float64(x)-float64(out.Rect.Dx()-1)/2, float64(y)-float64(out.Rect.Dy()-1)/2)
			out.SetRGBA(x, y, between(img, u+middleX, v+middleY, rim))
		}
	}
	return out
}

// between is the colour at a point between pixels, bilinear, with the colour outside given.
func between(img *image.RGBA, x, y float64, outside color.RGBA) color.RGBA {
	left, top := math.Floor(x), math.Floor(y)
	tx, ty := x-left, y-top
	var sum [3]float64
	for i := range 4 {
		at := image.Pt(int(left)+i%2, int(top)+i/2)
		c := outside
		if at.In(img.Rect) {
			c = img.RGBAAt(at.X, at.Y)
		}
		weight := math.Abs(1-float64(i%2)-tx) * math.Abs(1-float64(i/2)-ty)
		sum[0] += weight * float64(c.R)
		sum[1] += weight * float64(c.G)
		sum[2] += weight * float64(c.B)
	}
	return color.RGBA{uint8(sum[0] + 0.5), uint8(sum[1] + 0.5), uint8(sum[2] + 0.5), 255}
}

// rimColour is the median colour along the four edges.
func rimColour(img *image.RGBA) color.RGBA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	m := medians(img, image.Rect(0, 0, width, 1), image.Rect(0, height-1, width, height),
		image.Rect(0, 0, 1, height), image.Rect(width-1, 0, width, height))
	return color.RGBA{uint8(m[0]), uint8(m[1]), uint8(m[2]), 255}
}

// medians are the medians of red, green and blue in parts of a picture.
func medians(img *image.RGBA, parts ...image.Rectangle) (m [3]float64) {
	for channel := range m {
		var values []uint8
		for _, part := range parts {
			for y := part.Min.Y; y < part.Max.Y; y++ {
				for x := part.Min.X; x < part.Max.X; x++ {
					values = append(values, img.Pix[img.PixOffset(x, y)+channel])
				}
			}
		}
		slices.Sort(values)
		m[channel] = float64(values[len(values)/2])
	}
	return m
}
