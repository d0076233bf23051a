package speech

import "aloud/reader"

var german = phrases{
	name: "Deutsch",

	digits:  [10]string{"null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"},
	unclear: "unklar",
	counts: []string{
		"keine", "eine", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
		"dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn", "zwanzig",
	},
	ordinals: []string{
		"erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte", "neunte", "zehnte", "elfte",
		"zwölfte", "dreizehnte", "vierzehnte", "fünfzehnte", "sechzehnte", "siebzehnte", "achtzehnte", "neunzehnte",
		"zwanzigste",
	},
	ordinalBeyond: "%d.",
	digitAt:       "die %s Ziffer",
	digitBeyond:   "Ziffer Nummer %d",
	or:            "oder",
	comma:         ",",

	oneDigit:   "Eine Ziffer.",
	someDigits: "%s Ziffern.",
	numbers:    "%s Nummern.",
	announced:  "%s Nummer:",

	refused:         "%s ist unklar.",
	refusedPerhaps:  "%s ist unklar: vielleicht %s.",
	doubtful:        "%s, %s, ist zweifelhaft.",
	doubtfulPerhaps: "%s, %s, ist zweifelhaft: es kann auch %s sein.",
	manyDoubts:      "%s Ziffern sind zweifelhaft. Machen Sie noch ein Foto, aus der Nähe und bei mehr Licht.",
	wholeDoubt:      "Etwas an dieser Nummer ist zweifelhaft. Machen Sie zur Sicherheit noch ein Foto.",
	otherLength:     "Telefonnummern haben hier %s Ziffern.",
	upsideDown:      "Der Zettel liegt vielleicht auf dem Kopf, und dann steht dort etwas anderes.",
	onItsSide:       "Der Zettel liegt vielleicht auf der Seite, und dann steht dort etwas anderes.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "Das Bild ist zu klein zum Lesen. Machen Sie es noch einmal, näher an der Nummer."},
		{reader.Dark, "Es ist zu dunkel zum Lesen. Schalten Sie ein Licht ein, oder gehen Sie ans Fenster, und machen Sie noch ein Foto."},
		{reader.Empty, "Auf dem Bild ist keine Schrift. Wenden Sie das Papier, oder halten Sie die Kamera höher, und machen Sie noch eins."},
		{reader.NoDigits, "Da ist Schrift, aber keine lesbare Nummer. Drehen Sie das Papier, oder gehen Sie näher an die Nummer, und machen Sie noch ein Foto."},
	},
	noNumber: "Auf dem Bild ist keine Nummer. Machen Sie noch eins.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Noch keine Nummer zu sehen."},
		{reader.MoveLeft, "Links abgeschnitten. Nach links."},
		{reader.MoveRight, "Rechts abgeschnitten. Nach rechts."},
		{reader.MoveUp, "Oben abgeschnitten. Nach oben."},
		{reader.MoveDown, "Unten abgeschnitten. Nach unten."},
		{reader.GoAway, "Zu nah. Weiter weg."},
		{reader.HoldStill, "Unscharf. Still halten."},
		{reader.MoreLight, "Zu dunkel. Licht einschalten."},
		{reader.AvoidGlare, "Eine Lampe spiegelt sich. Das Telefon kippen."},
		{reader.ComeCloser, "Zu weit weg. Näher heran."},
		{reader.TurnPhone, "Die Zeilen sind schräg. Das Telefon drehen."},
		{reader.Good, "Gut. Still halten."},
	},
}
