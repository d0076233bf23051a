package photo

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestNth compares with sorting, for values that are all different, nearly all alike, and in order already.
func TestNth(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, kinds := range []int{1, 2, 5, 1 << 20} {
		for size := 1; size < 60; size++ {
			values := make([]float32, size)
			for i := range values {
				values[i] = float32(random.IntN(kinds))
			}
			if size%3 == 0 {
				slices.Sort(values)
			}
			sorted := slices.Sorted(slices.Values(values))
			for n := range size {
				if got := nth(slices.Clone(values), n); got != sorted[n] {
					t.Fatalf("place %d of %v: %v, want %v", n, values, got, sorted[n])
				}
			}
		}
	}
}
