// Package picture opens a picture file of any common kind, upright: JPEG, PNG, GIF (its first frame), BMP, TIFF, WebP
// and HEIC, which iPhones write. It needs no C compiler and no library of the system.
//
// A picture comes out as a person sees it: the orientation that a camera notes down beside the pixels is applied, once,
// and what is transparent lies on white paper. Files come from strangers, so the size is read from the header and
// checked before anything is decoded; a file that is cut off or broken gives an error and never half a picture; and an
// error is one line that says what happened and where.
//
// The room stands beside package photo, which works on pixels: a phone gets those from its browser and so never carries
// the decoders that live here.
package picture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
)

// What is refused before it is decoded. A JPEG of MaxPixels takes 150 MB of memory on its way, and 550 MB when it is
// turned; the hungriest kind is HEIC, of which 12 megapixels take 400 MB, and whose decoder may take a gigabyte.
const (
	// MaxPixels is twice the 48 megapixels that an iPhone takes at its finest; for a note two are plenty.
	MaxPixels = 100_000_000
	// MaxSide is twice the length of a panorama. What is longer than this and still below MaxPixels is a strip.
	MaxSide = 32_000
	// MaxBytes holds 64 megapixels without any compression; a photograph of that size has 30 MB.
	MaxBytes = 200_000_000
)

// Open reads the picture in a file. It returns what [Decode] returns, and errors that name the file.
func Open(path string) (image.Image, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("picture: %s: %w", path, cause(err))
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("picture: %s: it is a folder", path)
	}
	img, err := decode(file, DefaultLimits())
	if err != nil {
		return nil, fmt.Errorf("picture: %s: %w", path, cause(err))
	}
	return img, nil
}

// ErrUnknown is the error of a file that is no picture of a kind that is read, ErrTooLarge that of one beyond the limits.
// A file that is broken has neither.
var (
	ErrUnknown  = errors.New("not a picture")
	ErrTooLarge = errors.New("too large")
)

// Limits bound what is decoded.
type Limits struct {
	Bytes  int // of the file
	Pixels int // of the picture
}

// DefaultLimits are what [Open] and [Decode] refuse to go beyond.
func DefaultLimits() Limits { return Limits{Bytes: MaxBytes, Pixels: MaxPixels} }

// cause takes away from an error of the system the path, which our message already names.
func cause(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// Decode reads one picture to its end. The picture is upright, opaque, begins at (0, 0), and is an [image.Gray], an
// [image.YCbCr] or an [image.RGBA], so that whoever works on it can do so fast.
func Decode(r io.Reader) (image.Image, error) { return DecodeWithin(r, DefaultLimits()) }

// DecodeWithin is [Decode] with limits of one's own, none of which may be above the default.
func DecodeWithin(r io.Reader, limits Limits) (image.Image, error) {
	img, err := decode(r, limits)
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return img, nil
}

// decode is Decode without the room's name in its errors. No decoder may end the program: they meet files that were
// made to harm, and a panic in one of them, none of which is known to us, means no more than a file we cannot read.
func decode(r io.Reader, limits Limits) (img image.Image, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			img, err = nil, fmt.Errorf("it cannot be decoded: %v", trouble)
		}
	}()
	kind, data, err := load(r, limits.Bytes)
	if err != nil {
		return nil, err
	}
	config, err := kind.config(bytes.NewReader(data))
	if err != nil {
		return nil, kind.explain(err)
	}
	if err := checkSize(config.Width, config.Height, limits.Pixels); err != nil {
		return nil, err
	}
	img, err = kind.decode(bytes.NewReader(data))
	if err != nil {
		return nil, kind.explain(err)
	}
	return turn(onWhite(img, config), kind.orientation(data)), nil
}

// load recognizes the kind of picture by how it begins, and only then reads the rest, of at most limit bytes in all.
func load(r io.Reader, limit int) (kind, []byte, error) {
	input := bufio.NewReader(io.LimitReader(r, int64(limit)+1))
	begin, err := input.Peek(magicBytes)
	if len(begin) == 0 {
		if err == io.EOF {
			err = errors.New("it is empty")
		}
		return kind{}, nil, err
	}
	kind, err := recognize(begin)
	if err != nil {
		return kind, nil, err
	}
	data, err := io.ReadAll(input)
	if err == nil && len(data) > limit {
		err = fmt.Errorf("%w: it has more than %d bytes", ErrTooLarge, limit)
	}
	return kind, data, err
}

// Recognized reports whether data begins as a picture of a kind that [Decode] reads.
func Recognized(data []byte) bool {
	_, err := recognize(data)
	return err == nil
}

// checkSize tells of a picture too large, or of none at all.
func checkSize(width, height, pixels int) error {
	switch {
	case width <= 0 || height <= 0:
		return fmt.Errorf("its size is %dx%d pixels", width, height)
	case width > MaxSide || height > MaxSide:
		return fmt.Errorf("its size of %dx%d pixels is %w: a side may have %d", width, height, ErrTooLarge, MaxSide)
	case width*height > pixels: // no overflow: both are at most MaxSide
		return fmt.Errorf("its size of %dx%d pixels is %w: a picture may have %.4g megapixels",
			width, height, ErrTooLarge, float64(pixels)/1e6)
	}
	return nil
}
