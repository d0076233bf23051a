package lab

import (
	"math"
	"slices"
	"testing"
)

// The numbers that are wanted in this file are NumPy's, after np.random.seed: those of random_sample, randn and shuffle.

func TestUniform(t *testing.T) {
	for _, row := range []struct {
		reason string
		seed   uint32
		want   []float64
	}{
		{"two words of the twister a number", 123, []float64{0.6964691855978616, 0.28613933495037946, 0.2268514535642031}},
		{"the largest seed there is", math.MaxUint32, []float64{0.0976320289940138}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			r := newLegacyRandom(row.seed)
			for i, want := range row.want {
				if got := r.uniform(); got != want {
					t.Errorf("number %d is %v, want %v", i, got, want)
				}
			}
		})
	}
}

func TestNormal(t *testing.T) {
	for _, row := range []struct {
		reason string
		seed   uint32
		skip   int // numbers before the first that is compared
		want   []float64
	}{
		{"the second of a pair first, then the one kept", 99, 0, []float64{-0.14235884270194815, 2.0572217375814947,
			0.2832619411060342, 1.329811978256545, -0.1546218510474288}},
		{"far down, behind many points outside the circle", 99, 10_000, []float64{-1.7788069155442874}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			r := newLegacyRandom(row.seed)
			for range row.skip {
				r.normal()
			}
			for i, want := range row.want {
				// Logarithms may differ in the last bit between one library and another.
				if got := r.normal(); !(math.Abs(got-want) <= 1e-15*math.Abs(want)) {
					t.Errorf("number %d is %v, want %v", i, got, want)
				}
			}
		})
	}
}

func TestPermutation(t *testing.T) {
	r := newLegacyRandom(1243)
	for round, want := range [][]int{{0, 1, 2, 4, 3}, {0, 3, 4, 1, 2}} { // the generator goes on between them
		if got := r.permutation(5); !slices.Equal(got, want) {
			t.Errorf("round %d: %v, want %v", round, got, want)
		}
	}
	long := newLegacyRandom(123).permutation(70_000)
	if first, want := long[:3], []int{21971, 16953, 48447}; !slices.Equal(first, want) {
		t.Errorf("the long one begins with %v, want %v", first, want)
	}
	if last, want := long[69_997:], []int{17730, 28030, 15725}; !slices.Equal(last, want) {
		t.Errorf("the long one ends with %v, want %v", last, want)
	}
	for n := range 2 {
		if got := r.permutation(n); len(got) != n {
			t.Errorf("of %d numbers: %v", n, got)
		}
	}
}

// TestNormalAcrossShuffle sees that a shuffle between the two numbers of a pair leaves the kept one alone.
func TestNormalAcrossShuffle(t *testing.T) {
	r := newLegacyRandom(5)
	first := r.normal()
	order := r.permutation(6)
	second := r.normal()
	if want := []int{2, 4, 3, 5, 1, 0}; !slices.Equal(order, want) {
		t.Errorf("shuffled to %v, want %v", order, want)
	}
	if !(math.Abs(first-0.44122749) <= 1e-8) || !(math.Abs(second - -0.33087015189408764) <= 1e-15) {
		t.Errorf("drew %v and %v", first, second)
	}
}
