package lab

import (
	"fmt"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
)

// A HiddenMap shows what the last hidden layer of a network makes of some test digits: each becomes as many numbers as there are
// units, and two maps lay them out on a plane.
type HiddenMap struct {
	Network    string // the file
	Units      int
	Digits     []int   // of the test
	Components []Place // along the two directions in which the units vary most: principal component analysis
	Explained  float64 // the share of all variance that these two hold
	Neighbours []Place // with those together that are close to each other: t-SNE
}

// A Place is a point of a map.
type Place struct{ X, Y float64 }

// hiddenLayer is what the last hidden layer of a perceptron gives for each of the digits. Any other network is an error.
func hiddenLayer(m model.Model[float32], digits []digit.Labelled) (matrix.Matrix[float32], error) {
	if m.Kind() != "perceptron" || len(m.Groups()) < 4 {
		return matrix.Matrix[float32]{}, fmt.Errorf("lab: a %s has no hidden layer that can be shown", m.Kind())
	}
	h := matrix.New[float32](len(digits), m.Inputs())
	for i := range digits {
		prepared := m.Encoding().Prepare(&digits[i].Digit)
		feature.Encode(m.Encoding(), h.Row(i), &prepared)
	}
	windows := model.Windows(m.Params(), m.Groups())
	for i := 0; i+2 < len(windows); i += 2 {
		z := matrix.New[float32](len(digits), windows[i].Cols)
		matrix.Mul(z, h, windows[i])
		matrix.AddRow(z, windows[i+1].Data)
		matrix.Sigmoid(z.Data)
		h = z
	}
	return h, nil
}

// mapHidden lays out what the network makes of the first digits of the test.
func mapHidden(m model.Model[float32], file string, test []digit.Labelled, n int, progress progress) (HiddenMap, error) {
	test = test[:min(n, len(test))]
	h, err := hiddenLayer(m, test)
	if err != nil {
		return HiddenMap{}, err
	}
	result := HiddenMap{Network: file, Units: h.Cols}
	for i := range test {
		result.Digits = append(result.Digits, i)
	}
	result.Components, result.Explained, err = principalComponents(h)
	if err != nil {
		return HiddenMap{}, err
	}
	result.Neighbours = layOut(distances(h), result.Components, progress)
	return result, nil
}

// distances are the squares of those between the rows of h.
//
//	d_ij² = ‖hᵢ‖² + ‖hⱼ‖² − 2·hᵢ·hⱼ
func distances(h matrix.Matrix[float32]) matrix.Matrix[float64] {
	products := matrix.New[float32](h.Rows, h.Rows)
	matrix.MulTransB(products, h, h, nil)
	d := matrix.New[float64](h.Rows, h.Rows)
	for i := range h.Rows {
		for j := range h.Rows {
			square := float64(products.Row(i)[i]) + float64(products.Row(j)[j]) - 2*float64(products.Row(i)[j])
			d.Row(i)[j] = max(0, square)
		}
	}
	return d
}
