package model

import (
	"fmt"
	"math"

	"aloud/matrix"
)

// The centre map: the second thing that a network says of a line, column by column: whether the middle of a digit stands
// there, and of which. Unlike what CTC learns, it tells where a digit is, and how many there are; and it judges each by
// itself, so that it makes other mistakes. Its classes are those of CTC, the last one standing for "no centre".

// What a column weighs in the loss of a line. There are some ten columns without a centre to one with, and what stands
// right beside a centre is not worth learning: the hand that wrote the digit did not know where its middle is. The weights
// are those of a prototype that was tried on the amounts of cheques.
const (
	centreWeight = 2
	besideWeight = 0.15
	otherWeight  = 1
)

// centreColumns is in which of so many columns, each that wide, the centres of digits belong, which are given from left
// to right in the unit of the width. Where two belong in the same one, or in the wrong order, the later one goes to the
// next column; where that would lead beyond the last column, all before it move to the left. There must be no more centres
// than columns.
func centreColumns(centres []float64, width float64, columns int) []int {
	if len(centres) > columns {
		panic(fmt.Sprintf("model: %d centres in %d columns", len(centres), columns))
	}
	at := make([]int, len(centres))
	next := 0
	for i, x := range centres {
		room := columns - len(centres) + i // is left of what those to come need
		at[i] = min(max(int(math.Floor(x/width)), next), room)
		next = at[i] + 1
	}
	return at
}

// centresBackward carries the gradient of weight·loss to the logits of the centre map, turning its log-probabilities logP
// (columns × classes) into dq in place, and returns the loss:
//
//	loss = −Σₜ w_t · log p(c_t | column t)
//	dq_{t,k} = w_t · (p_{t,k} − [k = c_t])
//
// where c_t is the class of the digit whose centre is in column t, or the last class, and w_t what the column weighs. The
// centre of digits[i] is in column at[i].
func centresBackward[T matrix.Float](logP matrix.Matrix[T], digits string, at []int, weight float64) float64 {
	none := blankOf(logP)
	checkDigits(digits, none)
	loss := 0.0
	next := 0 // the first digit whose centre is not to the left of the column
	for t := range logP.Rows {
		class, w := none, float64(otherWeight)
		switch {
		case next < len(at) && at[next] == t:
			class, w = int(digits[next]-'0'), centreWeight
			next++
		case next > 0 && at[next-1] == t-1, next < len(at) && at[next] == t+1:
			w = besideWeight
		}
		row := logP.Row(t)
		loss -= w * float64(row[class])
		for k, v := range row {
			row[k] = T(weight * w * math.Exp(float64(v)))
		}
		row[class] -= T(weight * w)
	}
	return loss
}

// A Centre is a digit that the centre map of a line shows.
type Centre struct {
	Column           int       // in which its middle is
	Probability      float64   // that there is the middle of a digit
	LogProbabilities []float64 // of every digit, given that there is one
}

// Centres lists the digits that a centre map shows, from left to right, given its log-probabilities (columns × classes): where
// the middle of a digit is more probable than none, and more than in the columns beside it, which see much of the same
// digit. Of neighbours that are as probable as one another the left one counts.
func Centres[T matrix.Float](logP matrix.Matrix[T]) []Centre {
	none := blankOf(logP)
	probability := func(t int) float64 {
		if t < 0 || t >= logP.Rows {
			return 0
		}
		return -math.Expm1(float64(logP.Row(t)[none]))
	}
	var found []Centre
	for t := range logP.Rows {
		p := probability(t)
		if !(p > 0.5 && p > probability(t-1) && p >= probability(t+1)) {
			continue
		}
		given := widened(logP.Row(t)[:none])
		logSoftmaxForward(matrix.Of(1, none, given))
		found = append(found, Centre{t, p, given})
	}
	return found
}
