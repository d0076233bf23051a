package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aloud/internal/needs"
	"aloud/model"
)

// toyHands is toyDigits with the numbers of their writers, 12 people who wrote 20 digits each, and the real symbols.
func toyHands(t *testing.T) (data string) {
	data = toyDigits(t)
	var table strings.Builder
	for i := range 240 {
		fmt.Fprintf(&table, "%d\t0\t%d\t0\t0\t%d\t0\t0\n", i%10, i/20, i)
	}
	if err := os.WriteFile(filepath.Join(data, "qmnist-train-labels.tsv"), []byte(table.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(needs.Data(t, "symbols"), filepath.Join(data, "symbols")); err != nil {
		t.Fatal(err)
	}
	return data
}

// TestTrainLineCommand trains a reader on a few lines, and looks into its weights.
func TestTrainLineCommand(t *testing.T) {
	data, out := toyHands(t), filepath.Join(t.TempDir(), "toy.safetensors")
	args := []string{"line", "--lines", "48", "--judges", "20", "--batch", "16", "--epochs", "2", "--warm-up", "0", "--data", data, "--out"}
	stdout, stderr, err := aloudTrain(t.Context(), append(args, out)...)
	if err != nil {
		t.Fatal(err)
	}
	m, metadata, err := model.LoadLine[float32](out)
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%s: line of %d parameters, 96 lines, ", out, len(m.Params()))
	if !strings.HasPrefix(stdout, want) || !strings.Contains(stdout, " % of the validation lines wrong (") {
		t.Errorf("standard output %q, want %q", stdout, want)
	}
	plan := fmt.Sprintf("training line: %d parameters, lines after 57 books, judged by 20 lines after 5 others; 2 × 3 steps; less than a minute here\n", len(m.Params()))
	if !strings.HasPrefix(stderr, plan) {
		t.Errorf("remarks\n%s\nwant %s", stderr, plan)
	}
	for name, want := range map[string]string{
		"command":    "aloud train line --lines=48 --judges=20 --batch=16 --epochs=2 --warm-up=0",
		"seed":       "1",
		"training":   "2 × 48 lines drawn after 57 books and in invented hands, ",
		"validation": " of 20 lines wrong, ",
	} {
		if !strings.Contains(metadata[name], want) {
			t.Errorf("metadata: %s %q, want %q", name, metadata[name], want)
		}
	}
}

// TestTrainLineRefuses sees what no reader can be trained with.
func TestTrainLineRefuses(t *testing.T) {
	out := filepath.Join(t.TempDir(), "toy.safetensors")
	for _, row := range []struct {
		reason string
		args   []string
		want   string
	}{
		{"an epoch of nothing", []string{"--lines", "0"}, "train: epochs of 0 lines"},
		{"fewer than none to judge by", []string{"--judges", "-1"}, "train: -1 lines to judge by"},
		{"no batches", []string{"--batch", "0"}, "batches of 0"},
	} {
		_, _, err := aloudTrain(t.Context(), append([]string{"line", "--out", out}, row.args...)...)
		if err == nil || !strings.Contains(err.Error(), row.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v, want %q", row.reason, err, row.want)
		}
	}
}

// TestTrainLineWithoutWriters has digits of which nobody knows who wrote them.
func TestTrainLineWithoutWriters(t *testing.T) {
	const table = "qmnist-train-labels.tsv"
	data := toyHands(t)
	if err := os.Remove(filepath.Join(data, table)); err != nil {
		t.Fatal(err)
	}
	_, _, err := aloudTrain(t.Context(), "line", "--out", filepath.Join(t.TempDir(), "toy.safetensors"), "--data", data)
	if err == nil || !strings.Contains(err.Error(), table) {
		t.Errorf("error %v, want %q", err, table)
	}
}

// TestTrainLineGoesOn begins with the weights of an earlier training, and says so; weights of another network are refused.
func TestTrainLineGoesOn(t *testing.T) {
	data, folder := toyHands(t), t.TempDir()
	first, second := filepath.Join(folder, "first.safetensors"), filepath.Join(folder, "second.safetensors")
	args := []string{"line", "--lines", "32", "--judges", "5", "--batch", "16", "--epochs", "1", "--warm-up", "0", "--data", data}
	if _, _, err := aloudTrain(t.Context(), append(args, "--out", first)...); err != nil {
		t.Fatal(err)
	}
	// A step so short that it changes nothing shows where the second training began.
	if _, _, err := aloudTrain(t.Context(), append(args, "--out", second, "--from", first, "--learning-rate", "1e-12")...); err != nil {
		t.Fatal(err)
	}
	m, _, _ := model.LoadLine[float32](first)
	again, metadata, err := model.LoadLine[float32](second)
	if err != nil {
		t.Fatal(err)
	}
	last := len(m.Params()) - 1 // a weight of the last layer, which no measuring changes
	if got, want := again.Params()[last-100], m.Params()[last-100]; got != want {
		t.Errorf("a weight became %v, from %v", got, want)
	}
	if !strings.Contains(metadata["command"], " --from=first.safetensors ") || !strings.HasPrefix(metadata["earlier command"], "aloud train line ") {
		t.Errorf("metadata %q", metadata)
	}
	random := rand.New(rand.NewPCG(1, 1))
	a, err := model.ParseArchitecture("32x8x1\nconv 32x1 22")
	if err != nil {
		t.Fatal(err)
	}
	if err := model.Save(second, model.NewLine[float32](random, a), model.Float16, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = aloudTrain(t.Context(), append(args, "--out", first, "--from", second)...)
	if err == nil || !strings.Contains(err.Error(), "no block") {
		t.Errorf("weights of another network: error %v", err)
	}
}
