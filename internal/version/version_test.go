package version_test

import (
	"os"
	"regexp"
	"testing"

	"aloud/internal/version"
)

// TestChangelog wants the latest version in CHANGELOG.md to be this one.
func TestChangelog(t *testing.T) {
	log, err := os.ReadFile("../../CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	latest := regexp.MustCompile(`(?m)^## (\d+\.\d+\.\d+)$`).FindSubmatch(log)
	if latest == nil || string(latest[1]) != version.Number {
		t.Errorf("CHANGELOG.md begins with %q, the version is %s", latest, version.Number)
	}
}
