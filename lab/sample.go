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

// A pixel is an input that is not 0. It is small, as a pass through the digits in another order each time waits for memory
// more than for anything else.
type pixel struct {
	at  uint16 // 0 to 783
	ink uint8  // of 255
}

// x is what a learner is given. The notebook divides by 255 in float32 and goes on in float64.
func (p pixel) x() float64 { return shades[p.ink] }

var shades = func() (x [256]float64) {
	for ink := range x {
		x[ink] = float64(float32(ink) / 255)
	}
	return x
}()

// newSample lists the ink of a digit.
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
			s.ink = append(s.ink, pixel{uint16(i), v})
		}
	}
	return s
}

// The parts of MNIST.
const mnistTraining, mnistTest = 60_000, 10_000

// samples are all digits as the notebook has them: MNIST's two parts joined and shuffled, so that its test digits are
// not those of MNIST.
type samples struct {
	order                      []int // the place of each digit in the file 'MNIST original'
	training, validation, test []sample
}

func newSamples(training, test []digit.Labelled) samples {
	d := divide(training, test)
	return samples{d.order, newSampleEach(d.training), newSampleEach(d.validation), newSampleEach(d.test)}
}

func newSampleEach(digits []*digit.Labelled) []sample {
	s := make([]sample, len(digits))
	for i, d := range digits {
		s[i] = newSample(d)
	}
	return s
}

// A division is all digits of MNIST in the parts that the notebook makes of them.
type division struct {
	order                      []int // the place of each digit in the file 'MNIST original'
	training, validation, test []*digit.Labelled
}

// divide joins the parts of MNIST in the order of 'MNIST original', a file of mldata.org that has gone, which the
// notebook loaded: the training digits and then the test digits, each sorted by class and otherwise as they were. Then
// it shuffles them from seed 123 and divides them: five sevenths are for training, and one each for validation and test,
// which of MNIST's 70 000 makes 50 000, 10 000 and 10 000.
func divide(training, test []digit.Labelled) division {
	original := append(byClass(training), byClass(test)...)
	order := newLegacyRandom(123).permutation(len(original))
	shuffled := make([]*digit.Labelled, len(order))
	for i, place := range order {
		shuffled[i] = original[place]
	}
	n := len(order)
	return division{order, shuffled[:n*5/7], shuffled[n*5/7 : n*6/7], shuffled[n*6/7:]}
}

// allOfMNIST finds that something is missing or too much.
func allOfMNIST(training, test []digit.Labelled) error {
	if len(training) != mnistTraining || len(test) != mnistTest {
		return fmt.Errorf("lab: MNIST: %d digits for training and %d for the test, not %d and %d",
			len(training), len(test), mnistTraining, mnistTest)
	}
	return nil
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
