//go:build !amd64 && !arm64 && !js

package tile

// Kernels returns no kernels: there are none yet for this kind of processor.
func Kernels() []*Kernel { return nil }

// AllVectors returns no vectors, likewise.
func AllVectors() []*Vectors { return nil }

// Pause tells the processor that this is a loop which waits for another core.
func Pause() {}
