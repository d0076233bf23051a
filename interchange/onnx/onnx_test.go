package onnx_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"aloud/digit"
	"aloud/feature"
	"aloud/interchange/onnx"
	"aloud/internal/needs"
	"aloud/matrix"
	"aloud/mnist"
	"aloud/model"
	"aloud/reader"
)

// every is a network with a layer of each kind, sides that all differ, and whatever is awkward to tell another program:
// padding and stride of rows alone, dilation, a sum after a normalisation, a normalisation without a product before it,
// channels that are flattened, a convolution on top of what was flat.
const every = `28x28x1
norm, conv 5x3 6 stride 2x1 pad 2x0, norm, relu
depthwise 3x3 pad 1x2 dilate 2, relu
conv 1x1 6, norm, add, relu
pool 2x3
conv 2x2 5 stride 2
dense 12, norm, relu, dropout 0.3
dense 12, relu, add
conv 1x1 7
mean, dense 10, norm`

// TestAgainstRuntime has ONNX Runtime, which shares no code with us, run every kind of model on real digits.
func TestAgainstRuntime(t *testing.T) {
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	gradients := model.NewPerceptron[float32](random, feature.Gradients.Size(), 30, 20, 10)
	gradients.SetEncoding(feature.Gradients)
	for _, row := range []struct {
		name string
		m    model.Model[float32]
	}{
		{"the network that ships", r.Network().(model.Model[float32])},
		{"softmax regression", unsettled(random, model.NewSoftmax[float32](digit.Pixels, 10))},
		{"a perceptron on gradients", gradients},
		{"a convolutional network", unsettled(random, convnet(t, random, model.NetS))},
		{"a network with every layer", unsettled(random, convnet(t, random, every))},
	} {
		t.Run(row.name, func(t *testing.T) {
			x := digits(t, row.m)
			want := matrix.New[float32](x.Rows, row.m.Classes())
			row.m.LogProbabilities(want, x, nil)
			got := run(t, row.m, "digits", x.Data, x.Rows, x.Cols)
			compare(t, got["log_probabilities"], want.Data, x.Rows, row.m.Classes())
		})
	}
}

// TestLineAgainstRuntime does the same for a line reader, on lines of two widths.
func TestLineAgainstRuntime(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	a, err := model.ParseArchitecture(`32x8x1
		conv 5x5 12 stride 2 pad 2, norm, relu
		conv 3x3 28 stride 2x1 pad 1, norm, relu
		conv 3x3 24 stride 2 pad 1, norm, relu
		conv 4x1 20, norm, relu
		conv 1x3 20 pad 0x2 dilate 2, norm, relu, add
		conv 1x1 22`)
	if err != nil {
		t.Fatal(err)
	}
	m := model.NewLine[float32](random, a)
	unsettle(random, m)
	real := digits(t, model.NewSoftmax[float32](digit.Pixels, 10))
	for _, width := range []int{40, 120} {
		const lines = 3
		x := matrix.New[float32](lines, m.Height()*width)
		for i := range lines {
			for y := range digit.Side {
				for column := range width / digit.Side * digit.Side {
					d := real.Row(10*i + column/digit.Side)
					x.Row(i)[(y+2)*width+column] = d[y*digit.Side+column%digit.Side]
				}
			}
		}
		got := run(t, m, "lines", x.Data, lines, m.Height(), width)
		for i, b := range m.Read(x, nil) {
			size := len(b.Reading.Data)
			for name, want := range map[string]matrix.Matrix[float32]{"reading": b.Reading, "centres": b.Centres} {
				o := got[name]
				o.Numbers = o.Numbers[i*size : (i+1)*size]
				compare(t, o, want.Data, lines, width/m.ColumnWidth(), m.Classes())
			}
		}
	}
}

// TestFormat reads the file as any program would, field by field.
func TestFormat(t *testing.T) {
	m := model.NewSoftmax[float32](feature.Straightened.Size(), 11)
	m.SetEncoding(feature.Straightened)
	file, err := onnx.Format(m, map[string]string{"command": "aloud train nothing"})
	if err != nil {
		t.Fatal(err)
	}
	again, _ := onnx.Format(m, map[string]string{"command": "aloud train nothing"})
	if !bytes.Equal(file, again) {
		t.Error("the same model gave other bytes")
	}
	told := map[string]string{}
	for _, entry := range fields(t, file)[14] {
		e := fields(t, entry)
		told[string(e[1][0])] = string(e[2][0])
	}
	for key, want := range map[string]string{"kind": "softmax", "classes": "0 1 2 3 4 5 6 7 8 9 none",
		"encoding": string(feature.Straightened), "input": "made upright", "command": "aloud train nothing"} {
		if !strings.Contains(told[key], want) {
			t.Errorf("%s: %q, want %q in it", key, told[key], want)
		}
	}
	graph := fields(t, fields(t, file)[7][0])
	if input := fields(t, graph[11][0]); string(input[1][0]) != "digits" || string(input[3][0]) != told["input"] {
		t.Errorf("the input is %q", input)
	}
}

// fields are the fields of a message that hold bytes, by their number.
func fields(t *testing.T, message []byte) map[protowire.Number][][]byte {
	t.Helper()
	found := map[protowire.Number][][]byte{}
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		size := protowire.ConsumeFieldValue(field, kind, message[n:])
		if size < 0 {
			t.Fatal(protowire.ParseError(size))
		}
		if kind == protowire.BytesType {
			content, _ := protowire.ConsumeBytes(message[n:])
			found[field] = append(found[field], content)
		}
		message = message[n+size:]
	}
	return found
}

// TestUnknownKind wants an error that says what is known.
func TestUnknownKind(t *testing.T) {
	if _, err := onnx.Format(stranger{}, nil); err == nil || !strings.Contains(err.Error(), `"oracle"`) {
		t.Errorf("error %v", err)
	}
}

// A stranger is a model that nobody knows.
type stranger struct{ model.Parameters[float32] }

func (stranger) Kind() string { return "oracle" }

// convnet makes a network with random weights.
func convnet(t *testing.T, random *rand.Rand, text string) *model.Convnet[float32] {
	t.Helper()
	a, err := model.ParseArchitecture(text)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewConvnet[float32](random, a)
}

// unsettled returns m with everything moved that a new model has at 0 or 1, which would hide that two of them were mixed
// up.
func unsettled(random *rand.Rand, m model.Model[float32]) model.Model[float32] {
	unsettle(random, m)
	return m
}

func unsettle(random *rand.Rand, m model.Parameters[float32]) {
	groups := m.Groups()
	for i, w := range model.Windows(m.Params(), groups) {
		for k, v := range w.Data {
			switch {
			case !groups[i].Decays():
				w.Data[k] = 0.1 + 0.3*random.Float32()
			case v == 0:
				w.Data[k] = 0.1 * float32(random.NormFloat64())
			}
		}
	}
}

// digits are real ones, encoded for the model.
func digits(t *testing.T, m model.Model[float32]) matrix.Matrix[float32] {
	t.Helper()
	split, err := mnist.ReadSplit(needs.Data(t, "mnist"), 1.0/12)
	if err != nil {
		t.Fatal(err)
	}
	x := matrix.New[float32](100, m.Inputs())
	for i := range x.Rows {
		prepared := m.Encoding().Prepare(&split.Validation[i*40].Digit)
		feature.Encode(m.Encoding(), x.Row(i), &prepared)
	}
	return x
}

// An output is what ONNX Runtime says a tensor is.
type output struct {
	Shape   []int
	Numbers []float64
}

// run has ONNX Runtime run the model.
func run(t *testing.T, m model.Parameters[float32], input string, x []float32, dims ...int) map[string]output {
	t.Helper()
	node := needs.NodePackage(t, "onnxruntime-node")
	file, err := onnx.Format(m, map[string]string{"command": "made by hand"})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "model.onnx")
	if err := os.WriteFile(path, file, 0o666); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(node, filepath.Join("testdata", "run.js"), path, input)
	for _, d := range dims {
		command.Args = append(command.Args, fmt.Sprint(d))
	}
	numbers, err := binary.Append(nil, binary.LittleEndian, x)
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	command.Stdin, command.Stderr = bytes.NewReader(numbers), &stderr
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, &stderr)
	}
	var outputs map[string]output
	if err := json.Unmarshal(printed, &outputs); err != nil {
		t.Fatal(err)
	}
	return outputs
}

// compare holds log-probabilities against ours: the probabilities must agree within 1e-5, and the logarithms too, in
// relation to their size. A model that says the same of everything would prove nothing.
func compare(t *testing.T, got output, want []float32, shape ...int) {
	t.Helper()
	if !slices.Equal(got.Shape, shape) || len(got.Numbers) != len(want) {
		t.Fatalf("%d numbers of shape %v, want %d of %v", len(got.Numbers), got.Shape, len(want), shape)
	}
	if spread := slices.Max(want) - slices.Min(want); spread < 0.5 {
		t.Fatalf("log-probabilities within %v of one another", spread)
	}
	worst, worstLog := 0.0, 0.0
	for i, v := range got.Numbers {
		w := float64(want[i])
		worst = max(worst, math.Abs(math.Exp(v)-math.Exp(w)))
		worstLog = max(worstLog, math.Abs(v-w)/max(1, math.Abs(w)))
	}
	if t.Logf("farthest apart: probabilities %.1e, logarithms %.1e", worst, worstLog); worst > 1e-5 || worstLog > 1e-5 {
		t.Error("too far apart")
	}
}
