package photo

import (
	"image"
	"math"
	"slices"
)

// A Glance is what a quick look at a frame of a camera tells of the writing in it, without reading it. Lengths are in
// pixels of the frame.
type Glance struct {
	Brightness float64         // the grey that the brightest tenth of the frame reaches, 0 to 255
	Digits     int             // pieces of writing that may be digits, in lines
	Box        image.Rectangle // around them
	Height     float64         // of a digit, the median; 0 where nothing is written
	Slope      float64         // of the lines in degrees, clockwise positive
	Blur       float64         // of the strokes' edges: the standard deviation of the Gaussian that would do the same
	Glare      float64         // how much a lamp's mirror image hides of a line and beside it, as a share of the line's box; of the worst line
	CutOff     Edges           // edges of the frame past which the writing may go on
}

// Edges are edges of a picture.
type Edges struct{ Left, Top, Right, Bottom bool }

func (e Edges) or(f Edges) Edges {
	return Edges{e.Left || f.Left, e.Top || f.Top, e.Right || f.Right, e.Bottom || f.Bottom}
}

// Look takes a quick look at a frame: at all of it at half of its scale, which tells where the writing is and how large,
// and at that part alone at the whole scale. Where nothing shows at half of the scale it may be fine writing, and the
// whole frame is looked at. Digits are found from about 5 pixels of height; larger frames tell more and take longer.
func Look(frame *image.Gray) Glance {
	g := Glance{Brightness: float64(Brightness(frame))}
	half := halved(frame)
	if light, _ := lightOnDark(frame, half); light {
		frame = Negative(frame)
		half = halved(frame)
	}
	first := firstLook(frame, half, 2)
	if first.height == 0 {
		first = firstLook(frame, plane(frame), 1)
	}
	if first.height > 0 {
		first.again().tell(&g)
	}
	return g
}

// A look is what a part of a frame shows at some scale.
type look struct {
	frame          *image.Gray
	part           image.Rectangle // counted from the frame's first pixel
	reduced        int             // pixels of the frame for one of the look
	grey           *Plane
	ink            Ink
	pieces         []*Piece // what may be written
	height, stroke float64  // of a digit, and the width of its strokes, in pixels of the frame; 0 where nothing is written
}

// firstLook looks at all of a frame, given at some scale, and knows nothing of where the writing is and how large.
func firstLook(frame *image.Gray, grey *Plane, reduced int) look {
	l := look{frame: frame, part: image.Rectangle{Max: frame.Rect.Size()}, reduced: reduced, grey: grey}
	longer := float64(grey.longer())
	l.find(0.06*longer, longer/15)
	return l
}

// again looks again, with that knowledge, at the writing and at what may belong to it or hide it.
func (l look) again() look {
	var box image.Rectangle
	for _, p := range l.pieces {
		box = box.Union(p.Box)
	}
	beside := image.Pt(int(glareReach*l.height), int(2*l.height))
	part := image.Rectangle{box.Min.Mul(l.reduced).Sub(beside), box.Max.Mul(l.reduced).Add(beside)}.Intersect(l.part)
	closer := look{frame: l.frame, part: part, reduced: 1, grey: resizedPart(l.frame, part, part.Dx(), part.Dy())}
	closer.find(max(4*l.stroke, 0.35*l.height), l.height)
	return closer
}

// find finds the writing. In pixels of the look, digits are about as high as given, and their strokes less wide.
func (l *look) find(width, height float64) {
	l.ink = quick.findInk(quick.contrast(l.grey, width), height, 0)
	pieces, _ := l.ink.Pieces()
	l.pieces = withoutEdges(pieces, l.grey.Width, l.grey.Height, nil, false)
	height, stroke := writing(l.pieces)
	l.height, l.stroke = height*float64(l.reduced), stroke*float64(l.reduced)
}

// tell adds what is written to a glance. The look is one at the frame's own scale.
func (l look) tell(g *Glance) {
	if l.height == 0 {
		return
	}
	g.Height, g.Slope = l.height, slopeOf(l.pieces, l.height)
	frame := image.Rectangle{Max: l.frame.Rect.Size()}.Sub(l.part.Min)
	var written []*Piece
	for _, line := range writtenLines(findLines(l.pieces, nil, nil, l.height, l.stroke)) {
		written = append(written, line.Pieces...)
		g.Box = g.Box.Union(line.Box().Add(l.part.Min))
		g.CutOff = g.CutOff.or(cutOff(&line, frame))
		g.Glare = max(g.Glare, glare(l.grey, &line))
	}
	g.Digits = len(written)
	g.Blur = blurOf(written, l.ink.Contrast)
}

// writtenLines keeps the lines that are likely to be writing: a real line where there is one, or else what there is.
func writtenLines(lines []Line) []Line {
	const enough = 3 // pieces; grain and the weave of a cloth make pairs, and seldom rows
	long := slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return len(l.Pieces) < enough })
	if len(long) > 0 {
		return long
	}
	return lines
}

// blurOf is how blurred the strokes of the pieces are. Across a stroke under a Gaussian the contrast rises by at most
// 0.40/σ of its height for a wide stroke, and by 0.61/σ for one much thinner than σ; strokes lie between. Motion blurs
// only what runs across it, so the softer half of each piece's outline counts.
func blurOf(pieces []*Piece, contrast *Plane) float64 {
	const share = 0.5 // between the two
	var blurs []float64
	for _, p := range pieces {
		var slopes []float32
		for _, r := range p.runs {
			for _, x := range []int{r.left, r.right - 1} {
				if x > 0 && r.y > 0 && x+1 < contrast.Width && r.y+1 < contrast.Height {
					slopes = append(slopes, steepness(contrast, x, r.y))
				}
			}
		}
		if s := quantile(slopes, 0.4); s > 0 {
			blurs = append(blurs, share*float64(p.peak/s))
		}
	}
	slices.Sort(blurs)
	if len(blurs) == 0 {
		return 0
	}
	return blurs[len(blurs)/2]
}

// steepness is the length of the gradient at a pixel that is not on the edge of the plane, by central differences, or by
// the steeper side where the pixel is on the crest of a thin stroke.
func steepness(p *Plane, x, y int) float32 {
	at := y*p.Width + x
	dx := steeper(p.V[at-1], p.V[at], p.V[at+1])
	dy := steeper(p.V[at-p.Width], p.V[at], p.V[at+p.Width])
	return float32(math.Hypot(float64(dx), float64(dy)))
}

func steeper(before, here, after float32) float32 {
	if (here-before)*(after-here) > 0 {
		return (after - before) / 2
	}
	return max(here-before, here-after, before-here, after-here)
}

// glareReach is how far beside a line, in heights of a digit, a lamp is looked for: so far it fades.
const glareReach = 4

// glare tells of the mirror image of a lamp, which hides the ink under it: how much of the line and of what lies beside it
// the light has burnt out, as a share of the line's box. It may hide most of the line, or an end that then lies outside
// the box; so how bright the paper is otherwise, only the writing that is left can tell. Where all of that stands on
// paper about as bright, the light is strong and hides nothing.
func glare(grey *Plane, l *Line) float64 {
	const burnt, bright = 252, 240 // of 255
	darkest := float32(255)
	for _, p := range l.Pieces {
		darkest = min(darkest, paperAround(grey, p))
	}
	if darkest > bright {
		return 0
	}
	box, burntOut := l.Box(), 0
	beside := int(glareReach * l.Height)
	left, right := max(0, box.Min.X-beside), min(grey.Width, box.Max.X+beside)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for _, v := range grey.row(y)[left:right] {
			if v >= burnt {
				burntOut++
			}
		}
	}
	return float64(burntOut) / float64(box.Dx()*box.Dy())
}

// paperAround is how bright the paper is beside a piece's strokes.
func paperAround(grey *Plane, p *Piece) float32 {
	box := p.Box.Inset(-2).Intersect(image.Rect(0, 0, grey.Width, grey.Height)) // a 1 is nothing but ink
	var values []float32
	for y := box.Min.Y; y < box.Max.Y; y++ {
		values = append(values, grey.row(y)[box.Min.X:box.Max.X]...)
	}
	return quantile(values, 0.9)
}

// cutOff tells past which edges of the frame a line may go on. At its ends a blank of half a height might hide a gap and
// the next digit; above and below, a single piece that touches the edge is rather a speck or a stroke of another line.
func cutOff(l *Line, frame image.Rectangle) Edges {
	const least = 2 // pieces
	margin := l.Height / 2
	top, bottom := 0, 0
	for _, p := range l.Pieces {
		if p.Box.Min.Y <= frame.Min.Y+1 {
			top++
		}
		if p.Box.Max.Y >= frame.Max.Y-1 {
			bottom++
		}
	}
	box := l.Box()
	return Edges{
		Left: float64(box.Min.X-frame.Min.X) < margin, Right: float64(frame.Max.X-box.Max.X) < margin,
		Top: top >= least, Bottom: bottom >= least,
	}
}
