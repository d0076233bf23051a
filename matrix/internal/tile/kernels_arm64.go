package tile

import (
	"unsafe"

	"aloud/internal/spare"
)

//go:generate go run -C gen ./neon -out ../tile_arm64.s

// addNEON is a [tileFunc] for whole vectors. They are of eight numbers here, as two registers hold them.
//
//go:noescape
func addNEON(dst *float32, dstRow int, start *float32, startRow int, floor float32,
	a *float32, aRow, aCol int, b *float32, bRow int, rows, vectors, depth, runs, aRun, groups, aGroup int)

//go:noescape
func peakNEON(steps int)

const (
	neonLanes = 8
	neonRows  = 6
	neonWide  = 6
)

// Kernels returns the kernel of all processors of ARM.
func Kernels() []*Kernel {
	return []*Kernel{newKernel("NEON", neonLanes, neonRows, neonWide, addTail, transposePlain, peakNEON)}
}

// AllVectors returns no vectors: there are none yet for this kind of processor.
func AllVectors() []*Vectors { return nil }

// Pause tells the processor that this is a loop which waits for another core.
func Pause() {}

// A padded is the columns of a right operand that fill no vector, made to fill one: as deep as a narrow operand may be.
type padded struct {
	right [neonLanes * rightBlock]float32
	tile  [neonRows * neonLanes]float32
}

// paddings are those that nobody uses.
var paddings = spare.NewList[padded](maxSpare)

// addTail is addNEON for vectors of which the last may have fewer numbers: those are multiplied by themselves, in a copy.
func addTail(dst *float32, dstRow int, start *float32, startRow int, floor float32, a *float32, aRow, aCol int,
	b *float32, bRow int, rows, vectors, last, depth, runs, aRun, groups, aGroup int) {
	if last == neonLanes {
		addNEON(dst, dstRow, start, startRow, floor, a, aRow, aCol, b, bRow, rows, vectors, depth, runs, aRun, groups, aGroup)
		return
	}
	if vectors > 1 {
		addNEON(dst, dstRow, start, startRow, floor, a, aRow, aCol, b, bRow, rows, vectors-1, depth, runs, aRun, groups, aGroup)
	}
	p := paddings.Take()
	whole := (vectors - 1) * neonLanes
	for k := range groups * runs * depth {
		copy(p.right[k*neonLanes:], numbersAt(b, k*bRow+whole, last))
	}
	for i := range rows {
		copy(p.tile[i*neonLanes:], numbersAt(start, i*startRow+whole, last))
	}
	addNEON(&p.tile[0], neonLanes, &p.tile[0], neonLanes, floor, a, aRow, aCol, &p.right[0], neonLanes, rows, 1, depth, runs, aRun, groups, aGroup)
	for i := range rows {
		copy(numbersAt(dst, i*dstRow+whole, last), p.tile[i*neonLanes:])
	}
	paddings.Put(p)
}

// numbersAt returns n numbers from the given one on behind a pointer.
func numbersAt(p *float32, at, n int) []float32 {
	return unsafe.Slice((*float32)(unsafe.Add(unsafe.Pointer(p), 4*at)), n)
}

// transposePlain is a [transposeFunc].
func transposePlain(dst *float32, dstRow int, a *float32, aRow int, tall, wide int) {
	for j := range 8 * wide {
		row := numbersAt(dst, j*dstRow, 8*tall)
		for i := range row {
			row[i] = *(*float32)(unsafe.Add(unsafe.Pointer(a), 4*(i*aRow+j)))
		}
	}
}
