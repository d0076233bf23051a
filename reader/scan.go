package reader

import (
	"image"
	"math"
	"slices"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
	"aloud/photo"
)

// A scan is a line as the line reader sees it: as a whole, in grey, with nothing cut out of it. What it says of the line
// is independent of how the ink was parted into pieces, and that is what makes it a second opinion: where pieces touch or
// are broken it sees digits, and what the pieces show sharply it may blur.
type scan struct {
	page   *photo.Page
	extent photo.Extent
	strip  *photo.Strip // the straight view of the extent

	views      []matrix.Matrix[float32] // log-probabilities of CTC, columns × classes, in each of the views
	centres    []model.Centre           // what the centre map shows in the straight one
	candidates []model.Candidate        // what the line may read, the likeliest first
	column     float64                  // width of a column in pixels of the strip

	scratch *matrix.Scratch[float32] // that lends the views
}

// done puts the memory of a scan back that nobody looks at any more.
func (r *Reader) done(s *scan) {
	s.views = nil
	r.scratches.Put(s.scratch)
}

// otherViews are the ways in which a line is looked at besides straight: as if higher and lower, leaning to both sides, and
// wider. Six views read some three amounts of a hundred more than one does. Where the first two are clear, the others are too:
// of 900 amounts and 107 notes none is read otherwise without them there, and one more is sure.
var otherViews = func() []photo.View {
	views := make([]photo.View, 5)
	for i := range views {
		views[i] = photo.Straight()
	}
	views[0].Height, views[1].Height = 20.5, 25.5
	views[2].Shear, views[3].Shear = 0.2, -0.15
	views[4].Width = 1.15
	return views
}()

// beamWidth is how many candidates are followed at a time; more of them change nothing on cheques and notes.
const beamWidth = 8

// scan looks at a line on a page. Of the extents, where it may stand, that one counts in which a straight look says
// with the highest probability what it reads. Without extents, or without a line reader, there is nothing to be seen.
func (r *Reader) scan(page *photo.Page, extents []photo.Extent) *scan {
	s := &scan{page: page, scratch: r.scratch()}
	if r.lines == nil {
		return s
	}
	s.column = float64(r.lines.ColumnWidth())
	best := math.Inf(-1)
	for _, e := range extents {
		strip := page.Strip(e, photo.Straight())
		beliefs := r.beliefs(strip, s.scratch)
		if c := model.Beam(beliefs.Reading, beamWidth/2); len(c) > 0 && c[0].LogLikelihood > best {
			best = c[0].LogLikelihood
			s.extent, s.strip, s.centres = e, strip, model.Centres(beliefs.Centres)
			s.views = append(s.views[:0], beliefs.Reading)
		}
	}
	if s.strip == nil {
		return s
	}
	for _, v := range otherViews {
		if len(s.views) == enoughViews && s.clear() {
			break
		}
		s.views = append(s.views, r.beliefs(page.Strip(s.extent, v), s.scratch).Reading)
	}
	s.candidates = model.BeamViews(s.views, beamWidth)
	return s
}

// enoughViews are as many as it takes of a clear line.
const enoughViews = 2

// clear reports whether all views so far read the same, and hardly anything else.
func (s *scan) clear() bool {
	const hardlyElse = -0.01 // the log-likelihood of what they read
	digits := model.Greedy(s.views[0])
	return !slices.ContainsFunc(s.views, func(v matrix.Matrix[float32]) bool {
		return model.DigitsLogLikelihood(v, digits) < hardlyElse
	})
}

// beliefs are what the line reader believes of a strip, in memory lent by the scratch.
func (r *Reader) beliefs(strip *photo.Strip, scratch *matrix.Scratch[float32]) model.LineBeliefs[float32] {
	x := scratch.Matrix(1, r.lines.Height()*strip.Rect.Dx())
	r.lines.Encode(x.Row(0), strip.Gray)
	var beliefs [1]model.LineBeliefs[float32]
	r.lines.ReadInto(beliefs[:], x, scratch)
	return beliefs[0]
}

// leastSeen is the log-likelihood below which a view says no more than that it cannot be.
const leastSeen = -12.0

// logLikelihood is the mean over the views of log p(digits).
func (s *scan) logLikelihood(digits string) float64 {
	if len(s.views) == 0 {
		return leastSeen
	}
	sum := 0.0
	for _, v := range s.views {
		sum += max(model.DigitsLogLikelihood(v, digits), leastSeen)
	}
	return sum / float64(len(s.views))
}

// shows reports whether there is room for so many digits in all views.
func (s *scan) shows(digits string) bool {
	return len(s.views) > 0 && !slices.ContainsFunc(s.views, func(v matrix.Matrix[float32]) bool {
		return v.Rows < model.ColumnsFor(digits)
	})
}

// A seenDigit is a digit of a line as it was scanned.
type seenDigit struct {
	x     float64         // column of the straight strip in which its middle is
	logP  [10]float64     // of each digit in its place, the others being as they were read
	box   image.Rectangle // of the page around it, as far as its neighbours leave room
	digit digit.Digit     // what the strip shows there
}

// digits tells of each of the digits that the line is taken for; the scan must show so many.
func (s *scan) digits(digits string) []seenDigit {
	seen := make([]seenDigit, len(digits))
	for v, view := range s.views {
		for i, d := range model.LineDigits(view, digits) {
			if v == 0 {
				seen[i].x = d.Column * s.column
			}
			for c, logP := range d.LogProbabilities {
				seen[i].logP[c] += logP / float64(len(s.views))
			}
		}
	}
	if len(s.centres) == len(digits) { // which knows better where the middles are
		for i, c := range s.centres {
			seen[i].x = (float64(c.Column) + 0.5) * s.column
		}
	}
	for i := range seen {
		seen[i].box = s.around(seen, i)
		seen[i].digit = s.cutOut(seen, i)
	}
	return seen
}

// around is the box on the page around a digit: as high as the line's are, and half of the way to its neighbours.
func (s *scan) around(seen []seenDigit, i int) image.Rectangle {
	left, right := s.reach(seen, i)
	_, middle := s.strip.Point(seen[i].x, photo.StripHeight/2)
	x0, _ := s.strip.Point(left, photo.StripHeight/2)
	x1, _ := s.strip.Point(right, photo.StripHeight/2)
	return image.Rect(int(x0), int(middle-s.extent.Height/2), int(math.Ceil(x1)), int(math.Ceil(middle+s.extent.Height/2)))
}

// reach is how far to the left and to the right a digit may reach, in columns of the strip: no farther than most digits do.
func (s *scan) reach(seen []seenDigit, i int) (left, right float64) {
	const widest = 0.4 * photo.StripDigit // from the middle of a digit to its edge
	left, right = seen[i].x-widest, seen[i].x+widest
	if i > 0 {
		left = max(left, (seen[i-1].x+seen[i].x)/2)
	}
	if i+1 < len(seen) {
		right = min(right, (seen[i].x+seen[i+1].x)/2)
	}
	return left, right
}

// cutOut is the picture of a digit, cut out of the strip halfway to its neighbours.
func (s *scan) cutOut(seen []seenDigit, i int) digit.Digit {
	const ground = photo.StripInk / 3 // greys that are more likely paper than ink
	left, right := s.reach(seen, i)
	part := s.strip.SubImage(image.Rect(int(left+0.5), 0, int(right+0.5), photo.StripHeight)).(*image.Gray)
	ink := image.NewGray(part.Rect)
	for y := part.Rect.Min.Y; y < part.Rect.Max.Y; y++ {
		for x := part.Rect.Min.X; x < part.Rect.Max.X; x++ {
			v := int(part.GrayAt(x, y).Y) - ground
			ink.Pix[ink.PixOffset(x, y)] = uint8(min(max(255*v/(photo.StripInk-ground), 0), 255))
		}
	}
	return digit.Normalize(ink)
}
