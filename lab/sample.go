package lab

import (
	"cmp"
	"fmt"
	"slices"

	"aloud/digit"
)

// A sample is one digit as single-sample learning wants it: the pixels with ink and no others. Four fifths of a digit
// are ground, where x = 0 adds nothing to log q and nothing to the gradient of a weight.
type sample struct {
	ink   []pixel
	class int // t
}

// A pixel is an input that is not 0.
type pixel struct {
	at int32   // 0 to 783
	x  float32 // to 1
}

// newSample lists the ink of a digit. The notebook divides by 255 in float32 and goes on in float64.
func newSample(d *digit.Labelled) sample {
	s := sample{class: int(d.Class)}
	inked := 0
	for _, v := range d.Digit {
		if v > 0 {
			inked++
		}
	}
	s.ink = make([]pixel, 0, inked)
	for i, v := range d.Digit {
		if v > 0 {
			s.ink = append(s.ink, pixel{int32(i), float32(v) / 255})
		}
	}
	return s
}

// The parts of MNIST, and how the notebook divides the whole anew.
const (
	mnistTraining, mnistTest = 60_000, 10_000

	trainingEnd   = 50_000
	validationEnd = 60_000
)

// samples are all digits as the notebook has them: MNIST's two parts joined and shuffled, so that its test digits are
// not those of MNIST.
type samples struct {
	order                      []int // the place of each digit in the file 'MNIST original'
	training, validation, test []sample
}

// newSamples joins the parts of MNIST in the order of 'MNIST original', a file of mldata.org that has gone, which the
// notebook loaded: the training digits and then the test digits, each sorted by class and otherwise as they were. Then
// it shuffles them from seed 123 and divides them into 50 000, 10 000 and 10 000.
func newSamples(training, test []digit.Labelled) (samples, error) {
	if len(training) != mnistTraining || len(test) != mnistTest {
		return samples{}, fmt.Errorf("lab: MNIST: %d digits for training and %d for the test, not %d and %d",
			len(training), len(test), mnistTraining, mnistTest)
	}
	original := append(byClass(training), byClass(test)...)
	s := samples{order: newLegacyRandom(123).permutation(len(original))}
	shuffled := make([]sample, len(original))
	for i, place := range s.order {
		shuffled[i] = newSample(original[place])
	}
	s.training, s.validation, s.test = shuffled[:trainingEnd], shuffled[trainingEnd:validationEnd], shuffled[validationEnd:]
	return s, nil
}

// byClass lists the digits from class 0 to 9, those of one class in the order that they have.
func byClass(digits []digit.Labelled) []*digit.Labelled {
	sorted := make([]*digit.Labelled, len(digits))
	for i := range digits {
		sorted[i] = &digits[i]
	}
	slices.SortStableFunc(sorted, func(a, b *digit.Labelled) int { return cmp.Compare(a.Class, b.Class) })
	return sorted
}

// classesOf lists the classes of the samples.
func classesOf(s []sample) []int {
	classes := make([]int, len(s))
	for i := range classes {
		classes[i] = s[i].class
	}
	return classes
}
