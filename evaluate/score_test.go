package evaluate

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aloud/reader"
)

// page is a reading written as "12 34 | 5?~6": lines parted by bars, numbers by blanks. A number with a refused digit is
// not sure, and neither is one that ends in a tilde. Sure numbers have a confidence of 0.95, others of 0.5.
func page(text string) reader.Reading {
	var r reader.Reading
	for i, line := range strings.Split(text, "|") {
		for _, number := range strings.Fields(line) {
			digits := strings.TrimSuffix(number, "~")
			sure := !strings.ContainsAny(number, "?~")
			r.Numbers = append(r.Numbers, reader.Number{Line: i, Text: digits, Digits: digits, Sure: sure,
				Confidence: 0.5 + 0.45*float64(one(sure))})
		}
	}
	return r
}

func TestScore(t *testing.T) {
	for _, row := range []struct {
		reason   string
		written  string
		read     string
		want     Counts
		failures []Failure
	}{
		{"an exact line that is sure", "007", "007",
			Counts{Lines: 1, Exact: 1, Accepted: 1, Digits: 3}, nil},
		{"an exact line said with doubt is exact still", "42", "42~",
			Counts{Lines: 1, Exact: 1, Doubtful: 1, Digits: 2}, nil},
		{"a refused digit is not exact and costs one", "2250", "22?0",
			Counts{Lines: 1, Doubtful: 1, Digits: 4, DigitErrors: 1, DigitErrorRate: 0.25},
			[]Failure{{Outcome: Misread, Expected: "2250", Read: "22?0"}}},
		{"a wrong digit with doubt is no lie", "2250", "2260~",
			Counts{Lines: 1, Doubtful: 1, Digits: 4, DigitErrors: 1, DigitErrorRate: 0.25},
			[]Failure{{Outcome: Misread, Expected: "2250", Read: "2260"}}},
		{"a wrong digit that sounds sure is", "2250", "2260",
			Counts{Lines: 1, Accepted: 1, WrongYetSure: 1, Digits: 4, DigitErrors: 1, DigitErrorRate: 0.25},
			[]Failure{{Outcome: Misread, Expected: "2250", Read: "2260", WrongYetSure: true}}},
		{"a digit too few costs one, not all that follow", "123456", "13456",
			Counts{Lines: 1, Accepted: 1, WrongYetSure: 1, Digits: 6, DigitErrors: 1, DigitErrorRate: 1. / 6},
			[]Failure{{Outcome: Misread, Expected: "123456", Read: "13456", WrongYetSure: true}}},
		{"a missed line in the middle leaves its neighbours exact", "11 | 222 | 33", "11 | 33",
			Counts{Lines: 3, Exact: 2, Accepted: 2, Missed: 1, Digits: 7, DigitErrors: 3, DigitErrorRate: 3. / 7},
			[]Failure{{Outcome: Missed, Expected: "222"}}},
		{"a surplus line that sounds sure is wrong yet sure", "11 | 33", "11 | 9 | 33",
			Counts{Lines: 2, Exact: 2, Accepted: 2, Surplus: 1, WrongYetSure: 1, Digits: 4, DigitErrors: 1, DigitErrorRate: 0.25},
			[]Failure{{Outcome: Surplus, Read: "9", WrongYetSure: true}}},
		{"a surplus line with doubt is surplus alone", "11", "7~ | 11",
			Counts{Lines: 1, Exact: 1, Accepted: 1, Surplus: 1, Digits: 2, DigitErrors: 1, DigitErrorRate: 0.5},
			[]Failure{{Outcome: Surplus, Read: "7"}}},
		{"nothing read", "11 | 2", "",
			Counts{Lines: 2, Missed: 2, Digits: 3, DigitErrors: 3, DigitErrorRate: 1},
			[]Failure{{Outcome: Missed, Expected: "11"}, {Outcome: Missed, Expected: "2"}}},
		{"nothing written and nothing read", "", "", Counts{}, nil},
		{"nothing written, something read", "", "1",
			Counts{Surplus: 1, WrongYetSure: 1, DigitErrors: 1, DigitErrorRate: 1},
			[]Failure{{Outcome: Surplus, Read: "1", WrongYetSure: true}}},
		{"a line is misread rather than missed and surplus", "123", "456~",
			Counts{Lines: 1, Doubtful: 1, Digits: 3, DigitErrors: 3, DigitErrorRate: 1},
			[]Failure{{Outcome: Misread, Expected: "123", Read: "456"}}},
		{"the order of lines counts: of three, the one that came last is missed and surplus", "11 | 222 | 333", "222 | 333 | 11",
			Counts{Lines: 3, Exact: 2, Accepted: 2, Missed: 1, Surplus: 1, WrongYetSure: 1,
				Digits: 8, DigitErrors: 4, DigitErrorRate: 0.5},
			[]Failure{{Outcome: Missed, Expected: "11"}, {Outcome: Surplus, Read: "11", WrongYetSure: true}}},
		{"of ways that cost the same, a line is rather misread than missed", "111 | 222", "222 | 111",
			Counts{Lines: 2, Accepted: 2, WrongYetSure: 2, Digits: 6, DigitErrors: 6, DigitErrorRate: 1},
			[]Failure{{Outcome: Misread, Expected: "111", Read: "222", WrongYetSure: true},
				{Outcome: Misread, Expected: "222", Read: "111", WrongYetSure: true}}},
		{"numbers side by side", "12 345", "12 345",
			Counts{Lines: 1, Exact: 1, Accepted: 1, Digits: 5}, nil},
		{"side by side in the wrong order", "12 345", "345 12",
			Counts{Lines: 1, Accepted: 1, WrongYetSure: 1, Digits: 5, DigitErrors: 4, DigitErrorRate: 0.8},
			[]Failure{{Outcome: Misread, Expected: "12 345", Read: "345 12", WrongYetSure: true}}},
		{"a number that the reader parted at a gap", "1234567891", "12345 67891",
			Counts{Lines: 1, Exact: 1, Accepted: 1, Digits: 10}, nil},
		{"two numbers that the reader took for one", "12 345", "12345",
			Counts{Lines: 1, Exact: 1, Accepted: 1, Digits: 5}, nil},
		{"a doubtful number makes its line doubtful", "12 345", "12 345~",
			Counts{Lines: 1, Exact: 1, Doubtful: 1, Digits: 5}, nil},
		{"sure of the right number, in doubt about the wrong one", "12 345", "12 3?5",
			Counts{Lines: 1, Doubtful: 1, Digits: 5, DigitErrors: 1, DigitErrorRate: 0.2},
			[]Failure{{Outcome: Misread, Expected: "12 345", Read: "12 3?5"}}},
		{"in doubt about one number, sure of the other, which is wrong", "12 345", "12~ 346",
			Counts{Lines: 1, Doubtful: 1, WrongYetSure: 1, Digits: 5, DigitErrors: 1, DigitErrorRate: 0.2},
			[]Failure{{Outcome: Misread, Expected: "12 345", Read: "12 346", WrongYetSure: true}}},
		{"half a number that sounds like a whole one", "1234567891", "12345 678?1",
			Counts{Lines: 1, Doubtful: 1, WrongYetSure: 1, Digits: 10, DigitErrors: 1, DigitErrorRate: 0.1},
			[]Failure{{Outcome: Misread, Expected: "1234567891", Read: "12345 678?1", WrongYetSure: true}}},
		{"the one number of two that was read sounds like all there is", "12 345", "12",
			Counts{Lines: 1, Accepted: 1, WrongYetSure: 1, Digits: 5, DigitErrors: 3, DigitErrorRate: 0.6},
			[]Failure{{Outcome: Misread, Expected: "12 345", Read: "12", WrongYetSure: true}}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			row.want.Pictures = 1
			lines, err := parseLines(row.written)
			if err != nil {
				t.Fatal(err)
			}
			counts, failures := Score(lines, page(row.read))
			if diff := cmp.Diff(row.want, counts, approximately(1e-12)); diff != "" {
				t.Errorf("counts (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(row.failures, failures, cmpopts.IgnoreFields(Failure{}, "Confidence")); diff != "" {
				t.Errorf("failures (-want +got)\n%s", diff)
			}
		})
	}
}

// A reader need not list its numbers by line, nor count its lines without gaps.
func TestScoreJoinsByLine(t *testing.T) {
	reading := reader.Reading{Numbers: []reader.Number{
		{Line: 7, Digits: "3"}, {Line: 2, Digits: "1"}, {Line: 7, Digits: "4"}, {Line: 2, Digits: "2"}}}
	counts, failures := Score([]string{"12", "34"}, reading)
	if counts.Exact != 2 || failures != nil {
		t.Errorf("%d lines exact, failures %v", counts.Exact, failures)
	}
}

// Every line written is accepted, doubtful or missed; every line that is not exact fails; and the digit errors are what
// the failures cost. Random pages, many of them alike, hold the alignment to it.
func TestScoreAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		written, read := randomPage(random, "0123"), randomPage(random, "0123?")
		c, failures := Score(written, page(strings.Join(read, "|")))
		if c.Accepted+c.Doubtful+c.Missed != c.Lines || c.Lines != len(written) {
			t.Fatalf("%v read as %v: the lines do not add up: %+v", written, read, c)
		}
		if c.Lines-c.Missed+c.Surplus != len(read) {
			t.Fatalf("%v read as %v: the lines read do not add up: %+v", written, read, c)
		}
		cost := 0
		for _, f := range failures {
			cost += distance(withoutBlanks(f.Expected), withoutBlanks(f.Read))
		}
		if len(failures) != c.Lines-c.Exact+c.Surplus || cost != c.DigitErrors {
			t.Fatalf("%v read as %v: %+v and failures %v", written, read, c, failures)
		}
		// Turned round, what was missed is surplus, and the cost is the same.
		turned, _ := Score(read, page(strings.Join(written, "|")))
		if turned.DigitErrors != c.DigitErrors || turned.Missed-turned.Surplus != c.Surplus-c.Missed {
			t.Fatalf("%v read as %v: %+v, and turned round %+v", written, read, c, turned)
		}
	}
}

// randomPage draws up to four lines of one to five of these digits.
func randomPage(random *rand.Rand, digits string) []string {
	lines := make([]string, random.IntN(5))
	for i := range lines {
		for range 1 + random.IntN(5) {
			lines[i] += string(digits[random.IntN(len(digits))])
		}
	}
	return lines
}

func TestDistance(t *testing.T) {
	for _, row := range []struct {
		reason string
		a, b   string
		want   int
	}{
		{"nothing to nothing", "", "", 0},
		{"all inserted", "", "123", 3},
		{"the same", "123", "123", 0},
		{"one changed", "123", "133", 1},
		{"one deleted", "123", "13", 1},
		{"a refused digit", "123", "1?3", 1},
		{"two exchanged are two changes", "1234", "1324", 2},
		{"shifted: one deleted, one inserted", "12345", "23456", 2},
		{"KITTEN and SITTING in digits (Levenshtein's example)", "145536", "2455478", 4},
	} {
		t.Run(row.reason, func(t *testing.T) {
			if got, back := distance(row.a, row.b), distance(row.b, row.a); got != row.want || back != row.want {
				t.Errorf("%d, and back %d, want %d", got, back, row.want)
			}
		})
	}
}

// The least of all alignments, found the slow way: by trying them all.
func TestDistanceIsLeast(t *testing.T) {
	var naive func(a, b string) int
	naive = func(a, b string) int {
		if a == "" || b == "" {
			return len(a) + len(b)
		}
		return min(1+naive(a[1:], b), 1+naive(a, b[1:]), one(a[0] != b[0])+naive(a[1:], b[1:]))
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		a, b := strings.Join(randomPage(random, "012"), ""), strings.Join(randomPage(random, "012?"), "")
		a, b = a[:min(6, len(a))], b[:min(7, len(b))]
		if got, want := distance(a, b), naive(a, b); got != want {
			t.Fatalf("distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	}
}
