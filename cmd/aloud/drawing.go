package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A drawing is a PNG file that we made. It carries a mark, so that we can replace it the next time and will never
// replace anything else: "aloud read --show ink note.png" with the file to write forgotten must not cost the note.
var drawingMark = pngText("Software", "Aloud")

// checkDrawing tells of a name under which no drawing of one of these pictures may be written. No name is well, too.
func checkDrawing(out string, pictures []string) error {
	switch {
	case out == "":
		return nil
	case !strings.EqualFold(filepath.Ext(out), ".png"):
		return fmt.Errorf("%s: a drawing is a PNG file and its name ends in .png", out)
	case len(pictures) > 1:
		return fmt.Errorf("%s: it can hold the drawing of one picture, and there are %d", out, len(pictures))
	case slices.ContainsFunc(pictures, func(file string) bool { return sameFile(file, out) }):
		return fmt.Errorf("%s: it is the picture to read", out)
	}
	old, err := os.ReadFile(out)
	if errors.Is(err, os.ErrNotExist) || err == nil && (len(old) == 0 || marked(old)) {
		return nil
	}
	if err != nil {
		return err
	}
	return withHint(fmt.Errorf("%s: this file was not drawn by aloud", out), "choose another name, or remove it first")
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// writeDrawing writes a marked PNG file.
func writeDrawing(path string, img image.Image) error {
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	data := slices.Insert(file.Bytes(), pngHeaderEnd, drawingMark...)
	return os.WriteFile(path, data, 0o666)
}

// marked reports whether a file is a drawing of ours.
func marked(file []byte) bool {
	return len(file) > pngHeaderEnd && bytes.HasPrefix(file[pngHeaderEnd:], drawingMark)
}

// pngHeaderEnd is where the first chunk of a PNG file, IHDR, ends: the signature, the chunk's length and name, its 13
// bytes and their checksum.
const pngHeaderEnd = 8 + 4 + 4 + 13 + 4

// pngText returns a chunk of text for a PNG file (PNG specification, third edition, 11.3.3.2).
func pngText(keyword, text string) []byte {
	named := []byte("tEXt" + keyword + "\x00" + text)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(named)-4))
	return binary.BigEndian.AppendUint32(append(chunk, named...), crc32.ChecksumIEEE(named))
}

// blank is a white page.
func blank(width, height int) image.Image {
	page := image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	return page
}
