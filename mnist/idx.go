package mnist

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"slices"

	"aloud/digit"
)

// The bounds of what is read. They keep a forged file of a few bytes, which gzip can blow up a thousandfold, from
// filling the memory.
const (
	maxItems = 1 << 20 // NIST's whole collection has 402 953 digits
	maxSide  = 1024    // pixels; digits of any known set are smaller than 128
)

// Decode reads a pair of IDX files, plain or packed by gzip: pictures of one byte a pixel, ink bright on 0, and as many
// labels from 0 to 9. Pictures of 28x28 are taken as they are; others are brought to it by [digit.Normalize].
func Decode(images, labels io.Reader) ([]digit.Labelled, error) {
	return decode("images", images, "labels", labels)
}

// decode is Decode with the names of the two for its errors.
func decode(imagesName string, images io.Reader, labelsName string, labels io.Reader) ([]digit.Labelled, error) {
	pictures, err := open(images, 3)
	if err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", imagesName, err)
	}
	classes, err := open(labels, 1)
	if err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", labelsName, err)
	}
	if classes.count != pictures.count {
		return nil, fmt.Errorf("mnist: %s: %d labels for %d images", labelsName, classes.count, pictures.count)
	}
	digits, err := readPictures(pictures)
	if err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", imagesName, err)
	}
	if err := readClasses(digits, classes); err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", labelsName, err)
	}
	return digits, nil
}

// An idx is an IDX file of unsigned bytes whose header has been read. The header is, in big-endian numbers of four
// bytes, the magic number 0x000008dd, in which 08 stands for unsigned bytes and dd for the number of dimensions,
// and then the dimensions, the number of items first. The items follow, row by row.
type idx struct {
	io.Reader        // the items
	count     int    // how many there should be
	item      []byte // room for one item
	shape     []int  // the dimensions of an item; none for a label
}

// open reads the header of a file that should have so many dimensions.
func open(r io.Reader, dimensions int) (idx, error) {
	r, err := unpack(r)
	if err != nil {
		return idx{}, err
	}
	header, err := readHeader(r, dimensions)
	if err != nil {
		return idx{}, err
	}
	count, shape := header[0], header[1:]
	if count > maxItems {
		return idx{}, fmt.Errorf("announces %d items; at most %d are read", count, maxItems)
	}
	f := idx{Reader: r, count: int(count)}
	size := 1
	for _, side := range shape {
		if side == 0 || side > maxSide {
			return idx{}, fmt.Errorf("announces a side of %d pixels; 1 to %d can be read", side, maxSide)
		}
		f.shape = append(f.shape, int(side))
		size *= int(side)
	}
	f.item = make([]byte, size)
	return f, nil
}

// readHeader checks the magic number, before anything else is believed, and returns the dimensions.
func readHeader(r io.Reader, dimensions int) ([]uint32, error) {
	header := make([]uint32, 1+dimensions)
	for i := range header {
		if err := binary.Read(r, binary.BigEndian, &header[i]); err != nil {
			return nil, fmt.Errorf("the header ends early: %w", unexpected(err))
		}
		if want := uint32(0x0800 + dimensions); header[0] != want {
			return nil, fmt.Errorf("no IDX file of this kind: it begins with %08x instead of %08x", header[0], want)
		}
	}
	return header[1:], nil
}

// unpack lets a gzip file be read as what is packed in it, and any other as it is; the name says nothing.
func unpack(r io.Reader) (io.Reader, error) {
	buffered := bufio.NewReader(r)
	if magic, _ := buffered.Peek(2); string(magic) != "\x1f\x8b" {
		return buffered, nil
	}
	unpacked, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, err
	}
	return bufio.NewReader(unpacked), nil
}

// next reads the next item into f.item.
func (f idx) next(i int) error {
	if _, err := io.ReadFull(f, f.item); err != nil {
		return fmt.Errorf("ends in item %d of %d: %w", i, f.count, unexpected(err))
	}
	return nil
}

// end makes sure that nothing follows the last item. Reaching the end is also what makes gzip check its sum.
func (f idx) end() error {
	switch n, err := io.ReadFull(f, f.item[:1]); {
	case n > 0:
		return fmt.Errorf("goes on after the last of its %d items", f.count)
	case err != io.EOF:
		return fmt.Errorf("after the last of its %d items: %w", f.count, err)
	}
	return nil
}

// unexpected turns the end of a file into one that comes too early.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readPictures reads all pictures; the classes stay 0. Its memory grows with what comes, whatever the header announces, but
// in long strides: to move pictures again and again takes longer than to unpack them.
func readPictures(f idx) ([]digit.Labelled, error) {
	const firstRoom, stride = 1024, 8
	var digits []digit.Labelled
	picture := &image.Gray{Pix: f.item, Stride: f.shape[1], Rect: image.Rect(0, 0, f.shape[1], f.shape[0])}
	for i := range f.count {
		if err := f.next(i); err != nil {
			return nil, err
		}
		if i == cap(digits) {
			digits = slices.Grow(digits, min(f.count-i, max(firstRoom, (stride-1)*i)))
		}
		digits = append(digits, digit.Labelled{Digit: bring(picture)})
	}
	return digits, f.end()
}

// bring makes a picture a digit.
func bring(picture *image.Gray) digit.Digit {
	if picture.Rect.Dx() == digit.Side && picture.Rect.Dy() == digit.Side {
		return digit.Digit(picture.Pix)
	}
	return digit.Normalize(picture)
}

// readClasses reads the labels and gives each digit its class.
func readClasses(digits []digit.Labelled, f idx) error {
	for i := range digits {
		if err := f.next(i); err != nil {
			return err
		}
		if f.item[0] > 9 {
			return fmt.Errorf("item %d is %d, and no digit", i, f.item[0])
		}
		digits[i].Class = f.item[0]
	}
	return f.end()
}
