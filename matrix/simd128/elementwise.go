package simd128

// elementwise writes the functions that treat every number by itself.
func (m *module) elementwise() {
	f := m.add("relu", i32, i32)
	x, n := f.parameter(0), f.parameter(1)
	f.along(n, []local{x}, func(load func(local), store func(local, func())) {
		store(x, func() {
			load(x)
			f.zero()
			f.vector(vPMax)
		})
	})

	f = m.add("blend", i32, i32, i32, f32, f32)
	y, x := f.parameter(0), f.parameter(1)
	n = f.parameter(2)
	a, b := f.splat(3), f.splat(4)
	f.along(n, []local{y, x}, func(load func(local), store func(local, func())) {
		store(y, func() {
			load(y)
			f.get(a)
			f.vector(vMul)
			load(x)
			f.get(b)
			f.vector(vMul)
			f.vector(vAdd)
		})
	})

	for _, either := range []struct {
		name        string
		instruction int
	}{{"max", vPMax}, {"min", vPMin}} {
		f = m.add(either.name, i32, i32, i32)
		y, x := f.parameter(0), f.parameter(1)
		f.along(f.parameter(2), []local{y, x}, func(load func(local), store func(local, func())) {
			store(y, func() {
				load(y)
				load(x)
				f.vector(either.instruction)
			})
		})
	}

	f = m.add("fromBytes", i32, i32, i32, f32)
	most := f.splat(3)
	f.alongBytes(func(f *function, _ local) {
		f.get(most)
		f.vector(vDiv)
	})

	f = m.add("addBytes", i32, i32, i32, f32)
	weight := f.splat(3)
	f.alongBytes(func(f *function, y local) {
		f.get(weight)
		f.vector(vMul)
		f.get(y)
		f.memory(vLoad, 0)
		f.vector(vAdd)
	})
}

// picked writes the function that adds numbers from other places, 4·n of them.
func (m *module) picked() {
	f := m.add("addPicked", i32, i32, i32, i32, i32)
	y, x, at, w := f.parameter(0), f.parameter(1), f.parameter(2), f.parameter(3)
	v := f.local(v128)
	f.times(f.parameter(4), func() {
		for lane := range 4 {
			f.integer(at, 4*lane)
			f.constant(2)
			f.op(opShl)
			f.get(x)
			f.op(opAdd)
			if lane == 0 {
				f.memory(vLoad32, 0)
			} else {
				f.get(v)
				f.memory(vLane32, 0, byte(lane))
			}
			f.set(v)
		}
		f.get(y, v, w)
		f.memory(vLoad, 0)
		f.vector(vMul)
		f.get(y)
		f.memory(vLoad, 0)
		f.vector(vAdd)
		f.memory(vStore, 0)
		for _, pointer := range []local{y, at, w} {
			f.advance(pointer, vectorBytes)
		}
	})
}

// alongBytes writes a loop over 4·n bytes, of a function whose parameters are a place for numbers, one with bytes, and n.
// Of four bytes as numbers on the stack, write makes those that are stored.
func (f *function) alongBytes(write func(f *function, dst local)) {
	dst, x := f.parameter(0), f.parameter(1)
	f.times(f.parameter(2), func() {
		f.get(dst, x)
		f.memory(vLoad32, 0)
		f.vector(vExtend8)
		f.vector(vExtend)
		f.vector(vToFloat)
		write(f, dst)
		f.memory(vStore, 0)
		f.advance(dst, vectorBytes)
		f.advance(x, 4)
	})
}

// columns writes the functions that treat every column by itself.
func (m *module) columns() {
	f := m.add("addRow", i32, i32, i32, i32)
	dst, row := f.parameter(0), f.parameter(1)
	f.byRows(f.parameter(2), f.parameter(3), []local{row}, []local{dst}, func(load func(local), store func(local, func())) {
		store(dst, func() {
			load(dst)
			load(row)
			f.vector(vAdd)
		})
	})

	f = m.add("affine", i32, i32, i32, i32, i32, i32, f32)
	y, x, a, b := f.parameter(0), f.parameter(1), f.parameter(2), f.parameter(3)
	least := f.splat(6)
	f.byRows(f.parameter(4), f.parameter(5), []local{a, b}, []local{y, x}, func(load func(local), store func(local, func())) {
		store(y, func() {
			load(a)
			load(x)
			f.vector(vMul)
			load(b)
			f.vector(vAdd)
			f.get(least)
			f.vector(vPMax)
		})
	})

	f = m.add("maxPool", i32, i32, i32, i32, i32)
	y, top, bottom := f.parameter(0), f.parameter(1), f.parameter(2)
	rows, cols := f.parameter(3), f.parameter(4)
	top2, bottom2, rowBytes := f.local(i32), f.local(i32), f.local(i32)
	n := f.local(i32)
	f.get(cols)
	f.constant(2)
	f.op(opShl)
	f.set(rowBytes)
	f.times(rows, func() {
		for _, pair := range [][2]local{{top2, top}, {bottom2, bottom}} {
			f.get(pair[1], rowBytes)
			f.op(opAdd)
			f.set(pair[0])
		}
		f.copyOf(n, cols)
		f.along(n, []local{y, top, top2, bottom, bottom2}, func(load func(local), store func(local, func())) {
			store(y, func() {
				load(top)
				for _, other := range []local{top2, bottom, bottom2} {
					load(other)
					f.vector(vPMax)
				}
			})
		})
		f.copyOf(top, top2)
		f.copyOf(bottom, bottom2)
	})
}

// splat declares a vector with a parameter in all places.
func (f *function) splat(parameter int) local {
	v := f.local(v128)
	f.get(f.parameter(parameter))
	f.vector(vSplat)
	f.set(v)
	return v
}

// along writes a loop over n numbers at each of the pointers, four at a time and at last 1 to 3, and moves the pointers past
// them; n becomes 0. In it, load puts what is at a pointer on the stack, and store puts there what write leaves on it.
func (f *function) along(n local, pointers []local, write func(load func(local), store func(pointer local, write func()))) {
	move := func(by func(pointer local)) {
		for _, pointer := range pointers {
			by(pointer)
		}
	}
	f.while(func() {
		f.get(n)
		f.constant(4)
		f.op(opGeS)
	}, func() {
		write(func(pointer local) {
			f.get(pointer)
			f.memory(vLoad, 0)
		}, func(pointer local, value func()) {
			f.get(pointer)
			value()
			f.memory(vStore, 0)
		})
		move(func(pointer local) { f.advance(pointer, vectorBytes) })
		f.advance(n, -4)
	})
	f.get(n)
	f.when(func() {
		write(func(pointer local) {
			f.get(pointer, n)
			f.op(opCall)
			f.code = unsigned(f.code, loadPart)
		}, func(pointer local, value func()) {
			f.get(pointer)
			value()
			f.get(n)
			f.op(opCall)
			f.code = unsigned(f.code, storePart)
		})
		move(func(pointer local) {
			f.get(pointer, n)
			f.constant(2)
			f.op(opShl, opAdd)
			f.set(pointer)
		})
		f.constant(0)
		f.set(n)
	})
}

// byRows is along for each of the rows, of so many columns, with pointers that begin anew in every row and others that go on.
func (f *function) byRows(rows, cols local, anew, on []local, write func(load func(local), store func(pointer local, write func()))) {
	n := f.local(i32)
	begin := f.integers(len(anew))
	for i, pointer := range anew {
		f.copyOf(begin[i], pointer)
	}
	f.times(rows, func() {
		for i, pointer := range anew {
			f.copyOf(pointer, begin[i])
		}
		f.copyOf(n, cols)
		f.along(n, append(append([]local{}, on...), anew...), write)
	})
}
