package speech

import (
	"reflect"
	"strings"
	"testing"

	"aloud/numbering"
	"aloud/reader"
)

// TestComplete sees that every language has every phrase, with as many gaps as the English one, and none said of two
// things: a phrase that is missing is silence to someone who cannot see.
func TestComplete(t *testing.T) {
	for _, l := range Languages {
		t.Run(string(l), func(t *testing.T) {
			p, e := reflect.ValueOf(*l.phrases()), reflect.ValueOf(english)
			for i := range p.NumField() {
				name, ours, theirs := p.Type().Field(i).Name, p.Field(i), e.Field(i)
				switch ours.Kind() {
				case reflect.String:
					if ours.Len() == 0 && name != "orBeforeO" || strings.Count(ours.String(), "%") != strings.Count(theirs.String(), "%") {
						t.Errorf("%s: %q, in English %q", name, ours, theirs)
					}
				case reflect.Slice, reflect.Array:
					if name != "numbersInTurn" && name != "upper" && ours.Len() != theirs.Len() {
						t.Errorf("%s: %d words, in English %d", name, ours.Len(), theirs.Len())
					}
					heard := map[string]bool{}
					for j := range ours.Len() {
						word := ours.Index(j)
						if word.Kind() == reflect.String && (word.Len() == 0 || heard[word.String()]) {
							t.Errorf("%s: %q empty or twice", name, word)
						}
						if word.Kind() == reflect.String {
							heard[word.String()] = true
						}
					}
				}
			}
		})
	}
}

// TestEveryLanguage says zero as a word, the groups, a refused digit and a doubtful one.
func TestEveryLanguage(t *testing.T) {
	reading := reader.Reading{Numbers: []reader.Number{
		number("020 ?5", map[int]reader.Symbol{3: doubtful("?"), 4: doubtful("5", or("6", 0.2), or("8", 0.1))}),
	}}
	for language, want := range map[Language]string{
		English:    "Five digits. Zero two zero. Unclear five. The fourth digit is unclear. The fifth digit, five, is doubtful: it may be six or eight.",
		Dutch:      "Vijf cijfers. Nul twee nul. Onduidelijk vijf. Het vierde cijfer is onduidelijk. Het vijfde cijfer, vijf, is twijfelachtig: het kan ook zes of acht zijn.",
		German:     "Fünf Ziffern. Null zwei null. Unklar fünf. Die vierte Ziffer ist unklar. Die fünfte Ziffer, fünf, ist zweifelhaft: es kann auch sechs oder acht sein.",
		French:     "Cinq chiffres. Zéro deux zéro. Illisible cinq. Le quatrième chiffre est illisible. Le cinquième chiffre, cinq, est douteux : ce peut être six ou huit.",
		Spanish:    "Cinco dígitos. Cero dos cero. Ilegible cinco. El cuarto dígito es ilegible. El quinto dígito, cinco, es dudoso: puede ser seis u ocho.",
		Portuguese: "Cinco dígitos. Zero dois zero. Ilegível cinco. O quarto dígito é ilegível. O quinto dígito, cinco, é duvidoso: pode ser seis ou oito.",
		Italian:    "Cinque cifre. Zero due zero. Illeggibile cinque. La quarta cifra è illeggibile. La quinta cifra, cinque, è dubbia: può essere sei o otto.",
		Polish:     "Liczba cyfr: pięć. Zero dwa zero. Nieczytelne pięć. Czwarta cyfra jest nieczytelna. Piąta cyfra, pięć, jest niepewna: to może być sześć albo osiem.",
		Turkish:    "Beş rakam. Sıfır iki sıfır. Okunmuyor beş. Dördüncü rakam okunmuyor. Beşinci rakam, beş, şüpheli: altı veya sekiz olabilir.",
		Arabic:     "عدد الأرقام: خمسة. صفر اثنان صفر. غير واضح خمسة. الرقم الرابع غير واضح. الرقم الخامس، خمسة، مشكوك فيه: قد يكون ستة أو ثمانية.",
	} {
		if got := language.Sentence(reading); got != want {
			t.Errorf("%s:\n got %s\nwant %s", language, got, want)
		}
	}
}

// TestOtherLength warns of a digit that may have been overlooked, last of all, and says every digit as it is.
func TestOtherLength(t *testing.T) {
	plan, _ := numbering.Of("NL")
	short := reader.Reading{Numbers: []reader.Number{number("020 555 013", nil)}}
	want := "Negen cijfers. Nul twee nul. Vijf vijf vijf. Nul een drie. Telefoonnummers hebben hier tien of twaalf cijfers."
	if got := Dutch.SentenceIn(plan, short); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	whole := reader.Reading{Numbers: []reader.Number{number("020 555 0137", nil)}}
	if got := Dutch.SentenceIn(plan, whole); got != Dutch.Sentence(whole) {
		t.Errorf("of a whole number: %s", got)
	}
}

// TestCapitals knows that a Turkish i keeps its dot.
func TestCapitals(t *testing.T) {
	if got := Turkish.Sentence(reader.Reading{Numbers: []reader.Number{number("12", nil)}}); got != "İki rakam. Bir iki." {
		t.Error(got)
	}
}

func TestFind(t *testing.T) {
	for tag, want := range map[string]Language{"en": English, "nl-BE": Dutch, "PT_br": Portuguese, "ar-EG": Arabic} {
		if got, known := Find(tag); got != want || !known {
			t.Errorf("%s: %s, known: %t", tag, got, known)
		}
	}
	for _, tag := range []string{"", "xx", "english"} {
		if got, known := Find(tag); known {
			t.Errorf("%q is taken for %s", tag, got)
		}
	}
	if got := Language("xx").Sentence(reader.Reading{Reason: reader.Dark}); got != English.Sentence(reader.Reading{Reason: reader.Dark}) {
		t.Errorf("an unknown language says %s", got)
	}
	if !Arabic.RightToLeft() || Polish.RightToLeft() || Arabic.Name() != "العربية" {
		t.Error("does not know how Arabic is written")
	}
}

// TestInstructions are short in every language, for they are heard while the hand moves, and each is another one.
func TestInstructions(t *testing.T) {
	for _, l := range Languages {
		heard := map[string]bool{}
		for _, i := range reader.Instructions {
			said := l.Instruction(reader.Aim{Instruction: i, Digits: 7})
			if words := len(strings.Fields(said)); words > 9 || words == 0 || heard[said] {
				t.Errorf("%s: %s: %q is long, empty or that of another", l, i, said)
			}
			heard[said] = true
		}
	}
}

// TestReasons are another sentence each, in every language.
func TestReasons(t *testing.T) {
	for _, l := range Languages {
		heard := map[string]bool{}
		for _, reason := range reader.Reasons {
			said := l.Sentence(reader.Reading{Reason: reason})
			if said == "" || said == l.phrases().noNumber || heard[said] {
				t.Errorf("%s: %s: %q is empty, that of another, or says no reason", l, reason, said)
			}
			heard[said] = true
		}
	}
}
