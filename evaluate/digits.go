package evaluate

import (
	"fmt"
	"math"
	"slices"

	"aloud/digit"
	"aloud/matrix"
	"aloud/model"
)

// A DigitReport is what came of holding a classifier against labelled digits.
type DigitReport struct {
	Examples          int     `json:"examples"`
	Errors            int     `json:"errors"`              // a digit taken for no digit is one
	ErrorRate         float64 `json:"error_rate"`          // errors per example
	MeanLogLikelihood float64 `json:"mean_log_likelihood"` // mean log p of the right class, natural logarithm
	CalibrationError  float64 `json:"calibration_error"`   // as calibrationError says, between 0 and 1
	Confusion         [][]int `json:"confusion"`           // Confusion[i][j] examples of class i were taken for class j
	Reliability       []Bin   `json:"reliability"`         // how often it is right, by how sure it is
	Acceptance                // of digits; what is taken for no digit is refused, and what is none is surplus

	AmongTen *DigitReport `json:"among_ten,omitempty"` // the same if it must say one of the ten; nil where it must anyway, or some are none
}

// batch is how many digits are predicted at once. Some hundreds keep the products busy; a batch of the largest network
// here stays below 10 MB.
const batch = 250

// Digits holds the classifier c against the examples. No examples give a report of zeros. A model that is not of digits, and an example of a class that the model does not know, are errors.
func Digits(c model.Classifier[float32], examples []digit.Labelled) (DigitReport, error) {
	if size := c.Encoding().Size(); c.Inputs() != size {
		return DigitReport{}, fmt.Errorf("evaluate: the model has %d inputs, a digit has %d %s", c.Inputs(), size, c.Encoding())
	}
	for i, e := range examples {
		if int(e.Class) >= c.Classes() {
			return DigitReport{}, fmt.Errorf("evaluate: example %d is of class %d, the model knows %d classes", i, e.Class, c.Classes())
		}
	}
	predictions := predictAll(c, examples)
	r := report(c.Classes(), examples, predictions)
	isNone := func(e digit.Labelled) bool { return e.Class == digit.NotADigit }
	if len(examples) > 0 && c.Classes() > digit.NotADigit && !slices.ContainsFunc(examples, isNone) {
		ofTen := report(digit.NotADigit, examples, amongTen(predictions))
		r.AmongTen = &ofTen
	}
	return r, nil
}

// amongTen are the predictions of a model that knows what is no digit once it is told that each is one: p(j | x, j < 10), as
// models of the ten digits alone give them, with whom it can be compared by that.
func amongTen(predictions []model.Prediction) []model.Prediction {
	told := make([]model.Prediction, len(predictions))
	for i, p := range predictions {
		logP := slices.Clone(p.LogProbabilities[:digit.NotADigit])
		class, sum := 0, 0.0
		for j, v := range logP {
			if v > logP[class] {
				class = j
			}
			sum += math.Exp(v - p.LogProbabilities[p.Class])
		}
		isDigit := p.LogProbabilities[p.Class] + math.Log(sum)
		for j := range logP {
			logP[j] -= isDigit
		}
		told[i] = model.Prediction{Class: class, LogProbabilities: logP}
	}
	return told
}

// predictAll predicts the class of every example, batch by batch, on all cores.
func predictAll(c model.Classifier[float32], examples []digit.Labelled) []model.Prediction {
	predictions := make([]model.Prediction, len(examples))
	matrix.Parallel(len(examples), batch, func(begin, end int) {
		s := new(matrix.Scratch[float32])
		digits := make([]digit.Digit, 0, batch)
		for ; begin < end; begin += len(digits) {
			digits = digits[:0]
			for _, e := range examples[begin:min(begin+batch, end)] {
				digits = append(digits, e.Digit)
			}
			model.PredictDigitsInto(predictions[begin:begin+len(digits)], c, digits, s)
			s.Reset()
		}
	})
	return predictions
}

// report counts what was predicted.
func report(classes int, examples []digit.Labelled, predictions []model.Prediction) DigitReport {
	r := DigitReport{Examples: len(examples), Confusion: make([][]int, classes)}
	for i := range r.Confusion {
		r.Confusion[i] = make([]int, classes)
	}
	right := make([]bool, len(examples))
	confidences := make([]float64, len(examples))
	var claims []claim
	written := 0
	for i, p := range predictions {
		class := int(examples[i].Class)
		right[i], confidences[i] = p.Class == class, p.Probability()
		if !right[i] {
			r.Errors++
		}
		r.MeanLogLikelihood += p.LogProbabilities[class] / float64(len(examples))
		r.Confusion[class][p.Class]++
		written += one(class != digit.NotADigit)
		if p.Class != digit.NotADigit { // what is taken for no digit is not said
			claims = append(claims, claim{confidences[i], !right[i], class == digit.NotADigit})
		}
	}
	r.ErrorRate = ratio(r.Errors, r.Examples)
	r.Reliability = bins(confidences, right)
	r.CalibrationError = calibrationError(r.Reliability)
	r.Acceptance = accept(claims, written)
	return r
}

// ratio is part/whole, and 0 where there is no whole.
func ratio(part, whole int) float64 {
	return float64(part) / float64(max(whole, 1))
}
