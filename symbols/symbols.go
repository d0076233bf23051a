// Package symbols reads the Basic Handwritten Math Symbols Dataset of W. Błachowski and others
// (https://github.com/wblachowski/bhmsds, MIT licence): 27 000 pictures of 28x28, dark on white, 1 500 each of the ten
// digits and of dot, minus, plus, slash, w, x, y and z. A few people wrote them, with the 1 and the crossed 7 of central
// Europe that MNIST has hardly any of; and what is no digit teaches a reader to say so.
//
// Each symbol was scaled to fill its picture, so the size of a dot beside that of a letter is lost, and a slash stands
// in the same form as a bare slanted 1. A z without a bar is a 2 to anyone, so the z are left out: labelled as no digit,
// they would teach doubt about every 2 that is written with corners.
package symbols

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"io"
	"path"
	"slices"
	"strings"

	"aloud/digit"
	"aloud/fetch"
)

// archive is the file that holds all pictures.
const archive = "bhmsds-symbols.zip"

// commit is the state of the published set that the sum below belongs to, as packed by GitHub.
const commit = "07d208e41923b061e338c241e59daacdd2752d53"

// Set is the one file of the symbols: GitHub's archive of the whole repository, or one of the pictures alone.
var Set = fetch.Set{Name: "symbols", Files: []fetch.File{{
	Name: archive, Size: 15738590,
	SHA256: "5e109303251854908f361e35bf260ebb30248fa9967bd70d2bf3703df11a5274",
	Addresses: []string{
		"https://codeload.github.com/wblachowski/bhmsds/zip/" + commit,
		"https://github.com/wblachowski/bhmsds/archive/" + commit + ".zip",
	},
	Also: []fetch.File{{Name: archive, Size: 11365268,
		SHA256: "82e54c0f71749066f4ff37ffee4eabce33b3bfe030c1b8f8bd4a8028c2a8b616"}},
}}}

// perSymbol is how many pictures there are of each symbol.
const perSymbol = 1500

// names are all symbols by the names that their pictures bear.
var names = strings.Fields("0 1 2 3 4 5 6 7 8 9 dot minus plus slash w x y z")

// ambiguous is the symbol that is left out.
const ambiguous = "z"

// Read reads the 25 500 symbols that are no z from the folder that holds the archive, in the order of their names.
// Digits have their class, all others [digit.NotADigit]; each is brought to MNIST's form by [digit.Normalize].
func Read(folder string) ([]digit.Labelled, error) {
	location, _ := Set.Files[0].Path(folder)
	pack, err := zip.OpenReader(location)
	if err != nil {
		return nil, fmt.Errorf("symbols: %s: %w", archive, err)
	}
	defer pack.Close()
	digits, err := read(&pack.Reader, perSymbol)
	if err != nil {
		return nil, fmt.Errorf("symbols: %s: %w", archive, err)
	}
	return digits, nil
}

// read reads what Read does from an archive with n pictures of each symbol, whatever else it holds.
func read(pack *zip.Reader, n int) ([]digit.Labelled, error) {
	pictures := slices.DeleteFunc(slices.Clone(pack.File), func(f *zip.File) bool {
		return path.Base(path.Dir(f.Name)) != "symbols" || path.Ext(f.Name) != ".png"
	})
	slices.SortFunc(pictures, func(a, b *zip.File) int { return strings.Compare(path.Base(a.Name), path.Base(b.Name)) })
	if err := count(pictures, n); err != nil {
		return nil, err
	}
	pictures = slices.DeleteFunc(pictures, func(f *zip.File) bool { return symbol(f) == ambiguous })
	digits := make([]digit.Labelled, len(pictures))
	for i, f := range pictures {
		ink, err := readPicture(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		digits[i] = digit.Labelled{Digit: digit.Normalize(ink), Class: class(symbol(f))}
	}
	return digits, nil
}

// count makes sure that there are n pictures of every symbol and none of any other.
func count(pictures []*zip.File, n int) error {
	found := map[string]int{}
	for _, f := range pictures {
		found[symbol(f)]++
		if !slices.Contains(names, symbol(f)) {
			return fmt.Errorf("%s: a symbol that the set does not have", f.Name)
		}
	}
	for _, name := range names {
		if found[name] != n {
			return fmt.Errorf("%d pictures of %q instead of %d", found[name], name, n)
		}
	}
	return nil
}

// symbol is the name of the symbol on the picture symbols/NAME-ID.png.
func symbol(f *zip.File) string {
	name, _, _ := strings.Cut(path.Base(f.Name), "-")
	return name
}

// class is that of the symbol.
func class(name string) uint8 {
	if len(name) == 1 && '0' <= name[0] && name[0] <= '9' {
		return name[0] - '0'
	}
	return digit.NotADigit
}

// maxPicture is the most bytes that a picture may unpack to; the largest of the set has 471.
const maxPicture = 4096

// readPicture reads one picture and turns it into ink bright on 0. The ground is white without a blemish, so nothing
// has to be cleared before the ink can be measured.
func readPicture(f *zip.File) (*image.Gray, error) {
	file, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	packed, err := io.ReadAll(io.LimitReader(file, maxPicture+1))
	if err != nil {
		return nil, err
	}
	if len(packed) > maxPicture {
		return nil, fmt.Errorf("more than %d bytes", maxPicture)
	}
	return decode(packed)
}

// decode decodes a PNG of 28x28 pixels and turns dark on white into bright on black.
func decode(packed []byte) (*image.Gray, error) {
	config, err := png.DecodeConfig(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	if config.Width != digit.Side || config.Height != digit.Side {
		return nil, fmt.Errorf("%dx%d pixels instead of 28x28", config.Width, config.Height)
	}
	picture, err := png.Decode(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	ink := image.NewGray(picture.Bounds())
	draw.Draw(ink, ink.Rect, picture, ink.Rect.Min, draw.Src)
	for i, v := range ink.Pix {
		ink.Pix[i] = 255 - v
	}
	return ink, nil
}
