package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aloud/internal/needs"
)

// With the test of the same name in package fetch it is 200 times: go test ./cmd/aloud ./fetch -run Kill -kills 50 -v
var kills = flag.Int("kills", 2, "how `often` TestKill kills each of the commands; the whole is 50")

// TestKill kills the program at any moment, over and over again. No half file ever stands under its name, the same command
// goes on, and what comes out in the end is what comes out of one that was left in peace.
func TestKill(t *testing.T) {
	t.Run("training", func(t *testing.T) {
		data := filepath.Dir(needs.Data(t, "mnist"))
		killOften(t, "softmax.safetensors", func(out string) []string {
			return []string{"train", "softmax", "--epochs", "1", "--checkpoint-every", "10ms", "--data", data, "--out", out}
		})
	})
	t.Run("reading a folder", func(t *testing.T) {
		notes := t.TempDir()
		for i := range 6 {
			if err := os.WriteFile(filepath.Join(notes, fmt.Sprintf("%d.png", i)), pngOf(plain(300+i, 200, shades[i])), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(notes, "note.jpg"), exampleNote(t), 0o666); err != nil {
			t.Fatal(err)
		}
		killOften(t, "journal.ndjson", func(out string) []string {
			return []string{"read", "--json", "--recursive", "--journal", out, notes}
		})
	})
	t.Run("exporting", func(t *testing.T) {
		killOften(t, "reader.onnx", func(out string) []string { return []string{"export", "onnx", "reader", "--out", out} })
	})
}

// killOften runs the command that the arguments make for a file, kills it, and runs it again.
func killOften(t *testing.T, name string, arguments func(out string) []string) {
	random := rand.New(rand.NewPCG(2, 5))
	peaceful := filepath.Join(t.TempDir(), name)
	began := time.Now()
	if killed := runKilled(t, time.Minute, arguments(peaceful)); killed {
		t.Fatal("a minute was not enough")
	}
	usual := time.Since(began)
	want := sortedLines(t, peaceful)

	out := filepath.Join(t.TempDir(), name)
	finished := 0
	for killed := 0; killed < *kills || finished == 0; {
		patience := time.Duration(random.Int64N(int64(usual)))
		if killed >= *kills {
			patience = time.Minute
		}
		if runKilled(t, patience, arguments(out)) {
			killed++
			wantBeginning(t, out, want)
			continue
		}
		if got := sortedLines(t, out); !slices.Equal(got, want) {
			t.Fatalf("after %d kills the result is another", killed)
		}
		finished++
		if err := os.Remove(out); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("finished %d times between %d kills", finished, *kills)
}

// runKilled runs the program and kills it after a while, if it is still there; it reports whether it was.
func runKilled(t *testing.T, patience time.Duration, arguments []string) (killed bool) {
	t.Helper()
	command := exec.Command("aloud", arguments...)
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(patience, func() { command.Process.Kill() })
	defer late.Stop()
	exit := new(exec.ExitError)
	if err := command.Wait(); errors.As(err, &exit) && exit.ExitCode() == -1 {
		return true
	} else if err != nil && exit.ExitCode() == statusBadUse {
		t.Fatalf("%v: %s", err, &said)
	}
	return false
}

// sortedLines are the lines of a file, sorted: a journal's records may come in any order when it was broken off.
func sortedLines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(strings.Lines(string(content)))
}

// wantBeginning wants the file to be missing or whole; of a journal, all lines that are finished are among those wanted,
// each once.
func wantBeginning(t *testing.T, path string, want []string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(path) != ".ndjson" {
		if !slices.Equal(slices.Sorted(strings.Lines(string(content))), want) {
			t.Fatalf("%d bytes that are not the file have its name", len(content))
		}
		return
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(content)) {
		if strings.HasSuffix(line, "\n") && (seen[line] || !slices.Contains(want, line)) {
			t.Fatalf("a record that is not expected, or twice: %s", line)
		}
		seen[line] = true
	}
}
