package evaluate

import (
	"context"
	"errors"
	"image"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/reader"
)

// exhibited shows each picture of the album with one view of each sort.
func (a album) exhibited(ctx context.Context, path string) (Exhibit, error) {
	reading, err := a.read(ctx, path)
	grey := image.NewGray(image.Rect(0, 0, 20, 10))
	return Exhibit{Reading: reading, Views: []View{
		{Name: "photograph", Alt: `a "view" of <it>`, Image: grey}, {Name: "as read", Alt: "what was read", Drawn: true, Image: grey},
	}}, err
}

// written writes the page about an album into a new folder and returns it.
func written(t *testing.T, photos []Photo, pictures album) (folder, html string) {
	t.Helper()
	report, err := Photos(t.Context(), photos, pictures.read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Join(t.TempDir(), "new", "folder")
	var heard []int
	if err := report.WritePage(t.Context(), folder, pictures.exhibited, func(done, all int) { heard = append(heard, done, all) }); err != nil {
		t.Fatal(err)
	}
	if n := len(report.failed); len(heard) != 2*n || n > 0 && (heard[len(heard)-2] != n || heard[len(heard)-1] != n) {
		t.Errorf("progress %v of %d photographs", heard, n)
	}
	return folder, readFile(t, filepath.Join(folder, "index.html"))
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var manyFailures = []Photo{
	{File: "good.jpg", Path: "good", Lines: []string{"55"}, Table: "a.tsv"},
	{File: "missed.jpg", Path: "missed", Lines: []string{"123"}, Table: "a.tsv"},
	{File: "surplus.jpg", Path: "surplus", Table: "a.tsv"},
	{File: "misread.jpg", Path: "misread", Kind: "phone", Lines: []string{"123"}, Table: "a.tsv"},
	{File: "sure<b>.jpg", Path: "sure", Kind: "phone", Lines: []string{"11", "22"}, Table: "b.tsv"},
	{File: "broken.jpg", Path: "broken", Lines: []string{"9"}, Table: "b.tsv"},
}

var manyPictures = album{"good": "55", "surplus": "9~", "misread": "1?3", "sure": "17 | 2?", "broken": "!broken off", "missed": ""}

// The most dangerous failures come first, each photograph once, and those that were read well not at all.
func TestPageOrder(t *testing.T) {
	_, html := written(t, manyFailures, manyPictures)
	headings := regexp.MustCompile(`<h[23] id="[^"]*">([^<]*)</h[23]>`)
	var got []string
	for _, match := range headings.FindAllStringSubmatch(html, -1) {
		got = append(got, match[1])
	}
	want := []string{"Photographs that were not read exactly",
		"Wrong yet sure (1)", "sure&lt;b&gt;.jpg (phone)", "Misread (1)", "misread.jpg (phone)", "Surplus (1)", "surplus.jpg",
		"Missed (1)", "missed.jpg", "Unreadable (1)", "broken.jpg"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A page works for everyone: no scripts, no address outside, an alternative text for each picture and the picture
// there, links that lead somewhere, and headings of tables.
func TestPageIsWhole(t *testing.T) {
	folder, html := written(t, manyFailures, manyPictures)
	for _, foreign := range []string{"<script", "http:", "https:", "javascript:", " style=", "<b>", "<it>", "ZgotmplZ"} {
		if strings.Contains(html, foreign) {
			t.Errorf("%s stands in the page", foreign)
		}
	}
	pictures := regexp.MustCompile(`<img src="([^"]*)" alt="([^"]+)" width="\d+" height="\d+"`).FindAllStringSubmatch(html, -1)
	if all := strings.Count(html, "<img"); len(pictures) != all || all != 4+2*4 { // figures; views of all that could be opened
		t.Errorf("%d of %d pictures are complete, want 12", len(pictures), all)
	}
	for _, p := range pictures {
		if info, err := os.Stat(filepath.Join(folder, p[1])); err != nil || info.Size() == 0 {
			t.Errorf("picture %s: %v", p[1], err)
		}
	}
	ids := map[string]bool{}
	for _, match := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if ids[match[1]] {
			t.Errorf("two things are called %s", match[1])
		}
		ids[match[1]] = true
	}
	for _, match := range regexp.MustCompile(`(?:href="#|labelledby=")([^"]*)"`).FindAllStringSubmatch(html, -1) {
		if !ids[match[1]] {
			t.Errorf("nothing is called %s", match[1])
		}
	}
	if tables, captions := strings.Count(html, "<table"), strings.Count(html, "<caption"); tables != captions || tables < 5 {
		t.Errorf("%d tables with %d captions", tables, captions)
	}
	for _, tag := range []string{"section", "article", "figure", "table", "div", "nav", "main", "p", "ul"} {
		open, closed := len(regexp.MustCompile("<"+tag+"[ >]").FindAllString(html, -1)), strings.Count(html, "</"+tag+">")
		if open != closed {
			t.Errorf("%d times <%s>, %d times </%s>", open, tag, closed, tag)
		}
	}
}

func TestPageOfNoFailure(t *testing.T) {
	_, html := written(t, []Photo{{File: "good.jpg", Path: "good", Lines: []string{"55"}}}, manyPictures)
	if strings.Contains(html, "not read exactly") || !strings.Contains(html, "Risk against coverage.") {
		t.Errorf("a page without failures says\n%s", html)
	}
}

// What somebody else has put into the folder stays; what we have, is replaced.
func TestPageFolder(t *testing.T) {
	report, err := Photos(t.Context(), manyFailures, manyPictures.read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	write := func(folder string) error {
		return report.WritePage(t.Context(), folder, manyPictures.exhibited, func(int, int) {})
	}
	for _, name := range []string{"letter.txt", "index.html"} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, name), []byte("dear"), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := write(folder); err == nil || !strings.Contains(err.Error(), folder+": this folder holds something else") {
			t.Errorf("beside %s: %v", name, err)
		}
		if got := readFile(t, filepath.Join(folder, name)); got != "dear" {
			t.Errorf("%s holds %q", name, got)
		}
	}

	ours := t.TempDir()
	if err := write(ours); err != nil {
		t.Fatal(err)
	}
	once := readFile(t, filepath.Join(ours, "index.html"))
	stale := filepath.Join(ours, "pictures", "0099-ink.png")
	if err := os.WriteFile(stale, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := write(ours); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(stale); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a picture of the page before stays: %v", err)
	}
	if again := readFile(t, filepath.Join(ours, "index.html")); again != once {
		t.Error("the second page differs from the first")
	}
}

func TestPageStops(t *testing.T) {
	report, err := Photos(t.Context(), manyFailures, manyPictures.read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := report.WritePage(ctx, t.TempDir(), manyPictures.exhibited, func(int, int) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// Digits stand beside those written, with what went wrong.
func TestFailedDigits(t *testing.T) {
	number := reader.Number{Digits: "12?9"}
	for i, char := range []string{"1", "2", "?", "9"} {
		number.Symbols = append(number.Symbols, reader.Symbol{Char: char, Probability: 1 - float64(i)/8, Sure: char != "?"})
	}
	number.Symbols[2].Alternatives = []reader.Alternative{{Char: "3", Probability: 0.4}, {Char: "8", Probability: 0.2}}
	lines := failedLines(Photo{Lines: []string{"139", "77"}}, reader.Reading{Numbers: []reader.Number{number}})
	want := []failedDigit{
		{Written: "1", Read: "1", Probability: "1.0000", Sure: true},
		{Written: "3", Read: "2", Probability: "0.8750", Sure: true, Wrong: true},
		{Read: "?", Probability: "0.7500", Wrong: true, Alternatives: "3 (0.4000), 8 (0.2000)"},
		{Written: "9", Read: "9", Probability: "0.6250", Sure: true},
	}
	got := lines[0].Digits
	if missing := lines[1].Digits; len(missing) != 2 || missing[1] != (failedDigit{Written: "7", Wrong: true}) {
		t.Errorf("of a missed line %+v", missing)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDigitPage(t *testing.T) {
	report, err := Digits(oracle{784, 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	report.Acceptance = accept([]claim{right(0.9), right(0.8), wrong(0.3)}, 3)
	report.Reliability = []Bin{{From: 0.75, To: 1, Count: 2, Right: 2, Confidence: 0.85}}
	folder := t.TempDir()
	if err := report.WritePage(folder); err != nil {
		t.Fatal(err)
	}
	html := readFile(t, filepath.Join(folder, "index.html"))
	for _, words := range []string{"with at most 1 % errors 66.7 % can be accepted", "75 % to 100 % sure: 2 of 2 right", "true rate below"} {
		if !strings.Contains(html, words) {
			t.Errorf("the page does not say %q", words)
		}
	}
}

// A curve of risk is drawn where there is some, and the bound always.
func TestRiskFigureOfNoError(t *testing.T) {
	a := accept([]claim{right(0.9), right(0.8)}, 2)
	svg, err := a.RiskFigure().SVG()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(svg), "NaN") || math.IsNaN(a.Curve[0].Bound) {
		t.Errorf("numbers that are none in\n%s", svg)
	}
}
