package reader

import (
	"image"
	"math"
	"slices"
	"testing"
)

// seen is a number as a frame shows it: each digit with probability p.
func seen(text string, p float64) Number {
	n := Number{Text: text, Confidence: 1}
	for _, r := range text {
		if r == ' ' {
			continue
		}
		var probabilities [10]float64
		for c := range probabilities {
			probabilities[c] = (1 - p) / 9
		}
		if r == '?' {
			probabilities = [10]float64{1: 0.4, 7: 0.4}
		} else {
			probabilities[r-'0'] = p
		}
		s := newSymbol(probabilities, Box{})
		n.Symbols = append(n.Symbols, s)
		n.Digits += s.Char
		n.Confidence *= s.Probability
	}
	n.Sure = n.passes(sureTrack)
	return n
}

// frames are what a session makes of them, one frame a row of numbers.
func frames(rows ...[]Number) []Number {
	s := new(Session)
	for _, row := range rows {
		s.follow(row)
	}
	var numbers []Number
	for i := range s.tracks {
		numbers = append(numbers, s.tracks[i].number())
	}
	return numbers
}

func row(numbers ...Number) []Number { return numbers }

// again is a row that several frames show.
func again(times int, numbers ...Number) [][]Number {
	return slices.Repeat([][]Number{numbers}, times)
}

// TestAgreement tells the frames and what must come of them: the digits, and whether they may be said as sure.
func TestAgreement(t *testing.T) {
	sharp := seen("020 555", 0.999)
	for _, test := range []struct {
		reason string
		frames [][]Number
		want   string
		sure   bool
	}{
		{"one frame is no agreement", again(1, sharp), "020 555", false},
		{"nor are two", again(2, sharp), "020 555", false},
		{"three frames for sure", again(3, sharp), "020 555", true},
		{"a hundred frames that doubt do not become sure by their number",
			again(100, seen("020 555", 0.97)), "020 555", false},
		{"a frame that is surely otherwise spoils it",
			append(again(5, sharp), row(seen("020 565", 0.999))), "020 555", false},
		{"and is forgotten after a while",
			append([][]Number{row(seen("020 565", 0.999))}, again(remembers, sharp)...), "020 555", true},
		{"a shaky frame among many does no harm",
			append(again(remembers, sharp), row(seen("020 55?", 0.99))), "020 555", true},
		{"a frame that missed a digit is outvoted, and leaves a doubt while there are few",
			append(again(3, sharp), row(seen("02055", 0.6))), "020 555", false},
		{"the groups are those of the latest frame that has all digits",
			append(again(3, seen("0205 55", 0.999)), row(sharp)), "020 555", true},
		{"frames without the number do not count against it",
			slices.Concat(again(3, sharp), again(patience-1), again(1, sharp)), "020 555", true},
	} {
		got := frames(test.frames...)
		if len(got) != 1 || got[0].Text != test.want || got[0].Sure != test.sure {
			t.Errorf("%s: got %+v, want %s, sure: %t", test.reason, got, test.want, test.sure)
		}
	}
}

// TestTracks sees numbers of one note kept apart and in order while they come and go.
func TestTracks(t *testing.T) {
	a, b, c := seen("0205550137", 0.999), seen("0648132976", 0.999), seen("112", 0.999)
	for _, test := range []struct {
		reason string
		frames [][]Number
		want   []string
	}{
		{"two numbers", again(3, a, b), []string{a.Digits, b.Digits}},
		{"one appears above", append(again(2, b), row(a, b)), []string{a.Digits, b.Digits}},
		{"one appears between", append(again(2, a, b), row(a, c, b)), []string{a.Digits, c.Digits, b.Digits}},
		{"one is out of sight for a moment", append(again(2, a, b), row(b)), []string{a.Digits, b.Digits}},
		{"and gone when it stays away", append(again(1, a, b), again(patience, b)...), []string{b.Digits}},
		{"another note", append(again(2, a), again(patience, c)...), []string{c.Digits}},
		{"a misread digit is still the same number", append(again(2, a), row(seen("0265550137", 0.6))), []string{a.Digits}},
		{"no numbers at all", again(3), nil},
	} {
		var got []string
		for _, n := range frames(test.frames...) {
			got = append(got, n.Digits)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.reason, got, test.want)
		}
	}
}

// A number of a digit or two that was misread has nothing in common with itself but its place.
func TestShortTracks(t *testing.T) {
	at := func(n Number, x int) Number {
		n.Box = Box(image.Rect(x, 100, x+20, 140))
		return n
	}
	seven, one := seen("7", 0.999), seen("1", 0.999)
	got := frames(append(again(3, at(seven, 50)), row(at(one, 52)))...)
	if len(got) != 1 || got[0].Sure {
		t.Errorf("a 7 that is read as a 1 once: %+v", got)
	}
	got = frames(append(again(3, at(seven, 50)), row(at(seven, 50), at(one, 80)))...)
	if len(got) != 2 || !got[0].Sure || got[0].Digits != "7" {
		t.Errorf("a 7 and then a 1 beside it: %+v", got)
	}
}

// While the paper may lie another way, no number is sure, however many frames were before.
func TestTurnedInAFrame(t *testing.T) {
	s := new(Session)
	for range agreeing {
		if reading := s.Follow(Reading{Numbers: row(seen("666", 0.999))}); len(reading.Numbers) != 1 {
			t.Fatalf("%+v", reading)
		}
	}
	if reading := s.Follow(Reading{Numbers: row(seen("666", 0.999))}); !reading.Sure() {
		t.Errorf("upright: %+v", reading)
	}
	if reading := s.Follow(Reading{Numbers: row(seen("666", 0.999)), MaybeTurned: []int{180}}); reading.Sure() {
		t.Errorf("maybe upside down: %+v", reading)
	}
}

// TestAgreementOfProbabilities takes the geometric mean: what one frame excludes is hardly believed, and what two
// frames think likely of different digits is refused.
func TestAgreementOfProbabilities(t *testing.T) {
	alike := agreement(row(seen("7", 0.9), seen("7", 0.9)), 0)
	if alike.Char != "7" || math.Abs(alike.Probability-0.9) > 0.01 {
		t.Errorf("of two alike: %+v", alike)
	}
	apart := agreement(row(seen("7", 0.9), seen("1", 0.9)), 0)
	if apart.Char != "?" || apart.Sure || apart.Probability > 0.5 {
		t.Errorf("of two that contradict each other: %+v", apart)
	}
	total := 0.0
	for _, a := range apart.Alternatives {
		total += a.Probability
	}
	if total > 1.0001 || len(apart.Alternatives) < 2 || math.Abs(apart.Alternatives[0].Probability-apart.Alternatives[1].Probability) > 1e-9 {
		t.Errorf("alternatives %v", apart.Alternatives)
	}
}
