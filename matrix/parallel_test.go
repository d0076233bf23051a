package matrix

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// TestParallel sees that every number is worked on once, in no more runs than cores and none shorter than asked.
func TestParallel(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, row := range []struct {
		reason          string
		n, least, cores int
		runs            int
	}{
		{"nothing to do", 0, 1, 4, 0},
		{"one core", 100, 1, 1, 1},
		{"as many runs as cores", 100, 1, 4, 4},
		{"cores that do not divide n", 101, 1, 3, 3},
		{"fewer numbers than cores", 2, 1, 4, 2},
		{"too little work for every core", 100, 30, 4, 3},
		{"less than one run", 10, 30, 4, 1},
		{"no least given", 8, 0, 2, 2},
	} {
		t.Run(row.reason, func(t *testing.T) {
			runtime.GOMAXPROCS(row.cores)
			var lock sync.Mutex
			var runs [][2]int
			Parallel(row.n, row.least, func(begin, end int) {
				lock.Lock()
				defer lock.Unlock()
				runs = append(runs, [2]int{begin, end})
			})
			slices.SortFunc(runs, func(a, b [2]int) int { return a[0] - b[0] })
			next := 0
			for _, run := range runs {
				if run[0] != next || run[1]-run[0] < min(row.least, row.n) {
					t.Errorf("runs %v: %v after %d", runs, run, next)
				}
				next = run[1]
			}
			if got, want := fmt.Sprint(next, " in ", len(runs)), fmt.Sprint(row.n, " in ", row.runs); got != want {
				t.Errorf("did %s, want %s", got, want)
			}
		})
	}
}
