package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"aloud/numbering"
	"aloud/reader"
)

// A Language is one that Aloud speaks, by its code in ISO 639-1.
type Language string

// The languages.
const (
	English    Language = "en"
	Dutch      Language = "nl"
	German     Language = "de"
	French     Language = "fr"
	Spanish    Language = "es"
	Portuguese Language = "pt"
	Italian    Language = "it"
	Polish     Language = "pl"
	Turkish    Language = "tr"
	Arabic     Language = "ar"
)

// Languages are all that Aloud speaks.
var Languages = []Language{English, Dutch, German, French, Spanish, Portuguese, Italian, Polish, Turkish, Arabic}

// tables hold what is said in each of them.
var tables = map[Language]*phrases{
	English: &english, Dutch: &dutch, German: &german, French: &french, Spanish: &spanish, Portuguese: &portuguese,
	Italian: &italian, Polish: &polish, Turkish: &turkish, Arabic: &arabic,
}

// Find returns the language that a tag such as "nl" or "pt-BR" names, and whether Aloud speaks it.
func Find(tag string) (Language, bool) {
	primary, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	l := Language(strings.ToLower(primary))
	_, known := tables[l]
	return l, known
}

// RightToLeft reports whether the language is written that way. Numbers in it are not.
func (l Language) RightToLeft() bool { return l == Arabic }

// Name is what the language calls itself.
func (l Language) Name() string { return l.phrases().name }

// Sentence says a reading in whole sentences, on one line.
func (l Language) Sentence(r reader.Reading) string { return l.SentenceIn(numbering.Plan{}, r) }

// SentenceIn is Sentence for someone who expects telephone numbers of the plan's country: it ends with a warning where a
// number has not as many digits as it should. The digits are the same.
func (l Language) SentenceIn(plan numbering.Plan, r reader.Reading) string {
	return strings.Join(l.Say(plan, r).Sentences(), " ")
}

// Say is SentenceIn in its parts, for a voice that is to stop between them, and for going through a number again.
func (l Language) Say(plan numbering.Plan, r reader.Reading) Spoken { return l.phrases().say(r, plan) }

// Digit is a digit, "0" to "9", as a word; any other text is a digit that was refused, and unclear.
func (l Language) Digit(char string) string { return l.phrases().digit(char) }

// Count says how many digits are seen.
func (l Language) Count(digits int) string { return l.phrases().digitCount(digits) }

// Nothing says why there is no number, and what to do next.
func (l Language) Nothing(reason reader.Reason) string { return l.phrases().nothing(reason) }

// Instruction says what to do with the camera: the cause first, then the move, both short, because it is heard while the
// hand moves. Directions are the telephone's.
func (l Language) Instruction(aim reader.Aim) string { return l.phrases().instruction(aim) }

// Move is the instruction by itself, without what is seen.
func (l Language) Move(i reader.Instruction) string { return l.phrases().instructions.find(i) }

// phrases are those of the language, or the English ones.
func (l Language) phrases() *phrases {
	if p, known := tables[l]; known {
		return p
	}
	return &english
}

// phrases are everything that is ever said, in one language. Sentences with gaps are for [fmt.Sprintf].
type phrases struct {
	name  string              // of the language, in the language
	upper unicode.SpecialCase // how letters become capitals, where that is special

	digits        [10]string
	unclear       string   // in place of a digit that was refused
	counts        []string // from "no"
	ordinals      []string // from "first"
	numbersInTurn []string // from "first", of numbers, where that is not said as of digits
	ordinalBeyond string   // which one, as figures, where there is no word for it
	digitAt       string   // which one, as a word
	digitBeyond   string   // which one, as figures
	or            string
	orBeforeO     string // the same before a word that begins with an o, where it would not be heard; "" where it is
	comma         string

	oneDigit   string
	someDigits string // how many
	numbers    string // how many
	announced  string // which number follows

	refused         string // which digit
	refusedPerhaps  string // which digit, what it may be
	doubtful        string // which digit, as what it was read
	doubtfulPerhaps string // which digit, as what it was read, what else it may be
	manyDoubts      string // how many digits
	wholeDoubt      string
	otherLength     string // how many digits telephone numbers have
	upsideDown      string // of the paper
	onItsSide       string

	reasons  sentences[reader.Reason] // why there is no number, and what to do next
	noNumber string                   // where no reason is known

	instructions sentences[reader.Instruction] // what to do with the camera
}

// sentences are what is said of each of some things. They are few, and a list needs no code to be made.
type sentences[T comparable] []struct {
	of   T
	said string
}

// find is what is said of a thing, or "".
func (s sentences[T]) find(of T) string {
	for _, sentence := range s {
		if sentence.of == of {
			return sentence.said
		}
	}
	return ""
}

// capital begins a sentence.
func (l *phrases) capital(sentence string) string {
	first, size := utf8.DecodeRuneInString(sentence)
	if size == 0 {
		return sentence
	}
	if l.upper != nil {
		return string(l.upper.ToUpper(first)) + sentence[size:]
	}
	return string(unicode.ToUpper(first)) + sentence[size:]
}
