// Package speech says what to say. It turns what was read into sentences for someone who hears them once, cannot look
// again, and may be writing the number down: the count comes first, so that the listener knows what to expect; the
// digits come one by one in short groups; and a doubt is named with its place and what else it might be, because a
// wrong digit that sounds sure is the worst that can happen. Where there is no number, the sentence says what to do next.
//
// The room makes text only; whoever calls it has a voice.
package speech

import (
	"fmt"
	"slices"
	"strings"

	"aloud/numbering"
	"aloud/reader"
)

// say says all numbers, or why there is none, and last how else the paper may lie.
func (l *phrases) say(r reader.Reading, plan numbering.Plan) Spoken {
	var s Spoken
	for i, n := range r.Numbers {
		s.Numbers = append(s.Numbers, l.number(n, plan))
		if len(r.Numbers) > 1 {
			s.Numbers[i].Announced = l.capital(fmt.Sprintf(l.announced, l.ordinal(i)))
		}
	}
	switch len(r.Numbers) {
	case 0:
		s.Opening = l.nothing(r.Reason)
	case 1:
	default:
		s.Opening = l.capital(fmt.Sprintf(l.numbers, l.count(len(r.Numbers))))
	}
	if len(r.MaybeTurned) > 0 {
		s.Closing = l.turned(r)
		for i := range s.Numbers { // of which that is the doubt, where nothing else is known
			doubts := &s.Numbers[i].Doubts
			*doubts = append(slices.DeleteFunc(*doubts, func(sentence string) bool { return sentence == l.wholeDoubt }), s.Closing)
		}
	}
	return s
}

// nothing says why there is no number.
func (l *phrases) nothing(reason reader.Reason) string {
	if sentence := l.reasons.find(reason); sentence != "" {
		return sentence
	}
	return l.noNumber
}

// turned says how else the paper may lie.
func (l *phrases) turned(r reader.Reading) string {
	if slices.Contains(r.MaybeTurned, (r.Turned+180)%360) {
		return l.upsideDown
	}
	return l.onItsSide
}

// number says how many digits there are, the digits, the doubts, and a warning where the plan has one.
func (l *phrases) number(n reader.Number, plan numbering.Plan) SpokenNumber {
	s := SpokenNumber{Count: l.digitCount(len(n.Digits)), Doubts: l.doubts(n)}
	for _, group := range strings.Fields(n.Text) {
		s.Groups = append(s.Groups, l.group(group))
	}
	if expected := plan.Expect(n.Digits); len(expected) > 0 {
		s.Warning = l.capital(fmt.Sprintf(l.otherLength, l.list(l.each(expected))))
	}
	for i := range n.Symbols {
		s.Walk = append(s.Walk, l.step(i, n.Symbols[i]))
	}
	return s
}

// step says one digit and its place, for someone who goes through the number digit by digit.
func (l *phrases) step(i int, s reader.Symbol) string {
	if !s.Sure {
		return l.capital(l.doubt(l.place(i), s))
	}
	return l.capital(l.place(i)) + ": " + l.digit(s.Char) + "."
}

// each is each of the numbers as a word.
func (l *phrases) each(numbers []int) []string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = l.count(n)
	}
	return words
}

// digitCount says how many digits there are.
func (l *phrases) digitCount(n int) string {
	if n == 1 {
		return l.oneDigit
	}
	return l.capital(fmt.Sprintf(l.someDigits, l.count(n)))
}

// group says digits that were written together, as one sentence. The commas in a long one make a voice pause, for a
// hand that writes with it.
func (l *phrases) group(digits string) string {
	var said []string
	for _, part := range breaths(digits) {
		words := make([]string, len(part))
		for i := range part {
			words[i] = l.digit(part[i : i+1])
		}
		said = append(said, strings.Join(words, " "))
	}
	return l.capital(strings.Join(said, ", ")) + "."
}

// breaths divides digits into parts as people say them: up to four in one breath, more in threes, with no single digit
// left over at the end.
func breaths(digits string) []string {
	var parts []string
	for len(digits) > 4 {
		parts = append(parts, digits[:3])
		digits = digits[3:]
	}
	return append(parts, digits)
}

// digit says one digit; a refused one is unclear.
func (l *phrases) digit(char string) string {
	if len(char) == 1 && '0' <= char[0] && char[0] <= '9' {
		return l.digits[char[0]-'0']
	}
	return l.unclear
}

// WorthSaying is the probability from which it is worth saying that a doubtful digit may be another.
const WorthSaying = 0.05

// What a listener can keep apart.
const (
	maxDoubts  = 3 // doubtful digits; of more, only how many they are
	maxPerhaps = 3 // digits that a doubtful one may be
)

// leastRest is the probability that all digits which are not doubtful are right, below which it does not do to name those
// that are: what the page says against a number halves the confidence in it.
const leastRest = 0.75

// doubts says which digits are doubtful, and what else they might be; with many of them, how many and what to do. Where the
// rest is in doubt as well, it says so.
func (l *phrases) doubts(n reader.Number) []string {
	var said []string
	doubtful := 1.0 // probability that the doubtful digits are right
	for i, s := range n.Symbols {
		if !s.Sure {
			said = append(said, l.capital(l.doubt(l.place(i), s)))
			doubtful *= s.Probability
		}
	}
	switch {
	case len(said) > maxDoubts:
		return []string{l.capital(fmt.Sprintf(l.manyDoubts, l.count(len(said))))}
	case !n.Sure && (len(said) == 0 || n.Confidence < leastRest*doubtful):
		return append(said, l.wholeDoubt)
	}
	return said
}

// doubt says what is doubtful about one digit.
func (l *phrases) doubt(place string, s reader.Symbol) string {
	read, perhaps := l.digit(s.Char), l.perhaps(s.Alternatives)
	switch refused := read == l.unclear; {
	case refused && perhaps == "":
		return fmt.Sprintf(l.refused, place)
	case refused:
		return fmt.Sprintf(l.refusedPerhaps, place, perhaps)
	case perhaps == "":
		return fmt.Sprintf(l.doubtful, place, read)
	default:
		return fmt.Sprintf(l.doubtfulPerhaps, place, read, perhaps)
	}
}

// perhaps names the digits that a doubtful one may be; it is empty where none is likely enough.
func (l *phrases) perhaps(alternatives []reader.Alternative) string {
	var digits []string
	for _, a := range alternatives {
		if a.Probability >= WorthSaying && len(digits) < maxPerhaps {
			digits = append(digits, l.digit(a.Char))
		}
	}
	return l.list(digits)
}

// list joins words: "a", "a or b", "a, b or c".
func (l *phrases) list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	most := len(words) - 1
	or := l.or
	if l.orBeforeO != "" && strings.HasPrefix(words[most], "o") {
		or = l.orBeforeO
	}
	return strings.Join(words[:most], l.comma+" ") + " " + or + " " + words[most]
}

// count is a number as a word; where the words end it is left to the voice.
func (l *phrases) count(n int) string {
	if n < len(l.counts) {
		return l.counts[n]
	}
	return fmt.Sprint(n)
}

// ordinal counts the number with index i; where the words end it is left to the voice.
func (l *phrases) ordinal(i int) string {
	words := l.numbersInTurn
	if words == nil {
		words = l.ordinals
	}
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf(l.ordinalBeyond, i+1)
}

// place names the digit with index i by its place in the number.
func (l *phrases) place(i int) string {
	if i < len(l.ordinals) {
		return fmt.Sprintf(l.digitAt, l.ordinals[i])
	}
	return fmt.Sprintf(l.digitBeyond, i+1)
}
