package matrix

import "runtime"

// Parallel divides the numbers 0 to n-1 into as many runs as there are cores and calls work(begin, end) for each run,
// all at once; it returns when all are done. A run is never shorter than least, so that little work stays on one core.
// How the numbers are divided depends on the number of cores: for results that do not, work must treat each number by
// itself.
//
// What any run panics with, the call does. While one call has the cores, another one, from within work or from elsewhere, does all of its own work itself.
func Parallel(n, least int, work func(begin, end int)) {
	ParallelWith(n, least, work, func(work func(begin, end int), begin, end int) { work(begin, end) })
}

// ParallelWith is Parallel for work that takes operands instead of capturing variables, which go from core to core
// without being allocated: for loops that must not allocate at all.
func ParallelWith[A any](n, least int, operands A, work func(operands A, begin, end int)) {
	pieces := min(runtime.GOMAXPROCS(0), n/max(least, 1))
	if pieces <= 1 || !cores.TryLock() {
		if n > 0 {
			work(operands, 0, n)
		}
		return
	}
	defer cores.Unlock()
	job := jobOf[A](&cores)
	job.operands, job.work = operands, work
	defer func() { *job = jobWith[A]{} }() // and with it all that it keeps alive
	cores.divide(job, n, pieces)
}
