package speech

import "aloud/reader"

var spanish = phrases{
	name: "Español",

	digits:  [10]string{"cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"},
	unclear: "ilegible",
	counts: []string{
		"ningún", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
		"trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte",
	},
	ordinals: []string{
		"primer", "segundo", "tercer", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo",
		"undécimo", "duodécimo", "decimotercer", "decimocuarto", "decimoquinto", "decimosexto", "decimoséptimo",
		"decimoctavo", "decimonoveno", "vigésimo",
	},
	ordinalBeyond: "%dº",
	digitAt:       "el %s dígito",
	digitBeyond:   "el dígito número %d",
	or:            "o",
	orBeforeO:     "u",
	comma:         ",",

	oneDigit:   "Un dígito.",
	someDigits: "%s dígitos.",
	numbers:    "%s números.",
	announced:  "%s número:",

	refused:         "%s es ilegible.",
	refusedPerhaps:  "%s es ilegible: quizá %s.",
	doubtful:        "%s, %s, es dudoso.",
	doubtfulPerhaps: "%s, %s, es dudoso: puede ser %s.",
	manyDoubts:      "%s dígitos son dudosos. Haga otra foto, más cerca y con más luz.",
	wholeDoubt:      "Algo en este número es dudoso. Haga otra foto para estar seguro.",
	otherLength:     "Aquí los números de teléfono tienen %s dígitos.",
	upsideDown:      "La nota puede estar al revés, y entonces se lee de otra manera.",
	onItsSide:       "La nota puede estar de lado, y entonces se lee de otra manera.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "La foto es demasiado pequeña para leerla. Hágala otra vez, más cerca del número."},
		{reader.Dark, "Está demasiado oscuro para leer. Encienda una luz, o acérquese a una ventana, y haga otra foto."},
		{reader.Empty, "No hay nada escrito en la foto. Dé la vuelta al papel, o sostenga la cámara más alta, y haga otra."},
		{reader.NoDigits, "Hay algo escrito, pero ningún número que se pueda leer. Gire el papel, o acérquese al número, y haga otra foto."},
	},
	noNumber: "No hay ningún número en la foto. Haga otra.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Todavía no se ve ningún número."},
		{reader.MoveLeft, "Cortado a la izquierda. Vaya a la izquierda."},
		{reader.MoveRight, "Cortado a la derecha. Vaya a la derecha."},
		{reader.MoveUp, "Cortado arriba. Suba."},
		{reader.MoveDown, "Cortado abajo. Baje."},
		{reader.GoAway, "Demasiado cerca. Aléjese."},
		{reader.HoldStill, "Borroso. No se mueva."},
		{reader.MoreLight, "Demasiado oscuro. Encienda una luz."},
		{reader.AvoidGlare, "Se refleja una lámpara. Incline el teléfono."},
		{reader.ComeCloser, "Demasiado lejos. Acérquese."},
		{reader.TurnPhone, "Las líneas están torcidas. Gire el teléfono."},
		{reader.Good, "Bien. No se mueva."},
	},
}
