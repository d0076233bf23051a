package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/matrix"
)

// TestNorm sees that a channel has the mean and the deviation that shift and scale say, whatever it had before.
func TestNorm(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n, pixels, channels = 11, 35, 3
	z, y := noise[float32](random, n, pixels*channels), noise[float32](random, n, pixels*channels)
	for i := range z.Data {
		z.Data[i] = z.Data[i]*float32(1+i%channels) + float32(10*(i%channels)) // means of 0, 10 and 20
	}
	scale, shift := []float32{0.5, 3, 1}, []float32{7, 0, -2}
	normBatch(y, z, scale, shift)
	for c := range channels {
		sum, squares := 0.0, 0.0
		for i := c; i < len(y.Data); i += channels {
			v := float64(y.Data[i])
			sum += v
			squares += v * v
		}
		m := float64(n * pixels)
		gotMean, gotDeviation := sum/m, math.Sqrt(squares/m-sum/m*sum/m)
		if !(math.Abs(gotMean-float64(shift[c])) <= 1e-4) || !(math.Abs(gotDeviation-float64(scale[c])) <= 1e-4) {
			t.Errorf("channel %d has mean %v and deviation %v, want %v and %v", c, gotMean, gotDeviation, shift[c], scale[c])
		}
	}
}

// normBatch normalises a batch as training does.
func normBatch(y, z matrix.Matrix[float32], scale, shift []float32) {
	c := len(scale)
	mean, variance, sums := make([]float32, c), make([]float32, c), matrix.New[float32](z.Rows, 2*c)
	for i := range z.Rows {
		exampleMoments(sums.Row(i)[:c], sums.Row(i)[c:], z.Row(i))
	}
	batchMoments(mean, variance, sums, z.Cols/c)
	a, b := make([]float32, c), make([]float32, c)
	normLine(a, b, scale, shift, mean, variance)
	for i := range z.Rows {
		normForward(y.Row(i), z.Row(i), a, b, false)
	}
}

// TestNormOfConstant divides no rounding error by another: a channel that is always the same, as one that sees only dark
// ground is, gives its shift.
func TestNormOfConstant(t *testing.T) {
	z, y := matrix.New[float32](9, 4), matrix.New[float32](9, 4)
	for i := range z.Data {
		z.Data[i] = 0.1
	}
	scale, shift := []float32{1}, []float32{-2}
	normBatch(y, z, scale, shift)
	for _, v := range y.Data {
		if !(math.Abs(float64(v)+2) <= 1e-3) {
			t.Fatalf("a constant becomes %v, want -2", v)
		}
	}
}

// TestDropout leaves out about the share asked for, another part for another seed, and keeps the sum about as it is.
func TestDropout(t *testing.T) {
	const n, share = 100_000, 0.3
	ones := func(seed uint64) matrix.Matrix[float32] {
		z := matrix.New[float32](100, n/100)
		for i := range z.Data {
			z.Data[i] = 1
		}
		dropForward(z.Data, share, seed, 0)
		return z
	}
	first, again, other := ones(1), ones(1), ones(2)
	dropped, both := 0, 0
	for i, v := range first.Data {
		if v != again.Data[i] {
			t.Fatal("the same seed leaves out others the second time")
		}
		if v != 0 && v != float32(1/(1-share)) {
			t.Fatalf("1 becomes %v", v)
		}
		if v == 0 {
			dropped++
			if other.Data[i] == 0 {
				both++
			}
		}
	}
	// Five standard deviations of a binomial number.
	if within := 5 * math.Sqrt(n*share*(1-share)); math.Abs(float64(dropped)-n*share) > within {
		t.Errorf("left out %d of %d, want %v ± %.0f", dropped, n, n*share, within)
	}
	if within := 5 * math.Sqrt(n*share*share*(1-share*share)); math.Abs(float64(both)-n*share*share) > within {
		t.Errorf("another seed leaves out %d of the same, want %.0f ± %.0f", both, n*share*share, within)
	}
	z := noise[float32](rand.New(rand.NewPCG(3, 4)), 3, 5)
	kept := slices.Clone(z.Data)
	if dropForward(z.Data, 0, 1, 0); !slices.Equal(z.Data, kept) {
		t.Error("a share of 0 changes something")
	}
}
