package fetch

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// emptyCache points the user's cache to a new empty folder and returns it.
func emptyCache(t *testing.T) string {
	folder := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} { // macOS, Unix, Windows
		t.Setenv(name, folder)
	}
	t.Setenv(Variable, "")
	cache, err := Cache()
	if err != nil {
		t.Fatal(err)
	}
	return cache
}

func put(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	set := Set{"toys", []File{
		{Name: "a.gz", Also: []File{{Name: "a"}}},
		{Name: "b"},
		{Name: "c", Optional: true},
	}}
	tests := []struct {
		name  string
		files []string // in the data folder, in that of the variable and in the cache
		want  string   // the folder found, empty for none
	}{
		{"nothing is there", nil, ""},
		{"the folder that the user names comes first", []string{"data/toys/a", "data/toys/b", "variable/toys/a", "variable/toys/b"}, "data/toys"},
		{"a folder with the files directly serves as well", []string{"data/a.gz", "data/b"}, "data"},
		{"an unpacked file serves as well", []string{"data/a", "data/b"}, "data"},
		{"the variable is second", []string{"variable/toys/a", "variable/toys/b", "cache/toys/a", "cache/toys/b"}, "variable/toys"},
		{"the cache is last", []string{"cache/toys/a", "cache/toys/b"}, "cache/toys"},
		{"half a set is none", []string{"data/toys/a", "variable/toys/b", "data/toys/c"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			places := map[string]string{"data": t.TempDir(), "variable": t.TempDir(), "cache": emptyCache(t)}
			t.Setenv(Variable, places["variable"])
			place := func(path string) string {
				root, rest, _ := strings.Cut(path, "/")
				return filepath.Join(places[root], rest)
			}
			for _, file := range test.files {
				put(t, place(file))
			}
			folder, ok := set.Find(places["data"])
			if want := place(test.want); ok != (test.want != "") || folder != want {
				t.Errorf("found %q, %v; want %q", folder, ok, want)
			}
		})
	}
}

func TestObtain(t *testing.T) {
	cache := emptyCache(t)
	whole, gone := serve(t, honest), serve(t, http.NotFound)
	missing := file(gone.URL)
	missing.Name = "missing.txt"
	set := Set{"toys", []File{file(whole.URL), missing}}

	if _, err := set.Obtain(t.Context(), "", nil); err == nil {
		t.Error("a set of which a file is gone was obtained")
	}
	set.Files[1].Optional = true
	for range 2 { // fetched, and then found
		folder, err := set.Obtain(t.Context(), "", nil)
		if want := filepath.Join(cache, "toys"); err != nil || folder != want {
			t.Fatalf("obtained in %q, %v; want %q", folder, err, want)
		}
	}
	if len(whole.ranges) != 1 {
		t.Errorf("the file was asked for %d times, want once", len(whole.ranges))
	}
}
