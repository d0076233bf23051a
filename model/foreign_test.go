package model_test

import (
	"encoding/json"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"aloud/internal/needs"
	"aloud/model"
)

// TestForeignReader has another program read what Save writes, in every precision.
func TestForeignReader(t *testing.T) {
	node := needs.Program(t, "node")
	a, err := model.ParseArchitecture("6x5x1\nconv 3x2 4 pad 1, norm, relu\ndense 3")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []model.Precision{model.Float16, model.Float32, model.Float64} {
		m := model.NewConvnet[float64](rand.New(rand.NewPCG(5, 5)), a)
		path := filepath.Join(t.TempDir(), "m.safetensors")
		if err := model.Save(path, m, p, map[string]string{"command": `say "ü"`}); err != nil {
			t.Fatal(err)
		}
		kept, _, err := model.Load[float64](path) // the numbers as far as the precision keeps them
		if err != nil {
			t.Fatal(err)
		}
		printed, err := exec.Command(node, filepath.Join("testdata", "safetensors.js"), path).Output()
		if err != nil {
			t.Fatalf("%v: %v", p, err)
		}
		var read struct {
			Metadata map[string]string
			Tensors  map[string]struct {
				Shape   []int
				Numbers []float64
			}
		}
		if err := json.Unmarshal(printed, &read); err != nil {
			t.Fatal(err)
		}
		if read.Metadata["command"] != `say "ü"` || read.Metadata["kind"] != "convnet" {
			t.Errorf("%v: metadata %q", p, read.Metadata)
		}
		if len(read.Tensors) != len(m.Groups()) {
			t.Errorf("%v: %d tensors for %d groups", p, len(read.Tensors), len(m.Groups()))
		}
		for i, w := range model.Windows(kept.Params(), kept.Groups()) {
			g := kept.Groups()[i]
			if got := read.Tensors[g.Name]; !slices.Equal(got.Shape, []int{g.Rows, g.Cols}) || !slices.Equal(got.Numbers, w.Data) {
				t.Errorf("%v: %s is %v of shape %v", p, g.Name, got.Numbers, got.Shape)
			}
		}
	}
}
