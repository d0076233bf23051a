package train

import (
	"slices"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// A Score is how a classifier does on examples, or a line reader on lines.
type Score struct {
	Examples      int
	Errors        int     // examples that it predicts to be of another class; lines that it does not read exactly
	LogLikelihood float64 // mean log p of the right class, or of all digits of a line

	Digits      int // of lines: the digits in them
	DigitErrors int // of lines: the digits to insert, delete or change in what was read
}

// ErrorRate is the share of errors, 0 to 1.
func (s Score) ErrorRate() float64 { return float64(s.Errors) / float64(max(1, s.Examples)) }

// DigitErrorRate is the number of digit errors to a digit of a line; it may exceed 1.
func (s Score) DigitErrorRate() float64 { return float64(s.DigitErrors) / float64(max(1, s.Digits)) }

// Evaluate scores a classifier on examples, as they are. Of no examples all figures are 0.
func Evaluate[T matrix.Float](c model.Classifier[T], examples []digit.Labelled) Score {
	score, sum := Score{Examples: len(examples)}, 0.0
	for i, prediction := range predictions(c, examples) {
		class := int(examples[i].Class)
		sum += prediction.LogProbabilities[class]
		if prediction.Class != class {
			score.Errors++
		}
	}
	score.LogLikelihood = sum / float64(max(1, len(examples)))
	return score
}

// predictions are the classifier's of all examples.
func predictions[T matrix.Float](c model.Classifier[T], examples []digit.Labelled) []model.Prediction {
	const atOnce = 256 // enough to keep the products busy
	scratch := new(matrix.Scratch[T])
	all := make([]model.Prediction, 0, len(examples))
	for some := range slices.Chunk(examples, atOnce) {
		digits := make([]digit.Digit, len(some))
		for i := range some {
			digits[i] = some[i].Digit
		}
		scratch.Reset()
		all = append(all, model.PredictDigits(c, digits, scratch)...)
	}
	return all
}
