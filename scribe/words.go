package scribe

import (
	"math/rand/v2"
	"strings"
)

// wordForms are the letters that look like a digit when they stand alone, and so are not among otherForms. In a word nobody
// takes them for one.
var wordForms = []sign{
	{"B", "6,0 5,50 4,100! / 6,2 40,6 44,30 8,46! 48,56 50,88 4,99"},
	{"C", "54,14 36,0 10,20 4,56 18,94 42,98 58,84"},
	{"D", "6,0 5,50 4,100! 40,94 60,60 50,16 4,1"},
	{"G", "54,14 34,0 8,22 4,60 22,98 50,92 54,58! 34,58"},
	{"I", "6,2 40,0! 23,0! 22,50 21,100! 4,100 40,99"},
	{"J", "10,2 46,0! 36,2! 36,60 26,96 6,92 2,76"},
	{"L", "8,0 6,50 4,98! 30,99 52,96"},
	{"O", "32,0 8,20 4,64 26,99 54,84 60,34 34,1"},
	{"P", "6,0 5,50 4,100 / 4,4 36,0 50,20 36,46 6,52"},
	{"Q", "32,0 8,20 4,64 26,99 54,84 60,34 34,1 / 40,74 52,90 68,108"},
	{"S", "50,12 30,0 8,18 22,44 48,66 44,94 14,98 2,84"},
	{"U", "4,0 4,60 18,98 44,92 54,60 54,0! 54,60 58,100"},
	{"Y", "2,0 16,28 28,48! 42,26 56,0 / 28,48 27,74 26,100"},
	{"Z", "4,3 30,3 56,2! 30,50 2,98! 30,98 60,97"},
	{"b", "6,0 5,50 5,98! / 5,64 24,46 44,58 44,84 26,100 6,92"},
	{"c", "42,50 26,42 8,56 6,84 22,100 44,92"},
	{"d", "44,52 24,44 6,60 8,88 24,100 44,84! / 48,0 46,50 50,100"},
	{"g", "44,52 24,42 6,56 10,82 28,88 44,72 46,46! 46,100 38,134 14,136 6,122"},
	{"h", "6,0 5,50 5,100! 8,62 28,44 42,58 43,100"},
	{"i", "6,44 6,74 12,100 22,94 / 7,24 8,26"},
	{"j", "16,44 16,100 10,132 0,134 / 17,24 18,26"},
	{"l", "6,0 5,50 8,92 20,98"},
	{"o", "24,44 8,54 6,84 24,100 42,86 42,58 24,44 36,48 54,44"},
	{"p", "6,44 5,90 4,140 / 6,58 26,42 46,56 44,84 24,96 6,86"},
	{"q", "44,54 24,42 6,58 8,86 26,94 44,76 46,46! 46,96 46,136! 54,124"},
	{"r", "4,44 6,72 5,100! 8,62 22,46 36,48"},
	{"s", "36,50 20,42 8,54 22,68 36,82 26,100 4,94"},
	{"t", "16,10 14,56 18,94 34,98 / 2,40 36,38"},
	{"y", "4,44 8,74 26,84 42,70 46,44! 46,96 36,132 12,136 6,122"},
	{"z", "4,46 22,46 40,45! 22,72 4,99! 24,99 46,97"},
}

// lineSigns are signs that stand in lines, and there are no digits: an € alone might be a 6, a comma a 1, and a blot a 0.
var lineSigns = []sign{
	{",", "10,90 13,100 2,118"},
	{"'", "8,0 6,24"},
	{"blot", "4,90 9,84 15,90 9,96 4,89"},
	{"crossed dash", "0,52 50,49 90,50 / 26,68 42,32 / 48,68 64,32"},
	{"rising dash", "2,66 20,52 44,38"},
	{"$", "54,14 34,4 12,16 24,44 48,64 46,92 16,98 4,86 / 26,-12 24,112 / 38,-12 36,112"},
	{"€", "62,10 40,0 16,24 12,64 30,98 60,92 / 0,40 48,38 / 0,60 46,58"},
}

// words stand beside numbers on notes and forms, in the languages of the people who write them. None of them is an I, an O
// or another letter alone, which might be a digit. A reader that looks no farther than a digit to either side cannot know
// an o in a word from a small 0 among others, or an l from a 1: words with these letters taught it to pass over zeros.
var words = strings.Fields(`tel Tel Tel. fax Handy Summe bank Bank cash cheque fecha datum Datum date prix price naam Name
	van aan para paid acht seis huit cien cuenta huis thuis werk kamer Anna Marta Pierre Vera Emma Hans pan beurre farine
	Eier uien water Markt rue kast train vrij Freitag mardi week maand year januar mayo juni august deur hundred rekening
	EUR Fr. ct per and ter ca. num. Hausnr. UK NY KM Re:`)

// wordAlphabet holds all letters by name.
var wordAlphabet = func() map[rune][]stroke {
	letters := map[rune][]stroke{}
	for _, s := range append(append([]sign(nil), otherForms...), wordForms...) {
		if len(s.name) == 1 {
			letters[rune(s.name[0])] = form{1, s.points}.strokes()
		}
	}
	return letters
}()

// wordBeside is a word that may stand in a line of digits: one of a language, or of none.
func wordBeside(random *rand.Rand) string {
	if random.Float64() < 0.5 {
		return words[random.IntN(len(words))]
	}
	return inventedWord(random, "aeiu")
}

// inventedWord is a word of no language with these vowels, with a capital perhaps.
func inventedWord(random *rand.Rand, vowels string) string {
	const consonants, capitals = "bcdfghkmnprstvwxyz", "ABCDEFHKMNPRSTUVW"
	var word []byte
	for range 1 + random.IntN(3) {
		word = append(word, consonants[random.IntN(len(consonants))], vowels[random.IntN(len(vowels))])
	}
	if random.Float64() < 0.5 {
		word = append(word, consonants[random.IntN(len(consonants))])
	}
	if random.Float64() < 0.4 {
		word[0] = capitals[random.IntN(len(capitals))]
	}
	return string(word)
}

// word writes a word from left to right, beginning at 0, the digits beside it between the heights 0 and 1. In every other
// one strokes join the letters.
func (h *Hand) word(random *rand.Rand, word string) drawing {
	var all, last drawing
	x := 0.0
	gap, joined := 0.12*random.Float64(), random.Float64() < 0.5
	for _, letter := range word {
		d := h.write(random, wordAlphabet[letter])
		left, _, right, _ := d.bounds()
		d = d.placed(1, x-left, 0)
		if joined && last != nil {
			all = append(all, linkBetween(random, last, d))
		}
		all, last = append(all, d...), d
		x += right - left + gap
	}
	return all
}
