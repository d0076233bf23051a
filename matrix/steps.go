package matrix

import "fmt"

// The steps of descent are formulas of package train, which holds them as loops. Here they are taken in vectors, rounding
// as those loops do; a step reports whether it was taken, which it is not for float64, nor where there are no vectors.

// StepSGD takes a step along the gradient dw, with the speed v and its share mu of the last step, at the rate eta.
//
//	v ← μ·v + dw
//	w ← w − η·v              or, with Nesterov's look ahead,  w ← w − η·(dw + μ·v)
func StepSGD[T Float](w, dw, v []T, mu, eta T, nesterov bool) bool {
	checkStep("StepSGD", len(w), len(dw), len(v), len(v))
	if w, ok := inVectors(w); ok && len(w) > 0 {
		dw, _ := inVectors(dw)
		v, _ := inVectors(v)
		if nesterov {
			vectors.Nesterov(&w[0], &dw[0], &v[0], len(w), float32(mu), float32(eta))
		} else {
			vectors.SGD(&w[0], &dw[0], &v[0], len(w), float32(mu), float32(eta))
		}
		return true
	}
	return false
}

// StepAdam takes a step along the gradient dw, with the means m and v of the gradients and of their squares.
//
//	m ← β₁·m + (1 − β₁)·dw
//	v ← β₂·v + (1 − β₂)·dw²
//	w ← w − η·m / (√(v·unbias) + ε)
func StepAdam[T Float](w, dw, m, v []T, b1, b2, eta, unbias, epsilon T) bool {
	checkStep("StepAdam", len(w), len(dw), len(m), len(v))
	if w, ok := inVectors(w); ok && len(w) > 0 {
		dw, _ := inVectors(dw)
		m, _ := inVectors(m)
		v, _ := inVectors(v)
		vectors.Adam(&w[0], &dw[0], &m[0], &v[0], len(w), float32(b1), float32(1-b1), float32(b2), float32(1-b2),
			float32(eta), float32(unbias), float32(epsilon))
		return true
	}
	return false
}

func checkStep(name string, w, dw, m, v int) {
	if dw != w || m != w || v != w {
		panic(fmt.Sprintf("matrix: %s of %d numbers along %d, with %d and %d", name, w, dw, m, v))
	}
}
