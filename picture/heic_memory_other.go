//go:build !unix

package picture

import "github.com/tetratelabs/wazero/experimental"

// newHEICMemory is the memory that a decoder may grow to, at once: in Go's memory each growth would leave a copy behind for the
// collector.
func newHEICMemory(_, most uint64) experimental.LinearMemory {
	return heicPages{make([]byte, min(most, heicMemory)), func() {}}
}
