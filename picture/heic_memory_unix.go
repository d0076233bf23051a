//go:build unix

package picture

import (
	"syscall"

	"github.com/tetratelabs/wazero/experimental"
)

// newHEICMemory reserves the addresses of all the memory that a decoder may grow to, of which the system gives what is used,
// and takes it back as soon as the decoder is closed. In Go's memory each growth would leave a copy behind for the collector.
func newHEICMemory(_, most uint64) experimental.LinearMemory {
	all, err := syscall.Mmap(-1, 0, int(min(most, heicMemory)),
		syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_PRIVATE|syscall.MAP_ANON|syscall.MAP_NORESERVE)
	if err != nil {
		all = nil // which cannot grow
	}
	return heicPages{all, func() { syscall.Munmap(all) }}
}
