package model

import (
	"cmp"
	"math"
	"slices"

	"aloud/matrix"
)

// From what a network says of the columns of a line to the digits of the line. Nothing here knows how numbers are made:
// any string of digits is as good as any other until the line is looked at.

// A Candidate is what a line may read.
type Candidate struct {
	Digits        string
	LogLikelihood float64 // log p(digits | x), natural logarithm, over all alignments; see [DigitsLogLikelihood]
}

// Greedy is what the most probable alignment reads: in each column the most probable class, by itself. It takes no time,
// and is mostly what [Beam] finds. The log-probabilities are columns × classes, the last class being the blank.
func Greedy[T matrix.Float](logP matrix.Matrix[T]) string {
	blank := blankOf(logP)
	var digits []byte
	before := blank
	for t := range logP.Rows {
		best := largest(logP.Row(t))
		if best != before && best != blank {
			digits = append(digits, byte('0'+best))
		}
		before = best
	}
	return string(digits)
}

// largest is the index of the first of the largest numbers.
func largest[T matrix.Float](numbers []T) int {
	best := 0
	for i, v := range numbers {
		if v > numbers[best] {
			best = i
		}
	}
	return best
}

// Beam returns the digits that a line reads with the highest probability, the most probable first: at most width of them,
// which is at least 1. The log-probabilities are columns × classes, the last class being the blank; there is at least one
// column.
//
// Different alignments read the same digits, so what the best alignment reads need not be the most probable string. The
// search goes from column to column and keeps those prefixes whose alignments so far have the largest sums (Graves,
// "Sequence transduction with recurrent neural networks", 2012, section 2.5; in the form that Hannun et al., "First-pass
// large vocabulary continuous speech recognition using bi-directional recurrent DNNs", 2014, give as algorithm 1, without
// their language model). The sums in the result are not those of the search, which may have lost some alignments, but all.
func Beam[T matrix.Float](logP matrix.Matrix[T], width int) []Candidate {
	return BeamViews([]matrix.Matrix[T]{logP}, width)
}

// BeamViews is Beam for a line that was looked at in several ways, of which each has log-probabilities of its own: what is
// found in any of them is judged by all. The log-likelihood is the mean of those in the views. Digits for which a view has
// no room are left out.
func BeamViews[T matrix.Float](views []matrix.Matrix[T], width int) []Candidate {
	var candidates []*Candidate
	seen := map[string]bool{}
	looks := make([]*lattice, len(views))
	for i, view := range views {
		looks[i] = lookAt(view)
	}
	for _, view := range views {
		for _, digits := range search(view, width) {
			if seen[digits] {
				continue
			}
			seen[digits] = true
			if mean := meanOver(looks, digits); !math.IsInf(mean, -1) {
				candidates = append(candidates, &Candidate{digits, mean})
			}
		}
	}
	for _, l := range looks {
		lattices.Put(l)
	}
	slices.SortStableFunc(candidates, func(x, y *Candidate) int { return cmp.Compare(y.LogLikelihood, x.LogLikelihood) })
	best := make([]Candidate, min(width, len(candidates)))
	for i := range best {
		best[i] = *candidates[i]
	}
	return best
}

// meanOver is the mean log-likelihood of the digits over the views, each of which has a lattice.
func meanOver(views []*lattice, digits string) float64 {
	sum := 0.0
	for _, view := range views {
		sum += view.logLikelihood(digits)
	}
	return sum / float64(len(views))
}

// search returns the digits that a search in one view ends with, the best first.
func search[T matrix.Float](logP matrix.Matrix[T], width int) []string {
	b := newBeam(blankOf(logP), width)
	for t := range logP.Rows {
		b.step(widened(logP.Row(t)))
	}
	found := make([]string, len(b.kept))
	for i, e := range b.kept {
		found[i] = b.digits(e.prefix)
	}
	return found
}

// widened returns the numbers in float64.
func widened[T matrix.Float](numbers []T) []float64 {
	wide := make([]float64, len(numbers))
	for i, v := range numbers {
		wide[i] = float64(v)
	}
	return wide
}

// A beam is a search under way. Its prefixes form a tree, so that two of them are the same only if they are the same
// prefix.
type beam struct {
	blank, width int
	prefixes     []prefix
	kept         []ending // the best ones, the best first
	candidates   []ending // those of the next column, as far as they are among the best
}

// A prefix is a string of digits: a last one behind the prefix that is its parent. Prefix 0 is empty.
type prefix struct {
	parent   int
	digit    int   // the last one; −1 for the empty prefix
	children []int // by their last digit; 0 where there is none, nil where there are none at all
	kept     int   // where it stands among those kept, or −1
}

// An ending is a prefix with the alignments that read it so far, parted by how they end.
type ending struct {
	prefix         int
	parent, digit  int // of a prefix that is not yet in the tree; then prefix is −1
	blank, sounded float64
	total          float64 // the logarithm of both sums together
}

func newBeam(blank, width int) *beam {
	b := &beam{blank: blank, width: width, prefixes: []prefix{{digit: -1}}}
	b.kept = []ending{{blank: 0, sounded: math.Inf(-1)}}
	return b
}

// step goes on by a column with the log-probabilities y.
func (b *beam) step(y []float64) {
	b.candidates = b.candidates[:0]
	for _, e := range b.kept {
		b.stay(e, y)
		b.extend(e, y)
	}
	for _, e := range b.kept {
		b.prefixes[e.prefix].kept = -1
	}
	b.kept, b.candidates = b.candidates, b.kept
	for i := range b.kept {
		b.enter(&b.kept[i])
		b.prefixes[b.kept[i].prefix].kept = i
	}
}

// stay offers the prefix itself: by a blank, by its last digit sounding on, or, from those of its parent's alignments that
// make it, by its last digit anew.
func (b *beam) stay(e ending, y []float64) {
	p := b.prefixes[e.prefix]
	next := ending{prefix: e.prefix, blank: e.total + y[b.blank], sounded: math.Inf(-1)}
	if p.digit >= 0 {
		next.sounded = e.sounded + y[p.digit]
		if at := b.prefixes[p.parent].kept; at >= 0 {
			next.sounded = logAdd(next.sounded, b.begins(b.kept[at], p.digit)+y[p.digit])
		}
	}
	b.offer(next)
}

// extend offers the prefixes with a digit more, except those that are kept and have seen to it themselves.
func (b *beam) extend(e ending, y []float64) {
	children := b.prefixes[e.prefix].children
	for digit := range b.blank {
		next := ending{prefix: -1, parent: e.prefix, digit: digit, blank: math.Inf(-1), sounded: b.begins(e, digit) + y[digit]}
		if children != nil && children[digit] > 0 {
			next.prefix = children[digit]
			if b.prefixes[next.prefix].kept >= 0 {
				continue
			}
		}
		b.offer(next)
	}
}

// begins is the sum of those alignments behind which a digit is heard as a new one: after the same digit there must have
// been a blank.
func (b *beam) begins(e ending, digit int) float64 {
	if b.prefixes[e.prefix].digit == digit {
		return e.blank
	}
	return e.total
}

// offer takes a candidate in, in its place, if it is possible and among the best. Of equals the earlier one goes first.
func (b *beam) offer(e ending) {
	e.total = logAdd(e.blank, e.sounded)
	full := len(b.candidates) == b.width
	if math.IsInf(e.total, -1) || full && !(e.total > b.candidates[b.width-1].total) {
		return
	}
	if !full {
		b.candidates = append(b.candidates, e)
	}
	at := len(b.candidates) - 1
	for ; at > 0 && e.total > b.candidates[at-1].total; at-- {
		b.candidates[at] = b.candidates[at-1]
	}
	b.candidates[at] = e
}

// enter sees that the prefix is in the tree.
func (b *beam) enter(e *ending) {
	if e.prefix >= 0 {
		return
	}
	e.prefix = len(b.prefixes)
	b.prefixes = append(b.prefixes, prefix{parent: e.parent, digit: e.digit})
	parent := &b.prefixes[e.parent]
	if parent.children == nil {
		parent.children = make([]int, b.blank)
	}
	parent.children[e.digit] = e.prefix
}

// digits is the prefix as a string.
func (b *beam) digits(at int) string {
	var reversed []byte
	for p := b.prefixes[at]; p.digit >= 0; p = b.prefixes[p.parent] {
		reversed = append(reversed, byte('0'+p.digit))
	}
	slices.Reverse(reversed)
	return string(reversed)
}

// logAdd is log(exp a + exp b). The smaller is left out where it is below the last bit of the larger, exp(−37) being less
// than 2⁻⁵³; so is −Inf.
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if d := b - a; d > -37 { // and not NaN, as −Inf less −Inf is
		return a + math.Log1p(math.Exp(d))
	}
	return a
}
