package lab

import (
	"errors"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"aloud/matrix"
)

// principalComponents lays the rows of h out along the two directions in which they vary most (Pearson, "On lines and planes of
// closest fit to systems of points in space", 1901): the eigenvectors of their covariance with the largest eigenvalues. It
// returns the share of the variance along these two as well.
//
//	C = 1/(n−1) · Σᵢ (hᵢ − h̄)ᵀ·(hᵢ − h̄),    C·v = λ·v,    xᵢ = (hᵢ − h̄)·v
func principalComponents(h matrix.Matrix[float32]) (places []Place, explained float64, err error) {
	data := mat.NewDense(h.Rows, h.Cols, nil)
	means := make([]float64, h.Cols)
	for i := range h.Rows {
		for j, v := range h.Row(i) {
			data.Set(i, j, float64(v))
			means[j] += float64(v) / float64(h.Rows)
		}
	}
	var covariance mat.SymDense
	stat.CovarianceMatrix(&covariance, data, nil)
	var eigen mat.EigenSym
	if !eigen.Factorize(&covariance, true) {
		return nil, 0, errors.New("lab: the principal components of the hidden layer were not found")
	}
	values := eigen.Values(nil) // the largest last
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)

	places = make([]Place, h.Rows)
	last := len(values) - 1
	for i := range places {
		for j, v := range h.Row(i) {
			places[i].X += (float64(v) - means[j]) * vectors.At(j, last)
			places[i].Y += (float64(v) - means[j]) * vectors.At(j, last-1)
		}
	}
	if all := mat.Trace(&covariance); all > 0 {
		explained = (values[last] + values[last-1]) / all
	}
	return places, explained, nil
}
