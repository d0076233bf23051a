// Keep puts what "go test -fuzz" has found, and holds in Go's cache of this machine, into the corpus of each package that has
// one, in place of what was there:
//
//	go run ./internal/corpus/keep picture web
//
// Files of more than a few kilobytes are left out: a handful of them would be larger than all others together.
package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"aloud/internal/durable"
)

const (
	corpus  = "testdata/corpus.zip" // where package corpus looks for it
	largest = 6 << 10               // bytes of a file
)

func main() {
	for _, pkg := range os.Args[1:] {
		if err := keep(pkg); err != nil {
			fmt.Fprintf(os.Stderr, "keep: %s: %v\n", pkg, err)
			os.Exit(1)
		}
	}
}

// keep writes the corpus of the package in a folder of the module.
func keep(pkg string) error {
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		return err
	}
	root := filepath.Join(strings.TrimSpace(string(cache)), "fuzz", "aloud", pkg)
	files, err := filepath.Glob(filepath.Join(root, "Fuzz*", "*")) // in order
	if err != nil || len(files) == 0 {
		return fmt.Errorf("nothing in %s", root)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if len(content) > largest {
			continue
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		w, err := archive.Create(filepath.ToSlash(name)) // without a time, so that the same files make the same corpus
		if err != nil {
			return err
		}
		if _, err := w.Write(content); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(pkg, filepath.FromSlash(corpus)), out.Bytes())
}
