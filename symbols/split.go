package symbols

import "aloud/digit"

// Split sets aside for validation about that share (0 to 1) of all symbols as [Read] returns them: the last pictures of
// each symbol. Few people wrote the set, one after the other, so these are other hands than most of the training's.
func Split(all []digit.Labelled, share float64) (training, validation []digit.Labelled) {
	perSymbol := len(all) / (len(names) - 1) // none of them ambiguous
	kept := perSymbol - int(share*float64(perSymbol)+0.5)
	for begin := 0; begin < len(all); begin += perSymbol {
		training = append(training, all[begin:begin+kept]...)
		validation = append(validation, all[begin+kept:begin+perSymbol]...)
	}
	return training, validation
}
