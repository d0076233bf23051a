package photo

import (
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"testing"
)

// Every kind of picture must show the same colour as the same grey, whichever way it is stored.
func TestGreyOfColours(t *testing.T) {
	tests := []struct {
		reason string
		colour color.NRGBA
		want   uint8
	}{
		{"paper is bright in all three colours", color.NRGBA{250, 248, 240, 255}, 240},
		{"black ink", color.NRGBA{0, 0, 0, 255}, 0},
		{"blue ballpoint is as dark as its red", color.NRGBA{30, 60, 190, 255}, 30},
		{"red pencil is as dark as its green", color.NRGBA{210, 40, 60, 255}, 40},
		{"nothing at all shows the paper behind", color.NRGBA{0, 0, 0, 0}, 255},
		{"what is transparent has no colour", color.NRGBA{200, 0, 0, 0}, 255},
		{"half-transparent ink is half as dark", color.NRGBA{0, 0, 0, 128}, 127},
		{"half-transparent white is white", color.NRGBA{255, 255, 255, 128}, 255},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			bounds := image.Rect(0, 0, 3, 2)
			for _, img := range []draw.Image{
				image.NewRGBA(bounds), image.NewNRGBA(bounds), image.NewRGBA64(bounds), image.NewNRGBA64(bounds),
				image.NewPaletted(bounds, color.Palette{color.White, test.colour}),
			} {
				draw.Draw(img, bounds, image.NewUniform(test.colour), image.Point{}, draw.Src)
				for i, got := range Grey(img).Pix {
					if abs(int(got)-int(test.want)) > 1 { // formats round differently
						t.Fatalf("%T: pixel %d is %d, want %d", img, i, got, test.want)
					}
				}
			}
		})
	}
}

// noisePicture fills all samples with noise; the picture begins at (-3, 5), as a cut-out of a larger one may.
func noisePicture(img image.Image, pix ...[]uint8) image.Image {
	random := seeded(7)
	for _, p := range pix {
		for i := range p {
			p[i] = uint8(random.IntN(256))
		}
	}
	return img
}

// A part of a picture must show what the whole shows there. Chroma of JPEGs is shared by blocks of pixels, which a part
// may begin in the middle of.
func TestGreyOfParts(t *testing.T) {
	type picture interface {
		image.Image
		SubImage(image.Rectangle) image.Image
	}
	bounds := image.Rect(-3, 5, 10, 14)
	gray, nrgba := image.NewGray(bounds), image.NewNRGBA(bounds)
	rgba := image.NewRGBA(bounds)
	indexed := image.NewPaletted(bounds, palette.Plan9)
	jpeg420, jpeg444 := image.NewYCbCr(bounds, image.YCbCrSubsampleRatio420), image.NewYCbCr(bounds, image.YCbCrSubsampleRatio444)
	noisePicture(gray, gray.Pix)
	noisePicture(nrgba, nrgba.Pix)
	draw.Draw(rgba, bounds, nrgba, bounds.Min, draw.Src)
	noisePicture(indexed, indexed.Pix)
	noisePicture(jpeg420, jpeg420.Y, jpeg420.Cb, jpeg420.Cr)
	noisePicture(jpeg444, jpeg444.Y, jpeg444.Cb, jpeg444.Cr)
	for _, whole := range []picture{gray, nrgba, rgba, indexed, jpeg420, jpeg444} {
		for _, part := range []image.Rectangle{bounds, image.Rect(-2, 6, 5, 11), image.Rect(9, 13, 10, 14), image.Rect(3, 7, 3, 9)} {
			img := whole.SubImage(part)
			got := Grey(img)
			if got.Rect != image.Rect(0, 0, part.Dx(), img.Bounds().Dy()) {
				t.Fatalf("%T: the bounds of %v are %v", whole, part, got.Rect)
			}
			for y := range got.Rect.Dy() {
				for x := range got.Rect.Dx() {
					want := overWhite(whole.At(part.Min.X+x, part.Min.Y+y).RGBA())
					if v := got.GrayAt(x, y).Y; abs(int(v)-int(want)) > 1 {
						t.Fatalf("%T: pixel (%d, %d) of %v is %d, want %d", whole, x, y, part, v, want)
					}
				}
			}
		}
	}
}

// A picture of another size than its samples say is no mistake: rows may be longer than the picture is wide.
func TestPlaneOfPart(t *testing.T) {
	sheet := blank(20, 10, 200)
	paint(sheet, box(7, 4, 1, 1), 30)
	part := sheet.SubImage(image.Rect(5, 3, 15, 9)).(*image.Gray)
	p := plane(part)
	if p.Width != 10 || p.Height != 6 {
		t.Fatalf("the plane has %dx%d pixels", p.Width, p.Height)
	}
	for i, v := range p.V {
		want := float32(200)
		if i == 1*10+2 {
			want = 30
		}
		if v != want {
			t.Errorf("pixel %d is %v, want %v", i, v, want)
		}
	}
}

func TestBrightness(t *testing.T) {
	sheet := blank(100, 100, 40)
	if got := Brightness(sheet); got != 40 {
		t.Errorf("a dark room has brightness %v, want 40", got)
	}
	paint(sheet, box(0, 0, 100, 5), 250)
	if got := Brightness(sheet); got != 40 {
		t.Errorf("a lamp in a twentieth of the picture makes it %v, want 40 still", got)
	}
	paint(sheet, box(0, 0, 100, 20), 250)
	if got := Brightness(sheet); got != 250 {
		t.Errorf("a bright fifth gives %v, want 250", got)
	}
}
