package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"aloud/digit"
	"aloud/model"
	"aloud/recipe"
	"aloud/scribe"
	"aloud/train"
)

// toyDigits makes a data folder with an MNIST of 240 training and 60 test digits, which are easy: a bar at a height of
// its own for each class, and noise.
func toyDigits(t *testing.T) (data string) {
	data = t.TempDir()
	random := rand.New(rand.NewPCG(1, 2))
	for name, n := range map[string]int{"train": 240, "t10k": 60} {
		images := binary.BigEndian.AppendUint64(nil, 0x803<<32|uint64(n))
		images = binary.BigEndian.AppendUint64(images, digit.Side<<32|digit.Side)
		labels := binary.BigEndian.AppendUint64(nil, 0x801<<32|uint64(n))
		for i := range n {
			class := i % 10
			labels = append(labels, byte(class))
			for p := range digit.Pixels {
				pixel := byte(random.IntN(60))
				if p/digit.Side/2 == 2+class {
					pixel += 150
				}
				images = append(images, pixel)
			}
		}
		for end, file := range map[string][]byte{"-images-idx3-ubyte": images, "-labels-idx1-ubyte": labels} {
			if err := os.WriteFile(filepath.Join(data, name+end), file, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	return data
}

// aloudTrain runs "aloud train", and returns what it writes.
func aloudTrain(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	var out, remarks strings.Builder
	root := rootCommand()
	root.SetArgs(append([]string{"train"}, args...))
	root.SetOut(&out)
	root.SetErr(&remarks)
	err = root.ExecuteContext(ctx)
	return out.String(), remarks.String(), err
}

// TestTrainCommand trains, looks into the weights, and has the program itself evaluate them.
func TestTrainCommand(t *testing.T) {
	data, out := toyDigits(t), filepath.Join(t.TempDir(), "toy.safetensors")
	stdout, stderr, err := aloudTrain(t.Context(), "softmax", "--epochs", "20", "--batch", "22", "--warm-up", "0",
		"--learning-rate", "0.01", "--data", data, "--out", out)
	if err != nil {
		t.Fatal(err)
	}
	if want := out + ": softmax of 7850 parameters, 220 examples, 0.00 % validation errors (0 of 20), "; !strings.HasPrefix(stdout, want) {
		t.Errorf("standard output %q, want %q", stdout, want)
	}
	lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	for i, want := range []string{
		"training softmax, 784-10: 7850 parameters, 220 examples, judged by 20 others; 20 × 10 steps; less than a minute here",
		"epoch  0.10/20  loss ", // an early view
		"epoch  0.20/20  loss ",
		"epoch  0.50/20  loss ",
		"epoch  1.00/20  loss ",
	} {
		if i >= len(lines) || !strings.HasPrefix(lines[i], want) {
			t.Fatalf("remarks\n%s\nwant line %d to begin with %q", stderr, i, want)
		}
	}
	if len(lines) != 1+3+20 {
		t.Errorf("%d lines of remarks", len(lines))
	}
	if entries, _ := os.ReadDir(filepath.Dir(out)); len(entries) != 1 {
		t.Errorf("beside the weights there is something left: %v", entries)
	}

	_, metadata, err := model.Load[float32](out)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"command":    "aloud train softmax --epochs=20 --batch=22 --warm-up=0 --learning-rate=0.01",
		"seed":       "1",
		"training":   "220 examples, sha256 ",
		"validation": "0 errors of 20, mean log-likelihood -0.",
	} {
		if !strings.HasPrefix(metadata[name], want) {
			t.Errorf("metadata: %s %q, want %q", name, metadata[name], want)
		}
	}

	var report strings.Builder
	if status := run([]string{"evaluate", "--model", out, "--data", data}, nil, &report, &report); status != statusDone {
		t.Fatalf("evaluate: status %d: %s", status, report.String())
	}
	if got := strings.Fields(report.String()); len(got) < 4 || strings.Join(got[:4], " ") != "examples 60 errors 0" {
		t.Errorf("evaluate says\n%s", report.String())
	}
}

// TestTrainTeacher has a model learn from two others and from no label, and looks for them in its weights file.
func TestTrainTeacher(t *testing.T) {
	data, folder := toyDigits(t), t.TempDir()
	args := []string{"softmax", "--epochs", "20", "--batch", "22", "--warm-up", "0", "--learning-rate", "0.01", "--data", data, "--out"}
	var teachers, known []string
	for _, seed := range []string{"2", "3"} {
		out := filepath.Join(folder, "seed"+seed+".safetensors")
		if _, _, err := aloudTrain(t.Context(), append(args, out, "--seed", seed)...); err != nil {
			t.Fatal(err)
		}
		file, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		teachers = append(teachers, "--teacher", out)
		known = append(known, fmt.Sprintf("%s sha256 %x", filepath.Base(out), sha256.Sum256(file)))
	}
	out := filepath.Join(folder, "taught.safetensors")
	stdout, _, err := aloudTrain(t.Context(), slices.Concat(args, []string{out, "--smoothing", "1"}, teachers)...)
	if err != nil {
		t.Fatal(err)
	}
	if want := " 0.00 % validation errors (0 of 20), "; !strings.Contains(stdout, want) {
		t.Errorf("standard output %q, want %q", stdout, want)
	}
	_, metadata, err := model.Load[float32](out)
	if err != nil {
		t.Fatal(err)
	}
	if want := " --smoothing=1 --teacher=seed2.safetensors --teacher=seed3.safetensors"; !strings.HasSuffix(metadata["command"], want) {
		t.Errorf("command %q, want %q", metadata["command"], want)
	}
	if want := strings.Join(known, ", "); metadata["teacher"] != want {
		t.Errorf("teacher %q, want %q", metadata["teacher"], want)
	}
}

// TestTrainSturdy begins as the teacher does: by steps of next to nothing it stays so, and no other network can begin so.
func TestTrainSturdy(t *testing.T) {
	folder := t.TempDir()
	out, other := filepath.Join(folder, "sturdy.safetensors"), filepath.Join(folder, "other.safetensors")
	args := []string{"sturdy", "--epochs", "1", "--batch", "100", "--learning-rate", "1e-12", "--data", toyHands(t), "--out", out, "--teacher"}
	if _, _, err := aloudTrain(t.Context(), append(args, "reader")...); err != nil {
		t.Fatal(err)
	}
	m, metadata, err := model.Load[float32](out)
	if err != nil {
		t.Fatal(err)
	}
	shipped, _, err := namedModel("reader")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := m.Params()[7], shipped.(model.Model[float32]).Params()[7]; math.Abs(float64(got-want)) > 1e-3 { // half precision
		t.Errorf("a weight became %v, from %v", got, want)
	}
	if !strings.HasPrefix(metadata["teacher"], "reader sha256 ") || metadata["recipe"] != "sturdy" {
		t.Errorf("metadata %q", metadata)
	}
	cnn := recipe.Of("cnn-small")
	if err := model.Save(other, cnn.Model(), model.Float16, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = aloudTrain(t.Context(), append(args, other)...)
	if err == nil || !strings.Contains(err.Error(), "this is another network") {
		t.Errorf("a teacher of ten classes: error %v", err)
	}
}

// TestExportMean writes the mean of two trainings, and of nothing that has other layers.
func TestExportMean(t *testing.T) {
	data, folder := toyDigits(t), t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name+".safetensors") }
	for _, args := range [][]string{{"softmax", "--seed", "1"}, {"softmax", "--seed", "2"}, {"mlp", "--hidden", "3"}} {
		args = append(args, "--epochs", "1", "--batch", "22", "--warm-up", "0", "--data", data, "--out", file(args[len(args)-1]))
		if _, _, err := aloudTrain(t.Context(), args...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := runQuietly(exportCommand(), "weights", file("1"), file("2"), "--bits", "32", "--out", file("mean")); err != nil {
		t.Fatal(err)
	}
	params := func(name string) ([]float32, map[string]string) {
		m, metadata, err := model.Load[float32](file(name))
		if err != nil {
			t.Fatal(err)
		}
		return m.Params(), metadata
	}
	first, _ := params("1")
	second, _ := params("2")
	mean, metadata := params("mean")
	for i := range mean {
		if want := (first[i] + second[i]) / 2; math.Abs(float64(mean[i]-want)) > 1e-6 {
			t.Fatalf("parameter %d is %v, want %v", i, mean[i], want)
		}
	}
	if slices.Equal(first, second) {
		t.Error("two seeds gave the same weights")
	}
	if want := "mean of aloud train softmax --seed=1"; !strings.HasPrefix(metadata["command"], want) || metadata["validation"]+metadata["seed"] != "" {
		t.Errorf("metadata %q, want %q", metadata, want)
	}
	_, err := runQuietly(exportCommand(), "weights", file("1"), file("3"), "--out", file("no"))
	if err == nil || !strings.Contains(err.Error(), "has other layers than") {
		t.Errorf("the mean of two networks: error %v", err)
	}
}

// TestTrainJitter sees what is made of a recipe's jitter: saying what it does anyway changes nothing.
func TestTrainJitter(t *testing.T) {
	cnn := recipe.Of("cnn")
	for _, row := range []struct {
		recipe string
		jitter bool
		want   scribe.JitterOptions
	}{
		{"cnn", true, cnn.Jitter},
		{"cnn", false, scribe.JitterOptions{}},
		{"softmax", true, scribe.DefaultJitter()},
		{"softmax", false, scribe.JitterOptions{}},
	} {
		training := &trainDigits{Recipe: recipe.Of(row.recipe), jitter: row.jitter}
		if err := training.check(new(cobra.Command)); err != nil {
			t.Fatal(err)
		}
		if training.Jitter != row.want {
			t.Errorf("%s, jitter %t: %+v, want %+v", row.recipe, row.jitter, training.Jitter, row.want)
		}
	}
}

// TestTrainTempered sees that the weights file tells how the model does that is in it, once its probabilities are fitted.
func TestTrainTempered(t *testing.T) {
	training := &trainDigits{Recipe: recipe.Of("softmax")}
	training.Tempered = true
	training.examples = recipe.Examples{Training: drawnDigits(20), Validation: drawnDigits(50)}
	training.model = training.Model()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range training.model.Params() {
		training.model.Params()[i] = random.Float32() - 0.5
	}
	before := train.Evaluate(training.model, training.examples.Validation)
	r := training.result(train.Report{Validation: &before})
	after := train.Evaluate(training.model, training.examples.Validation)
	want := fmt.Sprintf("mean log-likelihood %.5f;", after.LogLikelihood)
	if !strings.Contains(r.metadata["validation"], want) || after.LogLikelihood <= before.LogLikelihood {
		t.Errorf("validation %q, want %q, from %.5f", r.metadata["validation"], want, before.LogLikelihood)
	}
}

// stopper ends a context once so many lines were written to it.
type stopper struct {
	bytes.Buffer
	lines  int
	cancel func()
}

func (s *stopper) Write(p []byte) (int, error) {
	s.Buffer.Write(p)
	if bytes.Count(s.Bytes(), []byte("\n")) >= s.lines {
		s.cancel()
	}
	return len(p), nil
}

// TestTrainGoesOn stops a training after some lines, as Ctrl-C does, and gives the same command again: the weights file
// is that of a training that was left in peace.
func TestTrainGoesOn(t *testing.T) {
	data, folder := toyDigits(t), t.TempDir()
	whole, parts := filepath.Join(folder, "whole.safetensors"), filepath.Join(folder, "parts.safetensors")
	args := []string{"mlp", "--hidden", "20", "--epochs", "4", "--data", data, "--out"}
	if _, _, err := aloudTrain(t.Context(), append(args, whole)...); err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	remarks := &stopper{lines: 3, cancel: cancel}
	root := rootCommand()
	root.SetArgs(append(append([]string{"train"}, args...), parts))
	root.SetErr(remarks)
	err := root.ExecuteContext(ctx)
	if err == nil || err.Error() != "train: stopped; the same command goes on from here" {
		t.Fatalf("stopped with error %v", err)
	}
	if _, err := os.Stat(parts); err == nil {
		t.Error("there are weights of half a training")
	}

	_, _, err = aloudTrain(t.Context(), append(args, parts, "--seed", "2")...)
	want := "train: checkpoint: " + parts + ".checkpoint: of another training: another model or seed; " +
		"go on with that training's command, or begin anew with --fresh"
	if err == nil || err.Error() != want {
		t.Errorf("another seed: error %v, want %s", err, want)
	}

	_, stderr, err := aloudTrain(t.Context(), append(args, parts)...)
	if err != nil || !strings.Contains(stderr, "\ngoing on from step ") {
		t.Errorf("going on: %v\n%s", err, stderr)
	}
	a, _ := os.ReadFile(whole)
	if b, err := os.ReadFile(parts); err != nil || !bytes.Equal(a, b) {
		t.Errorf("the weights files differ, %v", err)
	}
}

// TestTrainFresh begins anew over a checkpoint that cannot be used.
func TestTrainFresh(t *testing.T) {
	data, out := toyDigits(t), filepath.Join(t.TempDir(), "toy.safetensors")
	args := []string{"softmax", "--epochs", "1", "--data", data, "--out", out}
	if err := os.WriteFile(out+".checkpoint", []byte("aloud checkpoint 1\n"+strings.Repeat("?", 1000)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, _, err := aloudTrain(t.Context(), args...); err == nil || !strings.HasSuffix(err.Error(), "; begin anew with --fresh") {
		t.Errorf("a damaged checkpoint: error %v", err)
	}
	if _, _, err := aloudTrain(t.Context(), append(args, "--fresh")...); err != nil {
		t.Errorf("begun anew: %v", err)
	}
}

// TestTrainRefuses sees that what would spoil a training is found before anything is read, and in one line.
func TestTrainRefuses(t *testing.T) {
	folder := t.TempDir()
	out := filepath.Join(folder, "toy.safetensors")
	for _, row := range []struct {
		reason string
		args   []string
		want   string
	}{
		{"no model", nil, "no model to train; say softmax, "},
		{"a model that nobody knows", []string{"oracle"}, `unknown command "oracle" for "aloud train"`},
		{"no such folder", []string{"softmax", "--data", filepath.Join(folder, "digits")}, "digits: no such folder; "},
		{"weights in a folder that is not there", []string{"softmax", "--out", filepath.Join(folder, "no", "w")}, "train: --out: write "},
		{"weights in place of a folder", []string{"softmax", "--out", folder}, "train: --out: write " + folder},
		{"a checkpoint in a folder that is not there", []string{"softmax", "--out", out, "--checkpoint", filepath.Join(folder, "no", "c")},
			"train: --checkpoint: write "},
		{"options that make no sense", []string{"softmax", "--out", out, "--epochs", "0"}, "train: 0 epochs "},
		{"a schedule that is none", []string{"softmax", "--out", out, "--schedule", "often"}, `train: no schedule "often"`},
		{"a descent that is none", []string{"softmax", "--out", out, "--descent", "uphill"}, `train: no descent "uphill"; there are adam and sgd`},
		{"a flag that would do nothing", []string{"mlp", "--out", out, "--momentum", "0.5"}, "train: adam knows no --momentum"},
		{"a layer of nothing", []string{"mlp", "--out", out, "--hidden", "300,0"}, "train: a hidden layer of 0 units"},
		{"layers that fit into no memory", []string{"mlp", "--out", out, "--hidden", "65536,65536,65536"}, "train: a network of more than "},
		{"a teacher that is not there", []string{"mlp", "--out", out, "--teacher", filepath.Join(folder, "no")}, "no model "},
		{"a teacher of other things", []string{"mlp", "--out", out, "--teacher", "line"}, "train: --teacher line: not a classifier of digits"},
		{"nobody who sees clear", []string{"sturdy", "--out", out}, "train sturdy: no teacher"},
		{"nothing taught", []string{"mlp", "--out", out, "--smoothing", "1"}, "train: a smoothing of 1: "},
		{"all digits set aside", []string{"mlp", "--out", out, "--validation", "1"}, "train: --validation 1: "},
		{"a share that is none", []string{"mlp", "--out", out, "--validation", "NaN"}, "train: --validation NaN: "},
	} {
		stdout, stderr, err := aloudTrain(t.Context(), row.args...)
		if err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %q", row.reason, err, row.want)
		}
		if stdout+stderr != "" {
			t.Errorf("%s: it says %q", row.reason, stdout+stderr)
		}
	}
	if entries, _ := os.ReadDir(folder); len(entries) > 0 {
		t.Errorf("refusing left %v", entries)
	}
}

// TestTrainDisplay shows the lines that stand where nobody watches a bar.
func TestTrainDisplay(t *testing.T) {
	score := &train.Score{Examples: 200, Errors: 15}
	var got strings.Builder
	display := newTrainDisplay(&got, 12)
	display.peak = 5e9
	for _, r := range []train.Report{
		{Step: 50, Steps: 1200, Loss: 1.5, Speed: 1000, Left: 2 * time.Minute}, // nothing new to judge it by
		{Step: 75, Steps: 1200, Loss: 1.23456, Speed: 1234.5, Left: 62345 * time.Millisecond, Validation: score},
		{Step: 100, Steps: 1200, Loss: 1, Speed: 1000, Operations: 2e9, Left: 3 * time.Hour, EpochDone: true},
		{Step: 110, Steps: 1200, Loss: 1, TakenUp: true, Validation: score},
		{Step: 1200, Steps: 1200, Loss: 0.5, Speed: 1000, EpochDone: true},
	} {
		display.show(r)
	}
	display.end()
	want := `epoch  0.75/12  loss 1.2346  validation error 7.50 %  1234 examples/s  1m2s left
epoch  1.00/12  loss 1.0000  validation error 7.50 %  1000 examples/s, 40 % of peak  3h0m0s left
going on from step 110 of 1200
epoch 12.00/12  loss 0.5000  validation error 7.50 %  1000 examples/s
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

// TestTrainBar sees what stands beside a bar, on terminals of two widths.
func TestTrainBar(t *testing.T) {
	report := train.Report{Step: 100, Steps: 1200, Loss: 1, Speed: 1000, Operations: 2e9, Left: 3 * time.Hour}
	for _, row := range []struct {
		columns int
		want    string
	}{
		{80, "epoch  1.00/12  loss 1.0000  3h0m0s left"},
		{120, "epoch  1.00/12  loss 1.0000  1000 examples/s, 40 % of peak  3h0m0s left"},
	} {
		display := trainDisplay{epochs: 12, columns: row.columns, peak: 5e9}
		if got := display.beside(report); got != row.want {
			t.Errorf("%d columns: got %q, want %q", row.columns, got, row.want)
		}
	}
}

// TestTimeFor sees how long trainings take on a machine that can do 3e10 operations a second, and does a third of them.
func TestTimeFor(t *testing.T) {
	for _, row := range []struct {
		operations float64
		want       string
	}{
		{1e9, "less than a minute"},
		{45e10, "about 45 seconds"},
		{40 * 60e10, "about 40 minutes"},
		{1e40, "about 16666667 minutes"},
	} {
		if got := timeFor(row.operations, 3e10); got != row.want {
			t.Errorf("%g operations: got %q, want %q", row.operations, got, row.want)
		}
	}
}
