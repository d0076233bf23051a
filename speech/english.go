package speech

import "aloud/reader"

var english = phrases{
	name: "English",

	digits:  [10]string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"},
	unclear: "unclear",
	counts: []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"},
	ordinals: []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
		"eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
		"nineteenth", "twentieth"},
	ordinalBeyond: "number %d",
	digitAt:       "the %s digit",
	digitBeyond:   "digit number %d",
	or:            "or",
	comma:         ",",

	oneDigit:   "One digit.",
	someDigits: "%s digits.",
	numbers:    "%s numbers.",
	announced:  "%s:",

	refused:         "%s is unclear.",
	refusedPerhaps:  "%s is unclear: perhaps %s.",
	doubtful:        "%s, %s, is doubtful.",
	doubtfulPerhaps: "%s, %s, is doubtful: it may be %s.",
	manyDoubts:      "%s digits are doubtful. Take another picture, closer and in more light.",
	wholeDoubt:      "Something in this number is doubtful. Take another picture to be sure.",
	otherLength:     "Telephone numbers here have %s digits.",
	upsideDown:      "The note may be upside down, and then it reads otherwise.",
	onItsSide:       "The note may lie on its side, and then it reads otherwise.",

	reasons: sentences[reader.Reason]{
		{reader.TooSmall, "The picture is too small to read. Take it again, closer to the number."},
		{reader.Dark, "It is too dark to read. Turn on a light, or go to a window, and take another picture."},
		{reader.Empty, "There is no writing in the picture. Turn the paper over, or hold the camera higher, and take another."},
		{reader.NoDigits, "There is writing, but no number that can be read. Turn the paper the other way up, or go closer to " +
			"the number, and take another picture."},
	},
	noNumber: "There is no number in the picture. Take another.",

	instructions: sentences[reader.Instruction]{
		{reader.NothingSeen, "No number seen yet."},
		{reader.MoveLeft, "Cut off on the left. Move left."},
		{reader.MoveRight, "Cut off on the right. Move right."},
		{reader.MoveUp, "Cut off above. Move up."},
		{reader.MoveDown, "Cut off below. Move down."},
		{reader.GoAway, "Too near. Move away."},
		{reader.HoldStill, "Blurred. Hold still."},
		{reader.MoreLight, "Too dark. Turn on a light."},
		{reader.AvoidGlare, "A lamp is mirrored. Tilt the phone."},
		{reader.ComeCloser, "Too far. Come closer."},
		{reader.TurnPhone, "The lines are steep. Turn the phone."},
		{reader.Good, "Good. Hold still."},
	},
}
