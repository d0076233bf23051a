package model

import (
	"math"
	"math/rand/v2"
	"testing"

	"aloud/matrix"
)

// kernels are windows, each with what is awkward in it.
var kernels = []struct {
	reason string
	kernel
}{
	{"a single pixel", kernel{1, 1, 1, 1, 0, 0, 1}},
	{"nothing special", kernel{3, 2, 1, 1, 0, 0, 1}},
	{"a border on each side", kernel{3, 3, 1, 1, 1, 1, 1}},
	{"as much border as can be", kernel{4, 3, 1, 1, 3, 2, 1}},
	{"strides", kernel{3, 3, 2, 2, 1, 1, 1}},
	{"strides that differ", kernel{3, 5, 2, 3, 1, 2, 1}},
	{"strides over pixels that nobody sees", kernel{2, 1, 3, 2, 0, 0, 1}},
	{"strides over all but the first", kernel{2, 2, 100, 100, 1, 0, 1}},
	{"dilation", kernel{2, 3, 1, 1, 1, 2, 2}},
	{"dilation and a stride along the other side", kernel{3, 2, 2, 1, 0, 3, 4}},
	{"the whole picture", kernel{9, 7, 1, 1, 0, 0, 1}},
	{"a column", kernel{9, 1, 1, 1, 0, 0, 1}},
	{"a row", kernel{1, 7, 1, 1, 0, 3, 1}},
}

func TestConvolutionFloat64(t *testing.T) { testConvolution[float64](t, 0x1p-53) }
func TestConvolutionFloat32(t *testing.T) { testConvolution[float32](t, 0x1p-24) }

// testConvolution compares the convolution and its gradients with the six loops that define them: over the examples, the
// outputs' rows and columns, the window's, and the channels of both.
func testConvolution[T matrix.Float](t *testing.T, rounding float64) {
	random := rand.New(rand.NewPCG(1, 2))
	const n, channels = 2, 5
	in := shape{9, 7, 3}
	for _, k := range kernels {
		t.Run(k.reason, func(t *testing.T) {
			out := k.over(in, channels)
			rows := k.height * k.width * in.channels
			x, dx := noise[T](random, n, in.size()), noise[T](random, n, in.size())
			w, dw := noise[T](random, rows, channels), noise[T](random, rows, channels)
			z, dz := noise[T](random, n, out.size()), noise[T](random, n, out.size())
			b, one := noise[T](random, 1, channels).Data, T(1)

			wantZ, wantW, wantX := newSum(z), newSum(dw), newSum(dx)
			for i := range z.Data {
				wantZ.add(i, b[i%channels], one)
			}
			for i, v := range dw.Data { // to which is added
				wantW.add(i, v, one)
			}
			memory, around := noise[T](random, 1, 100*in.size()).Data, k.backBorder(in, channels) // what it holds must not matter
			phases := phasesOf(w, k.kernel, in, nil)
			for i := range n {
				convForward(z.Row(i), x.Row(i), w, b, k.kernel, in, false, memory)
				convBackward(dw, x.Row(i), dz.Row(i), k.kernel, in, memory, true)
				convBackwardInput(dx.Row(i), dz.Row(i), phases, around, memory)
			}
			k.eachMeeting(n, in, out, func(at, outputAt, tap int) {
				for i := range in.channels {
					for o := range channels {
						xAt, wAt, zAt := at*in.channels+i, (tap*in.channels+i)*channels+o, outputAt*channels+o
						wantZ.add(zAt, x.Data[xAt], w.Data[wAt])
						wantW.add(wAt, x.Data[xAt], dz.Data[zAt])
						wantX.add(xAt, dz.Data[zAt], w.Data[wAt])
					}
				}
			})
			wantZ.check(t, "z", z, rounding)
			wantW.check(t, "dw", dw, rounding)
			wantX.check(t, "dx", dx, rounding)
		})
	}
}

func TestDepthwiseFloat64(t *testing.T) { testDepthwise[float64](t, 0x1p-53) }
func TestDepthwiseFloat32(t *testing.T) { testDepthwise[float32](t, 0x1p-24) }

func testDepthwise[T matrix.Float](t *testing.T, rounding float64) {
	random := rand.New(rand.NewPCG(3, 4))
	const n = 2
	in := shape{9, 7, 3}
	for _, k := range kernels {
		t.Run(k.reason, func(t *testing.T) {
			out := k.over(in, in.channels)
			x, dx := noise[T](random, n, in.size()), noise[T](random, n, in.size())
			w, dw := noise[T](random, k.height*k.width, in.channels), noise[T](random, k.height*k.width, in.channels)
			z, dz := noise[T](random, n, out.size()), noise[T](random, n, out.size())

			wantZ, wantW, wantX := newSum(z), newSum(dw), newSum(dx)
			for i, v := range dw.Data { // to which is added
				wantW.add(i, v, 1)
			}
			memory := noise[T](random, 1, 100*in.size()).Data // what it holds must not matter
			for i := range n {
				depthwiseForward(z.Row(i), x.Row(i), w, nil, k.kernel, in, memory)
				depthwiseBackward(dw, x.Row(i), dz.Row(i), k.kernel, in, memory, true)
				depthwiseBackwardInput(dx.Row(i), dz.Row(i), w, k.kernel, in, memory)
			}
			k.eachMeeting(n, in, out, func(at, outputAt, tap int) {
				for i := range in.channels {
					xAt, wAt, zAt := at*in.channels+i, tap*in.channels+i, outputAt*in.channels+i
					wantZ.add(zAt, x.Data[xAt], w.Data[wAt])
					wantW.add(wAt, x.Data[xAt], dz.Data[zAt])
					wantX.add(xAt, dz.Data[zAt], w.Data[wAt])
				}
			})
			wantZ.check(t, "z", z, rounding)
			wantW.check(t, "dw", dw, rounding)
			wantX.check(t, "dx", dx, rounding)
		})
	}
}

// eachMeeting visits all that meets in a convolution: a pixel of a picture, the place of an output, a place in the window,
// each counted through all examples.
func (k kernel) eachMeeting(n int, in, out shape, visit func(pixel, output, tap int)) {
	for example := range n {
		for y := range out.height {
			for x := range out.width {
				for r := range k.height {
					for c := range k.width {
						i, j := y*k.strideY+r-k.padY, x*k.strideX+c*k.dilation-k.padX
						if i < 0 || i >= in.height || j < 0 || j >= in.width {
							continue
						}
						visit(example*in.pixels()+i*in.width+j, example*out.pixels()+y*out.width+x, r*k.width+c)
					}
				}
			}
		}
	}
}

// A sum is what the elements of a matrix should be, in float64, with the sizes of what was summed.
type sum[T matrix.Float] struct{ value, size, terms []float64 }

func newSum[T matrix.Float](m matrix.Matrix[T]) sum[T] {
	return sum[T]{make([]float64, len(m.Data)), make([]float64, len(m.Data)), make([]float64, len(m.Data))}
}

func (s sum[T]) add(at int, a, b T) {
	s.value[at] += float64(a) * float64(b)
	s.size[at] += math.Abs(float64(a) * float64(b))
	s.terms[at]++
}

// check allows each element the error of a sum of so many products in any order (Higham, "Accuracy and Stability of
// Numerical Algorithms", 2002, section 3.1), and want's own.
func (s sum[T]) check(t *testing.T, name string, got matrix.Matrix[T], rounding float64) {
	t.Helper()
	for i, want := range s.value {
		bound := 2 * s.terms[i] * rounding * s.size[i]
		if v := float64(got.Data[i]); !(math.Abs(v-want) <= bound) {
			t.Fatalf("%s[%d] is %v, want %v within %v", name, i, v, want, bound)
		}
	}
}

func noise[T matrix.Float](random *rand.Rand, rows, cols int) matrix.Matrix[T] {
	m := matrix.New[T](rows, cols)
	fillNormal(m.Data, random, 1)
	return m
}
