package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// panels writes a panelsFunc: like the function that generate writes, but for a column of tiles, and it takes four steps of the
// sum at a time.
func panels(set instructionSet) {
	TEXT("addPanels"+set.name, NOSPLIT, "func(dst *float32, dstRow int, start *float32, startRow int, floor float32, "+
		"left, b *float32, bRow, tiles, rows, vectors, last, depth int)")
	Doc("addPanels" + set.name + fmt.Sprintf(" is a panelsFunc for tiles of up to %d rows.", set.rows))
	Pragma("noescape")
	eachTile(set, 2, sumPanels)
}

// sumPanels is a sumFunc for a column of tiles.
func sumPanels(set instructionSet, t tail, label string, rows, vectors int) {
	start, startRow := Load(Param("start"), GP64()), stride("startRow")
	dst, dstRow := Load(Param("dst"), GP64()), stride("dstRow")
	panel, bRow, bRow3 := Load(Param("left"), GP64()), stride("bRow"), GP64()
	LEAQ(Mem{Base: bRow, Index: bRow, Scale: 2}, bRow3)
	times(label+"tiles", "tiles", func() {
		total := begin(set, t, start, startRow, rows, vectors)
		below(set, dst, dstRow, rows, vectors)
		b := Load(Param("b"), GP64())
		step := func(s int, b Mem) {
			a := make([]Mem, rows)
			for r := range a {
				a[r] = Mem{Base: panel, Disp: 4 * (s*rows + r)}
			}
			multiply(set, t, a, b, total)
		}
		left := Load(Param("depth"), GP64())
		SHRQ(U8(2), left)
		repeat(label+"fours", left, func() {
			for s := range 3 {
				step(s, within(b, bRow, s))
			}
			step(3, within(b, bRow3, 1))
			ADDQ(U8(4*4*rows), panel)
			LEAQ(Mem{Base: b, Index: bRow, Scale: 4}, b)
		})
		Load(Param("depth"), left)
		ANDQ(U8(3), left)
		repeat(label+"ones", left, func() {
			step(0, Mem{Base: b})
			ADDQ(U8(4*rows), panel)
			ADDQ(bRow, b)
		})
		finish(set, t, dst, dstRow, total)
	})
	VZEROUPPER()
	RET()
}

// copyRight writes a copyRightFunc for tiles of two vectors of 8 numbers. It reads row by row, however many panels the rows
// belong to: what stands together comes fast from far away.
func copyRight() {
	TEXT("copyRight16", NOSPLIT, "func(dst *float32, dstPanel int, b *float32, bRow, depth, panels int)")
	Doc("copyRight16 is a copyRightFunc for panels of 16 columns.")
	Pragma("noescape")
	dst, dstPanel, b, bRow := Load(Param("dst"), GP64()), stride("dstPanel"), Load(Param("b"), GP64()), stride("bRow")
	depth, panels := Load(Param("depth"), GP64()), GP64()
	from, to := GP64(), GP64()
	low, high := YMM(), YMM()
	Label("row")
	MOVQ(b, from)
	MOVQ(dst, to)
	Load(Param("panels"), panels)
	Label("panel")
	VMOVUPS(Mem{Base: from}, low)
	VMOVUPS(Mem{Base: from, Disp: 32}, high)
	VMOVUPS(low, Mem{Base: to})
	VMOVUPS(high, Mem{Base: to, Disp: 32})
	ADDQ(U8(64), from)
	ADDQ(dstPanel, to)
	DECQ(panels)
	JNZ(LabelRef("panel"))
	ADDQ(bRow, b)
	ADDQ(U8(64), dst)
	DECQ(depth)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// copyRows writes a copyLeftFunc for rows, of which it transposes eight numbers at a time. It fetches those of the next panel
// beforehand, for there are more rows than a processor foresees.
func copyRows() {
	const most = 6
	TEXT("copyRows", NOSPLIT, "func(dst, a *float32, aRow, rows, depth int)")
	Doc("copyRows is a copyLeftFunc for " + fmt.Sprintf("up to %d rows.", most))
	Pragma("noescape")
	dst, a, aRow, rows := Load(Param("dst"), GP64()), Load(Param("a"), GP64()), stride("aRow"), Load(Param("rows"), GP64())
	row := []Register{a}
	for r := 1; r < most; r++ {
		next := GP64() // of rows that the panel does not have, the last one it has
		LEAQ(Mem{Base: row[r-1], Index: aRow, Scale: 1}, next)
		CMPQ(rows, U8(r))
		CMOVQLE(row[r-1], next)
		row = append(row, next)
	}
	below := GP64() // from a row to the one that the next panel has in its place
	MOVQ(rows, below)
	IMULQ(aRow, below)
	SHLQ(U8(2), rows)
	depth, at := Load(Param("depth"), GP64()), GP64()
	XORQ(at, at)
	eight := func(load func(from Mem, to VecVirtual)) {
		var loaded [8]VecVirtual
		for r := range row {
			loaded[r] = YMM()
			load(Mem{Base: row[r], Index: at, Scale: 1}, loaded[r])
		}
		loaded[6], loaded[7] = loaded[4], loaded[5]
		for _, column := range turn(loaded) {
			VMOVUPS(column, Mem{Base: dst})
			ADDQ(rows, dst)
		}
	}
	Label("eight")
	CMPQ(depth, U8(8))
	JL(LabelRef("rest"))
	for r := range row {
		PREFETCHT0(Mem{Base: row[r], Index: below, Scale: 1})
	}
	eight(whole.load)
	ADDQ(U8(32), at)
	ADDQ(U8(32), below)
	SUBQ(U8(8), depth)
	JMP(LabelRef("eight"))
	Label("rest")
	TESTQ(depth, depth)
	JZ(LabelRef("end"))
	eight(tailAVX2(depth).load)
	Label("end")
	VZEROUPPER()
	RET()
}

// copyColumns writes a copyLeftFunc for columns. It writes eight numbers a step, of which the next step's are put in the place
// of those too many.
func copyColumns() {
	TEXT("copyColumns", NOSPLIT, "func(dst, a *float32, aRow, rows, depth int)")
	Doc("copyColumns is a copyLeftFunc for up to 8 columns.")
	Pragma("noescape")
	dst, a, aRow, rows := Load(Param("dst"), GP64()), Load(Param("a"), GP64()), stride("aRow"), Load(Param("rows"), GP64())
	depth, next := Load(Param("depth"), GP64()), GP64()
	MOVQ(rows, next)
	SHLQ(U8(2), next)
	load := tailAVX2(rows).load
	numbers := YMM()
	Label("step")
	load(Mem{Base: a}, numbers)
	VMOVUPS(numbers, Mem{Base: dst})
	ADDQ(aRow, a)
	ADDQ(next, dst)
	DECQ(depth)
	JNZ(LabelRef("step"))
	VZEROUPPER()
	RET()
}
