// Gen writes the assembly of package tile. It is a module of its own, so that whoever builds aloud does not need it.
//
// A tile of dst stays in vector registers while the whole sum runs: per step of the sum, one row of b is loaded, and
// each row of the tile takes one number of a, broadcast, times that row. A processor with AVX-512 holds 12 rows of 2
// vectors in 24 of its 32 registers, one with AVX2 6 rows of 2 in 12 of 16: enough multiplications at once to hide how
// long each takes, and few enough loads for each.
//
// A tile of one row, which is a single example, would wait for itself with 2 vectors, and takes as many as there are
// registers for.
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
	wide     int // vectors of the widest tile, which has one row
	tail     func(last Register) tail
	slowTail bool // whether a vector moves faster without a mask, and so deserves code of its own
	panels   bool // whether tiles take copies of the operands, too
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
		{name: "AVX512", register: ZMM, bytes: 64, rows: 12, wide: 16, tail: tailAVX512},
		{name: "AVX2", register: YMM, bytes: 32, rows: 6, wide: 8, tail: tailAVX2, slowTail: true, panels: true},
	} {
		if *what == "vectors" {
			vectors(set)
		} else {
			generate(set)
			if set.panels {
				panels(set)
			}
			peak(set)
		}
	}
	if *what == "products" {
		copyRight()
		copyRows()
		copyColumns()
		transpose()
		pause()
	}
	Generate()
}

// transpose writes a transposeFunc for all processors that have vectors of 8 numbers, by blocks of 8 times 8.
func transpose() {
	TEXT("transpose8", NOSPLIT, "func(dst *float32, dstRow int, a *float32, aRow int, tall, wide int)")
	Doc("transpose8 is a transposeFunc.")
	Pragma("noescape")
	dst, dstRow, a, aRow := Load(Param("dst"), GP64()), stride("dstRow"), Load(Param("a"), GP64()), stride("aRow")
	tall, wide := Load(Param("tall"), GP64()), GP64()
	from, to := GP64(), GP64()
	Label("rows")
	MOVQ(a, from)
	MOVQ(dst, to)
	Load(Param("wide"), wide)
	Label("block")
	var row [8]VecVirtual
	next := GP64()
	MOVQ(from, next)
	for r := range row {
		row[r] = YMM()
		VMOVUPS(Mem{Base: next}, row[r])
		ADDQ(aRow, next)
	}
	for _, column := range turn(row) {
		VMOVUPS(column, Mem{Base: to})
		ADDQ(dstRow, to)
	}
	ADDQ(U8(32), from)
	DECQ(wide)
	JNZ(LabelRef("block"))
	MOVQ(aRow, next)
	SHLQ(U8(3), next)
	ADDQ(next, a)
	ADDQ(U8(32), dst)
	DECQ(tall)
	JNZ(LabelRef("rows"))
	VZEROUPPER()
	RET()
}

// turn transposes eight vectors of eight numbers: their rows are mixed by twos, then by fours, then by halves.
func turn(row [8]VecVirtual) (columns [8]VecVirtual) {
	var twos, fours [8]VecVirtual
	for r := 0; r < 8; r += 2 {
		twos[r], twos[r+1] = YMM(), YMM()
		VUNPCKLPS(row[r+1], row[r], twos[r])
		VUNPCKHPS(row[r+1], row[r], twos[r+1])
	}
	for r := 0; r < 8; r += 4 {
		for half := range 2 {
			low, high := twos[r+half], twos[r+2+half]
			fours[r+2*half], fours[r+2*half+1] = YMM(), YMM()
			VSHUFPS(U8(0x44), high, low, fours[r+2*half])
			VSHUFPS(U8(0xee), high, low, fours[r+2*half+1])
		}
	}
	for c := range columns {
		columns[c] = YMM()
		VPERM2F128(U8(0x20+0x11*(c/4)), fours[4+c%4], fours[c%4], columns[c])
	}
	return columns
}

// peak writes a loop of as many multiplications and additions as the widest registers take, each of which waits for none of the
// others: the most that a processor can do.
func peak(set instructionSet) {
	TEXT("peak"+set.name, NOSPLIT, "func(steps int)")
	Doc("peak" + set.name + fmt.Sprintf(" multiplies and adds %d numbers in each of %d registers, steps times, at least once.",
		set.bytes/4, 2*set.rows))
	steps := Load(Param("steps"), GP64())
	factor := set.register()
	VXORPS(factor, factor, factor)
	sums := make([]VecVirtual, 2*set.rows)
	for i := range sums {
		sums[i] = set.register()
		VXORPS(sums[i], sums[i], sums[i])
	}
	Label("again")
	for _, sum := range sums {
		VFMADD231PS(factor, factor, sum)
	}
	DECQ(steps)
	JNZ(LabelRef("again"))
	VZEROUPPER()
	RET()
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

// tailAVX2 loads under a vector of which the first last numbers are all ones, cut from 8 such numbers and 8 zeros. It stores
// four numbers, two and one, as last asks for: to store under a mask takes many processors a dozen cycles.
func tailAVX2(last Register) tail {
	if ones.Base == nil {
		ones = GLOBL("ones", RODATA|NOPTR)
		for i, number := range append(slices.Repeat([]U32{0xffffffff}, 8), make([]U32, 8)...) {
			DATA(4*i, number)
		}
	}
	at, before, mask := GP64(), GP64(), YMM()
	LEAQ(ones.Offset(4*8), at)
	MOVQ(last, before)
	NEGQ(before)
	VMOVDQU(Mem{Base: at, Index: before, Scale: 4}, mask)
	return tail{
		load: func(from Mem, to VecVirtual) { VMASKMOVPS(from, mask, to) },
		store: func(from VecVirtual, to Mem) {
			rest, at := YMM(), GP64()
			VMOVUPS(from, rest)
			LEAQ(to, at)
			where(last, 4, func() {
				VMOVUPS(rest.AsX(), Mem{Base: at})
				VEXTRACTF128(U8(1), rest, rest.AsX())
				ADDQ(U8(16), at)
			})
			where(last, 2, func() {
				VMOVLPS(rest.AsX(), Mem{Base: at})
				VPSRLDQ(U8(8), rest.AsX(), rest.AsX())
				ADDQ(U8(8), at)
			})
			where(last, 1, func() { VMOVSS(rest.AsX(), Mem{Base: at}) })
		},
		only: func(v VecVirtual) VecVirtual { VANDPS(mask, v, v); return v },
	}
}

// skips are how many pieces of code can be jumped over.
var skips int

// where writes code that runs where a number has a bit.
func where(number Register, bit uint8, code func()) {
	skips++
	label := fmt.Sprint("skip", skips)
	TESTQ(U32(bit), number)
	JZ(LabelRef(label))
	code()
	Label(label)
}

// generate writes one function, which jumps to the code for its height and width; each has its own.
func generate(set instructionSet) {
	TEXT("add"+set.name, NOSPLIT, "func(dst *float32, dstRow int, start *float32, startRow int, floor float32, "+
		"a *float32, aRow, aCol int, b *float32, bRow int, rows, vectors, last, depth, runs, aRun, groups, aGroup int)")
	Doc("add" + set.name + fmt.Sprintf(" is a tileFunc for tiles of up to %d rows.", set.rows))
	Pragma("noescape")
	eachTile(set, set.wide, sum)
}

// eachTile has the code written for every height and width; a tile of one row is up to wide vectors wide.
func eachTile(set instructionSet, wide int, sum sumFunc) {
	if set.slowTail {
		CMPQ(Load(Param("last"), GP64()), U8(set.bytes/4))
		JNE(LabelRef("tail"))
		tiles(set, wide, sum, whole, "whole")
		Label("tail")
	}
	tiles(set, wide, sum, set.tail(Load(Param("last"), GP64())), "tail")
}

// A sumFunc writes the code for one height and width, from reading what the tile starts from to writing it and returning.
type sumFunc func(set instructionSet, t tail, label string, rows, vectors int)

// tiles writes the code for every height and width, and the way there. Labels begin with prefix.
func tiles(set instructionSet, wide int, sum sumFunc, tail tail, prefix string) {
	rows, vectors := Load(Param("rows"), GP64()), Load(Param("vectors"), GP64())
	for r := 1; r <= set.rows; r++ {
		higher := fmt.Sprint(prefix, "Above", r)
		CMPQ(rows, U8(r))
		JNE(LabelRef(higher))
		for v := 1; v <= width(r, wide); v++ {
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

// width is the number of vectors in the widest tile of so many rows, if one of one row has wide.
func width(rows, wide int) int {
	if rows == 1 {
		return wide
	}
	return 2
}

// sum is a sumFunc for operands in place.
func sum(set instructionSet, t tail, label string, rows, vectors int) {
	total := begin(set, t, Load(Param("start"), GP64()), stride("startRow"), rows, vectors)
	below(set, Load(Param("dst"), GP64()), stride("dstRow"), rows, vectors)
	aRow, aCol := stride("aRow"), stride("aCol")
	behind(set, label, Load(Param("a"), GP64()), aRow, rows, vectors)
	a := threes(Load(Param("a"), GP64()), aRow, rows)
	b, bRow := Load(Param("b"), GP64()), stride("bRow")
	times(label+"groups", "groups", func() {
		times(label+"runs", "runs", func() {
			times(label, "depth", func() {
				left := make([]Mem, rows)
				for r := range left {
					left[r] = within(a[r/3], aRow, r%3)
				}
				ahead(set, b, bRow, rows, vectors)
				multiply(set, t, left, Mem{Base: b}, total)
				ADDQ(bRow, b)
				advance(a, aCol)
			})
			advance(a, stride("aRun"))
		})
		advance(a, stride("aGroup"))
	})

	finish(set, t, Load(Param("dst"), GP64()), stride("dstRow"), total)
	VZEROUPPER()
	RET()
}

// begin reads a tile from start, and finish writes it to dst; either leaves its pointer at the tile below.
func begin(set instructionSet, t tail, start, startRow Register, rows, vectors int) (total [][]VecVirtual) {
	total = make([][]VecVirtual, rows)
	eachVector(set, t, start, startRow, rows, vectors, func(r, v int, move tail, at Mem) {
		total[r] = append(total[r], set.register())
		move.load(at, total[r][v])
	})
	return total
}

func finish(set instructionSet, t tail, dst, dstRow Register, total [][]VecVirtual) {
	floor := set.broadcast("floor")
	eachVector(set, t, dst, dstRow, len(total), len(total[0]), func(r, v int, move tail, at Mem) {
		VMAXPS(total[r][v], floor, total[r][v]) // keeps NaN
		move.store(total[r][v], at)
	})
}

// times writes a loop that runs as often as a parameter says, at least once.
func times(label, parameter string, body func()) {
	left := Load(Param(parameter), GP64())
	Label(label)
	body()
	DECQ(left)
	JNZ(LabelRef(label))
}

// repeat writes a loop that runs as often as a register says, if at all, and counts it down.
func repeat(label string, left Register, body func()) {
	TESTQ(left, left)
	JZ(LabelRef(label + "End"))
	Label(label)
	body()
	DECQ(left)
	JNZ(LabelRef(label))
	Label(label + "End")
}

// advance adds to all pointers.
func advance(pointers []Register, by Register) {
	for _, p := range pointers {
		ADDQ(by, p)
	}
}

// below fetches what the next tile of the column starts from, which mostly stands below this one: its rows are so far from
// each other that no processor foresees them.
func below(set instructionSet, dst, dstRow Register, rows, vectors int) {
	if rows == 1 {
		return
	}
	at := GP64()
	IMUL3Q(U8(rows), dstRow, at)
	ADDQ(dst, at)
	for range rows {
		for v := 0; v < vectors*set.bytes; v += 64 {
			PREFETCHT0(Mem{Base: at, Disp: v})
		}
		ADDQ(dstRow, at)
	}
}

// behind fetches the beginnings of the rows of a that the next tile of the column takes, for a tile that is so narrow that it waits
// for memory, and so deep that the fetching costs little: a processor foresees the rest of a row, but not where the next one
// begins.
func behind(set instructionSet, label string, a, aRow Register, rows, vectors int) {
	const deep, lines = 256, 4
	if rows == 1 || vectors > 1 {
		return
	}
	CMPQ(Load(Param("depth"), GP64()), U32(deep))
	JL(LabelRef(label + "shallow"))
	at := GP64()
	IMUL3Q(U8(rows), aRow, at)
	ADDQ(a, at)
	for range rows {
		for line := range lines {
			PREFETCHT0(Mem{Base: at, Disp: 64 * line})
		}
		ADDQ(aRow, at)
	}
	Label(label + "shallow")
}

// ahead fetches for a wide tile of one row, which takes every number of b but once and waits for nothing else, the part of
// the row of b that it takes eight steps later.
func ahead(set instructionSet, b, bRow Register, rows, vectors int) {
	if rows > 1 || vectors < 4 {
		return
	}
	for v := 0; v < vectors*set.bytes; v += 64 {
		PREFETCHT0(Mem{Base: b, Index: bRow, Scale: 8, Disp: v})
	}
}

// multiply adds to a tile the numbers of one column of a times one row of b.
func multiply(set instructionSet, t tail, a []Mem, b Mem, total [][]VecVirtual) {
	last := len(total[0]) - 1
	right := make([]Op, last+1)
	for v := range right {
		at := b
		at.Disp += v * set.bytes
		if right[v] = at; len(total) > 1 || v == last { // of a single row, each is used only once
			loaded := set.register()
			move(t, v == last).load(at, loaded)
			right[v] = loaded
		}
	}
	for r := range total {
		left := set.register()
		VBROADCASTSS(a[r], left)
		for v := range right {
			VFMADD231PS(right[v], left, total[r][v])
		}
	}
}

// eachVector visits the vectors of a tile, row by row, and moves its pointer on.
func eachVector(set instructionSet, t tail, pointer, row Register, rows, vectors int, visit func(r, v int, move tail, at Mem)) {
	for r := range rows {
		for v := range vectors {
			visit(r, v, move(t, v == vectors-1), Mem{Base: pointer, Disp: v * set.bytes})
		}
		ADDQ(row, pointer)
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
