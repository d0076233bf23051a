package lab

import (
	"cmp"
	"slices"
)

// ranked is how many of the easiest and how many of the hardest digits are shown.
const ranked = 8

// Ranks tell more of the easiest and the hardest validation digits, in the order of their indices.
type Ranks struct{ Easiest, Hardest []Rank }

// A Rank is a validation digit and what the model makes of it.
type Rank struct {
	Index int
	Class int
	Taken int     // the class that the model takes it for
	LogP  float64 // of its class
}

// rank lists the digits with the highest and with the lowest log-probability of their class, the lower ones first.
func rank(s []sample, verdicts []verdict) Ranks {
	ranks := make([]Rank, len(s))
	for i, v := range verdicts {
		ranks[i] = Rank{Index: i, Class: s[i].class, Taken: v.taken, LogP: v.logP}
	}
	slices.SortStableFunc(ranks, func(a, b Rank) int { return cmp.Compare(a.LogP, b.LogP) })
	return Ranks{Easiest: ranks[len(ranks)-ranked:], Hardest: ranks[:ranked]}
}
