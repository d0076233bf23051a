package main

import (
	"context"
	"fmt"
	"image"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/image/draw"

	"aloud/evaluate"
	"aloud/picture"
	"aloud/reader"
)

// writePage writes the page about a report, for which the photographs that were not read exactly are read once more.
func writePage(cmd *cobra.Command, r *reader.Reader, report evaluate.PhotoReport, degrade func(image.Image) image.Image, folder string) error {
	var tell func(done int)
	progress := func(done, all int) {
		if tell == nil {
			tell = countProgress(cmd.ErrOrStderr(), "failures shown", all)
		}
		tell(done)
	}
	show := func(ctx context.Context, path string) (evaluate.Exhibit, error) {
		img, err := picture.Open(path)
		if err != nil {
			return evaluate.Exhibit{}, err
		}
		img = degrade(img)
		steps, err := r.Steps(ctx, img)
		if err != nil {
			return evaluate.Exhibit{}, err
		}
		return exhibit(img, steps), nil
	}
	return report.WritePage(cmd.Context(), folder, show, progress)
}

// exhibit shows a photograph, what was read on it, and the stages between.
func exhibit(img image.Image, steps *reader.Steps) evaluate.Exhibit {
	read := "nothing"
	if len(steps.Reading.Numbers) > 0 {
		var numbers []string
		for _, n := range steps.Reading.Numbers {
			numbers = append(numbers, n.Text)
		}
		read = strings.Join(numbers, ", ")
	}
	sized, scale := forViewing(img)
	margin, reading := withMargin(sized, moved(steps.Reading, scale, 0))
	shrunk := func(stage string) image.Image { return atMost(drawStage(steps, stage), viewSide) }
	return evaluate.Exhibit{Reading: steps.Reading, Views: []evaluate.View{
		{Name: "photograph", Alt: "The photograph as it is.", Image: sized},
		{Name: "as read", Alt: fmt.Sprintf("The photograph with a frame around each digit; read as %s.", read), Image: annotate(margin, reading)},
		{Name: "ink", Alt: "The ink that was found, black where it may be a digit.", Drawn: true, Image: shrunk("ink")},
		{Name: "lines", Alt: fmt.Sprintf("The lines that the ink was sorted into: %d.", lineCount(steps)), Drawn: true, Image: shrunk("lines")},
		{Name: "digits", Alt: "The digits as the network saw them, a row for each number.", Drawn: true, Image: shrunk("digits")},
	}}
}

func lineCount(steps *reader.Steps) int {
	if steps.Page == nil {
		return 0
	}
	return len(steps.Page.Lines)
}

const (
	viewSide  = 1000 // pixels of the longer side of a view: the width of a page on a large screen
	smallView = 400  // below which a picture is enlarged, so that the letters beside its digits can be read
)

// forViewing brings a picture to a size to look at, and says by how much it is larger.
func forViewing(img image.Image) (image.Image, float64) {
	before := max(img.Bounds().Dx(), img.Bounds().Dy())
	if before >= smallView {
		img = atMost(img, viewSide)
	} else {
		img = enlarged(img, (smallView+before-1)/before)
	}
	return img, float64(max(img.Bounds().Dx(), img.Bounds().Dy())) / float64(before)
}

// withMargin lays a picture onto paper that has room on all sides for what is written beside its digits.
func withMargin(img image.Image, reading reader.Reading) (image.Image, reader.Reading) {
	room := 16
	for _, n := range reading.Numbers {
		room = max(room, image.Rectangle(n.Box).Dy())
	}
	room = min(room, smallView/3)
	inside := image.Rectangle{Max: img.Bounds().Size()}.Add(image.Pt(room, room))
	out := image.NewRGBA(image.Rect(0, 0, inside.Max.X+room, inside.Max.Y+room))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, inside, img, img.Bounds().Min, draw.Src)
	return out, moved(reading, 1, room)
}

// atMost reduces a picture whose longer side has more pixels.
func atMost(img image.Image, longer int) image.Image {
	size := img.Bounds().Size()
	if max(size.X, size.Y) <= longer {
		return img
	}
	scale := float64(longer) / float64(max(size.X, size.Y))
	return resized(img, max(1, int(scale*float64(size.X)+0.5)), max(1, int(scale*float64(size.Y)+0.5)), draw.CatmullRom)
}

// enlarged repeats each pixel so many times in both directions.
func enlarged(img image.Image, times int) image.Image {
	return resized(img, times*img.Bounds().Dx(), times*img.Bounds().Dy(), draw.NearestNeighbor)
}

func resized(img image.Image, width, height int, scaler draw.Scaler) image.Image {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	scaler.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	return out
}

// moved is the reading of a picture that is so many times as large, and has a margin then.
func moved(reading reader.Reading, scale float64, margin int) reader.Reading {
	box := func(b reader.Box) reader.Box {
		at := func(v int) int { return int(scale*float64(v)+0.5) + margin }
		return reader.Box(image.Rect(at(b.Min.X), at(b.Min.Y), at(b.Max.X), at(b.Max.Y)))
	}
	out := reading
	out.Numbers = make([]reader.Number, len(reading.Numbers))
	for i, n := range reading.Numbers {
		n.Box = box(n.Box)
		symbols := make([]reader.Symbol, len(n.Symbols))
		for k, s := range n.Symbols {
			s.Box = box(s.Box)
			symbols[k] = s
		}
		n.Symbols = symbols
		out.Numbers[i] = n
	}
	return out
}
