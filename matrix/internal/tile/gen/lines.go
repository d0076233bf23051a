package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// A line is a vector's worth of the operands, and how to get there.
type line struct {
	instructionSet
	tail      tail
	pointers  map[string]Register
	index     Register   // bytes from the pointers
	secondRow Register   // bytes to the row after the one at index
	total     VecVirtual // of a column
}

func (l line) load(name string) VecVirtual           { return l.loadAt(name, l.index) }
func (l line) second(name string) VecVirtual         { return l.loadAt(name, l.secondRow) }
func (l line) store(v VecVirtual, name string)       { l.tail.store(v, l.at(name, l.index)) }
func (l line) storeSecond(v VecVirtual, name string) { l.tail.store(v, l.at(name, l.secondRow)) }

func (l line) at(name string, index Register) Mem {
	if _, ok := l.pointers[name]; !ok {
		panic("no operand " + name)
	}
	return Mem{Base: l.pointers[name], Index: index, Scale: 1}
}

func (l line) loadAt(name string, index Register) VecVirtual {
	v := l.register()
	l.tail.load(l.at(name, index), v)
	return v
}

// operands are the pointers that a function takes, and how many rows each moves on from row to row.
type operands []operand

type operand struct {
	name string
	rows int
}

// line loads the pointers.
func (s instructionSet) line(names []string) line {
	l := line{instructionSet: s, tail: whole, pointers: map[string]Register{}, index: GP64()}
	for _, name := range names {
		l.pointers[name] = s.pointer(name)
	}
	return l
}

// along writes a loop over n columns, at least 0, in vectors, and the last ones under a mask. It writes the code of a
// vector twice, so that only the last one pays for the mask.
func (l line) along(n Register) (loop func(code func(l line))) {
	bytes, last, count := GP64(), GP64(), GP64()
	MOVQ(n, last)
	ANDQ(U8(l.lanes()-1), last)
	MOVQ(n, bytes)
	SUBQ(last, bytes)
	SHLQ(U8(2), bytes)
	MOVQ(last, count)
	masked := l
	masked.tail = l.instructionSet.tail(count)
	return func(code func(l line)) {
		XORQ(l.index, l.index)
		Label("vector")
		CMPQ(l.index, bytes)
		JGE(LabelRef("last"))
		code(l)
		ADDQ(U8(l.bytes), l.index)
		if l.secondRow != nil {
			ADDQ(U8(l.bytes), l.secondRow)
		}
		JMP(LabelRef("vector"))
		Label("last")
		TESTQ(last, last)
		JZ(LabelRef("end"))
		code(masked)
		Label("end")
	}
}

// each writes the code for every number of operands of n numbers.
func (s instructionSet) each(names string, code func(l line)) {
	loop := s.line(strings.Fields(names)).along(Load(Param("n"), GP64()))
	loop(code)
	VZEROUPPER()
	RET()
}

// eachRow writes the code for every number of operands of rows times cols, each row without a gap after the other.
func (s instructionSet) eachRow(o operands, code func(l line)) {
	var names []string
	for _, operand := range o {
		names = append(names, operand.name)
	}
	l := s.line(names)
	rows, cols, row := Load(Param("rows"), GP64()), Load(Param("cols"), GP64()), GP64()
	MOVQ(cols, row)
	SHLQ(U8(2), row)
	if slices.ContainsFunc(o, func(o operand) bool { return o.rows == 2 }) {
		l.secondRow = GP64()
	}
	loop := l.along(cols)
	Label("row")
	if l.secondRow != nil {
		MOVQ(row, l.secondRow)
	}
	loop(code)
	for _, operand := range o {
		for range operand.rows {
			ADDQ(row, l.pointers[operand.name])
		}
	}
	DECQ(rows)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// eachColumn writes the code for every column of dst: the total starts as what is there, takes every row of the
// matrices, which stand stride numbers apart, and is stored. The others have one row.
func (s instructionSet) eachColumn(matrices, rows string, code func(l line)) {
	down := strings.Fields(matrices)
	l := s.line(slices.Concat([]string{"dst"}, down, strings.Fields(rows)))
	height, cols, row, all, left := Load(Param("rows"), GP64()), Load(Param("cols"), GP64()), GP64(), GP64(), GP64()
	MOVQ(Load(Param("stride"), GP64()), row)
	SHLQ(U8(2), row)
	MOVQ(height, all)
	IMULQ(row, all)
	copies := 0
	l.along(cols)(func(l line) {
		copies++
		next := fmt.Sprint("next", copies)
		l.total = l.load("dst")
		MOVQ(height, left)
		Label(next)
		code(l)
		for _, name := range down {
			ADDQ(row, l.pointers[name])
		}
		DECQ(left)
		JNZ(LabelRef(next))
		for _, name := range down {
			SUBQ(all, l.pointers[name])
		}
		l.store(l.total, "dst")
	})
	VZEROUPPER()
	RET()
}

// function begins a function and notes its operands.
func (s instructionSet) function(name, params, doc string) {
	TEXT(name+s.name, NOSPLIT, "func("+params+")")
	Doc(name + s.name + " " + doc)
	Pragma("noescape")
}

func (s instructionSet) lanes() int { return s.bytes / 4 }

func (s instructionSet) pointer(name string) Register { return Load(Param(name), GP64()) }

// broadcast returns a vector of a parameter, number one of a constant.
func (s instructionSet) broadcast(param string) VecVirtual {
	v := s.register()
	at, err := Param(param).Resolve()
	if err != nil {
		panic(err)
	}
	VBROADCASTSS(at.Addr, v)
	return v
}

func (s instructionSet) number(x float32) VecVirtual {
	v := s.register()
	VBROADCASTSS(constant(math.Float32bits(x)), v)
	return v
}

func (s instructionSet) zero() VecVirtual {
	v := s.register()
	VXORPS(v.AsX(), v.AsX(), v.AsX()) // which clears the rest as well
	return v
}

// constants of all functions, each as often as the longest vector has lanes.
var constants = map[uint32]Mem{}

func constant(bits uint32) Mem {
	if at, ok := constants[bits]; ok {
		return at
	}
	at := GLOBL(fmt.Sprintf("number%08x", bits), RODATA|NOPTR)
	for lane := range 16 {
		DATA(4*lane, U32(bits))
	}
	constants[bits] = at
	return at
}

func float(x float32) Mem { return constant(math.Float32bits(x)) }

// A comparison is the immediate operand of VCMPPS; one with NaN is false.
type comparison uint8

const (
	equal comparison = 0x00
	above comparison = 0x1e
)

// compare returns a mask of where a is above b, or equal to it.
func (s instructionSet) compare(c comparison, a, b VecVirtual) Register {
	var mask Register = YMM()
	if s.bytes == 64 {
		mask = K()
	}
	VCMPPS(U8(c), b, a, mask)
	return mask
}

// where returns v under the mask and 0 elsewhere.
func (s instructionSet) where(mask Register, v VecVirtual) VecVirtual {
	chosen := s.register()
	if s.bytes == 64 {
		VMOVAPS_Z(v, mask, chosen)
	} else {
		VANDPS(v, mask, chosen)
	}
	return chosen
}

// whereNot returns 0 under the mask and v elsewhere.
func (s instructionSet) whereNot(mask Register, v VecVirtual) VecVirtual {
	chosen := s.register()
	if s.bytes == 64 {
		not := K()
		KNOTW(mask, not)
		VMOVAPS_Z(v, not, chosen)
	} else {
		VANDNPS(v, mask, chosen)
	}
	return chosen
}
