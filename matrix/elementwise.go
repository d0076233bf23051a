package matrix

import (
	"fmt"
	"math"
	"unsafe"

	"aloud/matrix/internal/tile"
)

// vectors are the widest that this processor has, or nil.
var vectors = widest()

func widest() *tile.Vectors {
	if all := tile.AllVectors(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// inVectors returns x as what vectors treat, if they treat it: float32, where there are any.
func inVectors[T Float](x []T) ([]float32, bool) {
	if vectors == nil {
		return nil, false
	}
	return asFloat32(x)
}

// asFloat32 is any(x).([]float32), which would allocate to put the slice into an interface.
func asFloat32[T Float](x []T) ([]float32, bool) {
	if first, ok := any(unsafe.SliceData(x)).(*float32); ok {
		return unsafe.Slice(first, len(x)), true
	}
	return nil, false
}

// The least numbers worth handing to another core: some microseconds' worth, by vectors and in plain Go, and in plain Go
// where each costs an exponential.
const (
	leastInVectors    = 1 << 14
	leastNumbers      = 1 << 12
	leastExponentials = 1 << 9
)

// ReLU sets every number of x below 0 to 0.
func ReLU[T Float](x []T) {
	if x, ok := inVectors(x); ok {
		ParallelWith(len(x), leastInVectors, x, reluVectors)
		return
	}
	Parallel(len(x), leastNumbers, func(begin, end int) {
		for i, v := range x[begin:end] {
			if v < 0 {
				x[begin+i] = 0
			}
		}
	})
}

func reluVectors(x []float32, begin, end int) {
	vectors.ReLU(&x[begin], end-begin)
}

// ReLUBackward carries the gradient through y = ReLU(x): it sets every number of dy to 0 unless that of y is above 0.
func ReLUBackward[T Float](dy, y []T) {
	checkLengths("ReLUBackward", len(dy), len(y))
	if dy, ok := inVectors(dy); ok {
		y, _ := inVectors(y)
		ParallelWith(len(dy), leastInVectors, pair{dy, y}, reluBackwardVectors)
		return
	}
	Parallel(len(dy), leastNumbers, func(begin, end int) {
		for i := begin; i < end; i++ {
			if !(y[i] > 0) {
				dy[i] = 0
			}
		}
	})
}

func reluBackwardVectors(p pair, begin, end int) {
	vectors.ReLUBackward(&p.y[begin], &p.x[begin], end-begin)
}

// Sigmoid squashes every number of x.
//
//	x ← 1 / (1 + exp(−x))
//
// For float32 it is exact to 2.5 units in the last place; below the least normal number it may be 0.
func Sigmoid[T Float](x []T) {
	if x, ok := inVectors(x); ok {
		ParallelWith(len(x), leastInVectors/4, x, sigmoidVectors)
		return
	}
	Parallel(len(x), leastExponentials, func(begin, end int) {
		for i, v := range x[begin:end] {
			x[begin+i] = T(1 / (1 + math.Exp(-float64(v))))
		}
	})
}

func sigmoidVectors(x []float32, begin, end int) {
	vectors.Sigmoid(&x[begin], end-begin)
}

// SigmoidBackward carries the gradient through h = σ(z), turning dh into dz.
//
//	dh ← dh·(h·(1 − h))
func SigmoidBackward[T Float](dh, h []T) {
	checkLengths("SigmoidBackward", len(dh), len(h))
	if dh, ok := inVectors(dh); ok {
		h, _ := inVectors(h)
		ParallelWith(len(dh), leastInVectors, pair{dh, h}, sigmoidBackwardVectors)
		return
	}
	Parallel(len(dh), leastNumbers, func(begin, end int) {
		for i := begin; i < end; i++ {
			dh[i] *= h[i] * (1 - h[i])
		}
	})
}

func sigmoidBackwardVectors(p pair, begin, end int) {
	vectors.SigmoidBackward(&p.y[begin], &p.x[begin], end-begin)
}

// Exp sets dst to the exponentials of x, which may be dst itself. For float32 they are exact to 1.02 units in the last
// place.
func Exp[T Float](dst, x []T) {
	checkLengths("Exp", len(dst), len(x))
	if dst, ok := inVectors(dst); ok {
		x, _ := inVectors(x)
		ParallelWith(len(dst), leastInVectors/4, pair{dst, x}, expVectors)
		return
	}
	Parallel(len(dst), leastExponentials, func(begin, end int) {
		for i := begin; i < end; i++ {
			dst[i] = T(math.Exp(float64(x[i])))
		}
	})
}

func expVectors(p pair, begin, end int) {
	vectors.Exp(&p.y[begin], &p.x[begin], end-begin)
}

// SumExp returns the sum of the exponentials of x, on one core. No numbers give 0.
func SumExp[T Float](x []T) float64 {
	if x, ok := inVectors(x); ok && len(x) > 0 {
		return float64(vectors.SumExp(&x[0], len(x)))
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(float64(v))
	}
	return sum
}

// Blend sets y to a·y + b·x. With a and b of 1 it adds x to y, with a of 1 it is the step of a plain descent, and with b
// of 1−a that of a moving average.
func Blend[T Float](y []T, a T, x []T, b T) {
	checkLengths("Blend", len(y), len(x))
	if y, ok := inVectors(y); ok {
		x, _ := inVectors(x)
		ParallelWith(len(y), leastInVectors, blend{y, x, float32(a), float32(b)}, blendVectors)
		return
	}
	Parallel(len(y), leastNumbers, func(begin, end int) {
		for i := begin; i < end; i++ {
			y[i] = T(a*y[i]) + T(b*x[i])
		}
	})
}

func blendVectors(o blend, begin, end int) {
	vectors.Blend(&o.y[begin], &o.x[begin], end-begin, o.a, o.b)
}

// pair and blend are operands for other cores.
type pair struct{ y, x []float32 }

type blend struct {
	y, x []float32
	a, b float32
}

// FromBytes sets dst to the bytes x, as parts of most: with a most of 255 they are from 0 to 1.
func FromBytes[T Float](dst []T, x []byte, most T) {
	checkLengths("FromBytes", len(dst), len(x))
	if dst, ok := inVectors(dst); ok && len(dst) > 0 {
		vectors.FromBytes(&dst[0], &x[0], len(x), float32(most))
		return
	}
	for i, v := range x {
		dst[i] = T(v) / most
	}
}

// AddBytes adds the bytes x, each times the weight, to y, on one core.
func AddBytes[T Float](y []T, x []byte, weight T) {
	checkLengths("AddBytes", len(y), len(x))
	if y, ok := inVectors(y); ok && len(y) > 0 {
		vectors.AddBytes(&y[0], &x[0], len(x), float32(weight))
		return
	}
	for i, v := range x {
		y[i] += T(weight * T(v))
	}
}

// Max sets every number of y to that of x, never NaN, where this is greater, on one core. The two may overlap where x lies
// behind y in memory, and each number is then compared with what had been there.
func Max[T Float](y, x []T) {
	checkLengths("Max", len(y), len(x))
	if y, ok := inVectors(y); ok && len(y) > 0 {
		x, _ := inVectors(x)
		vectors.Max(&y[0], &x[0], len(y))
		return
	}
	for i, v := range x {
		y[i] = max(y[i], v)
	}
}

// Min sets every number of y to that of x where this is less, and is else as [Max].
func Min[T Float](y, x []T) {
	checkLengths("Min", len(y), len(x))
	if y, ok := inVectors(y); ok && len(y) > 0 {
		x, _ := inVectors(x)
		vectors.Min(&y[0], &x[0], len(y))
		return
	}
	for i, v := range x {
		y[i] = min(y[i], v)
	}
}

// A Picker picks numbers from other places.
type Picker struct {
	at   []int32
	most int32
}

// NewPicker picks, in place of number i, number at[i]. It panics on a place below 0.
func NewPicker(at []int32) Picker {
	p := Picker{at: at}
	for _, place := range at {
		if place < 0 {
			panic(fmt.Sprintf("matrix: picks number %d", place))
		}
		p.most = max(p.most, place)
	}
	return p
}

// AddPicked adds to every number of y the one that p picks in its place from x, times the weight of the place, on one core.
//
//	yᵢ ← yᵢ + wᵢ·x[atᵢ]
func AddPicked[T Float](y, x []T, p Picker, w []T) {
	checkLengths("AddPicked", len(y), len(p.at))
	checkLengths("AddPicked", len(y), len(w))
	if len(y) == 0 {
		return
	}
	_ = x[p.most]
	if y, ok := inVectors(y); ok && vectors.AddPicked != nil {
		x, _ := inVectors(x)
		w, _ := inVectors(w)
		vectors.AddPicked(&y[0], &x[0], &p.at[0], &w[0], len(y))
		return
	}
	w = w[:len(y)]
	for i, place := range p.at[:len(y)] {
		y[i] += T(w[i] * x[place])
	}
}

func checkLengths(name string, a, b int) {
	if a != b {
		panic(fmt.Sprintf("matrix: %s of %d and %d numbers", name, a, b))
	}
}
