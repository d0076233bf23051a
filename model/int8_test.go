package model

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

// TestInSteps sees that weights in steps are those that a file keeps, once and for all, and that all else stays.
func TestInSteps(t *testing.T) {
	m := NewConvnet[float32](rand.New(rand.NewPCG(1, 2)), architecture("6x6x1\nconv 3x3 20, norm, relu\ndense 5"))
	exact := slices.Clone(m.params)
	path := filepath.Join(t.TempDir(), "w.safetensors")
	if err := Save(path, m, Int8, nil); err != nil {
		t.Fatal(err)
	}
	kept, _, err := Load[float32](path)
	if err != nil {
		t.Fatal(err)
	}
	InSteps(m)
	before, file := Windows(exact, m.groups), Windows(kept.Params(), m.groups)
	for i, w := range Windows(m.params, m.groups) {
		want, group := file[i], m.groups[i]
		if group.Rows == 1 {
			want = before[i]
		} else if slices.Equal(w.Data, before[i].Data) {
			t.Errorf("%s is not rounded", group.Name)
		}
		if !slices.Equal(w.Data, want.Data) {
			t.Errorf("%s is %v, want %v", group.Name, w.Data, want.Data)
		}
	}
	once := slices.Clone(m.params)
	if InSteps(m); !slices.Equal(m.params, once) {
		t.Error("what is in steps is rounded again")
	}
}
