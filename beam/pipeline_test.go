package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/textio"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"

	"aloud/batch"
)

func TestMain(m *testing.M) { ptest.MainWithDefault(m, "prism") }

// TestPipeline reads a folder on Prism, Beam's own runner for one machine: there is a record of every file, those that are
// no pictures included, and each is the one that the same reader gives by itself.
func TestPipeline(t *testing.T) {
	folder := t.TempDir()
	note, err := os.ReadFile("../examples/note.jpg")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range 8 {
		want = append(want, write(t, folder, fmt.Sprintf("%d.jpg", i), note))
	}
	want = append(want, write(t, folder, "cut.jpg", note[:2000]), write(t, folder, "letter.jpg", []byte("dear diary")),
		write(t, folder, "empty.jpg", nil), write(t, folder, "note.png", note)) // the last matches the other pattern
	write(t, folder, "letter.txt", []byte("matches no pattern"))

	out := filepath.Join(t.TempDir(), "records.ndjson")
	pipeline, scope := beam.NewPipelineWithRoot()
	patterns := []string{filepath.Join(folder, "*.jpg"), filepath.Join(folder, "*.png"), filepath.Join(folder, "*.webp")}
	textio.Write(scope, out, readPictures(scope, patterns, time.Minute))
	if err := ptest.Run(pipeline); err != nil {
		t.Fatal(err)
	}

	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(string(content)) {
		var record batch.Record
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		got = append(got, record.File)
		broken := slices.Contains([]string{"cut.jpg", "letter.jpg", "empty.jpg"}, filepath.Base(record.File))
		if broken != (record.Error != "") || !broken && (len(record.Numbers) != 2 || record.Numbers[0].Digits != "0205550137") {
			t.Errorf("%s", line)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("records of %q, want %q", got, want)
	}
}

func write(t *testing.T, folder, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAtOnce has Prism read pictures that come only when two of them are waited for: pipes, each of which blocks whoever opens
// it until the other end is opened too. A runner that read one after the other would never come to an end.
func TestAtOnce(t *testing.T) {
	folder := t.TempDir()
	note, err := os.ReadFile("../examples/note.jpg")
	if err != nil {
		t.Fatal(err)
	}
	const pictures = 4
	var opened sync.WaitGroup
	opened.Add(2)
	var others atomic.Int32
	for i := range pictures {
		path := filepath.Join(folder, fmt.Sprintf("%d.jpg", i))
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		go func() {
			pipe, err := os.OpenFile(path, os.O_WRONLY, 0) // waits for the reader
			if err != nil {
				t.Error(err)
				return
			}
			defer pipe.Close()
			if others.Add(1) <= 2 {
				opened.Done()
			}
			opened.Wait()
			pipe.Write(note)
		}()
	}
	out := filepath.Join(t.TempDir(), "records.ndjson")
	pipeline, scope := beam.NewPipelineWithRoot()
	textio.Write(scope, out, readPictures(scope, []string{filepath.Join(folder, "*.jpg")}, time.Minute))
	if err := ptest.Run(pipeline); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if read := strings.Count(string(content), `"0205550137"`); read != pictures {
		t.Errorf("%d of %d pictures read", read, pictures)
	}
}

// TestFlags wants an error that says what is missing.
func TestFlags(t *testing.T) {
	if err := run("", "out", time.Minute); err == nil || !strings.Contains(err.Error(), "-input") {
		t.Errorf("error %v", err)
	}
}
