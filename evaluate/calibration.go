package evaluate

import "math"

// A Bin is what a reader was about equally sure of.
type Bin struct {
	From       float64 `json:"from"`       // confidences above this
	To         float64 `json:"to"`         // up to this one are in the bin
	Count      int     `json:"count"`      //
	Right      int     `json:"right"`      //
	Confidence float64 `json:"confidence"` // the mean
}

// calibrationBins is how many bins confidences are sorted into: 15, as in the tables of Guo and others.
const calibrationBins = 15

// bins sorts what was read with some confidence into bins of equal width, and returns those that are not empty.
func bins(confidences []float64, right []bool) []Bin {
	all := make([]Bin, calibrationBins)
	for i, confidence := range confidences {
		m := min(max(int(math.Ceil(confidence*calibrationBins))-1, 0), calibrationBins-1)
		all[m].Count++
		all[m].Right += one(right[i])
		all[m].Confidence += confidence
	}
	filled := []Bin{}
	for m, b := range all {
		if b.Count > 0 {
			b.From, b.To = ratio(m, calibrationBins), ratio(m+1, calibrationBins)
			b.Confidence /= float64(b.Count)
			filled = append(filled, b)
		}
	}
	return filled
}

// calibrationError is the expected calibration error of Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural
// Networks" (2017), section 2, equation 3. The predictions are sorted by their confidence into M bins of equal width, the
// bin m holding confidences in ((m−1)/M, m/M]; of n predictions,
//
//	ECE = Σₘ |Bₘ|/n · |acc(Bₘ) − conf(Bₘ)|
//
// where acc is the share of a bin that is right and conf the mean confidence in it. A model that says 0.9 and is right
// nine times in ten has 0.
func calibrationError(bins []Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range bins {
		sum += math.Abs(float64(b.Right) - float64(b.Count)*b.Confidence)
		n += b.Count
	}
	return sum / float64(max(n, 1))
}
