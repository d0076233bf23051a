package model

import (
	"math"
	"testing"
)

// TestWide holds sums, products and quotients against those of logarithms, where two numbers are alike, far apart, and both
// beyond what a float64 can hold.
func TestWide(t *testing.T) {
	logs := []float64{0, -1, 0.5, -177, -178, -300, -354, -356, -700, -1e4, -1e4 - 3, 200, 900}
	for _, a := range logs {
		for _, b := range logs {
			wa, wb := wideOf(a), wideOf(b)
			sum := max(a, b) + math.Log1p(math.Exp(-math.Abs(a-b)))
			for _, row := range []struct {
				name      string
				got, want float64
			}{{"+", wa.plus(wb).log(), sum}, {"·", wa.times(wb).log(), a + b}} {
				// Written as "not within", for NaN is never beyond.
				if !(math.Abs(row.got-row.want) <= 1e-15*(1+math.Abs(row.want))) {
					t.Errorf("log(e^%v %s e^%v) = %v, want %v", a, row.name, b, row.got, row.want)
				}
			}
			if a-b > 700 {
				continue
			}
			if got, want := wa.over(wb), math.Exp(a-b); !(math.Abs(got-want) <= 1e-11*want) {
				t.Errorf("e^%v / e^%v = %v, want %v", a, b, got, want)
			}
		}
	}
}

// TestWideZero adds and multiplies by nothing.
func TestWideZero(t *testing.T) {
	zero := wideOf(math.Inf(-1))
	for _, log := range []float64{0, -5000, 5000} {
		a := wideOf(log)
		if zero.plus(a) != a || a.plus(zero) != a {
			t.Errorf("0 + e^%v = %v, %v", log, zero.plus(a), a.plus(zero))
		}
		if product := a.times(zero).times(a); product.m != 0 || product.plus(a) != a || !math.IsInf(product.log(), -1) || product.over(a) != 0 {
			t.Errorf("0 · e^%v = %v", log, product)
		}
	}
	if sum := zero.plus(zero); sum.m != 0 || !math.IsInf(sum.log(), -1) {
		t.Errorf("0 + 0 = %v", sum)
	}
}
