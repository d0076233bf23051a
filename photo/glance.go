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

// Look takes a quick look at a frame. It takes some tens of milliseconds for a frame of 480x360 pixels, in which digits are found
// from about 5 pixels of height; larger frames tell more and take longer.
func Look(frame *image.Gray) Glance {
	if light, _ := LightOnDark(frame); light {
		frame = Negative(frame)
	}
	original := plane(frame)
	g := Glance{Brightness: float64(quantile(original.V, 0.9))}
	ink, height, stroke := quickInk(original)
	if height == 0 {
		return g
	}
	pieces, _ := ink.Pieces()
	pieces = withoutEdges(pieces, original.Width, original.Height, nil, false)
	g.Height, g.Slope = height, slopeOf(pieces, height)
	lines := writtenLines(findLines(pieces, nil, nil, height, stroke))
	if len(lines) == 0 {
		return g
	}
	var written []*Piece
	for i := range lines {
		written = append(written, lines[i].Pieces...)
		g.Box = g.Box.Union(lines[i].Box())
		g.CutOff = g.CutOff.or(cutOff(&lines[i], original.Width, original.Height))
		g.Glare = max(g.Glare, glare(original, &lines[i]))
	}
	g.Digits = len(written)
	g.Blur = blurOf(written, ink.Contrast)
	return g
}

// quickInk finds the ink at the frame's own scale in two rounds: how wide the strokes are is known after the first.
func quickInk(grey *Plane) (ink Ink, height, stroke float64) {
	width, height := 0.06*float64(grey.longer()), float64(grey.longer())/15
	for range 2 {
		ink = FindInk(Contrast(grey, nil, width), height)
		pieces, _ := ink.Pieces()
		height, stroke = writing(withoutEdges(pieces, grey.Width, grey.Height, nil, false))
		if height == 0 {
			return ink, 0, 0
		}
		width = max(4*stroke, 0.35*height)
	}
	return ink, height, stroke
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

// glare tells of the mirror image of a lamp, which hides the ink under it: how much of the line and of what lies beside it
// the light has burnt out, as a share of the line's box. It may hide most of the line, or an end that then lies outside
// the box; so how bright the paper is otherwise, only the writing that is left can tell. Where all of that stands on
// paper about as bright, the light is strong and hides nothing.
func glare(grey *Plane, l *Line) float64 {
	const burnt, bright = 252, 240 // of 255
	const reach = 4                // heights of a digit; a lamp fades as far
	darkest := float32(255)
	for _, p := range l.Pieces {
		darkest = min(darkest, paperAround(grey, p))
	}
	if darkest > bright {
		return 0
	}
	box, burntOut := l.Box(), 0
	beside := int(reach * l.Height)
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

// cutOff tells past which edges a line may go on. At its ends a blank of half a height might hide a gap and the next
// digit; above and below, a single piece that touches the edge is rather a speck or a stroke of another line.
func cutOff(l *Line, width, height int) Edges {
	const least = 2 // pieces
	margin := l.Height / 2
	top, bottom := 0, 0
	for _, p := range l.Pieces {
		if p.Box.Min.Y <= 1 {
			top++
		}
		if p.Box.Max.Y >= height-1 {
			bottom++
		}
	}
	box := l.Box()
	return Edges{
		Left: float64(box.Min.X) < margin, Right: float64(box.Max.X) > float64(width)-margin,
		Top: top >= least, Bottom: bottom >= least,
	}
}
