package recipe

import (
	"math/rand/v2"
	"slices"

	"aloud/digit"
	"aloud/model"
	"aloud/scribe"
	"aloud/train"
)

// FineTuned returns the recipe by which a model that is trained learns the hand of one person: that which the model was
// made by, as far as the metadata of its weights tell, with a short training in small steps.
func FineTuned(m model.Model[float32], metadata map[string]string) Recipe {
	all := All()
	r := Recipe{Name: "own", Classes: m.Classes(), Encoding: m.Encoding(), Jitter: scribe.DefaultJitter()}
	if i := slices.IndexFunc(all, func(r Recipe) bool { return r.Name == metadata["recipe"] }); i >= 0 {
		r = all[i]
	} else if m.Classes() > digit.NotADigit {
		r = Of("reader")
	}
	if r.Spoilt { // nobody tells what a spoilt digit is, and the person's have their labels
		r = Of("reader")
	}
	o := train.DefaultOptions()
	o.Epochs = 6
	o.LearningRate = 3e-4 // a fraction of what the model was made with
	o.WarmUp = 50
	o.Smoothing = r.Options.Smoothing
	r.Options = o
	return r
}

// What a fine-tuning learns from in an epoch. With nothing but a few digits of one person a model forgets the others'.
const (
	rehearsed = 10_000 // of the examples that it was made from
	ownShown  = 5_000  // times that one of the person's is shown, each time varied in another way
)

// Rehearsal returns what a fine-tuning learns from: the digits of one person, over and over, among some of all others,
// which the seed picks.
func (r *Recipe) Rehearsal(own, others []digit.Labelled) []digit.Labelled {
	const rehearsalStream = 3 // of the seed
	random := rand.New(rand.NewPCG(r.Options.Seed, rehearsalStream<<61))
	var all []digit.Labelled
	for _, i := range random.Perm(len(others))[:min(rehearsed, len(others))] {
		all = append(all, others[i])
	}
	for i := range ownShown {
		all = append(all, own[i%len(own)])
	}
	return all
}

// maxForgotten is how much more of the validation digits a fine-tuned model may have wrong than it had before.
const maxForgotten = 0.001

// Moderate takes a model that has learned one person's hand as far back towards the weights it had before as it takes for it
// to be as good with everybody else's, a tenth of a percentage point aside, on validation digits: weights between the two
// make fewer errors than either would suggest (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). It returns the share of
// the way that is kept: 1, or as little as 0. The moments that were measured go as far back as the rest, which is where they
// would be measured, or near: the two models are neighbours.
func Moderate(m model.Model[float32], before []float32, validation []digit.Labelled, errorRate float64) float64 {
	after := slices.Clone(m.Params())
	for _, share := range []float64{1, 0.75, 0.5, 0.35, 0.25, 0.1} {
		for i, v := range after {
			m.Params()[i] = before[i] + float32(share)*(v-before[i])
		}
		if train.Evaluate(m, validation).ErrorRate() <= errorRate+maxForgotten {
			return share
		}
	}
	copy(m.Params(), before)
	return 0
}
