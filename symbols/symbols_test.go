package symbols

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/corpus"
	"aloud/internal/needs"
	"aloud/internal/thrift"
)

// picture is a PNG with a dark bar down the middle of a white ground.
func picture(width, height int) []byte {
	m := image.NewGray(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for y := range height {
		m.SetGray(width/2, y, color.Gray{Y: 10})
	}
	var b bytes.Buffer
	png.Encode(&b, m)
	return b.Bytes()
}

// pack packs files into an archive, the last first: the order inside an archive is nobody's promise.
func pack(names []string, files map[string][]byte) *zip.Reader {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range names {
		f, _ := w.Create(names[len(names)-1-i])
		f.Write(files[names[len(names)-1-i]])
	}
	w.Close()
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		panic(err)
	}
	return r
}

// small is the set with n pictures of each symbol, and with what else stands in the repository, below a folder.
func small(n int, below string) (order []string, files map[string][]byte) {
	files = map[string][]byte{below + "README.md": []byte("# symbols"), below + "symbols/": nil, below + "assets/symbols.png": nil}
	order = []string{below + "README.md", below + "symbols/", below + "assets/symbols.png"}
	for _, name := range names {
		for i := range n {
			path := fmt.Sprintf("%ssymbols/%s-%04d.png", below, name, i)
			order, files[path] = append(order, path), picture(28, 28)
		}
	}
	return order, files
}

func TestRead(t *testing.T) {
	for _, below := range []string{"", "bhmsds-07d208e/"} { // as packed alone and as GitHub packs it
		digits, err := read(pack(small(2, below)), 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(digits) != 34 { // 2 each of 17, without z
			t.Fatalf("%d symbols, want 34", len(digits))
		}
		for i, d := range digits {
			if want := min(i/2, digit.NotADigit); int(d.Class) != want {
				t.Errorf("symbol %d has class %d, want %d", i, d.Class, want)
			}
			if d.Digit[0] != 0 || d.Digit[14*digit.Side+14] != 255 {
				t.Errorf("symbol %d is not bright in the middle of a dark ground", i)
			}
		}
	}
}

func TestReadFails(t *testing.T) {
	tests := []struct {
		name  string
		path  string // of the picture that is changed
		bytes []byte // what it becomes; nil removes it
		want  string
	}{
		{"a picture is missing", "symbols/plus-0001.png", nil, `1 pictures of "plus" instead of 2`},
		{"a picture too many", "symbols/plus-0002.png", picture(28, 28), `3 pictures of "plus" instead of 2`},
		{"a symbol that is not of the set", "symbols/omega-0001.png", picture(28, 28), "symbols/omega-0001.png: a symbol that the set does not have"},
		{"another size", "symbols/w-0000.png", picture(28, 29), "symbols/w-0000.png: 28x29 pixels instead of 28x28"},
		{"a header that announces a huge picture", "symbols/w-0000.png", huge(), "symbols/w-0000.png: 60000x60000 pixels"},
		{"a small file that unpacks to a large one", "symbols/w-0000.png", make([]byte, 1<<20), "symbols/w-0000.png: more than 4096 bytes"},
		{"no picture at all", "symbols/w-0000.png", []byte("GIF89a, and no PNG"), "symbols/w-0000.png: png: invalid format"},
		{"a picture that is cut", "symbols/w-0000.png", picture(28, 28)[:60], "symbols/w-0000.png: png: invalid format: not enough pixel data"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			order, files := small(2, "")
			if _, ok := files[test.path]; !ok {
				order = append(order, test.path)
			}
			files[test.path] = test.bytes
			if test.bytes == nil {
				order = slices.DeleteFunc(order, func(path string) bool { return path == test.path })
			}
			_, err := read(pack(order, files), 2)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
		})
	}
}

// huge is the beginning of a PNG of 60 000 x 60 000 pixels: the signature takes 8 bytes, the length of the header 4, and
// the header with its name 17, of which width and height are the second and third four; its checksum follows.
func huge() []byte {
	file := picture(28, 28)
	binary.BigEndian.PutUint32(file[16:], 60000)
	binary.BigEndian.PutUint32(file[20:], 60000)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}

func TestReadOfNoArchive(t *testing.T) {
	folder := t.TempDir()
	if _, err := Read(folder); err == nil || !strings.HasPrefix(err.Error(), "symbols: bhmsds-symbols.zip: open ") {
		t.Errorf("of an empty folder the error is %v", err)
	}
	os.WriteFile(filepath.Join(folder, archive), []byte("<!DOCTYPE html>"), 0o644)
	if _, err := Read(folder); err == nil || err.Error() != "symbols: bhmsds-symbols.zip: zip: not a valid zip file" {
		t.Errorf("of a web page in place of the archive the error is %v", err)
	}
}

func TestReadSymbols(t *testing.T) {
	digits, err := Read(needs.Data(t, "symbols"))
	if err != nil {
		t.Fatal(err)
	}
	var count [digit.NotADigit + 1]int
	for _, d := range digits {
		count[d.Class]++
		if d.Digit == (digit.Digit{}) {
			t.Fatal("a symbol without ink")
		}
	}
	for class, n := range count {
		want := perSymbol
		if class == digit.NotADigit {
			want = 7 * perSymbol // dot, minus, plus, slash, w, x, y
		}
		if n != want {
			t.Errorf("%d symbols of class %d, want %d", n, class, want)
		}
	}
}

// FuzzRead looks for an archive that makes the reader panic, or take memory for what is not in it.
func FuzzRead(f *testing.F) {
	corpus.Add(f)
	order, files := small(1, "")
	var whole bytes.Buffer
	w := zip.NewWriter(&whole)
	for _, name := range order {
		part, _ := w.Create(name)
		part.Write(files[name])
	}
	w.Close()
	f.Add(whole.Bytes())
	f.Add(whole.Bytes()[:200])
	f.Fuzz(func(t *testing.T, archive []byte) {
		pack, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil {
			return
		}
		const few, perByte = 8 << 20, 2000
		thrift.Within(t, few+perByte*uint64(len(archive)), func() {
			if digits, err := read(pack, 1); err != nil && digits != nil {
				t.Errorf("%d digits beside the error %v", len(digits), err)
			}
		})
	})
}
