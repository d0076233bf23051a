package evaluate

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aloud/reader"
)

// album reads a picture by looking its path up: what is on it as [page] writes it, or "!" and an error.
type album map[string]string

func (a album) read(_ context.Context, path string) (reader.Reading, error) {
	if text, broken := strings.CutPrefix(a[path], "!"); broken {
		return reader.Reading{}, errors.New(text)
	}
	return page(a[path]), nil
}

func ignore(int) {}

func TestPhotos(t *testing.T) {
	photos := []Photo{
		{File: "a.jpg", Path: "x/a.jpg", Kind: "phone", Lines: []string{"123", "45"}},
		{File: "b.jpg", Path: "x/b.jpg", Kind: "single", Lines: []string{"7"}},
		{File: "c.jpg", Path: "x/c.jpg", Kind: "phone", Lines: []string{"666", "1"}},
	}
	pictures := album{"x/a.jpg": "123 | 46", "x/b.jpg": "7", "x/c.jpg": "!c.jpg: broken off"}
	var heard []int
	got, err := Photos(t.Context(), photos, pictures.read, func(done int) { heard = append(heard, done) })
	if err != nil {
		t.Fatal(err)
	}
	want := PhotoReport{
		Figures: Figures{Counts: Counts{Pictures: 3, Unreadable: 1, Lines: 5, Exact: 2, Accepted: 3, Missed: 2, WrongYetSure: 1,
			Digits: 10, DigitErrors: 5, DigitErrorRate: 0.5}},
		Kinds: []KindFigures{
			{"phone", Figures{Counts: Counts{Pictures: 2, Unreadable: 1, Lines: 4, Exact: 1, Accepted: 2, Missed: 2, WrongYetSure: 1,
				Digits: 9, DigitErrors: 5, DigitErrorRate: 5. / 9}}},
			{"single", Figures{Counts: Counts{Pictures: 1, Lines: 1, Exact: 1, Accepted: 1, Digits: 1}}},
		},
		Failures: []Failure{
			{File: "a.jpg", Kind: "phone", Outcome: Misread, Expected: "45", Read: "46", WrongYetSure: true, Confidence: 0.95},
			{File: "c.jpg", Kind: "phone", Outcome: Unreadable, Expected: "666 | 1", Error: "c.jpg: broken off"},
		},
	}
	expect := func(f *Figures, claims ...claim) {
		f.claims = claims
		f.finish()
	}
	expect(&want.Figures, claim{confidence: 0.95}, claim{confidence: 0.95, wrong: true}, claim{confidence: 0.95})
	expect(&want.Kinds[0].Figures, claim{confidence: 0.95}, claim{confidence: 0.95, wrong: true})
	expect(&want.Kinds[1].Figures, claim{confidence: 0.95})
	if diff := cmp.Diff(want, got, approximately(1e-12), cmp.AllowUnexported(Figures{}, claim{}), cmpopts.IgnoreUnexported(PhotoReport{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, heard); diff != "" {
		t.Errorf("progress (-want +got)\n%s", diff)
	}
}

// However many pictures are read at a time, the failures come in the order of the table.
func TestPhotosKeepOrder(t *testing.T) {
	var photos []Photo
	for i := range 100 {
		photos = append(photos, Photo{File: strconv.Itoa(i), Path: strconv.Itoa(i), Lines: []string{"0000"}})
	}
	read := func(_ context.Context, path string) (reader.Reading, error) { return page(path), nil }
	report, err := Photos(t.Context(), photos, read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range report.Failures {
		if want := strconv.Itoa(i); f.File != want || f.Read != want {
			t.Fatalf("failure %d is of %s, which read %s", i, f.File, f.Read)
		}
	}
}

// A person who interrupts is not kept waiting for the rest of the table.
func TestPhotosStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	calls := make(chan string, 1000)
	read := func(_ context.Context, path string) (reader.Reading, error) {
		calls <- path
		stop()
		return reader.Reading{}, ctx.Err()
	}
	_, err := Photos(ctx, make([]Photo, cap(calls)), read, ignore)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if len(calls) == cap(calls) {
		t.Error("every picture was read after the interruption")
	}
}

// A report without failures has an empty list of them, which is easier to read by machine than null.
func TestPhotoReportAsJSON(t *testing.T) {
	photos := []Photo{{File: "a.jpg", Path: "a.jpg", Lines: []string{"12"}}}
	report, err := Photos(t.Context(), photos, album{"a.jpg": "12"}.read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	const all = `"threshold":0.95,"accepted":1,"surplus":0,"wrong":0,"coverage":1,"error_rate":0,"error_bound":0.95`
	const want = `{"pictures":1,"unreadable":0,"lines_expected":1,"lines_exact":1,"accepted":1,"doubtful":0,"missed":0,` +
		`"surplus":0,"wrong_yet_sure":0,"digits_expected":2,"digit_errors":0,"digit_error_rate":0,` +
		`"reliability":[{"from":0.9333333333333333,"to":1,"count":1,"right":1,"confidence":0.95}],` +
		`"coverage_at_risk":[{"risk":0.01,` + all + `},{"risk":0.005,` + all + `},{"risk":0.001,` + all + `}],` +
		`"risk_coverage":[{` + all + `}],"failures":[]}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// Of several tables there are figures for each, and for all together.
func TestPhotosOfTables(t *testing.T) {
	photos := []Photo{{Table: "a.tsv", Path: "1", Lines: []string{"1"}}, {Table: "b.tsv", Path: "2", Lines: []string{"2", "3"}},
		{Table: "b.tsv", Path: "4", Lines: []string{"4"}}}
	read := func(_ context.Context, path string) (reader.Reading, error) { return page(path), nil }
	report, err := Photos(t.Context(), photos, read, ignore)
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Tables) != 2 || report.Tables[0].Table != "a.tsv" || report.Tables[1].Table != "b.tsv" {
		t.Fatalf("tables %+v", report.Tables)
	}
	if a, b := report.Tables[0], report.Tables[1]; a.Lines != 1 || b.Lines != 3 || report.Lines != 4 || b.Missed != 1 {
		t.Errorf("%d and %d of %d lines, %d missed", a.Lines, b.Lines, report.Lines, b.Missed)
	}
	// Written as "not within", for NaN is never beyond.
	if got := report.Tables[1].AtRisk[0].Share; !(math.Abs(got-2./3) <= 1e-12) {
		t.Errorf("of the second table %v can be accepted, want two of three", got)
	}
}
