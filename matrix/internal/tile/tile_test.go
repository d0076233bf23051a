package tile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// shapes are those of a product rows×depth by depth×cols, beyond all tiles of up to 14×50 with few steps.
var shapes = []struct {
	reason            string
	rows, depth, cols int
}{
	{"nothing to add", 3, 0, 5},
	{"no rows", 0, 3, 5},
	{"no columns", 3, 5, 0},
	{"one column of a wide example", 1, 7, 1},
	{"an example as wide as a tile of one row", 1, 9, 256},
	{"an example wider than that", 1, 9, 2*256 + 17},
	{"a block of steps and one", 5, rightBlock/32 + 1, 33},
	{"so deep that a block has few rows", 31, rightBlock + 1, 33},
	{"a single column of tiles, in two layers", 77, rightBlock + 1, 1},
	{"a block of rows and one, in a tile of one row", leftBlock/256 + 1, 256, 37},
	{"several blocks of both", 501, 1027, 35},
	{"rows that crowd, in two blocks and two layers", leftBlock/crowding*2 + 1, crowding, leastWidth + 1},
	{"a block that leaves one row, where a tile of one row is wider", leftBlocks*leftBlock/640 + 1, 640, 40},
	{"a single step", 301, 1, 21},
	{"panels of the left operand, in two layers", 43, panelDepth + 3, panelCols + 13},
	{"panels of both, in blocks, and in strips of which the last one ends within a panel", leftBlock/panelDepth + 5, panelDepth, 460},
}

// A variant is a way of giving the operands and the start.
type variant struct {
	name                 string
	leftTransposed, runs bool
	rightTransposed      bool
	start, keep, floor   bool
}

var variants = []variant{
	{name: "as they are"},
	{name: "a transposed", leftTransposed: true},
	{name: "b transposed", rightTransposed: true},
	{name: "added to dst", keep: true},
	{name: "added to a row", start: true},
	{name: "not below a floor", keep: true, floor: true},
	{name: "a row, and not below a floor", start: true, floor: true},
	{name: "a in runs", runs: true, keep: true},
	{name: "a in runs and transposed, b transposed", leftTransposed: true, rightTransposed: true, runs: true, start: true},
}

// each calls what for every shape and variant.
func each(what func(name string, p problem)) {
	for _, v := range variants {
		try := func(rows, depth, cols int) {
			what(fmt.Sprintf("%dx%dx%d, %s", rows, depth, cols, v.name), newProblem(v, rows, depth, cols))
		}
		for _, s := range shapes {
			try(s.rows, s.depth, s.cols)
		}
		for rows := 1; rows <= 14; rows++ {
			for cols := 1; cols <= 50; cols++ {
				try(rows, 3, cols)
			}
		}
		for cols := 51; cols <= 260; cols += 3 {
			try(1, 3, cols)
		}
	}
}

// A problem is a product, and what must not be touched: margin numbers around dst, and gap numbers after each row.
type problem struct {
	Product
	around []float32
}

const (
	margin = 100
	gap    = 2
)

// newProblem returns a product of random numbers. Where the left operand is in runs, they overlap.
func newProblem(v variant, rows, depth, cols int) problem {
	random := rand.New(rand.NewPCG(uint64(rows), uint64(cols)))
	numbers := func(n int) []float32 {
		made := make([]float32, n)
		for i := range made {
			made[i] = float32(random.NormFloat64())
		}
		return made
	}
	p := Product{Rows: rows, Cols: cols, Depth: depth, DstRow: cols + gap, Keep: v.keep, Floor: NoFloor}
	p.A = Left{Data: numbers(rows * depth), Row: depth, Col: 1}
	p.B = Right{Data: numbers(depth * cols), Row: cols}
	if v.leftTransposed {
		p.A.Row, p.A.Col = 1, rows
	}
	if v.rightTransposed {
		p.B.Row, p.B.Transposed = depth, true
	}
	if v.runs {
		p.A.parts(depth)
		p.A.Data = numbers(rows*max(p.A.Row, 1) + depth*max(p.A.Col, 1))
	}
	if v.start {
		p.Start = numbers(cols)
	}
	if v.floor {
		p.Floor = 0.25
	}
	around := numbers(rows*p.DstRow + 2*margin)
	p.Dst = around[margin : len(around)-margin : len(around)-margin] // nothing can be appended
	return problem{p, around}
}

// parts parts the sum into runs and groups that overlap and leave gaps, of numbers that an operand of twice the size has.
func (a *Left) parts(depth int) {
	a.Run, a.Runs = depth, 1
	for _, of := range []int{3, 7, 2, 5} {
		if a.Run%of == 0 && a.Run > of {
			a.Run, a.Runs = a.Run/of, a.Runs*of
		}
		if a.Runs > of && a.Runs%of == 0 { // of the parts, some make a group
			a.Runs /= of
			break
		}
	}
	a.RunStep, a.GroupStep = max(1, a.Run*a.Col-1), a.Runs*a.Run*a.Col/2
}

// left and right are elements of the operands.
func (p *problem) left(i, k int) float64 {
	a := p.A
	if a.Runs == 0 {
		return float64(a.Data[i*a.Row+k*a.Col])
	}
	group := a.Run * a.Runs
	return float64(a.Data[i*a.Row+k%a.Run*a.Col+k%group/a.Run*a.RunStep+k/group*a.GroupStep])
}

func (p *problem) right(k, j int) float64 {
	if p.B.Transposed {
		return float64(p.B.Data[j*p.B.Row+k])
	}
	return float64(p.B.Data[k*p.B.Row+j])
}

// TestKernelsNotRun tells which kernels no test here has run, for this processor cannot: that nothing fails says nothing of
// these.
func TestKernelsNotRun(t *testing.T) {
	missing := []string{"AVX-512", "AVX2", "NEON", "WebAssembly"}
	for _, k := range Kernels() {
		i := slices.Index(missing, k.Name)
		if i < 0 {
			t.Fatalf("there is a kernel %s, which this test does not know", k.Name)
		}
		missing = slices.Delete(missing, i, i+1)
	}
	t.Logf("not run here: %s", strings.Join(missing, ", "))
}

// TestMultiply compares every kernel with the sum that defines the product, taken in float64, and sees that nothing
// around dst changes.
func TestMultiply(t *testing.T) {
	for _, k := range Kernels() {
		t.Run(k.Name, func(t *testing.T) {
			each(func(name string, p problem) {
				before := slices.Clone(p.around)
				k.Multiply(p.Product)
				for at := range p.around {
					i, j := (at-margin)/p.DstRow, (at-margin)%p.DstRow
					want, bound := float64(before[at]), 0.0
					if at >= margin && i < p.Rows && j < p.Cols {
						want, bound = p.naive(before[at], i, j)
					}
					if got := float64(p.around[at]); !(math.Abs(got-want) <= bound) {
						t.Fatalf("%s: [%d,%d] is %v, want %v within %v", name, i, j, got, want, bound)
					}
				}
			})
		})
	}
}

// naive is one element of dst, and the error that float32 may make (Higham, "Accuracy and Stability of Numerical
// Algorithms", 2002, section 3.1).
func (p *problem) naive(before float32, i, j int) (sum, bound float64) {
	switch {
	case p.Keep:
		sum = float64(before)
	case p.Start != nil:
		sum = float64(p.Start[j])
	}
	size := math.Abs(sum)
	for k := range p.Depth {
		term := p.left(i, k) * p.right(k, j)
		sum, size = sum+term, size+math.Abs(term)
	}
	return max(sum, float64(p.Floor)), float64(p.Depth+1) * 0x1p-24 * size
}

// TestKernelsAgree sees that processors of all kinds compute the same, bit for bit.
func TestKernelsAgree(t *testing.T) {
	kernels := Kernels()
	if len(kernels) < 2 {
		t.Skipf("this processor runs %d kernels", len(kernels))
	}
	each(func(name string, first problem) {
		before := slices.Clone(first.around)
		kernels[0].Multiply(first.Product)
		want := slices.Clone(first.around)
		for _, k := range kernels[1:] {
			copy(first.around, before)
			k.Multiply(first.Product)
			if !slices.Equal(first.around, want) {
				t.Fatalf("%s: %s and %s differ", name, kernels[0].Name, k.Name)
			}
		}
	})
}

// TestCrowded sees that a right operand whose rows crowd gives, bit for bit, what it gives where they do not: in several
// layers and strips, of which the last one ends within a panel.
func TestCrowded(t *testing.T) {
	const rows, depth, row, cols = leastTall, rightBlock/32 + 1, 2 * crowding, 2*crowding - 5
	random := rand.New(rand.NewPCG(1, 3))
	a, b := make([]float32, rows*depth), make([]float32, depth*row)
	for _, numbers := range [][]float32{a, b} {
		for i := range numbers {
			numbers[i] = float32(random.NormFloat64())
		}
	}
	apart := make([]float32, depth*cols)
	for l := range depth {
		copy(apart[l*cols:][:cols], b[l*row:])
	}
	for _, k := range Kernels() {
		product := func(b []float32, bRow int) []float32 {
			dst := make([]float32, rows*cols)
			k.Multiply(Product{Rows: rows, Cols: cols, Depth: depth, Dst: dst, DstRow: cols, Floor: NoFloor,
				A: Left{Data: a, Row: depth, Col: 1}, B: Right{Data: b, Row: bRow}, Start: b[:cols]})
			return dst
		}
		if !slices.Equal(product(b, row), product(apart, cols)) {
			t.Errorf("%s: another product", k.Name)
		}
	}
}

// TestLeaps sees that an operand read by leaps gives, bit for bit, what it gives gathered: also where a block of steps
// ends within a run or a group.
func TestLeaps(t *testing.T) {
	const rows, cols = 13, 37
	for _, row := range []struct {
		reason                   string
		run, runs, groups        int
		rowStep, colStep         int
		runStep, groupStep, data int
	}{
		{"one step", 1, 1, 1, 1, 1, 0, 0, 13},
		{"a window of three rows in a picture", 12, 3, 1, 4, 1, 80, 0, 12*4 + 2*80 + 12},
		{"that window in three pictures", 12, 3, 3, 4, 1, 80, 500, 12*4 + 2*80 + 2*500 + 12},
		{"all places of three pictures that a place in the window sees", 7, 5, 3, 1, 4, 50, 300, 13 + 6*4 + 4*50 + 2*300},
		{"groups that fill a block, and one more", 8, 80, 2, 8, 1, 8, 640, 1500},
		{"a group longer than a block", 100, 7, 2, 3, 1, 90, 700, 13*3 + 6*90 + 700 + 100},
		{"a run longer than a block", 700, 2, 2, 3, 1, 90, 700, 13*3 + 90 + 700 + 700},
	} {
		random := rand.New(rand.NewPCG(1, 2))
		depth := row.run * row.runs * row.groups
		a := Left{Row: row.rowStep, Col: row.colStep, Run: row.run, Runs: row.runs, RunStep: row.runStep, GroupStep: row.groupStep}
		a.Data = make([]float32, row.data)
		b, gathered := make([]float32, depth*cols), Left{Data: make([]float32, rows*depth), Row: depth, Col: 1}
		for _, numbers := range [][]float32{a.Data, b} {
			for i := range numbers {
				numbers[i] = float32(random.NormFloat64())
			}
		}
		for i := range rows {
			for k := range depth {
				c, r, g := k%row.run, k/row.run%row.runs, k/(row.run*row.runs)
				gathered.Data[i*depth+k] = a.Data[i*row.rowStep+c*row.colStep+r*row.runStep+g*row.groupStep]
			}
		}
		for _, k := range Kernels() {
			got, want := make([]float32, rows*cols), make([]float32, rows*cols)
			p := Product{Rows: rows, Cols: cols, Depth: depth, Dst: got, DstRow: cols, A: a, B: Right{Data: b, Row: cols}, Floor: NoFloor}
			k.Multiply(p)
			p.Dst, p.A = want, gathered
			k.Multiply(p)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s adds something else than what it reads", row.reason, k.Name)
			}
		}
	}
}

// TestTranspose compares transposed matrices of all small sizes with the definition.
func TestTranspose(t *testing.T) {
	const aRow, dstRow = 37, 41
	a := make([]float32, 40*aRow)
	for i := range a {
		a[i] = float32(i + 1)
	}
	for _, k := range Kernels() {
		for rows := range 35 {
			for cols := range 35 {
				dst := make([]float32, 40*dstRow)
				k.Transpose(dst, dstRow, a, aRow, rows, cols)
				for at, got := range dst {
					j, i := at/dstRow, at%dstRow
					want := float32(0)
					if j < cols && i < rows {
						want = a[i*aRow+j]
					}
					if got != want {
						t.Fatalf("%s, %dx%d: [%d,%d] is %v, want %v", k.Name, rows, cols, j, i, got, want)
					}
				}
			}
		}
	}
}

// TestTooShort sees that an operand with too few numbers panics in Go, instead of being read past its end.
func TestTooShort(t *testing.T) {
	for _, k := range Kernels() {
		for _, row := range []struct {
			reason string
			change func(p *Product)
		}{
			{"dst", func(p *Product) { p.Dst = p.Dst[:len(p.Dst)-gap-1] }},
			{"a", func(p *Product) { p.A.Data = p.A.Data[:len(p.A.Data)-1] }},
			{"a, for its last group", func(p *Product) { p.A.Run, p.A.Runs, p.A.RunStep, p.A.GroupStep = 2, 1, 0, 3 }},
			{"parts of groups", func(p *Product) { p.A.Run, p.A.Runs = 2, 2 }},
			{"what stands before a run", func(p *Product) { p.A.Run, p.A.Runs, p.A.RunStep = 2, 3, -1 }},
			{"b", func(p *Product) { p.B.Data = p.B.Data[:len(p.B.Data)-1] }},
			{"b, transposed", func(p *Product) { p.B.Transposed = true }},
			{"dst, for a second band", func(p *Product) { p.Bands, p.DstBand = 2, gap+1 }},
			{"a, for a second band", func(p *Product) { p.Bands, p.A.Band = 2, 1 }},
			{"edges of groups", func(p *Product) { p.A.Run, p.A.Runs, p.A.Edged = 2, 1, true }},
			{"start", func(p *Product) { p.Start = make([]float32, p.Cols-1) }},
		} {
			t.Run(k.Name+" "+row.reason, func(t *testing.T) {
				defer func() {
					if recover() == nil {
						t.Error("does not panic")
					}
				}()
				p := newProblem(variant{}, 3, 6, 7)
				row.change(&p.Product)
				k.Multiply(p.Product)
			})
		}
	}
}

// BenchmarkMultiply takes the products of one core. The first is what a tile reaches with all its numbers at hand, which
// is the most that the others can.
func BenchmarkMultiply(b *testing.B) {
	for _, s := range []struct{ rows, depth, cols int }{
		{12, 128, 32},
		{64, 784, 256}, {256, 784, 800}, {1024, 288, 64}, {4096, 576, 64}, {50000, 784, 10}, {512, 512, 512}, {1024, 1024, 1024},
		{1, 784, 256},
	} {
		for _, k := range Kernels() {
			b.Run(fmt.Sprintf("%dx%dx%d/%s", s.rows, s.depth, s.cols, k.Name), func(b *testing.B) {
				p := newProblem(variant{}, s.rows, s.depth, s.cols)
				for b.Loop() {
					k.Multiply(p.Product)
				}
				operations := 2 * float64(s.rows) * float64(s.depth) * float64(s.cols) * float64(b.N)
				b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
