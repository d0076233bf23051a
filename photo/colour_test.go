package photo

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"aloud/scribe"
)

// What has a colour fades, the more the stronger it is; black and grey stay as they are.
func TestUncoloured(t *testing.T) {
	for _, test := range []struct {
		reason string
		colour color.NRGBA
		want   uint8
	}{
		{"black ink", color.NRGBA{0, 0, 0, 255}, 0},
		{"a pencil's grey", color.NRGBA{128, 128, 128, 255}, 128},
		{"blue ruling is as bright as paper", color.NRGBA{130, 150, 180, 255}, 230},
		{"and no brighter than white", color.NRGBA{130, 160, 230, 255}, 255},
		{"so is a red margin", color.NRGBA{220, 120, 130, 255}, 255},
		{"dark blue ink stays ink", color.NRGBA{20, 30, 70, 255}, 120},
		{"nothing at all shows the paper behind", color.NRGBA{0, 0, 0, 0}, 255},
	} {
		bounds := image.Rect(0, 0, 3, 2)
		for _, img := range []draw.Image{image.NewRGBA(bounds), image.NewNRGBA(bounds), image.NewPaletted(bounds, color.Palette{color.White, test.colour})} {
			draw.Draw(img, bounds, image.NewUniform(test.colour), image.Point{}, draw.Src)
			for i, got := range Uncoloured(img).Pix {
				if got != test.want {
					t.Fatalf("%s: pixel %d of %T is %d, want %d", test.reason, i, img, got, test.want)
				}
			}
		}
	}
}

// printRules prints lines on a picture, or squares, of which so much of red, green and blue comes back.
func printRules(img *image.RGBA, squares bool, back [3]float64) {
	const side, width = 30, 2
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if (x%side >= width || !squares) && y%side >= width {
				continue
			}
			for channel, share := range back {
				v := &img.Pix[img.PixOffset(x, y)+channel]
				*v = uint8(share * float64(*v))
			}
		}
	}
}

// Ruling fades if it is coloured and the writing is not, and only where there is any.
func TestRulesFade(t *testing.T) {
	blue, grey, none := [3]float64{0.65, 0.75, 0.9}, [3]float64{0.7, 0.7, 0.7}, [3]float64{1, 1, 1}
	for _, test := range []struct {
		reason       string
		pen          string
		ink          [3]float64
		ruled, fades bool
	}{
		{"blue print under a black pen", "black", blue, true, true},
		{"under a pencil", "pencil", blue, true, true},
		{"a blue pen would fade as well", "ballpoint", blue, true, false},
		{"grey print has no colour", "black", grey, true, false},
		{"plain paper", "black", none, false, false},
	} {
		img, err := scribe.Note(seeded(5), []string{"020 555 0137", "06 4813 2976"}, scribe.Scene{
			Width: 700, Height: 500, Pen: scribe.Pens[test.pen], Paper: scribe.Papers["white"], Ruling: scribe.Plain,
			DigitHeight: 36, Desk: -0.1, Light: 0.9, Blur: 0.5, Noise: 0.005,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, squares := range []bool{true, false} {
			ruled := image.NewRGBA(img.Rect)
			copy(ruled.Pix, img.Pix)
			printRules(ruled, squares, test.ink)
			dark := Grey(ruled)
			page := Find(dark)
			if page.Ruled() != test.ruled {
				t.Fatalf("%s, squares %v: ruled %v", test.reason, squares, page.Ruled())
			}
			if test.ruled && page.RulesFade(dark, Uncoloured(ruled)) != test.fades {
				t.Errorf("%s, squares %v: the rules fade: %v", test.reason, squares, !test.fades)
			}
		}
	}
}
