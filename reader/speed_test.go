package reader_test

import (
	"bytes"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"aloud/picture"
	"aloud/scribe"
)

// BenchmarkRead reads what people wait for, the file opened too: a photograph of a note, a page full of thin digits, and a
// small picture as a camera shows it many times a second.
func BenchmarkRead(b *testing.B) {
	for _, test := range []struct {
		name          string
		width, height int
		digit         float64 // its height
		numbers       int
	}{
		{"a note of 12 megapixels", 4000, 3000, 220, 1},
		{"a page of 40 numbers", 2480, 3508, 45, 40},
		{"a note of 1280x960", 1280, 960, 70, 1},
	} {
		random := rand.New(rand.NewPCG(5, 0))
		scene := scribe.NewScene(random)
		scene.Width, scene.Height, scene.DigitHeight, scene.Desk = test.width, test.height, test.digit, -0.1
		scene.Pen, scene.Ruling, scene.Light, scene.Shadow, scene.Tilt = scribe.Pens["ballpoint"], scribe.Lines, 0.85, 0, 1
		img, err := scribe.Note(random, scribe.PhoneNumbers(random, test.numbers), scene)
		if err != nil {
			b.Fatal(err)
		}
		var file bytes.Buffer
		if err := jpeg.Encode(&file, img, nil); err != nil {
			b.Fatal(err)
		}
		r := newReader(b)
		b.Run(test.name, func(b *testing.B) {
			for b.Loop() {
				img, err := picture.Decode(bytes.NewReader(file.Bytes()))
				if err != nil {
					b.Fatal(err)
				}
				reading, err := r.Read(b.Context(), img)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(reading.Numbers)), "numbers")
			}
		})
	}
}
