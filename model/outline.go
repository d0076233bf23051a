package model

// A LayerOutline is one layer of an [Architecture], for those who tell other programs of it. Which fields mean something
// depends on its kind, as the text of an architecture does.
type LayerOutline struct {
	Kind string // "conv", "depthwise", "dense", "pool", "mean", "norm", "relu", "dropout" or "add"

	// First is whether the layer begins a block; "add" adds what the first layer of its block is given.
	First bool

	// Bias is whether a product with weights has one.
	Bias bool

	In, Out     [3]int // shapes before and after it: height, width, channels
	Window      [2]int // rows and columns
	Stride, Pad [2]int // rows and columns; of zeros on each side
	Dilation    int    // columns of the picture from one column of the window to the next
}

// NormEpsilon is what a normalisation adds to a variance.
const NormEpsilon = normEpsilon

// Layers lists the layers from the input up. [Convnet.Groups] tells their parameters in the same order: of a product its
// weights (window rows · window columns · channels before × channels after; depthwise: without the channels before) and
// then its bias if it has one, of a normalisation scale, shift, mean and variance.
func (a Architecture) Layers() []LayerOutline {
	outlines := make([]LayerOutline, len(a.layers))
	for i, l := range a.layers {
		outlines[i] = LayerOutline{
			Kind: string(l.kind), First: l.first, Bias: l.bias, In: l.in.sides(), Out: l.out.sides(),
			Window: [2]int{l.height, l.width}, Stride: [2]int{l.strideY, l.strideX}, Pad: [2]int{l.padY, l.padX},
			Dilation: l.dilation,
		}
	}
	return outlines
}

func (s shape) sides() [3]int { return [3]int{s.height, s.width, s.channels} }
