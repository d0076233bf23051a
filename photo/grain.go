package photo

import "math"

// What grain makes of a page, and how it is smoothed away; chosen on notes photographed in the dark and compressed.
const (
	specks     = 5000 // clear pieces, more than letters on a page of print, that are grain, however little of its deviation compression left
	fewSpecks  = 500  // clear pieces that writing may still be found among
	mostSmooth = 6    // pixels of the page, in the first round, by which it is smoothed at most
)

// smoothGrain smooths the grey of a page, if grain hides what is written, by as few pixels as it takes, and finds its ink anew. Where
// that does not help, nothing may be written at all, and what was found stays.
func (page *Page) smoothGrain(grey *Plane, contrastWidth float64) {
	if page.Ink.readable(specks) {
		return
	}
	for smoothed := 1; smoothed <= mostSmooth; smoothed++ {
		ink := page.inkOn(grey, contrastWidth, smoothed)
		if ink.readable(fewSpecks) {
			page.Ink.Contrast.done()
			page.Ink, page.smooth = ink, float64(smoothed)/page.scale
			return
		}
		ink.Contrast.done()
	}
}

// smoothed is by how many pixels the page is smoothed at its scale.
func (page *Page) smoothed() int { return int(math.Round(page.smooth * page.scale)) }

// inkOn is the ink on a grey picture that is smoothed by so many pixels first.
func (page *Page) inkOn(grey *Plane, contrastWidth float64, smoothed int) Ink {
	if smoothed > 0 {
		grey = grey.blurred(smoothed)
		defer grey.done()
	}
	return careful.findInk(page.contrast(grey, contrastWidth), page.Height, smoothed)
}

// readable reports whether grain does not hide what is written, and has made no more clear pieces than that.
func (ink Ink) readable(most int) bool {
	if ink.grainy {
		return false
	}
	clear, _ := ink.Pieces()
	return len(clear) <= most
}

// shareOfNoise is the share of the deviation of white noise, smoothed by so many pixels, that [deviation] measures: the smoother, the
// more alike are a pixel and those around it. It is within a seventh of what the weights of both give, for up to 6 pixels.
func shareOfNoise(smoothed int) float32 { return 1 / (1 + float32(smoothed*smoothed)/6) }
