package model

import (
	"bytes"
	"fmt"
	"image"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"aloud/matrix"
)

// lineReaderText is an architecture like that of the reader that ships.
const lineReaderText = `32x8x1
	conv 5x5 16 stride 2 pad 2, norm, relu
	conv 3x3 32 stride 2x1 pad 1, norm, relu
	conv 3x3 64 stride 2 pad 1, norm, relu
	conv 4x1 128, norm, relu
	conv 1x3 128 pad 0x1, norm, relu, add
	conv 1x3 128 pad 0x2 dilate 2, norm, relu, add
	conv 1x3 128 pad 0x1, norm, relu, add
	conv 1x1 22`

// TestLineWidths reads lines of all widths: a column for every four pixels, and in each the probabilities sum to 1, twice.
func TestLineWidths(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	m := NewLine[float64](random, architecture(lineReaderText))
	if m.Height() != 32 || m.ColumnWidth() != 4 || m.Classes() != 11 {
		t.Fatalf("height %d, columns of %d, %d classes", m.Height(), m.ColumnWidth(), m.Classes())
	}
	for _, width := range []int{4, 8, 12, 100, 320} {
		for i, b := range m.Read(randomMatrix(random, 3, m.Height()*width), nil) {
			for _, half := range []matrix.Matrix[float64]{b.Reading, b.Centres} {
				if half.Rows != width/4 || half.Cols != 11 {
					t.Fatalf("width %d, line %d: %d columns of %d classes", width, i, half.Rows, half.Cols)
				}
				for c := range half.Rows {
					sum := 0.0
					for _, v := range half.Row(c) {
						sum += math.Exp(v)
					}
					// Written as "not within", for NaN is never beyond.
					if !(math.Abs(sum-1) <= 1e-12) {
						t.Errorf("width %d, line %d, column %d: the probabilities sum to %v", width, i, c, sum)
					}
				}
			}
		}
	}
}

// TestFoldedLine reads the same without normalisations.
func TestFoldedLine(t *testing.T) {
	random := rand.New(rand.NewPCG(18, 8))
	m := NewLine[float64](random, architecture(lineReaderText))
	drawParams(m.net, random)
	folded := m.Folded()
	if text := folded.Architecture().String(); strings.Contains(text, "norm") {
		t.Errorf("folded to %s", text)
	}
	x := randomMatrix(random, 2, m.Height()*48)
	want, got := m.Read(x, nil), folded.Read(x, nil)
	for i := range want {
		for k, v := range want[i].Reading.Data {
			if !(math.Abs(got[i].Reading.Data[k]-v) <= 1e-9*max(1, math.Abs(v))) {
				t.Fatalf("log p %v, folded %v", v, got[i].Reading.Data[k])
			}
		}
	}
}

// TestLineLooksAround sees that a stroke is noticed some digits away, and no farther: a number cannot be known as a whole.
func TestLineLooksAround(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	m := NewLine[float64](random, architecture(lineReaderText))
	const width, stroke = 320, 160
	x := randomMatrix(random, 2, m.Height()*width)
	copy(x.Row(1), x.Row(0))
	for y := range m.Height() {
		x.Row(1)[y*width+stroke]++
	}
	read := m.Read(x, nil)
	noticed := func(c int) bool { return !slices.Equal(read[0].Reading.Row(c), read[1].Reading.Row(c)) }
	for c := range width / 4 {
		away := math.Abs(float64(4*c + 2 - stroke))
		if away < 10 && !noticed(c) {
			t.Errorf("%v pixels from a stroke it is not noticed", away)
		}
		if away > 24 && noticed(c) {
			t.Errorf("%v pixels from a stroke it is noticed", away)
		}
	}
}

// unnormalised is a reader that sees lines in training as in prediction, whatever their neighbours.
func unnormalised(random *rand.Rand) *Line[float64] {
	return NewLine[float64](random, architecture("6x4x1\nconv 6x3 5 stride 1x2 pad 0x1, relu\nconv 1x1 8"))
}

// TestLineLoss holds the loss of a batch against its definition, line by line.
func TestLineLoss(t *testing.T) {
	random := rand.New(rand.NewPCG(10, 10))
	m := unnormalised(random)
	x := randomMatrix(random, 4, m.Height()*14)
	l := LineLesson{Digits: []string{"012", "", "0000", "00000"}, Centres: [][]float64{{1, 6, 7}, {}, {1, 4, 7, 12}, {1, 2, 3, 4, 5}}}
	want := 0.0
	for i, b := range m.Read(x, nil)[:3] {
		n := float64(max(1, len(l.Digits[i])))
		at := [][]int{{0, 3, 4}, {}, {0, 2, 3, 6}}[i]
		want += (-DigitsLogLikelihood(b.Reading, l.Digits[i]) + 0.5*centresBackward(clone(b.Centres), l.Digits[i], at, 1)) / n / 4
	}
	got := m.Gradient(make([]float64, len(m.Params())), x, l, nil)
	if !(math.Abs(got.Loss-want) <= 1e-12) || got.Skipped != 1 {
		t.Errorf("loss %v with %d lines skipped, want %v with the last one, which has no room", got.Loss, got.Skipped, want)
	}
}

// TestLineSettle sees that a reader which was settled on a batch reads it as training saw it, and that batches of
// different widths count alike.
func TestLineSettle(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 12))
	m := NewLine[float64](random, architecture("6x4x1\nconv 6x3 5 stride 1x2 pad 0x1, norm, relu\nconv 1x3 8 pad 0x1"))
	narrow, wide := randomMatrix(random, 40, m.Height()*80), randomMatrix(random, 40, m.Height()*160)
	settle := func(batches ...matrix.Matrix[float64]) []float64 {
		m.Settle(slices.Values(batches), new(matrix.Scratch[float64]))
		return slices.Clone(m.Params())
	}
	settle(wide)
	net, _ := m.at(wide.Cols)
	logits := net.up(wide, nil, nil)[len(net.architecture.layers)-1].out
	settled, trained := m.Read(wide, nil), make([]LineBeliefs[float64], wide.Rows)
	m.beliefs(trained, logits, 80, nil)
	for i, b := range trained {
		for k, v := range b.Reading.Data {
			if !(math.Abs(v-settled[i].Reading.Data[k]) <= 0.01) {
				t.Fatalf("line %d: log-probability %d is %v, in training %v", i, k, settled[i].Reading.Data[k], v)
			}
		}
	}
	a, b, both := settle(narrow), settle(wide), settle(narrow, wide)
	for i := range both {
		if want := (a[i] + b[i]) / 2; !(math.Abs(both[i]-want) <= 1e-12) {
			t.Fatalf("parameter %d: %v, want the mean of %v and %v", i, both[i], a[i], b[i])
		}
	}
	var none iter.Seq[matrix.Matrix[float64]] = func(func(matrix.Matrix[float64]) bool) {}
	if m.Settle(none, nil); !slices.Equal(m.Params(), both) {
		t.Error("settled on nothing, and changed")
	}
}

// TestLineReadIntoAllocatesNothing reads lines of one width, one by one, in the memory of the first.
func TestLineReadIntoAllocatesNothing(t *testing.T) {
	if !allInVectors() {
		t.Skip("plain Go allocates")
	}
	random := rand.New(rand.NewPCG(13, 13))
	m := NewLine[float32](random, architecture(lineReaderText))
	x, s, beliefs := noise[float32](random, 1, m.Height()*48), new(matrix.Scratch[float32]), make([]LineBeliefs[float32], 1)
	read := func() { s.Reset(); m.ReadInto(beliefs, x, s) }
	read() // and the Scratch learns how much it must lend
	if count := testing.AllocsPerRun(10, read); count != 0 {
		t.Errorf("%v allocations", count)
	}
}

// TestLineReadTogether lets many goroutines read lines of several widths with one reader, which remembers its network over one
// of them; run with -race it sees that they share nothing they write.
func TestLineReadTogether(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 14))
	m := NewLine[float64](random, architecture(lineReaderText))
	var x []matrix.Matrix[float64]
	var want [][]LineBeliefs[float64]
	for i, width := range []int{8, 20, 48} {
		x = append(x, noise[float64](random, 2, m.Height()*width))
		m.last.Store(nil) // what is wanted is read with nothing to remember
		want = append(want, m.Read(x[i], nil))
	}
	var wait sync.WaitGroup
	for g := range 8 {
		wait.Go(func() {
			for k := range 12 {
				i := (k + g) % len(x)
				if got := m.Read(x[i], nil); !reflect.DeepEqual(got, want[i]) {
					t.Errorf("goroutine %d: the lines of %d pixels are not read as they were", g, x[i].Cols)
				}
			}
		})
	}
	wait.Wait()
}

// TestLineEncode brings a picture to numbers, one that is a part of another and narrower than the line.
func TestLineEncode(t *testing.T) {
	m := unnormalised(rand.New(rand.NewPCG(1, 1)))
	whole := image.NewGray(image.Rect(0, 0, 9, 8))
	for i := range whole.Pix {
		whole.Pix[i] = uint8(i)
	}
	part := whole.SubImage(image.Rect(2, 1, 5, 7)).(*image.Gray)
	x := repeat(7, 6*4)
	m.Encode(x, part)
	for y := range 6 {
		for c := range 4 {
			want := 0.0
			if c < 3 {
				want = float64(9*(y+1)+2+c) / 255
			}
			if got := x[4*y+c]; got != want {
				t.Errorf("row %d, column %d: %v, want %v", y, c, got, want)
			}
		}
	}
	wantPanic(t, "model: a picture of 9x8 for a line of 4x6", func() { m.Encode(x, whole) })
}

// TestLineRefuses sees that wrong shapes tell themselves.
func TestLineRefuses(t *testing.T) {
	m := unnormalised(rand.New(rand.NewPCG(1, 1)))
	gradient := make([]float64, len(m.Params()))
	x := matrix.New[float64](2, 6*4)
	wantPanic(t, "model: a line of 18 pixels: it takes 6 rows of a multiple of 2", func() { m.Read(matrix.New[float64](1, 6*3), nil) })
	wantPanic(t, "model: a line of 0 pixels: it takes 6 rows of a multiple of 2", func() { m.Read(matrix.New[float64](1, 0), nil) })
	wantPanic(t, "model: beliefs of 1 lines for 2", func() { m.ReadInto(make([]LineBeliefs[float64], 1), x, nil) })
	wantPanic(t, "model: 1 numbers and 2 rows of centres for 2 lines", func() {
		m.Gradient(gradient, x, LineLesson{Digits: []string{""}, Centres: [][]float64{{}, {}}}, nil)
	})
	wantPanic(t, "model: 1 centres for the 2 digits of a line", func() {
		m.Gradient(gradient, x, LineLesson{Digits: []string{"", "01"}, Centres: [][]float64{{}, {3}}}, nil)
	})
}

func wantPanic(t *testing.T, want string, call func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := fmt.Sprint(recover()); got != want {
			t.Errorf("panics with %s, want %s", got, want)
		}
	}()
	call()
}

// TestCheckLine refuses what cannot read lines, and says why.
func TestCheckLine(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{lineReaderText, ""},
		{"32x8x3\nconv 32x1 22", "one channel, not 3"},
		{"32x8x1\nconv 5x1 22", "gives 28x8x22"},
		{"32x8x1\nconv 32x1 21", "gives 1x8x21"},
		{"32x8x1\nconv 32x1 24", "2 to 11"},
		{"32x8x1\ndense 22", "dense"},
		{"32x8x1\nmean, conv 1x1 22", "mean"},
		{"32x8x1\nconv 32x2 22", "7 columns from a width of 8"},
		{"32x8x1\nconv 32x1 22 stride 1x3", "3 columns from a width of 8"},
		{"32x4x1\nconv 32x4 22", "a column for every so many pixels"},
	} {
		err := CheckLine(architecture(row.text))
		if (err == nil) != (row.want == "") || err != nil && !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: got %v, want %q", row.text, err, row.want)
		}
	}
	wantPanic(t, "model: a line has one channel, not 2", func() { NewLine[float32](nil, architecture("4x2x2\nconv 4x1 4")) })
}

// TestSaveLoadLine sends a reader through a file, and sees that it is not taken for another kind of model.
func TestSaveLoadLine(t *testing.T) {
	m := unnormalised(rand.New(rand.NewPCG(3, 3)))
	path := filepath.Join(t.TempDir(), "line.safetensors")
	if err := Save(path, m, Float64, map[string]string{"command": "aloud train line"}); err != nil {
		t.Fatal(err)
	}
	got, metadata, err := LoadLine[float64](path)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"command": "aloud train line", "kind": "line", "layers": m.Architecture().String()}
	if !maps.Equal(metadata, want) {
		t.Errorf("metadata %v, want %v", metadata, want)
	}
	if got.Architecture().String() != m.Architecture().String() || !slices.Equal(got.Params(), m.Params()) {
		t.Errorf("became a %v", got.Architecture())
	}

	_, _, err = Load[float64](path)
	wantError(t, err, "model: weights: "+path+`: a model of kind "line", which is for another task`)
	other := filepath.Join(t.TempDir(), "softmax.safetensors")
	if err := Save(other, NewSoftmax[float64](3, 2), Float64, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = LoadLine[float64](other)
	wantError(t, err, "model: weights: "+other+`: a model of kind "softmax", which is for another task`)

	file, _ := os.ReadFile(path)
	_, _, err = ReadLine[float64](bytes.Replace(file, []byte("6x4x1"), []byte("7x4x1"), 1))
	wantError(t, err, "model: weights: layers: a line reader gives 2x2x8: it takes one row, and twice as many channels as classes, which are 2 to 11")
	_, _, err = ReadLine[float64](bytes.Replace(file, []byte(`"kind":"line"`), []byte(`"kind":"lime"`), 1))
	wantError(t, err, `model: weights: a model of kind "lime"; known are softmax, perceptron, convnet and line`)
}

func wantError(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// BenchmarkLineGradient learns from a batch of lines of usual width.
func BenchmarkLineGradient(b *testing.B) {
	const n, width = 64, 192
	random := rand.New(rand.NewPCG(1, 1))
	m := NewLine[float32](random, architecture(lineReaderText))
	x := matrix.New[float32](n, m.Height()*width)
	l := LineLesson{Digits: make([]string, n), Centres: make([][]float64, n)}
	for i := range n {
		for p := range x.Row(i) {
			if random.IntN(5) == 0 {
				x.Row(i)[p] = 1
			}
		}
		l.Digits[i] = fmt.Sprint(100000 + random.IntN(900000))
		for k := range 6 {
			l.Centres[i] = append(l.Centres[i], float64(20+30*k))
		}
	}
	gradient, s := make([]float32, len(m.Params())), new(matrix.Scratch[float32])
	for b.Loop() {
		s.Reset()
		m.Gradient(gradient, x, l, s)
	}
	net, _ := m.at(x.Cols)
	operations := 3 * 2 * float64(net.architecture.Multiplications()*n*b.N)
	b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkLineRead reads one line of usual width.
func BenchmarkLineRead(b *testing.B) {
	const width = 192
	m := NewLine[float32](rand.New(rand.NewPCG(1, 1)), architecture(lineReaderText))
	x, s := matrix.New[float32](1, m.Height()*width), new(matrix.Scratch[float32])
	for b.Loop() {
		s.Reset()
		m.Read(x, s)
	}
	net, _ := m.at(x.Cols)
	operations := 2 * float64(net.architecture.Multiplications()*b.N)
	b.ReportMetric(operations/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
