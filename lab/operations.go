package lab

// The operations that are counted are those in products, a multiplication and an addition for each weight that takes part:
// as package model counts them, but for pixels without ink, which take none here.

func (m *regression) operations(s sample) (judging, climbing float64) {
	ink := float64(len(s.ink))
	return 2 * ink * classes, 2 * 2 * ink * classes // forward; forward and back
}

func (m *perceptron) operations(s sample) (judging, climbing float64) {
	ink := float64(len(s.ink))
	return 2 * (ink*hidden + hidden*classes), 2 * (2*ink*hidden + 3*hidden*classes)
}

// notebookOperations are those of the notebook's two models over all passes.
func notebookOperations(s samples) float64 {
	sum := 0.0
	for _, m := range []learner{new(regression), new(perceptron)} {
		for _, d := range s.training {
			_, climbing := m.operations(d)
			sum += climbing
		}
		for _, d := range s.validation {
			judging, _ := m.operations(d)
			sum += judging
		}
	}
	return passes * sum
}
