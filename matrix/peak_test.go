package matrix

import (
	"testing"
	"time"
)

// TestPeak sees that every kernel's peak is that of a processor, or of one that is emulated: ten million operations a second to
// a hundred million million.
func TestPeak(t *testing.T) {
	onEveryKernel(t, func(t *testing.T) {
		if peak := Peak(time.Millisecond); peak < 1e7 || peak > 1e14 {
			t.Errorf("a peak of %.3g operations a second", peak)
		}
	})
}
