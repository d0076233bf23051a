package recipe

import (
	"image"
	"math"
	"math/rand/v2"
	"slices"

	"aloud/photo"
	"aloud/scribe"
)

// A LineExample is an example for a reader of lines: what it sees and what it should say.
type LineExample struct {
	Strip   *image.Gray // see photo.Strip
	Digits  string      // from left to right; empty if no number stands there
	Centres []float64   // for each digit the column of the strip, in pixels, where the middle of its ink is
}

// Lines says how examples for a reader of lines are made: scribe writes them, and photo cuts them out as it does with
// a field of a form; those of a photograph come from where it has made the page level, and look like those.
type Lines struct {
	Written scribe.LineOptions
	Found   float64 // share of the lines whose digits are found in the picture; of the others it is known where they are
	Unsure  float64 // how far that is misjudged, and lines are seen from nearer or farther; 1 is as far as it happens
}

// DefaultLines returns how a reader of lines is trained, copying digits from the books.
func DefaultLines(books []*scribe.Copybook) Lines {
	written := scribe.DefaultLines()
	written.Books = books
	return Lines{Written: written, Found: 0.5, Unsure: 1}
}

// HeldOutLines returns the lines by which a reader is measured on hands that it has not learned from, which the books must
// hold: numbers of ten digits, copied alone, without what the training adds to make it hard.
func HeldOutLines(books []*scribe.Copybook) scribe.LineOptions {
	return scribe.LineOptions{Books: books, Least: 10, Most: 10, Wildness: 0.5}
}

// Draw makes an example. The options may be shared by goroutines that each have a source of their own.
func (l *Lines) Draw(random *rand.Rand) LineExample {
	line := scribe.NewLine(random, &l.Written)
	s := l.cut(random, &line)
	example := LineExample{Strip: s.Gray, Digits: line.Digits}
	for _, p := range line.Places {
		x, _ := s.Place(p.X, (p.Top+p.Bottom)/2)
		example.Centres = append(example.Centres, min(max(x, 0), float64(s.Rect.Dx())-1))
	}
	return example
}

// cut makes a strip of a line. Where the digits found are not those of the line, as where a rule was taken for writing, no
// person could read the strip, and nobody shall learn from it.
func (l *Lines) cut(random *rand.Rand, line *scribe.Line) *photo.Strip {
	e := extentOf(line)
	sharpen := line.Blur > e.Height*(0.06+0.06*random.Float64()) // about where photo does it with a page
	strip := func(page *photo.Page, e photo.Extent) *photo.Strip {
		if sharpen {
			page.Ink.Contrast = page.Ink.Contrast.Sharpened(line.Blur)
		}
		return page.Strip(e, l.view(random))
	}
	if random.Float64() < l.Found {
		page, extents := photo.FindLine(line.Picture)
		found := extents[0]
		if other := random.IntN(8); other < len(extents) {
			found = extents[other] // most often the first one, but readers look at all
		}
		if s := strip(page, found); legible(s, line.Places) {
			return s
		}
	}
	e.Height *= math.Exp(0.1 * l.Unsure * random.NormFloat64())
	e.Middle += 0.05 * l.Unsure * e.Height * random.NormFloat64()
	e.Slope += l.Unsure * random.NormFloat64()
	return strip(&photo.Page{Ink: photo.Ink{Contrast: photo.LineContrast(line.Picture)}}, e)
}

// view is a look at the line from a little nearer or farther.
func (l *Lines) view(random *rand.Rand) photo.View {
	return photo.View{
		Height: photo.StripDigit * math.Exp(0.07*l.Unsure*random.NormFloat64()),
		Width:  math.Exp(0.1 * l.Unsure * random.NormFloat64()),
		Shear:  0.08 * l.Unsure * random.NormFloat64(),
	}
}

// extentOf is where the digits of a line stand, as photo would say it if it made no mistake: the higher ones count.
func extentOf(line *scribe.Line) photo.Extent {
	width, height := float64(line.Picture.Rect.Dx()), float64(line.Picture.Rect.Dy())
	e := photo.Extent{Right: width, Middle: height / 2, Height: height / 1.6, Slope: line.Slope}
	if len(line.Places) == 0 {
		return e
	}
	var middles, heights []float64
	for _, p := range line.Places {
		falls := math.Tan(line.Slope*math.Pi/180) * (p.X - width/2)
		middles, heights = append(middles, (p.Top+p.Bottom)/2-falls), append(heights, p.Bottom-p.Top)
	}
	slices.Sort(middles)
	slices.Sort(heights)
	e.Middle, e.Height = middles[len(middles)/2], heights[len(heights)*2/3]
	return e
}

// legible reports whether a strip shows all digits so large, and so far within, that a person can read them.
func legible(s *photo.Strip, places []scribe.Place) bool {
	const smallest, edge = 7, 4 // pixels of the strip
	for _, p := range places {
		x, top := s.Place(p.X, p.Top)
		_, bottom := s.Place(p.X, p.Bottom)
		middle := (top + bottom) / 2
		if bottom-top < smallest || middle < edge || middle > photo.StripHeight-edge || x < 0 || x >= float64(s.Rect.Dx()) {
			return false
		}
	}
	return true
}
