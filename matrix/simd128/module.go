// Package simd128 writes the WebAssembly module in which a browser multiplies matrices.
//
// Go's compiler makes scalar code for WebAssembly, with which a network takes ten times as long as with the vectors of 128
// bits that every browser has had since 2023. So what package tile has in assembler for other processors stands in a module
// of its own, some kilobytes long, whose functions the Go program imports by //go:wasmimport. Both work on one memory,
// Go's: nothing is copied, and a call takes some 20 nanoseconds.
//
// The module is written by the functions here, instruction by instruction, so that neither the project nor whoever builds
// it needs an assembler. What the functions of the module do is said where they are imported, in package tile; lengths are
// in numbers, as there. Instructions are those of the WebAssembly specification 2.0, chapter 5.4.
package simd128

// Module returns the module: always the same bytes.
func Module() []byte {
	m := new(module)
	m.helpers()
	m.multiply()
	m.pages()
	m.peak()
	m.elementwise()
	m.picked()
	m.columns()
	return m.bytes()
}

// Types of values.
const (
	i32  = 0x7f
	f32  = 0x7d
	v128 = 0x7b
)

// A module is what has been written of one.
type module struct {
	functions []*function
}

// add begins a function. One with a name is for Go, the others for functions of the module.
func (m *module) add(name string, parameters ...byte) *function {
	f := &function{name: name, parameters: parameters}
	m.functions = append(m.functions, f)
	return f
}

// bytes is the module in the binary format: chapter 5.5 of the specification.
func (m *module) bytes() []byte {
	var types, functions, exports, codes []byte
	exported := 0
	for i, f := range m.functions {
		types = append(types, 0x60) // a type for each function, be it the same as another's
		types = append(vector(types, len(f.parameters)), f.parameters...)
		types = append(vector(types, len(f.results)), f.results...)
		functions = unsigned(functions, i)
		if f.name != "" {
			exported++
			exports = named(exports, f.name)
			exports = unsigned(append(exports, 0x00), i)
		}
		code := f.body()
		codes = append(unsigned(codes, len(code)), code...)
	}
	imports := vector(nil, 1) // of Go's memory, whatever its size
	imports = append(named(named(imports, "go"), "mem"), 0x02, 0x00, 0x00)

	out := []byte("\x00asm\x01\x00\x00\x00")
	section := func(id byte, count int, content []byte) {
		if id != 2 {
			content = append(vector(nil, count), content...)
		}
		out = append(unsigned(append(out, id), len(content)), content...)
	}
	section(1, len(m.functions), types)
	section(2, 1, imports)
	section(3, len(m.functions), functions)
	section(7, exported, exports)
	section(10, len(m.functions), codes)
	return out
}

// unsigned appends a number in the format LEB128, seven bits a byte.
func unsigned(b []byte, n int) []byte {
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return append(b, byte(n))
}

// signed is unsigned for numbers that may be negative.
func signed(b []byte, n int) []byte {
	for ; n < -0x40 || n >= 0x40; n >>= 7 {
		b = append(b, byte(n&0x7f)|0x80)
	}
	return append(b, byte(n&0x7f))
}

// vector begins a list of so many.
func vector(b []byte, n int) []byte { return unsigned(b, n) }

// named appends a name.
func named(b []byte, name string) []byte { return append(unsigned(b, len(name)), name...) }
