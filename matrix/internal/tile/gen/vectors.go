package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// vectors writes the functions that treat each number by itself, or each column. Multiplications and additions are not
// fused, so that they round as the plain Go beside which they stand; the exponential is the exception.
func vectors(set instructionSet) {
	set.relu()
	set.reluBackward()
	set.exp()
	set.sumExp()
	set.sigmoid()
	set.sigmoidBackward()
	set.blend()
	set.sgd("sgd", false)
	set.sgd("sgdNesterov", true)
	set.adam()
	set.addRow()
	set.affine()
	set.blendRows()
	set.sumRows()
	set.sumProducts()
	set.sumSquares()
	set.maxPool()
	set.maxPoolBackward()
	set.extreme("max", "more", VMAXPS)
	set.extreme("min", "less", VMINPS)
	set.fromBytes()
	set.addBytes()
}

func (s instructionSet) relu() {
	s.function("relu", "x *float32, n int", "sets every number of x below 0 to 0.")
	zero := s.zero()
	s.each("x", func(l line) {
		x := l.load("x")
		VMAXPS(x, zero, x) // gives x if neither is more, as of two zeros, or if it is NaN
		l.store(x, "x")
	})
}

func (s instructionSet) reluBackward() {
	s.function("reluBackward", "dy, y *float32, n int", "sets every number of dy to 0 unless that of y is above 0.")
	zero := s.zero()
	s.each("dy y", func(l line) {
		y, dy := l.load("y"), l.load("dy")
		l.store(s.where(s.compare(above, y, zero), dy), "dy")
	})
}

func (s instructionSet) exp() {
	s.function("exp", "dst, x *float32, n int", "sets dst to the exponentials of x.")
	s.each("dst x", func(l line) { l.store(s.exponential(l.load("x")), "dst") })
}

// sumExp sums 16 columns of numbers, whatever the width of a vector, so that all processors get the same sum.
func (s instructionSet) sumExp() {
	s.function("sumExp", "x *float32, n int) (sum float32", "is the sum of the exponentials of x. The numbers 16 apart are summed first.")
	const together = 16
	x, n := s.pointer("x"), Load(Param("n"), GP64())
	sums := make([]VecVirtual, together/s.lanes())
	for i := range sums {
		sums[i] = s.zero()
	}
	add := func(at int, t tail, total VecVirtual) {
		v := s.register()
		t.load(Mem{Base: x, Disp: at * s.bytes}, v)
		v = s.exponential(v)
		VADDPS(t.only(v), total, total)
	}
	CMPQ(n, U8(together))
	JL(LabelRef("tail"))
	Label("loop")
	for i, total := range sums {
		add(i, whole, total)
	}
	ADDQ(U8(4*together), x)
	SUBQ(U8(together), n)
	CMPQ(n, U8(together))
	JGE(LabelRef("loop"))
	Label("tail")
	for i, total := range sums {
		TESTQ(n, n)
		JLE(LabelRef("done"))
		last, lanes := GP64(), GP64()
		MOVQ(n, last)
		MOVQ(U32(s.lanes()), lanes)
		CMPQ(last, lanes)
		CMOVQGT(lanes, last)
		add(i, s.tail(last), total)
		SUBQ(U8(s.lanes()), n)
	}
	Label("done")
	half := YMM()
	if s.bytes == 64 {
		VEXTRACTF64X4(U8(1), sums[0], half)
		VADDPS(sums[0].AsY(), half, half)
	} else {
		VADDPS(sums[0], sums[1], half)
	}
	quarter := XMM()
	VEXTRACTF128(U8(1), half, quarter)
	VADDPS(half.AsX(), quarter, quarter)
	VHADDPS(quarter, quarter, quarter)
	VHADDPS(quarter, quarter, quarter)
	VZEROUPPER()
	Store(quarter, ReturnIndex(0))
	RET()
}

func (s instructionSet) sigmoid() {
	s.function("sigmoid", "x *float32, n int", "sets every number of x to 1/(1+exp(-x)).")
	one, zero := s.number(1), s.zero()
	s.each("x", func(l line) {
		x := l.load("x")
		VSUBPS(x, zero, x)
		e := s.exponential(x)
		VADDPS(one, e, e)
		VDIVPS(e, one, e)
		l.store(e, "x")
	})
}

func (s instructionSet) sigmoidBackward() {
	s.function("sigmoidBackward", "dh, h *float32, n int", "multiplies every number of dh by h*(1-h).")
	one := s.number(1)
	s.each("dh h", func(l line) {
		h, dh, slope := l.load("h"), l.load("dh"), s.register()
		VSUBPS(h, one, slope)
		VMULPS(h, slope, slope)
		VMULPS(slope, dh, dh)
		l.store(dh, "dh")
	})
}

func (s instructionSet) blend() {
	s.function("blend", "y, x *float32, n int, a, b float32", "sets y to a*y + b*x.")
	a, b := s.broadcast("a"), s.broadcast("b")
	s.each("y x", func(l line) {
		y, x := l.load("y"), l.load("x")
		VMULPS(a, y, y)
		VMULPS(b, x, x)
		VADDPS(x, y, y)
		l.store(y, "y")
	})
}

func (s instructionSet) sgd(name string, nesterov bool) {
	doc := "sets v to mu*v + dw, and takes eta*v from w."
	if nesterov {
		doc = "sets v to mu*v + dw, and takes eta*(dw + mu*v) from w."
	}
	s.function(name, "w, dw, v *float32, n int, mu, eta float32", doc)
	mu, eta := s.broadcast("mu"), s.broadcast("eta")
	s.each("w dw v", func(l line) {
		v, g, w := l.load("v"), l.load("dw"), l.load("w")
		VMULPS(mu, v, v)
		VADDPS(g, v, v)
		l.store(v, "v")
		if nesterov {
			VMULPS(mu, v, v)
			VADDPS(v, g, v)
		}
		VMULPS(eta, v, v)
		VSUBPS(v, w, w)
		l.store(w, "w")
	})
}

func (s instructionSet) adam() {
	s.function("adam", "w, dw, m, v *float32, n int, b1, c1, b2, c2, eta, unbias, epsilon float32",
		"sets m to b1*m + c1*dw, v to b2*v + c2*dw*dw, and takes eta*m / (sqrt(v*unbias) + epsilon) from w.")
	b1, c1, b2, c2 := s.broadcast("b1"), s.broadcast("c1"), s.broadcast("b2"), s.broadcast("c2")
	eta, unbias, epsilon := s.broadcast("eta"), s.broadcast("unbias"), s.broadcast("epsilon")
	s.each("w dw m v", func(l line) {
		g, m, v, t := l.load("dw"), l.load("m"), l.load("v"), s.register()
		VMULPS(b1, m, m)
		VMULPS(c1, g, t)
		VADDPS(t, m, m)
		l.store(m, "m")
		VMULPS(b2, v, v)
		VMULPS(c2, g, t)
		VMULPS(g, t, t)
		VADDPS(t, v, v)
		l.store(v, "v")
		VMULPS(unbias, v, v)
		VSQRTPS(v, v)
		VADDPS(epsilon, v, v)
		VMULPS(eta, m, m)
		VDIVPS(v, m, m)
		w := l.load("w")
		VSUBPS(m, w, w)
		l.store(w, "w")
	})
}

func (s instructionSet) addRow() {
	s.function("addRow", "dst, row *float32, rows, cols int", "adds row to each row of dst.")
	s.eachRow(operands{{"dst", 1}, {"row", 0}}, func(l line) {
		dst := l.load("dst")
		VADDPS(l.load("row"), dst, dst)
		l.store(dst, "dst")
	})
}

func (s instructionSet) affine() {
	s.function("affine", "y, x, a, b *float32, rows, cols int, floor float32",
		"sets each row of y to a*x + b, or floor where that is less.")
	floor := s.broadcast("floor")
	s.eachRow(operands{{"y", 1}, {"x", 1}, {"a", 0}, {"b", 0}}, func(l line) {
		x := l.load("x")
		VMULPS(l.load("a"), x, x)
		VADDPS(l.load("b"), x, x)
		VMAXPS(x, floor, x)
		l.store(x, "y")
	})
}

func (s instructionSet) blendRows() {
	s.function("blendRows", "y, x, a, b, c *float32, rows, cols int", "sets each row of y to a*y + b*x + c.")
	s.eachRow(operands{{"y", 1}, {"x", 1}, {"a", 0}, {"b", 0}, {"c", 0}}, func(l line) {
		y, x := l.load("y"), l.load("x")
		VMULPS(l.load("a"), y, y)
		VMULPS(l.load("b"), x, x)
		VADDPS(x, y, y)
		VADDPS(l.load("c"), y, y)
		l.store(y, "y")
	})
}

func (s instructionSet) sumRows() {
	s.function("sumRows", "dst, a *float32, stride, rows, cols int", "adds to dst the rows of a, from the first to the last.")
	s.eachColumn("a", "", func(l line) {
		VADDPS(l.load("a"), l.total, l.total)
	})
}

func (s instructionSet) sumProducts() {
	s.function("sumProducts", "dst, a, b *float32, stride, rows, cols int", "adds to dst the rows of a times those of b, from the first to the last.")
	s.eachColumn("a b", "", func(l line) {
		a := l.load("a")
		VMULPS(l.load("b"), a, a)
		VADDPS(a, l.total, l.total)
	})
}

func (s instructionSet) sumSquares() {
	s.function("sumSquares", "dst, a, center *float32, stride, rows, cols int",
		"adds to dst the squares of the rows of a less center, from the first to the last.")
	s.eachColumn("a", "center", func(l line) {
		a := l.load("a")
		VSUBPS(l.load("center"), a, a)
		VMULPS(a, a, a)
		VADDPS(a, l.total, l.total)
	})
}

// maxPool keeps the first of equal numbers, and never takes NaN for more.
func (s instructionSet) maxPool() {
	s.function("maxPool", "y, top, bottom *float32, rows, cols int",
		"sets each row of y to the greatest of two rows of top and two of bottom, column by column.")
	s.eachRow(operands{{"y", 1}, {"top", 2}, {"bottom", 2}}, func(l line) {
		y := l.load("top")
		for _, other := range []VecVirtual{l.second("top"), l.load("bottom"), l.second("bottom")} {
			VMAXPS(y, other, y)
		}
		l.store(y, "y")
	})
}

func (s instructionSet) maxPoolBackward() {
	s.function("maxPoolBackward", "dtop, dbottom, dy, y, top, bottom *float32, rows, cols int",
		"sets two rows each of dtop and dbottom to the row of dy where, of two rows each of top and bottom, they are the first that equals y, and to 0 elsewhere.")
	s.eachRow(operands{{"dtop", 2}, {"dbottom", 2}, {"dy", 1}, {"y", 1}, {"top", 2}, {"bottom", 2}}, func(l line) {
		y, dy := l.load("y"), l.load("dy")
		give := func(x VecVirtual, store func(v VecVirtual, name string), name string) {
			mask := s.compare(equal, x, y)
			store(s.where(mask, dy), name)
			dy = s.whereNot(mask, dy)
		}
		give(l.load("top"), l.store, "dtop")
		give(l.second("top"), l.storeSecond, "dtop")
		give(l.load("bottom"), l.store, "dbottom")
		give(l.second("bottom"), l.storeSecond, "dbottom")
	})
}

// extreme writes a function by an instruction that gives its last source where neither is the one that it looks for.
func (s instructionSet) extreme(name, which string, instruction func(ops ...Op)) {
	s.function(name, "y, x *float32, n int", "sets y to x where that is "+which+".")
	s.each("y x", func(l line) {
		x, y := l.load("x"), l.load("y")
		instruction(y, x, x)
		l.store(x, "y")
	})
}

func (s instructionSet) fromBytes() {
	s.function("fromBytes", "dst *float32, x *uint8, n int, most float32", "sets dst to x/most.")
	most := s.broadcast("most")
	s.eachByte("dst", func(v VecVirtual, _ Mem) { VDIVPS(most, v, v) }, func(v VecVirtual, _ Mem) { VDIVSS(most.AsX(), v.AsX(), v.AsX()) })
}

func (s instructionSet) addBytes() {
	s.function("addBytes", "y *float32, x *uint8, n int, weight float32", "adds weight*x to y.")
	weight := s.broadcast("weight")
	s.eachByte("y", func(v VecVirtual, y Mem) {
		VMULPS(weight, v, v)
		VADDPS(y, v, v)
	}, func(v VecVirtual, y Mem) {
		VMULSS(weight.AsX(), v.AsX(), v.AsX())
		VADDSS(y, v.AsX(), v.AsX())
	})
}

// eachByte has a loop of its own: the numbers come from the bytes x, and what is left after the last vector goes one by
// one. Both codes turn the numbers v into those that are stored in dst.
func (s instructionSet) eachByte(name string, vector, single func(v VecVirtual, dst Mem)) {
	dst, x, n := s.pointer(name), s.pointer("x"), Load(Param("n"), GP64())
	v := s.register()
	Label("loop")
	CMPQ(n, U8(s.lanes()))
	JL(LabelRef("tail"))
	VPMOVZXBD(Mem{Base: x}, v)
	VCVTDQ2PS(v, v)
	vector(v, Mem{Base: dst})
	VMOVUPS(v, Mem{Base: dst})
	ADDQ(U8(s.lanes()), x)
	ADDQ(U8(s.bytes), dst)
	SUBQ(U8(s.lanes()), n)
	JMP(LabelRef("loop"))
	Label("tail")
	TESTQ(n, n)
	JZ(LabelRef("done"))
	number := GP32()
	MOVBLZX(Mem{Base: x}, number)
	VCVTSI2SSL(number, v.AsX(), v.AsX())
	single(v, Mem{Base: dst})
	VMOVSS(v.AsX(), Mem{Base: dst})
	INCQ(x)
	ADDQ(U8(4), dst)
	DECQ(n)
	JMP(LabelRef("tail"))
	Label("done")
	VZEROUPPER()
	RET()
}

// exponential returns exp(x), after the function expf of the Cephes library (Moshier, "Methods and Programs for
// Mathematical Functions", 1989, and netlib.org/cephes):
//
//	n = x/log 2, rounded         exp(x) = 2ⁿ·exp(r)
//	r = x − n·log 2              |r| ≤ log 2 / 2, and exp(r) = 1 + r + r²·p(r)
//
// where log 2 has two parts, of which the first has so few digits that n times it is exact, and p is a polynomial.
// Beyond where the result is 0 or infinite in any case, x is cut off, for infinite ones have no remainder r.
func (s instructionSet) exponential(x VecVirtual) VecVirtual {
	n, r, p, square := s.register(), s.register(), s.register(), s.register()
	VMOVUPS(float(89), r)
	VMINPS(x, r, r)
	VMOVUPS(float(-104), n)
	VMAXPS(r, n, r) // both return the second one of a pair with NaN
	VMULPS(float(1/math.Ln2), r, n)
	s.round(n)
	VFNMADD231PS(float(0.693359375), n, r)
	VFNMADD231PS(float(-2.12194440e-4), n, r)
	VMOVUPS(float(1.9875691500e-4), p)
	for _, coefficient := range []float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		VFMADD213PS(float(coefficient), r, p)
	}
	VMULPS(r, r, square)
	VFMADD213PS(r, square, p)
	VADDPS(float(1), p, p)
	return s.scale(p, n)
}

// round rounds to whole numbers, of two as near to the even one.
func (s instructionSet) round(v VecVirtual) {
	if s.bytes == 64 {
		VRNDSCALEPS(U8(8), v, v)
	} else {
		VROUNDPS(U8(8), v, v)
	}
}

// scale returns p times 2ⁿ, for a whole n. AVX2 multiplies with two halves of that power, each of which is a number, and
// of which the first leaves p with all its digits.
func (s instructionSet) scale(p, n VecVirtual) VecVirtual {
	if s.bytes == 64 {
		VSCALEFPS(n, p, p)
		return p
	}
	half := s.register()
	VCVTPS2DQ(n, n)
	VPSRAD(U8(1), n, half)
	VPSUBD(half, n, n)
	for _, exponent := range []VecVirtual{half, n} {
		VPADDD(constant(127), exponent, exponent)
		VPSLLD(U8(23), exponent, exponent)
		VMULPS(exponent, p, p)
	}
	return p
}
