package evaluate

import (
	"math"
	"testing"
)

func TestUpperBound(t *testing.T) {
	for _, row := range []struct {
		reason string
		k, n   int
		want   float64 // an upper bound at 95 %
		within float64
	}{
		{"nothing seen, nothing known", 0, 0, 1, 0},
		{"all wrong", 7, 7, 1, 0},
		{"one case, right: p of which 1−p = 0.05", 0, 1, 0.95, 1e-9},
		{"no error in n: 1 − 0.05^(1/n), by the formula", 0, 59, 1 - math.Pow(0.05, 1./59), 1e-9},
		{"half of two: (1−p)² + 2p(1−p) = 1 − p² = 0.05", 1, 2, math.Sqrt(0.95), 1e-9},
	} {
		t.Run(row.reason, func(t *testing.T) {
			// Written as "not within", for NaN is never beyond.
			if got := upperBound(row.k, row.n); !(math.Abs(got-row.want) <= row.within) {
				t.Errorf("%d of %d: %v, want %v", row.k, row.n, got, row.want)
			}
		})
	}
}

// So many lines without an error it takes to claim that less than this share is wrong.
func TestLinesForAClaim(t *testing.T) {
	for rate, lines := range map[float64]int{0.01: 299, 0.005: 598, 0.001: 2995} {
		if upperBound(0, lines) > rate || upperBound(0, lines-1) < rate {
			t.Errorf("%d lines and one less leave %v and %v possible, want %v between them", lines, upperBound(0, lines),
				upperBound(0, lines-1), rate)
		}
	}
}

// The bound is where the sum of the definition is 0.05: the sum itself, term by term.
func TestUpperBoundByDefinition(t *testing.T) {
	for _, n := range []int{3, 10, 107, 900} {
		for _, k := range []int{0, 1, 2, n / 3, n - 1} {
			p := upperBound(k, n)
			sum := 0.0
			for i := range k + 1 {
				logChoose := logGamma(n+1) - logGamma(i+1) - logGamma(n-i+1)
				sum += math.Exp(logChoose + float64(i)*math.Log(p) + float64(n-i)*math.Log1p(-p))
			}
			if !(math.Abs(sum-0.05) <= 1e-9) {
				t.Errorf("%d errors or fewer in %d have a probability of %v at %v, want 0.05", k, n, sum, p)
			}
		}
	}
}

func logGamma(n int) float64 {
	v, _ := math.Lgamma(float64(n))
	return v
}

// 20 errors in 10 000 leave 0.12 to 0.31 % possible, a figure that is often quoted for MNIST's test set; and the interval of
// what is right mirrors that of what is wrong.
func TestInterval(t *testing.T) {
	low, high := interval(20, 10000)
	if !(math.Abs(low-0.00122) <= 1e-5) || !(math.Abs(high-0.00309) <= 1e-5) {
		t.Errorf("20 of 10000 lie in %v to %v", low, high)
	}
	for _, row := range [][2]int{{0, 5}, {5, 5}, {2, 5}, {17, 300}} {
		low, high := interval(row[0], row[1])
		mirroredLow, mirroredHigh := interval(row[1]-row[0], row[1])
		if !(math.Abs(low-(1-mirroredHigh)) <= 1e-12) || !(math.Abs(high-(1-mirroredLow)) <= 1e-12) || low > high {
			t.Errorf("%v: %v to %v, mirrored %v to %v", row, low, high, mirroredLow, mirroredHigh)
		}
	}
}
