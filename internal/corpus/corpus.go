// Package corpus keeps the inputs by which fuzzing found its way through a parser, so that every test run tries them again and
// the next fuzzing begins where the last one ended. A package has them in testdata/corpus.zip: there are hundreds, too
// many and too small for files of their own. Command keep, below, puts them there.
package corpus

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"testing"
)

// File is where a package keeps its corpus.
const File = "testdata/corpus.zip"

// Add adds what is kept for a fuzz test to its seeds.
func Add(f *testing.F) {
	f.Helper()
	archive, err := zip.OpenReader(File)
	if err != nil {
		f.Fatal(err)
	}
	defer archive.Close()
	files, err := fs.ReadDir(archive, f.Name())
	if err != nil {
		f.Fatalf("%s: %v", File, err)
	}
	for _, file := range files {
		content, err := fs.ReadFile(archive, path.Join(f.Name(), file.Name()))
		if err != nil {
			f.Fatalf("%s: %v", File, err)
		}
		arguments, err := parse(string(content))
		if err != nil {
			f.Fatalf("%s: %s: %v", File, file.Name(), err)
		}
		f.Add(arguments...)
	}
}

// header is the first line of the files of "go test -fuzz". Each further line is an argument.
const header = "go test fuzz v1"

// parse reads such a file, as far as the types go that are fuzzed here: []byte("…"), string("…"), byte('…').
func parse(file string) (arguments []any, err error) {
	lines := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	if lines[0] != header {
		return nil, fmt.Errorf("it does not begin with %q", header)
	}
	for _, line := range lines[1:] {
		kind, value, _ := strings.Cut(strings.TrimSuffix(line, ")"), "(")
		text, err := strconv.Unquote(value)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, line)
		}
		switch kind {
		case "[]byte":
			arguments = append(arguments, []byte(text))
		case "string":
			arguments = append(arguments, text)
		case "byte":
			arguments = append(arguments, byte([]rune(text)[0]))
		default:
			return nil, fmt.Errorf("arguments of type %s are not known", kind)
		}
	}
	return arguments, nil
}
