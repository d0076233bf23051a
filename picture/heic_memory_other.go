//go:build !unix

package picture

import "github.com/tetratelabs/wazero/experimental"

// newHEICMemory is the memory that a decoder may grow to, at once: in Go's memory each growth would leave a copy behind for the
// collector.
func newHEICMemory(_, most uint64) experimental.LinearMemory {
	return grown(make([]byte, min(most, heicMemory)))
}

type grown []byte

func (g grown) Reallocate(size uint64) []byte {
	if size > uint64(len(g)) {
		return nil
	}
	return g[:size]
}

func (grown) Free() {}
