package model

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSaveLoad sends models through a file, in every precision.
func TestSaveLoad(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	softmax := NewSoftmax[float32](5, 3)
	fillNormal(softmax.Params(), random, 1)
	for _, m := range []Model[float32]{
		softmax,
		NewPerceptron[float32](random, 5, 3),
		NewPerceptron[float32](random, 5, 4, 3),
		NewPerceptron[float32](random, 5, 1, 4, 2, 3),
	} {
		for _, row := range []struct {
			precision Precision
			error     float64 // relative, by the bits that are kept
		}{{Float64, 0}, {Float32, 0}, {Float16, 1.0 / 2048}} {
			name := fmt.Sprint(m.Kind(), " of ", len(m.Groups()), " groups in ", row.precision)
			path := filepath.Join(t.TempDir(), "weights.safetensors")
			if err := Save(path, m, row.precision, map[string]string{"command": "aloud <train> & more"}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, metadata, err := Load[float32](path)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if want := map[string]string{"command": "aloud <train> & more", "kind": m.Kind()}; !maps.Equal(metadata, want) {
				t.Errorf("%s: metadata %v, want %v", name, metadata, want)
			}
			if fmt.Sprint(got.Kind(), got.Groups()) != fmt.Sprint(m.Kind(), m.Groups()) {
				t.Errorf("%s: became a %s of %v", name, got.Kind(), got.Groups())
			}
			for i, v := range got.Params() {
				if want := float64(m.Params()[i]); math.Abs(float64(v)-want) > row.error*math.Abs(want) {
					t.Errorf("%s: parameter %d is %v, want %v", name, i, v, want)
				}
			}
		}
	}
}

// TestSaveTwice replaces a file, and leaves nothing beside it; the same content gives the same bytes.
func TestSaveTwice(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "w.safetensors")
	metadata := map[string]string{"seed": "1", "command": "aloud train", "data": "abc"}
	var files [2][]byte
	for i := range files {
		if err := Save(path, NewPerceptron[float64](rand.New(rand.NewPCG(1, 2)), 4, 3, 2), Float64, metadata); err != nil {
			t.Fatal(err)
		}
		files[i], _ = os.ReadFile(path)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same model gave other bytes")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("left beside the file: %v", entries)
	}
	if length := binary.LittleEndian.Uint64(files[0]); length%8 != 0 {
		t.Errorf("numbers begin at byte %d, which is no multiple of 8", 8+length)
	}
}

// TestSaveRefuses sees that what could not be read again is not written, and an older file left alone.
func TestSaveRefuses(t *testing.T) {
	nan, large := NewSoftmax[float64](2, 3), NewSoftmax[float64](2, 3)
	nan.Params()[4] = math.NaN()
	large.Params()[7] = 1e5
	fine := NewSoftmax[float64](2, 3)
	for _, row := range []struct {
		reason    string
		model     *Softmax[float64]
		precision Precision
		metadata  map[string]string
		want      string
	}{
		{"training diverged", nan, Float64, nil, `model: weights: tensor "W": number 4 is NaN in float64`},
		{"float16 ends at 65504", large, Float16, nil, `model: weights: tensor "b": number 1 is +Inf in float16`},
		{"no such numbers", fine, 8, nil, `model: weights: no such precision: float8`},
		{"a novel among the metadata", fine, Float32, map[string]string{"log": strings.Repeat("x", maxHeader)},
			fmt.Sprintf("model: weights: a header of %d bytes, and %d are the most: not a safetensors file", maxHeader+160, maxHeader)},
	} {
		path := filepath.Join(t.TempDir(), "w.safetensors")
		os.WriteFile(path, []byte("older"), 0o644)
		if err := Save(path, row.model, row.precision, row.metadata); err == nil || err.Error() != row.want {
			t.Errorf("%s: got %v, want %s", row.reason, err, row.want)
		}
		if left, _ := os.ReadFile(path); string(left) != "older" {
			t.Errorf("%s: the older file was touched", row.reason)
		}
	}
}
