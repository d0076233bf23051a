package matrix

import (
	"runtime"
	"sync"
)

// Parallel divides the numbers 0 to n-1 into as many runs as there are cores and calls work(begin, end) for each run,
// all at once; it returns when all are done. A run is never shorter than least, so that little work stays on one core.
// How the numbers are divided depends on the number of cores: for results that do not, work must treat each number by
// itself.
//
// While one call has the cores, another one, from within work or from elsewhere, does all of its own work itself.
func Parallel(n, least int, work func(begin, end int)) {
	pieces := min(runtime.GOMAXPROCS(0), n/max(least, 1))
	if pieces <= 1 || !cores.TryLock() {
		if n > 0 {
			work(0, n)
		}
		return
	}
	defer cores.Unlock()
	var wait sync.WaitGroup
	for p := range pieces - 1 {
		wait.Go(func() { work(n*p/pieces, n*(p+1)/pieces) })
	}
	work(n*(pieces-1)/pieces, n)
	wait.Wait()
}

// cores is held by the call of Parallel that has divided its work.
var cores sync.Mutex
