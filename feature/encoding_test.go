package feature

import (
	"slices"
	"testing"

	"aloud/digit"
)

// TestEncodings holds every encoding to what the others rely on: as many numbers as it says, the same ones each time.
func TestEncodings(t *testing.T) {
	var d digit.Digit
	for i := range d {
		d[i] = uint8(i * i)
	}
	for _, e := range Encodings {
		t.Run(string(e), func(t *testing.T) {
			x, again := make([]float32, e.Size()), make([]float32, e.Size())
			for i := range x {
				x[i], again[i] = 7, -7 // must not stay
			}
			prepared := e.Prepare(&d)
			if !e.Prepares() && prepared != d {
				t.Error("prepares a digit, and says that it does not")
			}
			Encode(e, x, &prepared)
			Encode(e, again, &prepared)
			if !slices.Equal(x, again) || !e.Valid() {
				t.Errorf("valid: %v; numbers %v, then %v", e.Valid(), x, again)
			}
		})
	}
}

// TestEncodingsOfNothing gives zeros for a digit without ink, and not the quotients of zeros.
func TestEncodingsOfNothing(t *testing.T) {
	for _, e := range Encodings {
		x := make([]float32, e.Size())
		x[0] = 7 // must not stay
		prepared := e.Prepare(new(digit.Digit))
		Encode(e, x, &prepared)
		if !slices.Equal(x, make([]float32, e.Size())) {
			t.Errorf("%s of no ink: %v", e, x)
		}
	}
}

// TestEncodingsAllocateNothing: a training encodes millions of digits.
func TestEncodingsAllocateNothing(t *testing.T) {
	d := plain.two()
	for _, e := range Encodings {
		x := make([]float32, e.Size())
		if n := testing.AllocsPerRun(10, func() {
			prepared := e.Prepare(&d)
			Encode(e, x, &prepared)
		}); n > 0 {
			t.Errorf("%s: %v allocations", e, n)
		}
	}
}

// TestPixels brings ink to 1 and ground to 0, and refuses what is no digit.
func TestPixels(t *testing.T) {
	d := digit.Digit{0: 255, 1: 51}
	x := make([]float32, digit.Pixels)
	x[2] = 7 // must not stay
	Encode(Pixels, x, &d)
	if !slices.Equal(x[:3], []float32{1, 0.2, 0}) {
		t.Errorf("pixels begin %v", x[:3])
	}
	wantPanic(t, "feature: 785 numbers for a digit's 784 pixels", func() { Encode(Pixels, make([]float32, 785), &d) })
	wantPanic(t, "feature: 784 numbers for a digit's 1296 gradients", func() { Encode(Gradients, make([]float64, 784), &d) })
	wantPanic(t, `feature: no encoding "no such"`, func() { Encoding("no such").Prepare(&d) })
}

func wantPanic(t *testing.T, want string, f func()) {
	t.Helper()
	defer func() {
		if got := recover(); got != want {
			t.Errorf("panics with %v, want %s", got, want)
		}
	}()
	f()
}
