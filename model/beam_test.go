package model

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/matrix"
)

// ranked lists every string that a line may read, the most probable first.
func ranked(logP matrix.Matrix[float64]) []Candidate {
	var all []Candidate
	for digits, p := range everyReading(logP) {
		all = append(all, Candidate{digits, math.Log(p)})
	}
	slices.SortFunc(all, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood, a.LogLikelihood), cmp.Compare(a.Digits, b.Digits))
	})
	return all
}

// TestBeamFindsAll sees that a search wide enough to lose nothing ranks all strings as summing over all alignments does.
func TestBeamFindsAll(t *testing.T) {
	for i, logP := range smallLines() {
		if logP.Rows == 5 && logP.Cols == 3 {
			continue // all classes are equally probable there, and many strings
		}
		want, got := ranked(logP), Beam(logP, 1<<20)
		if len(got) != len(want) {
			t.Fatalf("line %d: %d strings, want %d", i, len(got), len(want))
		}
		for k := range want {
			// Written as "not within", for NaN is never beyond.
			if got[k].Digits != want[k].Digits || !(math.Abs(got[k].LogLikelihood-want[k].LogLikelihood) <= 1e-12) {
				t.Errorf("line %d: number %d is %v, want %v", i, k, got[k], want[k])
			}
		}
	}
}

// TestBeamSums sees that the search itself sums up right, and not only the lattice that its finds are measured by in the end.
func TestBeamSums(t *testing.T) {
	for i, logP := range smallLines() {
		b := newBeam(blankOf(logP), 1<<20)
		for t := range logP.Rows {
			b.step(logP.Row(t))
		}
		want := everyReading(logP)
		for _, e := range b.kept {
			digits := b.digits(e.prefix)
			if p, ok := want[digits]; !(math.Abs(math.Exp(e.total)-p) <= 1e-12) || !ok {
				t.Errorf("line %d: p(%q) = %v, want %v", i, digits, math.Exp(e.total), p)
			}
			delete(want, digits)
		}
		if len(want) > 0 {
			t.Errorf("line %d: not found: %v", i, want)
		}
	}
}

// TestBeamNarrow sees that a narrow search is in order, counts its finds fully, and nearly always finds the best two: what
// is a rival in the end is seldom behind on the way.
func TestBeamNarrow(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	const lines = 100
	missed := 0
	for range lines {
		logP := randomLine(random, 7, 4, 2)
		want, got := ranked(logP), Beam(logP, 8)
		if len(got) != 8 {
			t.Fatalf("%d candidates of 8", len(got))
		}
		for k, c := range got {
			if k > 0 && c.LogLikelihood > got[k-1].LogLikelihood {
				t.Errorf("%v comes after %v", c, got[k-1])
			}
			if exact := DigitsLogLikelihood(logP, c.Digits); c.LogLikelihood != exact {
				t.Errorf("%v, and by itself %v", c, exact)
			}
		}
		if got[0].Digits != want[0].Digits || got[1].Digits != want[1].Digits {
			missed++
		}
	}
	if missed > lines/100 {
		t.Errorf("missed one of the best two in %d of %d lines", missed, lines)
	}
}

// TestBeamViews sees that what several views together hold for likely comes first, even if it is second in each of them,
// and that the figures are means over all alignments of each view.
func TestBeamViews(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	for range 20 {
		views := []matrix.Matrix[float64]{randomLine(random, 5, 4, 1), randomLine(random, 6, 4, 2), randomLine(random, 4, 4, 1)}
		mean := map[string]float64{}
		for _, view := range views {
			for digits, p := range everyReading(view) {
				mean[digits] += math.Log(p) / 3
			}
		}
		shortest := everyReading(views[2]) // what has room in all views
		best := math.Inf(-1)
		for digits := range shortest {
			best = max(best, mean[digits])
		}
		got := BeamViews(views, 1<<12)
		if len(got) != len(shortest) {
			t.Fatalf("%d candidates, want %d", len(got), len(shortest))
		}
		if !(math.Abs(got[0].LogLikelihood-best) <= 1e-12) {
			t.Errorf("the best is %v, want one of %v", got[0], best)
		}
		for _, c := range got {
			if !(math.Abs(c.LogLikelihood-mean[c.Digits]) <= 1e-12) {
				t.Errorf("%v, want %v", c, mean[c.Digits])
			}
		}
		if narrow := BeamViews(views, 32); len(narrow) != 32 || narrow[0] != got[0] {
			t.Errorf("the narrow search has %v, the wide one %v first", narrow, got[0])
		}
	}
}

// TestBeamBeatsGreedy is the example for which the search is made: the most probable alignment reads nothing, and nothing is
// not the most probable reading.
func TestBeamBeatsGreedy(t *testing.T) {
	logP := matrix.Of(2, 2, []float64{math.Log(0.4), math.Log(0.6), math.Log(0.4), math.Log(0.6)})
	if got := Greedy(logP); got != "" {
		t.Errorf("greedy reads %q", got)
	}
	best := Beam(logP, 2)[0]
	if want := math.Log(0.64); best.Digits != "0" || !(math.Abs(best.LogLikelihood-want) <= 1e-15) {
		t.Errorf("best is %v, want 0 with %v", best, want)
	}
}

// TestGreedy reads what the definition says of the best alignment.
func TestGreedy(t *testing.T) {
	for _, row := range []struct {
		alignment []int
		want      string
	}{
		{[]int{3, 3, 3}, ""},
		{[]int{1, 1, 3, 2, 3, 2}, "122"},
		{[]int{0, 1, 0}, "010"},
		{[]int{3, 2, 2, 2}, "2"},
		{nil, ""},
	} {
		logP := matrix.New[float32](len(row.alignment), 4)
		for t, k := range row.alignment {
			logP.Row(t)[k] = 5
		}
		logSoftmaxForward(logP)
		if got := Greedy(logP); got != row.want {
			t.Errorf("%v reads %q, want %q", row.alignment, got, row.want)
		}
		if len(row.alignment) > 0 && Beam(logP, 4)[0].Digits != row.want {
			t.Errorf("%v: the best is %v, want %q", row.alignment, Beam(logP, 4), row.want)
		}
	}
}

// TestLineDigits holds what is said of each digit against the strings themselves: with every other digit in its place, and
// the mean column over all alignments.
func TestLineDigits(t *testing.T) {
	for i, logP := range smallLines() {
		readings := everyReading(logP)
		for digits := range readings {
			for place, got := range LineDigits(logP, digits) {
				sum := 0.0
				others := make([]float64, blankOf(logP))
				for k := range others {
					others[k] = readings[digits[:place]+fmt.Sprint(k)+digits[place+1:]]
					sum += others[k]
				}
				for k, p := range others {
					if q := math.Exp(got.LogProbabilities[k]); !(math.Abs(q-p/sum) <= 1e-12) {
						t.Errorf("line %d: %q: p of %d in place %d is %v, want %v", i, digits, k, place, q, p/sum)
					}
				}
				if want := meanColumnByList(logP, digits, place); !(math.Abs(got.Column-want) <= 1e-11) {
					t.Errorf("line %d: %q: place %d is in column %v, want %v", i, digits, place, got.Column, want)
				}
			}
		}
	}
}

// meanColumnByList is the mean over all alignments that read the digits, and over all columns that say the digit in that
// place, of the column's middle.
func meanColumnByList(logP matrix.Matrix[float64], digits string, place int) float64 {
	sum, weights := 0.0, 0.0
	alignments(logP, func(alignment []int, p float64) {
		if readAs(alignment, blankOf(logP)) != digits {
			return
		}
		heard, before := -1, blankOf(logP)
		for t, k := range alignment {
			if k != before && k != blankOf(logP) {
				heard++
			}
			if before = k; k != blankOf(logP) && heard == place {
				sum, weights = sum+p*(float64(t)+0.5), weights+p
			}
		}
	})
	return sum / weights
}

// BenchmarkBeam searches a line of usual length.
func BenchmarkBeam(b *testing.B) {
	logP := randomLine(rand.New(rand.NewPCG(1, 1)), 48, 11, 3)
	for b.Loop() {
		Beam(logP, 8)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

func TestLogAdd(t *testing.T) {
	inf := math.Inf(1)
	for _, row := range []struct{ a, b, want float64 }{
		{0, 0, math.Ln2}, {-1000, -1000, -1000 + math.Ln2}, {0, -1, math.Log1p(math.Exp(-1))},
		{-inf, -inf, -inf}, {-inf, 3, 3}, {3, -inf, 3},
		{0, -36, math.Log1p(math.Exp(-36))}, // the last bits
		{1, -36.1, 1},                       // and no more
	} {
		for _, got := range []float64{logAdd(row.a, row.b), logAdd(row.b, row.a)} {
			if got != row.want {
				t.Errorf("log(e^%v + e^%v) = %v, want %v", row.a, row.b, got, row.want)
			}
		}
	}
}
