// Package tile adds products of float32 matrices at the speed of the processor, on one core, with instructions that
// multiply and add 16 or 8 numbers at once. It holds what is particular to a processor; package matrix holds what a
// product is, divides it among cores, and computes it in plain Go where no kernel is at hand.
//
// The operands are read where they lie, without a copy: a tile of the result, as large as the registers allow, takes
// each number that it loads as often as it can before the next.
//
// Every element is one chain of multiply-and-add, rounded once a step, over rising k:
//
//	dst[i,j] = fma(a[i,l-1], b[l-1,j], … fma(a[i,1], b[1,j], fma(a[i,0], b[0,j], dst[i,j])))
//
// It does not depend on the tile that the element falls into, so kernels agree with one another bit for bit, and so do
// an example alone and the same example among others.
package tile

//go:generate go run -C gen . -out ../tile_amd64.s -stubs ../tile_amd64.go -pkg tile

// A Kernel is the code for one kind of processor.
type Kernel struct {
	Name string

	lanes int // numbers in a vector
	rows  int // of the highest tile
	add   func(dst *float32, dstRow int, a *float32, aRow, aCol int, b *float32, bRow int,
		rows, vectors, last, depth, runs, aRun, groups, aGroup, keep int)
}

// A Left is the left operand in place, as it is or transposed: element (i, k) is Data[i*Row+k*Col].
//
// Where Runs is not 0 the sum goes through it by leaps: its steps are runs of Run, and groups of Runs runs, and the element
// of step c of run r of group g is Data[i*Row+c*Col+r*RunStep+g*GroupStep]. So the patches of a picture are read in it.
type Left struct {
	Data     []float32
	Row, Col int

	Run, Runs, RunStep, GroupStep int
}

// Blocks of the operands are used up before the next ones are touched. A column of tiles takes rightBlock numbers of the
// right operand: 32 kB, which the first-level cache holds or nearly. All columns take leftBlock numbers of the left one:
// 240 kB, for the second level.
const (
	rightBlock = 32 << 10 / 4
	leftBlock  = 240 << 10 / 4
)

// Add adds the product of a and b to dst, which is rows×cols; a is rows×depth and b is depth×cols, both of b and dst row
// by row without gaps. Where a has runs, depth must be a multiple of a group.
func (k *Kernel) Add(dst []float32, a Left, b []float32, rows, cols, depth int) {
	if depth > 0 {
		k.sum(dst, a, b, rows, cols, depth, true)
	}
}

// Mul sets dst to the product, as Add would if dst held nothing but 0.
func (k *Kernel) Mul(dst []float32, a Left, b []float32, rows, cols, depth int) {
	if depth == 0 {
		clear(dst[:rows*cols])
		return
	}
	k.sum(dst, a, b, rows, cols, depth, false)
}

// sum is Add, or Mul where dst is not to be kept.
func (k *Kernel) sum(dst []float32, a Left, b []float32, rows, cols, depth int, keep bool) {
	if rows == 0 || cols == 0 {
		return
	}
	if a.Runs == 0 {
		a.Run, a.Runs = depth, 1
	}
	groups := depth / (a.Run * a.Runs)
	// The kernel does not look where it reads and writes: what is not there panics here.
	_, _, _ = dst[rows*cols-1], b[depth*cols-1],
		a.Data[(rows-1)*a.Row+(a.Run-1)*a.Col+(a.Runs-1)*a.RunStep+(groups-1)*a.GroupStep]
	blockDepth := min(depth, rightBlock/min(cols, k.width(rows)))
	blockRows := leftBlock / blockDepth
	for l := 0; l < depth; {
		piece, steps := a.piece(l, depth, blockDepth)
		for i := 0; i < rows; i += blockRows {
			block := piece
			block.Data = piece.Data[i*a.Row:]
			k.sumBlock(dst[i*cols:], block, b[l*cols:], min(blockRows, rows-i), cols, steps, keep || l > 0)
		}
		l += steps
	}
}

// piece returns what comes from step l of depth on, at most so many steps: some groups, or some runs of a group, or some
// steps of a run.
func (a Left) piece(l, depth, most int) (Left, int) {
	group := a.Run * a.Runs
	run, step := l%group/a.Run, l%a.Run
	a.Data = a.Data[l/group*a.GroupStep+run*a.RunStep+step*a.Col:]
	switch {
	case group <= most:
		return a, min(depth-l, most/group*group)
	case a.Run <= most:
		a.Runs = min(a.Runs-run, most/a.Run)
	default:
		a.Run, a.Runs = min(a.Run-step, most), 1
	}
	return a, a.Run * a.Runs
}

// sumBlock is sum for operands that the caches hold. The tiles of a column are of equal height, or nearly: 13 rows are 6
// and 7, for a tile of one row leaves the processor waiting.
func (k *Kernel) sumBlock(dst []float32, a Left, b []float32, rows, cols, depth int, keep bool) {
	kept := 0
	if keep {
		kept = 1
	}
	width, tiles := k.width(rows), (rows+k.rows-1)/k.rows
	groups, aRun, aGroup := depth/(a.Run*a.Runs), a.RunStep-a.Run*a.Col, a.GroupStep-a.Runs*a.RunStep
	for j := 0; j < cols; j += width {
		vectors := (min(width, cols-j) + k.lanes - 1) / k.lanes
		last := min(k.lanes, cols-j-(vectors-1)*k.lanes)
		for t := range tiles {
			i, end := rows*t/tiles, rows*(t+1)/tiles
			k.add(&dst[i*cols+j], cols, &a.Data[i*a.Row], a.Row, a.Col, &b[j], cols,
				end-i, vectors, last, a.Run, a.Runs, aRun, groups, aGroup, kept)
		}
	}
}

// width is the number of columns in a tile of a block of so many rows.
func (k *Kernel) width(rows int) int {
	if rows == 1 {
		return 6 * k.lanes
	}
	return 2 * k.lanes
}
