package digit_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"aloud/digit"
)

func TestDigitIsAnImage(t *testing.T) {
	var d digit.Digit
	d[3*digit.Side+5] = 200 // column 5 of row 3

	var file bytes.Buffer
	if err := png.Encode(&file, &d); err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	if picture.Bounds() != image.Rect(0, 0, 28, 28) {
		t.Errorf("the picture is %v", picture.Bounds())
	}
	for y := range digit.Side {
		for x := range digit.Side {
			want := color.Gray{}
			if x == 5 && y == 3 {
				want.Y = 200
			}
			if got := picture.At(x, y); got != want {
				t.Errorf("pixel (%d, %d) is %v, want %v", x, y, got, want)
			}
		}
	}
}

func TestAtOutsideIsGround(t *testing.T) {
	var d digit.Digit
	for i := range d {
		d[i] = 255
	}
	for _, p := range []image.Point{{-1, 0}, {0, -1}, {28, 0}, {0, 28}, {28, 27}} {
		if got := d.At(p.X, p.Y); got != (color.Gray{}) {
			t.Errorf("outside, at %v, there is %v", p, got)
		}
	}
}

func TestTurned(t *testing.T) {
	var d digit.Digit
	d[3*digit.Side+5] = 200 // column 5 of row 3
	for quarters, want := range []image.Point{{5, 3}, {27 - 3, 5}, {27 - 5, 27 - 3}, {3, 27 - 5}} {
		turned := d.Turned(quarters)
		for i, v := range turned {
			if at := image.Pt(i%digit.Side, i/digit.Side); (v == 200) != (at == want) {
				t.Errorf("turned by %d quarters, pixel %v is %d", quarters, at, v)
			}
		}
	}
}
