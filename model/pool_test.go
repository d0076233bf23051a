package model

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPool compares pooling and its gradient with the loops that define them.
func TestPool(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n = 2
	for _, row := range []struct {
		reason string
		kernel
		in shape
	}{
		{"side by side", kernel{2, 2, 2, 2, 0, 0, 1}, shape{8, 6, 19}},
		{"a row and a column that are not seen", kernel{2, 2, 2, 2, 0, 0, 1}, shape{9, 7, 3}},
		{"all of different sizes", kernel{3, 2, 3, 2, 0, 0, 1}, shape{9, 7, 3}},
		{"overlapping", kernel{3, 3, 2, 1, 0, 0, 1}, shape{9, 7, 3}},
		{"apart", kernel{1, 2, 3, 3, 0, 0, 1}, shape{9, 7, 3}},
		{"the whole picture", kernel{9, 7, 9, 7, 0, 0, 1}, shape{9, 7, 3}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			in := row.in
			out := row.over(in, in.channels)
			x, dx := noise[float32](random, n, in.size()), noise[float32](random, n, in.size())
			z, dz := noise[float32](random, n, out.size()), noise[float32](random, n, out.size())
			for i := range n {
				poolForward(z.Row(i), x.Row(i), row.kernel, in)
				poolBackward(dx.Row(i), dz.Row(i), x.Row(i), z.Row(i), row.kernel, in)
			}

			want, at := make([]float32, len(z.Data)), make([]int, len(z.Data))
			for i := range want {
				want[i] = float32(math.Inf(-1))
			}
			row.eachMeeting(n, in, out, func(pixel, output, _ int) {
				for c := range in.channels {
					from, to := pixel*in.channels+c, output*in.channels+c
					if x.Data[from] > want[to] {
						want[to], at[to] = x.Data[from], from
					}
				}
			})
			wantX := make([]float32, len(dx.Data))
			for to, from := range at {
				wantX[from] += dz.Data[to]
			}
			if !slices.Equal(z.Data, want) {
				t.Error("the largest numbers are others")
			}
			if !slices.Equal(dx.Data, wantX) {
				t.Error("the gradient is another")
			}
		})
	}
}

// TestPoolTie sees that of equal numbers the first has the gradient, once: a window of a ReLU's zeros is common.
func TestPoolTie(t *testing.T) {
	in, k := shape{2, 2, 1}, kernel{2, 2, 2, 2, 0, 0, 1}
	x, z, dx := []float64{0, 3, 3, 3}, make([]float64, 1), make([]float64, 4)
	poolForward(z, x, k, in)
	poolBackward(dx, []float64{5}, x, z, k, in)
	if z[0] != 3 || !slices.Equal(dx, []float64{0, 5, 0, 0}) {
		t.Errorf("the largest is %v, its gradient goes to %v", z, dx)
	}
}

// TestMean takes means that everyone can.
func TestMean(t *testing.T) {
	in := shape{2, 2, 2}
	z, dx := make([]float64, 2), make([]float64, 8)
	meanForward(z, []float64{1, 10, 2, 20, 3, 30, 6, 60}, in)
	if want := []float64{3, 30}; !slices.Equal(z, want) {
		t.Errorf("means %v, want %v", z, want)
	}
	meanBackward(dx, z, in)
	if want := []float64{0.75, 7.5, 0.75, 7.5, 0.75, 7.5, 0.75, 7.5}; !slices.Equal(dx, want) {
		t.Errorf("gradient %v, want %v", dx, want)
	}
}
