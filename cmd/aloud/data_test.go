package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aloud/fetch"
)

// toySets puts two small sets in place of the real ones: letters, of which one file is optional, and numbers, whose
// server has nothing. It returns an empty data folder.
func toySets(t *testing.T) (data string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/letters") {
			fmt.Fprint(w, "abc")
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(server.Close)
	toy := func(address string, optional bool) fetch.File {
		return fetch.File{Name: filepath.Base(address), Size: 3, SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("abc"))),
			Addresses: []string{server.URL + address}, Optional: optional}
	}
	shipped := dataSets
	t.Cleanup(func() { dataSets = shipped })
	dataSets = []fetch.Set{
		{Name: "letters", Files: []fetch.File{toy("/letters/small.gz", false), toy("/letters/great.gz", true)}},
		{Name: "numbers", Files: []fetch.File{toy("/numbers/all.gz", false)}},
	}
	for _, name := range []string{"HOME", "XDG_CACHE_HOME", "LocalAppData"} { // macOS, Unix, Windows
		t.Setenv(name, t.TempDir())
	}
	t.Setenv(fetch.Variable, "")
	return t.TempDir()
}

// runData runs "aloud data" and returns what it writes, the error last, with the data folder called DATA.
func runData(t *testing.T, data string, args ...string) (output string, err error) {
	var both strings.Builder
	command := dataCommand()
	command.SetArgs(append(args, "--data", data))
	command.SetOut(&both)
	command.SetErr(&both)
	command.SilenceErrors, command.SilenceUsage = true, true
	err = command.ExecuteContext(t.Context())
	if err != nil {
		fmt.Fprintln(&both, "aloud:", err)
	}
	return strings.ReplaceAll(filepath.ToSlash(both.String()), filepath.ToSlash(data), "DATA"), err
}

func TestDataCommand(t *testing.T) {
	data := toySets(t)
	steps := []struct {
		why    string
		before func()
		args   []string
		want   []string // lines of the output, or what they begin with
	}{
		{"nothing is there yet", nil, nil, []string{
			`letters: missing; "aloud data fetch letters" fetches 0.0 kB`,
			"  small.gz                      0.0 kB  missing",
			"  great.gz                      0.0 kB  missing, optional",
			`numbers: missing; "aloud data fetch numbers" fetches`,
			"  all.gz                        0.0 kB  missing"}},
		{"a set comes", nil, []string{"fetch", "letters"}, []string{
			"fetching small.gz, 0.0 kB", "fetching great.gz, 0.0 kB", "letters: in DATA/letters"}},
		{"and is not fetched again", nil, []string{"fetch", "letters"}, []string{"letters: in DATA/letters"}},
		{"another does not come", nil, []string{"fetch", "numbers"}, []string{
			"aloud: fetch: all.gz: http://"}},
		{"all is listed", nil, nil, []string{
			"letters: in DATA/letters", "  small.gz", "  great.gz", "numbers: missing", "  all.gz"}},
		{"all is sound", nil, []string{"verify"}, []string{
			"DATA/letters/small.gz: sound", "DATA/letters/great.gz: sound", "numbers: missing"}},
		{"a set that is named must be there", nil, []string{"verify", "numbers"}, []string{
			`aloud: data: numbers is missing; "aloud data fetch numbers" fetches it`}},
		{"a byte is wrong and an optional file gone", func() {
			os.WriteFile(filepath.Join(data, "letters", "small.gz"), []byte("abd"), 0o644)
			os.Remove(filepath.Join(data, "letters", "great.gz"))
		}, []string{"verify", "letters"}, []string{
			"DATA/letters/small.gz: the bytes are damaged: their SHA-256 begins with a52d159f instead of ba7816bf",
			"DATA/letters/great.gz: missing, optional",
			`aloud: data: damaged files: 1; "aloud data fetch" replaces them`}},
		{"fetching mends it", nil, []string{"fetch", "letters"}, []string{
			"fetching small.gz", "fetching great.gz", "letters: in DATA/letters"}},
		{"a set that nobody knows", nil, []string{"fetch", "colours"}, []string{
			`aloud: data: there is no set "colours"; "aloud data" lists them`}},
		{"a command that nobody knows", nil, []string{"delete"}, []string{
			`aloud: unknown command "delete" for "data"`}},
	}
	for _, step := range steps {
		if step.before != nil {
			step.before()
		}
		got, err := runData(t, data, step.args...)
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		failed := strings.HasPrefix(lines[len(lines)-1], "aloud: ")
		if len(lines) != len(step.want) || failed != (err != nil) {
			t.Fatalf("%s: %q says\n%s", step.why, step.args, got)
		}
		for i, want := range step.want {
			if !strings.HasPrefix(lines[i], want) {
				t.Errorf("%s: %q says\n%s\nwant %q", step.why, step.args, lines[i], want)
			}
		}
	}
}

func TestObtainSaysWhatToDo(t *testing.T) {
	data := toySets(t)
	command := dataCommand()
	command.SetContext(t.Context())
	command.SetErr(io.Discard)
	_, err := obtain(command, dataSets[1], data)
	cache, _ := fetch.Cache()
	if err == nil || !strings.HasSuffix(err.Error(), "into "+filepath.Join(cache, "numbers")) {
		t.Errorf("error %v, want one that says where to put the file by hand", err)
	}
	if folder, err := obtain(command, dataSets[0], data); err != nil || folder != filepath.Join(cache, "letters") {
		t.Errorf("obtained in %q, %v; want the cache", folder, err)
	}
}
