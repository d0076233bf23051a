package main

import (
	"errors"
	"fmt"
	"image"
	"image/draw"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"aloud/fetch"
	"aloud/internal/durable"
	"aloud/mnist"
	"aloud/recipe"
	"aloud/scribe"
	"aloud/symbols"
)

// lineFlags are the flags of "aloud scribe" that show what a reader of lines learns from.
type lineFlags struct {
	line, sheet bool
	heldOut     int // lines by hands that no reader learns from
	data        string
}

// drawLines draws what the flags ask for and writes it, and returns what is to be printed about it.
func (f lineFlags) drawLines(seed uint64, name string) (string, error) {
	if f.heldOut > 0 {
		return f.drawHeldOut(seed, name)
	}
	books, err := f.books()
	if err != nil {
		return "", err
	}
	lines := recipe.DefaultLines(books)
	if f.line {
		example := lines.Draw(rand.New(rand.NewPCG(seed, 0)))
		const zoom = 4
		if err := savePicture(name, enlarged(example.Strip, zoom)); err != nil {
			return "", err
		}
		return filepath.Base(name) + "\t" + example.Digits + "\n", nil
	}
	sheet, count := lineSheet(&lines, seed)
	if err := savePicture(name, sheet); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s\t%d lines\n", filepath.Base(name), count), nil
}

// drawHeldOut writes pictures of lines into a folder, and the table of what they read.
func (f lineFlags) drawHeldOut(seed uint64, folder string) (string, error) {
	folders, err := f.folders()
	if err != nil {
		return "", err
	}
	books, err := folders.TestBooks()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	options := recipe.HeldOutLines(books)
	var table strings.Builder
	table.WriteString("file\tlines\n")
	for i := range f.heldOut {
		line := scribe.NewLine(rand.New(rand.NewPCG(seed, uint64(i))), &options)
		file := fmt.Sprintf("%04d.png", i)
		if err := savePicture(filepath.Join(folder, file), line.Picture); err != nil {
			return "", err
		}
		fmt.Fprintf(&table, "%s\t%s\n", file, line.Digits)
	}
	return "", durable.WriteFile(filepath.Join(folder, "labels.tsv"), []byte(table.String()))
}

// books are the hands to copy from; without a folder there are none, and all hands are invented.
func (f lineFlags) books() ([]*scribe.Copybook, error) {
	if f.data == "" {
		return nil, nil
	}
	folders, err := f.folders()
	if err != nil {
		return nil, err
	}
	books, _, err := folders.Books(0)
	return books, err
}

// folders are where the hands lie, as far as they are in the data folder, or without one on this machine.
func (f lineFlags) folders() (recipe.Folders, error) {
	find := func(set fetch.Set) (string, bool) { return set.In(f.data) }
	if f.data == "" {
		find = func(set fetch.Set) (string, bool) { return set.Find("") }
	}
	folder, ok := find(mnist.Set)
	if !ok && f.data == "" {
		return recipe.Folders{}, withHint(errors.New("scribe: MNIST is not there"), `"aloud data fetch" brings it, or say --data FOLDER`)
	}
	if !ok {
		return recipe.Folders{}, withHint(fmt.Errorf("%s: MNIST is not there", f.data), `"aloud data fetch --data `+f.data+`" brings it`)
	}
	folders := recipe.Folders{MNIST: folder}
	if folder, ok := find(symbols.Set); ok {
		folders.Symbols = folder
	}
	return folders, nil
}

// lineSheet draws as many lines as a page holds, each the strip that a reader is given, below its digits, and a tick under
// the middle of each. The n-th line is the one that "--line" draws from the n-th seed.
func lineSheet(lines *recipe.Lines, seed uint64) (sheet *image.Gray, count int) {
	const width, height, margin, zoom, text = 1600, 1200, 8, 2, 16 // pixels
	sheet = image.NewGray(image.Rect(0, 0, width, height))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	for at := image.Pt(margin, margin); ; count++ {
		example := lines.Draw(rand.New(rand.NewPCG(seed+uint64(count), 0)))
		strip := enlarged(example.Strip, zoom)
		if at.X > margin && at.X+strip.Bounds().Dx() > width-margin {
			at = image.Pt(margin, at.Y+text+strip.Bounds().Dy()+2*margin)
		}
		box := strip.Bounds().Add(at.Add(image.Pt(0, text)))
		if box.Max.Y > height-margin {
			return sheet, count
		}
		draw.Draw(sheet, box, strip, image.Point{}, draw.Src)
		label := example.Digits
		if label == "" {
			label = "none"
		}
		writer := font.Drawer{Dst: sheet, Src: image.Black, Face: basicfont.Face7x13, Dot: fixed.P(at.X, box.Min.Y-4)}
		writer.DrawString(label)
		for _, x := range example.Centres {
			tick := box.Min.X + int(zoom*x)
			draw.Draw(sheet, image.Rect(tick, box.Max.Y+1, tick+1, box.Max.Y+6), image.Black, image.Point{}, draw.Src)
		}
		at.X += max(strip.Bounds().Dx(), writer.MeasureString(label).Ceil()) + margin
	}
}
