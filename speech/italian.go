package speech

import "aloud/reader"

var italian = phrases{
	name: "Italiano",

	digits:  [10]string{"zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"},
	unclear: "illeggibile",
	counts: []string{
		"nessuna", "una", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici",
		"dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette", "diciotto", "diciannove", "venti",
	},
	ordinals: []string{
		"prima", "seconda", "terza", "quarta", "quinta", "sesta", "settima", "ottava", "nona", "decima",
		"undicesima", "dodicesima", "tredicesima", "quattordicesima", "quindicesima", "sedicesima",
		"diciassettesima", "diciottesima", "diciannovesima", "ventesima",
	},
	numbersInTurn: []string{
		"primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo",
		"undicesimo", "dodicesimo",
	},
	ordinalBeyond: "%dº",
	digitAt:       "la %s cifra",
	digitBeyond:   "la cifra numero %d",
	or:            "o",
	comma:         ",",

	oneDigit:   "Una cifra.",
	someDigits: "%s cifre.",
	numbers:    "%s numeri.",
	announced:  "%s numero:",

	refused:         "%s è illeggibile.",
	refusedPerhaps:  "%s è illeggibile: forse %s.",
	doubtful:        "%s, %s, è dubbia.",
	doubtfulPerhaps: "%s, %s, è dubbia: può essere %s.",
	manyDoubts:      "%s cifre sono dubbie. Faccia un'altra foto, più da vicino e con più luce.",
	wholeDoubt:      "Qualcosa in questo numero è dubbio. Faccia un'altra foto per essere sicuro.",
	otherLength:     "Qui i numeri di telefono hanno %s cifre.",
	upsideDown:      "Il foglio potrebbe essere capovolto, e allora si legge diversamente.",
	onItsSide:       "Il foglio potrebbe essere girato su un lato, e allora si legge diversamente.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "La foto è troppo piccola per essere letta. La rifaccia, più vicino al numero."},
		{reader.Dark, "È troppo buio per leggere. Accenda una luce, o vada vicino a una finestra, e faccia un'altra foto."},
		{reader.Empty, "Nella foto non c'è niente di scritto. Giri il foglio, o tenga la fotocamera più in alto, e ne faccia un'altra."},
		{reader.NoDigits, "C'è qualcosa di scritto, ma nessun numero leggibile. Ruoti il foglio, o si avvicini al numero, e faccia un'altra foto."},
	},
	noNumber: "Nella foto non c'è nessun numero. Ne faccia un'altra.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Ancora nessun numero in vista."},
		{reader.MoveLeft, "Tagliato a sinistra. Vada a sinistra."},
		{reader.MoveRight, "Tagliato a destra. Vada a destra."},
		{reader.MoveUp, "Tagliato in alto. Vada in alto."},
		{reader.MoveDown, "Tagliato in basso. Vada in basso."},
		{reader.GoAway, "Troppo vicino. Si allontani."},
		{reader.HoldStill, "Sfocato. Stia fermo."},
		{reader.MoreLight, "Troppo buio. Accenda una luce."},
		{reader.AvoidGlare, "Si riflette una lampada. Inclini il telefono."},
		{reader.ComeCloser, "Troppo lontano. Si avvicini."},
		{reader.TurnPhone, "Le righe sono storte. Ruoti il telefono."},
		{reader.Good, "Bene. Stia fermo."},
	},
}
