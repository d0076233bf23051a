//go:build !amd64

package tile

// Kernels returns no kernels: there are none yet for this kind of processor.
func Kernels() []*Kernel { return nil }
