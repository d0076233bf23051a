package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"aloud/reader"
)

// symbolIn is a digit in a box, and what else it may be.
func symbolIn(box image.Rectangle, char string, sure bool, others ...string) reader.Symbol {
	s := reader.Symbol{Char: char, Sure: sure, Box: reader.Box(box)}
	for _, other := range others {
		s.Alternatives = append(s.Alternatives, reader.Alternative{Char: other, Probability: 0.3})
	}
	return s
}

// readingOf is a reading of one number.
func readingOf(sure bool, symbols ...reader.Symbol) reader.Reading {
	n := reader.Number{Sure: sure, Symbols: symbols}
	for _, s := range symbols {
		n.Box = reader.Box(image.Rectangle(n.Box).Union(image.Rectangle(s.Box)))
	}
	return reader.Reading{Numbers: []reader.Number{n}}
}

func field(c color.Color) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 200, 160))
	draw.Draw(m, m.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return m
}

// touched tells where a picture was drawn on, whatever the colour.
func touched(before, after image.Image) []byte {
	var marks []byte
	b := before.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			mark := byte(' ')
			if before.At(x, y) != after.At(x, y) {
				mark = '#'
			}
			marks = append(marks, mark)
		}
	}
	return marks
}

func TestAnnotateDrawsOnACopy(t *testing.T) {
	photo := field(color.Gray{Y: 128})
	annotated := annotate(photo, readingOf(true, symbolIn(image.Rect(80, 60, 110, 100), "7", true)))
	if annotated.Bounds() != photo.Bounds() {
		t.Errorf("the copy has the bounds %v, not %v", annotated.Bounds(), photo.Bounds())
	}
	if !bytes.Contains(touched(photo, annotated), []byte("#")) {
		t.Error("nothing is drawn")
	}
	if !bytes.Equal(photo.Pix, field(color.Gray{Y: 128}).Pix) {
		t.Error("the photograph itself has changed")
	}
	nothing := annotate(photo, reader.Reading{Reason: reader.Empty})
	if bytes.Contains(touched(photo, nothing), []byte("#")) {
		t.Error("without a number something is drawn")
	}
}

// Who does not see colours sees the doubt all the same: the four ways to draw a 7 leave different marks.
func TestDoubtShowsWithoutColour(t *testing.T) {
	box := image.Rect(80, 60, 110, 100)
	readings := map[string]reader.Reading{
		"sure":                      readingOf(true, symbolIn(box, "7", true)),
		"sure in a doubtful number": readingOf(false, symbolIn(box, "7", true)),
		"doubtful":                  readingOf(false, symbolIn(box, "7", false)),
		"doubtful, with another":    readingOf(false, symbolIn(box, "7", false, "1")),
		"refused":                   readingOf(false, symbolIn(box, "?", false, "7", "1")),
	}
	photo := field(color.Gray{Y: 128})
	seen := map[string]string{}
	for name, reading := range readings {
		marks := string(touched(photo, annotate(photo, reading)))
		if other, same := seen[marks]; same {
			t.Errorf("%q is drawn like %q", name, other)
		}
		seen[marks] = name
	}
}

// On a photograph of the marks' own colour, and on one of the halo's, the marks can be seen.
func TestMarksShowOnAnyGround(t *testing.T) {
	for _, ground := range []color.RGBA{sureColour, haloColour, {A: 255}} {
		photo := field(ground)
		annotated := annotate(photo, readingOf(true, symbolIn(image.Rect(80, 60, 110, 100), "7", true)))
		counts := map[color.Color]int{}
		for y := range 160 {
			for x := range 200 {
				counts[annotated.At(x, y)]++
			}
		}
		for _, c := range []color.RGBA{sureColour, haloColour} {
			if counts[c] < 100 {
				t.Errorf("on %v only %d pixels are %v", ground, counts[c], c)
			}
		}
	}
}

// Digits at the edge, and boxes of no size, are drawn as far as there is room.
func TestAnnotateAtTheEdge(t *testing.T) {
	for _, box := range []image.Rectangle{
		image.Rect(0, 0, 30, 40), image.Rect(170, 120, 200, 160), image.Rect(-20, -20, 300, 300), {},
	} {
		photo := field(color.Gray{Y: 128})
		annotated := annotate(photo, readingOf(false, symbolIn(box, "?", false, "1", "7")))
		if !bytes.Contains(touched(photo, annotated), []byte("#")) {
			t.Errorf("of %v nothing is drawn", box)
		}
	}
	annotate(image.NewGray(image.Rect(0, 0, 1, 1)), readingOf(false, symbolIn(image.Rect(0, 0, 1, 1), "1", false, "7")))
}

// A picture that begins elsewhere is drawn on where the reading's boxes are: counted from its top left.
func TestAnnotateCountsFromTheTopLeft(t *testing.T) {
	whole := field(color.Gray{Y: 128})
	part := whole.SubImage(image.Rect(50, 40, 200, 160))
	annotated := annotate(part, readingOf(true, symbolIn(image.Rect(10, 60, 40, 100), "7", true)))
	if annotated.Bounds() != image.Rect(0, 0, 150, 120) {
		t.Errorf("the copy has the bounds %v", annotated.Bounds())
	}
	if annotated.At(10-3, 80) == annotated.At(100, 10) {
		t.Error("no frame beside the digit")
	}
}
