package speech

import (
	"unicode"

	"aloud/reader"
)

var turkish = phrases{
	name:  "Türkçe",
	upper: unicode.TurkishCase,

	digits:  [10]string{"sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz"},
	unclear: "okunmuyor",
	counts: []string{
		"hiç", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz", "on", "on bir", "on iki",
		"on üç", "on dört", "on beş", "on altı", "on yedi", "on sekiz", "on dokuz", "yirmi",
	},
	ordinals: []string{
		"birinci", "ikinci", "üçüncü", "dördüncü", "beşinci", "altıncı", "yedinci", "sekizinci", "dokuzuncu",
		"onuncu", "on birinci", "on ikinci", "on üçüncü", "on dördüncü", "on beşinci", "on altıncı", "on yedinci",
		"on sekizinci", "on dokuzuncu", "yirminci",
	},
	ordinalBeyond: "%d.",
	digitAt:       "%s rakam",
	digitBeyond:   "%d numaralı rakam",
	or:            "veya",
	comma:         ",",

	oneDigit:   "Bir rakam.",
	someDigits: "%s rakam.",
	numbers:    "%s numara.",
	announced:  "%s numara:",

	refused:         "%s okunmuyor.",
	refusedPerhaps:  "%s okunmuyor: belki %s.",
	doubtful:        "%s, %s, şüpheli.",
	doubtfulPerhaps: "%s, %s, şüpheli: %s olabilir.",
	manyDoubts:      "%s rakam şüpheli. Daha yakından ve daha çok ışıkta bir fotoğraf daha çekin.",
	wholeDoubt:      "Bu numarada bir şey şüpheli. Emin olmak için bir fotoğraf daha çekin.",
	otherLength:     "Burada telefon numaraları %s rakamlıdır.",
	upsideDown:      "Kâğıt baş aşağı duruyor olabilir; o zaman başka okunur.",
	onItsSide:       "Kâğıt yan duruyor olabilir; o zaman başka okunur.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "Fotoğraf okunamayacak kadar küçük. Numaraya daha yakından yeniden çekin."},
		{reader.Dark, "Okumak için fazla karanlık. Bir ışık yakın ya da pencereye gidin ve bir fotoğraf daha çekin."},
		{reader.Empty, "Fotoğrafta yazı yok. Kâğıdı çevirin ya da kamerayı daha yukarıda tutun ve bir fotoğraf daha çekin."},
		{reader.NoDigits, "Yazı var, ama okunabilen bir numara yok. Kâğıdı döndürün ya da numaraya yaklaşın ve bir fotoğraf daha çekin."},
	},
	noNumber: "Fotoğrafta numara yok. Bir fotoğraf daha çekin.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Henüz numara görünmüyor."},
		{reader.MoveLeft, "Soldan kesik. Sola gidin."},
		{reader.MoveRight, "Sağdan kesik. Sağa gidin."},
		{reader.MoveUp, "Üstten kesik. Yukarı gidin."},
		{reader.MoveDown, "Alttan kesik. Aşağı gidin."},
		{reader.GoAway, "Fazla yakın. Uzaklaşın."},
		{reader.HoldStill, "Bulanık. Kıpırdamayın."},
		{reader.MoreLight, "Fazla karanlık. Işık yakın."},
		{reader.AvoidGlare, "Bir lamba yansıyor. Telefonu eğin."},
		{reader.ComeCloser, "Fazla uzak. Yaklaşın."},
		{reader.TurnPhone, "Satırlar eğik. Telefonu çevirin."},
		{reader.Good, "İyi. Kıpırdamayın."},
	},
}
