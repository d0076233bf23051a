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
//	log p = log 1/n Σₖ exp(log pₖ)
func (c *Committee[T]) LogProbabilities(dst, x matrix.Matrix[T], s *matrix.Scratch[T]) {
	c.members[0].LogProbabilities(dst, x, s)
	if len(c.members) == 1 {
		return
	}
	matrix.Exp(dst.Data, dst.Data)
	one := s.Matrix(dst.Rows, dst.Cols)
	for _, m := range c.members[1:] {
		m.LogProbabilities(one, x, s)
		matrix.Exp(one.Data, one.Data)
		for i, p := range one.Data {
			dst.Data[i] += p
		}
	}
	for i, sum := range dst.Data {
		dst.Data[i] = T(math.Log(float64(sum) / float64(len(c.members))))
	}
}
