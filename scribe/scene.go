package scribe

import (
	"fmt"
	"image/color"
	"math/rand/v2"
)

// A Scene is what a note is written on, what with, and how it is photographed.
type Scene struct {
	Width, Height int // of the photograph, in pixels

	Pen         Pen
	Paper       color.RGBA // its colour in white light; see Papers
	Ruling      Ruling
	DigitHeight float64 // in pixels of the photograph
	Desk        float64 // how far the paper's edge lies within the picture, as a share of its width; below 0 it is outside

	Tilt        float64 // how far the phone is turned about its line of sight, in degrees, clockwise
	Perspective float64 // how much larger the near edge of the paper is than the far one, as a share
	Light       float64 // on the paper: 1 is as bright as a picture can be
	Shadow      float64 // how much of the light a hand or the phone takes away in one part of the picture, as a share
	Vignette    float64 // how much darker the corners are than the middle, as a share
	Blur        float64 // standard deviation of the lens's blur, in pixels
	Noise       float64 // standard deviation of the sensor's noise on a sheet as bright as can be, as a share

	// What happens to some photographs alone; 0 where it does not.
	Glare   float64 // how much light the mirror image of a lamp adds, near the middle; 1 is as bright as a picture can be
	Motion  float64 // how far the picture moves while it is taken, in pixels
	Quality int     // of the JPEG that the picture becomes, 1 to 100
}

// A Pen is what its line looks like.
type Pen struct {
	Width   float64    // of the line, in heights of a digit
	Density [3]float64 // how strongly a full line takes away red, green and blue: exp(-Density) of the light comes back
	Grain   float64    // the share of the ink that the grain of the paper may keep off
}

// Pens are the pens we have, by name.
var Pens = map[string]Pen{
	"ballpoint": {0.06, [3]float64{2.9, 2.2, 0.75}, 0.35}, // blue
	"black":     {0.06, [3]float64{2.4, 2.4, 2.2}, 0.3},
	"felt":      {0.11, [3]float64{3.2, 3.1, 3}, 0.05},
	"pencil":    {0.065, [3]float64{1.5, 1.45, 1.4}, 0.75},
}

// Papers are the papers we have, by name.
var Papers = map[string]color.RGBA{
	"white":    {250, 250, 248, 255},
	"cream":    {250, 243, 226, 255},
	"yellow":   {252, 236, 140, 255},
	"recycled": {222, 216, 204, 255},
}

// A Ruling is what is printed on a paper.
type Ruling string

const (
	Plain   Ruling = "plain"   // nothing
	Lines   Ruling = "lines"   // a line under every line of writing
	Squares Ruling = "squares" // a grid, three of its squares from line to line
)

// NewScene invents a scene such as a kitchen table offers: any pen and paper, the phone held nearly straight, in
// light from bright to dim; nothing glares, moves or is compressed.
func NewScene(random *rand.Rand) Scene {
	pens, papers := []string{"ballpoint", "black", "felt", "pencil"}, []string{"white", "cream", "yellow", "recycled"}
	rulings := []Ruling{Plain, Plain, Lines, Squares}
	desks := []float64{-0.1, -0.1, -0.02, 0.06}
	return Scene{
		Width: 1600, Height: 1200,
		Pen:         Pens[pens[random.IntN(len(pens))]],
		Paper:       Papers[papers[random.IntN(len(papers))]],
		Ruling:      rulings[random.IntN(len(rulings))],
		DigitHeight: 90 + 60*random.Float64(),
		Desk:        desks[random.IntN(len(desks))],
		Tilt:        normal(random, 0, 2, -6, 6),
		Perspective: normal(random, 0, 0.05, -0.12, 0.12),
		Light:       0.5 + 0.4*random.Float64(),
		Shadow:      0.5 * random.Float64(),
		Vignette:    0.1 + 0.2*random.Float64(),
		Blur:        0.6 + 0.8*random.Float64(),
		Noise:       0.004 + 0.01*random.Float64(),
	}
}

// check tells what of a scene cannot be drawn.
func (s *Scene) check() error {
	const largest = 6000 // pixels; a phone's photograph has 4000 or so
	if s.Width < 1 || s.Height < 1 || s.Width > largest || s.Height > largest {
		return fmt.Errorf("scribe: a picture of %dx%d pixels: each side must be from 1 to %d", s.Width, s.Height, largest)
	}
	if s.Ruling != Plain && s.Ruling != Lines && s.Ruling != Squares {
		return fmt.Errorf("scribe: no such ruling: %q", s.Ruling)
	}
	for _, field := range []struct {
		name             string
		value, low, high float64
	}{
		{"pen width", s.Pen.Width, 0.005, 0.5},
		{"digit height", s.DigitHeight, 4, largest},
		{"desk", s.Desk, -10, 0.25}, // at 0.25, half of the picture is left to the paper
		{"tilt", s.Tilt, -360, 360},
		{"perspective", s.Perspective, -0.5, 0.5}, // far from 2, where the camera would look along the page
		{"light", s.Light, 0, 10},
		{"shadow", s.Shadow, 0, 1},
		{"vignette", s.Vignette, 0, 1},
		{"blur", s.Blur, 0, 100},
		{"noise", s.Noise, 0, 1},
		{"glare", s.Glare, 0, 10},
		{"motion", s.Motion, 0, 100},
		{"quality", float64(s.Quality), 0, 100},
	} {
		if !(field.low <= field.value && field.value <= field.high) { // thus put, it refuses what is not a number
			return fmt.Errorf("scribe: %s %v: it must be from %v to %v", field.name, field.value, field.low, field.high)
		}
	}
	return nil
}
