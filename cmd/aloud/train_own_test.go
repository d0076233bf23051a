package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"aloud/digit"
	"aloud/internal/needs"
	"aloud/model"
	"aloud/recipe"
	"aloud/scribe"
)

// TestTrainOwn lets a small model learn the hand of somebody who mirrors every 7 and writes all else as others do: it does
// better with that hand, and hardly worse with others'.
func TestTrainOwn(t *testing.T) {
	data := filepath.Dir(needs.Data(t, "mnist"))
	folder := t.TempDir()
	weights, mine := filepath.Join(folder, "softmax.safetensors"), filepath.Join(folder, "mine.safetensors")
	quiet := func(args ...string) (status int, out string) {
		var stdout, stderr bytes.Buffer
		status = run(args, nil, &stdout, &stderr)
		return status, stdout.String() + stderr.String()
	}
	if status, out := quiet("train", "softmax", "--epochs", "1", "--data", data, "--out", weights); status != statusDone {
		t.Fatal(out)
	}
	random := rand.New(rand.NewPCG(4, 4))
	own := filepath.Join(folder, "digits")
	for class := range 10 {
		for i := range 12 {
			d := scribe.Digit(random, class)
			if class == 7 {
				d = mirrored(d)
			}
			writePicture(t, filepath.Join(own, fmt.Sprint(class), fmt.Sprintf("%d.png", i)), &d)
		}
	}
	status, out := quiet("train", "--from", weights, "--own", own, "--epochs", "2", "--learning-rate", "0.002", "--data", data, "--out", mine)
	if status != statusDone {
		t.Fatal(out)
	}
	figures := regexp.MustCompile(`(\d+) of 30\) before, .* errors \((\d+) of 30\) after; others': .*\((\d+) of \d+\) before, .*\((\d+) of (\d+)\) after`).FindStringSubmatch(out)
	if figures == nil {
		t.Fatalf("no figures: %s", out)
	}
	n := make([]int, len(figures))
	for i, f := range figures[1:] {
		n[i], _ = strconv.Atoi(f)
	}
	if n[1] >= n[0] || n[3] > n[2]+n[4]/1000 {
		t.Errorf("own errors %d -> %d of 30, others' %d -> %d of %d", n[0], n[1], n[2], n[3], n[4])
	}
	_, metadata, err := model.Load[float32](mine)
	if err != nil {
		t.Fatal(err)
	}
	judged := fmt.Sprintf("%d errors of %d, ", n[3], n[4])
	if !strings.HasPrefix(metadata["training"], "15000 examples, ") || !strings.HasPrefix(metadata["validation"], judged) {
		t.Errorf("metadata %q, want those of 15000 examples, and %s", metadata, judged)
	}
	if status, out := quiet("train", "--from", weights, "--data", data); status != statusBadUse {
		t.Errorf("without digits: status %d: %s", status, out)
	}
}

// TestTrainOwnSmoothing sees that a model goes on with the smoothing of the recipe that it was made by, and with the flags.
func TestTrainOwnSmoothing(t *testing.T) {
	for _, name := range []string{"cnn-small", "softmax", "sturdy"} {
		r := recipe.Of(name)
		file := filepath.Join(t.TempDir(), "model.safetensors")
		if err := model.Save(file, r.Model(), model.Float16, map[string]string{"recipe": name}); err != nil {
			t.Fatal(err)
		}
		var own trainOwn
		own.addTo(new(cobra.Command))
		own.from, own.options.Epochs = file, 4
		if err := own.load(); err != nil {
			t.Fatal(err)
		}
		if r.Spoilt { // which has its labels now
			r = recipe.Of("reader")
		}
		if o := own.TrainOptions(); o.Spoil != nil || o.Smoothing != r.Options.Smoothing || o.Epochs != 4 {
			t.Errorf("%s: a smoothing of %v and %d epochs, want %v and 4", name, o.Smoothing, o.Epochs, r.Options.Smoothing)
		}
	}
}

func mirrored(d digit.Digit) (m digit.Digit) {
	for i, v := range d {
		m[i/digit.Side*digit.Side+digit.Side-1-i%digit.Side] = v
	}
	return m
}

func writePicture(t *testing.T, path string, d *digit.Digit) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, digit.Side, digit.Side))
	for i, v := range d {
		img.Pix[i] = 255 - v
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	os.MkdirAll(filepath.Dir(path), 0o777)
	if err := os.WriteFile(path, file.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}
