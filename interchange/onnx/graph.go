package onnx

import "fmt"

// A graph is a model as ONNX sees it: operators, each of which makes named tensors of others.
type graph struct {
	name                              string
	nodes, constants, inputs, outputs []message
}

// A tensorName names a tensor within a graph.
type tensorName string

func newGraph(name string) *graph { return &graph{name: name} }

// input adds an input of floats. A dimension is a number, or a name where it is open.
func (g *graph) input(name tensorName, about string, dims ...any) tensorName {
	g.inputs = append(g.inputs, formatValue(name, about, dims...))
	return name
}

// output makes a tensor of floats an output.
func (g *graph) output(name tensorName, about string, dims ...any) {
	g.outputs = append(g.outputs, formatValue(name, about, dims...))
}

// weights adds a constant of floats.
func (g *graph) weights(name string, numbers []float32, dims ...int) tensorName {
	g.constants = append(g.constants, formatTensor(tensorName(name), numbers, floatType, dims...))
	return tensorName(name)
}

// constant adds a constant of whole numbers, such as a shape, under a name of its own.
func (g *graph) constant(numbers ...int64) tensorName {
	name := tensorName(fmt.Sprint("constant", len(g.constants)+1))
	g.constants = append(g.constants, formatTensor(name, numbers, int64Type, len(numbers)))
	return name
}

// add adds an operator with one output, which is returned. Without a name it gets one.
func (g *graph) add(operator string, name tensorName, inputs []tensorName, attributes ...attribute) tensorName {
	if name == "" {
		name = tensorName(fmt.Sprintf("%s%d", operator, len(g.nodes)+1))
	}
	g.addAll(operator, inputs, []tensorName{name}, attributes...)
	return name
}

// addAll adds an operator with any outputs.
func (g *graph) addAll(operator string, inputs, outputs []tensorName, attributes ...attribute) {
	g.nodes = append(g.nodes, formatNode(operator, inputs, outputs, attributes))
}

// reshape gives a tensor another shape; 0 leaves a dimension as it is, and −1 is what is left.
func (g *graph) reshape(x tensorName, dims ...int64) tensorName {
	return g.add("Reshape", "", []tensorName{x, g.constant(dims...)})
}
