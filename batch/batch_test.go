package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
	"aloud/reader"
)

// write puts files with that content into a folder.
func write(t *testing.T, folder, content string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(content), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFiles(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	write(t, folder, "x", "b.JPG", "a.png", "text.txt", "deep/er/c.heic", ".hidden/d.png", "noending")
	write(t, outside, "x", "secret.png")
	if err := errors.Join(os.Symlink(outside, filepath.Join(folder, "link")),
		os.Symlink(filepath.Join(outside, "secret.png"), filepath.Join(folder, "link.png"))); err != nil {
		t.Fatal(err)
	}
	got, err := Files(folder)
	for i := range got {
		got[i], _ = filepath.Rel(folder, got[i])
	}
	if want := []string{"a.png", "b.JPG", "deep/er/c.heic"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if _, err := Files(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("listed a folder that is not there")
	}
}

func TestRead(t *testing.T) {
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	good, err := Read(t.Context(), r, "../examples/note.jpg")
	if err != nil || good.Error != "" || len(good.Numbers) != 2 {
		t.Errorf("%+v, %v", good, err)
	}
	bad, err := Read(t.Context(), r, "batch.go")
	if err != nil || !strings.Contains(bad.Error, "not a picture") {
		t.Errorf("%+v, %v", bad, err)
	}
	line, err := Line(bad)
	if err != nil || !bytes.HasPrefix(line, []byte(`{"file":"batch.go","error":"`)) || !bytes.HasSuffix(line, []byte("\"numbers\":[]}\n")) {
		t.Errorf("%s, %v", line, err)
	}
}

// TestPanicIsARecord reads a picture over which the program stumbles: the record says so, and the run goes on.
func TestPanicIsARecord(t *testing.T) {
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	record, err := ReadFrom(t.Context(), r, "a.png", func() (image.Image, error) { return stumblingBlock{}, nil })
	if err != nil || record.File != "a.png" || !strings.Contains(record.Error, "a.png: reading it fails") || record.Numbers == nil {
		t.Errorf("%+v, %v", record, err)
	}
}

// A stumblingBlock is a picture whose pixels cannot be looked at.
type stumblingBlock struct{}

func (stumblingBlock) ColorModel() color.Model { return color.GrayModel }
func (stumblingBlock) Bounds() image.Rectangle { return image.Rect(0, 0, 50, 50) }
func (stumblingBlock) At(int, int) color.Color { panic("no pixels") }

// TestJournalShared has two runs write into one journal, which should not be: no line of either is lost or broken.
func TestJournalShared(t *testing.T) {
	path := filepath.Join(t.TempDir(), "journal.ndjson")
	var journals [2]*Journal
	for i := range journals {
		var err error
		if journals[i], _, err = OpenJournal(path); err != nil {
			t.Fatal(err)
		}
	}
	for i, name := range names(20) {
		if err := journals[i%2].Add(Failed(name, errors.New(strings.Repeat("no ", i)))); err != nil {
			t.Fatal(err)
		}
	}
	for _, j := range journals {
		j.Close()
	}
	journal, done, err := OpenJournal(path)
	if err != nil || len(done) != 20 {
		t.Fatalf("%d records of 20, %v", len(done), err)
	}
	journal.Close()
}

// runs are both ways to read many files.
var runs = map[string]func([]string, int, func(context.Context, string) (Record, error)) func(context.Context, func(Record, error) bool){
	"ordered": func(files []string, atOnce int, read func(context.Context, string) (Record, error)) func(context.Context, func(Record, error) bool) {
		return func(ctx context.Context, yield func(Record, error) bool) { ordered(ctx, files, atOnce, read)(yield) }
	},
	"unordered": func(files []string, atOnce int, read func(context.Context, string) (Record, error)) func(context.Context, func(Record, error) bool) {
		return func(ctx context.Context, yield func(Record, error) bool) { unordered(ctx, files, atOnce, read)(yield) }
	},
}

// names are those of n files.
func names(n int) []string {
	var names []string
	for i := range n {
		names = append(names, fmt.Sprintf("%04d", i))
	}
	return names
}

// TestAllFiles gives every file its record, in order where that is asked for, never reads more at once than it may, and
// never waits for a slow one.
func TestAllFiles(t *testing.T) {
	for name, run := range runs {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				const atOnce = 3
				var now, most atomic.Int32
				read := func(_ context.Context, file string) (Record, error) {
					if n := now.Add(1); n > most.Load() {
						most.Store(n)
					}
					defer now.Add(-1)
					if file == "0000" {
						time.Sleep(time.Second)
					}
					time.Sleep(time.Millisecond)
					return Record{File: file}, nil
				}
				var got []string
				began := time.Now()
				run(names(60), atOnce, read)(t.Context(), func(r Record, err error) bool {
					if err != nil {
						t.Error(err)
					}
					got = append(got, r.File)
					return true
				})
				if name == "unordered" {
					slices.Sort(got)
				}
				if !slices.Equal(got, names(60)) || most.Load() != atOnce {
					t.Errorf("records %v, %d at once", got, most.Load())
				}
				if took := time.Since(began); took > 1100*time.Millisecond {
					t.Errorf("took %v", took)
				}
			})
		})
	}
}

// TestEndsEarly breaks off, and cancels, and sees no worker stay behind: synctest complains of one that does.
func TestEndsEarly(t *testing.T) {
	for name, run := range runs {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				read := func(ctx context.Context, file string) (Record, error) {
					time.Sleep(time.Millisecond)
					return Record{File: file}, ctx.Err()
				}
				seen := 0
				run(names(1000), 4, read)(t.Context(), func(Record, error) bool { seen++; return seen < 5 })
				if seen != 5 {
					t.Errorf("%d records after breaking off at the fifth", seen)
				}
				ctx, cancel := context.WithCancel(t.Context())
				seen = 0
				var last error
				run(names(1000), 4, read)(ctx, func(_ Record, err error) bool {
					if seen++; seen == 5 {
						cancel()
					}
					last = err
					return true
				})
				if !errors.Is(last, context.Canceled) || seen > 100 {
					t.Errorf("after a cancellation: %d records, the last with %v", seen, last)
				}
			})
		})
	}
}

// TestJournal breaks a journal off at every byte, and goes on with it: no record is lost that was whole, none is there
// twice, and the end is the same.
func TestJournal(t *testing.T) {
	var whole []byte
	for _, name := range names(3) {
		line, err := Line(Record{File: name, Reading: reader.Reading{Numbers: []reader.Number{}}})
		if err != nil {
			t.Fatal(err)
		}
		whole = append(whole, line...)
	}
	path := filepath.Join(t.TempDir(), "journal.ndjson")
	for cut := range len(whole) + 1 {
		if err := os.WriteFile(path, whole[:cut], 0o666); err != nil {
			t.Fatal(err)
		}
		journal, done, err := OpenJournal(path)
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", cut, err)
		}
		if want := bytes.Count(whole[:cut], []byte("\n")); len(done) != want {
			t.Fatalf("cut after %d bytes: %d records, want %d", cut, len(done), want)
		}
		for _, name := range names(3) {
			if !done[name] {
				if err := journal.Add(Record{File: name, Reading: reader.Reading{Numbers: []reader.Number{}}}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := journal.Close(); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); !bytes.Equal(got, whole) {
			t.Fatalf("cut after %d bytes: ends as\n%s", cut, got)
		}
	}
}

// TestJournalSparesOthers refuses files that are no journals, and leaves them as they are.
func TestJournalSparesOthers(t *testing.T) {
	for _, content := range []string{"a letter without an end", "a letter\n", `{"name":"x"}` + "\n", "[]\n", `{"file":1}` + "\n"} {
		path := filepath.Join(t.TempDir(), "letter.txt")
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := OpenJournal(path); err == nil || !strings.Contains(err.Error(), "name another file") {
			t.Errorf("%q: %v", content, err)
		}
		if got, _ := os.ReadFile(path); string(got) != content {
			t.Errorf("%q became %q", content, got)
		}
	}
}

// FuzzJournal opens anything.
func FuzzJournal(f *testing.F) {
	corpus.Add(f)
	f.Add([]byte(`{"file":"a","numbers":[]}` + "\n" + `{"file":"b"`))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		var done map[string]bool
		var end int64
		var err error
		const few, perByte = 1 << 20, 200
		thrift.Within(t, few+perByte*uint64(len(content)), func() { done, end, err = records(bytes.NewReader(content)) })
		if err != nil {
			return
		}
		if end > int64(len(content)) || end > 0 && content[end-1] != '\n' || len(done) > bytes.Count(content, []byte("\n")) {
			t.Errorf("%d records up to byte %d of %q", len(done), end, content)
		}
		for name := range done {
			if _, err := json.Marshal(name); err != nil {
				t.Error(err)
			}
		}
	})
}

// TestStrangeNames reads files whose names could be taken for something else: each is one line of a journal, which knows it
// again.
func TestStrangeNames(t *testing.T) {
	folder := t.TempDir()
	strange := []string{"two\nlines.png", `"quoted".png`, "back\\slash.png", "..png.png", "-rf.png", "<b>&.png"}
	write(t, folder, "x", strange...)
	files, err := Files(folder)
	if err != nil || len(files) != len(strange) {
		t.Fatalf("%q, %v", files, err)
	}
	path := filepath.Join(t.TempDir(), "journal.ndjson")
	journal, _, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if err := journal.Add(Failed(file, errors.New("not read"))); err != nil {
			t.Fatal(err)
		}
	}
	journal.Close()
	again, done, err := OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	for _, file := range files {
		if !done[file] {
			t.Errorf("%q is forgotten", file)
		}
	}
	if content, _ := os.ReadFile(path); bytes.Count(content, []byte("\n")) != len(files) {
		t.Errorf("not a line each: %q", content)
	}
}
