package tile

//go:generate go run -C gen . -write vectors -out ../vectors_amd64.s -stubs ../vectors_amd64.go -pkg tile

// Vectors are the functions of one kind of processor that treat every number by itself, or every column. A number comes
// out the same wherever in a vector it stands, and the same on all kinds of processors that have Vectors, except in the
// browser: exponentials, their sums and sigmoids are those of plain Go there.
//
// They do not look where they read and write. n, rows and cols are at least 1; matrices are row by row, without gaps
// where no stride is given.
type Vectors struct {
	Name string

	ReLU            func(x *float32, n int)                           // x ← 0 where x < 0
	ReLUBackward    func(dy, y *float32, n int)                       // dy ← 0 unless y > 0
	Exp             func(dst, x *float32, n int)                      // dst ← exp(x), within 1.02 units in the last place
	SumExp          func(x *float32, n int) float32                   // Σ exp(x), summed 16 numbers apart first
	Sigmoid         func(x *float32, n int)                           // x ← 1/(1+exp(−x))
	SigmoidBackward func(dh, h *float32, n int)                       // dh ← dh·(h·(1−h))
	Blend           func(y, x *float32, n int, a, b float32)          // y ← a·y + b·x
	SGD             func(w, dw, v *float32, n int, mu, eta float32)   // v ← μ·v + dw,  w ← w − η·v
	Nesterov        func(w, dw, v *float32, n int, mu, eta float32)   // v ← μ·v + dw,  w ← w − η·(dw + μ·v)
	Max             func(y, x *float32, n int)                        // y ← x where x > y
	Min             func(y, x *float32, n int)                        // y ← x where x < y
	FromBytes       func(dst *float32, x *uint8, n int, most float32) // dst ← x/most
	AddBytes        func(y *float32, x *uint8, n int, weight float32) // y ← y + weight·x
	AddPicked       func(y, x *float32, at *int32, w *float32, n int) // y ← y + w·x[at]; nil where plain Go is as fast
	Adam            func(w, dw, m, v *float32, n int, b1, c1, b2, c2, eta, unbias, epsilon float32)
	// m ← b1·m + c1·dw,  v ← b2·v + (c2·dw)·dw,  w ← w − (η·m)/(√(v·unbias) + ε)

	AddRow    func(dst, row *float32, rows, cols int)                  // each row of dst ← itself + row
	Affine    func(y, x, a, b *float32, rows, cols int, floor float32) // each row of y ← a·x + b, or floor where that is less
	BlendRows func(y, x, a, b, c *float32, rows, cols int)             // each row of y ← a·y + b·x + c

	SumRows     func(dst, a *float32, stride, rows, cols int)         // dst ← dst + Σ rows a
	SumProducts func(dst, a, b *float32, stride, rows, cols int)      // dst ← dst + Σ rows a·b
	SumSquares  func(dst, a, center *float32, stride, rows, cols int) // dst ← dst + Σ rows (a−center)²

	// Of two rows of top and two of bottom, one row of y has the greatest, column by column, the first of equals. Backward,
	// the first that equals y takes dy, and the others 0.
	MaxPool         func(y, top, bottom *float32, rows, cols int)
	MaxPoolBackward func(dtop, dbottom, dy, y, top, bottom *float32, rows, cols int)
}
