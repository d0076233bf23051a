package model

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestGrow adds a block to a reader, which then reads as before, and can learn more than before.
func TestGrow(t *testing.T) {
	const below, above = "6x4x1\nconv 6x3 5 stride 1x2 pad 0x1, norm, relu\n", "conv 1x1 8"
	random := rand.New(rand.NewPCG(21, 21))
	earlier := NewLine[float64](random, architecture(below+above))
	grown := NewLine[float64](random, architecture(below+"conv 1x3 5 pad 0x1, norm, relu, conv 1x1 5, norm, add, relu\n"+above))
	if err := grown.Grow(earlier); err != nil {
		t.Fatal(err)
	}
	x := randomMatrix(random, 3, earlier.Height()*20)
	for i, b := range grown.Read(x, nil) {
		want := earlier.Read(x, nil)[i]
		if !slices.Equal(b.Reading.Data, want.Reading.Data) || !slices.Equal(b.Centres.Data, want.Centres.Data) {
			t.Errorf("line %d is read otherwise than before", i)
		}
	}
	gradient := make([]float64, len(grown.Params()))
	lesson := LineLesson{Digits: []string{"01", "2", ""}, Centres: [][]float64{{3, 9}, {8}, {}}}
	grown.Gradient(gradient, x, lesson, nil)
	of := grown.net.blocks()[1]
	scale := layerWeights(grown.net.architecture, Windows(gradient, grown.Groups()))[7].scale
	if of.residual[0] != 0 || !slices.ContainsFunc(scale, func(g float64) bool { return g != 0 }) {
		t.Errorf("the scale %v of the new block has the gradient %v: it never learns", of.residual, scale)
	}
}

// TestGrowRefuses keeps a reader as it is where the earlier one's layers are not some of its own.
func TestGrowRefuses(t *testing.T) {
	const text = "6x4x1\nconv 6x3 5 stride 1x2 pad 0x1, norm, relu\nconv 1x1 8"
	for _, test := range []struct{ name, earlier, grown, want string }{
		{"other channels", "6x4x1\nconv 6x3 4 stride 1x2 pad 0x1, norm, relu\nconv 1x1 8", text, `no block "conv 6x3 5`},
		{"a block too many", "6x4x1\nconv 6x3 5 stride 1x2 pad 0x1, norm, relu\nconv 1x3 5 pad 0x1, norm, add, relu\nconv 1x1 8", text, `no block "conv 1x1 8"`},
		{"a block at the end", "6x4x1\nconv 6x3 8 stride 1x2 pad 0x1\nconv 1x1 8", "6x4x1\nconv 6x3 8 stride 1x2 pad 0x1", `block "conv 1x1 8" that has no place`},
		{"another height", "7x4x1\nconv 7x3 5 stride 1x2 pad 0x1, norm, relu\nconv 1x1 8", text, "lines 7 high, not 6"},
	} {
		t.Run(test.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(22, 22))
			earlier, m := NewLine[float64](random, architecture(test.earlier)), NewLine[float64](random, architecture(test.grown))
			before := slices.Clone(m.Params())
			if err := m.Grow(earlier); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %s", err, test.want)
			}
			if !slices.Equal(m.Params(), before) {
				t.Error("the parameters have changed")
			}
		})
	}
}
