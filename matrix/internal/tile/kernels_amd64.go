package tile

import "golang.org/x/sys/cpu"

// hasAVX512 and hasAVX2 tell whether this processor, and the system that runs it, can do all that the functions of these
// names do.
var (
	hasAVX512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasBMI2
	hasAVX2   = cpu.X86.HasAVX2 && cpu.X86.HasFMA
)

// Kernels returns the kernels that this processor can run, the fastest first.
func Kernels() []*Kernel {
	var kernels []*Kernel
	if hasAVX512 {
		kernels = append(kernels, newKernel("AVX-512", 16, 12, 16, addAVX512, transpose8, peakAVX512))
	}
	if hasAVX2 {
		k := newKernel("AVX2", 8, 6, 8, addAVX2, transpose8, peakAVX2)
		k.panels = newPanels(addPanelsAVX2, copyRows, copyColumns, copyRight16)
		kernels = append(kernels, k)
	}
	return kernels
}

// AllVectors returns the vectors that this processor has, the widest first.
func AllVectors() []*Vectors {
	var vectors []*Vectors
	if hasAVX512 {
		vectors = append(vectors, &Vectors{
			Name: "AVX-512",
			ReLU: reluAVX512, ReLUBackward: reluBackwardAVX512,
			Exp: expAVX512, SumExp: sumExpAVX512, Sigmoid: sigmoidAVX512, SigmoidBackward: sigmoidBackwardAVX512,
			Blend: blendAVX512, SGD: sgdAVX512, Nesterov: sgdNesterovAVX512, Adam: adamAVX512, Max: maxAVX512, Min: minAVX512,
			FromBytes: fromBytesAVX512, AddBytes: addBytesAVX512,
			AddRow: addRowAVX512, Affine: affineAVX512, BlendRows: blendRowsAVX512,
			SumRows: sumRowsAVX512, SumProducts: sumProductsAVX512, SumSquares: sumSquaresAVX512,
			MaxPool: maxPoolAVX512, MaxPoolBackward: maxPoolBackwardAVX512,
		})
	}
	if hasAVX2 {
		vectors = append(vectors, &Vectors{
			Name: "AVX2",
			ReLU: reluAVX2, ReLUBackward: reluBackwardAVX2,
			Exp: expAVX2, SumExp: sumExpAVX2, Sigmoid: sigmoidAVX2, SigmoidBackward: sigmoidBackwardAVX2,
			Blend: blendAVX2, SGD: sgdAVX2, Nesterov: sgdNesterovAVX2, Adam: adamAVX2, Max: maxAVX2, Min: minAVX2,
			FromBytes: fromBytesAVX2, AddBytes: addBytesAVX2,
			AddRow: addRowAVX2, Affine: affineAVX2, BlendRows: blendRowsAVX2,
			SumRows: sumRowsAVX2, SumProducts: sumProductsAVX2, SumSquares: sumSquaresAVX2,
			MaxPool: maxPoolAVX2, MaxPoolBackward: maxPoolBackwardAVX2,
		})
	}
	return vectors
}
