package own_test

import (
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/corpus"
	"aloud/own"
	"aloud/scribe"
)

// TestDigit shows the same digit as MNIST has it, on paper, on a blackboard and larger: it stays about the same digit.
func TestDigit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for class := range 10 {
		d := scribe.Digit(random, class)
		for _, row := range []struct {
			name          string
			ground, ink   float64
			scale, margin int
		}{
			{"as MNIST has it", 0, 255, 1, 0},
			{"dark on paper", 230, 30, 1, 0},
			{"chalk on a board", 40, 220, 3, 20},
			{"a large one on paper", 250, 60, 7, 60},
		} {
			got, err := own.Digit(shown(&d, row.ground, row.ink, row.scale, row.margin))
			if err != nil {
				t.Fatal(err)
			}
			want := d
			if row.ground != 0 {
				want = firm(d)
			}
			if mean := apart(&got, &want); row.ground == 0 && got != want || mean > 9 {
				t.Errorf("%d %s: %.1f greys from the digit, as a mean", class, row.name, mean)
			}
		}
	}
}

// apart is the mean difference of two digits, where they are most alike: the centre of mass may fall into the next pixel.
func apart(a, b *digit.Digit) float64 {
	least := 255.0
	for shift := range 9 {
		down, right, sum := shift/3-1, shift%3-1, 0
		for y := range digit.Side {
			for x := range digit.Side {
				v := 0
				if row, column := y+down, x+right; min(row, column) >= 0 && max(row, column) < digit.Side {
					v = int(b[row*digit.Side+column])
				}
				sum += max(int(a[y*digit.Side+x])-v, v-int(a[y*digit.Side+x]))
			}
		}
		least = min(least, float64(sum)/digit.Pixels)
	}
	return least
}

// firm is the digit without its palest ink, in MNIST's form again.
func firm(d digit.Digit) digit.Digit {
	for i, v := range d {
		if v < 64 {
			d[i] = 0
		}
	}
	return digit.Normalize(&image.Gray{Pix: d[:], Stride: digit.Side, Rect: image.Rect(0, 0, digit.Side, digit.Side)})
}

// shown paints the digit.
func shown(d *digit.Digit, ground, ink float64, scale, margin int) image.Image {
	side := digit.Side*scale + 2*margin
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			share := 0.0
			if row, column := (y-margin)/scale, (x-margin)/scale; y >= margin && x >= margin && row < digit.Side && column < digit.Side {
				share = float64(d[row*digit.Side+column]) / 255
			}
			img.Set(x, y, color.Gray{Y: uint8(ground + share*(ink-ground))})
		}
	}
	return img
}

// TestRead reads a folder, in order, and leaves alone what is none of its business.
func TestRead(t *testing.T) {
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(2, 2))
	for _, name := range []string{"7/b.png", "7/a.png", "0/x.png", "none/blot.png"} {
		d := scribe.Digit(random, 7)
		write(t, filepath.Join(folder, name), shown(&d, 240, 10, 2, 4))
	}
	os.WriteFile(filepath.Join(folder, "7", ".hidden"), []byte("no picture"), 0o666)
	os.WriteFile(filepath.Join(folder, "notes.txt"), []byte("no picture"), 0o666)
	os.Symlink("/etc/passwd", filepath.Join(folder, "7", "link.png"))
	digits, err := own.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	var classes []uint8
	for _, d := range digits {
		classes = append(classes, d.Class)
	}
	if string(classes) != "\x00\x07\x07\x0a" {
		t.Errorf("classes %v", classes)
	}
}

// TestReadRefuses wants errors that name what is wrong.
func TestReadRefuses(t *testing.T) {
	empty := t.TempDir()
	if _, err := own.Read(empty); err == nil || !strings.Contains(err.Error(), "no pictures in folders named 0 to 9") {
		t.Errorf("an empty folder: %v", err)
	}
	blank := t.TempDir()
	write(t, filepath.Join(blank, "3/a.png"), image.NewGray(image.Rect(0, 0, 40, 40)))
	if _, err := own.Read(blank); err == nil || !strings.Contains(err.Error(), "a.png: the picture shows nothing") {
		t.Errorf("a picture of nothing: %v", err)
	}
	os.WriteFile(filepath.Join(blank, "3", "a.png"), []byte("no picture"), 0o666)
	if _, err := own.Read(blank); err == nil || !strings.Contains(err.Error(), "not a picture") {
		t.Errorf("no picture: %v", err)
	}
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	os.MkdirAll(filepath.Dir(path), 0o777)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
}

// FuzzDigit shows any picture: it is a digit, or an error in one line.
func FuzzDigit(f *testing.F) {
	corpus.Add(f)
	f.Add(uint8(27), uint8(27), []byte{0, 255})
	f.Add(uint8(0), uint8(0), []byte{7})
	f.Add(uint8(90), uint8(3), []byte("noise that repeats after a while"))
	f.Fuzz(func(t *testing.T, width, height uint8, pixels []byte) {
		picture := image.NewGray(image.Rect(0, 0, 1+int(width), 1+int(height)))
		for i := range picture.Pix {
			if len(pixels) > 0 {
				picture.Pix[i] = pixels[i%len(pixels)]
			}
		}
		d, err := own.Digit(picture)
		if err != nil && (d != digit.Digit{} || strings.Contains(err.Error(), "\n")) {
			t.Errorf("a digit beside the error %q", err)
		}
		if err == nil && d == (digit.Digit{}) {
			t.Error("a digit without any ink")
		}
	})
}
