package onnx

import (
	"fmt"

	"aloud/matrix"
	"aloud/model"
)

// convnetGraph is a convolutional network over digits.
func convnetGraph(m *model.Convnet[float32], metadata map[string]string) *graph {
	g := newGraph(m.Kind())
	layers := m.Architecture().Layers()
	metadata["layers"] = m.Architecture().String()
	x := digitsInput(g, m, metadata)
	in := layers[0].In
	h := value{g.reshape(x, -1, int64(in[0]), int64(in[1]), int64(in[2])), in, false}
	h.tensor = g.add("Transpose", "", []tensorName{h.tensor}, numbers("perm", 0, 3, 1, 2))
	h = g.stack(h, layers, m)
	logProbabilitiesOutput(g, g.flat(h).tensor, m.Classes(), metadata)
	return g
}

// lineGraph is a line reader.
func lineGraph(m *model.Line[float32], metadata map[string]string) *graph {
	g := newGraph(m.Kind())
	layers := m.Architecture().Layers()
	metadata["layers"] = m.Architecture().String()
	metadata["classes"] = classNames(m.Classes() - 1)
	metadata["input"] = fmt.Sprintf("a line of handwriting, its digits from top to bottom in %d rows of pixels, each from 0 (ground) to 1 (ink); "+
		"a multiple of %d columns, with ground on the right", m.Height(), m.ColumnWidth())
	x := g.input("lines", metadata["input"], "batch", m.Height(), "width")
	h := g.stack(value{g.add("Unsqueeze", "", []tensorName{x, g.constant(1)}), layers[0].In, false}, layers, m)

	classes := m.Classes()
	row := g.add("Squeeze", "", []tensorName{h.tensor, g.constant(2)}) // batch × 2·classes × columns
	columns := g.add("Transpose", "", []tensorName{row}, numbers("perm", 0, 2, 1))
	halves := []tensorName{"reading_logits", "centres_logits"}
	g.addAll("Split", []tensorName{columns, g.constant(int64(classes), int64(classes))}, halves, number("axis", 2))
	about := fmt.Sprintf("for every %d pixels the natural logarithms of the probabilities of the digits %s, and last of ",
		m.ColumnWidth(), metadata["classes"])
	for i, name := range []tensorName{"reading", "centres"} {
		last := []string{"the blank of CTC", "no digit's centre"}[i]
		g.output(g.add("LogSoftmax", name, halves[i:i+1], number("axis", 2)), about+last, "batch", "columns", classes)
	}
	return g
}

// A value is what a layer gives: batch × channels × height × width, as ONNX wants pictures, or, once it is flat, batch ×
// numbers in our own order, with the channels of a pixel together.
type value struct {
	tensor tensorName
	shape  [3]int // height, width, channels
	flat   bool
}

// flat makes a value flat.
func (g *graph) flat(v value) value {
	if v.flat {
		return v
	}
	last := g.add("Transpose", "", []tensorName{v.tensor}, numbers("perm", 0, 2, 3, 1))
	return value{g.reshape(last, 0, int64(v.shape[0]*v.shape[1]*v.shape[2])), v.shape, true}
}

// picture makes a value one that is not flat: only what has a single pixel can be flat before a layer that wants one.
func (g *graph) picture(v value) value {
	if !v.flat {
		return v
	}
	last := g.reshape(v.tensor, 0, int64(v.shape[0]), int64(v.shape[1]), int64(v.shape[2]))
	return value{g.add("Transpose", "", []tensorName{last}, numbers("perm", 0, 3, 1, 2)), v.shape, false}
}

// stack adds the layers, with the parameters of the model, and returns what the last one gives.
func (g *graph) stack(h value, layers []model.LayerOutline, m model.Parameters[float32]) value {
	p := &parameters{g, m.Groups(), model.Windows(m.Params(), m.Groups())}
	begun := h
	for _, l := range layers {
		if l.First {
			begun = h
		}
		h = g.layer(h, begun, l, p)
	}
	return h
}

// layer adds a layer of a block that began with the value begun.
func (g *graph) layer(h, begun value, l model.LayerOutline, p *parameters) value {
	switch l.Kind {
	case "conv", "depthwise":
		return value{g.convolution(g.picture(h).tensor, l, p), l.Out, false}
	case "dense":
		name, w := p.next()
		inputs := []tensorName{g.flat(h).tensor, g.weights(name, w.Data, w.Rows, w.Cols)}
		return value{g.add("Gemm", "", append(inputs, p.bias(l)...)), l.Out, true}
	case "pool":
		return value{g.add("MaxPool", "", []tensorName{g.picture(h).tensor},
			numbers("kernel_shape", l.Window[:]...), numbers("strides", l.Stride[:]...)), l.Out, false}
	case "mean":
		return value{g.add("GlobalAveragePool", "", []tensorName{g.picture(h).tensor}), l.Out, false}
	case "norm":
		if l.In[0]*l.In[1] != 1 { // of a single pixel, channels come second in either form
			h = g.picture(h)
		}
		inputs := append([]tensorName{h.tensor}, p.vector(), p.vector(), p.vector(), p.vector())
		return value{g.add("BatchNormalization", "", inputs, float("epsilon", model.NormEpsilon)), l.Out, h.flat}
	case "relu":
		return value{g.add("Relu", "", []tensorName{h.tensor}), l.Out, h.flat}
	case "dropout": // is for training alone
		return h
	case "add":
		if h.flat != begun.flat {
			h, begun = g.flat(h), g.flat(begun)
		}
		return value{g.add("Add", "", []tensorName{h.tensor, begun.tensor}), l.Out, h.flat}
	}
	panic("onnx: no layer " + l.Kind)
}

// convolution adds a convolution, of all channels or of each by itself.
func (g *graph) convolution(x tensorName, l model.LayerOutline, p *parameters) tensorName {
	name, w := p.next()
	rows, cols := l.Window[0], l.Window[1]
	sees, groups := l.In[2], 1 // channels that an output sees
	if l.Kind == "depthwise" {
		sees, groups = 1, l.In[2]
	}
	inputs := []tensorName{x, g.weights(name, channelsFirst(w, rows*cols, sees), l.Out[2], sees, rows, cols)}
	return g.add("Conv", "", append(inputs, p.bias(l)...),
		numbers("kernel_shape", rows, cols), numbers("strides", l.Stride[:]...), numbers("dilations", 1, l.Dilation),
		numbers("pads", l.Pad[0], l.Pad[1], l.Pad[0], l.Pad[1]), number("group", groups))
}

// channelsFirst returns the weights (taps · channels before × channels after) in the order of ONNX: after × before × taps.
func channelsFirst(w matrix.Matrix[float32], taps, before int) []float32 {
	turned := make([]float32, 0, len(w.Data))
	for o := range w.Cols {
		for i := range before {
			for tap := range taps {
				turned = append(turned, w.Row(tap*before + i)[o])
			}
		}
	}
	return turned
}

// parameters are the groups of a network that no layer has taken yet.
type parameters struct {
	g       *graph
	groups  []model.Group
	windows []matrix.Matrix[float32]
}

// next takes the next group.
func (p *parameters) next() (name string, w matrix.Matrix[float32]) {
	name, w = p.groups[0].Name, p.windows[0]
	p.groups, p.windows = p.groups[1:], p.windows[1:]
	return name, w
}

// vector takes the next group, a row of numbers, and adds it to the graph.
func (p *parameters) vector() tensorName {
	name, w := p.next()
	return p.g.weights(name, w.Data, w.Cols)
}

// bias takes the bias of a product, if it has one.
func (p *parameters) bias(l model.LayerOutline) []tensorName {
	if !l.Bias {
		return nil
	}
	return []tensorName{p.vector()}
}
