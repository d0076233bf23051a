// Package own reads the labelled digits of somebody's own: a folder of pictures for each digit,
//
//	digits/0/…, digits/1/…, …, digits/9/…, and, of what is none, digits/none/…
//
// each of one digit that fills most of it, dark on light or light on dark, of any size and kind that package picture opens.
package own

import (
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aloud/digit"
	"aloud/picture"
)

// maxDigits is more than anybody writes, and bounds what a wrong folder costs.
const maxDigits = 100_000

// Read reads the digits in the order of their classes, and in a class of the names of the files. What is hidden or no
// regular file is left alone; a file that is no picture, or shows nothing, is an error that names it.
func Read(folder string) ([]digit.Labelled, error) {
	var digits []digit.Labelled
	for class := range digit.NotADigit + 1 {
		files, err := files(filepath.Join(folder, className(class)))
		if err != nil {
			return nil, fmt.Errorf("own: %w", err)
		}
		if len(digits)+len(files) > maxDigits {
			return nil, fmt.Errorf("own: %s: more than %d pictures", folder, maxDigits)
		}
		for _, file := range files {
			d, err := read(file)
			if err != nil {
				return nil, fmt.Errorf("own: %w", err)
			}
			digits = append(digits, digit.Labelled{Digit: d, Class: uint8(class)})
		}
	}
	if len(digits) == 0 {
		return nil, fmt.Errorf("own: %s: no pictures in folders named 0 to 9", folder)
	}
	return digits, nil
}

func className(class int) string {
	if class == digit.NotADigit {
		return "none"
	}
	return fmt.Sprint(class)
}

// files lists the pictures of a class, none if it has no folder.
func files(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder) // sorted by name
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var files []string
	for _, entry := range entries {
		if entry.Type().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	return files, err
}

func read(file string) (digit.Digit, error) {
	img, err := picture.Open(file)
	if err != nil {
		return digit.Digit{}, err
	}
	d, err := Digit(img)
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

// Digit is the digit on a picture that shows nothing else, brought to the form of MNIST's. Of a picture of 28x28 pixels that
// is black all around it is the picture itself.
func Digit(img image.Image) (digit.Digit, error) {
	grey := greyOf(img)
	ground := groundOf(grey)
	if grey.Rect.Dx() == digit.Side && grey.Rect.Dy() == digit.Side && ground == 0 && slices.Max(grey.Pix) > 0 {
		return digit.Digit(grey.Pix), nil
	}
	ink, strongest := grey, uint8(0)
	for i, v := range ink.Pix {
		ink.Pix[i] = max(v, ground) - min(v, ground)
		strongest = max(strongest, ink.Pix[i])
	}
	const faintest = 32 // greys between ground and ink: less is a shadow or noise
	if strongest < faintest {
		return digit.Digit{}, errors.New("the picture shows nothing; leave it out, or take it again in better light")
	}
	for i, v := range ink.Pix {
		if v < strongest/4 { // paper is no more even than that, and the pale rim of a stroke no more than a quarter
			ink.Pix[i] = 0
		}
	}
	return digit.Normalize(ink), nil
}

// greyOf copies the picture, row by row without gaps.
func greyOf(img image.Image) *image.Gray {
	bounds := img.Bounds()
	grey := image.NewGray(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	for y := range bounds.Dy() {
		for x := range bounds.Dx() {
			grey.Set(x, y, img.At(bounds.Min.X+x, bounds.Min.Y+y))
		}
	}
	return grey
}

// groundOf is the median grey along the picture's four sides, which few strokes reach.
func groundOf(grey *image.Gray) uint8 {
	var rim []uint8
	w, h := grey.Rect.Dx(), grey.Rect.Dy()
	for x := range w {
		rim = append(rim, grey.Pix[x], grey.Pix[(h-1)*grey.Stride+x])
	}
	for y := range h {
		rim = append(rim, grey.Pix[y*grey.Stride], grey.Pix[y*grey.Stride+w-1])
	}
	slices.Sort(rim)
	return rim[len(rim)/2]
}

// HeldOut parts the digits into those to learn from and every fourth of each class, which are to show what was learned.
func HeldOut(digits []digit.Labelled) (learn, heldOut []digit.Labelled) {
	var seen [digit.NotADigit + 1]int
	for _, d := range digits {
		if seen[d.Class]++; seen[d.Class]%4 == 0 {
			heldOut = append(heldOut, d)
		} else {
			learn = append(learn, d)
		}
	}
	return learn, heldOut
}
