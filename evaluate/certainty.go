package evaluate

import (
	"context"
	"strings"

	"aloud/matrix"
	"aloud/model"
	"aloud/reader"
)

// A Claim is a number that was read: what its confidence is made of, and whether it is one of those written.
type Claim struct {
	Grounds []float64
	Right   bool
	Field   bool // it was read in a field of a form, and not on a page
}

// Claims reads photographs, several at a time, and returns what is claimed of each. A number is right where it is one of
// those written, or where it and its neighbours on the line are, read as several. What the page makes doubtful is left out:
// it is not sure anyway. A picture that cannot be read claims
// nothing; the only error is that of a ctx that ended.
func Claims(ctx context.Context, photos []Photo, read func(ctx context.Context, path string) (*reader.Steps, error), progress func(done int)) ([][]Claim, error) {
	claims := make([][]Claim, len(photos))
	err := inParallel(ctx, len(photos), progress, func(i int) error {
		steps, err := read(ctx, photos[i].Path)
		if err != nil {
			return nil
		}
		written := map[string]bool{}
		for _, line := range photos[i].Lines {
			written[withoutBlanks(line)] = true
			for _, number := range strings.Fields(line) {
				written[number] = true
			}
		}
		joined := map[int]string{} // by line
		for _, n := range steps.Reading.Numbers {
			joined[n.Line] += n.Digits
		}
		for k, n := range steps.Reading.Numbers {
			if steps.Grounds[k] == nil {
				continue
			}
			right := written[n.Digits] || written[joined[n.Line]]
			claims[i] = append(claims[i], Claim{steps.Grounds[k], right, steps.Page.Field()})
		}
		return nil
	})
	return claims, err
}

// FitCertainty returns the weights of the grounds, and the bias behind them, under which the claims are likeliest, by the
// project's first model, softmax regression, of two classes: wrong and right. No weight is below 0: where grounds tell nearly the
// same, it would be fitted to little more than chance, and the better ground would lower what is made of it. A weak Gaussian
// prior keeps weights small that few claims speak of. There must be a claim.
func FitCertainty(claims []Claim) []float64 {
	const steps, rate, momentum, variance = 4000, 0.02, 0.95, 25
	m := model.NewSoftmax[float64](len(claims[0].Grounds), 2)
	x := matrix.New[float64](len(claims), m.Inputs())
	lesson := model.Lesson{Classes: make([]uint8, len(claims))}
	for i, c := range claims {
		copy(x.Row(i), c.Grounds)
		lesson.Classes[i] = uint8(one(c.Right))
	}
	gradient, speed := make([]float64, len(m.Params())), make([]float64, len(m.Params()))
	s := new(matrix.Scratch[float64])
	for range steps {
		s.Reset()
		m.Gradient(gradient, x, lesson, s)
		for i := range gradient {
			speed[i] = momentum*speed[i] - rate*(gradient[i]+m.Params()[i]/(variance*float64(len(claims))))
			m.Params()[i] += speed[i]
		}
		for i := range m.Inputs() {
			if w := m.Params()[2*i:][:2]; w[1] < w[0] {
				w[0], w[1] = (w[0]+w[1])/2, (w[0]+w[1])/2
			}
		}
	}
	weights := make([]float64, m.Inputs()+1)
	for i := range weights { // of the log-odds; W and b follow each other, two numbers a row
		weights[i] = m.Params()[2*i+1] - m.Params()[2*i]
	}
	return weights
}

// CrossCertainty returns how many claims reach each threshold, and how many of these are wrong, when the weights are fitted
// on the photographs of the other fifth parts.
func CrossCertainty(claims [][]Claim, thresholds []float64) (reached, wrong []int) {
	const parts = 5
	reached, wrong = make([]int, len(thresholds)), make([]int, len(thresholds))
	for part := range parts {
		var learned, judged []Claim
		for i, some := range claims {
			if i%parts == part {
				judged = append(judged, some...)
			} else {
				learned = append(learned, some...)
			}
		}
		if len(learned) == 0 {
			continue
		}
		weights := FitCertainty(learned)
		for _, c := range judged {
			for k, t := range thresholds {
				if reader.Certainty(c.Grounds, weights) >= t {
					reached[k]++
					wrong[k] += one(!c.Right)
				}
			}
		}
	}
	return reached, wrong
}
