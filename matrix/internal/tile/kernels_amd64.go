package tile

import "golang.org/x/sys/cpu"

// Kernels returns the kernels that this processor can run, the fastest first.
func Kernels() []*Kernel {
	var kernels []*Kernel
	if cpu.X86.HasAVX512F && cpu.X86.HasBMI2 {
		kernels = append(kernels, &Kernel{"AVX-512", 16, 12, addAVX512})
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		kernels = append(kernels, &Kernel{"AVX2", 8, 6, addAVX2})
	}
	return kernels
}
