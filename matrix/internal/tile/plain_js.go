package tile

import (
	"math"
	"unsafe"
)

// The functions of [Vectors] that a browser does without: what learning needs, and exponentials, of which a reading takes
// some hundred.

func numbers(x *float32, n int) []float32 { return unsafe.Slice(x, n) }

func reluBackwardPlain(dy, y *float32, n int) {
	for i, v := range numbers(y, n) {
		if !(v > 0) {
			numbers(dy, n)[i] = 0
		}
	}
}

func expPlain(dst, x *float32, n int) {
	for i, v := range numbers(x, n) {
		numbers(dst, n)[i] = float32(math.Exp(float64(v)))
	}
}

func sumExpPlain(x *float32, n int) float32 {
	sum := 0.0
	for _, v := range numbers(x, n) {
		sum += math.Exp(float64(v))
	}
	return float32(sum)
}

func sigmoidPlain(x *float32, n int) {
	for i, v := range numbers(x, n) {
		numbers(x, n)[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

func sigmoidBackwardPlain(dh, h *float32, n int) {
	for i, v := range numbers(h, n) {
		numbers(dh, n)[i] *= v * (1 - v)
	}
}

func sgdPlain(w, dw, v *float32, n int, mu, eta float32) {
	for i, d := range numbers(dw, n) {
		speed := float32(mu*numbers(v, n)[i]) + d
		numbers(v, n)[i] = speed
		numbers(w, n)[i] -= float32(eta * speed)
	}
}

func nesterovPlain(w, dw, v *float32, n int, mu, eta float32) {
	for i, d := range numbers(dw, n) {
		speed := float32(mu*numbers(v, n)[i]) + d
		numbers(v, n)[i] = speed
		numbers(w, n)[i] -= float32(eta * (d + float32(mu*speed)))
	}
}

func adamPlain(w, dw, m, v *float32, n int, b1, c1, b2, c2, eta, unbias, epsilon float32) {
	for i, d := range numbers(dw, n) {
		mean := float32(b1*numbers(m, n)[i]) + float32(c1*d)
		square := float32(b2*numbers(v, n)[i]) + float32(float32(c2*d)*d)
		numbers(m, n)[i], numbers(v, n)[i] = mean, square
		numbers(w, n)[i] -= float32(eta*mean) / (float32(math.Sqrt(float64(float32(square*unbias)))) + epsilon)
	}
}

func blendRowsPlain(y, x, a, b, c *float32, rows, cols int) {
	for i, v := range numbers(x, rows*cols) {
		j := i % cols
		out := &numbers(y, rows*cols)[i]
		*out = float32(numbers(a, cols)[j]**out) + float32(numbers(b, cols)[j]*v) + numbers(c, cols)[j]
	}
}

// sumColumns adds to dst what term makes of each number of a, row by row.
func sumColumns(dst, a *float32, stride, rows, cols int, term func(at, column int, v float32) float32) {
	in := numbers(a, (rows-1)*stride+cols)
	for i := range rows {
		for j, v := range in[i*stride:][:cols] {
			numbers(dst, cols)[j] += term(i*stride+j, j, v)
		}
	}
}

func sumRowsPlain(dst, a *float32, stride, rows, cols int) {
	sumColumns(dst, a, stride, rows, cols, func(_, _ int, v float32) float32 { return v })
}

func sumProductsPlain(dst, a, b *float32, stride, rows, cols int) {
	other := numbers(b, (rows-1)*stride+cols)
	sumColumns(dst, a, stride, rows, cols, func(at, _ int, v float32) float32 { return v * other[at] })
}

func sumSquaresPlain(dst, a, center *float32, stride, rows, cols int) {
	sumColumns(dst, a, stride, rows, cols, func(_, column int, v float32) float32 {
		d := v - numbers(center, cols)[column]
		return d * d
	})
}

func maxPoolBackwardPlain(dtop, dbottom, dy, y, top, bottom *float32, rows, cols int) {
	for i, v := range numbers(y, rows*cols) {
		d, at := numbers(dy, rows*cols)[i], i/cols*2*cols+i%cols
		for _, of := range []struct {
			to, from *float32
			at       int
		}{{dtop, top, at}, {dtop, top, at + cols}, {dbottom, bottom, at}, {dbottom, bottom, at + cols}} {
			out := &numbers(of.to, 2*rows*cols)[of.at]
			*out = 0
			if numbers(of.from, 2*rows*cols)[of.at] == v {
				*out, d = d, 0
			}
		}
	}
}
