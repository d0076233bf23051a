package evaluate

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/internal/corpus"
	"aloud/internal/thrift"
)

func TestParseTable(t *testing.T) {
	for _, row := range []struct {
		reason  string
		content string
		want    []Photo
	}{
		{"the least table", "file\tlines\na.jpg\t123\n",
			[]Photo{{File: "a.jpg", Lines: []string{"123"}}}},
		{"lines, numbers side by side, leading zeros", "file\tlines\na.jpg\t007 | 1 22\n",
			[]Photo{{File: "a.jpg", Lines: []string{"007", "1 22"}}}},
		{"bars need no blanks, and blanks are many", "file\tlines\na.jpg\t1|2  3 |4\n",
			[]Photo{{File: "a.jpg", Lines: []string{"1", "2 3", "4"}}}},
		{"columns in another order, others between", "kind\tremarks\tlines\tfile\nphone\tfolded \"once\"\t9\ta b.png\n",
			[]Photo{{File: "a b.png", Kind: "phone", Lines: []string{"9"}}}},
		{"from Windows: a byte order mark and CRLF", "\ufefffile\tlines\r\na.jpg\t12\r\nb.jpg\t3\r\n",
			[]Photo{{File: "a.jpg", Lines: []string{"12"}}, {File: "b.jpg", Lines: []string{"3"}}}},
		{"no newline at the end", "file\tlines\na.jpg\t1",
			[]Photo{{File: "a.jpg", Lines: []string{"1"}}}},
		{"empty rows", "file\tlines\n\na.jpg\t1\n  \n",
			[]Photo{{File: "a.jpg", Lines: []string{"1"}}}},
		{"a picture on which nothing is written", "file\tlines\tkind\nwall.jpg\t\tempty\n",
			[]Photo{{File: "wall.jpg", Kind: "empty"}}},
		{"a row that ends before the columns nobody needs", "file\tlines\tkind\na.jpg\t1\n",
			[]Photo{{File: "a.jpg", Lines: []string{"1"}}}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			got, err := parseTable(row.content)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestParseTableRefuses(t *testing.T) {
	for _, row := range []struct {
		reason  string
		content string
		want    string
	}{
		{"nothing at all", "", "line 1: no column named file"},
		{"no header", "a.jpg\t12\n", "line 1: no column named file"},
		{"another table", "file\tdigits\na.jpg\t12\n", "line 1: no column named lines"},
		{"a header alone", "file\tlines\n", "no photograph in the table"},
		{"no file", "file\tlines\na.jpg\t1\n\t12\n", "line 3: no file"},
		{"blanks for tabs", "file\tlines\na.jpg 12\n", "line 2: no column lines; are columns parted by tabs?"},
		{"a letter", "file\tlines\na.jpg\t12\nb.jpg\t1O\n", `line 3: "1O" is not made of digits`},
		{"digits of another script", "file\tlines\na.jpg\t١٢\n", `line 2: "١٢" is not made of digits`},
		{"a refused digit is for readers alone", "file\tlines\na.jpg\t1?\n", `line 2: "1?" is not made of digits`},
		{"a line without digits among others; rows without any are counted", "file\tlines\n\na.jpg\t1 | | 2\n",
			`line 3: an empty line in "1 | | 2"`},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if photos, err := parseTable(row.content); err == nil || err.Error() != row.want {
				t.Errorf("got %v, %v, want %s", photos, err, row.want)
			}
		})
	}
}

func TestReadTable(t *testing.T) {
	folder := t.TempDir()
	table := filepath.Join(folder, "labels.tsv")
	elsewhere := filepath.Join(folder, "elsewhere.jpg")
	content := "file\tlines\nimages/a.jpg\t1\n" + elsewhere + "\t2\n"
	if err := os.WriteFile(table, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	photos, err := ReadTable(table)
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(folder, "images", "a.jpg"); photos[0].Path != want || photos[0].File != "images/a.jpg" {
		t.Errorf("file %s at %s, want it at %s", photos[0].File, photos[0].Path, want)
	}
	if photos[1].Path != elsewhere {
		t.Errorf("an absolute path became %s", photos[1].Path)
	}
}

func TestReadTableNamesTheTable(t *testing.T) {
	folder := t.TempDir()
	table := filepath.Join(folder, "labels.tsv")
	if err := os.WriteFile(table, []byte("file\tlines\na.jpg\tx\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		table:                               `: line 2: "x" is not made of digits`,
		folder:                              "is a directory",
		filepath.Join(folder, "absent.tsv"): "no such file",
	} {
		if _, err := ReadTable(path); err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s and %s", err, path, want)
		}
	}
}

// FuzzParseTable reads any text: what it takes for a table has a file in every row, and lines of digits alone.
func FuzzParseTable(f *testing.F) {
	corpus.Add(f)
	f.Add("file\tlines\na.jpg\t123 | 4 5\n")
	f.Add("\ufefffile\tkind\tlines\r\n\r\na\tb\t\r\n")
	f.Add("lines\tfile\n|\ta")
	f.Fuzz(func(t *testing.T, content string) {
		var photos []Photo
		var err error
		const few, perByte = 1 << 20, 200
		thrift.Within(t, few+perByte*uint64(len(content)), func() { photos, err = parseTable(content) })
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		for _, p := range photos {
			if p.File == "" || strings.ContainsFunc(strings.Join(p.Lines, ""), notDigitOrBlank) {
				t.Errorf("%q: %+v", content, p)
			}
		}
	})
}
