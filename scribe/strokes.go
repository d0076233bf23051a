package scribe

import (
	"fmt"
	"strings"
)

// A form is one of the ways in which people write a character, as the strokes that a pen makes.
//
// The way is written down as text. A stroke is a list of points x,y that the pen passes, in hundredths of the height of
// a digit, x to the right and y down, so that 0 is the top and 100 the line it stands on. A "!" after a point is a
// corner, where the pen turns sharply; elsewhere it swings through. A "/" lifts the pen. Thus "2,4 60,2! 22,100" is a 7.
type form struct {
	share  float64 // how often writers prefer this form, relative to the others of its character
	points string
}

// digitForms are the ways of writing 0 to 9. The American ones of MNIST are among them; the shares lean towards what
// MNIST lacks, as its own digits are there to learn the rest from.
var digitForms = [10][]form{
	0: {
		{6, "38,1 14,14 3,50 14,87 35,99 57,86 66,50 56,13 38,1"},
		{4, "26,0 8,22 3,58 14,95 30,97 44,72 46,35 36,5 24,0"},                // narrow
		{3, "48,6 22,8 3,48 15,92 38,98 62,75 63,35 48,8 34,9"},                // open at the top
		{1, "34,14 17,9 3,45 13,91 38,98 64,62 58,15 34,2 14,14"},              // overlapping itself
		{1, "36,3 14,12 3,48 15,90 36,98 60,84 62,45 50,10 38,3 52,10 74,4"},   // leaving for the next digit
		{1, "46,12 14,24 2,58 22,95 62,94 84,58 72,22 44,12"},                  // wide
		{1, "55,20 42,2 16,8 3,48 14,92 38,99 60,80 62,45 54,18"},              // begun on the right
		{1, "38,1 14,14 3,50 14,87 35,99 57,86 66,50 56,13 38,1 / 12,96 64,5"}, // slashed
		{1, "20,5 6,35 4,70 22,98 46,90 56,55 48,14 26,2 14,8"},                // leaning egg
		{1, "12,14 4,50 12,88 34,99 56,86 62,50 54,12 32,0 8,6"},               // with a cap, like a closed C
	},
	1: {
		{4, "20,0 20,50 20,100"},
		{2, "36,0 22,48 6,100"},                             // slanted
		{4, "8,27 28,0! 28,50 28,100"},                      // with an upstroke
		{4, "0,52 20,28 38,0! 37,50 36,100"},                // with a long one
		{2, "0,84 20,46 38,0! 38,50 38,100"},                // that begins near the line
		{3, "8,25 28,0! 28,50 28,100 / 2,100 28,99 55,100"}, // standing on a foot
		{1, "26,0 26,50 26,100 / 4,100 26,99 50,98"},        // a foot alone
		{2, "12,27 22,17 30,0! 30,50 27,100"},               // a curved upstroke
		{1, "30,0 20,30 16,70 20,100"},                      // a bow
	},
	2: {
		{4, "4,22 14,5 35,0 57,12 56,36 34,66 3,98! 35,97 68,98"},
		{3, "6,20 20,3 44,1 59,18 50,45 28,75 8,95 3,85 16,79 38,91 56,98 74,92"},  // with a loop at the foot
		{3, "5,18 22,2 48,4 57,25 40,58 4,96! 24,89 46,97 70,93"},                  // with a wave for a foot
		{2, "3,28 10,6 34,0 54,14 52,38 28,70 4,96! 30,100 60,94 64,84"},           // turned up at the end
		{2, "26,28 12,26 10,9 34,0 58,14 55,44 30,78 8,96 2,86 18,78 46,95 70,92"}, // a Q that begins with a curl
		{1, "4,10 30,2 58,4! 30,52 3,97! 35,97 66,97"},                             // angular
		{2, "2,16 20,2 40,2 52,20 46,48 26,78 6,98! 22,96 42,99 58,96"},
	},
	3: {
		{4, "4,14 24,0 50,7 52,30 26,46! 54,56 62,78 38,99 2,88"},
		{3, "5,16 28,1 52,12 44,36 22,47 46,51 62,73 46,96 14,99 1,88"},        // in one swing
		{2, "6,12 30,0 53,12 45,36 26,46 22,52 32,47 56,58 58,84 30,100 2,90"}, // a loop in the middle
		{3, "4,3 32,4 58,2! 28,40! 52,46 64,70 48,96 18,100 2,90"},             // flat on top
		{1, "4,8 34,0 58,8 44,34 26,44! 60,58 58,82 26,104 0,98"},
		{2, "8,6 36,1 50,16 40,38 20,44! 44,48 56,70 40,94 10,104 2,96"},
	},
	4: {
		{4, "20,0 11,28 2,57! 32,57 64,55 / 48,22 47,60 45,100"}, // open
		{3, "20,2 8,30 10,52 34,56 62,48 / 54,12 50,55 46,100"},  // open and round
		{3, "46,0 26,32 2,66! 35,66 70,65 / 46,0 46,50 45,100"},  // closed
		{2, "44,100 45,50 46,0! 24,34 2,68! 35,67 70,66"},        // closed, from the foot
		{3, "8,2 6,36 22,52 46,46 58,4! 56,48 50,100"},           // in one stroke
		{2, "34,0 20,26 3,54! 30,53 60,50 / 40,30 38,64 33,100"}, // the stem begins within
		{2, "14,0 6,28 4,50! 34,49 66,46 / 50,2 46,50 42,100"},   // two posts and a bar
		{1, "40,0 22,24 3,50 14,58 40,55 66,50 / 50,26 46,60 40,104"},
	},
	5: {
		{4, "12,3 10,24 8,45! 34,36 58,55 54,86 28,100 2,91 / 12,3 36,3 60,1"},   // the bar last
		{4, "60,2 36,2 14,4! 11,24 8,45! 36,37 60,60 50,92 24,100 2,91"},         // the bar first
		{2, "58,4 26,3 11,20 20,40 46,52 57,75 40,97 4,95"},                      // an S
		{2, "16,14 14,32 12,48! 38,44 57,63 46,94 22,100 2,94 / 20,5 44,4 68,0"}, // the bar flies away
		{2, "18,2 14,22 10,42! 32,40 50,54 50,80 30,99 6,94 / 18,4 40,8 62,0"},
		{1, "14,0 12,26 14,50 40,46 56,68 42,96 6,98 / 8,4 36,2 64,3"}, // a J under a bar
	},
	6: {
		{4, "46,0 20,20 4,58 12,92 36,99 57,82 48,59 24,59 6,76"},
		{3, "40,0 18,32 4,70 18,98 44,95 55,72 36,56 8,74"},
		{2, "12,0 5,46 7,86 28,100 53,88 53,64 32,54 6,70"},             // like a b
		{2, "52,9 40,1 16,22 3,62 18,97 46,93 53,68 32,57 12,72 18,86"}, // curled in
		{2, "30,0 12,30 4,66 14,95 38,98 54,80 44,62 22,64 4,84"},
		{2, "58,2 30,14 8,44 5,80 26,99 50,90 52,68 30,60 8,74"}, // leaning
	},
	7: {
		{2, "2,4 32,4 60,2! 40,50 22,100"},
		{2, "2,6 30,5 58,2! 38,42 28,100"},
		{2, "4,18 5,2! 34,3 60,3! 42,48 24,100"},                     // with a serif
		{3, "2,4 32,4 60,2! 40,50 22,100 / 16,52 36,50 60,47"},       // crossed
		{3, "2,12 15,2 38,8 60,2! 38,45 26,100 / 14,54 36,50 58,50"}, // crossed, with a wave on top
		{3, "4,18 5,3! 34,4 60,3! 42,48 24,100 / 18,54 38,51 60,48"}, // crossed, with a serif
		{1, "14,8 30,6 47,4! 36,50 24,100 / 2,46 28,44 56,41"},       // a small top and a strong bar
		{1, "2,12 15,2 38,8 60,2! 34,50 20,100"},
		{1, "0,6 28,4 54,4! 52,50 48,100"}, // upright
	},
	8: {
		{4, "51,12 30,0 10,13 16,35 44,54 58,79 36,100 8,90 8,66 34,47 53,26 51,10"},
		{2, "30,0 11,10 11,34 30,46 49,34 49,10 30,0 / 30,46 6,60 5,87 30,100 57,88 55,62 31,46"}, // two rings
		{2, "50,6 27,2 12,22 29,44 54,70 40,98 12,94 8,71 30,46 46,24 60,0"},                      // open at the top
		{2, "30,46 12,30 16,6 38,0 50,18 32,46 8,68 14,96 42,98 54,76 30,47"},                     // from the middle
		{2, "48,16 34,2 14,8 14,28 36,50 50,72 40,96 18,100 4,82 16,58 42,36 50,14"},
		{1, "12,6 4,26 26,44 52,66 46,94 18,98 6,76 26,52 50,26 38,4 14,6"}, // from the left
	},
	9: {
		{3, "52,14 30,0 7,18 11,44 34,48 51,26 53,10! 54,52 43,88 20,100 5,92"}, // a round tail
		{3, "50,15 28,1 6,19 12,45 33,47 49,27 51,8! 50,50 48,100"},             // a straight one
		{3, "54,12 30,0 7,20 15,45 38,41 53,12! 42,56 24,100"},                  // a diagonal one
		{2, "52,14 28,0 7,20 14,43 38,42 53,14! 55,62 42,97 12,101 1,86"},       // a hook, as of a g
		{2, "48,24 36,2 12,6 5,30 22,46 44,34 50,12 52,50 46,100"},              // begun inside
		{1, "46,6 46,50 43,100 / 46,8 22,2 4,20 14,44 45,39"},                   // the stem first
		{1, "56,4 26,4 6,24 20,44 44,34 56,6 48,54 36,98"},
	},
}

// A sign is a character that is no digit, with its one form. Those on a keyboard are named by their character.
type sign struct{ name, points string }

// otherForms are characters that stand beside digits on notes and are none of them. Letters that a hand can make look
// like a digit are left out on purpose: B D G I J O P Q S U Y Z, b d g h i j l o p q r s t y z, and what
// else was too near to one when drawn: the a of one storey, the right bracket.
var otherForms = []sign{
	{"A", "2,100 16,50 30,0! 46,50 60,100 / 12,64 50,62"},
	{"E", "52,2 6,3! 5,50 4,98! 54,98 / 5,50 42,48"},
	{"F", "54,2 6,3! 5,50 4,100 / 5,50 42,48"},
	{"H", "5,0 5,50 4,100 / 56,0 55,50 54,100 / 5,52 55,48"},
	{"K", "5,0 5,50 4,100 / 52,2 28,28 6,54! 30,74 56,100"},
	{"M", "4,100 7,50 10,2! 24,34 38,62! 52,34 66,2! 70,50 74,100"},
	{"N", "4,100 5,50 6,2! 30,50 56,98! 57,50 58,0"},
	{"R", "6,0 5,50 4,100 / 6,3 36,0 50,20 34,44 6,50! 32,74 56,100"},
	{"T", "2,3 34,3 66,1 / 34,3 33,50 32,100"},
	{"V", "2,0 16,50 30,100! 46,50 62,0"},
	{"W", "0,0 10,50 20,100! 32,60 42,24! 54,60 64,100! 76,50 86,0"},
	{"X", "4,0 30,48 58,100 / 56,0 30,50 2,100"},
	{"a", "8,54 26,42 44,52 46,76 50,99 / 46,66 20,68 6,84 18,99 46,86"},
	{"e", "6,72 50,68 44,46 24,40 5,62 12,92 36,100 58,88"},
	{"f", "50,10 34,0 22,20 20,60 18,100 / 4,44 46,42"},
	{"k", "5,0 5,50 4,100 / 42,44 8,74! 24,84 46,100"},
	{"m", "4,42 6,70 5,100! 8,56 24,42 34,58 33,100! 38,56 54,42 64,60 64,100"},
	{"n", "4,42 6,70 5,100! 9,56 32,42 44,60 44,100"},
	{"u", "4,42 4,82 22,100 44,84 48,42! 48,80 60,100"},
	{"v", "2,42 12,70 22,100! 34,70 46,42"},
	{"w", "2,42 10,72 18,100! 30,56! 42,100! 54,72 62,42"},
	{"x", "4,42 22,70 44,100 / 44,42 22,72 2,100"},
	{"+", "2,50 32,50 62,50 / 32,20 32,50 32,80"},
	{"-", "2,50 30,50 60,50"},
	{"short dash", "2,50 20,49 34,50"},
	{"=", "2,38 56,37 / 2,62 56,61"},
	{"/", "0,100 40,50 84,0"}, // flatter than any 1
	{"(", "26,0 8,22 3,50 8,78 26,100"},
	{")", "3,0 20,22 26,50 20,78 3,100"},
	{"[", "24,0 6,2! 5,50 4,99! 24,98"},
	{"tick", "2,60 10,78 20,100! 44,50 76,2"},
	{"#", "20,0 12,100 / 46,0 38,100 / 2,36 62,33 / 0,66 60,63"},
	{"%", "8,16 20,6 28,20 16,28 7,16 / 62,4 36,50 6,100 / 46,80 58,70 66,84 54,94 46,80"},
	{"*", "30,20 30,50 30,80 / 6,34 30,50 56,66 / 54,32 30,50 6,68"},
	{"~", "2,56 16,42 32,52 48,60 64,46"},
	{"arrow", "2,50 40,50 86,50 / 66,32 88,50! 66,70"},
	{":", "4,14 10,4 18,14 10,20 4,13 / 4,86 10,78 18,86 10,94 4,86"},
	{"wave", "2,60 12,46 24,60 36,46 48,60 60,46 72,60"},
	{".", "4,96 5,95"},
}

// A knot is a point that a stroke passes through, in heights of a digit.
type knot struct {
	x, y   float64
	corner bool // the pen turns sharply
}

// A stroke is the way of the pen from one lift to the next.
type stroke []knot

// strokes reads the points of the form. A mistake in the text is a mistake in this file, and panics.
func (f form) strokes() []stroke {
	var strokes []stroke
	for part := range strings.SplitSeq(f.points, "/") {
		var s stroke
		for field := range strings.FieldsSeq(part) {
			var k knot
			point, corner := strings.CutSuffix(field, "!")
			if _, err := fmt.Sscanf(point, "%g,%g", &k.x, &k.y); err != nil {
				panic(fmt.Sprintf("scribe: form %q: point %q: %v", f.points, field, err))
			}
			s = append(s, knot{k.x / 100, k.y / 100, corner})
		}
		strokes = append(strokes, s)
	}
	return strokes
}

// An alphabet is a list of forms, read once.
type alphabet struct {
	shares  []float64 // summed up, so that the last is the sum of all
	strokes [][]stroke
}

func newAlphabet(forms []form) alphabet {
	var a alphabet
	sum := 0.0
	for _, f := range forms {
		sum += f.share
		a.shares = append(a.shares, sum)
		a.strokes = append(a.strokes, f.strokes())
	}
	return a
}

// digitAlphabets holds the forms of 0 to 9, otherAlphabet those of other characters and signs the same by name.
var (
	digitAlphabets = func() (alphabets [10]alphabet) {
		for class, forms := range digitForms {
			alphabets[class] = newAlphabet(forms)
		}
		return alphabets
	}()
	otherAlphabet, signs = func() (alphabet, map[string][]stroke) {
		var forms []form
		strokes := map[string][]stroke{}
		for _, s := range otherForms {
			f := form{1, s.points}
			forms = append(forms, f)
			strokes[s.name] = f.strokes()
		}
		for _, s := range lineSigns {
			strokes[s.name] = form{1, s.points}.strokes()
		}
		return newAlphabet(forms), strokes
	}()
)
