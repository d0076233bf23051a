package reader_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/model"
	"aloud/reader"
	"aloud/scribe"
)

func Example() {
	r, err := reader.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	note, err := open("../examples/note.jpg")
	if err != nil {
		fmt.Println(err)
		return
	}
	reading, err := r.Read(context.Background(), note)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, number := range reading.Numbers {
		fmt.Println(number.Text)
	}
	// Output:
	// 020 555 0137
	// 06 4813 2976
}

func open(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return jpeg.Decode(file)
}

func newReader(t testing.TB) *reader.Reader {
	t.Helper()
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t *testing.T, r *reader.Reader, img image.Image) reader.Reading {
	t.Helper()
	reading, err := r.Read(context.Background(), img)
	if err != nil {
		t.Fatal(err)
	}
	return reading
}

// The notes of the project's own must be read, and none of them wrongly and surely. What each is hard for stands in
// examples/README.md.
func TestReadExamples(t *testing.T) {
	table, err := os.ReadFile("../examples/labels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	rows := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	for _, row := range rows {
		file, lines, _ := strings.Cut(strings.TrimRight(row, "\r"), "\t")
		t.Run(file, func(t *testing.T) {
			img, err := open(filepath.Join("../examples", file))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, line := range strings.Split(lines, " | ") {
				want = append(want, strings.Fields(line)...)
			}
			var got []string
			for _, n := range read(t, r, img).Numbers {
				got = append(got, n.Digits)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("numbers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReasons(t *testing.T) {
	paper := func(width, height int, grey uint8) *image.Gray {
		img := image.NewGray(image.Rect(0, 0, width, height))
		draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: grey}), image.Point{}, draw.Src)
		return img
	}
	wave := paper(400, 300, 240) // too long for a digit
	for x := 40; x < 360; x++ {
		middle := 150 + int(25*math.Sin(float64(x)/12))
		for y := middle - 6; y <= middle+6; y++ {
			wave.SetGray(x, y, color.Gray{Y: 30})
		}
	}
	tests := []struct {
		name string
		img  image.Image
		want reader.Reason
	}{
		{"no digit has one pixel", paper(1, 1, 0), reader.TooSmall},
		{"a strip is too narrow, however long", paper(1000, 4, 255), reader.TooSmall},
		{"a lens cap", paper(300, 200, 0), reader.Dark},
		{"a room without light shows a little noise", paper(300, 200, 12), reader.Dark},
		{"white paper", paper(300, 200, 255), reader.Empty},
		{"grey paper is no darkness", paper(300, 200, 90), reader.Empty},
		{"a wave drawn across the sheet", wave, reader.NoDigits},
	}
	r := newReader(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			reading := read(t, r, test.img)
			if reading.Reason != test.want || len(reading.Numbers) > 0 {
				t.Errorf("reason %q and %d numbers, want %q and none", reading.Reason, len(reading.Numbers), test.want)
			}
			if reading.Sure() {
				t.Error("sure of nothing")
			}
		})
	}
}

// note draws two numbers in an even hand on plain paper.
func note(t testing.TB, seed uint64, lines ...string) image.Image {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	img, err := scribe.Note(random, lines, scribe.NewScene(random))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// Numbers come from top to bottom and left to right, with boxes in that order inside the picture.
func TestOrderAndBoxes(t *testing.T) {
	img, err := open("../examples/side-by-side.jpg")
	if err != nil {
		t.Fatal(err)
	}
	reading := read(t, newReader(t), img)
	if len(reading.Numbers) != 4 {
		t.Fatalf("%d numbers, want 4", len(reading.Numbers))
	}
	for i, n := range reading.Numbers {
		if n.Line != i/2 {
			t.Errorf("number %d is on line %d, want %d", i, n.Line, i/2)
		}
		box := image.Rectangle(n.Box)
		if box.Empty() || !box.In(img.Bounds()) {
			t.Errorf("number %d has the box %v, which is not in %v", i, box, img.Bounds())
		}
		if i%2 == 1 && box.Min.X < image.Rectangle(reading.Numbers[i-1].Box).Max.X {
			t.Errorf("number %d begins left of the end of the one before it", i)
		}
		if len(n.Symbols) != len(n.Digits) {
			t.Errorf("number %d has %d symbols for %q", i, len(n.Symbols), n.Digits)
		}
		for _, s := range n.Symbols {
			if !image.Rectangle(s.Box).In(box) {
				t.Errorf("a digit of number %d has the box %v outside %v", i, s.Box, box)
			}
		}
	}
}

// One Reader serves many goroutines; each gets what it would get alone.
func TestReadFromManyGoroutines(t *testing.T) {
	r := newReader(t)
	images := []image.Image{note(t, 1, "123 456"), note(t, 2, "987"), note(t, 3, "5550137")}
	var alone []reader.Reading
	for _, img := range images {
		alone = append(alone, read(t, r, img))
	}
	var wait sync.WaitGroup
	for range 2 {
		for i, img := range images {
			wait.Go(func() {
				reading, err := r.Read(context.Background(), img)
				if err != nil {
					t.Error(err)
				}
				if diff := cmp.Diff(alone[i], reading); diff != "" {
					t.Errorf("picture %d (-alone +together):\n%s", i, diff)
				}
			})
		}
	}
	wait.Wait()
}

func TestReadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := newReader(t).Read(ctx, note(t, 1, "123")); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestNewWithRefusesOtherNetworks(t *testing.T) {
	for _, sizes := range [][]int{{784, 10}, {100, 11}, {784, 20, 12}} {
		if _, err := reader.NewWith(model.NewPerceptron[float32](nil, sizes...), nil); err == nil {
			t.Errorf("a network of sizes %v was accepted", sizes)
		}
	}
}

// The JSON is a contract: the names, the box as four numbers, an empty list rather than null.
func TestReadingAsJSON(t *testing.T) {
	reading := reader.Reading{Width: 20, Height: 10, Numbers: []reader.Number{{
		Line: 1, Text: "0 ?", Digits: "0?", Confidence: 0.5, Box: reader.Box(image.Rect(1, 2, 3, 4)), Slope: -1.5,
		Symbols: []reader.Symbol{{Char: "0", Probability: 0.75, Sure: true, Box: reader.Box(image.Rect(1, 2, 2, 4)),
			Alternatives: []reader.Alternative{{Char: "6", Probability: 0.25}}}},
	}}}
	const want = `{"width":20,"height":10,"reason":"","numbers":[{"line":1,"text":"0 ?","digits":"0?","sure":false,` +
		`"confidence":0.5,"box":[1,2,3,4],"slope":-1.5,"symbols":[{"char":"0","probability":0.75,"sure":true,` +
		`"box":[1,2,2,4],"alternatives":[{"char":"6","probability":0.25}]}]}]}`
	got, err := json.Marshal(reading)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var back reader.Reading
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reading, back); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	empty, _ := json.Marshal(read(t, newReader(t), image.NewGray(image.Rect(0, 0, 50, 50))))
	if !strings.Contains(string(empty), `"numbers":[]`) {
		t.Errorf("nothing read is %s, want an empty list of numbers", empty)
	}
}

// Light writing on dark ground is read like dark writing on paper: an inverted note, chalk on a green board, and a board
// hanging on a pale wall.
func TestReadLightOnDark(t *testing.T) {
	written := note(t, 4, "472 0183", "956")
	recoloured := func(paper, ink color.RGBA) *image.RGBA {
		img := image.NewRGBA(written.Bounds())
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				r, g, b, _ := written.At(x, y).RGBA()
				mix := func(paper, ink uint8) uint8 {
					return uint8((uint32(ink)*(3*0xffff-r-g-b) + uint32(paper)*(r+g+b)) / (3 * 0xffff))
				}
				img.SetRGBA(x, y, color.RGBA{mix(paper.R, ink.R), mix(paper.G, ink.G), mix(paper.B, ink.B), 255})
			}
		}
		return img
	}
	board := recoloured(color.RGBA{20, 50, 40, 255}, color.RGBA{235, 225, 120, 255})
	wall := image.NewRGBA(image.Rect(0, 0, board.Rect.Dx()*3/2, board.Rect.Dy()*3/2))
	draw.Draw(wall, wall.Rect, image.NewUniform(color.RGBA{220, 215, 200, 255}), image.Point{}, draw.Src)
	draw.Draw(wall, board.Rect.Add(image.Pt(board.Rect.Dx()/4, board.Rect.Dy()/4)), board, image.Point{}, draw.Src)
	r := newReader(t)
	for _, test := range []struct {
		name string
		img  image.Image
	}{
		{"inverted", recoloured(color.RGBA{0, 0, 0, 255}, color.RGBA{255, 255, 255, 255})},
		{"chalk on a board", board},
		{"a board on a wall", wall},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, n := range read(t, r, test.img).Numbers {
				got = append(got, n.Digits)
			}
			if diff := cmp.Diff([]string{"4720183", "956"}, got); diff != "" {
				t.Errorf("numbers (-want +got):\n%s", diff)
			}
		})
	}
}

// A picture of few pixels is mostly a field with one line in it; of several lines all are read.
func TestSmallPictureOfLines(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 0))
	scene := scribe.NewScene(random)
	scene.Width, scene.Height, scene.DigitHeight, scene.Desk, scene.Tilt = 426, 170, 24, -0.1, 0
	scene.Pen, scene.Paper, scene.Ruling = scribe.Pens["black"], scribe.Papers["white"], scribe.Plain
	scene.Light, scene.Shadow, scene.Blur, scene.Noise = 0.9, 0, 0.3, 0.002
	img, err := scribe.Note(random, []string{"15331424", "15521221390", "44512119970"}, scene)
	if err != nil {
		t.Fatal(err)
	}
	reading := read(t, newReader(t), img)
	if len(reading.Numbers) != 3 {
		t.Fatalf("%d numbers, want 3: %+v", len(reading.Numbers), reading.Numbers)
	}
	for i, n := range reading.Numbers {
		if n.Line != i || len(n.Digits) < 8 {
			t.Errorf("number %d is %q on line %d", i, n.Digits, n.Line)
		}
	}
}
