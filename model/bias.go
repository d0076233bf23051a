package model

import (
	"aloud/matrix"
)

// biasForward adds to every place of every example the bias of its channel, in place.
//
//	z ← z + b         z: n × numbers, b: channels
func biasForward[T matrix.Float](z matrix.Matrix[T], b []T) {
	matrix.AddRow(places(z.Data, len(b)), b)
}

// biasBackward carries the gradient through z + b to the bias; that of z is dz itself.
//
//	db = Σ dz over all examples and places
func biasBackward[T matrix.Float](db []T, dz matrix.Matrix[T], s *matrix.Scratch[T]) {
	sums := s.Matrix(partsOf(dz.Rows), len(db))
	eachPart(dz.Rows, func(_, part, begin, end int) {
		rows := dz.Data[begin*dz.Cols : end*dz.Cols]
		matrix.SumRows(sums.Row(part), places(rows, len(db)))
	})
	addParts(db, sums)
}
