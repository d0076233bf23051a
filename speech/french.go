package speech

import "aloud/reader"

var french = phrases{
	name: "Français",

	digits:  [10]string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"},
	unclear: "illisible",
	counts: []string{
		"aucun", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
		"treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
	},
	ordinals: []string{
		"premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième",
		"dixième", "onzième", "douzième", "treizième", "quatorzième", "quinzième", "seizième", "dix-septième",
		"dix-huitième", "dix-neuvième", "vingtième",
	},
	ordinalBeyond: "%de",
	digitAt:       "le %s chiffre",
	digitBeyond:   "le chiffre numéro %d",
	or:            "ou",
	comma:         ",",

	oneDigit:   "Un chiffre.",
	someDigits: "%s chiffres.",
	numbers:    "%s numéros.",
	announced:  "%s numéro :",

	refused:         "%s est illisible.",
	refusedPerhaps:  "%s est illisible : peut-être %s.",
	doubtful:        "%s, %s, est douteux.",
	doubtfulPerhaps: "%s, %s, est douteux : ce peut être %s.",
	manyDoubts:      "%s chiffres sont douteux. Prenez une autre photo, de plus près et avec plus de lumière.",
	wholeDoubt:      "Quelque chose est douteux dans ce numéro. Prenez une autre photo pour être sûr.",
	otherLength:     "Ici, les numéros de téléphone ont %s chiffres.",
	upsideDown:      "La note est peut-être à l'envers, et alors elle se lit autrement.",
	onItsSide:       "La note est peut-être sur le côté, et alors elle se lit autrement.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "La photo est trop petite pour être lue. Reprenez-la, plus près du numéro."},
		{reader.Dark, "Il fait trop sombre pour lire. Allumez une lampe, ou approchez-vous d'une fenêtre, et prenez une autre photo."},
		{reader.Empty, "Il n'y a pas d'écriture sur la photo. Retournez le papier, ou tenez l'appareil plus haut, et prenez-en une autre."},
		{reader.NoDigits, "Il y a de l'écriture, mais aucun numéro lisible. Tournez le papier, ou approchez-vous du numéro, et prenez une autre photo."},
	},
	noNumber: "Il n'y a pas de numéro sur la photo. Prenez-en une autre.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "Aucun numéro en vue."},
		{reader.MoveLeft, "Coupé à gauche. Allez à gauche."},
		{reader.MoveRight, "Coupé à droite. Allez à droite."},
		{reader.MoveUp, "Coupé en haut. Montez."},
		{reader.MoveDown, "Coupé en bas. Descendez."},
		{reader.GoAway, "Trop près. Éloignez-vous."},
		{reader.HoldStill, "Flou. Ne bougez plus."},
		{reader.MoreLight, "Trop sombre. Allumez une lampe."},
		{reader.AvoidGlare, "Une lampe se reflète. Inclinez le téléphone."},
		{reader.ComeCloser, "Trop loin. Approchez-vous."},
		{reader.TurnPhone, "Les lignes penchent. Tournez le téléphone."},
		{reader.Good, "Bien. Ne bougez plus."},
	},
}
