package model

import (
	"fmt"
	"math"
	"slices"

	"aloud/matrix"
)

// LogLikelihood is the mean log-likelihood of the classes t of the examples x: the loss with the other sign, as a forward
// pass alone gives it. The memory for the pass is lent by s.
//
//	1/n Σᵢ log p(tᵢ | xᵢ)
func LogLikelihood[T matrix.Float](c Classifier[T], x matrix.Matrix[T], t []uint8, s *matrix.Scratch[T]) float64 {
	logP := s.Matrix(x.Rows, c.Classes())
	c.LogProbabilities(logP, x, s)
	return meanLogLikelihood(logP, t)
}

// meanLogLikelihood is the mean of log p(tᵢ | xᵢ), given the log-probabilities of all classes.
func meanLogLikelihood[T matrix.Float](logP matrix.Matrix[T], t []uint8) float64 {
	checkClasses(t, logP.Rows)
	sum := 0.0
	for i, class := range t {
		sum += float64(logP.Row(i)[class])
	}
	return sum / float64(len(t))
}

// logSoftmaxForward turns logits into log-probabilities in place, row by row.
//
//	log p_j = q_j − log Z = (q_j − m) − log Σₖ exp(qₖ − m),    m = maxₖ qₖ
//
// The second equation holds for any m: a factor exp(m) is taken out of Z. With the maximum for m every exponent is at
// most 0, so nothing overflows, and one of them is 0, so the sum is at least 1 and its logarithm is finite. The plain
// formula gives +Inf for a logit of 710 and log 0 where all are below −745. To take off m before the logarithm, and not
// log Z in one piece, spares the small digits: log Z is as large as the largest logit.
func logSoftmaxForward[T matrix.Float](q matrix.Matrix[T]) {
	for i := range q.Rows {
		row := q.Row(i)
		m := slices.Max(row)
		for j := range row {
			row[j] -= m
		}
		logSum := T(math.Log(matrix.SumExp(row)))
		for j := range row {
			row[j] -= logSum
		}
	}
}

// crossEntropyBackward carries the gradient of the loss through the log-softmax to the logits, turning log p into dq in
// place, and returns the loss.
//
//	loss = −1/n Σᵢ log p(tᵢ | xᵢ) = −1/n Σᵢ (q_{i,tᵢ} − log Zᵢ)
//	∂ log Z / ∂q_j = exp(q_j) / Z = p_j
//	dq_{ij} = (p_{ij} − [j = tᵢ]) / n
//
// The two formulas of the softmax and of the logarithm fuse into this short one: what is predicted, less what is right.
//
// Smoothing takes the share s of what is right and gives it to all C classes alike, so that no logit gains by growing
// without end (Szegedy et al., "Rethinking the Inception architecture", 2016, section 7):
//
//	r_{ij} = (1 − s)·[j = tᵢ] + s/C
//	loss = −1/n Σᵢⱼ r_{ij} · log p(j | xᵢ),    dq_{ij} = (p_{ij} − r_{ij}) / n
//
// A teacher, a model that has learned the same, shares it out by what it believes b_{ij} instead: which classes an
// example resembles says more than its own class alone (Hinton et al., "Distilling the knowledge in a neural network",
// 2015, section 2, at the temperature 1).
//
//	r_{ij} = (1 − s)·[j = tᵢ] + s·b_{ij}
func crossEntropyBackward[T matrix.Float](logP matrix.Matrix[T], l Lesson) T {
	checkClasses(l.Classes, logP.Rows)
	perExample := 1 / T(logP.Rows)
	right, share := T(1-l.Smoothing), T(l.Smoothing)
	beliefs := l.beliefs(logP.Cols)
	loss := T(0)
	for i := range logP.Rows {
		row := logP.Row(i)
		loss -= right * row[l.Classes[i]]
		if share > 0 { // else a log p of −Inf would make NaN of it
			for j, b := range beliefs(i) {
				loss -= share * T(b) * row[j]
			}
		}
	}
	matrix.Exp(logP.Data, logP.Data)
	for i := range logP.Rows {
		row := logP.Row(i)
		for j, b := range beliefs(i) {
			row[j] = (row[j] - share*T(b)) * perExample
		}
		row[l.Classes[i]] -= right * perExample
	}
	return loss * perExample
}

// beliefs returns for each example the probabilities of so many classes that share the smoothing: the teacher's, or those
// of one who knows nothing.
func (l *Lesson) beliefs(classes int) func(example int) []float32 {
	if l.Beliefs != nil {
		return func(i int) []float32 { return l.Beliefs[i*classes:][:classes] }
	}
	alike := slices.Repeat([]float32{1 / float32(classes)}, classes)
	return func(int) []float32 { return alike }
}

func checkClasses(t []uint8, examples int) {
	if len(t) != examples {
		panic(fmt.Sprintf("model: %d classes for %d examples", len(t), examples))
	}
}
