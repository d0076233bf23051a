package mnist

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/corpus"
	"aloud/internal/thrift"
)

// encode writes an IDX file of unsigned bytes.
func encode(shape []uint32, items ...byte) []byte {
	file := []byte{0, 0, 8, byte(len(shape))}
	for _, side := range shape {
		file = binary.BigEndian.AppendUint32(file, side)
	}
	return append(file, items...)
}

// images writes n pictures of 28x28 of which the i-th has the grey i+1 everywhere, and labels that many, i modulo 10.
func images(n int) []byte {
	file := encode([]uint32{uint32(n), 28, 28})
	for i := range n {
		file = append(file, bytes.Repeat([]byte{byte(i + 1)}, digit.Pixels)...)
	}
	return file
}

func labels(n int) []byte {
	file := encode([]uint32{uint32(n)})
	for i := range n {
		file = append(file, byte(i%10))
	}
	return file
}

func pack(file []byte) []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write(file)
	w.Close()
	return packed.Bytes()
}

// flip returns the file with the bits of the byte at i turned over; a negative i counts from the end.
func flip(file []byte, i int) []byte {
	flipped := bytes.Clone(file)
	flipped[(i+len(file))%len(file)] ^= 0xff
	return flipped
}

// pairTests are pairs of files and what is to be said of them; they seed the fuzzer too.
var pairTests = []struct {
	name           string
	images, labels []byte
	want           string // in the error; empty where the pair is good
}{
	{"plain files", images(3), labels(3), ""},
	{"packed files", pack(images(3)), pack(labels(3)), ""},
	{"one packed and one not", pack(images(3)), labels(3), ""},
	{"no pictures at all are a pair too", images(0), labels(0), ""},
	{"another size is brought to 28x28", encode([]uint32{1, 2, 3}, 0, 9, 0, 0, 9, 0), labels(1), ""},

	{"one label too few", images(3), labels(2), "mnist: labels: 2 labels for 3 images"},
	{"one label too many", images(3), labels(4), "mnist: labels: 4 labels for 3 images"},
	{"a label that is no digit", images(1), encode([]uint32{1}, 10), "mnist: labels: item 0 is 10, and no digit"},

	{"the files are exchanged", labels(3), images(3), "mnist: images: no IDX file of this kind: it begins with 00000801 instead of 00000803"},
	{"pictures of floating point", flip(images(1), 2), labels(1), "begins with 0000f703 instead of 00000803"},
	{"a web page in place of the file", []byte("<!DOCTYPE html><html>"), labels(1), "begins with 3c21444f"},
	{"an empty file", nil, labels(1), "mnist: images: the header ends early"},
	{"the header is cut", images(1)[:11], labels(1), "mnist: images: the header ends early"},
	{"a picture is cut", images(3)[:16+2*784+5], labels(3), "mnist: images: ends in item 2 of 3: unexpected EOF"},
	{"a picture is missing", images(3)[:16+2*784], labels(3), "mnist: images: ends in item 2 of 3: unexpected EOF"},
	{"the labels are cut", images(3), labels(3)[:10], "mnist: labels: ends in item 2 of 3: unexpected EOF"},
	{"bytes after the pictures", append(images(1), 0), labels(1), "mnist: images: goes on after the last of its 1 items"},
	{"bytes after the labels", images(1), append(labels(1), 0), "mnist: labels: goes on after the last of its 1 items"},

	{"the packed file is cut", pack(images(3))[:40], labels(3), "mnist: images: ends in item 2 of 3: unexpected EOF"},
	{"the end of the packed file is cut", pack(images(3))[:len(pack(images(3)))-1], labels(3), "mnist: images: after the last of its 3 items: unexpected EOF"},
	{"a packed file whose sum is wrong", flip(pack(images(3)), -5), labels(3), "mnist: images: after the last of its 3 items: gzip: invalid checksum"},
	{"a packed file with a broken header", flip(pack(images(3)), 2), labels(3), "mnist: images: gzip: invalid header"},

	{"a header that announces more pictures than anybody has", encode([]uint32{1 << 31, 28, 28}), encode([]uint32{1 << 31}), "announces 2147483648 items"},
	{"a header that announces a million pictures of a million pixels", encode([]uint32{1 << 20, 1024, 1024}), encode([]uint32{1 << 20}), "ends in item 0 of 1048576"},
	{"a header that announces huge pictures", encode([]uint32{1, 1 << 31, 1 << 31}), labels(1), "announces a side of 2147483648 pixels"},
	{"pictures without a pixel", encode([]uint32{1, 0, 28}), labels(1), "announces a side of 0 pixels"},
}

func TestDecode(t *testing.T) {
	for _, test := range pairTests {
		t.Run(test.name, func(t *testing.T) {
			digits, err := Decode(bytes.NewReader(test.images), bytes.NewReader(test.labels))
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want %q", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range digits {
				if int(d.Class) != i%10 {
					t.Errorf("digit %d has class %d", i, d.Class)
				}
			}
		})
	}
}

func TestDecodeKeepsPixels(t *testing.T) {
	file := encode([]uint32{1, 28, 28})
	for i := range digit.Pixels {
		file = append(file, byte(i))
	}
	digits, err := Decode(bytes.NewReader(file), bytes.NewReader(labels(1)))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(digits[0].Digit[:], file[16:]) {
		t.Error("a picture of 28x28 was changed")
	}
}

func TestDecodeBringsSidesInOrder(t *testing.T) { // rows come first: 2 rows of 3 columns are wider than high
	digits, err := Decode(bytes.NewReader(encode([]uint32{1, 2, 3}, 9, 9, 9, 9, 9, 9)), bytes.NewReader(labels(1)))
	if err != nil {
		t.Fatal(err)
	}
	wide, high := 0, 0
	for i := range digit.Side {
		if digits[0].Digit[14*digit.Side+i] > 0 {
			wide++
		}
		if digits[0].Digit[i*digit.Side+14] > 0 {
			high++
		}
	}
	if wide <= high {
		t.Errorf("2 rows of 3 columns became %d pixels wide and %d high", wide, high)
	}
}

// FuzzDecode looks for a pair of files that makes the reader panic, take memory without end or give what is no digit.
func FuzzDecode(f *testing.F) {
	corpus.Add(f)
	for _, test := range pairTests {
		f.Add(test.images, test.labels)
	}
	f.Fuzz(func(t *testing.T, images, labels []byte) {
		var digits []digit.Labelled
		var err error
		thrift.Within(t, worth(images)+worth(labels), func() {
			digits, err = Decode(bytes.NewReader(images), bytes.NewReader(labels))
		})
		if err != nil && (digits != nil || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%d digits beside the error %q", len(digits), err)
		}
		for i, d := range digits {
			if d.Class > 9 {
				t.Errorf("digit %d has class %d", i, d.Class)
			}
		}
	})
}

// worth is the memory that a file may take: room to unpack it and for one large picture, and then a digit for each byte, in
// a list that grows.
func worth(file []byte) uint64 {
	size := int64(len(file))
	if unpacked, err := unpack(bytes.NewReader(file)); err == nil {
		size, _ = io.Copy(io.Discard, unpacked)
	}
	const few, perByte = 2 << 20, 4000
	return few + perByte*uint64(size)
}

// FuzzDecodeWriters looks for a table that makes the reader panic, or give what is no number of a writer.
func FuzzDecodeWriters(f *testing.F) {
	corpus.Add(f)
	f.Add([]byte("5\t0\t12\t0\t5\t0\t0\t0\n"))
	f.Add([]byte("1\t2"))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var writers []int
		var err error
		thrift.Within(t, worth(file), func() { writers, err = decodeWriters(bytes.NewReader(file)) })
		if err != nil && (writers != nil || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%d writers beside the error %q", len(writers), err)
		}
		for _, w := range writers {
			if w < 0 {
				t.Errorf("writer %d", w)
			}
		}
	})
}
