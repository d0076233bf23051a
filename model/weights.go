package model

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"slices"

	"github.com/x448/float16"

	"aloud/feature"
	"aloud/internal/durable"
	"aloud/matrix"
)

// Save writes the weights of m to a safetensors file, which [Load] and other programs can read. The metadata hold what
// a person will want to know of it: the command that made it, the data's hashes, the validation figures. Save adds to
// it the entry "kind", and what else it takes to make the model again. The same model and metadata always give the same bytes.
//
// The file appears whole or not at all, even if the power fails, and replaces what stood there. Weights that are not
// finite in the given precision are an error.
func Save[T matrix.Float](path string, m Parameters[T], p Precision, metadata map[string]string) error {
	file, err := format(m, p, metadata)
	if err != nil {
		return fmt.Errorf("model: weights: %w", err)
	}
	if err := durable.WriteFile(path, file); err != nil {
		return fmt.Errorf("model: weights: %w", err)
	}
	return nil
}

// Load returns the model in a file that [Save] wrote, in whatever precision, and the file's metadata. A damaged or
// foreign file is an error that says what is wrong with it, and so is a line reader, which is for [LoadLine].
func Load[T matrix.Float](path string) (Model[T], map[string]string, error) {
	return load[Model[T], T](path)
}

// LoadLine is [Load] for a line reader.
func LoadLine[T matrix.Float](path string) (*Line[T], map[string]string, error) {
	return load[*Line[T], T](path)
}

// LoadAny is [Load] for a model of any kind.
func LoadAny[T matrix.Float](path string) (Parameters[T], map[string]string, error) {
	return load[Parameters[T], T](path)
}

func load[M any, T matrix.Float](path string) (m M, metadata map[string]string, err error) {
	file, err := readFile(path)
	if err != nil {
		return m, nil, fmt.Errorf("model: weights: %w", err)
	}
	m, metadata, err = parseAs[M, T](file)
	if err != nil {
		return m, nil, fmt.Errorf("model: weights: %s: %w", path, err)
	}
	return m, metadata, nil
}

// Read is [Load] from memory, for weights that a program carries in itself.
func Read[T matrix.Float](file []byte) (Model[T], map[string]string, error) {
	return read[Model[T], T](file)
}

// ReadLine is [Read] for a line reader.
func ReadLine[T matrix.Float](file []byte) (*Line[T], map[string]string, error) {
	return read[*Line[T], T](file)
}

func read[M any, T matrix.Float](file []byte) (m M, metadata map[string]string, err error) {
	m, metadata, err = parseAs[M, T](file)
	if err != nil {
		return m, nil, fmt.Errorf("model: weights: %w", err)
	}
	return m, metadata, nil
}

// A Precision is how many bits of a floating-point number are kept.
type Precision int

const (
	Float64 Precision = 64
	Float32 Precision = 32
	Float16 Precision = 16 // three decimal digits, up to 65504: half the bytes of Float32

	// Every column of a matrix, which are the weights of one neuron or channel, in whole steps of its own; single rows, biases
	// and the like, in Float16. Half the bytes of that, for a model that ships.
	Int8 Precision = 8
)

// String returns "float32" or "int8", say.
func (p Precision) String() string {
	if p == Int8 {
		return "int8"
	}
	return fmt.Sprint("float", int(p))
}

// dtype is the name in a safetensors file.
func (p Precision) dtype() string {
	if p == Int8 {
		return "I8"
	}
	return fmt.Sprint("F", int(p))
}

// size is the number of bytes of a number.
func (p Precision) size() int { return int(p) / 8 }

// Precisions are all there are.
var Precisions = []Precision{Float64, Float32, Float16, Int8}

// precisionOf is the precision with that name in a safetensors file, or 0.
func precisionOf(dtype string) Precision {
	for _, p := range Precisions {
		if p.dtype() == dtype {
			return p
		}
	}
	return 0
}

// append appends v to data in the precision p.
func (p Precision) append(data []byte, v float64) []byte {
	switch p {
	case Float64:
		return binary.LittleEndian.AppendUint64(data, math.Float64bits(v))
	case Float32:
		return binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(v)))
	}
	return binary.LittleEndian.AppendUint16(data, float16.Fromfloat32(float32(v)).Bits())
}

// numbers sets dst to the numbers in data, of which all have the precision p.
func numbers[T matrix.Float](dst []T, data []byte, p Precision) {
	switch p {
	case Float64:
		for i := range dst {
			dst[i] = T(math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:])))
		}
	case Float32:
		for i := range dst {
			dst[i] = T(math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:])))
		}
	case Int8:
		for i := range dst {
			dst[i] = T(int8(data[i]))
		}
	default:
		for i := range dst {
			dst[i] = T(float16.Frombits(binary.LittleEndian.Uint16(data[2*i:])).Float32())
		}
	}
}

const (
	kindName     = "kind"     // what the metadata call the kind of model
	encodingName = "encoding" // and how a digit becomes an example; pixels where they do not say
	layersName   = "layers"   // and the architecture of a convolutional network
)

// format returns the bytes of a weights file, which it reads once to be sure that it can be: a file that Load refuses is
// never written.
func format[T matrix.Float](m Parameters[T], p Precision, metadata map[string]string) ([]byte, error) {
	if !slices.Contains(Precisions, p) {
		return nil, fmt.Errorf("no such precision: %v", p)
	}
	var tensors []tensor
	for i, window := range Windows(m.Params(), m.Groups()) {
		tensors = append(tensors, tensorsOf(m.Groups()[i], window.Data, p)...)
	}
	all := map[string]string{}
	maps.Copy(all, metadata)
	all[kindName] = m.Kind()
	if c, ok := m.(Classifier[T]); ok {
		all[encodingName] = string(c.Encoding())
	}
	if a, ok := m.(interface{ Architecture() Architecture }); ok {
		all[layersName] = a.Architecture().String()
	}
	file := formatTensors(tensors, all)
	_, _, err := parse[T](file)
	return file, err
}

// tensorsOf are the numbers of a group in the precision p: one tensor, or a second one with the steps of the first.
func tensorsOf[T matrix.Float](g Group, values []T, p Precision) []tensor {
	if p != Int8 || g.Rows == 1 {
		t := tensor{name: g.Name, precision: max(p, Float16), rows: g.Rows, cols: g.Cols}
		for _, v := range values {
			t.data = t.precision.append(t.data, float64(v))
		}
		return []tensor{t}
	}
	steps := tensor{name: g.Name + stepsName, precision: Float32, rows: 1, cols: g.Cols}
	wholes := tensor{name: g.Name, precision: p, rows: g.Rows, cols: g.Cols, data: make([]byte, g.Size())}
	column := make([]float64, g.Rows)
	for j := range g.Cols {
		takeColumn(column, values, j)
		step := stepOf(column)
		steps.data = Float32.append(steps.data, step)
		for k := range column {
			wholes.data[k*g.Cols+j] = byte(int8(wholeSteps(column[k], step)))
		}
	}
	return []tensor{wholes, steps}
}

// stepsName ends the name of the tensor that holds how long the steps of another one are, column by column.
const stepsName = " steps"

// maxFile is the longest weights file that is read, in bytes: 32 million numbers in float64, a hundred times what the
// models here need.
const maxFile = 1 << 28

// readFile reads a file that may be anything, an endless one included.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if len(file) > maxFile {
		err = fmt.Errorf("%s: longer than %d bytes", path, maxFile)
	}
	return file, err
}

// parseAs returns the model in the bytes of a weights file, which must be of type M, and the metadata.
func parseAs[M any, T matrix.Float](file []byte) (m M, metadata map[string]string, err error) {
	any, metadata, err := parse[T](file)
	if err != nil {
		return m, nil, err
	}
	m, ok := any.(M)
	if !ok {
		return m, nil, fmt.Errorf("a model of kind %q, which is for another task", any.Kind())
	}
	return m, metadata, nil
}

// parse returns the model in the bytes of a weights file, and the metadata.
func parse[T matrix.Float](file []byte) (Parameters[T], map[string]string, error) {
	tensors, metadata, err := parseTensors(file)
	if err != nil {
		return nil, nil, err
	}
	m, err := modelFor[T](metadata, tensors)
	if err != nil {
		return nil, nil, err
	}
	if c, ok := m.(Model[T]); ok {
		if err := setEncoding(c, metadata[encodingName]); err != nil {
			return nil, nil, err
		}
	}
	if err := fill(m, tensors); err != nil {
		return nil, nil, err
	}
	if c, ok := m.(interface{ check() error }); ok {
		if err := c.check(); err != nil {
			return nil, nil, err
		}
	}
	return m, metadata, nil
}

// modelFor returns a model of the kind that the metadata tell, with the sizes of the tensors. It allocates little more
// than they hold: every matrix of the model is there, and a bias is no longer than its matrix.
func modelFor[T matrix.Float](metadata map[string]string, tensors []tensor) (Parameters[T], error) {
	switch kind := metadata[kindName]; kind {
	case "softmax":
		w, err := find(tensors, "W")
		if err != nil {
			return nil, err
		}
		return NewSoftmax[T](w.rows, w.cols), nil
	case "perceptron":
		sizes, err := layerSizes(tensors)
		if err != nil {
			return nil, err
		}
		return NewPerceptron[T](nil, sizes...), nil
	case "convnet", "line":
		a, err := architectureOf(metadata, tensors)
		if err != nil {
			return nil, err
		}
		if kind == "convnet" {
			return NewConvnet[T](nil, a), nil
		}
		if err := a.checkLine(); err != nil {
			return nil, fmt.Errorf("%s: %w", layersName, err)
		}
		return NewLine[T](nil, a), nil
	case "":
		return nil, errors.New("the metadata name no kind of model: not a file of this program")
	default:
		return nil, fmt.Errorf("a model of kind %q; known are softmax, perceptron, convnet and line", kind)
	}
}

// architectureOf returns the architecture that the metadata tell, which must be that of the tensors.
func architectureOf(metadata map[string]string, tensors []tensor) (Architecture, error) {
	a, err := parseArchitecture(metadata[layersName])
	if err != nil {
		return Architecture{}, fmt.Errorf("%s: %w", layersName, err)
	}
	return a, checkShapes(a.groups(), tensors)
}

// checkShapes finds a group that has no tensor of its shape.
func checkShapes(groups []Group, tensors []tensor) error {
	for _, g := range groups {
		t, err := find(tensors, g.Name)
		if err != nil {
			return err
		}
		if t.rows != g.Rows || t.cols != g.Cols {
			return fmt.Errorf("tensor %q: %dx%d where %dx%d fits", t.name, t.rows, t.cols, g.Rows, g.Cols)
		}
	}
	return nil
}

// setEncoding makes m see digits as the metadata say.
func setEncoding[T matrix.Float](m Model[T], name string) error {
	if name == "" || name == string(feature.Pixels) {
		return nil // any number of inputs: it need not be a model of digits
	}
	e := feature.Encoding(name)
	if !e.Valid() {
		return fmt.Errorf("an encoding %q; known are %q", name, feature.Encodings)
	}
	if e.Size() != m.Inputs() {
		return fmt.Errorf("an encoding %q of %d numbers for %d inputs", name, e.Size(), m.Inputs())
	}
	m.SetEncoding(e)
	return nil
}

// layerSizes returns the sizes of a perceptron with the matrices V1, V2, …, W, each of which must have as many rows as
// the one before has columns.
func layerSizes(tensors []tensor) ([]int, error) {
	last, err := find(tensors, "W")
	if err != nil {
		return nil, err
	}
	var layers []tensor
	for v, err := find(tensors, "V1"); err == nil; v, err = find(tensors, fmt.Sprint("V", len(layers)+1)) {
		layers = append(layers, v)
	}
	layers = append(layers, last)
	sizes := []int{layers[0].rows}
	for _, w := range layers {
		if below := sizes[len(sizes)-1]; w.rows != below {
			return nil, fmt.Errorf("tensor %q: %d rows over a layer of %d", w.name, w.rows, below)
		}
		sizes = append(sizes, w.cols)
	}
	return sizes, nil
}

// find returns the tensor with that name.
func find(tensors []tensor, name string) (tensor, error) {
	for _, t := range tensors {
		if t.name == name {
			return t, nil
		}
	}
	return tensor{}, fmt.Errorf("tensor %q: missing", name)
}

// fill sets the parameters of m to the tensors, which must be those of m and no others.
func fill[T matrix.Float](m Parameters[T], tensors []tensor) error {
	groups := m.Groups()
	if err := checkShapes(groups, tensors); err != nil {
		return err
	}
	for i, window := range Windows(m.Params(), groups) {
		t, _ := find(tensors, groups[i].Name)
		numbers(window.Data, t.data, t.precision)
		if t.precision == Int8 {
			if err := fromSteps(window, tensors, t.name); err != nil {
				return err
			}
		}
		for k, v := range window.Data {
			if v-v != 0 { // NaN, or infinite
				return fmt.Errorf("tensor %q: number %d is %v in %v", t.name, k, v, t.precision)
			}
		}
	}
	for _, t := range tensors {
		if !slices.ContainsFunc(groups, func(g Group) bool { return g.Name == t.name || belongsTo(t, tensors, g) }) {
			return fmt.Errorf("tensor %q: does not belong to a %s", t.name, m.Kind())
		}
	}
	return nil
}

// fromSteps turns whole numbers of steps into what they stand for.
func fromSteps[T matrix.Float](w matrix.Matrix[T], tensors []tensor, name string) error {
	t, err := find(tensors, name+stepsName)
	if err != nil {
		return err
	}
	if t.rows != 1 || t.cols != w.Cols || t.precision == Int8 {
		return fmt.Errorf("tensor %q: %dx%d %v where 1x%d of floating point fits", t.name, t.rows, t.cols, t.precision, w.Cols)
	}
	steps := make([]T, t.cols)
	numbers(steps, t.data, t.precision)
	for i := range w.Rows {
		row := w.Row(i)
		for j, step := range steps {
			row[j] *= step
		}
	}
	return nil
}

// belongsTo reports whether a tensor holds the steps of a group.
func belongsTo(t tensor, tensors []tensor, g Group) bool {
	of, err := find(tensors, g.Name)
	return err == nil && of.precision == Int8 && t.name == g.Name+stepsName
}
