package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
)

// The test picture is 24 pixels wide and 16 high and has a colour in each quarter; no two of its turns look alike.
var (
	red   = color.RGBA{220, 30, 30, 255}
	green = color.RGBA{30, 200, 30, 255}
	blue  = color.RGBA{30, 30, 220, 255}
	white = color.RGBA{255, 255, 255, 255}
)

func quarters() *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, 24, 16))
	for i, c := range []color.RGBA{red, green, blue, white} {
		corner := image.Pt(i%2*12, i/2*8)
		draw.Draw(m, image.Rectangle{corner, corner.Add(image.Pt(12, 8))}, image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

// look returns the colours in the middles of the quarters, from left to right and top to bottom, each as the nearest of
// the test picture's by name: "rgbw" for the test picture itself. '?' is a colour that is far from all.
func look(m image.Image) string {
	b := m.Bounds()
	var seen strings.Builder
	for i := range 4 {
		x, y := b.Min.X+b.Dx()*(1+i%2*2)/4, b.Min.Y+b.Dy()*(1+i/2*2)/4
		seen.WriteByte(colourName(m.At(x, y)))
	}
	return seen.String()
}

func colourName(c color.Color) byte {
	const tolerance = 24 << 8 // what compression may cost; WebP, whose black is 16 and white 235, costs most
	r, g, b, _ := c.RGBA()
	for i, named := range []color.RGBA{red, green, blue, white} {
		R, G, B, _ := named.RGBA()
		if apart(r, R) < tolerance && apart(g, G) < tolerance && apart(b, B) < tolerance {
			return "rgbw"[i]
		}
	}
	return '?'
}

func apart(a, b uint32) uint32 { return max(a, b) - min(a, b) }

// encoded returns a picture file made by one of the standard encoders.
func encoded(t testing.TB, m image.Image, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	err := map[string]func() error{
		"jpeg": func() error { return jpeg.Encode(&b, m, &jpeg.Options{Quality: 95}) },
		"png":  func() error { return png.Encode(&b, m) },
		"gif":  func() error { return gif.Encode(&b, paletted(m), nil) },
		"bmp":  func() error { return bmp.Encode(&b, m) },
		"tiff": func() error { return tiff.Encode(&b, m, nil) },
	}[kind]()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// paletted keeps the colours of the test picture, which GIF's own palette would not.
func paletted(m image.Image) *image.Paletted {
	p := image.NewPaletted(m.Bounds(), color.Palette{red, green, blue, white})
	draw.Draw(p, p.Rect, m, m.Bounds().Min, draw.Src)
	return p
}

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// exif returns EXIF data with nothing in it but an orientation.
func exif(order binary.AppendByteOrder, orientation uint16) []byte {
	mark := map[binary.AppendByteOrder]string{binary.BigEndian: "MM", binary.LittleEndian: "II"}[order]
	b := order.AppendUint16([]byte(mark), 42)
	b = order.AppendUint32(b, 8)      // the first directory begins at byte 8
	b = order.AppendUint16(b, 1)      // and has one entry:
	b = order.AppendUint16(b, 0x0112) // Orientation,
	b = order.AppendUint16(b, 3)      // of type SHORT,
	b = order.AppendUint32(b, 1)      // once
	b = order.AppendUint16(b, orientation)
	b = order.AppendUint16(b, 0)
	return order.AppendUint32(b, 0) // no further directory
}

// withExif puts EXIF data into a JPEG file, behind its first two bytes.
func withExif(file, exif []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), exif...)
	out := append([]byte{}, file[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), file[2:]...)
}

func TestEveryKindIsRead(t *testing.T) {
	for _, kind := range []string{"jpeg", "png", "gif", "bmp", "tiff"} {
		expectLook(t, kind, encoded(t, quarters(), kind), "rgbw", 24, 16)
	}
	expectLook(t, "lossy.webp", testFile(t, "lossy.webp"), "rgbw", 24, 16)
	expectLook(t, "lossless.webp", testFile(t, "lossless.webp"), "rgbw", 24, 16)
	expectLook(t, "plain.heic", testFile(t, "plain.heic"), "rgbw", 24, 16)
}

func expectLook(t *testing.T, name string, file []byte, want string, width, height int) {
	t.Helper()
	m, err := Decode(bytes.NewReader(file))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if got := look(m); got != want || m.Bounds() != image.Rect(0, 0, width, height) {
		t.Errorf("%s looks %s in %v, want %s in %dx%d", name, got, m.Bounds(), want, width, height)
	}
}

// The eight orientations of EXIF, in both byte orders. Orientation 6 is a phone held upright: what is the left side of
// the file, red above blue, is the top of the picture with red on the right.
func TestOrientation(t *testing.T) {
	upright := map[uint16]string{
		1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", // as wide as the file
		5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", // as wide as the file is high
		0: "rgbw", 9: "rgbw", // tags that say nothing
	}
	file := encoded(t, quarters(), "jpeg")
	for orientation, want := range upright {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			width, height := 24, 16
			if 5 <= orientation && orientation <= 8 {
				width, height = height, width
			}
			expectLook(t, order.String(), withExif(file, exif(order, orientation)), want, width, height)
		}
	}
}

// Each kind keeps the tag in another place, and HEIC has properties of its own for it.
func TestOrientationOfOtherKinds(t *testing.T) {
	expectLook(t, "PNG with eXIf", pngWithExif(t, exif(binary.BigEndian, 6)), "brwg", 16, 24)
	expectLook(t, "TIFF", tiffTurned(t, 6), "brwg", 16, 24)
	expectLook(t, "WebP with EXIF", testFile(t, "exif.webp"), "brwg", 16, 24)
	expectLook(t, "HEIC with irot", testFile(t, "irot.heic"), "brwg", 16, 24)
	expectLook(t, "HEIC with irot and EXIF: turned once", testFile(t, "irot_exif.heic"), "brwg", 16, 24)
	expectLook(t, "HEIC with EXIF alone: it does not count", testFile(t, "exif.heic"), "rgbw", 24, 16)
}

// pngWithExif puts an eXIf chunk behind the header of a PNG file.
func pngWithExif(t *testing.T, exif []byte) []byte {
	file := encoded(t, quarters(), "png")
	return slices.Concat(file[:pngHeaderEnd], pngChunk("eXIf", exif), file[pngHeaderEnd:])
}

const pngHeaderEnd = 8 + 4 + 4 + 13 + 4 // signature, and the IHDR chunk: length, name, data, checksum

func pngChunk(name string, data []byte) []byte {
	named := append([]byte(name), data...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	return binary.BigEndian.AppendUint32(append(chunk, named...), crc32.ChecksumIEEE(named))
}

// pngHeader is a PNG file of a given size that ends behind its header.
func pngHeader(width, height uint32) []byte {
	data := binary.BigEndian.AppendUint32(nil, width)
	data = binary.BigEndian.AppendUint32(data, height)
	data = append(data, 8, 0, 0, 0, 0) // 8 bits of grey
	return append([]byte("\x89PNG\r\n\x1a\n"), pngChunk("IHDR", data)...)
}

// tiffTurned copies the directory of a TIFF file to its end, with an orientation in it.
func tiffTurned(t *testing.T, orientation uint16) []byte {
	order := binary.LittleEndian
	file := encoded(t, quarters(), "tiff")
	from := order.Uint32(file[4:])
	entries := int(order.Uint16(file[from:]))
	tag := order.AppendUint16(nil, 0x0112)
	tag = order.AppendUint16(tag, 3)
	tag = order.AppendUint32(tag, 1)
	tag = order.AppendUint32(tag, uint32(orientation))
	order.PutUint32(file[4:], uint32(len(file)))
	out := order.AppendUint16(slices.Clone(file), uint16(entries+1))
	for i := range entries {
		entry := file[int(from)+2+12*i:][:12]
		if tag != nil && order.Uint16(entry) > 0x0112 { // entries are sorted
			out, tag = append(out, tag...), nil
		}
		out = append(out, entry...)
	}
	return append(out, 0, 0, 0, 0)
}

// What is transparent shows the white of the paper.
func TestTransparencyLiesOnWhite(t *testing.T) {
	hole := image.NewNRGBA(image.Rect(0, 0, 24, 16))
	draw.Draw(hole, hole.Rect, quarters(), image.Point{}, draw.Src)
	draw.Draw(hole, image.Rect(0, 8, 12, 16), image.Transparent, image.Point{}, draw.Src)
	expectLook(t, "PNG with alpha", encoded(t, hole, "png"), "rgww", 24, 16)
	expectLook(t, "WebP with alpha", testFile(t, "alpha.webp"), "rgbw", 24, 16)

	veil := image.NewNRGBA(image.Rect(0, 0, 1, 1))
	veil.SetNRGBA(0, 0, color.NRGBA{A: 51}) // a fifth of black
	m, err := Decode(bytes.NewReader(encoded(t, veil, "png")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.At(0, 0), (color.RGBA{204, 204, 204, 255}); got != want {
		t.Errorf("a fifth of black on white is %v, want %v", got, want)
	}
}

// Of an animation the first frame is read, lying where it lies on the canvas.
func TestFirstFrame(t *testing.T) {
	palette := color.Palette{color.Transparent, red, blue}
	first := image.NewPaletted(image.Rect(0, 0, 12, 8), palette)
	draw.Draw(first, first.Rect, image.NewUniform(red), image.Point{}, draw.Src)
	second := image.NewPaletted(image.Rect(0, 0, 24, 16), palette)
	draw.Draw(second, second.Rect, image.NewUniform(blue), image.Point{}, draw.Src)
	var file bytes.Buffer
	err := gif.EncodeAll(&file, &gif.GIF{
		Image: []*image.Paletted{first, second}, Delay: []int{1, 1}, Config: image.Config{Width: 24, Height: 16},
	})
	if err != nil {
		t.Fatal(err)
	}
	expectLook(t, "animated GIF", file.Bytes(), "rwww", 24, 16)
}

// Whatever type a decoder returns, ours is one of three.
func TestTypes(t *testing.T) {
	rows := map[string]image.Image{
		"grey":           image.NewGray(image.Rect(0, 0, 3, 2)),
		"grey, 16 bits":  image.NewGray16(image.Rect(0, 0, 3, 2)),
		"colour":         quarters(),
		"palette":        image.NewPaletted(image.Rect(0, 0, 3, 2), color.Palette{color.Black, color.White}),
		"alpha, 16 bits": image.NewNRGBA64(image.Rect(0, 0, 3, 2)),
	}
	for name, m := range rows {
		got, err := Decode(bytes.NewReader(encoded(t, m, "png")))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !promised(got) {
			t.Errorf("%s becomes a %T in %v", name, got, got.Bounds())
		}
	}
}

// promised reports whether a picture is as Decode promises.
func promised(m image.Image) bool {
	switch m.(type) {
	case *image.Gray, *image.YCbCr, *image.RGBA:
		return m.Bounds().Min == image.Point{} && m.Bounds().Dx() > 0 && m.Bounds().Dy() > 0
	}
	return false
}

// hostile files are refused with an error of one line that says what is wrong.
var hostile = []struct {
	name string
	file []byte
	want string // part of the error
}{
	{"nothing", nil, "it is empty"},
	{"one byte", []byte{0xff}, "not a picture"},
	{"a text", []byte("dear diary, today"), `not a picture: it begins with "dear diary, "`},
	{"a text with line ends", []byte("a\nb\nc\nd\ne\nf\ng\nh\n"), `"a\nb\nc\nd\ne\nf\n"`},
	{"a web page", []byte("<!DOCTYPE html><html>"), "not a picture"},
	{"a PDF, which may hold a picture", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "not a picture"},
	{"AVIF, which looks like HEIC", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1"), "not a picture"},
	{"a huge square", pngHeader(60_000, 60_000), "60000x60000 pixels is too large: a side may have 32000"},
	{"too many pixels with short sides", pngHeader(30_000, 30_000), "30000x30000 pixels is too large: a picture may have 100 megapixels"},
	{"a thread", pngHeader(100_000, 1), "100000x1 pixels is too large"},
	{"no pixels", pngHeader(0, 5), "this PNG file is broken or cut off"},
	{"a canvas without a frame", []byte("GIF89a\xff\xff\xff\xff\x00\x00\x00\x3b"), "65535x65535 pixels is too large"},
	{"a canvas of nothing", []byte("GIF89a\x00\x00\x00\x00\x00\x00\x00\x3b"), "its size is 0x0 pixels"},
	{"a header alone", pngHeader(5, 5), "this PNG file is broken or cut off: unexpected EOF"},
	{"HEIC in name only", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "this HEIC file is broken or cut off"},
}

func TestHostileFiles(t *testing.T) {
	for _, row := range hostile {
		m, err := Decode(bytes.NewReader(row.file))
		expectRefused(t, row.name, m, err, row.want)
	}
}

func expectRefused(t *testing.T, name string, m image.Image, err error, want string) {
	t.Helper()
	if err == nil {
		t.Errorf("%s is read as a %T in %v", name, m, m.Bounds())
		return
	}
	text := err.Error()
	if !strings.HasPrefix(text, "picture: ") || !strings.Contains(text, want) || strings.Contains(text, "\n") {
		t.Errorf("%s: error %q does not say %q in one line", name, text, want)
	}
	if m != nil {
		t.Errorf("%s: a picture of %v beside the error", name, m.Bounds())
	}
}

// Half a file is no picture, of whatever kind: half a number would be a wrong number.
func TestCutOff(t *testing.T) {
	for name, file := range everyKind(t) {
		m, err := Decode(bytes.NewReader(file[:len(file)/2]))
		expectRefused(t, "half of "+name, m, err, "file is broken or cut off")
	}
}

// everyKind holds a small file of each kind by name.
func everyKind(t testing.TB) map[string][]byte {
	files := map[string][]byte{}
	for _, kind := range []string{"jpeg", "png", "gif", "bmp", "tiff"} {
		files[kind] = encoded(t, quarters(), kind)
	}
	for _, name := range []string{"lossy.webp", "lossless.webp", "alpha.webp", "plain.heic", "irot.heic"} {
		files[name] = testFile(t, name)
	}
	return files
}

func TestOpenSaysWhatAndWhere(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "text.jpg")
	if err := os.WriteFile(text, []byte("hello, world"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(folder, "missing.jpg")
	for _, row := range []struct{ path, want string }{
		{missing, "picture: " + missing + ": "}, // and the system's words
		{folder, "picture: " + folder + ": it is a folder"},
		{text, "picture: " + text + ": not a picture"},
	} {
		m, err := Open(row.path)
		expectRefused(t, row.path, m, err, row.want)
	}
}

// libheif/README.md says which module is embedded: with its licence that must stay true.
func TestModuleIsTheOneDescribed(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("libheif", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("sha256  %x\n", sha256.Sum256(heifModule)); !strings.Contains(string(readme), sum) {
		t.Errorf("libheif/README.md does not have %s", sum)
	}
}

func TestOpen(t *testing.T) {
	m, err := Open(filepath.Join("testdata", "irot.heic"))
	if err != nil {
		t.Fatal(err)
	}
	if got := look(m); got != "brwg" {
		t.Errorf("looks %s", got)
	}
}

// A stream without an end must not fill the memory.
func TestTooManyBytes(t *testing.T) {
	if _, _, err := load(bytes.NewReader(pngHeader(5, 5)), 20); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("33 bytes where 20 are allowed: error %v", err)
	}
	if _, _, err := load(bytes.NewReader(pngHeader(5, 5)), 33); err != nil {
		t.Errorf("33 bytes where 33 are allowed: %v", err)
	}
}

// A decoder that panics makes an error like any other.
func TestPanicStaysInside(t *testing.T) {
	defer func(before []kind) { kinds = before }(kinds)
	burst := func(io.Reader) (image.Image, error) { var nothing []int; return nil, fmt.Errorf("%d", nothing[3]) }
	size := func(io.Reader) (image.Config, error) { return image.Config{Width: 1, Height: 1}, nil }
	kinds = []kind{{name: "bad", magic: "bad", config: size, decode: burst}}
	m, err := Decode(strings.NewReader("bad"))
	expectRefused(t, "a panic", m, err, "index out of range")
}

// FuzzDecode tries files that differ a little from good ones of every kind. There are two outcomes: a picture as
// promised, or an error of one line.
func FuzzDecode(f *testing.F) {
	corpus.Add(f)
	for _, row := range hostile {
		f.Add(row.file)
	}
	for _, file := range everyKind(f) {
		f.Add(file)
	}
	f.Add(withExif(encoded(f, quarters(), "jpeg"), exif(binary.BigEndian, 6)))
	f.Add(testFile(f, "exif.webp"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if large(file) {
			t.Skip("decoding large pictures would only be slow")
		}
		var m image.Image
		var err error
		thrift.Within(t, worth(file), func() { m, err = Decode(bytes.NewReader(file)) })
		if err != nil {
			expectRefused(t, "this file", m, err, "")
		} else if !promised(m) {
			t.Errorf("a %T in %v", m, m.Bounds())
		}
	})
}

// worth is the memory that a file of up to a megapixel may take, besides the bounded one of the decoder of HEIC.
func worth(file []byte) uint64 {
	const few, perByte = 32 << 20, 100
	return few + perByte*uint64(len(file))
}

// large reports whether a file promises more than a megapixel.
func large(file []byte) bool {
	kind, err := recognize(file[:min(len(file), magicBytes)])
	if err != nil {
		return false
	}
	config, err := kind.config(bytes.NewReader(file))
	return err == nil && config.Width*config.Height > 1_000_000
}

func BenchmarkTurn12Megapixels(b *testing.B) {
	photo := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for b.Loop() {
		turn(photo, 6)
	}
}
