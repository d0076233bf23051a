// Package thrift lets a test say how much memory something may take: bytes from outside must not make the program take
// more than they are worth.
package thrift

import (
	"runtime/metrics"
	"testing"
)

// Within does something, and fails the test if more memory is allocated meanwhile, by whomever, than so many bytes: what is
// let go of again counts as well.
func Within(t testing.TB, bytes uint64, do func()) {
	t.Helper()
	before := allocated()
	do()
	if took := allocated() - before; took > bytes {
		t.Errorf("%d bytes of memory were allocated, at most %d are due", took, bytes)
	}
}

// allocated is what the program has allocated since it began, in bytes.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
