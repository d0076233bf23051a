// Package tile multiplies matrices of float32 at the speed of the processor, on one core, with instructions that multiply
// and add 16 or 8 numbers at once, and treats single numbers likewise. It holds what is particular to a processor; package
// matrix holds what a product is, divides it among cores, and computes it in plain Go where no kernel is at hand.
//
// A tile of the result, as large as the registers allow, takes each number that it loads as often as it can before the next.
// With vectors of 16 numbers the operands are read where they lie, mostly without a copy; with shorter ones, that ask for
// more loads, large operands are copied first: see panels.
//
// Every element is one chain of multiply-and-add, rounded once a step, over rising k, from what it starts as:
//
//	dst[i,j] = fma(a[i,l-1], b[l-1,j], … fma(a[i,1], b[1,j], fma(a[i,0], b[0,j], start[i,j])))
//
// It does not depend on the tile that the element falls into, so kernels agree with one another bit for bit, except in the
// browser, whose vectors multiply first and then add, and round twice a step. An example alone and the same example among
// others agree there, too.
package tile

import (
	"math"

	"aloud/internal/spare"
)

//go:generate go run -C gen . -out ../tile_amd64.s -stubs ../tile_amd64.go -pkg tile

// A Kernel is the code for one kind of processor.
type Kernel struct {
	Name string

	lanes     int // numbers in a vector
	rows      int // of the highest tile
	wide      int // vectors of the widest tile, which has one row
	add       tileFunc
	transpose transposeFunc
	peak      func(steps int) // multiplies and adds lanes numbers 2·rows times a step
	panels    *panels         // nil where they do not pay

	copies       spare.List[copied]
	crowdedLeft  spare.List[crowdedLeft]
	crowdedRight spare.List[crowdedRight]
}

// maxSpare is how many of each kind of copy wait for the next product: one for each core of a large machine.
const maxSpare = 64

// A copied is a block of the right operand, transposed.
type copied [rightBlock]float32

// newKernel returns a kernel that has no copies yet.
func newKernel(name string, lanes, rows, wide int, add tileFunc, transpose transposeFunc, peak func(int)) *Kernel {
	return &Kernel{Name: name, lanes: lanes, rows: rows, wide: wide, add: add, transpose: transpose, peak: peak,
		copies: spare.NewList[copied](maxSpare), crowdedLeft: spare.NewList[crowdedLeft](maxSpare), crowdedRight: spare.NewList[crowdedRight](maxSpare)}
}

// Peak does nothing but multiply and add in registers, as fast as the processor can, at least one step.
func (k *Kernel) Peak(steps int) { k.peak(max(steps, 1)) }

// PeakOperations are the floating-point operations of a step of Peak.
func (k *Kernel) PeakOperations() int { return 2 * (2 * k.rows) * k.lanes }

// A tileFunc sets a tile of dst, a row every dstRow numbers, to what start holds, a row every startRow numbers, and the
// product of rows of a and columns of b, or to floor where that is less. The product is summed groups·runs·depth deep, all
// at least 1. Element (i, k) of a is a[i*aRow+k*aCol] for the first depth k; from one run of depth to the next, a moves on
// by aRun more numbers, and from one group of runs to the next by aGroup more. b has a row every bRow numbers. The tile
// has 1 to rows rows of 1 or 2 vectors, or 1 row of up to wide; the last vector has only its first last columns in the
// tile, at least 1.
type tileFunc func(dst *float32, dstRow int, start *float32, startRow int, floor float32,
	a *float32, aRow, aCol int, b *float32, bRow int, rows, vectors, last, depth, runs, aRun, groups, aGroup int)

// A transposeFunc sets dst to the columns of a, 8 times tall rows of 8 times wide numbers, as its rows. In either, there
// is a row every so many numbers.
type transposeFunc func(dst *float32, dstRow int, a *float32, aRow int, tall, wide int)

// A Product is dst ← start + a·b, with Floor in place of what is less.
type Product struct {
	Rows, Cols, Depth int
	Bands             int // of so many rows each; 0 is one band

	Dst             []float32
	DstRow, DstBand int // numbers from one row to the next, and from one band
	A               Left
	B               Right
	Start           []float32 // of every row; none is 0
	Keep            bool      // start as what dst holds
	Floor           float32   // −Inf is none
}

// A Left is the left operand in place, as it is or transposed: element (i, k) of band b is Data[b*Band+i*Row+k*Col].
//
// Where Runs is not 0 the sum goes through it by leaps: its steps are runs of Run, and groups of Runs runs, and the element
// of step c of run r of group g is Data[b*Band+i*Row+c*Col+r*RunStep+g*GroupStep]. So the patches of a picture are read in it.
//
// Where Edged, there is one group, and of band b only the runs r with Begin ≤ b*Pace+r < End have numbers other than 0; the
// others need not be read, though some are. So the patches of a picture with a border of zeros are not multiplied with the
// border above and below.
type Left struct {
	Data           []float32
	Row, Col, Band int

	Run, Runs, RunStep, GroupStep int

	Edged            bool
	Pace, Begin, End int
}

// runs returns the first run of a band to be read, and how many: one at least.
func (a *Left) runs(band int) (first, count int) {
	if !a.Edged {
		return 0, a.Runs
	}
	first = min(max(a.Begin-band*a.Pace, 0), a.Runs-1)
	return first, max(min(a.End-band*a.Pace, a.Runs)-first, 1)
}

// A Right is the right operand: element (k, j) is Data[k*Row+j], or, transposed, Data[j*Row+k]. Where Panel is not 0 it stands
// in panels as wide as the widest tile: there is one every Panel numbers.
type Right struct {
	Data       []float32
	Row, Panel int
	Transposed bool
}

// NoFloor is a Floor that nothing is below.
var NoFloor = float32(math.Inf(-1))

// Blocks of the operands are used up before the next ones are touched. A column of tiles takes rightBlock numbers of the
// right operand: 80 kB, a part of the second-level cache. All columns take leftBlock numbers of the left one: 240 kB, of
// the same cache, and leftBlocks times as many where each block costs a copy of the right operand, which only a transposed one
// does.
const (
	rightBlock = 80 << 10 / 4
	leftBlock  = 240 << 10 / 4
	leftBlocks = 4
)

// Multiply computes the product.
func (k *Kernel) Multiply(p Product) {
	if p.Rows == 0 || p.Cols == 0 {
		return
	}
	p.Bands = max(p.Bands, 1)
	if p.Depth == 0 {
		p.begin()
		return
	}
	if p.A.Runs == 0 {
		p.A.Run, p.A.Runs = p.Depth, 1
	}
	p.check()
	if k.panels.suit(&p) {
		k.multiplyPanels(p)
		return
	}
	left, width := leftBlock, k.width(p.Rows)
	if p.B.Transposed {
		left *= leftBlocks
	}
	for l, deepest := 0, rightBlock/min(p.Cols, width); l < p.Depth; {
		block := p.layer(l, deepest)
		tall := left / block.Depth
		if p.Cols <= width { // a single column of tiles: no number of the left operand is taken twice
			tall = p.Rows * p.Bands
		}
		if p.Bands > 1 {
			bands := max(1, tall/p.Rows)
			for b := 0; b < p.Bands; b += bands {
				k.multiplyBlock(block.Part(b, min(b+bands, p.Bands)), width)
			}
		} else {
			k.multiplyRows(block, tall, width)
		}
		l += block.Depth
	}
}

// Where the rows of an operand are a multiple of crowding numbers apart, they crowd in one place of a cache, which has no room
// for those of a tile, and every tile fetches them anew. From such operands a block is copied first, if it is so large that the
// copy costs little in comparison.
type (
	// A crowdedLeft is a copy of a block of the left operand, in which a row takes apart numbers more than it has.
	crowdedLeft [leftBlocks * (leftBlock + leftBlock*apart/leastDeep)]float32

	// A crowdedRight is a copy of a layer of the right operand, or of some columns of it, in panels as wide as a tile: one for
	// all blocks of the left operand. It takes 2 MB, of the third-level cache, and what lies between 32 panels.
	crowdedRight [(2<<20 + 8<<10) / 4]float32
)

const (
	crowding   = 4 << 10 / 4
	apart      = 16
	leastDeep  = 128
	leastWidth = 256
	leastTall  = 512
)

// multiplyRows multiplies so many rows of one band at a time, by a right operand that may crowd.
func (k *Kernel) multiplyRows(p Product, tall, width int) {
	strip, crowd := p.Cols, !p.B.Transposed && p.B.Row%crowding == 0 && p.Cols > width && p.Rows >= leastTall
	panel := panelSize(width, p.Depth)
	var right *crowdedRight
	if crowd {
		right = k.crowdedRight.Take()
		defer k.crowdedRight.Put(right)
		strip = width * share((p.Cols+width-1)/width, len(right)/panel)
	}
	for j := 0; j < p.Cols; j += strip {
		part := p.Columns(j, min(j+strip, p.Cols))
		if crowd {
			part.B = part.B.copiedTo(right, part.Depth, part.Cols, width, panel)
		}
		for i := 0; i < p.Rows; i += tall {
			k.multiplyLines(part.Lines(i, min(i+tall, p.Rows)), width)
		}
	}
}

// copiedTo copies some rows and columns to panels of a width, one every so many numbers, and returns the copy.
func (b Right) copiedTo(to *crowdedRight, rows, cols, width, panel int) Right {
	for l := range rows {
		row := b.Data[l*b.Row:][:cols]
		for j := 0; j < cols; j += width {
			copy(to[j/width*panel+l*width:], row[j:min(j+width, cols)])
		}
	}
	return Right{Data: to[:], Row: width, Panel: panel}
}

// multiplyLines is multiplyBlock for rows of one band, which may crowd.
func (k *Kernel) multiplyLines(p Product, width int) {
	a := &p.A
	if a.Row == 0 || a.Row%crowding != 0 || a.Col != 1 || a.Run != p.Depth || p.Depth < leastDeep || p.Cols < leastWidth {
		k.multiplyBlock(p, width)
		return
	}
	left, row := k.crowdedLeft.Take(), p.Depth+apart
	defer k.crowdedLeft.Put(left)
	for i := range p.Rows {
		copy(left[i*row:], a.Data[i*a.Row:][:p.Depth])
	}
	a.Data, a.Row = left[:], row
	k.multiplyBlock(p, width)
}

// check panics where an operand has too few numbers, for a kernel does not look where it reads and writes.
func (p *Product) check() {
	a, groups := p.A, p.groups()
	if groups*a.Runs*a.Run != p.Depth || a.Edged && groups != 1 ||
		min(p.DstRow, p.DstBand, a.Row, a.Col, a.Band, a.Run, a.Runs, a.RunStep, a.GroupStep, a.Pace, p.B.Row) < 0 {
		panic("tile: parts of runs, or steps back")
	}
	_ = p.Dst[(p.Bands-1)*p.DstBand+(p.Rows-1)*p.DstRow+p.Cols-1]
	_ = a.Data[(p.Bands-1)*a.Band+(p.Rows-1)*a.Row+(a.Run-1)*a.Col+(a.Runs-1)*a.RunStep+(groups-1)*a.GroupStep]
	if p.Start != nil {
		_ = p.Start[p.Cols-1]
	}
	tall, wide := p.Depth, p.Cols
	if p.B.Transposed {
		tall, wide = wide, tall
	}
	_ = p.B.Data[(tall-1)*p.B.Row+wide-1]
}

func (p *Product) groups() int { return p.Depth / (p.A.Run * p.A.Runs) }

// begin is the product of operands with nothing to sum.
func (p *Product) begin() {
	for i := range p.Bands * p.Rows {
		row := p.Dst[i/p.Rows*p.DstBand+i%p.Rows*p.DstRow:][:p.Cols]
		if !p.Keep {
			clear(row)
			copy(row, p.Start)
		}
		for j, v := range row {
			if v < p.Floor {
				row[j] = p.Floor
			}
		}
	}
}

// layer returns the part of the product that sums from step l on, no deeper than deepest: some groups, or some runs of a
// group, or some steps of a run. Of those, layers are of equal depth, or nearly.
func (p *Product) layer(l, deepest int) Product {
	layer := *p
	a := &layer.A
	group := a.Run * a.Runs
	run, step := l%group/a.Run, l%a.Run
	a.Begin, a.End = a.Begin-run, a.End-run
	a.Data = a.Data[l/group*a.GroupStep+run*a.RunStep+step*a.Col:]
	switch {
	case group <= deepest:
		layer.Depth = group * share((p.Depth-l)/group, deepest/group)
	case a.Run <= deepest:
		a.Runs = share(a.Runs-run, deepest/a.Run)
		layer.Depth = a.Runs * a.Run
	default:
		a.Run, a.Runs = share(a.Run-step, deepest), 1
		layer.Depth = a.Run
	}
	at := l * p.B.Row
	if p.B.Transposed {
		at = l
	}
	layer.B.Data = p.B.Data[at:]
	layer.Keep = p.Keep || l > 0
	if l+layer.Depth < p.Depth {
		layer.Floor = NoFloor
	}
	return layer
}

// share returns how many of n to take at a time, so that as few times are needed as with most at a time, and all are alike.
func share(n, most int) int {
	times := (n + most - 1) / most
	return (n + times - 1) / times
}

// Parts of a product are made outside of where they are computed: the app's program has no room for so many copies of this.

// Part returns the bands begin to end of the product.
//
//go:noinline
func (p Product) Part(begin, end int) Product {
	p.Bands = end - begin
	p.Dst, p.A.Data = p.Dst[begin*p.DstBand:], p.A.Data[begin*p.A.Band:]
	p.A.Begin, p.A.End = p.A.Begin-begin*p.A.Pace, p.A.End-begin*p.A.Pace
	return p
}

// Lines returns the part of the product in rows begin to end of dst, of its one band.
//
//go:noinline
func (p Product) Lines(begin, end int) Product {
	p.Rows = end - begin
	p.Dst, p.A.Data = p.Dst[begin*p.DstRow:], p.A.Data[begin*p.A.Row:]
	return p
}

// Columns returns the part of the product in columns begin to end of dst.
//
//go:noinline
func (p Product) Columns(begin, end int) Product {
	p.Cols = end - begin
	at := begin
	if p.B.Transposed {
		at *= p.B.Row
	}
	p.Dst, p.B.Data = p.Dst[begin:], p.B.Data[at:]
	if p.Start != nil {
		p.Start = p.Start[begin:]
	}
	return p
}

// multiplyBlock is Multiply for operands that the caches hold, so many columns at a time: those of a tile of all rows, for which
// the blocks are made, also where a single row is left. The tiles of a column are of equal height, or nearly: 13 rows are 6 and
// 7, for a tile of one row leaves the processor waiting.
func (k *Kernel) multiplyBlock(p Product, width int) {
	tiles := (p.Rows + k.rows - 1) / k.rows
	var copied *copied
	if p.B.Transposed {
		copied = k.copies.Take()
		defer k.copies.Put(copied)
	}
	a, groups := p.A, p.groups()
	aRun, aGroup := a.RunStep-a.Run*a.Col, a.GroupStep-a.Runs*a.RunStep
	for j := 0; j < p.Cols; j += width {
		cols := min(width, p.Cols-j)
		vectors := (cols + k.lanes - 1) / k.lanes
		last := cols - (vectors-1)*k.lanes
		var right []float32
		rightRow := p.B.Row
		switch {
		case p.B.Transposed:
			k.Transpose(copied[:], cols, p.B.Data[j*p.B.Row:], p.B.Row, cols, p.Depth)
			right, rightRow = copied[:], cols
		case p.B.Panel != 0:
			right = p.B.Data[j/width*p.B.Panel:]
		default:
			right = p.B.Data[j:]
		}
		for band := range p.Bands {
			first, runs := a.runs(band)
			from, to := band*a.Band+first*a.RunStep, band*p.DstBand+j
			b := &right[first*a.Run*rightRow]
			for t := range tiles {
				i, end := p.Rows*t/tiles, p.Rows*(t+1)/tiles
				dst := &p.Dst[to+i*p.DstRow]
				start, startRow := &zeros[0], 0
				if p.Keep {
					start, startRow = dst, p.DstRow
				} else if p.Start != nil {
					start = &p.Start[j]
				}
				k.add(dst, p.DstRow, start, startRow, p.Floor, &a.Data[from+i*a.Row], a.Row, a.Col,
					b, rightRow, end-i, vectors, last, a.Run, runs, aRun, groups, aGroup)
			}
		}
	}
}

// zeros are what the widest tile starts from.
var zeros [16 * 16]float32

// Transpose sets dst to the columns of a, which is rows×cols, as its rows. In either, there is a row every so many
// numbers.
func (k *Kernel) Transpose(dst []float32, dstRow int, a []float32, aRow, rows, cols int) {
	if rows == 0 || cols == 0 {
		return
	}
	_, _ = dst[(cols-1)*dstRow+rows-1], a[(rows-1)*aRow+cols-1]
	tall, wide := rows/8, cols/8
	if tall > 0 && wide > 0 {
		k.transpose(&dst[0], dstRow, &a[0], aRow, tall, wide)
	}
	for i := range rows {
		j := 0
		if i < 8*tall {
			j = 8 * wide
		}
		for ; j < cols; j++ {
			dst[j*dstRow+i] = a[i*aRow+j]
		}
	}
}

// width is the number of columns in a tile of a block of so many rows.
func (k *Kernel) width(rows int) int {
	if rows == 1 {
		return k.wide * k.lanes
	}
	return 2 * k.lanes
}
