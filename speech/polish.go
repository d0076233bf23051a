package speech

import "aloud/reader"

var polish = phrases{
	name: "Polski",

	digits:  [10]string{"zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć"},
	unclear: "nieczytelne",
	counts: []string{
		"zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć",
		"jedenaście", "dwanaście", "trzynaście", "czternaście", "piętnaście", "szesnaście", "siedemnaście",
		"osiemnaście", "dziewiętnaście", "dwadzieścia",
	},
	ordinals: []string{
		"pierwsza", "druga", "trzecia", "czwarta", "piąta", "szósta", "siódma", "ósma", "dziewiąta", "dziesiąta",
		"jedenasta", "dwunasta", "trzynasta", "czternasta", "piętnasta", "szesnasta", "siedemnasta", "osiemnasta",
		"dziewiętnasta", "dwudziesta",
	},
	numbersInTurn: []string{
		"pierwszy", "drugi", "trzeci", "czwarty", "piąty", "szósty", "siódmy", "ósmy", "dziewiąty", "dziesiąty",
		"jedenasty", "dwunasty",
	},
	ordinalBeyond: "%d.",
	digitAt:       "%s cyfra",
	digitBeyond:   "cyfra numer %d",
	or:            "albo",
	comma:         ",",

	oneDigit:   "Jedna cyfra.",
	someDigits: "Liczba cyfr: %s.",
	numbers:    "Liczba numerów: %s.",
	announced:  "%s numer:",

	refused:         "%s jest nieczytelna.",
	refusedPerhaps:  "%s jest nieczytelna: może %s.",
	doubtful:        "%s, %s, jest niepewna.",
	doubtfulPerhaps: "%s, %s, jest niepewna: to może być %s.",
	manyDoubts:      "Liczba niepewnych cyfr: %s. Zrób jeszcze jedno zdjęcie, z bliska i przy lepszym świetle.",
	wholeDoubt:      "Coś w tym numerze jest niepewne. Dla pewności zrób jeszcze jedno zdjęcie.",
	otherLength:     "Liczba cyfr w tutejszych numerach telefonów: %s.",
	upsideDown:      "Kartka może leżeć do góry nogami, a wtedy jest na niej co innego.",
	onItsSide:       "Kartka może leżeć na boku, a wtedy jest na niej co innego.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "Zdjęcie jest za małe, żeby je odczytać. Zrób je jeszcze raz, bliżej numeru."},
		{reader.Dark, "Jest za ciemno, żeby czytać. Zapal światło albo podejdź do okna i zrób jeszcze jedno zdjęcie."},
		{reader.Empty, "Na zdjęciu nie ma pisma. Odwróć kartkę albo podnieś aparat wyżej i zrób jeszcze jedno."},
		{reader.NoDigits, "Jest pismo, ale nie ma numeru, który da się odczytać. Obróć kartkę albo zbliż się do numeru i zrób jeszcze jedno zdjęcie."},
	},
	noNumber: "Na zdjęciu nie ma numeru. Zrób jeszcze jedno.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Jeszcze nie widać numeru."},
		{reader.MoveLeft, "Ucięte z lewej. Przesuń w lewo."},
		{reader.MoveRight, "Ucięte z prawej. Przesuń w prawo."},
		{reader.MoveUp, "Ucięte u góry. Przesuń w górę."},
		{reader.MoveDown, "Ucięte u dołu. Przesuń w dół."},
		{reader.GoAway, "Za blisko. Odsuń telefon."},
		{reader.HoldStill, "Nieostre. Nie ruszaj."},
		{reader.MoreLight, "Za ciemno. Zapal światło."},
		{reader.AvoidGlare, "Odbija się lampa. Przechyl telefon."},
		{reader.ComeCloser, "Za daleko. Zbliż telefon."},
		{reader.TurnPhone, "Wiersze są ukośne. Obróć telefon."},
		{reader.Good, "Dobrze. Nie ruszaj."},
	},
}
