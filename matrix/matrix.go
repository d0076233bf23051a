// Package matrix holds row-major dense matrices over float32 or float64 and the few products that the models need. It
// is the only place that knows how many cores there are: every product divides its rows among them, each element is
// summed by one core in one order, and so the result is the same, bit for bit, on one core or many.
//
// Products of float32 go through kernels in assembly where package tile has one for the processor, some ten times as
// fast as the plain Go that serves all else. The two round differently: results are the same on processors of the same
// kind, and close on others.
//
// The destination comes first: Mul(dst, a, b). A shape that does not fit is a mistake in the program and panics with
// both shapes. A destination must not overlap an operand.
package matrix

import "fmt"

// Float is a number type that everything here can compute with.
type Float interface{ float32 | float64 }

// A Matrix is Rows*Cols numbers, row by row. It is a window: copying the struct copies no numbers.
type Matrix[T Float] struct {
	Rows, Cols int
	Data       []T // Rows*Cols numbers
}

// New returns a matrix of zeros.
func New[T Float](rows, cols int) Matrix[T] {
	return Matrix[T]{rows, cols, make([]T, rows*cols)}
}

// Of returns data seen as a matrix; it shares the memory. It panics unless there are exactly rows*cols numbers.
func Of[T Float](rows, cols int, data []T) Matrix[T] {
	if len(data) != rows*cols {
		panic(fmt.Sprintf("matrix: %d numbers for %dx%d", len(data), rows, cols))
	}
	return Matrix[T]{rows, cols, data}
}

// Row returns row i as a window.
func (m Matrix[T]) Row(i int) []T { return m.Data[i*m.Cols : (i+1)*m.Cols] }

// Top returns the first n rows as a window.
func (m Matrix[T]) Top(n int) Matrix[T] { return Matrix[T]{n, m.Cols, m.Data[:n*m.Cols]} }

// A Scratch lends matrices for intermediate results, so that a loop which computes the same thing again and again does
// not allocate. A nil Scratch allocates each time. A Scratch belongs to one goroutine at a time.
type Scratch[T Float] struct {
	block []T // the memory lent out, as one piece
	used  int // numbers lent out since the last Reset; may exceed len(block)
}

// Matrix lends a matrix whose numbers are left over from earlier uses: whoever takes it sets all of them.
func (s *Scratch[T]) Matrix(rows, cols int) Matrix[T] {
	size := rows * cols
	if s == nil {
		return New[T](rows, cols)
	}
	begin := s.used
	s.used += size
	if s.used > len(s.block) {
		return New[T](rows, cols) // the next Reset makes the block large enough
	}
	return Of(rows, cols, s.block[begin:s.used:s.used])
}

// Reset takes back everything lent.
func (s *Scratch[T]) Reset() {
	if s == nil {
		return
	}
	if s.used > len(s.block) {
		s.block = make([]T, s.used)
	}
	s.used = 0
}
