package model

import (
	"fmt"
	"math"

	"aloud/matrix"
)

// logSoftmaxForward turns logits into log-probabilities in place, row by row.
//
//	log p_j = q_j − log Z,    log Z = m + log Σⱼ exp(qⱼ − m),    m = maxⱼ qⱼ
//
// The second equation holds for any m: a factor exp(m) is taken out of the sum. With the maximum for m every exponent
// is at most 0, so nothing overflows, and one of them is 0, so the sum is at least 1 and its logarithm is finite. The
// plain formula gives +Inf for a logit of 710 and log 0 where all are below −745.
func logSoftmaxForward[T matrix.Float](q matrix.Matrix[T]) {
	for i := range q.Rows {
		row := q.Row(i)
		logZ := T(logSumExp(row))
		for j := range row {
			row[j] -= logZ
		}
	}
}

// logSumExp is log Σⱼ exp qⱼ.
func logSumExp[T matrix.Float](q []T) float64 {
	m := q[0]
	for _, v := range q {
		m = max(m, v)
	}
	sum := 0.0
	for _, v := range q {
		sum += math.Exp(float64(v - m))
	}
	return float64(m) + math.Log(sum)
}

// crossEntropyBackward carries the gradient of the loss through the log-softmax to the logits, turning log p into dq in
// place, and returns the loss.
//
//	loss = −1/n Σᵢ log p(tᵢ | xᵢ) = −1/n Σᵢ (q_{i,tᵢ} − log Zᵢ)
//	∂ log Z / ∂q_j = exp(q_j) / Z = p_j
//	dq_{ij} = (p_{ij} − [j = tᵢ]) / n
//
// The two formulas of the softmax and of the logarithm fuse into this short one: what is predicted, less what is right.
func crossEntropyBackward[T matrix.Float](logP matrix.Matrix[T], t []uint8) T {
	if len(t) != logP.Rows {
		panic(fmt.Sprintf("model: %d classes for %d examples", len(t), logP.Rows))
	}
	perExample := 1 / T(logP.Rows)
	loss := T(0)
	for i := range logP.Rows {
		row := logP.Row(i)
		loss -= row[t[i]]
		for j, v := range row {
			row[j] = T(math.Exp(float64(v))) * perExample
		}
		row[t[i]] -= perExample
	}
	return loss * perExample
}
