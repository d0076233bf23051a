package matrix

import (
	"runtime"
	"testing"
	"time"
)

// TestPeak sees that products stay below the peak, by every kernel, and that the peak is that of a processor: between a
// hundred million operations a second and ten million million.
func TestPeak(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		const side = 128
		a, b, dst := New[float32](side, side), New[float32](side, side), New[float32](side, side)
		Mul(dst, a, b)
		best := 0.0
		for range 20 {
			begin := time.Now()
			Mul(dst, a, b)
			best = max(best, 2*side*side*side/time.Since(begin).Seconds())
		}
		peak := Peak(20 * time.Millisecond)
		if peak < 1e8 || peak > 1e13 {
			t.Errorf("a peak of %.3g operations a second", peak)
		}
		if kernel != nil && best > 1.3*peak { // clocks change, and timing is rough
			t.Errorf("a product takes %.3g operations a second, and the peak is %.3g", best, peak)
		}
	})
}
