package simd128

// A tile of the result is 4 rows of 2 vectors: eight sums in registers, to which each number of a and each vector of b is
// loaded once. 2 rows of 4 vectors are as fast; 6 rows of 2 are half as fast, for the sixteen registers of x86 do not hold
// twelve sums with what goes into them.
const (
	tileRows    = 4
	tileVectors = 2
	lane        = 4 // bytes
	vectorBytes = 16
)

// multiply writes the function add, a tileFunc of package tile for any number of rows and of vectors.
//
// It goes through the columns two vectors at a time, and in them through the rows four at a time; five to seven are two
// tiles of nearly the same height. The last vector may have fewer than four columns: it is loaded whole from b, which must
// be there in memory, but neither from start nor into dst.
func (m *module) multiply() {
	f := m.add("add", i32, i32, i32, i32, f32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32)
	p := &product{function: f, module: m}
	for i, operand := range []*local{&p.dst, &p.dstRow, &p.start, &p.startRow, &p.floor, &p.a, &p.aRow, &p.aCol, &p.b, &p.bRow,
		&p.rows, &p.vectors, &p.last, &p.depth, &p.runs, &p.aRun, &p.groups, &p.aGroup} {
		*operand = f.parameter(i)
	}
	p.columns, p.left, p.height, p.tail = f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	p.to, p.from, p.rowA, p.at = f.local(i32), f.local(i32), f.local(i32), f.local(i32)
	p.k, p.r, p.g = f.local(i32), f.local(i32), f.local(i32)
	p.pa, p.sums = f.integers(tileRows), f.several(v128, tileRows*tileVectors)
	p.pb, p.x, p.least = f.several(v128, tileVectors), f.local(v128), f.local(v128)

	f.toBytes(p.dstRow, p.startRow, p.aRow, p.aCol, p.bRow, p.aRun, p.aGroup)
	f.get(p.floor)
	f.vector(vSplat)
	f.set(p.least)
	f.get(p.vectors) // columns = 4·vectors − 4 + last
	f.constant(2)
	f.op(opShl)
	f.get(p.last)
	f.op(opAdd)
	f.constant(4)
	f.op(opSub)
	f.set(p.columns)
	f.while(func() {
		f.get(p.columns)
		f.constant(0)
		f.op(opGtS)
	}, func() {
		p.panel()
		f.advance(p.dst, tileVectors*vectorBytes)
		f.advance(p.start, tileVectors*vectorBytes)
		f.advance(p.b, tileVectors*vectorBytes)
		f.get(p.columns)
		f.constant(tileVectors * 4)
		f.op(opSub)
		f.set(p.columns)
	})
}

// A product is the function add while it is written, with its variables.
type product struct {
	*function
	module *module

	dst, dstRow, start, startRow, floor, a, aRow, aCol, b, bRow local // parameters
	rows, vectors, last, depth, runs, aRun, groups, aGroup      local
	columns, left                                               local // columns and rows that are left
	height, tail                                                local // rows of the tile, and columns of its last vector
	to, from, rowA                                              local // where the tile is, and what it starts from, and its first row of a
	at                                                          local // the row of b
	k, r, g                                                     local // what is left to sum
	pa, sums, pb                                                []local
	x, least                                                    local
}

// panel writes the tiles of two vectors of columns, or of the one that is left.
func (p *product) panel() {
	p.copyOf(p.left, p.rows)
	p.copyOf(p.to, p.dst)
	p.copyOf(p.from, p.start)
	p.copyOf(p.rowA, p.a)
	p.get(p.columns) // tail = columns of the second vector, or of the first where there is no second
	p.constant(lane)
	p.op(opGtS)
	p.when(func() { p.panelOf(2) }, func() { p.panelOf(1) })
}

func (p *product) panelOf(vectors int) {
	p.get(p.columns) // tail = min(columns − 4·(vectors−1), 4)
	p.constant(4 * (vectors - 1))
	p.op(opSub)
	p.tee(p.tail)
	p.constant(4)
	p.get(p.tail)
	p.constant(4)
	p.op(opLtS, opSel)
	// of tail and 4, the first where tail is less
	p.set(p.tail)
	p.while(func() { p.get(p.left) }, func() {
		p.chooseHeight()
		p.tile(tileRows, vectors)
		for _, advance := range [][2]local{{p.to, p.dstRow}, {p.from, p.startRow}, {p.rowA, p.aRow}} {
			p.get(advance[0], advance[1], p.height)
			p.op(opMul, opAdd)
			p.set(advance[0])
		}
		p.get(p.left, p.height)
		p.op(opSub)
		p.set(p.left)
	})
}

// chooseHeight sets height to 4, or to what is left if that is less, or to half of it if that is 5 to 7.
func (p *product) chooseHeight() {
	p.constant(tileRows)
	p.set(p.height)
	p.get(p.left)
	p.constant(2 * tileRows)
	p.op(opLtS)
	p.when(func() {
		p.get(p.left) // (left + 1)/2 where left is above 4, else left
		p.constant(1)
		p.op(opAdd)
		p.constant(1)
		p.op(opShrU)
		p.get(p.left)
		p.get(p.left)
		p.constant(tileRows)
		p.op(opGtS, opSel)
		p.set(p.height)
	})
}

// tile writes a tile of the height that the variable says, up to so many rows.
func (p *product) tile(rows, vectors int) {
	if rows == 1 {
		p.tileOf(1, vectors)
		return
	}
	p.get(p.height)
	p.constant(rows)
	p.op(opEq)
	p.when(func() { p.tileOf(rows, vectors) }, func() { p.tile(rows-1, vectors) })
}

// tileOf writes a tile of so many rows and vectors.
func (p *product) tileOf(rows, vectors int) {
	for i := range rows {
		p.begin(i, vectors)
		p.get(p.rowA)
		if i > 0 {
			p.get(p.aRow)
			p.constant(i)
			p.op(opMul, opAdd)
		}
		p.set(p.pa[i])
	}
	p.copyOf(p.at, p.b)
	p.copyOf(p.g, p.groups)
	p.times(p.g, func() {
		p.copyOf(p.r, p.runs)
		p.times(p.r, func() {
			p.run(rows, vectors)
			p.each(rows, func(pa local) { p.advanceBy(pa, p.aRun) })
		})
		p.each(rows, func(pa local) { p.advanceBy(pa, p.aGroup) })
	})
	for i := range rows {
		p.end(i, vectors)
	}
}

func (p *product) each(rows int, write func(pa local)) {
	for _, pa := range p.pa[:rows] {
		write(pa)
	}
}

// run writes the sum over a run of depth. Where the numbers of a row of a stand side by side, four of them are taken at a
// time, and the pointers moved once.
func (p *product) run(rows, vectors int) {
	const together = 4
	p.copyOf(p.k, p.depth)
	p.get(p.aCol)
	p.constant(lane)
	p.op(opEq)
	p.when(func() {
		p.while(func() {
			p.get(p.k)
			p.constant(together)
			p.op(opGeS)
		}, func() {
			for step := range together {
				p.step(rows, vectors, step*lane)
			}
			p.each(rows, func(pa local) { p.advance(pa, together*lane) })
			p.advance(p.k, -together)
		})
	})
	p.while(func() { p.get(p.k) }, func() {
		p.step(rows, vectors, 0)
		p.each(rows, func(pa local) { p.advanceBy(pa, p.aCol) })
		p.advance(p.k, -1)
	})
}

// step writes one step of the sums, with the numbers of a that stand so many bytes behind the pointers.
func (p *product) step(rows, vectors, offset int) {
	for j := range vectors {
		p.get(p.at)
		p.memory(vLoad, j*vectorBytes)
		p.set(p.pb[j])
	}
	p.advanceBy(p.at, p.bRow)
	for i := range rows {
		p.get(p.pa[i])
		p.memory(vSplat32, offset)
		p.set(p.x)
		for j := range vectors {
			sum := p.sums[i*tileVectors+j]
			p.get(sum, p.x, p.pb[j])
			p.vector(vMul)
			p.vector(vAdd)
			p.set(sum)
		}
	}
}

// begin writes what row i of the tile starts from.
func (p *product) begin(i, vectors int) {
	for j := range vectors {
		p.address(p.from, p.startRow, i, j)
		if j == vectors-1 {
			p.get(p.tail)
			p.op(opCall)
			p.code = unsigned(p.code, loadPart)
		} else {
			p.memory(vLoad, 0)
		}
		p.set(p.sums[i*tileVectors+j])
	}
}

// end writes row i of the tile into memory.
func (p *product) end(i, vectors int) {
	for j := range vectors {
		p.address(p.to, p.dstRow, i, j)
		p.get(p.sums[i*tileVectors+j], p.least)
		p.vector(vPMax)
		if j == vectors-1 {
			p.get(p.tail)
			p.op(opCall)
			p.code = unsigned(p.code, storePart)
		} else {
			p.memory(vStore, 0)
		}
	}
}

// address puts the address of vector j of row i on the stack.
func (p *product) address(first, row local, i, j int) {
	p.get(first)
	if i > 0 {
		p.get(row)
		p.constant(i)
		p.op(opMul, opAdd)
	}
	if j > 0 {
		p.constant(j * vectorBytes)
		p.op(opAdd)
	}
}

// Helpers by their number in the module.
const (
	loadPart = iota
	storePart
)

// helpers writes the functions that load and store the first 1 to 4 numbers of a vector. The others are 0, or left alone.
func (m *module) helpers() {
	f := m.add("", i32, i32)
	f.results = []byte{v128}
	at, n := f.parameter(0), f.parameter(1)
	ifCount := func(count int, write func()) {
		f.get(n)
		f.constant(count)
		f.op(opEq)
		f.when(func() { write(); f.op(opRet) })
	}
	load := func(op int) {
		f.get(at)
		f.memory(op, 0)
	}
	ifCount(4, func() { load(vLoad) })
	ifCount(3, func() {
		f.get(at)
		load(vLoad64)
		f.memory(vLane32, 8, 2)
	})
	ifCount(2, func() { load(vLoad64) })
	load(vLoad32)

	f = m.add("", i32, v128, i32)
	at, v := f.parameter(0), f.parameter(1)
	n = f.parameter(2)
	store := func(op int, offset int, lane ...byte) {
		f.get(at, v)
		f.memory(op, offset, lane...)
	}
	ifCount(4, func() { store(vStore, 0) })
	ifCount(3, func() {
		store(vStore64, 0, 0)
		store(vStore32, 8, 2)
	})
	ifCount(2, func() { store(vStore64, 0, 0) })
	store(vStore32, 0, 0)
}

// pages writes the function pages, which tells how much memory there is.
func (m *module) pages() {
	f := m.add("pages")
	f.results = []byte{i32}
	f.op(opPages, 0)
}

// peak writes the function peak, which multiplies and adds in registers alone, eight vectors sixteen times a step: as many
// operations as package tile reckons for a kernel of 64 rows.
func (m *module) peak() {
	f := m.add("peak", i32)
	sums, x := f.vectors(8), f.local(v128)
	f.times(f.parameter(0), func() {
		for range 16 {
			for _, sum := range sums {
				f.get(sum, x, x)
				f.vector(vMul)
				f.vector(vAdd)
				f.set(sum)
			}
		}
	})
}
