package aloud_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreats wants every test that THREATS.md names to be where it says.
func TestThreats(t *testing.T) {
	page, err := os.ReadFile("THREATS.md")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, place := range regexp.MustCompile("`([a-z/]+)`: ((?:(?:Test|Fuzz)\\w+(?: \\([^)]*\\))?,? ?)+)").FindAllStringSubmatch(string(page), -1) {
		tests := testsIn(t, place[1])
		for _, name := range regexp.MustCompile(`(Test|Fuzz)\w+`).FindAllString(place[2], -1) {
			named++
			if !strings.Contains(tests, "func "+name+"(") {
				t.Errorf("%s has no %s", place[1], name)
			}
		}
	}
	if least := 45; named < least {
		t.Errorf("%d tests are named, at least %d were", named, least)
	}
}

// testsIn are the test files of a folder.
func testsIn(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.FromSlash(folder), "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	return all.String()
}
