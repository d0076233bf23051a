package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"aloud/matrix"
)

// readAs is what an alignment reads, by the words of the definition: equal neighbours become one, then the blanks go.
func readAs(alignment []int, blank int) string {
	var digits strings.Builder
	for _, k := range slices.Compact(slices.Clone(alignment)) {
		if k != blank {
			fmt.Fprint(&digits, k)
		}
	}
	return digits.String()
}

// alignments calls visit with each of the classes^columns alignments and its probability.
func alignments(logP matrix.Matrix[float64], visit func(alignment []int, p float64)) {
	alignment := make([]int, logP.Rows)
	var from func(t int, logSum float64)
	from = func(t int, logSum float64) {
		if t == logP.Rows {
			visit(alignment, math.Exp(logSum))
			return
		}
		for k, v := range logP.Row(t) {
			alignment[t] = k
			from(t+1, logSum+v)
		}
	}
	from(0, 0)
}

// everyReading is the probability of every string, summed over all alignments.
func everyReading(logP matrix.Matrix[float64]) map[string]float64 {
	sums := map[string]float64{}
	alignments(logP, func(alignment []int, p float64) { sums[readAs(alignment, blankOf(logP))] += p })
	return sums
}

// randomLine returns log-probabilities of columns × classes; the larger the deviation, the surer.
func randomLine(random *rand.Rand, columns, classes int, deviation float64) matrix.Matrix[float64] {
	logP := matrix.New[float64](columns, classes)
	fillNormal(logP.Data, random, deviation)
	logSoftmaxForward(logP)
	return logP
}

// smallLines are lines short enough to list all alignments of.
func smallLines() []matrix.Matrix[float64] {
	random := rand.New(rand.NewPCG(11, 12))
	var lines []matrix.Matrix[float64]
	for _, row := range []struct {
		columns, classes int
		deviation        float64
	}{{1, 3, 1}, {2, 2, 1}, {3, 4, 1}, {5, 3, 0}, {6, 3, 2}, {5, 4, 1}, {7, 2, 4}, {4, 5, 1}, {3, 11, 1}} {
		lines = append(lines, randomLine(random, row.columns, row.classes, row.deviation))
	}
	return lines
}

// TestDigitsLogLikelihood holds the sum over the lattice against the sum over all alignments, for every string that any
// alignment reads.
func TestDigitsLogLikelihood(t *testing.T) {
	for i, logP := range smallLines() {
		sum := 0.0
		for digits, p := range everyReading(logP) {
			got := math.Exp(DigitsLogLikelihood(logP, digits))
			// Written as "not within", for NaN is never beyond.
			if !(math.Abs(got-p) <= 1e-13*p) {
				t.Errorf("line %d: p(%q) = %v, want %v", i, digits, got, p)
			}
			sum += got
		}
		if !(math.Abs(sum-1) <= 1e-12) {
			t.Errorf("line %d: the probabilities of all strings sum to %v", i, sum)
		}
	}
}

// TestNoRoom sees that a string too long is impossible: each digit needs a column, and a blank between equal ones.
func TestNoRoom(t *testing.T) {
	logP := randomLine(rand.New(rand.NewPCG(1, 1)), 4, 3, 1)
	for _, row := range []struct {
		digits string
		room   bool
	}{{"", true}, {"0", true}, {"0101", true}, {"00", true}, {"001", true}, {"100", true}, {"000", false}, {"0011", false}, {"01010", false}} {
		l := DigitsLogLikelihood(logP, row.digits)
		if math.IsInf(l, -1) == row.room || math.IsNaN(l) || l > 0 || (ColumnsFor(row.digits) <= 4) != row.room {
			t.Errorf("%q in 4 columns: log-likelihood %v, said to need %d", row.digits, l, ColumnsFor(row.digits))
		}
	}
}

// TestCTCBackward holds the gradient against its definition by alignments: in each column, what is predicted less the
// share of each class among the alignments that read the digits.
func TestCTCBackward(t *testing.T) {
	const weight = 0.7
	for i, logP := range smallLines() {
		for digits, p := range everyReading(logP) {
			want := matrix.New[float64](logP.Rows, logP.Cols)
			for k, v := range logP.Data {
				want.Data[k] = weight * math.Exp(v)
			}
			alignments(logP, func(alignment []int, q float64) {
				if readAs(alignment, blankOf(logP)) == digits {
					for t, k := range alignment {
						want.Row(t)[k] -= weight * q / p
					}
				}
			})
			got := clone(logP)
			if loss := ctcBackward(got, digits, weight, new(lattice)); !(math.Abs(loss+math.Log(p)) <= 1e-12) {
				t.Errorf("line %d: loss of %q is %v, want %v", i, digits, loss, -math.Log(p))
			}
			for k, v := range got.Data {
				if !(math.Abs(v-want.Data[k]) <= 1e-12) {
					t.Errorf("line %d: gradient %d of %q is %v, want %v", i, k, digits, v, want.Data[k])
				}
			}
		}
	}
}

// TestCTCBackwardImpossible sees that nothing is learned from digits that cannot be there, and that it is told.
func TestCTCBackwardImpossible(t *testing.T) {
	never := math.Inf(-1)
	for _, row := range []struct {
		reason, digits string
		logP           []float64 // of two columns and three classes
	}{
		{"no room", "11", []float64{-1, -1, -1, -1, -1, -1}},
		{"a digit that cannot be", "1", []float64{-1, never, -1, -1, never, -1}},
		{"a blank that cannot be, where there must be one", "", []float64{-1, -1, never, -1, -1, -1}},
	} {
		logP := matrix.Of(2, 3, row.logP)
		if loss := ctcBackward(logP, row.digits, 1, new(lattice)); !math.IsInf(loss, 1) {
			t.Errorf("%s: loss %v", row.reason, loss)
		}
		if slices.ContainsFunc(logP.Data, func(v float64) bool { return v != 0 }) {
			t.Errorf("%s: gradient %v", row.reason, logP.Data)
		}
	}
}

// TestCTCLong sees that a long line neither underflows nor drifts: three thousand columns that leave no choice but the
// length of every digit, and ones that are as good as impossible.
func TestCTCLong(t *testing.T) {
	const columns = 3000
	even := randomLine(rand.New(rand.NewPCG(1, 1)), columns, 3, 0)
	// Of 3^T alignments, all as likely, those that read nothing are one; those that read one given digit are the runs of
	// it: T(T+1)/2.
	if got, want := DigitsLogLikelihood(even, ""), -columns*math.Log(3); !(math.Abs(got-want) <= 1e-8) {
		t.Errorf("log p of nothing is %v, want %v", got, want)
	}
	if got, want := DigitsLogLikelihood(even, "1"), math.Log(columns*(columns+1)/2)-columns*math.Log(3); !(math.Abs(got-want) <= 1e-8) {
		t.Errorf("log p of one digit is %v, want %v", got, want)
	}
	sure := randomLine(rand.New(rand.NewPCG(2, 2)), columns, 3, 1000)
	loss := ctcBackward(sure, strings.Repeat("01", 300), 1, new(lattice))
	if math.IsInf(loss, 0) || math.IsNaN(loss) || slices.ContainsFunc(sure.Data, math.IsNaN) {
		t.Errorf("where all walks are improbable: loss %v", loss)
	}
}

// TestLatticeAgain sees that nothing is left of what a lattice was used for before.
func TestLatticeAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	long, short := randomLine(random, 9, 4, 1), randomLine(random, 5, 4, 1)
	used := new(lattice)
	ctcBackward(clone(long), "0122", 1, used)
	again, fresh := clone(short), clone(short)
	if a, b := ctcBackward(again, "12", 1, used), ctcBackward(fresh, "12", 1, new(lattice)); a != b || !slices.Equal(again.Data, fresh.Data) {
		t.Errorf("loss %v, and with a new lattice %v", a, b)
	}
}

func TestWrongDigits(t *testing.T) {
	logP := randomLine(rand.New(rand.NewPCG(1, 1)), 4, 4, 1)
	for _, digits := range []string{"3", "1 2", "12é", "/", ":"} {
		func() {
			defer func() {
				if got, want := fmt.Sprint(recover()), fmt.Sprintf("model: %q is no string of the digits 0 to 2", digits); got != want {
					t.Errorf("panics with %s, want %s", got, want)
				}
			}()
			DigitsLogLikelihood(logP, digits)
		}()
	}
}

// BenchmarkCTC learns from a line of usual length.
func BenchmarkCTC(b *testing.B) {
	line := randomLine(rand.New(rand.NewPCG(1, 1)), 48, 11, 3)
	logP, l := clone(line), new(lattice)
	for b.Loop() {
		copy(logP.Data, line.Data)
		ctcBackward(logP, "314159", 1, l)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
