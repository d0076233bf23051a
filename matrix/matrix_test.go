package matrix

import (
	"slices"
	"testing"
)

func TestRows(t *testing.T) {
	m := Of(3, 2, []float64{1, 2, 3, 4, 5, 6})
	if got := m.Row(1); !slices.Equal(got, []float64{3, 4}) {
		t.Errorf("row 1 is %v", got)
	}
	m.Top(2).Row(0)[1] = 20 // a window, no copy
	AddRow(m, []float64{100, 200})
	if want := []float64{101, 220, 103, 204, 105, 206}; !slices.Equal(m.Data, want) {
		t.Errorf("got %v, want %v", m.Data, want)
	}
	sum := []float64{7, 7} // must not matter
	SumRows(sum, m)
	if want := []float64{309, 630}; !slices.Equal(sum, want) {
		t.Errorf("sum %v, want %v", sum, want)
	}
	SumRows(sum, m.Top(0))
	if want := []float64{0, 0}; !slices.Equal(sum, want) {
		t.Errorf("sum of no rows %v, want %v", sum, want)
	}
}

// TestScratch sees that what is lent together does not overlap, and that a loop stops allocating in its second round.
func TestScratch(t *testing.T) {
	s := new(Scratch[float32])
	lend := func() (a, b Matrix[float32]) {
		s.Reset()
		return s.Matrix(3, 5), s.Matrix(2, 7)
	}
	for round := range 3 {
		a, b := lend()
		if a.Rows != 3 || a.Cols != 5 || b.Rows != 2 || b.Cols != 7 || len(b.Data) != 14 {
			t.Fatalf("lent %dx%d and %dx%d", a.Rows, a.Cols, b.Rows, b.Cols)
		}
		for i := range a.Data {
			a.Data[i] = 1
		}
		clear(b.Data)
		_ = append(a.Data, 2, 2, 2) // must not run into b
		if slices.Contains(a.Data, 0) || slices.Contains(b.Data, 2) {
			t.Errorf("round %d: matrices overlap: %v, %v", round, a.Data, b.Data)
		}
	}
	if allocations := testing.AllocsPerRun(10, func() { lend() }); allocations != 0 {
		t.Errorf("%v allocations in a round", allocations)
	}
}

// TestNoScratch sees that nil lends as well, always anew.
func TestNoScratch(t *testing.T) {
	var s *Scratch[float32]
	a := s.Matrix(1, 1)
	s.Reset()
	b := s.Matrix(1, 1)
	if a.Data[0] = 1; b.Data[0] != 0 {
		t.Error("two matrices of no scratch share memory")
	}
}
