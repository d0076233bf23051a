package main

import (
	"bytes"
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aloud/evaluate"
	"aloud/internal/needs"
	"aloud/picture"
	"aloud/reader"
)

// evaluated runs "aloud evaluate" with the arguments and returns what it printed, progress apart.
func evaluated(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, progress bytes.Buffer
	command := evaluateCommand()
	command.SilenceErrors, command.SilenceUsage = true, true
	command.SetArgs(args)
	command.SetOut(&out)
	command.SetErr(&progress)
	err := command.ExecuteContext(t.Context())
	return out.String(), err
}

func TestEvaluateBadUse(t *testing.T) {
	folder := t.TempDir()
	notWeights := filepath.Join(folder, "notes.txt")
	table, photos := filepath.Join(folder, "labels.tsv"), filepath.Join(folder, "photos.tsv")
	for path, content := range map[string]string{notWeights: "buy milk", table: "file\tdigits\n",
		photos: "file\tlines\tkind\nnote.jpg\t12\tphone\n"} {
		if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	digits := filepath.Join(folder, "digits")
	writeDigits(t, digits)
	for _, row := range []struct {
		reason string
		args   []string
		want   string // part of the error
	}{
		{"nothing asked", nil, "nothing to evaluate; say --model NAME or --photos LABELS.tsv"},
		{"both asked", []string{"--model", "reader", "--photos", table}, "--photos reads with what ships"},
		{"labelled digits for photographs", []string{"--photos", table, "--data", folder}, "--photos reads with what ships"},
		{"a part that MNIST has not", []string{"--model", "reader", "--part", "all"}, `--part is test or train, not "all"`},
		{"no such model", []string{"--model", "radar"}, "no model radar; give a weights file, or reader"},
		{"a file of something else", []string{"--model", notWeights}, "notes.txt"},
		{"a folder for a weights file", []string{"--model", folder}, folder},
		{"a folder without digits", []string{"--model", "reader", "--data", folder}, "mnist: " + folder},
		{"no such folder", []string{"--model", "reader", "--data", filepath.Join(folder, "absent")}, "absent"},
		{"a table of something else", []string{"--photos", table}, "labels.tsv: line 1: no column named lines"},
		{"a report of a fit", []string{"--photos", table, "--fit", "--report", "r"}, "--fit counts nothing that a --report could tell of; leave one of the two out"},
		{"a report without a folder", []string{"--photos", table, "--report", ""}, "--report names no folder; say --report DIR"},
		{"a report of many ways to degrade", []string{"--photos", table, "--report", folder, "--degrade", "all"}, "--report tells of one way"},
		{"no such table", []string{"--photos", filepath.Join(folder, "absent.tsv")}, "absent.tsv"},
		{"a kind that no photograph is of", []string{"--photos", photos, "--kind", "wall"}, "no photograph is of the kind wall"},
		{"no such degradation", []string{"--photos", photos, "--degrade", "rain"}, `no degradation is called "rain"; there are none`},
		{"a way to degrade photographs, not digits", []string{"--model", "reader", "--data", digits, "--degrade", "dark"},
			`no degradation is called "dark"; there are none, shift-left`},
		{"an argument too many", []string{"labels.tsv"}, "labels.tsv"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			out, err := evaluated(t, row.args...)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Fatalf("error %v, want %s", err, row.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("the error is more than one line: %v", err)
			}
			if out != "" {
				t.Errorf("printed %q", out)
			}
		})
	}
}

// A picture of nothing, one that is broken, and one that is not there: the table is read to its end.
func TestEvaluatePhotos(t *testing.T) {
	folder := t.TempDir()
	writeWhite(t, filepath.Join(folder, "white.png"))
	for name, content := range map[string]string{
		"broken.jpg": "a text file called .jpg",
		"labels.tsv": "file\tlines\twhere\nwhite.png\t\twall\nbroken.jpg\t12 | 3\t\nabsent.jpg\t4\t\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	out, err := evaluated(t, "--photos", filepath.Join(folder, "labels.tsv"), "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Pictures, Unreadable, Missed, Surplus int
		LinesExpected                         int `json:"lines_expected"`
		WrongYetSure                          int `json:"wrong_yet_sure"`
		Failures                              []struct{ File, Outcome, Error string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if report.Pictures != 3 || report.Unreadable != 2 || report.LinesExpected != 3 || report.Missed != 3 ||
		report.Surplus != 0 || report.WrongYetSure != 0 || len(report.Failures) != 2 {
		t.Fatalf("got %s", out)
	}
	for i, file := range []string{"broken.jpg", "absent.jpg"} {
		if f := report.Failures[i]; f.File != file || f.Outcome != "unreadable" || f.Error == "" {
			t.Errorf("failure %d is %+v, want %s unreadable", i, f, file)
		}
	}
}

// A note whose table is wrong fails, and the page shows it with all stages.
func TestEvaluateReport(t *testing.T) {
	folder := t.TempDir()
	note, err := filepath.Abs(filepath.Join("..", "..", "examples", "note.jpg"))
	if err != nil {
		t.Fatal(err)
	}
	table, report := filepath.Join(folder, "labels.tsv"), filepath.Join(folder, "report")
	if err := os.WriteFile(table, []byte("file\tlines\n"+note+"\t0205550138 | 0648132976\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := evaluated(t, "--photos", table, "--report", report); err != nil {
		t.Fatal(err)
	}
	html, err := os.ReadFile(filepath.Join(report, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(html), "Wrong yet sure (1)") || !strings.Contains(string(html), "020 555 0137") {
		t.Errorf("the page says\n%s", html)
	}
	for _, view := range []string{"photograph.jpg", "as-read.jpg", "ink.png", "lines.png", "digits.png"} {
		img, err := picture.Open(filepath.Join(report, "pictures", "0001-"+view))
		if err != nil {
			t.Error(err)
			continue
		}
		if size := img.Bounds().Size(); max(size.X, size.Y) > viewSide+2*smallView/3 || max(size.X, size.Y) < 100 {
			t.Errorf("%s has %v pixels", view, size)
		}
	}
}

// A small picture is enlarged, a large one reduced, and the frames go with it.
func TestForViewing(t *testing.T) {
	for _, row := range []struct{ width, height, wantWidth, wantHeight int }{
		{150, 50, 450, 150}, {399, 10, 798, 20}, {400, 300, 400, 300}, {1000, 20, 1000, 20}, {2000, 500, 1000, 250}, {300, 4000, 75, 1000}, {1, 1, 400, 400},
	} {
		img, scale := forViewing(image.NewGray(image.Rect(0, 0, row.width, row.height)))
		if size := img.Bounds().Size(); size != image.Pt(row.wantWidth, row.wantHeight) {
			t.Errorf("%dx%d became %v, want %dx%d", row.width, row.height, size, row.wantWidth, row.wantHeight)
		}
		whole := reader.Box(image.Rect(0, 0, row.width, row.height))
		reading := reader.Reading{Numbers: []reader.Number{{Box: whole, Symbols: []reader.Symbol{{Box: whole}}}}}
		framed := moved(reading, scale, 7).Numbers[0]
		want := reader.Box(img.Bounds().Add(image.Pt(7, 7)))
		if framed.Box != want || framed.Symbols[0].Box != want {
			t.Errorf("frames %v and %v, want %v", framed.Box, framed.Symbols[0].Box, want)
		}
		if reading.Numbers[0].Box != whole || reading.Numbers[0].Symbols[0].Box != whole {
			t.Error("the reading itself was changed")
		}
	}
}

// The report on what ships counts all of MNIST's test digits, and a class more than they have.
func TestEvaluateReaderOnMNIST(t *testing.T) {
	out, err := evaluated(t, "--model", "reader", "--data", needs.Data(t, "mnist"), "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Examples  int
		ErrorRate float64 `json:"error_rate"`
		Confusion [][]int
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if report.Examples != 10000 || len(report.Confusion) != 11 {
		t.Errorf("%d examples and %d classes, want 10000 and 11", report.Examples, len(report.Confusion))
	}
}

// Digits degraded in every way: a report for each.
func TestEvaluateDegradedDigits(t *testing.T) {
	digits := t.TempDir()
	writeDigits(t, digits)
	out, err := evaluated(t, "--model", "reader", "--data", digits, "--degrade", "all", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Degradations []struct {
			Degradation string
			Examples    int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if want := len(evaluate.DigitDegradations()); len(report.Degradations) != want {
		t.Fatalf("%d degradations, want %d", len(report.Degradations), want)
	}
	for _, d := range report.Degradations {
		if d.Examples != 2 {
			t.Errorf("%s: %d examples, want 2", d.Degradation, d.Examples)
		}
	}
	if _, err := evaluated(t, "--model", "reader", "--data", digits, "--degrade", "thin", "--report", filepath.Join(digits, "report")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(digits, "report", "risk.svg")); err != nil {
		t.Error(err)
	}
}

// writeDigits writes two black squares as a pair of IDX files.
func writeDigits(t *testing.T, folder string) {
	t.Helper()
	images := append([]byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28}, make([]byte, 2*28*28)...)
	if err := os.MkdirAll(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"a-images-idx3-ubyte": images, "a-labels-idx1-ubyte": {0, 0, 8, 1, 0, 0, 0, 2, 3, 4}} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// writeWhite writes a white picture of a size that a camera gives.
func writeWhite(t *testing.T, path string) {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 640, 480))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
}

// Photographs of one kind, degraded in every way: white paper in each.
func TestEvaluateDegraded(t *testing.T) {
	folder := t.TempDir()
	writeWhite(t, filepath.Join(folder, "white.png"))
	labels := filepath.Join(folder, "labels.tsv")
	if err := os.WriteFile(labels, []byte("file\tlines\tkind\nwhite.png\t\twall\nabsent.jpg\t4\tsheet\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out, err := evaluated(t, "--photos", labels, "--kind", "wall", "--degrade", "all", "--json")
	if err != nil {
		t.Fatal(err)
	}
	var report struct {
		Degradations []struct {
			Degradation                   string
			Pictures, Unreadable, Surplus int
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if want := len(evaluate.Degradations()); len(report.Degradations) != want {
		t.Fatalf("%d degradations, want %d", len(report.Degradations), want)
	}
	for _, d := range report.Degradations {
		if d.Pictures != 1 || d.Unreadable != 0 || d.Surplus != 0 {
			t.Errorf("%+v, want one picture of one kind, with nothing on it", d)
		}
	}
}

// The certainty of a note's numbers is fitted on the note as it is, or degraded.
func TestEvaluateFit(t *testing.T) {
	note, err := filepath.Abs("../../examples/note.jpg")
	if err != nil {
		t.Fatal(err)
	}
	labels := filepath.Join(t.TempDir(), "labels.tsv")
	if err := os.WriteFile(labels, []byte("file\tlines\n"+note+"\t0205550137 | 0648132976\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	weights := func(arguments ...string) []float64 {
		out, err := evaluated(t, append([]string{"--photos", labels, "--fit", "--json"}, arguments...)...)
		var fits []struct {
			Where   string
			Weights []float64
		}
		if err != nil || json.Unmarshal([]byte(out), &fits) != nil || len(fits) != 1 || fits[0].Where != "on pages" {
			t.Fatalf("%v, %s", err, out)
		}
		return fits[0].Weights
	}
	plain, dark := weights(), weights("--degrade", "dark") // in which one of the two numbers is in doubt whatever its grounds
	if bias := plain[len(plain)-1]; bias == 0 || slices.Equal(plain, dark) {
		t.Errorf("plain %v, dark %v", plain, dark)
	}
}
