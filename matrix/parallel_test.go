package matrix

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
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

// TestParallelWithin sees that a call within another does its own work, in one run, and that the cores are there again
// afterwards.
func TestParallelWithin(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(3)
	for range 100 {
		var outer, inner, sum atomic.Int64
		Parallel(30, 1, func(begin, end int) {
			outer.Add(1)
			Parallel(1000, 1, func(a, b int) {
				inner.Add(1)
				sum.Add(int64((end - begin) * (b - a)))
			})
		})
		if outer.Load() != 3 || inner.Load() != 3 || sum.Load() != 30*1000 {
			t.Fatalf("%v runs with %v within, which did %v, want 3 with 3 and 30000", &outer, &inner, &sum)
		}
	}
}

// TestParallelFromEverywhere sees calls from many goroutines at once do what each was asked.
func TestParallelFromEverywhere(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(4)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			done := make([]int, 100)
			for round := range 200 {
				ParallelWith(len(done), 1, done, func(done []int, begin, end int) {
					for i := begin; i < end; i++ {
						done[i]++
					}
				})
				if slices.Min(done) != round+1 || slices.Max(done) != round+1 {
					t.Errorf("round %d did %v", round, done)
					return
				}
			}
		})
	}
	wait.Wait()
}

// TestParallelAfterSleep sees helpers wake that have gone to sleep, and the caller wait for one that works for long.
func TestParallelAfterSleep(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(2)
	for _, pause := range []time.Duration{0, patience, 20 * patience} {
		var done atomic.Int64
		time.Sleep(pause)
		Parallel(2, 1, func(begin, end int) {
			if begin == 0 {
				time.Sleep(pause)
			}
			done.Add(1)
		})
		if done.Load() != 2 {
			t.Errorf("after %v, returns when %v runs of 2 are done", pause, &done)
		}
	}
}

// TestParallelPanics sees that whoever divides work can recover from what goes wrong with any part of it, and that the
// cores are there again afterwards.
func TestParallelPanics(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	runtime.GOMAXPROCS(3)
	for trouble := range 30 {
		func() {
			defer func() {
				if got := recover(); got != trouble {
					t.Fatalf("recovered from %v, want %v", got, trouble)
				}
			}()
			Parallel(30, 1, func(begin, end int) {
				if begin <= trouble && trouble < end {
					panic(trouble)
				}
			})
		}()
		var sum atomic.Int64
		Parallel(30, 1, func(begin, end int) { sum.Add(int64(end - begin)) })
		if sum.Load() != 30 {
			t.Fatalf("after a panic, %d of 30 were done", sum.Load())
		}
	}
}

// TestParallelAllocatesNothing sees that dividing work with operands costs no memory.
func TestParallelAllocatesNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	sum := make([]int, 100)
	for _, cores := range []int{1, 3} {
		runtime.GOMAXPROCS(cores)
		count := allocations(1000, func() {
			ParallelWith(len(sum), 1, sum, func(sum []int, begin, end int) {
				for i := begin; i < end; i++ {
					sum[i]++
				}
			})
		})
		if count != 0 {
			t.Errorf("%d allocations in a call on %d cores", count, cores)
		}
	}
}

// allocations is how often a call allocates memory, on all cores: testing.AllocsPerRun would leave it only one. It is
// the mean of some hundred calls after the first, rounded down, for the runtime itself allocates now and then, and in
// the beginning where a goroutine goes to sleep.
func allocations(calls uint64, call func()) uint64 {
	var before, after runtime.MemStats
	call()
	runtime.ReadMemStats(&before)
	for range calls {
		call()
	}
	runtime.ReadMemStats(&after)
	return (after.Mallocs - before.Mallocs) / calls
}

// BenchmarkParallel takes what it costs to divide work that is nothing, at once after the last and after a pause.
func BenchmarkParallel(b *testing.B) {
	for _, pause := range []time.Duration{0, 10 * time.Microsecond, 1000 * time.Microsecond} {
		b.Run(fmt.Sprint("pause=", pause), func(b *testing.B) {
			var spent time.Duration
			for b.Loop() {
				for begin := time.Now(); time.Since(begin) < pause; {
				}
				begin := time.Now()
				ParallelWith(2, 1, 0, func(int, int, int) {})
				spent += time.Since(begin)
			}
			b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "ns/call")
		})
	}
}
