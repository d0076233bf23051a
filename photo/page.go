package photo

import (
	"image"
	"math"
	"slices"
)

// A Page is what was found on a photograph, or on the part of it with writing, at the scale and turned by the angle at
// which the writing is 80 pixels high and level. Whether it is upright is for a reader to tell, see [Page.Turn]. Its pieces
// have the page's coordinates; [Page.Box] brings them to those of the picture.
type Page struct {
	Sheet  *Mask    // where the paper lies in the picture; nil: everywhere
	Ink    Ink      // the ink of the page
	Pieces []*Piece // what may be digits, punctuation or rubbish
	Faint  []*Piece // ink too faint to be read; beside a line it is a reason for doubt
	Lines  []Line   // the pieces that may be digits, in reading order
	Height float64  // median height of a digit in pixels of the page; 0 if nothing is written
	Stroke float64  // median width of a stroke in pixels of the page
	Slope  float64  // degrees, clockwise positive, of the writing in the middle, after the quarters; it was turned back by as much
	Turned int      // quarters, clockwise, by which it was turned back first: 0 to 3

	flat     Ink             // the ink before it was made level and rules were taken out of it, as it lies on the picture
	shared   bool            // with the page that this one was turned from, whose it is
	near     image.Rectangle // of that, around all that may be writing and what may belong to it
	dropped  []*Piece        // ink that the edge of the picture or of the sheet makes
	rules    []*Piece        // rules that were taken out of the ink and may be strokes
	ruling   []probe         // of all rules that were
	writing  []probe         // of the pieces
	picture  image.Rectangle // bounds of the grey picture
	part     image.Rectangle // what of the picture the page shows, from the picture's first pixel
	sheet    *Mask           // where the paper lies in that part
	shaded   bool            // a shadow lies across the sheet
	levelled *levelling      // how the page was made level, if it was
	written  image.Rectangle // of the page, around all that may be writing, with the rules that it hangs on
	scale    float64         // pixels of the page for one of the picture
	blur     float64         // of the strokes' edges, in pixels of the page; see [Glance]
	smooth   float64         // pixels of the picture by which it is smoothed, so that grain does not hide what is written
}

// The scales, in pixels.
const (
	firstSide     = 1600 // longer side in the first round
	digitHeight   = 80   // what a digit is brought to; at 50 pixels two lines of a hundred are lost
	largestSide   = 4000 // longer side that no round goes beyond
	largestZoom   = 2.5  // a picture is not enlarged further: there is nothing more in it
	rounds        = 3
	steepestLevel = 3 // degrees of slope below which digits are read as they stand

	blurred = 0.09 // heights of a digit by which strokes are blurred, from which a picture is better sharpened
)

// Find finds the writing in a grey picture. A picture without any gives a page without pieces.
//
// A round after the first looks only at the part of the picture in which there is writing, if that is much smaller: of a
// page that a hundred thin digits stand on it is a sixth.
func Find(grey *image.Gray) *Page {
	page := newPage(grey)
	shown := page.shown(grey)
	page.Sheet, page.shaded = findPaper(shown)
	page.find(grey, shown, false)
	return page
}

// FindOn finds the writing on another picture of the same, on the sheet that was found. With sharpen, the last round looks for
// ink on the picture under an unsharp mask, which is for a page that is [Page.Blurred].
func (page *Page) FindOn(other *image.Gray, sharpen bool) *Page {
	again := newPage(other)
	again.Sheet, again.shaded = page.Sheet, page.shaded
	again.find(other, again.shown(other), sharpen)
	return again
}

// newPage is a page on which nothing has been found yet.
func newPage(grey *image.Gray) *Page {
	longer := float64(max(grey.Rect.Dx(), grey.Rect.Dy()))
	page := &Page{picture: grey.Rect, part: image.Rectangle{Max: grey.Rect.Size()}, scale: min(1, firstSide/longer)}
	page.Height = longer * page.scale / 15 // a guess, for want of anything better
	return page
}

// find finds the writing on a picture in grey, which is shown first at the page's scale, and is done with what shows it.
func (page *Page) find(grey *image.Gray, shown *Plane, sharpen bool) {
	longer := float64(max(grey.Rect.Dx(), grey.Rect.Dy()))
	page.sheet = page.Sheet
	contrastWidth := 0.06 * longer * page.scale
	var erased []run
	for round := 1; ; round++ {
		erased = page.findInk(shown, contrastWidth, round == 1)
		if page.Height == 0 {
			return
		}
		zoom := digitHeight / page.Height
		zoom = min(zoom, largestZoom/page.scale, largestSide/(longer*page.scale))
		if zoom > 0.8 && zoom < 1.25 || round == rounds {
			page.blur = blurOf(page.Pieces, page.Ink.Contrast)
			if sharpen {
				sharp := shown.Sharpened(page.blur)
				erased = page.findInk(sharp, contrastWidth, false)
				sharp.done()
			}
			if page.Height == 0 {
				return
			}
			shown.done()
			break
		}
		page.narrow()
		page.scale *= zoom
		page.Height *= zoom
		page.Stroke *= zoom
		shown.done()
		shown = page.shown(grey)
		contrastWidth = max(4*page.Stroke, 0.35*page.Height)
	}
	page.ruling, page.writing = page.probes(erased), page.probes(runsOf(page.Pieces))
	page.findLines()
}

// shown is the part of the picture that the page shows, at the page's scale.
func (page *Page) shown(grey *image.Gray) *Plane {
	size := page.part.Size()
	return resizedPart(grey, page.part, atLeast1(float64(size.X)*page.scale), atLeast1(float64(size.Y)*page.scale))
}

// narrow lets the page show no more than the writing on it, and around it what may belong to it, if that is much less.
func (page *Page) narrow() {
	const much = 0.7 // of the area
	part := page.around()
	part = image.Rect(
		int(float64(part.Min.X)/page.scale), int(float64(part.Min.Y)/page.scale),
		int(float64(part.Max.X)/page.scale), int(float64(part.Max.Y)/page.scale),
	).Add(page.part.Min).Intersect(page.part)
	if area := func(r image.Rectangle) float64 { return float64(r.Dx()) * float64(r.Dy()) }; area(part) > much*area(page.part) {
		return
	}
	page.part = part
	if page.Sheet != nil {
		page.sheet = page.Sheet.part(part, page.picture.Size())
	}
}

// findLines makes the page level and puts its pieces into lines. What the edge of the picture or of the sheet has cut off
// next to a line is a stray.
func (page *Page) findLines() {
	dropped := slices.DeleteFunc(slices.Clone(page.dropped), func(p *Piece) bool {
		return p.size() < page.Stroke || p.height() > highest*page.Height || p.width() > widest*page.Height
	})
	page.level()
	if page.levelled != nil {
		for i, p := range dropped {
			dropped[i] = &Piece{Box: page.levelled.box(p.Box)}
		}
	}
	broken, others := brokenRules(page.Pieces, page.Height, page.Stroke)
	page.Pieces, page.rules = others, append(page.rules, broken...)
	page.Lines = findLines(page.Pieces, page.Faint, page.rules, page.Height, page.Stroke)
	for i := range page.Lines {
		page.Lines[i].Strays = append(page.Lines[i].Strays, cutBeside(&page.Lines[i], dropped)...)
	}
}

// findInk looks for ink at the page's scale, on which the grey is given, and measures it. In the first round it finds out by how much
// the page is to be smoothed. It returns what was ink of rules.
func (page *Page) findInk(grey *Plane, contrastWidth float64, first bool) (erased []run) {
	if page.Ink.Contrast != nil {
		page.Ink.Contrast.done() // of the round before
	}
	page.Ink = page.inkOn(grey, contrastWidth, page.smoothed())
	if first && !page.Field() {
		page.smoothGrain(grey, contrastWidth)
	}
	page.flat = page.Ink
	page.flat.Set = slices.Clone(page.Ink.Set)
	erased = page.takePieces(page.inside(page.sheet))
	page.near = page.around().Intersect(image.Rect(0, 0, grey.Width, grey.Height))
	return erased
}

// contrast is the contrast of the page, of which the grey is given. On a sheet that lies in one light there is no shadow to
// be looked for; a field is too small for one.
func (page *Page) contrast(grey *Plane, width float64) *Plane {
	switch {
	case page.shaded:
		painted := besidePainted(grey, page.sheet)
		contrast := shadedContrast(painted, width)
		painted.done()
		return contrast
	case page.sheet == nil && !page.Field():
		return shadedContrast(grey, width)
	}
	return Contrast(grey, page.sheet, width)
}

// inside drops the pieces that the edge of the picture or of the sheet makes, which is given as it lies on the page.
func (page *Page) inside(sheet *Mask) func([]*Piece) []*Piece {
	size := page.picture.Size()
	return func(pieces []*Piece) []*Piece {
		return withoutEdges(pieces, page.Ink.Contrast.Width, page.Ink.Contrast.Height, sheet, isClipping(size.X, size.Y))
	}
}

// takePieces takes the pieces that keep leaves of the clear ones out of the ink, without rules, and measures them. It returns
// what was ink of rules.
func (page *Page) takePieces(keep func([]*Piece) []*Piece) (erased []run) {
	page.keepPieces(keep)
	page.written = page.boxOfWriting()
	const net = 0.3 // of the longer side, by which ruling is at least as long that holds pieces to the edge
	whole := image.Rectangle{Max: page.picture.Size()}
	if page.part == whole {
		if net := page.Ink.eraseNets(page.dropped, net*float64(page.Ink.Contrast.longer())); len(net.runs) > 0 {
			page.Ink.liftFloor(net.runs)
			erased = net.runs
			page.keepPieces(keep)
			page.written = image.Rect(0, 0, page.Ink.Contrast.Width, page.Ink.Contrast.Height)
		}
	}
	rules := page.Ink.eraseRules(page.Pieces)
	page.rules, erased = rules.suspects, append(erased, rules.runs...)
	if len(rules.runs) > 0 {
		page.Ink.liftFloor(rules.runs)
		page.keepPieces(keep)
	}
	page.Height, page.Stroke = writing(page.Pieces)
	return erased
}

// keepPieces finds the pieces of the ink as it is now.
func (page *Page) keepPieces(keep func([]*Piece) []*Piece) {
	clear, faint := page.Ink.Pieces()
	page.Pieces, page.Faint = keep(clear), faint
	kept := map[*Piece]bool{}
	for _, p := range page.Pieces {
		kept[p] = true
	}
	page.dropped = slices.DeleteFunc(slices.Clone(clear), func(p *Piece) bool { return kept[p] })
}

// around is the rectangle around what is written that also holds what may belong to it.
func (page *Page) around() image.Rectangle {
	const far = 3 // heights of a digit: strays are at most one away, and ruling is known by what it is like around
	return page.written.Inset(-int(far * page.Height))
}

// boxOfWriting is the smallest rectangle of the page around the pieces and those of the faint ones that are nearly as high as a
// digit.
func (page *Page) boxOfWriting() image.Rectangle {
	var box image.Rectangle
	for _, p := range page.Pieces {
		box = box.Union(p.Box)
	}
	for _, p := range page.Faint {
		if p.height() > 0.4*page.Height {
			box = box.Union(p.Box)
		}
	}
	return box
}

// isClipping reports whether a picture shows a line cut out of a page rather than a page: narrow, as no camera makes it, or of few
// pixels. Telephones take photographs up to 2.3 times as wide as high.
func isClipping(width, height int) bool {
	const low, narrow, narrowest = 480, 1.8, 2.5
	ratio := float64(width) / float64(height)
	return ratio > narrow && height < low || ratio > narrowest || isField(width, height)
}

// isField reports whether a picture has fewer pixels than any camera gives: a field that a program has cut out of a form. What is
// much higher than wide is none, but a line that lies on its side.
func isField(width, height int) bool { return width*height < 320*240 && height < 3*width }

// Field reports whether the page was found on a picture of so few pixels that no camera can have taken it: a field that a
// program has cut out of a form, which then lies as it should.
func (page *Page) Field() bool { return isField(page.picture.Dx(), page.picture.Dy()) }

// Blurred reports whether the writing is so far out of focus that it is better read sharpened, see [Page.FindOn]. A field
// has so few pixels that it always is a little.
func (page *Page) Blurred() bool { return page.blur > blurred*page.Height && !page.Field() }

// only is the contrast on the pieces and the pixels next to them; elsewhere it is 0.
func (ink Ink) only(pieces ...[]*Piece) *Plane {
	c := newPlane(ink.Contrast.Width, ink.Contrast.Height)
	for _, p := range slices.Concat(pieces...) {
		for _, r := range p.runs {
			for y := max(r.y-2, 0); y <= min(r.y+2, c.Height-1); y++ {
				left, right := max(r.left-2, 0), min(r.right+2, c.Width)
				copy(c.row(y)[left:right], ink.Contrast.row(y)[left:right])
			}
		}
	}
	return c
}

// Box is the smallest upright rectangle of the picture around a rectangle of the page.
func (page *Page) Box(box image.Rectangle) image.Rectangle {
	picture := image.Rectangle{Max: page.picture.Size()}
	w, h := turnedSize(float64(page.part.Dx())*page.scale, float64(page.part.Dy())*page.scale, page.Turned)
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, x := range []int{box.Min.X, box.Max.X} {
		for _, y := range []int{box.Min.Y, box.Max.Y} {
			px, py := float64(x), float64(y)
			if page.levelled != nil {
				px, py = page.levelled.flat(px, py)
			}
			px, py = unquartered(px, py, w, h, page.Turned)
			px, py = px/page.scale+float64(page.part.Min.X), py/page.scale+float64(page.part.Min.Y)
			left, right, top, bottom = min(left, px), max(right, px), min(top, py), max(bottom, py)
		}
	}
	return image.Rect(int(left), int(top), int(math.Ceil(right)), int(math.Ceil(bottom))).Intersect(picture)
}

// AtEdge reports whether a rectangle of the picture touches the picture's edge.
func (page *Page) AtEdge(box image.Rectangle) bool {
	return !box.In(image.Rect(0, 0, page.picture.Dx(), page.picture.Dy()).Inset(1))
}

// GoesOn reports whether there is ink beside a rectangle of the picture, within three of the given heights along its lines,
// where no paper was found any more: what looks like the end of the sheet may be that of the light, and the line go on in
// a shadow as dark as a desk.
func (page *Page) GoesOn(grey *image.Gray, box image.Rectangle, height int) bool {
	if page.Sheet == nil {
		return false
	}
	along := image.Pt(turnedSize(3*height, 0, page.Turned))
	return page.inkOff(grey, box.Union(box.Sub(along)), height) || page.inkOff(grey, box.Union(box.Add(along)), height)
}

// inkOff reports whether what lies off the sheet in a rectangle of the picture is much darker here and there than for the
// most part, as paper with writing is and a desk seldom.
func (page *Page) inkOff(grey *image.Gray, box image.Rectangle, height int) bool {
	const dark = 0.65               // of the paper's grey
	const least, most = 0.015, 0.12 // of a square of the height: half a thin digit; of all pixels: the objects on a desk are larger
	size, rim := page.picture.Size(), height/6
	off := func(x, y int) bool {
		return x < 0 || x >= size.X || !page.Sheet.covers(x, y, size.X, size.Y)
	}
	var greys []float32
	box = box.Intersect(image.Rectangle{Max: size})
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			if off(x, y) && off(x-rim, y) && off(x+rim, y) {
				greys = append(greys, float32(grey.GrayAt(grey.Rect.Min.X+x, grey.Rect.Min.Y+y).Y))
			}
		}
	}
	if len(greys) < height*height/3 {
		return false
	}
	for _, share := range []float64{0.5, 0.9} { // the paper in the shadow, or most of a region that holds little of it
		limit, n := dark*quantile(greys, share), 0
		for _, v := range greys {
			if v < limit {
				n++
			}
		}
		if float64(n) > least*float64(height*height) && float64(n) < most*float64(len(greys)) {
			return true
		}
	}
	return false
}
