package photo

import "image"

// Uncoloured returns the picture in grey like [Grey], but each pixel is as much brighter than the brightest of its colours as that
// is brighter than the darkest: what is coloured fades, as blue ruling does, and what is black or grey stays.
func Uncoloured(img image.Image) *image.Gray {
	grey := Grey(img)
	for i, v := range Grey(complement(img)).Pix {
		grey.Pix[i] = uint8(min(2*(255-int(v))-int(grey.Pix[i]), 255))
	}
	return grey
}

// A probe is a spot of ink on the picture, and the paper beside it.
type probe struct{ ink, paper image.Point }

// Ruled reports whether ruling was taken out of the ink of the page, as much of it as of a squared or ruled sheet.
func (page *Page) Ruled() bool { return len(page.ruling) >= leastProbes }

// RulesFade reports whether the ruling of a page that is [Page.Ruled] has no more than half of its contrast on another picture
// of the same, and what is written most of it: that is better read there.
func (page *Page) RulesFade(grey, other *image.Gray) bool {
	const faded, left = 0.5, 0.6
	ruling, writing := contrastAt(grey, page.ruling), contrastAt(grey, page.writing)
	return contrastAt(other, page.ruling) < faded*ruling && contrastAt(other, page.writing) > left*writing
}

// contrastAt is the median contrast of the probes.
func contrastAt(grey *image.Gray, probes []probe) float32 {
	contrasts := make([]float32, len(probes))
	for i, p := range probes {
		contrasts[i] = 1 - float32(darkest(grey, p.ink))/float32(max(1, grey.GrayAt(p.paper.X, p.paper.Y).Y))
	}
	return quantile(contrasts, 0.5)
}

// darkest is the darkest grey at a point or next to it: a rule may be no wider than a pixel.
func darkest(grey *image.Gray, at image.Point) uint8 {
	least := uint8(255)
	for y := at.Y - 1; y <= at.Y+1; y++ {
		for x := at.X - 1; x <= at.X+1; x++ {
			if (image.Point{X: x, Y: y}).In(grey.Rect) {
				least = min(least, grey.GrayAt(x, y).Y)
			}
		}
	}
	return least
}

const (
	probeEvery  = 16  // pixels of a run that get a probe; a run that is shorter gets one as well
	leastProbes = 100 // of ruling
	mostProbes  = 400 // that are looked at
)

// probes are spots in runs of ink, with the paper beside each: where it is not, there is none.
func (page *Page) probes(runs []run) []probe {
	width, height := page.flat.Contrast.Width, page.flat.Contrast.Height
	away := int(2*page.Stroke) + 2
	spots := spotsIn(runs)
	var all []probe
	for i := 0; i < len(spots); i += 1 + len(spots)/mostProbes {
		r := spots[i]
		x, y := (r.left+r.right)/2, r.y
		for _, beside := range []image.Point{{r.left - away, y}, {r.right + away, y}, {x, y - away}, {x, y + away}} {
			if beside.In(image.Rect(0, 0, width, height)) && !page.flat.Set[beside.Y*width+beside.X] {
				all = append(all, probe{page.pictured(x, y), page.pictured(beside.X, beside.Y)})
				break
			}
		}
	}
	return all
}

func runsOf(pieces []*Piece) []run {
	var runs []run
	for _, p := range pieces {
		runs = append(runs, p.runs...)
	}
	return runs
}

// spotsIn parts the runs into such as get a probe each.
func spotsIn(runs []run) []run {
	var spots []run
	for _, r := range runs {
		for ; r.right-r.left >= 2*probeEvery; r.left += probeEvery {
			spots = append(spots, run{r.y, r.left, r.left + probeEvery})
		}
		spots = append(spots, r)
	}
	return spots
}

// pictured is the point of the picture that the page shows at one of its own, before it is made level.
func (page *Page) pictured(x, y int) image.Point {
	return image.Pt(int((float64(x)+0.5)/page.scale), int((float64(y)+0.5)/page.scale)).Add(page.part.Min)
}
