package lab

// notebookOperations are those of the notebook's two models over all passes: only pixels with ink take part.
func notebookOperations(s samples) float64 {
	ink := func(digits []sample) (pixels float64) {
		for _, d := range digits {
			pixels += float64(len(d.ink))
		}
		return pixels
	}
	learned, judged := ink(s.training), ink(s.validation)
	n, v := float64(len(s.training)), float64(len(s.validation))
	regression := 2*learned*classes + judged*classes // forward and back; forward
	perceptron := 2*learned*hidden + 3*n*hidden*classes + judged*hidden + v*hidden*classes
	return 2 * passes * (regression + perceptron)
}
