package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts in testdata/script are what a person types and what happens then. They know one command more than others
// do: "exits 0|3 aloud read note.jpg" runs a program and expects one of those exit statuses.

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"aloud": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   filepath.Join("testdata", "script"),
		Setup: setUp,
		Cmds:  map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs a program and looks for its exit status in a list: "0|3".
func exits(ts *testscript.TestScript, not bool, arguments []string) {
	if not || len(arguments) < 2 {
		ts.Fatalf("usage: exits status|status program [argument...]")
	}
	got := 0
	if err := ts.Exec(arguments[1], arguments[2:]...); err != nil {
		exit := new(exec.ExitError)
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if !slices.Contains(strings.Split(arguments[0], "|"), strconv.Itoa(got)) {
		ts.Fatalf("exit status %d, want %s", got, arguments[0])
	}
}

// setUp lays the pictures of the scripts into their folder, and names the folder of the program itself in $BIN.
func setUp(env *testscript.Env) error {
	bin, _, _ := strings.Cut(env.Getenv("PATH"), string(os.PathListSeparator))
	env.Setenv("BIN", bin)
	note, err := os.ReadFile(filepath.Join("..", "..", "examples", "note.jpg"))
	if err != nil {
		return err
	}
	frame, err := grey(note)
	if err != nil {
		return err
	}
	paper := plain(frame.Rect.Dx(), frame.Rect.Dy(), color.White)
	for name, data := range map[string][]byte{
		"note.jpg":      note,
		"half.jpg":      note[:len(note)/2],
		"empty.jpg":     nil,
		"text.jpg":      []byte("Dear diary,\ntoday I wrote a number.\n"),
		"huge.png":      pngOfSize(60_000, 60_000),
		"dot.png":       pngOf(plain(1, 1, color.White)),
		"black.png":     pngOf(plain(64, 48, color.Black)),
		"white.png":     pngOf(plain(64, 48, color.White)),
		"number1st.gif": animation(frame, paper),
		"number2nd.gif": animation(paper, frame),
	} {
		if err := os.WriteFile(filepath.Join(env.WorkDir, name), data, 0o666); err != nil {
			return err
		}
	}
	return os.Mkdir(filepath.Join(env.WorkDir, "folder"), 0o777)
}

// shades is a palette in which each grey is its own index.
var shades = func() (p color.Palette) {
	for i := range 256 {
		p = append(p, color.Gray{Y: uint8(i)})
	}
	return p
}()

// plain is a picture of one colour.
func plain(width, height int, c color.Color) *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, width, height), shades)
	draw.Draw(m, m.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return m
}

// grey decodes a JPEG file into shades of grey.
func grey(file []byte) (*image.Paletted, error) {
	photo, err := jpeg.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	m := plain(photo.Bounds().Dx(), photo.Bounds().Dy(), color.White)
	for i := range m.Pix {
		x, y := i%m.Stride, i/m.Stride
		m.Pix[i] = color.GrayModel.Convert(photo.At(x, y)).(color.Gray).Y
	}
	return m, nil
}

func pngOf(m image.Image) []byte {
	var file bytes.Buffer
	png.Encode(&file, m) // into memory, where nothing can go wrong
	return file.Bytes()
}

// pngOfSize is a PNG file that promises a size and ends behind its header.
func pngOfSize(width, height uint32) []byte {
	file := pngOf(image.NewGray(image.Rect(0, 0, 1, 1)))[:pngHeaderEnd]
	header := file[len(file)-4-17 : len(file)-4] // "IHDR" and its 13 bytes, which a checksum follows
	binary.BigEndian.PutUint32(header[4:], width)
	binary.BigEndian.PutUint32(header[8:], height)
	binary.BigEndian.PutUint32(file[len(file)-4:], crc32.ChecksumIEEE(header))
	return file
}

func animation(frames ...*image.Paletted) []byte {
	var file bytes.Buffer
	gif.EncodeAll(&file, &gif.GIF{Image: frames, Delay: make([]int, len(frames))})
	return file.Bytes()
}
