package model

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"aloud/matrix"
)

// Connectionist temporal classification: how a network that looks at a line column by column learns from the digits of
// the line, without being told where each of them stands (Graves, Fernández, Gomez and Schmidhuber, "Connectionist
// temporal classification: labelling unsegmented sequence data with recurrent neural networks", 2006).
//
// In every column the network says one of the digits, or nothing: the blank, its last class. What it says in all columns
// is an alignment. It reads as the digits that remain when first equal neighbours become one, and then the blanks go:
// 1 1 – 2 – 2 reads 122. The columns are independent given the picture, so with y_t(k) = p(k | column t)
//
//	p(l | x) = Σ Πₜ y_t(πₜ)    over all alignments π that read l
//
// There are exponentially many, but they all are walks through the same few states: l′, which is l with a blank before,
// between and after its digits, S = 2·|l| + 1 of them. From one column to the next a walk stays in its state, goes on to
// the next one, or passes over a blank that parts two different digits. It begins in one of the first two states and ends
// in one of the last two.

// blankOf is the class that stands for nothing, given the log-probabilities of a line's columns.
func blankOf[T matrix.Float](logP matrix.Matrix[T]) int { return logP.Cols - 1 }

// checkDigits panics unless all of them are among the classes below the blank.
func checkDigits(digits string, blank int) {
	if i := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r >= rune('0'+blank) }); i >= 0 {
		panic(fmt.Sprintf("model: %q is no string of the digits 0 to %d", digits, blank-1))
	}
}

// ColumnsFor is how many columns a line must have at least to read the digits: one for each, and a blank where two neighbours
// are equal.
func ColumnsFor(digits string) int {
	columns := len(digits)
	for i := 1; i < len(digits); i++ {
		if digits[i] == digits[i-1] {
			columns++
		}
	}
	return columns
}

// A lattice holds the walks of all alignments that read the same digits. It can be used again for other digits and other
// lines, by one goroutine at a time.
type lattice struct {
	columns, classes int
	y                []wide // y_t(k), class by class, column by column

	states []int  // the classes l′
	alpha  []wide // α_t(s): of all walks from the beginning to state s in column t, that column's y included
	beta   []wide // β_t(s): of all walks from there to the end, that column's y not included
}

// look makes the lattice one for a line, given the log-probabilities of its columns.
func look[T matrix.Float](l *lattice, logP matrix.Matrix[T]) {
	l.columns, l.classes = logP.Rows, logP.Cols
	l.y = l.y[:0]
	for _, v := range logP.Data {
		l.y = append(l.y, wideOf(float64(v)))
	}
}

// set makes it one for digits of that line.
func (l *lattice) set(digits string) {
	blank := l.classes - 1
	checkDigits(digits, blank)
	l.states = append(l.states[:0], blank)
	for _, d := range []byte(digits) {
		l.states = append(l.states, int(d-'0'), blank)
	}
	l.alpha = l.room(l.alpha)
}

// room is the memory with room for all states in all columns.
func (l *lattice) room(memory []wide) []wide {
	if size := l.columns * len(l.states); cap(memory) < size {
		return make([]wide, size)
	}
	return memory
}

// lattices are pointers to such, used again, since every line is asked for many digits.
var lattices = sync.Pool{New: func() any { return new(lattice) }}

// lookAt takes one of the lattices for a line, and whoever asks for it puts it back.
func lookAt[T matrix.Float](logP matrix.Matrix[T]) *lattice {
	l := lattices.Get().(*lattice)
	look(l, logP)
	return l
}

// in is the row of y that belongs to column t, and at that of α or β.
func (l *lattice) in(t int) []wide { return l.y[t*l.classes : (t+1)*l.classes] }

func (l *lattice) at(rows []wide, t int) []wide { return rows[t*len(l.states) : (t+1)*len(l.states)] }

// passes reports whether a walk may come to state s from s−2, over the blank between them.
func (l *lattice) passes(s int) bool {
	return s%2 == 1 && s > 1 && l.states[s] != l.states[s-2]
}

// forward computes α and returns p(l | x), 0 where the digits have no room. There must be a column.
//
//	α₀(s) = y₀(l′_s) for the first two states, 0 for all others
//	α_t(s) = y_t(l′_s) · (α_{t−1}(s) + α_{t−1}(s−1) + [s may be come to from s−2]·α_{t−1}(s−2))
//	p(l | x) = α_{T−1}(S−1) + α_{T−1}(S−2)
//
// (Equations 5 to 8 of the paper.)
func (l *lattice) forward() wide {
	first, last := l.at(l.alpha, 0), len(l.states)-1
	for s, class := range l.states {
		first[s] = wideZero
		if s < 2 {
			first[s] = l.in(0)[class]
		}
	}
	for t := 1; t < l.columns; t++ {
		y, row, before := l.in(t), l.at(l.alpha, t), l.at(l.alpha, t-1)
		for s, class := range l.states {
			sum := before[s]
			if s > 0 {
				sum = sum.plus(before[s-1])
			}
			if l.passes(s) {
				sum = sum.plus(before[s-2])
			}
			row[s] = sum.times(y[class])
		}
	}
	row := l.at(l.alpha, l.columns-1)
	if last == 0 { // no digits: nothing but blanks
		return row[0]
	}
	return row[last].plus(row[last-1])
}

// backward computes β.
//
//	β_{T−1}(s) = 1 for the last two states, 0 for all others
//	β_t(s) = Σ β_{t+1}(r)·y_{t+1}(l′_r)    over the states r that may be come to from s: s, s+1, and perhaps s+2
//
// The paper's β (equations 9 to 11) has y_t(l′_s) in it as well, and must be rid of it again where α and β meet. Without,
// p(l | x) = Σₛ α_t(s)·β_t(s) in every column t.
func (l *lattice) backward() {
	l.beta = l.room(l.beta)
	final, last := l.at(l.beta, l.columns-1), len(l.states)-1
	for s := range final {
		final[s] = wideZero
		if s >= last-1 {
			final[s] = wideOne
		}
	}
	for t := l.columns - 2; t >= 0; t-- {
		y, row, after := l.in(t+1), l.at(l.beta, t), l.at(l.beta, t+1)
		for s, class := range l.states {
			sum := after[s].times(y[class])
			if s < last {
				sum = sum.plus(after[s+1].times(y[l.states[s+1]]))
			}
			if s+2 <= last && l.passes(s+2) {
				sum = sum.plus(after[s+2].times(y[l.states[s+2]]))
			}
			row[s] = sum
		}
	}
}

// ctcBackward carries the gradient of weight·(−log p(l | x)) to the logits of the network, turning its log-probabilities
// logP (columns × classes) into dq in place, and returns −log p(l | x). Where the digits have no room in the columns, or
// none that the network thinks possible, nothing can be learned: it sets dq to 0 and returns +Inf.
//
// The share of the walks of l that are in state s in column t is γ_t(s) = α_t(s)·β_t(s) / p(l | x). Then
//
//	∂(−log p(l | x)) / ∂q_{t,k} = y_t(k) − Σ γ_t(s)    over the states s with l′_s = k
//
// (equation 16): what is predicted, less what the walks of the right digits say, just as for the softmax.
func ctcBackward[T matrix.Float](logP matrix.Matrix[T], digits string, weight float64, l *lattice) float64 {
	look(l, logP)
	l.set(digits)
	total := l.forward()
	if total.m == 0 {
		clear(logP.Data)
		return math.Inf(1)
	}
	l.backward()
	for t := range logP.Rows {
		row := logP.Row(t)
		for k, p := range l.in(t) {
			row[k] = T(weight * p.over(wideOne))
		}
		alpha, beta := l.at(l.alpha, t), l.at(l.beta, t)
		for s, k := range l.states {
			row[k] -= T(weight * alpha[s].times(beta[s]).over(total))
		}
	}
	return -total.log()
}

// DigitsLogLikelihood is log p(digits | x), natural logarithm, given the log-probabilities of a line's columns, of which
// there is at least one (columns × classes, the last class being the blank): exactly, over all alignments. It is −Inf for
// digits that the line has no room for. It panics on what is not a string of the digits that are classes.
func DigitsLogLikelihood[T matrix.Float](logP matrix.Matrix[T], digits string) float64 {
	l := lookAt(logP)
	likelihood := l.logLikelihood(digits)
	lattices.Put(l)
	return likelihood
}

// logLikelihood is [DigitsLogLikelihood] of the line that the lattice looks at.
func (l *lattice) logLikelihood(digits string) float64 {
	l.set(digits)
	return l.forward().log()
}
