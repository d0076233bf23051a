package photo

import (
	"errors"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"aloud/digit"
	"aloud/scribe"
)

var update = flag.Bool("update", false, "write the pictures of testdata anew; look at them before you commit them")

// TestStages compares what each stage shows of a note with a picture that a person has looked at. Where they differ, the
// new picture is left beside the old one as .got.png.
func TestStages(t *testing.T) {
	page := Find(Grey(photographedNote(t)))
	for name, got := range map[string]image.Image{
		"ink.png":    page.DrawInk(),
		"lines.png":  page.DrawLines(),
		"digits.png": DrawDigits(digitsOf(page)),
	} {
		t.Run(name, func(t *testing.T) { compareWithGolden(t, filepath.Join("testdata", name), got) })
	}
}

// photographedNote is two lines in one hand, half in the shadow of another, on a sheet whose edge shows the desk. It is
// kept as a picture, so that a scribe who learns to draw better changes nothing here. Where there is none, -update
// draws it.
func photographedNote(t *testing.T) image.Image {
	path := filepath.Join("testdata", "note.png")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && *update {
		random := seeded(5)
		note, err := scribe.Note(random, []string{"020 555 0137", "57          64"}, scribe.Scene{
			Width: 500, Height: 350, Pen: scribe.Pens["ballpoint"], Paper: scribe.Papers["cream"], Ruling: scribe.Plain,
			DigitHeight: 36, Desk: 0.1, Tilt: 5, Light: 0.9, Shadow: 0.4, Vignette: 0.1, Blur: 0.5, Noise: 0.01,
		})
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, Grey(note))
	}
	return read(t, path)
}

func digitsOf(page *Page) [][]digit.Digit {
	var rows [][]digit.Digit
	for _, l := range page.Lines {
		var row []digit.Digit
		for _, p := range l.Pieces {
			row = append(row, page.Digit(p))
		}
		rows = append(rows, row)
	}
	return rows
}

// compareWithGolden allows for processors that round otherwise: a pixel in five hundred may differ visibly.
func compareWithGolden(t *testing.T, path string, got image.Image) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	if share := differing(read(t, path), got); share > 0.002 {
		beside := path[:len(path)-len(".png")] + ".got.png"
		write(t, beside, got)
		t.Errorf("%.2f %% of the pixels differ from %s; see %s", 100*share, path, beside)
	}
}

// differing is the share of pixels of which a colour differs by more than an eighth of its range; 1 where the sizes do.
func differing(a, b image.Image) float64 {
	if a.Bounds() != b.Bounds() {
		return 1
	}
	x, y := asRGBA(a), asRGBA(b)
	count := 0
	for i := 0; i < len(x.Pix); i += 4 {
		for k := range 3 {
			if abs(int(x.Pix[i+k])-int(y.Pix[i+k])) > 32 {
				count++
				break
			}
		}
	}
	return float64(4*count) / float64(len(x.Pix))
}

func asRGBA(img image.Image) *image.RGBA {
	out := image.NewRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func read(t *testing.T, path string) image.Image {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(file, img), file.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestFrame(t *testing.T) {
	sheet := image.NewRGBA(image.Rect(0, 0, 10, 8))
	frame(sheet, box(1, 1, 8, 6), 2, color.RGBA{A: 255})
	want := sketch(
		"..........",
		".########.",
		".########.",
		".##....##.",
		".##....##.",
		".########.",
		".########.",
		"..........",
	)
	if got := maskWhere(plane(Grey(complement(sheet))), positive); got.show() != want.show() {
		t.Errorf("a frame of 2 pixels is%s", got.show())
	}
}

func TestDrawDigits(t *testing.T) {
	var d digit.Digit
	d[3*digit.Side+5] = 200
	const cell = 28*4 + 8 // four times enlarged, with a gap
	out := DrawDigits([][]digit.Digit{{{}, d}, {d}})
	if out.Rect != image.Rect(0, 0, 2*cell+8, 2*cell+8) {
		t.Errorf("two rows of up to two digits take %v", out.Rect)
	}
	for _, test := range []struct {
		reason string
		x, y   int
		want   uint8
	}{
		{"between digits there is grey", 4, 4, 96},
		{"the first digit is empty", 8 + 5*4, 8 + 3*4, 0},
		{"the second one's pixel", 8 + cell + 5*4 + 3, 8 + 3*4 + 3, 200},
		{"and its neighbour", 8 + cell + 5*4 + 4, 8 + 3*4 + 3, 0},
		{"the second row", 8 + 5*4, 8 + cell + 3*4, 200},
		{"the end of a shorter row", 8 + cell + 5*4, 8 + cell + 3*4, 96},
	} {
		if got := out.GrayAt(test.x, test.y).Y; got != test.want {
			t.Errorf("%s: (%d, %d) is %d, want %d", test.reason, test.x, test.y, got, test.want)
		}
	}
	if empty := DrawDigits(nil); empty.Rect.Empty() {
		t.Error("no digits give no picture")
	}
}
