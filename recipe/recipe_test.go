package recipe

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/scribe"
)

// TestAll sees that every recipe can be cooked: its options stand the check, its model has the layers that it names and
// sees digits as it says.
func TestAll(t *testing.T) {
	names := map[string]bool{}
	for _, r := range All() {
		t.Run(r.Name, func(t *testing.T) {
			if r.Spoilt {
				r.Options.Teacher = r.Model()
			}
			if err := r.Check(); err != nil {
				t.Fatal(err)
			}
			if names[r.Name] || r.Name == "" || r.Short == "" {
				t.Errorf("named %q before, or no name, or no word on it", r.Name)
			}
			names[r.Name] = true
			m := r.Model()
			if m.Encoding() != r.Encoding || m.Inputs() != r.Encoding.Size() || m.Classes() != r.Classes {
				t.Errorf("a model of %d %s and %d classes", m.Inputs(), m.Encoding(), m.Classes())
			}
		})
	}
}

// TestOf returns a recipe of one's own each time.
func TestOf(t *testing.T) {
	changed := Of("mlp")
	changed.Hidden[0], changed.Options.Epochs = 1, 1
	if r := Of("mlp"); r.Hidden[0] == 1 || r.Options.Epochs == 1 {
		t.Error("a change to one recipe changed another")
	}
}

func TestCheck(t *testing.T) {
	for _, row := range []struct {
		reason string
		change func(r *Recipe)
		want   string
	}{
		{"as it is", func(r *Recipe) {}, ""},
		{"a layer of nothing", func(r *Recipe) { r.Hidden = []int{0} }, "a hidden layer of 0 units"},
		{"a layer beyond any machine", func(r *Recipe) { r.Hidden = []int{1 << 62} }, "units: it takes 1 to"},
		{"layers that are too much together", func(r *Recipe) { r.Hidden = []int{1 << 15, 1 << 15} }, "too large"},
		{"a convolutional network of nonsense", func(r *Recipe) { r.Net = "28x28x1\nglue 3" }, "glue"},
		{"nobody to learn from", func(r *Recipe) { r.Spoilt = true }, "it takes a teacher"},
		{"no epochs", func(r *Recipe) { r.Options.Epochs = 0 }, "0 epochs"},
	} {
		r := Of("mlp")
		row.change(&r)
		if err := r.Check(); (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %q", row.reason, err, row.want)
		}
	}
}

// TestSpoilt sees that some digits lie on their sides, where nobody knows what they are, and that all are spoilt, where the recipe
// says so alone.
func TestSpoilt(t *testing.T) {
	reader, sturdy := Of("reader"), Of("sturdy")
	if reader.TrainOptions().Spoil != nil {
		t.Error("examples of the reader's are spoilt")
	}
	o := sturdy.TrainOptions()
	if o.Spoil == nil {
		t.Error("nothing is spoilt")
	}
	var d digit.Labelled
	d.Class = 1
	for y := 6; y < 22; y++ {
		d.Digit[y*digit.Side+14] = 255
	}
	const shown = 1000
	unknown, lying := 0, 0
	for seed := range uint64(shown) {
		seen := o.Vary(rand.New(rand.NewPCG(seed, 0)), &d)
		if seen.Class == digit.Unknown {
			unknown++
			turned := seen.Turned(1)
			lying += one(extent(&seen.Digit) < extent(&turned))
		} else if seen.Class == d.Class && extent(&seen.Digit) < 8 {
			t.Error("a 1 on its side with its class")
		}
	}
	if unknown < shown/8 || unknown > shown/4 || lying < unknown/4 {
		t.Errorf("%d of %d are unknown, and %d of these lie on their sides", unknown, shown, lying)
	}
}

// extent is how many rows hold ink.
func extent(d *digit.Digit) (rows int) {
	for y := range digit.Side {
		rows += one(slices.Max(d[y*digit.Side:][:digit.Side]) > 0)
	}
	return rows
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestVary sees that examples are varied when the recipe says so, and by it alone.
func TestVary(t *testing.T) {
	var d digit.Labelled
	d.Digit[14*digit.Side+14], d.Class = 255, 1
	classes := func(r Recipe) (moved bool, classes map[uint8]bool) {
		classes = map[uint8]bool{}
		vary := r.TrainOptions().Vary
		for seed := range uint64(200) {
			shown := vary(rand.New(rand.NewPCG(seed, 0)), &d)
			moved = moved || shown.Class == d.Class && shown.Digit != d.Digit
			classes[shown.Class] = true
		}
		return moved, classes
	}
	plain := Of("mlp")
	plain.Jitter = scribe.JitterOptions{}
	if plain.TrainOptions().Vary != nil {
		t.Error("a recipe without jitter varies its examples")
	}
	if moved, classes := classes(Of("mlp")); !moved || len(classes) != 1 {
		t.Errorf("jitter: moved %t, to classes %v", moved, classes)
	}
	if _, classes := classes(Of("reader")); len(classes) != 11 {
		t.Errorf("drawn: of classes %v", classes)
	}
}
