package reader

import (
	"image"

	"aloud/internal/align"
)

// A pairing is a track with the number that continues it. One of the two is nil where the other stands alone.
type pairing struct {
	track  *track
	number *Number
}

// alone is what it costs to leave a track or a number without the other. A pair costs the share of its digits that
// differ: if that is more than half of them, the two are not the same. Only of numbers so short that a digit misread may be
// half of them, or all, their place on the frames tells whether they are.
const alone = 0.25

// samePlace is the share of two boxes that is common to them, from which they are around one and the same thing.
const samePlace = 0.5

// pairUp pairs tracks with numbers, both in the order of the note, so that as few digits as possible differ.
func pairUp(tracks []track, numbers []Number) []pairing {
	each := func(int) float64 { return alone }
	_, pairs := align.Sequences(len(tracks), len(numbers), each, each, func(i, j int) float64 {
		last := tracks[i].last()
		apart := difference(last.Digits, numbers[j].Digits)
		if max(len(last.Digits), len(numbers[j].Digits)) <= scrap && overlapShare(image.Rectangle(last.Box), image.Rectangle(numbers[j].Box)) > samePlace {
			apart = min(apart, alone)
		}
		return apart
	})
	pairings := make([]pairing, len(pairs))
	for i, p := range pairs {
		if p.A >= 0 {
			pairings[i].track = &tracks[p.A]
		}
		if p.B >= 0 {
			pairings[i].number = &numbers[p.B]
		}
	}
	return pairings
}

// difference is the share of digits to insert, delete or change to make one of the other, of the longer one's. A refused
// digit may be any.
func difference(a, b string) float64 {
	maybe := func(x, y byte) bool { return x == '?' || y == '?' }
	return float64(align.Distance(a, b, maybe)) / float64(max(len(a), len(b), 1))
}
