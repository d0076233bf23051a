package photo

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"testing"
)

// chalked is a picture of a ground with a row of digits, each a ring, as high as a sixth of it.
func chalked(ground, chalk uint8) *image.Gray {
	pic := blank(400, 300, ground)
	for x := 60; x <= 300; x += 60 {
		ring(pic, box(x, 125, 30, 50), 6, chalk)
	}
	return pic
}

func TestLightOnDark(t *testing.T) {
	onDesk := blank(400, 300, 60) // a sheet on a desk with light streaks
	for y := 5; y < 300; y += 20 {
		paint(onDesk, box(0, y, 400, 2), 90)
	}
	sheet := chalked(230, 40).SubImage(image.Rect(50, 100, 340, 200)).(*image.Gray)
	draw.Draw(onDesk, image.Rect(50, 60, 340, 240), image.NewUniform(color.Gray{Y: 230}), image.Point{}, draw.Src)
	draw.Draw(onDesk, sheet.Rect, sheet, sheet.Rect.Min, draw.Src)

	farSheet := blank(800, 600, 15) // a sheet with fine writing in the middle of a black desk
	paint(farSheet, box(330, 200, 150, 210), 230)
	for x := 350; x <= 440; x += 20 {
		ring(farSheet, box(x, 300, 12, 18), 2, 60)
	}

	onPaleDesk := blank(400, 300, 170) // faint writing on a sheet on a desk with streaks of light
	for y := 5; y < 300; y += 20 {
		paint(onPaleDesk, box(0, y, 400, 2), 195)
	}
	paint(onPaleDesk, box(100, 80, 200, 140), 220)
	for x := 130; x <= 250; x += 40 {
		ring(onPaleDesk, box(x, 130, 24, 40), 4, 200)
	}

	framed := blank(400, 300, 210) // a board on a pale wall
	board := chalked(50, 190).SubImage(image.Rect(40, 90, 360, 210)).(*image.Gray)
	draw.Draw(framed, board.Rect, board, board.Rect.Min, draw.Src)

	shaded := chalked(230, 40)
	dim := chalked(50, 190)
	for i := range shaded.Pix {
		light := 0.25 + 0.75*float64(i%400)/400
		shaded.Pix[i] = uint8(float64(shaded.Pix[i]) * light)
		dim.Pix[i] = uint8(float64(dim.Pix[i]) * light)
	}

	tests := []struct {
		reason      string
		pic         *image.Gray
		want, clear bool
	}{
		{"ink on paper", chalked(230, 40), false, true},
		{"chalk on a board", chalked(50, 190), true, true},
		{"a screen in dark mode", chalked(0, 255), true, true},
		{"pencil", chalked(200, 160), false, true},
		{"pencil in the dark", chalked(60, 25), false, true},
		{"a shaded sheet", shaded, false, true},
		{"a shaded board", dim, true, true},
		{"paper with grain", withNoise(chalked(200, 150), 10, 1), false, true},
		{"a board with grain", withNoise(chalked(60, 110), 10, 2), true, true},
		{"a sheet on streaky wood", onDesk, false, true},
		{"a small sheet on a black desk", farSheet, false, false},
		{"a board on a pale wall, which looks like a sheet", framed, true, true},
		{"pale writing on a pale desk that shines", onPaleDesk, false, false},
		{"nothing", blank(400, 300, 128), false, false},
	}
	for _, test := range tests {
		t.Run(test.reason, func(t *testing.T) {
			if light, clear := LightOnDark(test.pic); light != test.want || clear != test.clear {
				lighter, darker, _ := departures(atMost(test.pic, polaritySide), nil)
				t.Errorf("light writing %v, clear %v (%.0f against %.0f), want %v, %v", light, clear, lighter, darker, test.want, test.clear)
			}
		})
	}
}

// A negative is the same for every kind of picture; chalk of any colour is black on it.
func TestNegative(t *testing.T) {
	board, bounds := color.NRGBA{40, 70, 60, 255}, image.Rect(-3, 5, 37, 25)
	for _, chalk := range []color.NRGBA{{230, 230, 230, 255}, {230, 200, 90, 255}, {90, 160, 230, 255}} {
		ycc := image.NewYCbCr(bounds, image.YCbCrSubsampleRatio444)
		pictures := []draw.Image{image.NewRGBA(bounds), image.NewNRGBA(bounds), image.NewRGBA64(bounds)}
		for _, img := range pictures {
			draw.Draw(img, bounds, image.NewUniform(board), image.Point{}, draw.Src)
			draw.Draw(img, image.Rect(0, 10, 20, 20), image.NewUniform(chalk), image.Point{}, draw.Src)
		}
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			for x := bounds.Min.X; x < bounds.Max.X; x++ {
				c := pictures[1].At(x, y).(color.NRGBA)
				ycc.Y[ycc.YOffset(x, y)], ycc.Cb[ycc.COffset(x, y)], ycc.Cr[ycc.COffset(x, y)] = color.RGBToYCbCr(c.R, c.G, c.B)
			}
		}
		for _, img := range []image.Image{pictures[0], pictures[1], pictures[2], ycc} {
			grey := Negative(img)
			written, ground := grey.GrayAt(10, 10), grey.GrayAt(35, 18)
			if written.Y > 2 || math.Abs(float64(ground.Y)-(230-70)) > 3 {
				t.Errorf("%T with chalk %v: chalk %d on %d, want 0 on 160", img, chalk, written.Y, ground.Y)
			}
		}
	}
}

// What is found on a board is what is found on its negative as paper.
func TestFindOnBoard(t *testing.T) {
	board := chalked(50, 190)
	page := Find(Negative(board))
	if len(page.Lines) != 1 || len(page.Lines[0].Pieces) != 5 {
		t.Fatalf("%d lines on the board, want one of 5 digits", len(page.Lines))
	}
	if got := page.Box(page.Lines[0].Box()); !near(got, image.Rect(60, 125, 330, 175), 3) {
		t.Errorf("the line is at %v, want about %v", got, image.Rect(60, 125, 330, 175))
	}
}

// TestMediansAround sorts what lies in each window, on pictures down to one pixel.
func TestMediansAround(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {2, 9}, {8, 1}, {20, 10}, {21, 33}, {50, 17}} {
		for _, half := range []int{0, 1, 3, 12, 60} {
			p := randomPlane(7, size.X, size.Y, 256)
			got := mediansAround(p, half)
			for i, v := range got.V {
				x := min(i%got.Width*polarityStep+polarityStep/2, size.X-1)
				y := min(i/got.Width*polarityStep+polarityStep/2, size.Y-1)
				var values []float32
				for row := max(y-max(half, 1), 0); row <= min(y+max(half, 1), size.Y-1); row += 2 {
					for column := max(x-max(half, 1), 0); column <= min(x+max(half, 1), size.X-1); column++ {
						if column%2 == 0 {
							values = append(values, p.V[row*size.X+column])
						}
					}
				}
				slices.Sort(values)
				if want := values[len(values)/2] + 0.5; v != want {
					t.Errorf("%v, half %d: around (%d, %d) is %v, want %v", size, half, x, y, v, want)
				}
			}
		}
	}
}
