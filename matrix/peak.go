package matrix

import (
	"runtime"
	"time"
)

// Peak measures how many floating-point operations a second all cores together can do at most: multiplications and additions
// of float32, as wide as the kernels here take them, of numbers that wait for none of the others. It takes the best of
// several tries, which take that time together, so that what other programs do in between counts little. Where there is no
// kernel it is what a loop in plain Go reaches.
func Peak(d time.Duration) float64 {
	cores := runtime.GOMAXPROCS(0)
	best := 0.0
	for begin := time.Now(); best == 0 || time.Since(begin) < d; {
		tried := time.Now()
		Parallel(cores, 1, func(begin, end int) {
			for range end - begin {
				peakTry()
			}
		})
		best = max(best, float64(cores*peakOperations())/time.Since(tried).Seconds())
	}
	return best
}

// peakSteps are those of one try: with a kernel some tenths of a millisecond.
const peakSteps = 1 << 16

// peakTry does what peakOperations counts.
func peakTry() {
	if kernel != nil {
		kernel.Peak(peakSteps)
		return
	}
	peakPlain(peakSteps)
}

func peakOperations() int {
	if kernel != nil {
		return peakSteps * kernel.PeakOperations()
	}
	return peakSteps * 2 * 8
}

// peakSum keeps the loop from being left out.
var peakSum float32

// peakPlain multiplies and adds eight numbers a step, none of which waits for another.
func peakPlain(steps int) {
	var a, b, c, d, e, f, g, h float32
	factor := peakSum
	for range steps {
		a, b, c, d = a*factor+1, b*factor+1, c*factor+1, d*factor+1
		e, f, g, h = e*factor+1, f*factor+1, g*factor+1, h*factor+1
	}
	if sum := a + b + c + d + e + f + g + h; sum < 0 { // never: they only grow
		peakSum = sum
	}
}

// Kernel names the code by which float32 is multiplied here: "AVX-512", or "plain Go" where there is none for the processor.
func Kernel() string {
	if kernel == nil {
		return "plain Go"
	}
	return kernel.Name
}
