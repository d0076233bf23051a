package model

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
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
		NewConvnet[float32](random, everyLayer),
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
			want := map[string]string{"command": "aloud <train> & more", "kind": m.Kind(), "encoding": "pixels"}
			if c, ok := m.(*Convnet[float32]); ok {
				want["layers"] = c.Architecture().String()
			}
			if !maps.Equal(metadata, want) {
				t.Errorf("%s: metadata %v, want %v", name, metadata, want)
			}
			if fmt.Sprint(got.Kind(), got.Groups()) != fmt.Sprint(m.Kind(), m.Groups()) {
				t.Errorf("%s: became a %s of %v", name, got.Kind(), got.Groups())
			}
			for i, v := range got.Params() {
				// Written as "not within", for NaN is never beyond.
				if want := float64(m.Params()[i]); !(math.Abs(float64(v)-want) <= row.error*math.Abs(want)) {
					t.Errorf("%s: parameter %d is %v, want %v", name, i, v, want)
				}
			}
		}
	}
}

// TestSteps keeps weights to half a step of their columns, but for a few of the greatest, which are cut off for the good of the
// others; and whole columns of zeros.
func TestSteps(t *testing.T) {
	m := NewSoftmax[float64](50, 4)
	w := Windows(m.Params(), m.Groups())[0]
	random := rand.New(rand.NewPCG(1, 2))
	for i := range w.Rows {
		for j, size := range []float64{1, 1e-3, 1e4, 0} {
			w.Row(i)[j] = size * random.NormFloat64()
		}
	}
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	if err := Save(path, m, Int8, nil); err != nil {
		t.Fatal(err)
	}
	got, _, err := Load[float64](path)
	if err != nil {
		t.Fatal(err)
	}
	kept := Windows(got.Params(), got.Groups())[0]
	for j := range w.Cols {
		greatest, step, most := 0.0, math.Inf(1), 0.0 // the least number kept is one step: there are many near 0
		for i := range w.Rows {
			greatest = max(greatest, math.Abs(w.Row(i)[j]))
			if k := math.Abs(kept.Row(i)[j]); k > 0 {
				step, most = min(step, k), max(most, k)
			}
		}
		squares, plainly, cut := 0.0, 0.0, 0
		for i := range w.Rows {
			away := math.Abs(kept.Row(i)[j] - w.Row(i)[j])
			if !(math.Abs(w.Row(i)[j]) <= most+0.5001*step) {
				cut++
			} else if away > 0.5001*step {
				t.Errorf("weight %d of column %d is %v, was %v", i, j, kept.Row(i)[j], w.Row(i)[j])
			}
			squares += away * away
			if plain := greatest / int8Steps; plain > 0 {
				away := w.Row(i)[j] - plain*math.RoundToEven(w.Row(i)[j]/plain)
				plainly += away * away
			}
		}
		if squares > plainly*1.0001 || cut > 3 {
			t.Errorf("column %d is off by squares of %v in all, and by %v with its greatest weight kept; %d are cut off", j, squares, plainly, cut)
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
		{"no such numbers", fine, 4, nil, `model: weights: no such precision: float4`},
		{"a novel among the metadata", fine, Float32, map[string]string{"log": strings.Repeat("x", maxHeader)},
			fmt.Sprintf("model: weights: a header of %d bytes: not a safetensors file", maxHeader+184)},
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

// weightsFile is a weights file made of a header and so many bytes of data, all of them 0.
func weightsFile(header string, data int) string {
	length := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return string(length) + header + strings.Repeat("\x00", data)
}

// damage lists files with what is wrong with each and what is said of it. Most are a whole file of a small perceptron
// with one thing changed.
func damage() []struct{ reason, file, want string } {
	const entries = `{"__metadata__":{"kind":"perceptron"}, ` +
		`"V1":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]}, ` +
		`"a1":{"dtype":"F16","shape":[1,2],"data_offsets":[12,16]}, ` +
		`"W":{"dtype":"F32","shape":[2,4],"data_offsets":[16,48]}, ` +
		`"b":{"dtype":"F64","shape":[1,4],"data_offsets":[48,80]}}`
	whole := weightsFile(entries, 80)
	header := func(old, new string) string { return weightsFile(strings.Replace(entries, old, new, 1), 80) }
	number := func(fromEnd int, bits ...byte) string {
		at := len(whole) - fromEnd
		return whole[:at] + string(bits) + whole[at+len(bits):]
	}
	softmax := func(entries string, data int) string {
		return weightsFile(`{"__metadata__":{"kind":"softmax"}, `+entries+`}`, data)
	}
	convnet := func(old, new string) string {
		entries := `{"__metadata__":{"kind":"convnet","layers":"3x4x1\nconv 2x3 2, norm, relu\ndense 3"}, ` +
			`"w1":{"dtype":"F32","shape":[6,2],"data_offsets":[0,48]}, ` +
			`"scale1":{"dtype":"F32","shape":[1,2],"data_offsets":[48,56]}, ` +
			`"shift1":{"dtype":"F32","shape":[1,2],"data_offsets":[56,64]}, ` +
			`"mean1":{"dtype":"F32","shape":[1,2],"data_offsets":[64,72]}, ` +
			`"variance1":{"dtype":"F32","shape":[1,2],"data_offsets":[72,80]}, ` +
			`"w2":{"dtype":"F32","shape":[8,3],"data_offsets":[80,176]}, ` +
			`"b2":{"dtype":"F32","shape":[1,3],"data_offsets":[176,188]}}`
		return weightsFile(strings.Replace(entries, old, new, 1), 188)
	}
	negative := convnet("", "")
	negative = negative[:len(negative)-188+76] + "\x00\x00\x80\xbf" + negative[len(negative)-188+80:] // −1, the second variance
	return []struct{ reason, file, want string }{
		{"nothing is wrong", whole, ""},
		{"entries may stand in any order",
			header(`{"__metadata__":{"kind":"perceptron"}, "V1":{"dtype":"F16","shape":[3,2],"data_offsets":[0,12]}, `,
				`{"V1":{"data_offsets":[0,12],"shape":[3,2],"dtype":"F16"}, "__metadata__":{"kind":"perceptron"}, `), ""},
		{"spaces may follow the header", header(`[48,80]}}`, "[48,80]}}  \n "), ""},

		{"empty", "", `0 bytes are not even the length of a header`},
		{"cut in the length", whole[:7], `7 bytes are not even the length of a header`},
		{"cut in the header", whole[:100], fmt.Sprintf(`the header needs %d bytes, has 92`, len(entries))},
		{"cut in a tensor", whole[:len(whole)-1], `tensor "b": ends at byte 80, and the file's data at 79`},
		{"something appended", whole + "x", `1 bytes follow the last tensor`},
		{"a text", "Dear reader, these are no weights.", `a header of 7018141078010291524 bytes: not a safetensors file`},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
			`a header of 727905341920923785 bytes: not a safetensors file`},
		{"a length that is negative as an int", strings.Repeat("\xff", 64),
			`a header of 18446744073709551615 bytes: not a safetensors file`},
		{"not a number in float64", number(8, 1, 0, 0, 0, 0, 0, 0xf0, 0x7f),
			`tensor "b": number 3 is NaN in float64`},
		{"infinite in float16", number(80, 0, 0xfc), `tensor "V1": number 0 is -Inf in float16`},
		{"a float64 beyond float32", number(32, 0, 0, 0, 0, 0, 0, 0xf0, 0x7e),
			`tensor "b": number 0 is +Inf in float64`},

		{"no JSON", header(`{`, `<`), `the header is not a JSON object`},
		{"an array", header(`{`, `[`), `the header is not a JSON object`},
		{"an unfinished object", header(`[48,80]}}`, `[48,80]}`), `header: it ends where } is due`},
		{"two objects", header(`[48,80]}}`, `[48,80]}}{}`), `header: something follows the JSON object`},
		{"text for a number", header(`[3,2]`, `["3",2]`),
			`header: "V1": "shape": "\"3\",2],\"data" where a whole number is due`},
		{"metadata that are no texts", header(`"perceptron"`, `1`),
			`header: "__metadata__": "kind": "1}, \"V1\":{\"d" where a text is due`},
		{"a name twice", header(`"a1"`, `"V1"`), `header: two entries "V1"`},
		{"a shape twice", header(`"shape":[3,2]`, `"shape":[3,2],"shape":[2,3]`), `header: "V1": two entries "shape"`},
		{"a field that the format does not have", header(`"shape":[3,2]`, `"shape":[3,2],"strides":[2,1]`), `header: "V1": "strides": there is no such field`},
		{"no brace behind a tensor's name", header(`{"dtype":"F16","shape":[3,2]`, `[`), `header: "V1": "[,\"data_offs" where { is due`},
		{"no colon", header(`"dtype":`, `"dtype" `), `header: "V1": "\"F16\",\"shape" where : is due`},
		{"a comma too many", header(`[3,2]`, `[3,2,]`), `header: "V1": "shape": "],\"data_offs" where a whole number is due`},
		{"a fraction", header(`[3,2]`, `[3,2.0]`), `header: "V1": "shape": ".0],\"data_of" where ] is due`},
		{"a zero in front", header(`[3,2]`, `[03,2]`), `header: "V1": "shape": "03,2],\"data_" where a whole number is due`},
		{"a number beyond all", header(`[3,2]`, `[9223372036854775808,2]`), `header: "V1": "shape": "922337203685" where a whole number is due`},
		{"no UTF-8", header(`"V1"`, "\"V\xff\""), `the header is no text in UTF-8`},
		{"a text over two lines", header(`"V1"`, "\"V\n1\""), `header: a text that does not end`},
		{"a backslash that stands for nothing", header(`"V1"`, `"\V1"`), `header: a backslash that stands for nothing`},
		{"half a letter", header(`"V1"`, `"\ud83dV1"`), `header: half a letter behind \u`},
		{"a letter in fewer digits", header(`"V1"`, `"\u56"`), `header: no four hexadecimal digits behind \u`},
		{"letters in digits", header(`"V1"`, `"\u00561"`), ""},

		{"no metadata", header(`"__metadata__":{"kind":"perceptron"}, `, ``),
			`the metadata name no kind of model: not a file of this program`},
		{"a file that says how digits become examples", header(`"kind":"perceptron"`, `"kind":"perceptron", "encoding":"pixels"`), ""},
		{"an encoding nobody knows", header(`"kind":"perceptron"`, `"kind":"perceptron", "encoding":"sound"`),
			`an encoding "sound"; known are ["pixels" "straightened pixels" "gradients"]`},
		{"metadata of another program", header(`"kind":"perceptron"`, `"format":"pt"`),
			`the metadata name no kind of model: not a file of this program`},
		{"a model of the future", header(`"perceptron"`, `"transformer"`),
			`a model of kind "transformer"; known are softmax, perceptron, convnet and line`},
		{"a softmax has no hidden layer", header(`"perceptron"`, `"softmax"`), `tensor "V1": does not belong to a softmax`},
		{"no last layer", header(`"W"`, `"U"`), `tensor "W": missing`},
		{"no bias", header(`"a1"`, `"a2"`), `tensor "a1": missing`},
		{"a gap in the numbering", header(`"V1"`, `"V2"`), `tensor "V2": does not belong to a perceptron`},
		{"layers that do not fit each other", header(`[2,4]`, `[4,2]`), `tensor "W": 4 rows over a layer of 2`},
		{"a bias that does not fit", header(`"shape":[1,4]`, `"shape":[4,1]`), `tensor "b": 4x1 where 1x4 fits`},

		{"a convolutional network", convnet("", ""), ""},
		{"one without its layers", convnet(`"layers"`, `"lagers"`), `layers: no layers`},
		{"layers that nobody knows", convnet(`relu`, `gelu`), `layers: "conv 2x3 2, norm, gelu": no layer is called "gelu"`},
		{"other channels than the weights have", convnet(`2x3 2`, `2x3 5`), `tensor "w1": 6x2 where 6x5 fits`},
		{"another window", convnet(`2x3 2`, `3x2 2`), `tensor "w2": 8x3 where 6x3 fits`},
		{"a layer more than there are tensors", convnet(`dense 3`, `dense 3, norm`), `tensor "scale2": missing`},
		{"a layer less", convnet(`conv 2x3 2, norm, relu\n`, ``), `tensor "w1": 6x2 where 12x3 fits`},
		{"no normalisation", convnet(`, norm`, ``), `tensor "b1": missing`},
		{"a tensor that no layer has", convnet(`dense 3`, `relu`), `tensor "w2": does not belong to a convnet`},
		{"layers that promise gigabytes", convnet(`dense 3`, `dense 4096\ndense 4096\ndense 4096\ndense 4096\ndense 4096`),
			`layers: 67162132 parameters: it takes at most 67108864`},
		{"layers that promise what is not there", convnet(`dense 3`, `dense 4096\ndense 4096`), `tensor "w2": 8x3 where 8x4096 fits`},
		{"a variance that cannot be", negative, `norm: channel 1 has the variance -1`},

		{"unknown numbers", header(`F16`, `BF16`), `tensor "V1": numbers of type "BF16"; known are I8, F16, F32 and F64`},
		{"numbers of no type", header(`"dtype":"F16",`, ``), `tensor "V1": numbers of type ""; known are I8, F16, F32 and F64`},
		{"too few bytes", header(`[16,48]`, `[16,44]`), `tensor "W": 2x4 float32 needs 32 bytes, has 28`},
		{"overlap", header(`[48,80]`, `[44,76]`), `tensor "b": begins at byte 44, and the one before ends at 48`},
		{"gap", header(`[48,80]`, `[50,82]`), `tensor "b": begins at byte 50, and the one before ends at 48`},
		{"no shape", header(`[3,2]`, `null`), `header: "V1": "shape": "null,\"data_o" where [ is due`},
		{"three dimensions", header(`[3,2]`, `[3,2,1]`), `tensor "V1": the shape [3 2 1] is not that of a matrix`},
		{"negative sides", header(`[3,2]`, `[-3,-2]`), `tensor "V1": the shape [-3 -2] is not that of a matrix`},
		{"empty sides", header(`[3,2]`, `[3,0]`), `tensor "V1": the shape [3 0] is not that of a matrix`},
		{"one offset", header(`[0,12]`, `[0]`), `tensor "V1": the offsets [0] are not a begin and an end`},
		{"offsets the wrong way round", header(`[0,12]`, `[12,0]`),
			`tensor "V1": the offsets [12 0] are not a begin and an end`},
		{"a negative offset", header(`[0,12]`, `[-12,0]`), `tensor "V1": the offsets [-12 0] are not a begin and an end`},

		{"promises terabytes", softmax(`"W":{"dtype":"F64","shape":[16777216,16777216],"data_offsets":[0,8]}`, 8),
			`tensor "W": 16777216x16777216 float64 needs 2251799813685248 bytes, has 8`},
		{"promises them with the offsets", softmax(`"W":{"dtype":"F64","shape":[1048576,1048576],"data_offsets":[0,8796093022208]}`, 8),
			`tensor "W": ends at byte 8796093022208, and the file's data at 8`},
		{"sides whose product is 0 in 64 bits", softmax(`"W":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}`, 0),
			`tensor "W": the shape [4294967296 4294967296] is not that of a matrix`},
		{"narrow layers, each wide for the other",
			weightsFile(`{"__metadata__":{"kind":"perceptron"}, `+
				`"V1":{"dtype":"F16","shape":[20000,1],"data_offsets":[0,40000]}, `+
				`"W":{"dtype":"F16","shape":[20000,1],"data_offsets":[40000,80000]}}`, 80000),
			`tensor "W": 20000 rows over a layer of 1`},
		{"whole numbers of no steps", softmax(`"W":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}, "b":{"dtype":"F16","shape":[1,2],"data_offsets":[4,8]}`, 8),
			`tensor "W steps": missing`},
		{"whole numbers of too few steps", softmax(`"W":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}, "b":{"dtype":"F16","shape":[1,2],"data_offsets":[4,8]}, `+
			`"W steps":{"dtype":"F16","shape":[1,1],"data_offsets":[8,10]}`, 10),
			`tensor "W steps": 1x1 float16 where 1x2 of floating point fits`},
		{"whole numbers of whole steps", softmax(`"W":{"dtype":"I8","shape":[2,2],"data_offsets":[0,4]}, "b":{"dtype":"F16","shape":[1,2],"data_offsets":[4,8]}, `+
			`"W steps":{"dtype":"I8","shape":[1,2],"data_offsets":[8,10]}`, 10),
			`tensor "W steps": 1x2 int8 where 1x2 of floating point fits`},
		{"steps of what has none", softmax(`"W":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}, "b":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]}, `+
			`"W steps":{"dtype":"F16","shape":[1,2],"data_offsets":[12,16]}`, 16),
			`tensor "W steps": does not belong to a softmax`},
		{"no tensors", softmax(`"x":{"dtype":"F16","shape":[1,1],"data_offsets":[0,2]}`, 2), `tensor "W": missing`},
	}
}

// TestReadDamaged also sees that no damage makes Read take more memory than the file does.
func TestReadDamaged(t *testing.T) {
	for _, row := range damage() {
		t.Run(row.reason, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			m, _, err := Read[float32]([]byte(row.file))
			runtime.ReadMemStats(&after)
			switch {
			case row.want == "" && err != nil:
				t.Errorf("got %v", err)
			case row.want != "" && (m != nil || err == nil || err.Error() != "model: weights: "+row.want):
				t.Errorf("got %v\nwant model: weights: %s", err, row.want)
			}
			if taken := after.TotalAlloc - before.TotalAlloc; taken > 1<<18 {
				t.Errorf("took %d bytes", taken)
			}
		})
	}
}

// TestLoadRefuses names the file in what is wrong with it.
func TestLoadRefuses(t *testing.T) {
	folder := t.TempDir()
	short := filepath.Join(folder, "short.safetensors")
	os.WriteFile(short, []byte("short"), 0o644)
	for _, row := range []struct{ reason, path, want string }{
		{"no such file", filepath.Join(folder, "absent"), "absent: no such file or directory"},
		{"a folder", folder, "is a directory"},
		{"damaged", short, short + ": 5 bytes are not even the length of a header"},
	} {
		_, _, err := Load[float32](row.path)
		if err == nil || !strings.HasPrefix(err.Error(), "model: weights: ") || !strings.HasSuffix(err.Error(), row.want) {
			t.Errorf("%s: got %v, want model: weights: … %s", row.reason, err, row.want)
		}
	}
}

// FuzzRead sees that any bytes give either one line of error or a model that survives being written and read again.
func FuzzRead(f *testing.F) {
	corpus.Add(f)
	for _, row := range damage() {
		f.Add([]byte(row.file))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		var m Model[float64]
		var metadata map[string]string
		var err error
		const few, perByte = 2 << 20, 100 // a byte of a header is a letter of JSON
		thrift.Within(t, few+perByte*uint64(len(file)), func() { m, metadata, err = Read[float64](file) })
		if err != nil {
			if m != nil || strings.Contains(err.Error(), "\n") {
				t.Fatalf("a model %v with the error %q", m, err)
			}
			return
		}
		again, err := format(m, Float64, metadata)
		if err != nil {
			t.Fatal(err)
		}
		same, _, err := Read[float64](again)
		if err != nil || !slices.Equal(same.Params(), m.Params()) {
			t.Fatalf("written and read again: %v, %v became %v", err, m, same)
		}
	})
}

// FuzzHeader sees that what is taken for a header is one for encoding/json, too, which reads the same in it.
func FuzzHeader(f *testing.F) {
	corpus.Add(f)
	for _, row := range damage() {
		if length, rest, whole := strings.Cut(row.file, "{"); whole && len(length) == 8 {
			f.Add([]byte("{" + rest))
		}
	}
	f.Add([]byte(`{"__metadata__": {"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00": "é😀"}, "": {"shape": [ ], "data_offsets": [-0, -12]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		entries, metadata, err := parseHeader(text)
		if err != nil {
			return
		}
		var all map[string]json.RawMessage
		if err := json.Unmarshal(text, &all); err != nil {
			t.Fatal(err)
		}
		var texts map[string]string
		if named, ok := all[metadataName]; ok {
			if err := json.Unmarshal(named, &texts); err != nil {
				t.Fatal(err)
			}
			delete(all, metadataName)
		}
		if !maps.Equal(texts, metadata) {
			t.Errorf("metadata %q, want %q", metadata, texts)
		}
		if len(entries) != len(all) {
			t.Errorf("%d entries, want %d", len(entries), len(all))
		}
		for _, e := range entries {
			var want struct {
				Type    string `json:"dtype"`
				Shape   []int
				Offsets []int `json:"data_offsets"`
			}
			if err := json.Unmarshal(all[e.name], &want); err != nil {
				t.Fatal(err)
			}
			if e.dtype != want.Type || !slices.Equal(e.shape, want.Shape) || !slices.Equal(e.offsets, want.Offsets) {
				t.Errorf("%+v, want %+v", e, want)
			}
		}
	})
}
