package speech

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aloud/numbering"
	"aloud/reader"
)

// number makes a sure number out of its text; further symbols replace the sure ones at their places, and nothing else is doubtful.
func number(text string, doubts map[int]reader.Symbol) reader.Number {
	n := reader.Number{Text: text, Digits: strings.ReplaceAll(text, " ", ""), Sure: len(doubts) == 0, Confidence: 1}
	for i, char := range n.Digits {
		symbol, doubtful := doubts[i]
		if !doubtful {
			symbol = reader.Symbol{Char: string(char), Probability: 1, Sure: true}
		}
		n.Symbols = append(n.Symbols, symbol)
		n.Confidence *= symbol.Probability
	}
	return n
}

// weakened is the number with half of its confidence, as where it may go on beyond the picture.
func weakened(n reader.Number) reader.Number {
	n.Confidence /= 2
	return n
}

func doubtful(char string, alternatives ...reader.Alternative) reader.Symbol {
	return reader.Symbol{Char: char, Probability: 0.5, Alternatives: alternatives}
}

func or(char string, probability float64) reader.Alternative {
	return reader.Alternative{Char: char, Probability: probability}
}

// Each row is listened to as by someone who sees nothing.
func TestSentence(t *testing.T) {
	rows := []struct {
		why     string
		numbers []reader.Number
		want    string
	}{
		{"the count first, then the digits grouped as they were written",
			[]reader.Number{number("020 555 0137", nil)},
			"Ten digits. Zero two zero. Five five five. Zero one three seven."},
		{"without gaps a long number gets pauses",
			[]reader.Number{number("0205550137", nil)},
			"Ten digits. Zero two zero, five five five, zero one three seven."},
		{"no digit is left alone behind a pause",
			[]reader.Number{number("12345678", nil)},
			"Eight digits. One two three, four five six, seven eight."},
		{"one digit is no plural", []reader.Number{number("7", nil)}, "One digit. Seven."},
		{"leading zeros are digits like all others", []reader.Number{number("007", nil)}, "Three digits. Zero zero seven."},
		{"where number words end, figures are left to the voice",
			[]reader.Number{number("111 222 333 444 555 666 777 8", map[int]reader.Symbol{21: doubtful("8")})},
			"22 digits. One one one. Two two two. Three three three. Four four four. Five five five. Six six six. " +
				"Seven seven seven. Eight. Digit number 22, eight, is doubtful."},
		{"a refused digit is unclear at its place and in words after the number",
			[]reader.Number{number("020 ?55", map[int]reader.Symbol{3: doubtful("?", or("1", 0.4), or("7", 0.3))})},
			"Six digits. Zero two zero. Unclear five five. The fourth digit is unclear: perhaps one or seven."},
		{"a refused digit that might be anything",
			[]reader.Number{number("?", map[int]reader.Symbol{0: doubtful("?")})},
			"One digit. Unclear. The first digit is unclear."},
		{"a doubtful digit is said, and what else it may be",
			[]reader.Number{number("41", map[int]reader.Symbol{1: doubtful("1", or("7", 0.2), or("4", 0.07), or("9", 0.06), or("2", 0.05))})},
			"Two digits. Four one. The second digit, one, is doubtful: it may be seven, four or nine."},
		{"what is hardly likely is not said",
			[]reader.Number{number("41", map[int]reader.Symbol{1: doubtful("1", or("7", 0.01))})},
			"Two digits. Four one. The second digit, one, is doubtful."},
		{"where the rest is in doubt as well, that is said, too",
			[]reader.Number{weakened(number("41", map[int]reader.Symbol{1: doubtful("1", or("7", 0.2))}))},
			"Two digits. Four one. The second digit, one, is doubtful: it may be seven. Something in this number is doubtful. Take another picture to be sure."},
		{"of many doubts nobody can keep track",
			[]reader.Number{number("????", map[int]reader.Symbol{0: doubtful("?"), 1: doubtful("?"), 2: doubtful("?"), 3: doubtful("?")})},
			"Four digits. Unclear unclear unclear unclear. Four digits are doubtful. Take another picture, closer and in more light."},
		{"a number that is unsure though each digit is sure",
			[]reader.Number{{Text: "12", Digits: "12", Symbols: []reader.Symbol{{Char: "1", Sure: true}, {Char: "2", Sure: true}}}},
			"Two digits. One two. Something in this number is doubtful. Take another picture to be sure."},
		{"several numbers are announced",
			[]reader.Number{number("12", nil), number("345", nil)},
			"Two numbers. First: Two digits. One two. Second: Three digits. Three four five."},
	}
	for _, row := range rows {
		if got := English.Sentence(reader.Reading{Numbers: row.numbers}); got != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.why, got, row.want)
		}
	}
}

// A 6 is a 9 to whoever sits opposite: that is what is doubtful about it, and it is said once.
func TestTurned(t *testing.T) {
	unsure := reader.Number{Text: "6", Digits: "6", Symbols: []reader.Symbol{{Char: "6", Sure: true}}}
	for _, row := range []struct {
		reading reader.Reading
		want    string
	}{
		{reader.Reading{Numbers: []reader.Number{unsure}, MaybeTurned: []int{180}},
			"One digit. Six. The note may be upside down, and then it reads otherwise."},
		{reader.Reading{Numbers: []reader.Number{unsure}, Turned: 270, MaybeTurned: []int{0, 90}},
			"One digit. Six. The note may be upside down, and then it reads otherwise."},
		{reader.Reading{Numbers: []reader.Number{unsure}, MaybeTurned: []int{90}},
			"One digit. Six. The note may lie on its side, and then it reads otherwise."},
		{reader.Reading{Numbers: []reader.Number{unsure, unsure}, MaybeTurned: []int{180}},
			"Two numbers. First: One digit. Six. Second: One digit. Six. The note may be upside down, and then it reads otherwise."},
		{reader.Reading{Numbers: []reader.Number{unsure}, Turned: 180},
			"One digit. Six. Something in this number is doubtful. Take another picture to be sure."},
	} {
		if got := English.Sentence(row.reading); got != row.want {
			t.Errorf("turned by %d, maybe by %v:\n got %s\nwant %s", row.reading.Turned, row.reading.MaybeTurned, got, row.want)
		}
		for _, n := range English.Say(numbering.Plan{}, row.reading).Numbers { // each of which may be heard again by itself
			if doubt := n.Doubts; len(doubt) != 1 || !strings.HasSuffix(row.want, doubt[0]) {
				t.Errorf("turned by %d, maybe by %v: doubts about one number: %q", row.reading.Turned, row.reading.MaybeTurned, doubt)
			}
		}
	}
}

// Who gets no number is told why, and what to do next.
func TestEveryReasonHasASentence(t *testing.T) {
	heard := map[string]reader.Reason{}
	for _, reason := range []reader.Reason{reader.TooSmall, reader.Dark, reader.Empty, reader.NoDigits, "unheard of"} {
		sentence := English.Sentence(reader.Reading{Reason: reason})
		if other, twice := heard[sentence]; twice {
			t.Errorf("%q sounds like %q: %s", reason, other, sentence)
		}
		heard[sentence] = reason
		if !strings.Contains(sentence, "ake ") {
			t.Errorf("%q does not say what to do: %s", reason, sentence)
		}
	}
}

func TestBreaths(t *testing.T) {
	for digits, want := range map[string]string{
		"": "", "1": "1", "1234": "1234", "12345": "123 45", "1234567": "123 4567", "1234567890": "123 456 7890",
	} {
		if got := strings.Join(breaths(digits), " "); got != want {
			t.Errorf("%q is said %q, want %q", digits, got, want)
		}
	}
}

// Who walks through a number hears every digit at its place, and what the whole sentence said of it.
func TestSay(t *testing.T) {
	plan, _ := numbering.Of("NL")
	doubts := map[int]reader.Symbol{3: doubtful("5", or("6", 0.2))}
	spoken := English.Say(plan, reader.Reading{Numbers: []reader.Number{number("020 555 013", doubts), number("41", nil)}})
	want := Spoken{
		Opening: "Two numbers.",
		Numbers: []SpokenNumber{{
			Announced: "First:", Count: "Nine digits.",
			Groups:  []string{"Zero two zero.", "Five five five.", "Zero one three."},
			Doubts:  []string{"The fourth digit, five, is doubtful: it may be six."},
			Warning: "Telephone numbers here have ten or twelve digits.",
			Walk: []string{"The first digit: zero.", "The second digit: two.", "The third digit: zero.",
				"The fourth digit, five, is doubtful: it may be six.", "The fifth digit: five.", "The sixth digit: five.",
				"The seventh digit: zero.", "The eighth digit: one.", "The ninth digit: three."},
		}, {
			Announced: "Second:", Count: "Two digits.", Groups: []string{"Four one."},
			Walk: []string{"The first digit: four.", "The second digit: one."},
		}},
	}
	if diff := cmp.Diff(want, spoken); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
