package speech

import "aloud/reader"

var dutch = phrases{
	name: "Nederlands",

	digits:  [10]string{"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"},
	unclear: "onduidelijk",
	counts: []string{
		"geen", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
		"dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien", "twintig",
	},
	ordinals: []string{
		"eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde",
		"twaalfde", "dertiende", "veertiende", "vijftiende", "zestiende", "zeventiende", "achttiende", "negentiende",
		"twintigste",
	},
	ordinalBeyond: "%de",
	digitAt:       "het %s cijfer",
	digitBeyond:   "cijfer nummer %d",
	or:            "of",
	comma:         ",",

	oneDigit:   "Eén cijfer.",
	someDigits: "%s cijfers.",
	numbers:    "%s nummers.",
	announced:  "%s nummer:",

	refused:         "%s is onduidelijk.",
	refusedPerhaps:  "%s is onduidelijk: misschien %s.",
	doubtful:        "%s, %s, is twijfelachtig.",
	doubtfulPerhaps: "%s, %s, is twijfelachtig: het kan ook %s zijn.",
	manyDoubts:      "%s cijfers zijn twijfelachtig. Maak nog een foto, van dichterbij en met meer licht.",
	wholeDoubt:      "Iets in dit nummer is twijfelachtig. Maak nog een foto om zeker te zijn.",
	otherLength:     "Telefoonnummers hebben hier %s cijfers.",
	upsideDown:      "Het briefje ligt misschien ondersteboven, en dan staat er iets anders.",
	onItsSide:       "Het briefje ligt misschien op zijn kant, en dan staat er iets anders.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "De foto is te klein om te lezen. Maak hem opnieuw, dichter bij het nummer."},
		{reader.Dark, "Het is te donker om te lezen. Doe een lamp aan, of ga naar een raam, en maak nog een foto."},
		{reader.Empty, "Er staat geen schrift op de foto. Draai het papier om, of houd de camera hoger, en maak er nog een."},
		{reader.NoDigits, "Er staat schrift, maar geen nummer dat te lezen is. Draai het papier, of ga dichter bij het nummer, en maak nog een foto."},
	},
	noNumber: "Er staat geen nummer op de foto. Maak er nog een.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Nog geen nummer gezien."},
		{reader.MoveLeft, "Links afgesneden. Ga naar links."},
		{reader.MoveRight, "Rechts afgesneden. Ga naar rechts."},
		{reader.MoveUp, "Boven afgesneden. Ga omhoog."},
		{reader.MoveDown, "Onder afgesneden. Ga omlaag."},
		{reader.GoAway, "Te dichtbij. Ga verder weg."},
		{reader.HoldStill, "Onscherp. Houd stil."},
		{reader.MoreLight, "Te donker. Doe een lamp aan."},
		{reader.AvoidGlare, "Een lamp spiegelt. Kantel de telefoon."},
		{reader.ComeCloser, "Te ver weg. Kom dichterbij."},
		{reader.TurnPhone, "De regels staan schuin. Draai de telefoon."},
		{reader.Good, "Goed. Houd stil."},
	},
}
