package speech

import "aloud/reader"

var portuguese = phrases{
	name: "Português",

	digits:  [10]string{"zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"},
	unclear: "ilegível",
	counts: []string{
		"nenhum", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze",
		"treze", "catorze", "quinze", "dezasseis", "dezassete", "dezoito", "dezanove", "vinte",
	},
	ordinals: []string{
		"primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono", "décimo",
		"décimo primeiro", "décimo segundo", "décimo terceiro", "décimo quarto", "décimo quinto", "décimo sexto",
		"décimo sétimo", "décimo oitavo", "décimo nono", "vigésimo",
	},
	ordinalBeyond: "%dº",
	digitAt:       "o %s dígito",
	digitBeyond:   "o dígito número %d",
	or:            "ou",
	comma:         ",",

	oneDigit:   "Um dígito.",
	someDigits: "%s dígitos.",
	numbers:    "%s números.",
	announced:  "%s número:",

	refused:         "%s é ilegível.",
	refusedPerhaps:  "%s é ilegível: talvez %s.",
	doubtful:        "%s, %s, é duvidoso.",
	doubtfulPerhaps: "%s, %s, é duvidoso: pode ser %s.",
	manyDoubts:      "%s dígitos são duvidosos. Tire outra fotografia, mais de perto e com mais luz.",
	wholeDoubt:      "Alguma coisa neste número é duvidosa. Tire outra fotografia para ter a certeza.",
	otherLength:     "Aqui os números de telefone têm %s dígitos.",
	upsideDown:      "O papel pode estar de cabeça para baixo, e então lê-se de outra maneira.",
	onItsSide:       "O papel pode estar de lado, e então lê-se de outra maneira.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "A fotografia é pequena demais para ler. Tire-a outra vez, mais perto do número."},
		{reader.Dark, "Está escuro demais para ler. Acenda uma luz, ou vá para perto de uma janela, e tire outra fotografia."},
		{reader.Empty, "Não há nada escrito na fotografia. Vire o papel, ou segure a câmara mais alto, e tire outra."},
		{reader.NoDigits, "Há algo escrito, mas nenhum número que se possa ler. Rode o papel, ou aproxime-se do número, e tire outra fotografia."},
	},
	noNumber: "Não há nenhum número na fotografia. Tire outra.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Ainda não se vê nenhum número."},
		{reader.MoveLeft, "Cortado à esquerda. Vá para a esquerda."},
		{reader.MoveRight, "Cortado à direita. Vá para a direita."},
		{reader.MoveUp, "Cortado em cima. Suba."},
		{reader.MoveDown, "Cortado em baixo. Desça."},
		{reader.GoAway, "Perto demais. Afaste-se."},
		{reader.HoldStill, "Desfocado. Não se mexa."},
		{reader.MoreLight, "Escuro demais. Acenda uma luz."},
		{reader.AvoidGlare, "Uma lâmpada reflete-se. Incline o telefone."},
		{reader.ComeCloser, "Longe demais. Aproxime-se."},
		{reader.TurnPhone, "As linhas estão tortas. Rode o telefone."},
		{reader.Good, "Bem. Não se mexa."},
	},
}
