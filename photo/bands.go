package photo

import "aloud/matrix"

// bandPixels is the least work for a core, in pixels: about a tenth of a millisecond, against which the handing over of
// the work does not count.
const bandPixels = 32 << 10

// inBands calls work for each row of a picture, every core a band of them. A row is to be worked out from what is there
// already and from no other row of the result, so that it is the same on any number of cores.
func inBands(width, height int, work func(y int)) {
	inBandsWith(width, height, func() func(y int) { return work })
}

// inBandsWith is inBands for work that needs room for itself: begin makes it, once for a band.
func inBandsWith(width, height int, begin func() (work func(y int))) {
	matrix.Parallel(height, bandPixels/max(width, 1)+1, func(from, to int) {
		work := begin()
		for y := from; y < to; y++ {
			work(y)
		}
	})
}
