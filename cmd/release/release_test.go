package main

import (
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var twice = flag.Bool("twice", false, "build the whole program twice, which takes a minute where nothing is in the cache")

// TestReproducible builds the program in two folders and wants the same bytes; then it has the program run, and reads the
// bill.
func TestReproducible(t *testing.T) {
	if !*twice {
		t.Skip("builds the program: say -twice")
	}
	here := target(runtime.GOOS + "/" + runtime.GOARCH)
	one, other := filepath.Join(t.TempDir(), here.file()), filepath.Join(t.TempDir(), "another name")
	if err := build("../..", one, here); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	copyModule(t, elsewhere)
	if err := build(elsewhere, other, here); err != nil {
		t.Fatal(err)
	}
	a, errA := sumOf(one)
	b, errB := sumOf(other)
	if errA != nil || errB != nil || a != b {
		t.Errorf("%s and %s, %v, %v", a, b, errA, errB)
	}
	if said, err := exec.Command(one, "version").Output(); err != nil || !strings.HasPrefix(string(said), "aloud 0.") {
		t.Errorf("the program says %q, %v", said, err)
	}
	if binary, _ := os.ReadFile(one); strings.Contains(string(binary), elsewhere) || strings.Contains(string(binary), os.Getenv("HOME")+"/go/pkg") {
		t.Error("a folder of this machine is in the program")
	}

	if err := writeBill(one); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(billName(one))
	if err != nil {
		t.Fatal(err)
	}
	var bill bill
	if err := json.Unmarshal(text, &bill); err != nil {
		t.Fatal(err)
	}
	has := func(name string) bool {
		return slices.ContainsFunc(bill.Components, func(c component) bool { return c.Name == name && c.Version != "" && c.URL != "" })
	}
	if !has("std") || !has("github.com/spf13/cobra") || has("aloud") || bill.Metadata.Component.Hashes[0].Content != a {
		t.Errorf("bill %s", text)
	}
}

// copyModule copies what the program is built from.
func copyModule(t *testing.T, to string) {
	t.Helper()
	if err := os.CopyFS(to, withoutHidden{os.DirFS("../..")}); err != nil {
		t.Fatal(err)
	}
}

// TestTargetUnknown wants an error that names those there are.
func TestTargetUnknown(t *testing.T) {
	if err := release(t.TempDir(), "plan9/mips"); err == nil || !strings.Contains(err.Error(), "windows/arm64") {
		t.Errorf("error %v", err)
	}
}

// withoutHidden is a file system without the folder of the repository, which is large and has no part in a build.
type withoutHidden struct{ fs.FS }

func (f withoutHidden) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.FS, name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return name == "." && strings.HasPrefix(e.Name(), ".") }), err
}
