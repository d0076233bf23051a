package phone

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the first visit takes, all of it, must be bearable where telephones are slow.
func TestFirstLoad(t *testing.T) {
	const brotliMost, gzipMost = 1_400_000, 1_600_000 // gzip is for the few browsers that do without brotli
	least := func(forms ...[]byte) int {
		size := len(forms[0])
		for _, form := range forms[1:] {
			if form != nil {
				size = min(size, len(form))
			}
		}
		return size
	}
	asBrotli, asGzip := 0, 0
	all := Files()
	for i := range all {
		f := &all[i]
		if strings.HasPrefix(f.Name, "words/") && f.Name != "words/en.json" {
			continue // one language is loaded, the others are kept for later
		}
		asBrotli += least(f.Data, f.Brotli())
		asGzip += least(f.Data, f.Gzip())
		t.Logf("%8d %8d %8d  %s", len(f.Data), least(f.Data, f.Brotli()), least(f.Data, f.Gzip()), f.Name)
	}
	t.Logf("%d by brotli, %d by gzip", asBrotli, asGzip)
	if asBrotli > brotliMost || asGzip > gzipMost {
		t.Errorf("the first load takes %d bytes by brotli and %d by gzip; at most %d and %d", asBrotli, asGzip, brotliMost, gzipMost)
	}
}

// Comments stay at home, those of a script where they have a line of their own, and indentation does; whatever else stands in a
// file is served, as is the notice of Go's own script. A string over several lines would lose its indentation, so there is none.
func TestCompact(t *testing.T) {
	for _, row := range []struct{ ext, source, want string }{
		{".js", "// What it does.\nlet a = 1; // pixels\n\n\t// and why\n\tlet b = 'http://x';\nb", "let a = 1; // pixels\nlet b = 'http://x';\nb\n"},
		{".css", "/* Large\n   and plain. */\na {\n\tmargin: 0; /* none */\n}\n", "a {\nmargin: 0;\n}\n"},
		{".html", "<p>\n  <!-- The order\n  of hearing. -->\n  a <b>number</b>\n</p>", "<p>\na <b>number</b>\n</p>\n"},
		{".json", "{\n  \"a\": \"//\"\n}", "{\n  \"a\": \"//\"\n}"},
	} {
		if got := string(compact(row.ext, []byte(row.source))); got != row.want {
			t.Errorf("%s: %q, want %q", row.ext, got, row.want)
		}
	}
	for _, f := range Files() {
		ext, data := path.Ext(f.Name), f.Data
		if f.Name == path.Base(launcher) {
			if notice := []byte("// Copyright 2018 The Go Authors"); !bytes.HasPrefix(data, notice) {
				t.Errorf("%s begins with %.40q", f.Name, data)
			}
			data = data[bytes.Index(data, []byte("\n\"use strict\""))+1:]
		}
		if !bytes.Equal(compact(ext, data), data) {
			t.Errorf("%s is not compact", f.Name)
		}
		if ext != ".js" {
			continue
		}
		for line := range bytes.Lines(data) {
			if bytes.Count(line, []byte("`"))%2 != 0 {
				t.Errorf("%s has a string over several lines: %s", f.Name, line)
			}
		}
	}
}

// The service worker keeps every file but itself, under a version that any change changes.
func TestPrecache(t *testing.T) {
	all := Files()
	i := slices.IndexFunc(all, func(f File) bool { return f.Name == worker })
	line, _, _ := bytes.Cut(all[i].Data, []byte("\n"))
	text := strings.TrimSuffix(strings.TrimPrefix(string(line), "const PRECACHE = "), ";")
	var list struct {
		Version string
		Files   []string
	}
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatalf("%v in %s", err, line)
	}
	for _, f := range all {
		kept := slices.Contains(list.Files, f.Name) || f.Name == index && slices.Contains(list.Files, "./")
		if kept == (f.Name == worker) {
			t.Errorf("%s is kept: %t", f.Name, kept)
		}
	}
	other := slices.Clone(all)
	other[0].Data = append(slices.Clone(other[0].Data), 0)
	if changed := precache(other); bytes.Contains(changed, []byte(list.Version)) || !bytes.Equal(precache(other), changed) {
		t.Error("the version does not tell of a change, or of more than that")
	}
}

// A folder is written whole, again over an app, and never over anything else.
func TestExport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "public")
	for range 2 {
		if err := Export(dir); err != nil {
			t.Fatal(err)
		}
		for _, f := range Files() {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Name)))
			if err != nil || !bytes.Equal(data, f.Data) {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
		if packed, err := os.ReadFile(filepath.Join(dir, "aloud.wasm.br")); err != nil || !bytes.Equal(packed, program) {
			t.Errorf("aloud.wasm.br: %v", err)
		}
		if beside, _ := os.ReadDir(filepath.Dir(dir)); len(beside) != 1 {
			t.Errorf("%d entries beside the app", len(beside)-1)
		}
	}
	foreign := t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "thesis"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Export(foreign); !errors.Is(err, ErrForeign) {
		t.Errorf("over a thesis: %v", err)
	}
	if err := Export(filepath.Join(foreign, "thesis")); err == nil {
		t.Error("a file became a folder")
	}
}
