package phone_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"aloud/speech"
)

// table is the words of the page in a language: a text, or a list of texts, for each key.
func table(t *testing.T, language speech.Language) map[string][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("app/words", string(language)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]any
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatalf("%s: %v", language, err)
	}
	words := map[string][]string{}
	for key, value := range read {
		switch value := value.(type) {
		case string:
			words[key] = []string{value}
		case []any:
			for _, text := range value {
				words[key] = append(words[key], fmt.Sprint(text))
			}
		}
	}
	return words
}

// TestWords sees that the page has all its words in every language that speech has, each with the gaps of the English one.
func TestWords(t *testing.T) {
	english := table(t, speech.English)
	gap := regexp.MustCompile(`\{\d\}`)
	gaps := func(text string) []string {
		found := gap.FindAllString(text, -1)
		slices.Sort(found)
		return found
	}
	for _, language := range speech.Languages {
		words := table(t, language)
		for key := range words {
			if english[key] == nil {
				t.Errorf("%s: %s is said in no other language", language, key)
			}
		}
		for key, want := range english {
			if len(words[key]) != len(want) {
				t.Errorf("%s: %s has %d texts, in English %d", language, key, len(words[key]), len(want))
				continue
			}
			for i, text := range words[key] {
				if strings.TrimSpace(text) == "" || !slices.Equal(gaps(text), gaps(want[i])) {
					t.Errorf("%s: %s: %q, in English %q", language, key, text, want[i])
				}
			}
		}
	}
	var listed []string
	for _, language := range speech.Languages {
		listed = append(listed, "'"+string(language)+"'")
	}
	if want := "[" + strings.Join(listed, ", ") + "]"; !strings.Contains(read(t, "app/words.js"), want) {
		t.Errorf("words.js does not know the languages %s", want)
	}
}

// TestWordsAreUsed sees that the page asks for no word that the tables lack, where a blind user would meet silence, and
// that they hold none that is never shown.
func TestWordsAreUsed(t *testing.T) {
	files, err := filepath.Glob("app/*.js")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range append(files, "app/index.html") {
		code.WriteString(read(t, file))
	}
	english := table(t, speech.English)
	asked := regexp.MustCompile(`data-words?="(\w+)"|(?:word|trouble|tell|failure)\('(\w+)'`)
	for _, match := range asked.FindAllStringSubmatch(code.String(), -1) {
		if key := match[1] + match[2]; english[key] == nil {
			t.Errorf("the page asks for %q, and there is no such word", key)
		}
	}
	for key := range english {
		if !regexp.MustCompile(`['"]` + key + `['"]`).MatchString(code.String()) {
			t.Errorf("%s is never shown", key)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
