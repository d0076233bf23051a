package phone

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
)

// A segment is a piece of what lies in a program's memory when it begins.
type segment struct {
	at   int
	data []byte
}

// joined is a WebAssembly module in which pieces of data that lie close together are one, with zeros between. Go's linker
// begins a new piece behind every eight zeros: some 50 000 of two bytes each in the table in which the runtime looks up
// functions, at addresses that compress badly. Without them the first visit takes 60 kB less by brotli, 90 by gzip. The
// format is that of the WebAssembly specification, chapter 5.5.
func joined(module []byte) ([]byte, error) {
	const magicAndVersion, dataSection, near = 8, 11, 64
	out, rest := module[:magicAndVersion:magicAndVersion], module[magicAndVersion:]
	for len(rest) > 0 {
		id := rest[0]
		length, n := binary.Uvarint(rest[1:])
		if n <= 0 || uint64(len(rest)) < 1+uint64(n)+length {
			return nil, errors.New("a section that ends too soon")
		}
		section := rest[1+n:][:length]
		rest = rest[1+n+int(length):]
		if id == dataSection {
			segments, err := readSegments(section)
			if err != nil {
				return nil, err
			}
			section = writeSegments(join(segments, near))
		}
		out = binary.AppendUvarint(append(out, id), uint64(len(section)))
		out = append(out, section...)
	}
	return out, nil
}

// join joins segments with at most so many bytes between them. They come in the order of their places.
func join(segments []segment, near int) []segment {
	slices.SortFunc(segments, func(a, b segment) int { return cmp.Compare(a.at, b.at) })
	var all []segment
	for _, s := range segments {
		if len(all) > 0 {
			last := &all[len(all)-1]
			if gap := s.at - last.at - len(last.data); gap <= near {
				last.data = append(append(last.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		all = append(all, segment{s.at, slices.Clone(s.data)})
	}
	return all
}

// Each segment has the number 0 (of the one memory there is), its place as an expression (i32.const, a number, end), its
// length and its bytes.
const (
	active   = 0x00
	i32Const = 0x41
	end      = 0x0b
)

func readSegments(section []byte) (segments []segment, err error) {
	in := bytes.NewReader(section)
	count, err := binary.ReadUvarint(in)
	for i := uint64(0); i < count && err == nil; i++ {
		var head [2]byte
		if _, err = io.ReadFull(in, head[:]); err == nil && head != [2]byte{active, i32Const} {
			err = fmt.Errorf("a segment that begins with %#x", head)
		}
		at := readSigned(in)
		if b, _ := in.ReadByte(); err == nil && b != end {
			err = fmt.Errorf("a place that ends with %#x", b)
		}
		length, _ := binary.ReadUvarint(in)
		data := make([]byte, min(length, uint64(in.Len())))
		io.ReadFull(in, data)
		segments = append(segments, segment{at, data})
	}
	return segments, err
}

func writeSegments(segments []segment) []byte {
	section := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		section = appendSigned(append(section, active, i32Const), s.at)
		section = binary.AppendUvarint(append(section, end), uint64(len(s.data)))
		section = append(section, s.data...)
	}
	return section
}

// Signed numbers have seven bits in each byte, as unsigned ones do, and the highest of them is the sign.
func readSigned(in io.ByteReader) (v int) {
	for shift := 0; ; shift += 7 {
		b, err := in.ReadByte()
		v |= int(b&0x7f) << shift
		if err != nil || b < 0x80 {
			if b&0x40 != 0 {
				v -= 1 << (shift + 7)
			}
			return v
		}
	}
}

func appendSigned(to []byte, v int) []byte {
	for v < -0x40 || v >= 0x40 {
		to = append(to, byte(v)|0x80)
		v >>= 7
	}
	return append(to, byte(v)&0x7f)
}

// TestJoined joins the segments of small modules; the whole program is run by other tests.
func TestJoined(t *testing.T) {
	module := func(segments ...segment) []byte {
		section := writeSegments(segments)
		m := append([]byte("\x00asm\x01\x00\x00\x00"), 5, 3, 1, 0, 1) // a memory of a page
		return append(append(m, 11, byte(len(section))), section...)
	}
	for _, row := range []struct {
		reason   string
		from, to []segment
	}{
		{"close together", []segment{{8, []byte{1}}, {17, []byte{2, 3}}}, []segment{{8, []byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3}}}},
		{"side by side", []segment{{8, []byte{1}}, {9, []byte{2}}}, []segment{{8, []byte{1, 2}}}},
		{"far apart, the other way round", []segment{{1000, []byte{1}}, {100, []byte{2}}}, []segment{{100, []byte{2}}, {1000, []byte{1}}}},
		{"at places of one byte and two", []segment{{63, []byte{1}}, {64 + 128, []byte{2}}}, []segment{{63, []byte{1}}, {64 + 128, []byte{2}}}},
	} {
		got, err := joined(module(row.from...))
		if want := module(row.to...); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %x, %v, want %x", row.reason, got, err, want)
		}
	}
	if _, err := joined([]byte("\x00asm\x01\x00\x00\x00\x0b\x09\x01")); err == nil {
		t.Error("half a section is taken")
	}
}
