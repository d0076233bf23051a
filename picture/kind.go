package picture

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"github.com/bep/imagemeta"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// A kind is a kind of picture file.
type kind struct {
	name   string
	magic  string // how such a file begins; '?' stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
	exif   imagemeta.ImageFormat // where the orientation tag is found; 0 where there is none, or none that counts
}

// magicBytes is the length of the longest magic.
const magicBytes = 12

// kinds are the kinds of picture that we read. A HEIC file says in properties of its own how the picture is turned, the
// decoder follows them, and the EXIF data beside them "shall be ignored" for it (ISO/IEC 23008-12, annex A.2).
var kinds = []kind{
	{"JPEG", "\xff\xd8\xff", jpeg.DecodeConfig, jpegDecode, imagemeta.JPEG},
	{"PNG", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode, imagemeta.PNG},
	{"GIF", "GIF8?a", gif.DecodeConfig, gif.Decode, 0},
	{"BMP", "BM????\x00\x00\x00\x00", bmp.DecodeConfig, bmp.Decode, 0},
	{"TIFF", "II*\x00", tiff.DecodeConfig, tiff.Decode, imagemeta.TIFF},
	{"TIFF", "MM\x00*", tiff.DecodeConfig, tiff.Decode, imagemeta.TIFF},
	{"WebP", "RIFF????WEBP", webp.DecodeConfig, webp.Decode, imagemeta.WebP},
	{"HEIC", "????ftyphei?", heicConfig, heicDecode, 0}, // still pictures: heic, heix, heim, heis
	{"HEIC", "????ftyphev?", heicConfig, heicDecode, 0}, // sequences: hevc, hevx, hevm, hevs
	{"HEIC", "????ftypmif1", heicConfig, heicDecode, 0}, // any still picture of the family
	{"HEIC", "????ftypmsf1", heicConfig, heicDecode, 0}, // any sequence of the family
}

// maxScans is how many times a JPEG file may go over its picture. Files that are made to appear bit by bit have some ten
// scans, and a thumbnail some more; one of fifty bytes costs as much work as the picture is large, and a hostile file has room for a
// million.
const maxScans = 64

func jpegDecode(r io.Reader) (image.Image, error) {
	file, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	// A marker stands within the numbers of a scan only with a zero behind it.
	if scans := bytes.Count(file, []byte("\xff\xda")); scans > maxScans {
		return nil, fmt.Errorf("%d scans, at most %d are made", scans, maxScans)
	}
	return jpeg.Decode(bytes.NewReader(file))
}

// recognize finds the kind of a file by its first bytes, of which it gets as many as there are, up to magicBytes.
func recognize(begin []byte) (kind, error) {
	for _, k := range kinds {
		if k.begins(begin) {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("%w: it begins with %q and not as JPEG, PNG, GIF, BMP, TIFF, WebP or HEIC do", ErrUnknown, begin)
}

// begins compares the first bytes of a file with the magic.
func (k kind) begins(begin []byte) bool {
	if len(begin) < len(k.magic) {
		return false
	}
	for i := range k.magic {
		if k.magic[i] != '?' && k.magic[i] != begin[i] {
			return false
		}
	}
	return true
}

// explain puts a decoder's error into one line. Most decoders cannot tell a file that is cut off from a broken one.
func (k kind) explain(err error) error {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("this %s file is broken or cut off: %s", k.name, line)
}

// orientation returns the orientation tag of a file, 1 to 8, and 1 where there is none. A picture whose tag cannot be
// read is still a picture, so that is no error.
func (k kind) orientation(data []byte) int {
	orientation := 1
	if k.exif == 0 {
		return orientation
	}
	imagemeta.Decode(imagemeta.Options{
		R:           bytes.NewReader(data),
		ImageFormat: k.exif,
		Sources:     imagemeta.EXIF,
		// IFD0 describes the picture; the tag of IFD1 is about its thumbnail.
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Tag == "Orientation" && tag.Namespace == "IFD0" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && 1 <= value && value <= 8 {
				orientation = int(value)
			}
			return imagemeta.ErrStopWalking
		},
	})
	return orientation
}
