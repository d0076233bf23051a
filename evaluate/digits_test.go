package evaluate

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
)

// oracle is a classifier whose answer is drawn into the digit: pixel j holds 100 times the probability of class j.
type oracle struct{ inputs, classes int }

func (o oracle) Inputs() int  { return o.inputs }
func (o oracle) Classes() int { return o.classes }

func (o oracle) Encoding() feature.Encoding { return feature.Pixels }

func (o oracle) LogProbabilities(dst, x matrix.Matrix[float32], _ *matrix.Scratch[float32]) {
	for i := range dst.Rows {
		for j := range dst.Cols {
			dst.Row(i)[j] = float32(math.Log(float64(x.Row(i)[j]) * 255 / 100))
		}
	}
}

// example is a digit of a class that an oracle believes with these percentages to be 0, 1, …
func example(class uint8, percent ...uint8) digit.Labelled {
	e := digit.Labelled{Class: class}
	copy(e.Digit[:], percent)
	return e
}

func TestDigits(t *testing.T) {
	const none = digit.NotADigit
	got, err := Digits(oracle{digit.Pixels, 11}, []digit.Labelled{
		example(0, 90, 10),
		example(1, 20, 80),
		example(1, 60, 40),
		example(2, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 70), // a digit taken for none is an error
		example(none, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := DigitReport{
		Examples:          5,
		Errors:            2,
		ErrorRate:         0.4,
		MeanLogLikelihood: (math.Log(0.9) + math.Log(0.8) + math.Log(0.4) + math.Log(0.3) + math.Log(1)) / 5,
		// Five bins of one: two right at 0.9 and 0.8, two wrong at 0.6 and 0.7, one right at 1.
		CalibrationError: (0.1 + 0.2 + 0.6 + 0.7 + 0) / 5,
		Confusion:        make([][]int, 11),
		Reliability: []Bin{{From: 8. / 15, To: 9. / 15, Count: 1, Confidence: 0.6}, {From: 10. / 15, To: 11. / 15, Count: 1, Confidence: 0.7},
			{From: 12. / 15, To: 13. / 15, Count: 1, Right: 1, Confidence: 0.8} /* a float32 */, {From: 13. / 15, To: 14. / 15, Count: 1, Right: 1, Confidence: 0.9},
			{From: 14. / 15, To: 1, Count: 1, Right: 1, Confidence: 1}},
		// Of four digits, three are said, and one that is none is not.
		Acceptance: accept([]claim{{confidence: 0.9}, {confidence: 0.8}, {confidence: 0.6, wrong: true}}, 4),
	}
	for i := range want.Confusion {
		want.Confusion[i] = make([]int, 11)
	}
	want.Confusion[0][0], want.Confusion[1][1], want.Confusion[none][none] = 1, 1, 1
	want.Confusion[1][0], want.Confusion[2][none] = 1, 1
	if diff := cmp.Diff(want, got, approximately(1e-6)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A model that knows what is no digit is compared with others by what it says when it is told that each is one.
func TestDigitsAmongTen(t *testing.T) {
	const none = digit.NotADigit
	digits := []digit.Labelled{
		example(0, 60, 20, 2, 2, 2, 2, 2, 2, 2, 1, 5),
		example(2, 3, 3, 24, 3, 3, 1, 1, 1, 1, 0, 60), // without the 60 for none, 24 of 40 are for 2
		example(1, 30, 10, 1, 1, 1, 1, 1, 1, 1, 1, 52),
	}
	got, err := Digits(oracle{digit.Pixels, none + 1}, digits)
	if err != nil {
		t.Fatal(err)
	}
	ten := got.AmongTen
	if got.Errors != 2 || ten == nil || ten.Errors != 1 || ten.Confusion[1][0] != 1 || len(ten.Confusion) != none || ten.AmongTen != nil {
		t.Fatalf("%d errors, and %+v among ten", got.Errors, ten)
	}
	wantLog := (math.Log(60./95) + math.Log(24./40) + math.Log(10./48)) / 3
	if math.Abs(ten.MeanLogLikelihood-wantLog) > 1e-6 {
		t.Errorf("mean log-likelihood %v, want %v", ten.MeanLogLikelihood, wantLog)
	}
	if text := got.String(); !strings.Contains(text, "\namong_ten.errors             1\n") {
		t.Errorf("not told among which it chose:\n%s", text)
	}
	if got, err = Digits(oracle{digit.Pixels, none + 1}, append(digits, example(none, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 90))); err != nil || got.AmongTen != nil {
		t.Errorf("%v, and %+v where one of them is no digit", err, got.AmongTen)
	}
}

// More examples than a batch holds, so that every batch must land in its place.
func TestDigitsInBatches(t *testing.T) {
	const n = 3*batch + 7
	examples := make([]digit.Labelled, n)
	for i := range examples {
		if i%3 == 0 {
			examples[i] = example(1, 75, 25)
		} else {
			examples[i] = example(1, 25, 75)
		}
	}
	got, err := Digits(oracle{digit.Pixels, 2}, examples)
	if err != nil {
		t.Fatal(err)
	}
	const wrong = (n + 2) / 3
	if got.Errors != wrong || got.Confusion[1][0] != wrong || got.Confusion[1][1] != n-wrong {
		t.Errorf("%d errors and confusion %v, want %d of %d", got.Errors, got.Confusion, wrong, n)
	}
}

func TestDigitsOfNone(t *testing.T) {
	got, err := Digits(oracle{digit.Pixels, 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(DigitReport{Confusion: [][]int{{0, 0}, {0, 0}}, Reliability: []Bin{}, Acceptance: accept(nil, 0)}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDigitsRefuses(t *testing.T) {
	for _, row := range []struct {
		reason   string
		model    oracle
		examples []digit.Labelled
		want     string
	}{
		{"a model of something else", oracle{5, 10}, nil, "evaluate: the model has 5 inputs, a digit has 784 pixels"},
		{"a class beyond the model", oracle{digit.Pixels, 2}, []digit.Labelled{example(1, 50, 50), example(2)},
			"evaluate: example 1 is of class 2, the model knows 2 classes"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if _, err := Digits(row.model, row.examples); err == nil || err.Error() != row.want {
				t.Errorf("got %v, want %s", err, row.want)
			}
		})
	}
}

// The names are a contract with those who read the figures by machine.
func TestDigitReportAsJSON(t *testing.T) {
	got, err := json.Marshal(DigitReport{Examples: 4, Errors: 1, ErrorRate: 0.25, MeanLogLikelihood: -0.5,
		CalibrationError: 0.125, Confusion: [][]int{{2, 1}, {0, 1}},
		Reliability: []Bin{{From: 0, To: 0.5, Count: 4, Right: 3, Confidence: 0.25}},
		Acceptance: Acceptance{
			AtRisk: []AtRisk{{0.01, Coverage{Threshold: 0.5, Accepted: 2, Surplus: 1, Wrong: 1, Share: 0.5, ErrorRate: 0.25, Bound: 0.75}}},
			Curve:  []Coverage{}}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"examples":4,"errors":1,"error_rate":0.25,"mean_log_likelihood":-0.5,"calibration_error":0.125,` +
		`"confusion":[[2,1],[0,1]],"reliability":[{"from":0,"to":0.5,"count":4,"right":3,"confidence":0.25}],` +
		`"coverage_at_risk":[{"risk":0.01,"threshold":0.5,"accepted":2,"surplus":1,"wrong":1,"coverage":0.5,"error_rate":0.25,` +
		`"error_bound":0.75}],"risk_coverage":[]}`
	if string(got) != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// Only the most frequent confusions are listed, and a class beyond the digits has a name.
func TestDigitReportAsText(t *testing.T) {
	r := DigitReport{Examples: 100, Confusion: make([][]int, 11)}
	for i := range r.Confusion {
		r.Confusion[i] = make([]int, 11)
		r.Confusion[i][i] = 1000
		r.Confusion[i][(i+3)%11] = 20 - i
	}
	r.Confusion[7][digit.NotADigit] = 99
	text := r.String()
	if got := strings.Count(text, "taken for"); got != mostConfusions {
		t.Errorf("%d confusions listed, want %d:\n%s", got, mostConfusions, text)
	}
	if !strings.Contains(text, "\n7 taken for no digit  99\n0 taken for 3         20\n") {
		t.Errorf("the most frequent confusions do not come first:\n%s", text)
	}
}

func approximately(tolerance float64) cmp.Option {
	return cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
}
