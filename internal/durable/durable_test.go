package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWriteFile writes a file and writes it again; each time it has the new content, and nothing stands beside it.
func TestWriteFile(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "weights")
	for _, content := range []string{"first", "", "a third time, and longer"} {
		if err := Check(path); err != nil {
			t.Fatal(err)
		}
		if err := WriteFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("wrote %q, read %q, %v", content, got, err)
		}
		wantAlone(t, folder, "weights")
	}
}

// TestWriteFileRights sees that others may read the file who may read any file of the user's.
func TestWriteFileRights(t *testing.T) {
	folder := t.TempDir()
	plain, durable := filepath.Join(folder, "plain"), filepath.Join(folder, "durable")
	if err := errors.Join(os.WriteFile(plain, nil, 0o666), WriteFile(durable, nil)); err != nil {
		t.Fatal(err)
	}
	want, _ := os.Stat(plain)
	if got, err := os.Stat(durable); err != nil || got.Mode() != want.Mode() {
		t.Errorf("rights %v, %v; want %v", got.Mode(), err, want.Mode())
	}
}

// TestWriteFileRefuses sees that what cannot be written is known before, said with the name that was asked for, and
// leaves nothing behind.
func TestWriteFileRefuses(t *testing.T) {
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "models"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		reason, path string
		want         error
	}{
		{"a folder of that name", filepath.Join(folder, "models"), errNoFile},
		{"a device, which a file in its place would destroy", os.DevNull, errNoFile},
		{"a folder that is not there", filepath.Join(folder, "nowhere", "weights"), fs.ErrNotExist},
	} {
		t.Run(row.reason, func(t *testing.T) {
			for name, err := range map[string]error{"Check": Check(row.path), "WriteFile": WriteFile(row.path, nil)} {
				if !errors.Is(err, row.want) || !strings.HasPrefix(err.Error(), "write "+row.path+": ") {
					t.Errorf("%s: error %v, want %v", name, err, row.want)
				}
			}
		})
	}
	wantAlone(t, folder, "models")
}

// TestRemove takes away a file and what killed processes left of it, and nothing else.
func TestRemove(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "weights")
	for _, name := range []string{path, newName(path), newName(path), path + ".mine.new"} {
		if err := os.WriteFile(name, nil, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time nothing is there any more
		if err := Remove(path); err != nil {
			t.Error(err)
		}
		wantAlone(t, folder, "weights.mine.new")
	}
}

// wantAlone wants one thing in the folder.
func wantAlone(t *testing.T, folder, name string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 || entries[0].Name() != name {
		t.Errorf("in the folder are %v, %v; want %s alone", entries, err, name)
	}
}
