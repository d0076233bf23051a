// Release builds what is released: the program for every system, without anything that it needs beside it, with
// checksums, a list of what each file is made of, manual pages and shell completion.
//
//	go run ./cmd/release [-out DIR] [-only SYSTEM/PROCESSOR]
//
// The same source and the same version of Go give the same bytes on any machine, in any folder: whoever doubts a file can
// make it.
package main

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"aloud/internal/version"
)

// A target is a system and a processor, as Go calls them: "linux/amd64".
type target string

var targets = []target{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

func (t target) system() string    { system, _, _ := strings.Cut(string(t), "/"); return system }
func (t target) processor() string { _, processor, _ := strings.Cut(string(t), "/"); return processor }

// file is the name of the program for the target.
func (t target) file() string {
	name := fmt.Sprintf("aloud-%s-%s-%s", version.Number, t.system(), t.processor())
	if t.system() == "windows" {
		name += ".exe"
	}
	return name
}

func main() {
	out := flag.String("out", "dist", "write into this `folder`")
	only := flag.String("only", "", "build for this `system/processor` alone, linux/arm64 say")
	flag.Parse()
	if err := release(*out, *only); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release builds everything into the folder.
func release(out, only string) error {
	chosen := targets
	if only != "" {
		if !slices.Contains(targets, target(only)) {
			return fmt.Errorf("no target %q; there are %v", only, targets)
		}
		chosen = []target{target(only)}
	}
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	var files []string
	for _, t := range chosen {
		program := filepath.Join(out, t.file())
		if err := build(".", program, t); err != nil {
			return err
		}
		if err := writeBill(program); err != nil {
			return err
		}
		files = append(files, t.file(), filepath.Base(billName(program)))
		fmt.Println(program)
	}
	if err := writeSums(out, files); err != nil {
		return err
	}
	return writeHelp(out)
}

// build builds the program of the module in that folder. Nothing of this machine goes into it: no paths, no state of a
// repository, no C library.
func build(module, program string, t target) error {
	program, err := filepath.Abs(program)
	if err != nil {
		return err
	}
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-mod=readonly", "-ldflags=-s -w -buildid=", "-o", program, "./cmd/aloud")
	command.Dir = module
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+t.system(), "GOARCH="+t.processor(),
		"GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off")
	if said, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", t, err, said)
	}
	return nil
}

// writeSums writes SHA256SUMS, which "sha256sum --check" reads.
func writeSums(out string, files []string) error {
	var sums strings.Builder
	for _, name := range slices.Sorted(slices.Values(files)) {
		sum, err := sumOf(filepath.Join(out, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%s  %s\n", sum, name)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o666)
}

// sumOf is the SHA-256 of a file, in hexadecimal digits.
func sumOf(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sha256.Sum256(content)), nil
}

// writeHelp has the program, built for this machine, write its manual pages and what shells complete its commands by.
func writeHelp(out string) error {
	aloud := func(arguments ...string) ([]byte, error) {
		command := exec.Command("go", append([]string{"run", "./cmd/aloud"}, arguments...)...)
		command.Stderr = os.Stderr
		return command.Output()
	}
	if _, err := aloud("man", filepath.Join(out, "man")); err != nil {
		return fmt.Errorf("manual pages: %w", err)
	}
	folder := filepath.Join(out, "completion")
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	for shell, name := range map[string]string{"bash": "aloud", "zsh": "_aloud", "fish": "aloud.fish", "powershell": "aloud.ps1"} {
		script, err := aloud("completion", shell)
		if err := errors.Join(err, os.WriteFile(filepath.Join(folder, name), script, 0o666)); err != nil {
			return fmt.Errorf("completion for %s: %w", shell, err)
		}
	}
	return nil
}
