package model

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
)

// A tensor is one matrix of a weights file. Such a file has the safetensors format, which its reference implementation
// (huggingface/safetensors, README, "Format") describes:
//
//	8 bytes       length of the header, little endian
//	the header    {"__metadata__": {"kind": "softmax", …},
//	               "W": {"dtype": "F32", "shape": [784, 10], "data_offsets": [0, 31360]}, …}
//	              JSON, padded with spaces so that the numbers begin at a multiple of 8
//	the rest      the numbers of the tensors, little endian, row by row; offsets count from here and leave no gap
//
// It is written and read here and not by a library, because a weights file comes from outside and an error is to say
// what is wrong with it: the library for Go (nlpodyssey/safetensors, never released) quietly takes one of two tensors
// that have the same name, does not tell the sizes that differ, and believes a header of 100 MB.
type tensor struct {
	name       string
	precision  Precision
	rows, cols int
	data       []byte // rows*cols numbers
}

// metadataName stands in the header where a tensor's name would, before what is told of the file as a whole.
const metadataName = "__metadata__"

// formatTensors returns the file that holds the tensors in their order: always the same bytes for the same content.
func formatTensors(tensors []tensor, metadata map[string]string) []byte {
	header, offset := new(bytes.Buffer), 0
	quoted, _ := json.Marshal(metadata) // sorted by name; there is no text that it cannot quote
	fmt.Fprintf(header, "{%q:%s", metadataName, quoted)
	for _, t := range tensors {
		fmt.Fprintf(header, `,%q:{"dtype":%q,"shape":[%d,%d],"data_offsets":[%d,%d]}`,
			t.name, t.precision.dtype(), t.rows, t.cols, offset, offset+len(t.data))
		offset += len(t.data)
	}
	header.WriteByte('}')
	for header.Len()%8 != 0 {
		header.WriteByte(' ')
	}
	file := binary.LittleEndian.AppendUint64(nil, uint64(header.Len()))
	file = append(file, header.Bytes()...)
	for _, t := range tensors {
		file = append(file, t.data...)
	}
	return file
}

// maxHeader is the longest header that is believed, in bytes. Ours have a hundred for each tensor and some thousand of
// metadata.
const maxHeader = 1 << 20

// parseTensors returns the tensors of a file, as windows into it in the order of their data, and the metadata.
func parseTensors(file []byte) ([]tensor, map[string]string, error) {
	if len(file) < 8 {
		return nil, nil, fmt.Errorf("%d bytes are not even the length of a header", len(file))
	}
	length, rest := binary.LittleEndian.Uint64(file), file[8:]
	if length > maxHeader {
		return nil, nil, fmt.Errorf("a header of %d bytes: not a safetensors file", length)
	}
	if length > uint64(len(rest)) {
		return nil, nil, fmt.Errorf("the header needs %d bytes, has %d", length, len(rest))
	}
	entries, metadata, err := parseHeader(rest[:length])
	if err != nil {
		return nil, nil, err
	}
	tensors, err := cutTensors(rest[length:], entries)
	return tensors, metadata, err
}

// cutTensors cuts the data into tensors, which must cover it from the first byte to the last.
func cutTensors(data []byte, entries []*tensorEntry) ([]tensor, error) {
	for _, e := range entries {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("tensor %q: %w", e.name, err)
		}
	}
	slices.SortStableFunc(entries, func(a, b *tensorEntry) int { return cmp.Compare(a.offsets[0], b.offsets[0]) })
	tensors, end := make([]tensor, len(entries)), 0
	for i, e := range entries {
		if e.offsets[0] != end {
			return nil, fmt.Errorf("tensor %q: begins at byte %d, and the one before ends at %d", e.name, e.offsets[0], end)
		}
		if end = e.offsets[1]; end > len(data) {
			return nil, fmt.Errorf("tensor %q: ends at byte %d, and the file's data at %d", e.name, end, len(data))
		}
		tensors[i] = tensor{e.name, precisionOf(e.dtype), e.shape[0], e.shape[1], data[e.offsets[0]:end]}
	}
	if end != len(data) {
		return nil, fmt.Errorf("%d bytes follow the last tensor", len(data)-end)
	}
	return tensors, nil
}

// maxSide is the most rows or columns of a tensor; up to it the number of bytes cannot overflow an int64.
const maxSide = 1 << 24

// check reports what is wrong with an entry by itself.
func (e *tensorEntry) check() error {
	precision := precisionOf(e.dtype)
	if precision == 0 {
		return fmt.Errorf("numbers of type %q; known are I8, F16, F32 and F64", e.dtype)
	}
	if len(e.shape) != 2 || slices.Min(e.shape) < 1 || slices.Max(e.shape) > maxSide {
		return fmt.Errorf("the shape %v is not that of a matrix", e.shape)
	}
	if len(e.offsets) != 2 || e.offsets[0] < 0 || e.offsets[1] < e.offsets[0] {
		return fmt.Errorf("the offsets %v are not a begin and an end", e.offsets)
	}
	rows, cols, has := int64(e.shape[0]), int64(e.shape[1]), int64(e.offsets[1]-e.offsets[0])
	if needs := rows * cols * int64(precision.size()); has != needs {
		return fmt.Errorf("%dx%d %v needs %d bytes, has %d", rows, cols, precision, needs, has)
	}
	return nil
}
