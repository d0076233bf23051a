// Gen writes the assembly of package tile. It is a module of its own, so that whoever builds aloud does not need it.
//
// A tile of dst stays in vector registers while the whole sum runs: per step of the sum, one row of b is loaded, and
// each row of the tile takes one number of a, broadcast, times that row. A processor with AVX-512 holds 12 rows of 2
// vectors in 24 of its 32 registers, one with AVX2 6 rows of 2 in 12 of 16: enough multiplications at once to hide how
// long each takes, and few enough loads for each.
//
// A tile of one row, which is a single example, would wait for itself with 2 vectors, and takes up to 6.
package main

import (
	"flag"
	"fmt"
	"slices"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// An instructionSet is what differs between the two kinds of processor.
type instructionSet struct {
	name     string
	register func() VecVirtual
	bytes    int // of a vector
	rows     int // of the highest tile
	tail     func(last Register) tail
	slowTail bool // whether a vector moves faster without a mask, and so deserves code of its own
}

// A tail moves the last vector of a row, of which only some columns are the tile's.
type tail struct {
	load  func(from Mem, to VecVirtual)
	store func(from VecVirtual, to Mem)
	only  func(v VecVirtual) VecVirtual // v with 0 in the other columns
}

// whole is the tail of a tile that ends with its last vector.
var whole = tail{
	load:  func(from Mem, to VecVirtual) { VMOVUPS(from, to) },
	store: func(from VecVirtual, to Mem) { VMOVUPS(from, to) },
	only:  func(v VecVirtual) VecVirtual { return v },
}

var what = flag.String("write", "products", "which functions: products or vectors")

func main() {
	flag.Parse()
	for _, set := range []instructionSet{
		{name: "AVX512", register: ZMM, bytes: 64, rows: 12, tail: tailAVX512},
		{name: "AVX2", register: YMM, bytes: 32, rows: 6, tail: tailAVX2, slowTail: true},
	} {
		if *what == "vectors" {
			vectors(set)
		} else {
			generate(set)
		}
	}
	if *what == "products" {
		pause()
	}
	Generate()
}

// pause writes what a core does while it waits for another.
func pause() {
	TEXT("Pause", NOSPLIT, "func()")
	Doc("Pause tells the processor that this is a loop which waits for another core.")
	PAUSE()
	RET()
}

// tailAVX512 moves under a mask register.
func tailAVX512(last Register) tail {
	ones, mask := GP32(), K()
	MOVL(U32(0xffff), ones)
	BZHIL(last.(GPVirtual).As32(), ones, ones)
	KMOVW(ones, mask)
	return tail{
		load:  func(from Mem, to VecVirtual) { VMOVUPS_Z(from, mask, to) },
		store: func(from VecVirtual, to Mem) { VMOVUPS(from, mask, to) },
		only:  func(v VecVirtual) VecVirtual { VMOVAPS_Z(v, mask, v); return v },
	}
}

var ones Mem

// tailAVX2 moves under a vector of which the first last numbers are all ones, cut from 8 such numbers and 8 zeros.
func tailAVX2(last Register) tail {
	if ones.Base == nil {
		ones = GLOBL("ones", RODATA|NOPTR)
		for i, number := range append(slices.Repeat([]U32{0xffffffff}, 8), make([]U32, 8)...) {
			DATA(4*i, number)
		}
	}
	at, mask := GP64(), YMM()
	LEAQ(ones.Offset(4*8), at)
	NEGQ(last)
	VMOVDQU(Mem{Base: at, Index: last, Scale: 4}, mask)
	return tail{
		load:  func(from Mem, to VecVirtual) { VMASKMOVPS(from, mask, to) },
		store: func(from VecVirtual, to Mem) { VMASKMOVPS(from, mask, to) },
		only:  func(v VecVirtual) VecVirtual { VANDPS(mask, v, v); return v },
	}
}

// generate writes one function, which jumps to the code for its height and width; each has its own.
func generate(set instructionSet) {
	TEXT("add"+set.name, NOSPLIT, "func(dst *float32, dstRow int, a *float32, aRow, aCol int, "+
		"b *float32, bRow int, rows, vectors, last, depth, runs, aRun, groups, aGroup, keep int)")
	Doc("add"+set.name+" adds to a tile of dst, or to 0 unless it is to keep what it holds, the product of rows of a and columns",
		"of b, summed groups·runs·depth deep, all at least 1. Element (i, k) of a is a[i*aRow+k*aCol] for the first depth k; from one run of depth to the next a moves on",
		"by aRun more numbers, and from one group of runs to the next by aGroup more. dst and b are row by row, a row every",
		fmt.Sprintf("dstRow and bRow numbers. A tile is 1 to %d rows of 1 or 2 vectors, or 1 row of up to 6. The last vector has only", set.rows),
		"its first last columns in the tile, at least 1.")
	Pragma("noescape")
	if set.slowTail {
		CMPQ(Load(Param("last"), GP64()), U8(set.bytes/4))
		JNE(LabelRef("tail"))
		tiles(set, whole, "whole")
		Label("tail")
	}
	tiles(set, set.tail(Load(Param("last"), GP64())), "tail")
}

// tiles writes the code for every height and width, and the way there. Labels begin with prefix.
func tiles(set instructionSet, tail tail, prefix string) {
	rows, vectors := Load(Param("rows"), GP64()), Load(Param("vectors"), GP64())
	for r := 1; r <= set.rows; r++ {
		higher := fmt.Sprint(prefix, "Above", r)
		CMPQ(rows, U8(r))
		JNE(LabelRef(higher))
		for v := 1; v <= width(r); v++ {
			wider := fmt.Sprint(prefix, "Above", r, "x", v)
			CMPQ(vectors, U8(v))
			JNE(LabelRef(wider))
			sum(set, tail, fmt.Sprint(prefix, r, "x", v), r, v)
			Label(wider)
		}
		Label(higher)
	}
	UD2() // no such tile
}

// width is the number of vectors in the widest tile of so many rows.
func width(rows int) int {
	if rows == 1 {
		return 6
	}
	return 2
}

// sum writes the code for one height and width, from reading the tile of dst to writing it back and returning.
func sum(set instructionSet, tail tail, loop string, rows, vectors int) {
	total := make([][]VecVirtual, rows)
	for r := range total {
		for range vectors {
			zero := set.register()
			VXORPS(zero, zero, zero)
			total[r] = append(total[r], zero)
		}
	}
	CMPQ(Load(Param("keep"), GP64()), U8(0))
	JE(LabelRef(loop + "fresh"))
	eachVector(set, tail, rows, vectors, func(r, v int, load func(Mem, VecVirtual), _ func(VecVirtual, Mem), at Mem) {
		load(at, total[r][v])
	})
	Label(loop + "fresh")

	aRow, aCol := stride("aRow"), stride("aCol")
	a := threes(Load(Param("a"), GP64()), aRow, rows)
	b, bRow := Load(Param("b"), GP64()), stride("bRow")
	times(loop+"groups", "groups", func() {
		times(loop+"runs", "runs", func() {
			times(loop, "depth", func() { step(set, tail, rows, vectors, a, aRow, b, bRow, aCol, total) })
			advance(a, stride("aRun"))
		})
		advance(a, stride("aGroup"))
	})

	eachVector(set, tail, rows, vectors, func(r, v int, _ func(Mem, VecVirtual), store func(VecVirtual, Mem), at Mem) {
		store(total[r][v], at)
	})
	VZEROUPPER()
	RET()
}

// times writes a loop that runs as often as a parameter says, at least once.
func times(label, parameter string, body func()) {
	left := Load(Param(parameter), GP64())
	Label(label)
	body()
	DECQ(left)
	JNZ(LabelRef(label))
}

// step writes one step of the sum.
func step(set instructionSet, tail tail, rows, vectors int, a []Register, aRow, b, bRow, aCol Register, total [][]VecVirtual) {
	right := make([]VecVirtual, vectors)
	for v := range right {
		right[v] = set.register()
		move(tail, v == vectors-1).load(Mem{Base: b, Disp: v * set.bytes}, right[v])
	}
	ADDQ(bRow, b)
	for r := range rows {
		left := set.register()
		VBROADCASTSS(within(a[r/3], aRow, r%3), left)
		for v := range right {
			VFMADD231PS(right[v], left, total[r][v])
		}
	}
	advance(a, aCol)
}

// advance adds to all pointers.
func advance(pointers []Register, by Register) {
	for _, p := range pointers {
		ADDQ(by, p)
	}
}

// eachVector visits the tile of dst, row by row.
func eachVector(set instructionSet, tail tail, rows, vectors int,
	visit func(r, v int, load func(Mem, VecVirtual), store func(VecVirtual, Mem), at Mem)) {
	dst, dstRow := Load(Param("dst"), GP64()), stride("dstRow")
	for r := range rows {
		for v := range vectors {
			m := move(tail, v == vectors-1)
			visit(r, v, m.load, m.store, Mem{Base: dst, Disp: v * set.bytes})
		}
		ADDQ(dstRow, dst)
	}
}

// move returns how to move a vector of a row: the last one as the tail says, the others whole.
func move(t tail, last bool) tail {
	if last {
		return t
	}
	return whole
}

// stride loads a parameter that counts numbers, and makes it count bytes.
func stride(name string) Register {
	bytes := Load(Param(name), GP64())
	SHLQ(U8(2), bytes)
	return bytes
}

// threes returns pointers to every third row: the two rows after each are within reach of an address.
func threes(first, row Register, rows int) []Register {
	pointers := []Register{first}
	for r := 3; r < rows; r += 3 {
		next := GP64()
		LEAQ(within(pointers[len(pointers)-1], row, 2), next)
		ADDQ(row, next)
		pointers = append(pointers, next)
	}
	return pointers
}

// within is the address of row 0, 1 or 2 after a pointer.
func within(pointer, row Register, r int) Mem {
	if r == 0 {
		return Mem{Base: pointer}
	}
	return Mem{Base: pointer, Index: row, Scale: uint8(r)}
}
