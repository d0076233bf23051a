package model

import (
	"errors"
	"fmt"
	"math"

	"aloud/feature"
	"aloud/matrix"
)

// A Committee is several classifiers that answer together: with the mean of their probabilities, which makes fewer errors
// than most of them alone (Meier et al., "Better digit recognition with a committee of simple neural nets", 2011).
type Committee[T matrix.Float] struct {
	members []Classifier[T]
}

// NewCommittee returns the committee of the members, at least one. It is an error if they do not see the same or do not
// choose from as many classes.
func NewCommittee[T matrix.Float](members ...Classifier[T]) (*Committee[T], error) {
	if len(members) == 0 {
		return nil, errors.New("model: a committee without members")
	}
	first := members[0]
	for _, m := range members[1:] {
		if m.Encoding() != first.Encoding() || m.Inputs() != first.Inputs() || m.Classes() != first.Classes() {
			return nil, fmt.Errorf("model: a committee of %d %s into %d classes, and of %d %s into %d", first.Inputs(),
				first.Encoding(), first.Classes(), m.Inputs(), m.Encoding(), m.Classes())
		}
	}
	return &Committee[T]{members}, nil
}

func (c *Committee[T]) Inputs() int                { return c.members[0].Inputs() }
func (c *Committee[T]) Classes() int               { return c.members[0].Classes() }
func (c *Committee[T]) Encoding() feature.Encoding { return c.members[0].Encoding() }

// LogProbabilities sets dst to those of the mean of n members' probabilities:
//
//	log p = log 1/n Σₖ exp(log pₖ) = L + log 1/n Σₖ exp(log pₖ − L)
//
// L is the largest of the log pₖ, so that no probability is too small for the sum.
func (c *Committee[T]) LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	if len(c.members) == 1 {
		c.members[0].LogProbabilities(dst, x, s)
		return
	}
	each := s.Matrix(len(c.members), dst.Rows*dst.Cols)
	for k, m := range c.members {
		m.LogProbabilities(matrix.Of(dst.Rows, dst.Cols, each.Row(k)), x, s)
	}
	for i := range dst.Data {
		largest, sum := -math.MaxFloat64, 0.0 // and not −Inf, from which −Inf has no distance
		for k := range c.members {
			largest = max(largest, float64(each.Row(k)[i]))
		}
		for k := range c.members {
			sum += math.Exp(float64(each.Row(k)[i]) - largest)
		}
		dst.Data[i] = T(largest + math.Log(sum/float64(len(c.members))))
	}
}
