package tile

import (
	"slices"
	"testing"
	"unsafe"
)

// A vector is read whole where only its first numbers are wanted. Where memory ends behind them, that must not be a trap.
func TestEndOfMemory(t *testing.T) {
	if len(Kernels()) == 0 {
		t.Skip("no vectors here")
	}
	whole := []float32{1, 2, 3, 4, 5, 6, 7}
	if end := int(memoryPages()) << 16; inMemory(&whole[0], (end-int(uintptr(unsafe.Pointer(&whole[0]))))/4+1) {
		t.Error("memory goes on behind its end")
	}
	if !inMemory(&whole[0], 7) {
		t.Error("what is there is not")
	}
	room := unsafe.Slice(roomy(&whole[0], 7), 11)
	if !slices.Equal(room[:7], whole) {
		t.Errorf("%v became %v", whole, room[:7])
	}
}
