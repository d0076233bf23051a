// Command icon draws the icons of the app: a seven, and the sound that it makes. It writes them into the folder named.
//
//	cd phone/icon && go run . ../app/icons
package main

import (
	"image"
	"image/color"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"
)

// icons are the files, by their sides in pixels. The writing of the last leaves room for a telephone that cuts its icons
// round: what counts must lie within four fifths.
var icons = []struct {
	name  string
	side  int
	scale float64 // of the drawing, about the middle
}{
	{"icon-192.png", 192, 1},
	{"icon-512.png", 512, 1},
	{"touch-180.png", 180, 1},
	{"round-512.png", 512, 0.72},
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: icon FOLDER")
	}
	for _, i := range icons {
		if err := write(filepath.Join(os.Args[1], i.name), draw(i.side, i.scale)); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, img image.Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(file, img)
}

// The drawing is white on dark blue, 11 to 1, in a square from -1 to 1.
var ground, ink = color.RGBA{0x0b, 0x2f, 0x6b, 0xff}, color.RGBA{0xff, 0xff, 0xff, 0xff}

const pen = 0.1 // half the width of a line

func draw(side int, scale float64) image.Image {
	palette := make(color.Palette, 8) // from ground to ink: all that smooth edges need
	for i := range palette {
		t := float64(i) / float64(len(palette)-1)
		mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a)*(1-t) + float64(b)*t)) }
		palette[i] = color.RGBA{mix(ground.R, ink.R), mix(ground.G, ink.G), mix(ground.B, ink.B), 0xff}
	}
	img := image.NewPaletted(image.Rect(0, 0, side, side), palette)
	half := float64(side) / 2
	for y := range side {
		for x := range side {
			d := distance((float64(x)+0.5-half)/half/scale, (float64(y)+0.5-half)/half/scale)
			covered := min(max((pen-d)*half*scale+0.5, 0), 1)
			img.SetColorIndex(x, y, uint8(math.Round(covered*float64(len(palette)-1))))
		}
	}
	return img
}

// distance is that of a point from the lines of the drawing.
func distance(x, y float64) float64 {
	d := min(segment(x, y, -0.66, -0.5, -0.1, -0.5), segment(x, y, -0.1, -0.5, -0.42, 0.52), segment(x, y, -0.48, 0.02, -0.08, 0.02))
	for _, radius := range []float64{0.32, 0.62} {
		d = min(d, arc(x, y, 0.06, 0, radius))
	}
	return d
}

// segment is the distance from a straight line.
func segment(x, y, x0, y0, x1, y1 float64) float64 {
	dx, dy := x1-x0, y1-y0
	t := min(max(((x-x0)*dx+(y-y0)*dy)/(dx*dx+dy*dy), 0), 1)
	return math.Hypot(x-x0-t*dx, y-y0-t*dy)
}

// arc is the distance from a quarter of a circle, open to the left.
func arc(x, y, x0, y0, radius float64) float64 {
	angle := min(max(math.Atan2(y-y0, x-x0), -math.Pi/4), math.Pi/4)
	return math.Hypot(x-x0-radius*math.Cos(angle), y-y0-radius*math.Sin(angle))
}
