package align

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, row := range []struct {
		reason, a, b string
		want         int
	}{
		{"nothing", "", "", 0},
		{"alike", "0205", "0205", 0},
		{"one changed", "0205", "0265", 1},
		{"one missing at the front", "0205", "205", 1},
		{"one too many at the end", "020", "0205", 1},
		{"everything missing", "0205", "", 4},
		{"shifted by one", "12345", "23456", 2},
		{"a wildcard", "02?5", "0295", 0},
	} {
		wildcard := func(x, y byte) bool { return x == '?' || y == '?' }
		if got := Distance(row.a, row.b, wildcard); got != row.want {
			t.Errorf("%s: %d, want %d", row.reason, got, row.want)
		}
	}
	if got := Distance("02?5", "0295", nil); got != 1 {
		t.Errorf("without a wildcard: %d", got)
	}
}

// TestSequences sees for random costs that the way returned costs what is said, uses every element once and in order, and
// that no way costs less: all of them are tried.
func TestSequences(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n, m := random.IntN(5), random.IntN(5)
		alone := [2][5]int{}
		together := [5][5]int{}
		for i := range 5 {
			alone[0][i], alone[1][i] = random.IntN(6), random.IntN(6)
			for j := range 5 {
				together[i][j] = random.IntN(9)
			}
		}
		price := func(p Pair) int {
			switch {
			case p.B < 0:
				return alone[0][p.A]
			case p.A < 0:
				return alone[1][p.B]
			}
			return together[p.A][p.B]
		}
		cost, pairs := Sequences(n, m, func(i int) int { return alone[0][i] }, func(j int) int { return alone[1][j] },
			func(i, j int) int { return together[i][j] })
		sum := 0
		var first, second []int
		for _, p := range pairs {
			sum += price(p)
			if p.A >= 0 {
				first = append(first, p.A)
			}
			if p.B >= 0 {
				second = append(second, p.B)
			}
		}
		inOrder := func(places []int, n int) bool { return len(places) == n && slices.IsSorted(places) }
		if sum != cost || !inOrder(first, n) || !inOrder(second, m) {
			t.Fatalf("%v costs %d, said %d, for %d and %d elements", pairs, sum, cost, n, m)
		}
		var least func(i, j int) int
		least = func(i, j int) int {
			best := 1 << 30
			if i == n && j == m {
				return 0
			}
			if i < n {
				best = min(best, price(Pair{i, -1})+least(i+1, j))
			}
			if j < m {
				best = min(best, price(Pair{-1, j})+least(i, j+1))
			}
			if i < n && j < m {
				best = min(best, price(Pair{i, j})+least(i+1, j+1))
			}
			return best
		}
		if want := least(0, 0); cost != want {
			t.Fatalf("costs %d, and there is a way for %d", cost, want)
		}
	}
}

// TestTies puts elements together where that costs the same as two alone.
func TestTies(t *testing.T) {
	one, two := func(int) float64 { return 1 }, func(i, j int) float64 { return 2 }
	if _, pairs := Sequences(1, 1, one, one, two); !slices.Equal(pairs, []Pair{{0, 0}}) {
		t.Errorf("got %v", pairs)
	}
}
