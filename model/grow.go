package model

import (
	"fmt"
	"strings"

	"aloud/matrix"
)

// Grow begins with what an earlier reader has learned, whose layers are those of m without some blocks. Blocks that it does
// not have keep the weights they were drawn with, but for a scale of 0 in the normalisation before their addition: at first
// they pass on what they get, and m reads as the earlier one does. For that a new block must add to numbers that are at least
// 0, as a ReLU gives them, what ends with a normalisation:
//
//	conv 3x3 32 pad 1, norm, add, relu
//
// Where the layers differ otherwise Grow returns an error, and m is as it was.
func (m *Line[T]) Grow(earlier *Line[T]) error {
	if m.Height() != earlier.Height() {
		return fmt.Errorf("model: the reader to begin with sees lines %d high, not %d", earlier.Height(), m.Height())
	}
	ours, theirs := m.net.blocks(), earlier.net.blocks()
	var known, added []block[T] // of ours: those that theirs are, and the others
	for _, b := range ours {
		switch {
		case len(known) < len(theirs) && b.text == theirs[len(known)].text:
			known = append(known, b)
		case b.residual == nil:
			return fmt.Errorf("model: the reader to begin with has no block %q, and one can only be added that ends with norm, add, relu", b.text)
		default:
			added = append(added, b)
		}
	}
	if len(known) < len(theirs) {
		return fmt.Errorf("model: the reader to begin with has a block %q that has no place here", theirs[len(known)].text)
	}
	for i, b := range known {
		copy(b.params, theirs[i].params)
	}
	for _, b := range added {
		clear(b.residual)
	}
	return nil
}

// A block is one of a network, as text and with its parameters.
type block[T matrix.Float] struct {
	text     string
	params   []T
	residual []T // where it ends with norm, add, relu: the scale of that normalisation
}

func (m *Convnet[T]) blocks() []block[T] {
	var blocks []block[T]
	params, weights := m.params, m.weights
	for _, a := range m.architecture.blocks() {
		size, layers := Size(a.groups()), len(a.layers)
		b := block[T]{text: a.text(), params: params[:size]}
		if strings.HasSuffix(b.text, "norm, add, relu") {
			b.residual = weights[layers-3].scale
		}
		blocks, params, weights = append(blocks, b), params[size:], weights[layers:]
	}
	return blocks
}
