package tile

import "unsafe"

// In a browser the functions stand in a module beside the program, which package simd128 writes and which works on the same
// memory. Where the browser has no vectors there is no module, and haveVectors is 0: the others must not be called then.

//go:wasmimport tile have
//go:noescape
func haveVectors() int32

// wasmAdd is a [tileFunc] for any number of rows and vectors. It reads the last vector of each row of b whole.
//
//go:wasmimport tile add
//go:noescape
func wasmAdd(dst unsafe.Pointer, dstRow int32, start unsafe.Pointer, startRow int32, floor float32,
	a unsafe.Pointer, aRow, aCol int32, b unsafe.Pointer, bRow, rows, vectors, last, depth, runs, aRun, groups, aGroup int32)

//go:wasmimport tile peak
//go:noescape
func wasmPeak(steps int32)

// Those that follow are the [Vectors] of the same names.

//go:wasmimport tile relu
//go:noescape
func wasmReLU(x unsafe.Pointer, n int32)

//go:wasmimport tile blend
//go:noescape
func wasmBlend(y, x unsafe.Pointer, n int32, a, b float32)

//go:wasmimport tile max
//go:noescape
func wasmMax(y, x unsafe.Pointer, n int32)

//go:wasmimport tile min
//go:noescape
func wasmMin(y, x unsafe.Pointer, n int32)

//go:wasmimport tile addRow
//go:noescape
func wasmAddRow(dst, row unsafe.Pointer, rows, cols int32)

//go:wasmimport tile affine
//go:noescape
func wasmAffine(y, x, a, b unsafe.Pointer, rows, cols int32, floor float32)

//go:wasmimport tile maxPool
//go:noescape
func wasmMaxPool(y, top, bottom unsafe.Pointer, rows, cols int32)

// wasmFromBytes takes four numbers fours times.
//
//go:wasmimport tile fromBytes
//go:noescape
func wasmFromBytes(dst, x unsafe.Pointer, fours int32, most float32)

// wasmAddBytes takes four numbers fours times.
//
//go:wasmimport tile addBytes
//go:noescape
func wasmAddBytes(y, x unsafe.Pointer, fours int32, weight float32)

// wasmAddPicked takes four numbers fours times.
//
//go:wasmimport tile addPicked
//go:noescape
func wasmAddPicked(y, x, at, w unsafe.Pointer, fours int32)

// Kernels returns the kernel of the browser, if it has vectors. Its tiles are 64 rows high as far as this package is
// concerned; the module divides them. So a call, which takes as long as a tile of 4 rows may, is rare.
func Kernels() []*Kernel {
	if haveVectors() == 0 {
		return nil
	}
	return []*Kernel{newKernel("WebAssembly", 4, 64, 4, addWasm, transposeWasm, func(steps int) { wasmPeak(int32(steps)) })}
}

func addWasm(dst *float32, dstRow int, start *float32, startRow int, floor float32,
	a *float32, aRow, aCol int, b *float32, bRow int, rows, vectors, last, depth, runs, aRun, groups, aGroup int) {
	const lanes = 4
	steps := groups * runs * depth
	if last < lanes && !inMemory(b, (steps-1)*bRow+lanes*vectors) {
		b = roomy(b, (steps-1)*bRow+lanes*(vectors-1)+last)
	}
	wasmAdd(unsafe.Pointer(dst), int32(dstRow), unsafe.Pointer(start), int32(startRow), floor, unsafe.Pointer(a), int32(aRow), int32(aCol),
		unsafe.Pointer(b), int32(bRow), int32(rows), int32(vectors), int32(last), int32(depth), int32(runs), int32(aRun), int32(groups), int32(aGroup))
}

// memoryPages tells how much memory there is, in pages of 64 kB.
//
//go:wasmimport tile pages
//go:noescape
func memoryPages() int32

// inMemory reports whether so many numbers from b on are memory, be it whose it may.
func inMemory(b *float32, n int) bool {
	return uint64(uintptr(unsafe.Pointer(b)))+4*uint64(n) <= uint64(memoryPages())<<16
}

// roomy returns n numbers in a place with room for a vector behind them.
func roomy(b *float32, n int) *float32 {
	copied := make([]float32, n+4)
	copy(copied, unsafe.Slice(b, n))
	return &copied[0]
}

// transposeWasm is in plain Go: reading needs no transposed operand.
func transposeWasm(dst *float32, dstRow int, a *float32, aRow int, tall, wide int) {
	rows, cols := 8*tall, 8*wide
	out := unsafe.Slice(dst, (cols-1)*dstRow+rows)
	in := unsafe.Slice(a, (rows-1)*aRow+cols)
	for i := range rows {
		for j := range cols {
			out[j*dstRow+i] = in[i*aRow+j]
		}
	}
}

// AllVectors returns the vectors of the browser, if it has any. What only learning needs is in plain Go.
func AllVectors() []*Vectors {
	if haveVectors() == 0 {
		return nil
	}
	return []*Vectors{{
		Name: "WebAssembly",
		ReLU: func(x *float32, n int) { wasmReLU(unsafe.Pointer(x), int32(n)) },
		Blend: func(y, x *float32, n int, a, b float32) {
			wasmBlend(unsafe.Pointer(y), unsafe.Pointer(x), int32(n), a, b)
		},
		Max:       func(y, x *float32, n int) { wasmMax(unsafe.Pointer(y), unsafe.Pointer(x), int32(n)) },
		Min:       func(y, x *float32, n int) { wasmMin(unsafe.Pointer(y), unsafe.Pointer(x), int32(n)) },
		FromBytes: fromBytesWasm, AddBytes: addBytesWasm, AddPicked: addPickedWasm,
		AddRow: func(dst, row *float32, rows, cols int) {
			wasmAddRow(unsafe.Pointer(dst), unsafe.Pointer(row), int32(rows), int32(cols))
		},
		Affine: func(y, x, a, b *float32, rows, cols int, floor float32) {
			wasmAffine(unsafe.Pointer(y), unsafe.Pointer(x), unsafe.Pointer(a), unsafe.Pointer(b), int32(rows), int32(cols), floor)
		},
		MaxPool: func(y, top, bottom *float32, rows, cols int) {
			wasmMaxPool(unsafe.Pointer(y), unsafe.Pointer(top), unsafe.Pointer(bottom), int32(rows), int32(cols))
		},
		ReLUBackward: reluBackwardPlain, Exp: expPlain, SumExp: sumExpPlain, Sigmoid: sigmoidPlain, SigmoidBackward: sigmoidBackwardPlain,
		SGD: sgdPlain, Nesterov: nesterovPlain, Adam: adamPlain, BlendRows: blendRowsPlain,
		SumRows: sumRowsPlain, SumProducts: sumProductsPlain, SumSquares: sumSquaresPlain, MaxPoolBackward: maxPoolBackwardPlain,
	}}
}

func fromBytesWasm(dst *float32, x *uint8, n int, most float32) {
	fours := n / 4
	if fours > 0 {
		wasmFromBytes(unsafe.Pointer(dst), unsafe.Pointer(x), int32(fours), most)
	}
	in, out := unsafe.Slice(x, n), unsafe.Slice(dst, n)
	for i := 4 * fours; i < n; i++ {
		out[i] = float32(in[i]) / most
	}
}

func addBytesWasm(y *float32, x *uint8, n int, weight float32) {
	fours := n / 4
	if fours > 0 {
		wasmAddBytes(unsafe.Pointer(y), unsafe.Pointer(x), int32(fours), weight)
	}
	in, out := unsafe.Slice(x, n), unsafe.Slice(y, n)
	for i := 4 * fours; i < n; i++ {
		out[i] += weight * float32(in[i])
	}
}

func addPickedWasm(y, x *float32, at *int32, w *float32, n int) {
	fours := n / 4
	if fours > 0 {
		wasmAddPicked(unsafe.Pointer(y), unsafe.Pointer(x), unsafe.Pointer(at), unsafe.Pointer(w), int32(fours))
	}
	places, weights, out := unsafe.Slice(at, n), unsafe.Slice(w, n), unsafe.Slice(y, n)
	for i := 4 * fours; i < n; i++ {
		out[i] += weights[i] * *(*float32)(unsafe.Add(unsafe.Pointer(x), 4*uintptr(places[i])))
	}
}

// Pause tells the processor that this is a loop which waits for another core, of which there is none.
func Pause() {}
