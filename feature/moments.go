package feature

import "aloud/digit"

// moments are the first and second moments of a digit's ink. A pixel is a square of side 1, evenly inked, and weighs as
// much as it is bright: m = Σ v over all pixels.
type moments struct {
	x, y       float64 // the centre of mass, in pixels counted from 0: x̄ = Σ v·x / m, ȳ = Σ v·y / m
	xx, xy, yy float64 // variances and covariance around it, in pixels²
}

// momentsOf measures a digit. Without ink there is nothing to measure, and inked is false.
//
//	xx = Σ v·(x − x̄)² / m + 1/12
//	xy = Σ v·(x − x̄)·(y − ȳ) / m
//	yy = Σ v·(y − ȳ)² / m + 1/12
//
// The twelfth is the variance of a pixel's own ink around its centre. For its sake neither variance is ever 0, not even
// that of a single row or column of pixels. Sums are of whole numbers, and exact.
func momentsOf(d *digit.Digit) (m moments, inked bool) {
	var sum, sumX, sumY, sumXX, sumXY, sumYY int
	for y := range digit.Side {
		var row, rowX, rowXX int
		for x, v := range d[y*digit.Side:][:digit.Side] {
			row += int(v)
			rowX += int(v) * x
			rowXX += int(v) * x * x
		}
		sum, sumX, sumY = sum+row, sumX+rowX, sumY+row*y
		sumXX, sumXY, sumYY = sumXX+rowXX, sumXY+rowX*y, sumYY+row*y*y
	}
	if sum == 0 {
		return moments{}, false
	}
	mass := float64(sum)
	m.x, m.y = float64(sumX)/mass, float64(sumY)/mass
	m.xx = float64(sumXX)/mass - m.x*m.x + 1./12
	m.xy = float64(sumXY)/mass - m.x*m.y
	m.yy = float64(sumYY)/mass - m.y*m.y + 1./12
	return m, true
}
