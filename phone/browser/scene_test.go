package browser_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"aloud/picture"
	"aloud/scribe"
)

// What the camera shows is a part of a larger photograph of a note, as large as this; a hand moves over the note.
const viewWidth, viewHeight = 960, 540

// A sheet is a photograph of a note, in whose middle something is written.
type sheet struct{ *image.RGBA }

// written is a sheet with these lines, everything about it well.
func written(t *testing.T, lines ...string) sheet {
	t.Helper()
	img, err := scribe.Note(rand.New(rand.NewPCG(4, 0)), lines, scribe.Scene{
		Width: 2 * viewWidth, Height: 2 * viewHeight, Pen: scribe.Pens["black"], Paper: scribe.Papers["white"], Ruling: scribe.Plain,
		DigitHeight: 70, Desk: -0.1, Light: 0.8, Vignette: 0.1, Blur: 0.8, Noise: 0.005,
	})
	if err != nil {
		t.Fatal(err)
	}
	return sheet{img}
}

// at is what the camera shows of a sheet, so many pixels right of and below its middle.
func (s sheet) at(right, down int) *image.RGBA {
	corner := image.Pt((s.Rect.Dx()-viewWidth)/2+right, (s.Rect.Dy()-viewHeight)/2+down)
	seen := image.NewRGBA(image.Rect(0, 0, viewWidth, viewHeight))
	draw.Draw(seen, seen.Rect, s, corner, draw.Src)
	return seen
}

// example is one of the project's own pictures.
func example(t *testing.T, name string) *image.RGBA {
	t.Helper()
	img, err := picture.Open(filepath.Join("../../examples", name))
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
	return rgba
}

// changed is a picture with each pixel made another by its place and its colours.
func changed(img *image.RGBA, change func(x, y int, c color.RGBA) color.RGBA) *image.RGBA {
	other := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			other.SetRGBA(x, y, change(x, y, img.RGBAAt(x, y)))
		}
	}
	return other
}

// upsideDown turns a picture by half a turn.
func upsideDown(img *image.RGBA) *image.RGBA {
	return changed(img, func(x, y int, _ color.RGBA) color.RGBA {
		return img.RGBAAt(img.Rect.Dx()-1-x, img.Rect.Dy()-1-y)
	})
}

// dimmed is a picture in a tenth of the light, with the noise of a camera that makes the most of it.
func dimmed(img *image.RGBA) *image.RGBA {
	random := rand.New(rand.NewPCG(1, 0))
	return changed(img, func(_, _ int, c color.RGBA) color.RGBA {
		grain := 1.5 * random.NormFloat64()
		less := func(v uint8) uint8 { return uint8(min(max(0.1*float64(v)+grain, 0), 255)) }
		return color.RGBA{less(c.R), less(c.G), less(c.B), 255}
	})
}

// mirrored lays the image of a lamp upon the middle of a picture, so many pixels to each side: burnt out inside, and fading
// over as much again.
func mirrored(img *image.RGBA, width, height float64) *image.RGBA {
	middle := img.Rect.Max.Div(2)
	return changed(img, func(x, y int, c color.RGBA) color.RGBA {
		far := math.Hypot(float64(x-middle.X)/width, float64(y-middle.Y)/height)
		shine := min(max(2-far, 0), 1)
		more := func(v uint8) uint8 { return uint8(float64(v)*0.85*(1-shine) + 255*shine) }
		return color.RGBA{more(c.R), more(c.G), more(c.B), 255}
	})
}

// blurred is a picture out of focus: each pixel becomes the mean of a square around it, and once more.
func blurred(img *image.RGBA, side int) *image.RGBA {
	for range 2 {
		for _, step := range []image.Point{{1, 0}, {0, 1}} {
			img = smeared(img, step, side)
		}
	}
	return img
}

// smeared is a picture each pixel of which is the mean of so many in one direction.
func smeared(img *image.RGBA, step image.Point, length int) *image.RGBA {
	return changed(img, func(x, y int, _ color.RGBA) color.RGBA {
		var r, g, b, n int
		for i := -length / 2; i < length-length/2; i++ {
			if at := image.Pt(x, y).Add(step.Mul(i)); at.In(img.Rect) {
				c := img.RGBAAt(at.X, at.Y)
				r, g, b, n = r+int(c.R), g+int(c.G), b+int(c.B), n+1
			}
		}
		return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 255}
	})
}

// A film is a video in the form that a browser takes in place of a camera, and shows again and again.
type film []byte

// filmed makes a film of pictures of one size, so many a second.
func filmed(perSecond int, pictures ...*image.RGBA) film {
	var b bytes.Buffer
	size := pictures[0].Rect.Max
	fmt.Fprintf(&b, "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n", size.X, size.Y, perSecond)
	for _, picture := range pictures {
		b.WriteString("FRAME\n")
		writePlanes(&b, picture)
	}
	return b.Bytes()
}

// still is a film in which nothing moves.
func still(picture *image.RGBA) film { return filmed(30, picture) }

// writePlanes writes brightness for each pixel, then both colours for each four, in the narrow range that videos use.
func writePlanes(b *bytes.Buffer, picture *image.RGBA) {
	var planes [3][]byte
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			c := picture.RGBAAt(x, y)
			bright, blue, red := color.RGBToYCbCr(c.R, c.G, c.B)
			planes[0] = append(planes[0], uint8(16+int(bright)*219/255))
			if x%2 == 0 && y%2 == 0 {
				narrow := func(v uint8) uint8 { return uint8(128 + (int(v)-128)*224/255) }
				planes[1], planes[2] = append(planes[1], narrow(blue)), append(planes[2], narrow(red))
			}
		}
	}
	for _, plane := range planes {
		b.Write(plane)
	}
}

// shows lets the camera show a film from the next time on that it is opened.
func (b *chromium) shows(t *testing.T, f film) {
	t.Helper()
	// It is not written over: a page may still be looking at the last one.
	if err := os.WriteFile(b.film+".new", f, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(b.film+".new", b.film); err != nil {
		t.Fatal(err)
	}
}
