package model_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/nlpodyssey/safetensors"
	"github.com/x448/float16"

	"aloud/model"
)

// TestForeignReader has a library that shares nothing with us read what Save writes, in every precision.
func TestForeignReader(t *testing.T) {
	a, err := model.ParseArchitecture("6x5x1\nconv 3x2 4 pad 1, norm, relu\ndense 3")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []model.Precision{model.Int8, model.Float16, model.Float32, model.Float64} {
		m := model.NewConvnet[float64](rand.New(rand.NewPCG(5, 5)), a)
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := model.Save(path, m, p, map[string]string{"command": `say "ü"`}); err != nil {
			t.Fatal(err)
		}
		kept, _, err := model.Load[float64](path) // the numbers as far as the precision keeps them
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, head, err := safetensors.ReadMetadata(file)
		if err != nil {
			t.Fatalf("%v: %v", p, err)
		}
		if told := head.Metadata(); told["command"] != `say "ü"` || told["kind"] != "convnet" {
			t.Errorf("%v: metadata %q", p, told)
		}
		tensors, err := safetensors.Deserialize(file)
		if err != nil {
			t.Fatalf("%v: %v", p, err)
		}
		count := len(m.Groups())
		if p == model.Int8 {
			count += 2 // steps, of the convolution and of the dense layer
		}
		if tensors.Len() != count {
			t.Errorf("%v: %d tensors for %d groups", p, tensors.Len(), len(m.Groups()))
		}
		for i, w := range model.Windows(kept.Params(), kept.Groups()) {
			g := kept.Groups()[i]
			got, ok := tensors.Tensor(g.Name)
			if want := []uint64{uint64(g.Rows), uint64(g.Cols)}; !ok || !slices.Equal(got.Shape(), want) {
				t.Errorf("%v: %s has shape %v, want %v", p, g.Name, got.Shape(), want)
			} else if numbers := numbersOf(t, tensors, g.Name); !slices.Equal(numbers, w.Data) {
				t.Errorf("%v: %s is %v, want %v", p, g.Name, numbers, w.Data)
			}
		}
	}
}

// numbersOf are the numbers of a tensor, in whole steps of another one if need be.
func numbersOf(t *testing.T, tensors safetensors.SafeTensors, name string) (numbers []float64) {
	t.Helper()
	tensor, _ := tensors.Tensor(name)
	var steps []float64
	if tensor.DType() == safetensors.I8 {
		steps = numbersOf(t, tensors, name+" steps")
	}
	for at := uint64(0); at < tensor.DataLen(); at += tensor.DType().Size() {
		data := tensor.Data()[at:]
		switch tensor.DType() {
		case safetensors.I8:
			numbers = append(numbers, float64(int8(data[0]))*steps[len(numbers)%len(steps)])
		case safetensors.F16:
			numbers = append(numbers, float64(float16.Frombits(binary.LittleEndian.Uint16(data)).Float32()))
		case safetensors.F32:
			numbers = append(numbers, float64(math.Float32frombits(binary.LittleEndian.Uint32(data))))
		case safetensors.F64:
			numbers = append(numbers, math.Float64frombits(binary.LittleEndian.Uint64(data)))
		default:
			t.Fatalf("numbers of type %v", tensor.DType())
		}
	}
	return numbers
}
