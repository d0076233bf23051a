package simd128

// A function is one that is being written. Instructions are appended one after the other; operands come before the
// instruction that takes them, as on a stack.
type function struct {
	name       string
	parameters []byte
	results    []byte
	locals     []byte
	code       []byte
}

// A local is a parameter or a variable of a function.
type local int

// parameter is one of the parameters.
func (f *function) parameter(i int) local { return local(i) }

// local declares a variable, which is 0 at first. Variables come after all parameters.
func (f *function) local(kind byte) local {
	f.locals = append(f.locals, kind)
	return local(len(f.parameters) + len(f.locals) - 1)
}

// integers declares several variables of type i32, and vectors of type v128.
func (f *function) integers(n int) []local { return f.several(i32, n) }
func (f *function) vectors(n int) []local  { return f.several(v128, n) }

func (f *function) several(kind byte, n int) []local {
	var all []local
	for range n {
		all = append(all, f.local(kind))
	}
	return all
}

// body is the function's code as it stands in the module.
func (f *function) body() []byte {
	body := vector(nil, len(f.locals)) // each by itself: a run of equal types saves some bytes, and costs a loop
	for _, kind := range f.locals {
		body = append(body, 1, kind)
	}
	return append(append(body, f.code...), opEnd)
}

// Instructions.
const (
	opBlock = 0x02
	opLoop  = 0x03
	opIf    = 0x04
	opElse  = 0x05
	opEnd   = 0x0b
	opBr    = 0x0c
	opBrIf  = 0x0d
	opRet   = 0x0f
	opCall  = 0x10
	opGet   = 0x20
	opSet   = 0x21
	opTee   = 0x22
	opLoad  = 0x28
	opConst = 0x41
	opPages = 0x3f
	opEqz   = 0x45
	opEq    = 0x46
	opLtS   = 0x48
	opGtS   = 0x4a
	opGeS   = 0x4e
	opAdd   = 0x6a
	opSub   = 0x6b
	opMul   = 0x6c
	opShl   = 0x74
	opShrU  = 0x76
	opSel   = 0x1b
	noType  = 0x40

	opVector = 0xfd // before each of these
	vLoad    = 0
	vSplat32 = 9 // load one number into all four places
	vStore   = 11
	vZero    = 12
	vSplat   = 19 // f32x4.splat
	vExtend8 = 137
	vExtend  = 169
	vMul     = 230
	vAdd     = 228
	vDiv     = 231
	vPMin    = 234 // the second where it is less than the first, else the first
	vPMax    = 235 // the second where the first is less, else the first
	vToFloat = 251 // f32x4.convert_i32x4_u
	vLane32  = 86  // load one number into one place
	vStore32 = 90
	vStore64 = 91
	vLoad32  = 92 // load one number into the first place, and 0 into the others
	vLoad64  = 93
)

func (f *function) op(ops ...byte) { f.code = append(f.code, ops...) }

func (f *function) get(locals ...local) {
	for _, l := range locals {
		f.code = unsigned(append(f.code, opGet), int(l))
	}
}

func (f *function) set(l local) { f.code = unsigned(append(f.code, opSet), int(l)) }
func (f *function) tee(l local) { f.code = unsigned(append(f.code, opTee), int(l)) }

func (f *function) constant(n int) { f.code = signed(append(f.code, opConst), n) }

// vector is an instruction on vectors.
func (f *function) vector(op int) { f.code = unsigned(append(f.code, opVector), op) }

// zero is a vector of zeros.
func (f *function) zero() {
	f.vector(vZero)
	f.code = append(f.code, make([]byte, 16)...)
}

// memory is an instruction that loads or stores at the address on the stack, offset bytes further. Nothing is aligned to
// more than a number.
func (f *function) memory(op, offset int, lane ...byte) {
	f.vector(op)
	align := byte(2)
	if op == vLoad64 || op == vStore64 || op == vLoad || op == vStore {
		align = 2
	}
	f.code = unsigned(append(f.code, align), offset)
	f.code = append(f.code, lane...)
}

// integer is the number at a pointer, so many bytes further.
func (f *function) integer(pointer local, offset int) {
	f.get(pointer)
	f.op(opLoad, 2)
	f.code = unsigned(f.code, offset)
}

// while repeats what body writes as long as what condition writes is not 0.
func (f *function) while(condition, body func()) {
	f.op(opBlock, noType, opLoop, noType)
	condition()
	f.op(opEqz, opBrIf, 1)
	body()
	f.op(opBr, 0, opEnd, opEnd)
}

// times repeats what body writes count times, at least once, and leaves count at 0.
func (f *function) times(count local, body func()) {
	f.op(opLoop, noType)
	body()
	f.get(count)
	f.constant(1)
	f.op(opSub)
	f.tee(count)
	f.op(opBrIf, 0, opEnd)
}

// when does what body writes if the number on the stack is not 0, and otherwise what the other writes, if there is one.
func (f *function) when(body func(), otherwise ...func()) {
	f.op(opIf, noType)
	body()
	for _, write := range otherwise {
		f.op(opElse)
		write()
	}
	f.op(opEnd)
}

// advance adds a number of bytes, or a variable, to a variable.
func (f *function) advance(l local, bytes int) {
	f.get(l)
	f.constant(bytes)
	f.op(opAdd)
	f.set(l)
}

func (f *function) advanceBy(l, by local) {
	f.get(l, by)
	f.op(opAdd)
	f.set(l)
}

// copyOf sets a variable to another.
func (f *function) copyOf(to, from local) {
	f.get(from)
	f.set(to)
}

// toBytes turns a count of numbers into one of bytes.
func (f *function) toBytes(locals ...local) {
	for _, l := range locals {
		f.get(l)
		f.constant(2)
		f.op(opShl)
		f.set(l)
	}
}
