package train_test

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"aloud/model"
	"aloud/train"
)

// barLine draws up to five digits 0 to 2 that are easy to read: digit k is a bright bar at a height of its own, and a gap
// of any width stands before it.
func barLine(random *rand.Rand) train.Line {
	const high, bar = 8, 4
	n := random.IntN(6)
	line := train.Line{Picture: image.NewGray(image.Rect(0, 0, 10+9*n, high))}
	for p := range line.Picture.Pix {
		line.Picture.Pix[p] = uint8(random.IntN(60))
	}
	x := 2
	for range n {
		x += random.IntN(4)
		k := random.IntN(3)
		for y := 1 + 2*k; y < 3+2*k; y++ {
			for i := range bar {
				line.Picture.Pix[y*line.Picture.Stride+x+i] = 200
			}
		}
		line.Digits += string(rune('0' + k))
		line.Centres = append(line.Centres, float64(x)+bar/2)
		x += bar + 2
	}
	return line
}

// bars240 is an epoch of four batches that are shown in one pool and a last one that is smaller.
var bars240 = train.Drawing{Draw: barLine, Epoch: 4*60 + 20}

func smallLines() train.Options {
	o := small()
	o.Vary, o.Batch, o.Epochs, o.LearningRate = nil, 60, 3, 0.02
	return o
}

// lineReader is one for the digits 0 to 2.
func lineReader() *model.Line[float32] {
	a, err := model.ParseArchitecture(`8x4x1
		conv 8x3 12 stride 1x2 pad 0x1, norm, relu
		conv 1x3 12 pad 0x1, norm, relu, add
		conv 1x1 8`)
	if err != nil {
		panic(err)
	}
	return model.NewLine[float32](rand.New(rand.NewPCG(5, 5)), a)
}

// barLines draws lines to judge by.
func barLines(n int) []train.Line {
	lines := make([]train.Line, n)
	for i := range lines {
		lines[i] = barLine(rand.New(rand.NewPCG(99, uint64(i))))
	}
	return lines
}

// runLines trains and returns all reports.
func runLines(t *testing.T, m *model.Line[float32], d train.Drawing, validation []train.Line, o train.Options) []train.Report {
	t.Helper()
	var reports []train.Report
	for report, err := range train.RunLines(context.Background(), m, d, validation, o) {
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, report)
	}
	return reports
}

// A reader learns to read what is easy: nearly every line, and nearly every digit of the others.
func TestRunLinesLearns(t *testing.T) {
	o := smallLines()
	o.Epochs = 24
	reports := runLines(t, lineReader(), bars240, barLines(200), o)
	last := reports[len(reports)-1].Validation
	if last.Examples != 200 || last.ErrorRate() > 0.05 || last.DigitErrorRate() > 0.02 || last.LogLikelihood < -0.2 {
		t.Errorf("after %d epochs: %+v", o.Epochs, last)
	}
	if r := reports[len(reports)-1]; !(r.Operations > 0) {
		t.Errorf("%g operations a second at %g lines a second", r.Operations, r.Speed)
	}
	if last.Errors > last.DigitErrors {
		t.Errorf("more lines wrong than digits: %+v", last)
	}
}

// The same seed gives the same weights, bit for bit, on any number of cores, and however often it is broken off.
func TestLinesSameSeedSameWeights(t *testing.T) {
	weights := func(cores int, change func(*train.Options)) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		o := smallLines()
		change(&o)
		m := lineReader()
		runLines(t, m, bars240, nil, o)
		return fingerprint(m)
	}
	asIs := weights(1, func(*train.Options) {})
	for cores := 2; cores <= 4; cores++ {
		if weights(cores, func(*train.Options) {}) != asIs {
			t.Errorf("%d cores make other weights than one", cores)
		}
	}
	if weights(2, func(o *train.Options) { o.Seed++ }) == asIs {
		t.Error("another seed makes the same weights")
	}
	o := smallLines()
	o.Checkpoint, o.ReportEvery = filepath.Join(t.TempDir(), "checkpoint"), 1
	var m *model.Line[float32]
	for step := 1; step <= 15; step++ {
		m = lineReader()
		for report, err := range train.RunLines(t.Context(), m, bars240, barLines(10), o) {
			if err != nil {
				t.Fatal(err)
			}
			if report.Step == step {
				break
			}
		}
	}
	if fingerprint(m) != asIs {
		t.Error("a training that was broken off after every step makes other weights")
	}
}

// Every line of an epoch is drawn with random numbers of its own.
func TestLinesAreDrawnAnew(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	drawn := map[uint64]int{}
	d := bars240
	d.Draw = func(random *rand.Rand) train.Line {
		drawn[random.Uint64()]++
		return barLine(random)
	}
	o := smallLines()
	o.Average = 0
	runLines(t, lineReader(), d, nil, o)
	if want := 3 * d.Epoch; len(drawn) < want {
		t.Errorf("%d different lines in 3 epochs of %d", len(drawn), d.Epoch)
	}
}

// EvaluateLines counts lines and digits, whatever the order and width of the lines.
func TestEvaluateLines(t *testing.T) {
	m, lines := lineReader(), barLines(150)
	score := train.EvaluateLines(m, lines)
	digits, wrong, sum := 0, 0, 0.0
	for i := range lines {
		one := train.EvaluateLines(m, lines[i:i+1])
		digits += len(lines[i].Digits)
		wrong += one.Errors
		sum += one.LogLikelihood
	}
	// Written as "not within", for NaN is never beyond.
	if score.Examples != 150 || score.Digits != digits || score.Errors != wrong || !(math.Abs(score.LogLikelihood-sum/150) <= 1e-9) {
		t.Errorf("%+v, and line by line %d digits, %d lines wrong, log-likelihood %v", score, digits, wrong, sum/150)
	}
	if empty := train.EvaluateLines(m, nil); empty != (train.Score{}) {
		t.Errorf("of no lines: %+v", empty)
	}
}

func TestLinesThatMakeNoSense(t *testing.T) {
	good := bars240
	tall := []train.Line{{Picture: image.NewGray(image.Rect(0, 0, 8, 9))}}
	for _, row := range []struct {
		drawing    train.Drawing
		validation []train.Line
		change     func(*train.Options)
		want       string
	}{
		{train.Drawing{Epoch: 5}, nil, func(*train.Options) {}, "nothing to learn from"},
		{train.Drawing{Draw: barLine}, nil, func(*train.Options) {}, "epochs of 0 lines"},
		{good, tall, func(*train.Options) {}, "validation line 0: a picture of 8x9"},
		{good, []train.Line{{Picture: image.NewGray(image.Rect(0, 0, 5, 8)), Digits: "011"}}, func(*train.Options) {},
			"validation line 0: no room for 011 in 3 columns"},
		{good, nil, func(o *train.Options) { o.Vary = dimmed }, "neither varied"},
		{good, nil, func(o *train.Options) { o.Smoothing = 0.1 }, "nor smoothed"},
		{good, nil, func(o *train.Options) { o.Batch = 0 }, "batches of 0"},
	} {
		o := smallLines()
		row.change(&o)
		for _, err := range train.RunLines(t.Context(), lineReader(), row.drawing, row.validation, o) {
			if err == nil || !strings.HasPrefix(err.Error(), "train: ") || !strings.Contains(err.Error(), row.want) {
				t.Errorf("error %v, want %q", err, row.want)
			}
		}
	}
}

// The checkpoint of a training on other lines is refused.
func TestLinesForeignCheckpoint(t *testing.T) {
	o := smallLines()
	o.Epochs, o.Checkpoint = 1, filepath.Join(t.TempDir(), "checkpoint")
	runLines(t, lineReader(), bars240, nil, o)
	for name, d := range map[string]train.Drawing{
		"a shorter epoch": {Draw: barLine, Epoch: bars240.Epoch - 1},
		"drawn otherwise": {Draw: func(random *rand.Rand) train.Line { random.Float64(); return barLine(random) }, Epoch: bars240.Epoch},
	} {
		for _, err := range train.RunLines(t.Context(), lineReader(), d, nil, o) {
			if err == nil || !strings.Contains(err.Error(), "other examples") {
				t.Errorf("%s: error %v", name, err)
			}
		}
	}
}
