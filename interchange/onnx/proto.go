package onnx

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// A message is a protocol buffer in the making: fields in the order in which they were added. The numbers of the fields
// are those of onnx/onnx.proto, which never change.
type message []byte

func (m *message) number(field protowire.Number, v int64) {
	*m = protowire.AppendVarint(protowire.AppendTag(*m, field, protowire.VarintType), uint64(v))
}

func (m *message) float(field protowire.Number, v float32) {
	*m = protowire.AppendFixed32(protowire.AppendTag(*m, field, protowire.Fixed32Type), math.Float32bits(v))
}

func (m *message) text(field protowire.Number, s string) { m.bytes(field, []byte(s)) }

func (m *message) bytes(field protowire.Number, b []byte) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, field, protowire.BytesType), b)
}

// formatModel is a ModelProto.
func formatModel(g *graph, metadata map[string]string) []byte {
	const (
		irVersion   = 8  // of the format itself: that of operator set 17
		operatorSet = 17 // the first with all that is used here is 13; runtimes of the last years know 17
	)
	var operators message // OperatorSetIdProto
	operators.text(1, "")
	operators.number(2, operatorSet)

	var m message
	m.number(1, irVersion)
	m.text(2, "aloud")
	m.text(6, "A reader of handwritten digits. The metadata tell how it was made, the inputs and outputs what they are.")
	m.bytes(7, g.format())
	m.bytes(8, operators)
	for _, key := range slices.Sorted(maps.Keys(metadata)) {
		var entry message // StringStringEntryProto
		entry.text(1, key)
		entry.text(2, metadata[key])
		m.bytes(14, entry)
	}
	return m
}

// format is a GraphProto.
func (g *graph) format() []byte {
	var m message
	for _, n := range g.nodes {
		m.bytes(1, n)
	}
	m.text(2, g.name)
	for _, t := range g.constants {
		m.bytes(5, t)
	}
	for _, v := range g.inputs {
		m.bytes(11, v)
	}
	for _, v := range g.outputs {
		m.bytes(12, v)
	}
	return m
}

// The types of the numbers in a tensor.
const (
	floatType = 1
	int64Type = 7
)

// formatTensor is a TensorProto; the numbers have their least byte first.
func formatTensor(name tensorName, numbers any, numberType int64, dims ...int) message {
	var m message
	for _, d := range dims {
		m.number(1, int64(d))
	}
	m.number(2, numberType)
	m.text(8, string(name))
	data, err := binary.Append(nil, binary.LittleEndian, numbers)
	if err != nil {
		panic(err) // slices of numbers alone come here
	}
	m.bytes(9, data)
	return m
}

// formatValue is the ValueInfoProto of an input or output of floats. A dimension is a number, or a name where it is open.
func formatValue(name tensorName, about string, dims ...any) message {
	var shape message // TensorShapeProto
	for _, d := range dims {
		var dim message
		switch d := d.(type) {
		case int:
			dim.number(1, int64(d))
		case string:
			dim.text(2, d)
		}
		shape.bytes(1, dim)
	}
	var tensor, of, m message
	tensor.number(1, floatType)
	tensor.bytes(2, shape)
	of.bytes(1, tensor)
	m.text(1, string(name))
	m.bytes(2, of)
	m.text(3, about)
	return m
}

// An attribute is an AttributeProto: what an operator is told beside its inputs.
type attribute message

func number(name string, v int) attribute {
	var m message
	m.text(1, name)
	m.number(3, int64(v))
	m.number(20, 2)
	return attribute(m)
}

func numbers(name string, v ...int) attribute {
	var m message
	m.text(1, name)
	for _, i := range v {
		m.number(8, int64(i))
	}
	m.number(20, 7)
	return attribute(m)
}

func float(name string, v float32) attribute {
	var m message
	m.text(1, name)
	m.float(2, v)
	m.number(20, 1)
	return attribute(m)
}

// formatNode is a NodeProto.
func formatNode(operator string, inputs, outputs []tensorName, attributes []attribute) message {
	var m message
	for _, in := range inputs {
		m.text(1, string(in))
	}
	for _, out := range outputs {
		m.text(2, string(out))
	}
	m.text(3, string(outputs[0]))
	m.text(4, operator)
	for _, a := range attributes {
		m.bytes(5, a)
	}
	return m
}
