package model

import (
	"strings"
	"testing"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
)

// TestArchitecture reads texts with all that they may hold, and writes them in the one way there is.
func TestArchitecture(t *testing.T) {
	for _, row := range []struct{ reason, text, canonical, shapes string }{
		{"a dense layer alone", "28x28x1\ndense 10", "28x28x1\ndense 10", "1x1x10"},
		{"blanks and empty lines", "\n  5x4x3 \n\n\tconv 3x2 7 ,relu\r\n dense   2\n", "5x4x3\nconv 3x2 7, relu\ndense 2", "3x3x7 3x3x7 1x1x2"},
		{"strides and padding of two numbers, in any order", "9x7x1\nconv 5x3 4 pad 2x1 stride 2x3", "9x7x1\nconv 5x3 4 stride 2x3 pad 2x1", "5x3x4"},
		{"two equal numbers", "9x9x1\nconv 3x3 4 stride 2x2 pad 1x1", "9x9x1\nconv 3x3 4 stride 2 pad 1", "5x5x4"},
		{"what goes without saying", "9x9x1\nconv 3x3 4 stride 1 pad 0 dilate 1\npool 3x2 stride 3x2", "9x9x1\nconv 3x3 4\npool 3x2", "7x7x4 2x3x4"},
		{"pooling that overlaps", "9x9x2\npool 3x3 stride 1x2", "9x9x2\npool 3x3 stride 1x2", "7x4x2"},
		{"a line's columns, dilated", "1x9x2\nconv 1x3 2 pad 0x2 dilate 2, norm, relu, add", "1x9x2\nconv 1x3 2 pad 0x2 dilate 2, norm, relu, add", "1x9x2 1x9x2 1x9x2 1x9x2"},
		{"every layer", everyLayer.String(), everyLayer.String(), "3x4x3 3x4x3 3x4x3 3x4x3 3x4x3 3x4x3 3x4x3 4x4x3 4x4x3 2x4x3 1x1x3 1x1x3 1x1x4"},
	} {
		a, err := ParseArchitecture(row.text)
		if err != nil {
			t.Errorf("%s: %v", row.reason, err)
			continue
		}
		if a.String() != row.canonical {
			t.Errorf("%s: written %q, want %q", row.reason, a, row.canonical)
		}
		var shapes []string
		for _, l := range a.layers {
			shapes = append(shapes, l.out.String())
		}
		if got := strings.Join(shapes, " "); got != row.shapes {
			t.Errorf("%s: shapes %s, want %s", row.reason, got, row.shapes)
		}
	}
}

// noArchitectures are texts that describe no network, with what is wrong.
var noArchitectures = []struct{ reason, text, want string }{
	{"nothing", "", `no layers`},
	{"an input alone", "28x28x1", `no layers`},
	{"no input", "conv 3x3 8", `"conv 3x3 8": an input's shape is height x width x channels, as in 28x28x1`},
	{"no channels", "28x28\ndense 10", `"28x28": an input's shape is height x width x channels, as in 28x28x1`},
	{"an empty input", "28x0x1\ndense 10", `"28x0x1": a shape of 28x0x1: it takes 1 to 1048576 numbers`},
	{"a negative input", "28x-1x1\ndense 10", `"28x-1x1": an input's shape is height x width x channels, as in 28x28x1`},
	{"an endless input", "4096x4096x4096\ndense 10", `"4096x4096x4096": a shape of 4096x4096x4096: it takes 1 to 1048576 numbers`},
	{"a number beyond numbers", "28x28x99999999999999999999\ndense 10",
		`"28x28x99999999999999999999": an input's shape is height x width x channels, as in 28x28x1`},

	{"a layer of the future", "8x8x1\nattend 3", `"attend 3": no layer is called "attend"`},
	{"nothing between commas", "8x8x1\nrelu,, norm", `"relu,, norm": no layer beside a comma`},
	{"no window", "8x8x1\nconv", `"conv": conv: no window`},
	{"no channels", "8x8x1\nconv 3x3", `"conv 3x3": conv: no channels`},
	{"a window in space", "8x8x1\nconv 3x3x3 2", `"conv 3x3x3 2": conv: window: "3x3x3" is not a number of rows and one of columns`},
	{"no number", "8x8x1\nconv 3xa 2", `"conv 3xa 2": conv: window: "a" is no number from 0 to 4096`},
	{"channels of two numbers", "8x8x1\ndense 3x3", `"dense 3x3": dense: channels: "3x3" is more than one number`},
	{"no channels at all", "8x8x1\nconv 3x3 0", `"conv 3x3 0": a shape of 6x6x0: it takes 1 to 1048576 numbers`},
	{"too many channels", "8x8x1\ndense 4097", `"dense 4097": dense: channels: "4097" is no number from 0 to 4096`},
	{"an option without a value", "8x8x1\nconv 3x3 2 pad", `"conv 3x3 2 pad": conv: "pad" is not expected there, or twice, or without a value`},
	{"an option twice", "8x8x1\nconv 3x3 2 pad 1 pad 1", `"conv 3x3 2 pad 1 pad 1": conv: "pad" is not expected there, or twice, or without a value`},
	{"another layer's option", "8x8x1\npool 2x2 pad 1", `"pool 2x2 pad 1": pool: "pad" is not expected there, or twice, or without a value`},
	{"too many words", "8x8x1\nrelu 3", `"relu 3": relu: "3" is not expected there, or twice, or without a value`},
	{"a stride of 0", "8x8x1\nconv 3x3 2 stride 0", `"conv 3x3 2 stride 0": conv: a window, stride or dilation of 0`},
	{"a window of 0", "8x8x1\npool 0x2", `"pool 0x2": pool: a window, stride or dilation of 0`},
	{"nothing but border", "8x8x1\nconv 3x3 2 pad 3x0",
		`"conv 3x3 2 pad 3x0": conv: padding of 3x0 for a window that reaches 3x3: some would see nothing else`},
	{"dilation and stride", "8x8x1\nconv 3x3 2 dilate 2 stride 2", `"conv 3x3 2 dilate 2 stride 2": conv: dilation and stride together`},
	{"a window larger than the picture", "8x8x1\nconv 9x3 2", `"conv 9x3 2": a shape of 0x0x2: it takes 1 to 1048576 numbers`},
	{"certainty of nothing", "8x8x1\ndropout 1", `"dropout 1": dropout: probability: "1" is no probability from 0 to below 1`},
	{"no probability", "8x8x1\ndropout NaN", `"dropout NaN": dropout: probability: "NaN" is no probability from 0 to below 1`},
	{"nothing to add", "8x8x1\nadd", `"add": add: the block begins with 8x8x1, which cannot be added to 8x8x1`},
	{"what cannot be added", "8x8x1\nconv 3x3 1, add", `"conv 3x3 1, add": add: the block begins with 8x8x1, which cannot be added to 6x6x1`},
	{"a layer that holds too much", "1024x1024x1\nconv 1x1 2", `"conv 1x1 2": a shape of 1024x1024x2: it takes 1 to 1048576 numbers`},
	{"too many weights", "1000x1000x1\ndense 100", `100000100 parameters: it takes at most 67108864`},
	{"a tower", "8x8x1\n" + strings.Repeat("relu\n", maxLayers+1), `"relu": more than 256 layers`},
	{"a novel", strings.Repeat(" ", maxText+1), `16385 bytes: it takes at most 16384`},
}

func TestNoArchitecture(t *testing.T) {
	for _, row := range noArchitectures {
		if _, err := ParseArchitecture(row.text); err == nil || err.Error() != "model: architecture: "+row.want {
			t.Errorf("%s: got %v\nwant model: architecture: %s", row.reason, err, row.want)
		}
	}
}

// TestArchitectureCost counts what a person would.
func TestArchitectureCost(t *testing.T) {
	a := architecture("28x28x1\nconv 5x5 24 pad 2, norm, relu\nconv 3x3 48 stride 2 pad 1, relu\ndepthwise 3x3\ndense 10")
	want := 28*28*24*25 + 14*14*48*9*24 + 12*12*48*9 + 12*12*48*10
	if got := a.Multiplications(); got != want {
		t.Errorf("%d multiplications, want %d", got, want)
	}
	weights := 25*24 + 4*24 + 9*24*48 + 48 + 9*48 + 48 + 12*12*48*10 + 10
	if got := Size(a.groups()); got != weights {
		t.Errorf("%d parameters, want %d", got, weights)
	}
	wantTable := `layers                             result     parameters   multiplications
                                   28x28x1                 
conv 5x5 24 pad 2, norm, relu      28x28x24   696          470400
conv 3x3 48 stride 2 pad 1, relu   14x14x48   10416        2032128
depthwise 3x3                      12x12x48   480          62208
dense 10                           1x1x10     69130        69120
`
	if got := a.Table(); got != wantTable {
		t.Errorf("the table is\n%s\nwant\n%s", got, wantTable)
	}
}

// FuzzParseArchitecture sees that any text is either an error in one line or a network, which its own text describes.
func FuzzParseArchitecture(f *testing.F) {
	corpus.Add(f)
	f.Add(everyLayer.String())
	for _, row := range noArchitectures {
		f.Add(row.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var a Architecture
		var err error
		const few, perByte = 1 << 20, 1000
		thrift.Within(t, few+perByte*uint64(len(text)), func() { a, err = ParseArchitecture(text) })
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("an error of several lines: %q", err)
			}
			return
		}
		if again, err := ParseArchitecture(a.String()); err != nil || again.String() != a.String() || again.Table() != a.Table() {
			t.Fatalf("%q became %q: %v", a, again, err)
		}
	})
}

// TestNets holds the architectures to what is said of them, within a twentieth.
func TestNets(t *testing.T) {
	for _, row := range []struct {
		text                        string
		parameters, multiplications float64
	}{{NetM, 310e3, 12.6e6}, {NetS, 132e3, 5.8e6}, {NetPlain, 870e3, 19e6}} {
		a := architecture(row.text)
		if a.String() != row.text || a.out().size() != 10 {
			t.Errorf("%s\nis read as\n%s", row.text, a)
		}
		if p := float64(Size(a.groups())); p < 0.95*row.parameters || p > 1.05*row.parameters {
			t.Errorf("%s\nhas %v parameters", row.text, p)
		}
		if m := float64(a.Multiplications()); m < 0.95*row.multiplications || m > 1.05*row.multiplications {
			t.Errorf("%s\ntakes %v multiplications", row.text, m)
		}
	}
}
