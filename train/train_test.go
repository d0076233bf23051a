package train_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
	"aloud/train"
)

// bars draws n digits that are easy to learn: class k has two bright rows at a height of its own, on a ground of noise.
func bars(seed uint64, n int) []digit.Labelled {
	random := rand.New(rand.NewPCG(seed, 0))
	examples := make([]digit.Labelled, n)
	for i := range examples {
		e := &examples[i]
		e.Class = uint8(random.IntN(10))
		for p := range e.Digit {
			e.Digit[p] = uint8(random.IntN(100))
			if row := p / digit.Side; row/2 == 2+int(e.Class) {
				e.Digit[p] += 100
			}
		}
	}
	return examples
}

// dimmed varies an example at random.
func dimmed(random *rand.Rand, d *digit.Labelled) digit.Labelled {
	shown, share := *d, random.Float64()
	for p, v := range shown.Digit {
		shown.Digit[p] = uint8(share * float64(v))
	}
	return shown
}

// small returns options that train on little in no time.
func small() train.Options {
	o := train.DefaultOptions()
	o.Epochs, o.Batch, o.WarmUp, o.ReportEvery = 3, 32, 4, 0
	o.Average = 0.9
	o.Vary = dimmed
	return o
}

// perceptron is large enough for its products to be divided among cores.
func perceptron[T matrix.Float]() model.Model[T] {
	return model.NewPerceptron[T](rand.New(rand.NewPCG(3, 3)), digit.Pixels, 48, 10)
}

// run trains and returns all reports.
func run[T matrix.Float](t *testing.T, m model.Model[T], training, validation []digit.Labelled, o train.Options) []train.Report {
	t.Helper()
	var reports []train.Report
	for report, err := range train.Run(context.Background(), m, training, validation, o) {
		if err != nil {
			t.Fatal(err)
		}
		reports = append(reports, report)
	}
	return reports
}

// fingerprint is the SHA-256 of all parameters: equal for equal bits only.
func fingerprint[T matrix.Float](m interface{ Params() []T }) string {
	h := sha256.New()
	binary.Write(h, binary.LittleEndian, m.Params())
	return fmt.Sprintf("%x", h.Sum(nil))
}

// Every way to descend learns what is easy.
func TestRunLearns(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*train.Options)
	}{
		{"as is", func(*train.Options) {}},
		{"examples as they are", func(o *train.Options) { o.Vary = nil }},
		{"plain descent", func(o *train.Options) { o.Descent, o.LearningRate = train.SGD{}, 1 }},
		{"momentum", func(o *train.Options) { o.Descent, o.LearningRate = train.SGD{Momentum: 0.9}, 0.2 }},
		{"momentum that looks ahead", func(o *train.Options) { o.Descent, o.LearningRate = train.DefaultSGD(), 0.2 }},
		{"a prior", func(o *train.Options) { o.PriorVariance = 1 }},
		{"weight decay", func(o *train.Options) { o.WeightDecay = 0.01 }},
		{"no average", func(o *train.Options) { o.Average = 0 }},
		{"a last batch of one example", func(o *train.Options) { o.Batch = 21 }},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := small()
			o.Epochs = 20
			test.change(&o)
			reports := run(t, perceptron[float32](), bars(1, 400), bars(2, 200), o)
			last := reports[len(reports)-1]
			if rate := last.Validation.ErrorRate(); rate > 0.05 {
				t.Errorf("%.1f %% errors in the end", 100*rate)
			}
			if first := reports[0]; last.Loss > first.Loss/2 {
				t.Errorf("the loss went from %.3f to %.3f", first.Loss, last.Loss)
			}
		})
	}
}

func TestReports(t *testing.T) {
	o := small()
	o.ReportEvery = 5
	o.Epochs = 2
	type brief struct {
		Epoch, Step int
		EpochDone   bool
		Validated   bool
	}
	var got []brief
	for _, r := range run(t, perceptron[float32](), bars(1, 16*32-7), bars(2, 10), o) { // 16 steps an epoch
		got = append(got, brief{r.Epoch, r.Step, r.EpochDone, r.Validation != nil})
		if r.Steps != 32 || r.TakenUp || r.Speed <= 0 || (r.Left > 0) != (r.Step < r.Steps) {
			t.Errorf("%+v: want 32 steps in all, some speed, and some time left unless it is the last", r)
		}
	}
	want := []brief{
		{0, 2, false, true}, // an early view: an eighth, a quarter and half of the first epoch
		{0, 4, false, true},
		{0, 5, false, false}, // as ordered, every five steps
		{0, 8, false, true},
		{0, 10, false, false},
		{0, 15, false, false},
		{1, 16, true, true},
		{1, 20, false, false},
		{1, 25, false, false},
		{1, 30, false, false},
		{2, 32, true, true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}

// With nothing varied and no step worth speaking of, the loss of an epoch is the mean over all examples, each counted
// once although the last batch is smaller.
func TestLossIsMeanOverEpoch(t *testing.T) {
	training := bars(1, 100)
	m := perceptron[float64]()
	want := -train.Evaluate(m, training).LogLikelihood
	o := small()
	o.Vary, o.LearningRate, o.Epochs = nil, 1e-12, 1
	reports := run(t, m, training, nil, o)
	// Written as "not within", for NaN is never beyond.
	if got := reports[len(reports)-1].Loss; !(math.Abs(got-want) <= 1e-7) {
		t.Errorf("loss %v, want %v", got, want)
	}
}

func TestSameSeedSameWeights(t *testing.T) {
	training := bars(1, 300)
	weights := func(cores int, change func(*train.Options)) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		o := small()
		change(&o)
		m := perceptron[float32]()
		run(t, m, training, nil, o)
		return fingerprint(m)
	}
	asIs := weights(1, func(*train.Options) {})
	for cores := 2; cores <= 4; cores++ {
		if weights(cores, func(*train.Options) {}) != asIs {
			t.Errorf("%d cores make other weights than one", cores)
		}
	}
	if weights(1, func(o *train.Options) { o.ReportEvery = 1 }) != asIs {
		t.Error("being watched makes other weights")
	}
	if weights(1, func(o *train.Options) { o.Seed++ }) == asIs {
		t.Error("another seed makes the same weights")
	}
}

// The average of the weights is that of its formula, is in the model at every report, and does not disturb the descent.
func TestAverage(t *testing.T) {
	training := bars(1, 64)
	follow := func(average float64) (history [][]float64) {
		o := small()
		o.Average, o.ReportEvery = average, 1
		m := perceptron[float64]()
		history = append(history, append([]float64(nil), m.Params()...))
		for _, err := range train.Run(context.Background(), m, training, nil, o) {
			if err != nil {
				t.Fatal(err)
			}
			history = append(history, append([]float64(nil), m.Params()...))
		}
		return history
	}
	last, averaged := follow(0), follow(0.5)
	want := last[0]
	for step := 1; step < len(last); step++ {
		d := min(0.5, float64(1+step)/float64(10+step))
		for i := range want {
			want[i] = d*want[i] + (1-d)*last[step][i]
			if !(math.Abs(want[i]-averaged[step][i]) <= 1e-12) {
				t.Fatalf("step %d, parameter %d: average %v, want %v", step, i, averaged[step][i], want[i])
			}
		}
	}
}

// At the most probable weights, the likelihood pulls at each of them just as hard as the prior: ∂loss/∂w = −λ·w with
// λ = 1/(n·σ²). Biases have no prior, and nothing pulls at them.
func TestPriorBalancesLikelihood(t *testing.T) {
	const variance = 0.01
	training := bars(1, 50)
	o := small()
	o.Batch, o.Epochs, o.WarmUp, o.Average, o.Vary = len(training), 600, 0, 0, nil
	o.PriorVariance, o.Descent, o.LearningRate, o.Schedule = variance, train.DefaultSGD(), 0.1, train.Constant
	m := model.NewSoftmax[float64](digit.Pixels, 10)
	run(t, m, training, nil, o)

	x, classes := matrix.New[float64](len(training), digit.Pixels), make([]uint8, len(training))
	for i := range training {
		feature.Encode(feature.Pixels, x.Row(i), &training[i].Digit)
		classes[i] = training[i].Class
	}
	gradient := make([]float64, len(m.Params()))
	m.Gradient(gradient, x, model.Lesson{Classes: classes}, nil)
	lambda := 1 / (variance * float64(len(training)))
	windows := model.Windows(gradient, m.Groups())
	for i, w := range model.Windows(m.Params(), m.Groups()) {
		for k, v := range w.Data {
			want := 0.0
			if m.Groups()[i].Decays() {
				want = -lambda * v
			}
			if got := windows[i].Data[k]; !(math.Abs(got-want) <= 1e-7) {
				t.Fatalf("%s, number %d: the likelihood pulls with %v, want %v", m.Groups()[i].Name, k, got, want)
			}
		}
	}
}

// Classes that can be told apart are told apart ever better by ever larger weights: maximum likelihood has no end there.
// A prior gives it one.
func TestPriorEndsGrowth(t *testing.T) {
	training := bars(1, 60)
	norm := func(variance float64, epochs int) (sum float64) {
		o := small()
		o.Batch, o.Epochs, o.WarmUp, o.Average, o.Vary = len(training), epochs, 0, 0, nil
		o.PriorVariance, o.Descent, o.LearningRate, o.Schedule = variance, train.SGD{}, 0.5, train.Constant
		m := model.NewSoftmax[float64](digit.Pixels, 10)
		run(t, m, training, nil, o)
		for _, v := range model.Windows(m.Params(), m.Groups())[0].Data {
			sum += v * v
		}
		return math.Sqrt(sum)
	}
	const none, narrow = 0, 0.01
	if before, after := norm(none, 100), norm(none, 400); after < 1.1*before {
		t.Errorf("the likeliest weights went from %.3f to %.3f in length, and should grow on", before, after)
	}
	if before, after := norm(narrow, 100), norm(narrow, 400); !(math.Abs(after-before) <= 0.01*before) {
		t.Errorf("the most probable weights went from %.3f to %.3f in length, and should have come to rest", before, after)
	}
	if likeliest, probable := norm(none, 100), norm(narrow, 100); probable > likeliest {
		t.Errorf("with a prior the weights are longer (%.3f) than without (%.3f)", probable, likeliest)
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	for _, test := range []struct {
		change func(*train.Options)
		want   string // in the error
	}{
		{func(o *train.Options) { o.Epochs = 0 }, "0 epochs"},
		{func(o *train.Options) { o.Batch = 0 }, "batches of 0"},
		{func(o *train.Options) { o.LearningRate = 0 }, "learning rate of 0"},
		{func(o *train.Options) { o.Epochs = 1 << 40 }, "1099511627776 epochs"}, // whose steps could not be counted
		{func(o *train.Options) { o.LearningRate = math.NaN() }, "learning rate of NaN"},
		{func(o *train.Options) { o.LearningRate = math.Inf(1) }, "learning rate of +Inf"},
		{func(o *train.Options) { o.WarmUp = -1 }, "warm-up of -1"},
		{func(o *train.Options) { o.Schedule = "sometimes" }, `no schedule "sometimes"`},
		{func(o *train.Options) { o.Descent = nil }, "descent"},
		{func(o *train.Options) { o.Descent = train.SGD{Momentum: 1} }, "Momentum:1"},
		{func(o *train.Options) { o.Descent = train.Adam{} }, "Epsilon:0"},
		{func(o *train.Options) { o.Descent = &train.SGD{} }, "descent"}, // a pointer has the methods, and is none
		{func(o *train.Options) { o.PriorVariance = -1 }, "prior variance of -1"},
		{func(o *train.Options) { o.PriorVariance = math.NaN() }, "prior variance of NaN"},
		{func(o *train.Options) { o.WeightDecay = -1 }, "weight decay of -1"},
		{func(o *train.Options) { o.WeightDecay = 1 / o.LearningRate }, "weight decay of 500"}, // would leave nothing
		{func(o *train.Options) { o.Average = 1 }, "average of 1"},
		{func(o *train.Options) { o.Smoothing = 1 }, "smoothing of 1"},
		{func(o *train.Options) { o.CheckpointEvery = -1 }, "checkpoint every -1ns"},
		{func(o *train.Options) { o.ReportEvery = -1 }, "report every -1 steps"},
		{func(o *train.Options) { o.Checkpoint = filepath.Join("no", "such", "folder") }, "checkpoint"},
	} {
		o := small()
		test.change(&o)
		wantError(t, perceptron[float32](), bars(1, 10), o, test.want)
	}
}

func TestExamplesThatMakeNoSense(t *testing.T) {
	wantError(t, perceptron[float32](), nil, small(), "no examples")
	examples := bars(1, 10)
	examples[7].Class = digit.NotADigit
	wantError(t, perceptron[float32](), examples, small(), "example 7 is of class 10, and the model knows 10")
}

// A learning rate far too high ends in an error and not in a model of NaN.
func TestDivergence(t *testing.T) {
	o := small()
	o.Descent, o.LearningRate, o.Average, o.Epochs = train.SGD{}, 1e38, 0, 20
	wantError(t, perceptron[float32](), bars(1, 100), o, "a lower learning rate may help")
}

// Where the last step of all goes astray no further loss can tell.
func TestDivergenceInLastStep(t *testing.T) {
	o := small()
	o.Descent, o.LearningRate, o.WarmUp, o.Average, o.Epochs, o.Batch = train.SGD{}, 1e300, 0, 0, 1, 100
	wantError(t, perceptron[float32](), bars(1, 100), o, "the model is no longer finite at step 1")
}

// wantError trains and wants no report but an error with those words.
func wantError(t *testing.T, m model.Model[float32], training []digit.Labelled, o train.Options, want string) {
	t.Helper()
	var last error
	for report, err := range train.Run(context.Background(), m, training, nil, o) {
		if last != nil {
			t.Errorf("after an error came %+v, %v", report, err)
		}
		last = err
	}
	if last == nil || !strings.HasPrefix(last.Error(), "train: ") || !strings.Contains(last.Error(), want) {
		t.Errorf("error %v, want %q", last, want)
	}
}

// A training that is broken off, by its caller or by its context, goes on to the weights of one that never was.
func TestGoOn(t *testing.T) {
	training, validation := bars(1, 300), bars(2, 50)
	whole := perceptron[float32]()
	reports := run(t, whole, training, validation, small())

	for _, stop := range []struct {
		name string
		at   func(step int, cancel func()) (goOn bool)
	}{
		{"the caller leaves", func(step int, _ func()) bool { return step%7 != 0 }},
		{"the context ends", func(step int, cancel func()) bool {
			if step%7 == 0 {
				cancel()
			}
			return true
		}},
	} {
		t.Run(stop.name, func(t *testing.T) {
			o := small()
			o.Checkpoint, o.ReportEvery = filepath.Join(t.TempDir(), "checkpoint"), 1
			var last train.Report
			for begun := 0; last.Step < reports[0].Steps; begun++ {
				if begun > 30 {
					t.Fatal("it does not get on")
				}
				ctx, cancel := context.WithCancel(context.Background())
				m, first := perceptron[float32](), true
				for report, err := range train.Run(ctx, m, training, validation, o) {
					if errors.Is(err, context.Canceled) {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					if first && begun > 0 && (report.Step != last.Step || report.Loss != last.Loss || report.Validation == nil) {
						t.Errorf("left at %+v, taken up at %+v", last, report)
					}
					last = report
					if !first && !stop.at(report.Step, cancel) {
						break
					}
					first = false
				}
				cancel()
				if last.Step == last.Steps && fingerprint(m) != fingerprint(whole) {
					t.Error("the weights are not those of an uninterrupted training")
				}
			}
			if want := reports[len(reports)-1]; last.Loss != want.Loss || *last.Validation != *want.Validation {
				t.Errorf("it ended with %+v, want %+v", last, want)
			}
		})
	}
}

// A training that has reached its end tells so again: the caller may have died before the weights were saved.
func TestGoOnAtTheEnd(t *testing.T) {
	o := small()
	o.Checkpoint = filepath.Join(t.TempDir(), "checkpoint")
	first, second := perceptron[float32](), perceptron[float32]()
	before := run(t, first, bars(1, 100), bars(2, 50), o)
	after := run(t, second, bars(1, 100), bars(2, 50), o)
	if len(after) != 1 || !after[0].EpochDone || *after[0].Validation != *before[len(before)-1].Validation {
		t.Errorf("the second time the reports are %+v", after)
	}
	if fingerprint(first) != fingerprint(second) {
		t.Error("the second time the weights are others")
	}
}

func TestForeignCheckpoint(t *testing.T) {
	training := bars(1, 100)
	o := small()
	o.Checkpoint = filepath.Join(t.TempDir(), "checkpoint")
	run(t, perceptron[float32](), training, nil, o)

	others := bars(1, 100)
	others[99].Digit[783]++

	// Such nets have the same groups and the same first weights.
	net := func(layers string) model.Model[float32] {
		a, err := model.ParseArchitecture("28x28x1\nconv 3x3 2 stride 5, relu\n" + layers + "\ndense 10")
		if err != nil {
			t.Fatal(err)
		}
		return model.NewConvnet[float32](rand.New(rand.NewPCG(5, 5)), a)
	}
	ofNet := o
	ofNet.Checkpoint = filepath.Join(t.TempDir(), "checkpoint")
	atNet := func(o *train.Options) { o.Checkpoint = ofNet.Checkpoint }
	run(t, net("conv 1x3 2 pad 0x1, dropout 0.3"), training, nil, ofNet)

	for _, test := range []struct {
		name     string
		model    model.Model[float32]
		training []digit.Labelled
		change   func(*train.Options)
		want     string // what the error calls other
	}{
		{"another shape", model.NewPerceptron[float32](nil, digit.Pixels, 47, 10), training, nil, "another model"},
		{"another kind", model.NewSoftmax[float32](digit.Pixels, 10), training, nil, "another model"},
		{"another share left out", net("conv 1x3 2 pad 0x1, dropout 0.5"), training, atNet, "another model"},
		{"another dilation", net("conv 1x3 2 pad 0x2 dilate 2, dropout 0.3"), training, atNet, "another model"},
		{"other first weights", model.NewPerceptron[float32](nil, digit.Pixels, 48, 10), training, nil, "another model"},
		{"one pixel", perceptron[float32](), others, nil, "other examples"},
		{"one example less", perceptron[float32](), training[1:], nil, "other examples"},
		{"longer", perceptron[float32](), training, func(o *train.Options) { o.Epochs++ }, "other options"},
		{"another rate", perceptron[float32](), training, func(o *train.Options) { o.LearningRate *= 1.0001 }, "other options"},
		{"another descent", perceptron[float32](), training, func(o *train.Options) { o.Descent = train.SGD{} }, "other options"},
		{"not varied", perceptron[float32](), training, func(o *train.Options) { o.Vary = nil }, "other options"},
		{"varied otherwise", perceptron[float32](), training, func(o *train.Options) {
			o.Vary = func(random *rand.Rand, d *digit.Labelled) digit.Labelled { random.Float64(); return dimmed(random, d) }
		}, "other options"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := o
			if test.change != nil {
				test.change(&o)
			}
			for _, err := range train.Run(context.Background(), test.model, test.training, nil, o) {
				if !errors.Is(err, train.ErrForeign) || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want %q", err, test.want)
				}
			}
		})
	}

	t.Run("what makes no odds", func(t *testing.T) {
		o := o
		o.ReportEvery, o.CheckpointEvery = 3, 1
		run(t, perceptron[float32](), training, bars(2, 10), o)
		run(t, net("conv 1x3 2 pad 0x1, dropout 0.3"), training, nil, ofNet)
	})
}

func TestDamagedCheckpoint(t *testing.T) {
	training := bars(1, 100)
	o := small()
	o.Checkpoint = filepath.Join(t.TempDir(), "checkpoint")
	run(t, perceptron[float32](), training, nil, o)
	whole, err := os.ReadFile(o.Checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	flipped := func(i int) []byte {
		file := bytes.Clone(whole)
		file[i] ^= 1
		return file
	}
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"nothing in it", nil, "not a checkpoint"},
		{"a file of something else", []byte("aloud, but not a checkpoint\n" + strings.Repeat("x", 100)), "not a checkpoint"},
		{"no more than the first line", whole[:20], "not a checkpoint"},
		{"the end is missing", whole[:len(whole)-1], "damaged"},
		{"something behind the end", append(bytes.Clone(whole), 0), "damaged"},
		{"a bit of the sum", flipped(25), "damaged"},
		{"a bit in the middle", flipped(len(whole) / 2), "damaged"},
		{"the last bit", flipped(len(whole) - 1), "damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(o.Checkpoint, test.file, 0o644); err != nil {
				t.Fatal(err)
			}
			wantError(t, perceptron[float32](), training, o, test.want)
			if now, _ := os.ReadFile(o.Checkpoint); !bytes.Equal(now, test.file) {
				t.Error("the file was changed")
			}
		})
	}
}
