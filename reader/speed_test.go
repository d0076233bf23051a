package reader_test

import (
	"bytes"
	"image/jpeg"
	"math/rand/v2"
	"testing"

	"aloud/picture"
	"aloud/scribe"
)

// BenchmarkRead reads what people wait for, the files opened too: photographs of a note, pages full of thin digits, and
// small pictures as a camera shows them many times a second. Several of each, since a number that might be another upside
// down is looked at twice.
func BenchmarkRead(b *testing.B) {
	const several = 5
	for _, test := range []struct {
		name          string
		width, height int
		digit         float64 // its height
		numbers       int
	}{
		{"notes of 12 megapixels", 4000, 3000, 220, 1},
		{"pages of 40 numbers", 2480, 3508, 45, 40},
		{"notes of 1280x960", 1280, 960, 70, 1},
	} {
		b.Run(test.name, func(b *testing.B) {
			var files [several][]byte
			for i := range files {
				random := rand.New(rand.NewPCG(5, uint64(i)))
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
				files[i] = file.Bytes()
			}
			r, numbers := newReader(b), 0
			for b.Loop() {
				for _, file := range files {
					img, err := picture.Decode(bytes.NewReader(file))
					if err != nil {
						b.Fatal(err)
					}
					reading, err := r.Read(b.Context(), img)
					if err != nil {
						b.Fatal(err)
					}
					numbers += len(reading.Numbers)
				}
			}
			read := float64(several * b.N)
			b.ReportMetric(1000*b.Elapsed().Seconds()/read, "ms/picture")
			b.ReportMetric(float64(numbers)/read, "numbers/picture")
		})
	}
}
