package evaluate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Photo is one row of a table of photographs: a file, and what somebody has read on it.
type Photo struct {
	Table string   // that it stands in
	File  string   // as the table names it
	Path  string   // where it is
	Kind  string   // of picture, for figures by kind; may be empty
	Lines []string // of writing from top to bottom: digits, and a blank between numbers that stand side by side
}

// ReadTable reads a table of photographs: a header, and a row a picture, their columns parted by tabs. Of these it needs
// file (relative to the table) and lines (joined by "|"; empty where nothing is written), takes kind where there is one,
// and passes over all others. Line ends may be those of Windows. An error names the table and the line.
func ReadTable(path string) ([]Photo, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("evaluate: %w", err)
	}
	photos, err := parseTable(string(content))
	if err != nil {
		return nil, fmt.Errorf("evaluate: %s: %w", path, err)
	}
	for i := range photos {
		photos[i].Table, photos[i].Path = path, beside(path, photos[i].File)
	}
	return photos, nil
}

// parseTable reads a table whose paths are still to be found.
func parseTable(content string) ([]Photo, error) {
	rows := strings.Split(strings.TrimPrefix(content, "\ufeff"), "\n")
	header := columns(rows[0])
	for _, needed := range []string{"file", "lines"} {
		if !slices.Contains(header, needed) {
			return nil, fmt.Errorf("line 1: no column named %s", needed)
		}
	}
	var photos []Photo
	for i, row := range rows[1:] {
		if strings.TrimSpace(row) == "" {
			continue
		}
		photo, err := parseRow(header, columns(row))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+2, err)
		}
		photos = append(photos, photo)
	}
	if len(photos) == 0 {
		return nil, errors.New("no photograph in the table")
	}
	return photos, nil
}

func columns(row string) []string { return strings.Split(strings.TrimSuffix(row, "\r"), "\t") }

func parseRow(header, row []string) (Photo, error) {
	cell := func(name string) (string, bool) {
		i := slices.Index(header, name)
		if i < 0 || i >= len(row) {
			return "", false
		}
		return strings.TrimSpace(row[i]), true
	}
	file, _ := cell("file")
	if file == "" {
		return Photo{}, errors.New("no file")
	}
	written, present := cell("lines")
	if !present {
		return Photo{}, errors.New("no column lines; are columns parted by tabs?")
	}
	lines, err := parseLines(written)
	kind, _ := cell("kind")
	return Photo{File: file, Kind: kind, Lines: lines}, err
}

// parseLines takes lines joined by "|" apart.
func parseLines(written string) ([]string, error) {
	if written == "" {
		return nil, nil
	}
	var lines []string
	for line := range strings.SplitSeq(written, "|") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			return nil, fmt.Errorf("an empty line in %q", written)
		}
		if strings.ContainsFunc(line, notDigitOrBlank) {
			return nil, fmt.Errorf("%q is not made of digits", line)
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func notDigitOrBlank(r rune) bool { return r != ' ' && (r < '0' || r > '9') }

// beside is the path of a file that a table names relative to itself.
func beside(table, file string) string {
	file = filepath.FromSlash(file)
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(filepath.Dir(table), file)
}
