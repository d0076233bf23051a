package reader

import (
	"context"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Session follows a note through the frames of a camera. What one frame shows wrongly, by a shake of the hand, a
// shadow or a speck of glare, the next one shows otherwise: a number that has been read alike in several frames is as
// good as read, and one that has not is in doubt, whatever a single frame believed. What all frames have in common, a
// hand that writes its 1 like a 7, agreement does not cure: a number is never surer than its frames are.
//
// A Session belongs to one goroutine at a time.
type Session struct {
	reader   *Reader
	tracks   []track
	lastSeen image.Rectangle // where the writing stood in the last frame that Aim looked at
}

// NewSession returns a session that has seen nothing yet.
func (r *Reader) NewSession() *Session { return &Session{reader: r} }

// The rules of agreement.
const (
	agreeing  = 3  // frames that must have read a number alike, and each for sure, before it is sure
	remembers = 12 // sightings of a number that count; older ones are forgotten
	patience  = 5  // frames without a number after which it is gone

	sureTrack = 0.9 // mean confidence from which a number is sure that enough frames are sure of: one that is shaken does no harm
)

// Add reads a frame and returns what is known after it: the numbers of the note, each with the digits that the frames
// agree upon, the boxes of the frame that saw it last, and sure only where enough frames have said the same for sure. A
// number that was not seen for some frames is gone. The error is that of the context.
func (s *Session) Add(ctx context.Context, frame image.Image) (Reading, error) {
	reading, err := s.reader.Read(ctx, frame)
	if err != nil {
		return Reading{}, err
	}
	return s.Follow(reading), nil
}

// Follow is Add for a frame that has been read already.
func (s *Session) Follow(reading Reading) Reading {
	s.follow(reading.Numbers)
	reading.Numbers = reading.Numbers[:0:0]
	for i := range s.tracks {
		n := s.tracks[i].number()
		n.Sure = n.Sure && len(reading.MaybeTurned) == 0
		reading.Numbers = append(reading.Numbers, n)
	}
	if len(reading.Numbers) > 0 {
		reading.Reason = ""
	} else if reading.Reason == "" {
		reading.Reason = NoDigits
	}
	return reading
}

// A track is one number of the note, as the frames have seen it.
type track struct {
	sightings []Number // the last ones, never empty
	unseen    int      // frames since the last of them
}

// follow gives each number seen to the track that it continues, in the order in which both stand on the note, and begins
// tracks for the others.
func (s *Session) follow(seen []Number) {
	var tracks []track
	for _, pair := range pairUp(s.tracks, seen) {
		switch {
		case pair.number == nil:
			if pair.track.unseen++; pair.track.unseen < patience {
				tracks = append(tracks, *pair.track)
			}
		case pair.track == nil:
			tracks = append(tracks, track{sightings: []Number{*pair.number}})
		default:
			pair.track.add(*pair.number)
			tracks = append(tracks, *pair.track)
		}
	}
	s.tracks = tracks
}

func (t *track) add(n Number) {
	t.unseen = 0
	t.sightings = append(t.sightings, n)
	if extra := len(t.sightings) - remembers; extra > 0 {
		t.sightings = slices.Delete(t.sightings, 0, extra)
	}
}

func (t *track) last() *Number { return &t.sightings[len(t.sightings)-1] }

// number is what the sightings come to: of those with the usual number of digits, the digits on which they agree.
func (t *track) number() Number {
	alike := t.usual()
	last := alike[len(alike)-1]
	n := Number{Line: t.last().Line, Box: last.Box, Slope: last.Slope}
	var digits strings.Builder
	for i := range last.Symbols {
		symbol := agreement(alike, i)
		digits.WriteString(symbol.Char)
		n.Symbols = append(n.Symbols, symbol)
	}
	n.Digits = digits.String()
	n.Text = grouped(last.Text, n.Digits)

	sure, contradicted := 0, false
	for _, sighting := range t.sightings {
		if sighting.Digits == n.Digits {
			n.Confidence += sighting.Confidence / float64(len(t.sightings))
			sure += one(sighting.Sure)
		} else {
			contradicted = contradicted || sighting.Sure
		}
	}
	n.Sure = n.passes(sureTrack) && sure >= agreeing && !contradicted
	return n
}

// usual returns the sightings that have as many digits as most have, or, where as many have another number, as the
// latest of them.
func (t *track) usual() []Number {
	count := map[int]int{}
	best := 0
	for _, n := range t.sightings {
		length := len(n.Symbols)
		if count[length]++; count[length] >= count[best] {
			best = length
		}
	}
	return slices.DeleteFunc(slices.Clone(t.sightings), func(n Number) bool { return len(n.Symbols) != best })
}

// agreement is what the sightings make of the digit in place i: to each of the ten digits, the geometric mean of the
// probabilities that the frames gave it. One frame that thinks a digit impossible outweighs several that do not mind.
func agreement(sightings []Number, i int) Symbol {
	var sum [10]float64
	for _, n := range sightings {
		for c, p := range distribution(n.Symbols[i]) {
			sum[c] += math.Log(p) / float64(len(sightings))
		}
	}
	total := 0.0
	for c := range sum {
		sum[c] = math.Exp(sum[c])
		total += sum[c]
	}
	doubtful := 1 - meanTotal(sightings, i) // that it is no digit at all
	for c := range sum {
		sum[c] *= (1 - doubtful) / total
	}
	return newSymbol(sum, sightings[len(sightings)-1].Symbols[i].Box)
}

// leastProbability stands for a probability too small to have been noted.
const leastProbability = leastAlternative / 2

// distribution is the probability of each of the ten digits, as far as a symbol tells.
func distribution(s Symbol) [10]float64 {
	var p [10]float64
	for c := range p {
		p[c] = leastProbability
	}
	note := func(char string, probability float64) {
		if c, err := strconv.Atoi(char); err == nil {
			p[c] = max(p[c], probability)
		}
	}
	note(s.Char, s.Probability)
	for _, a := range s.Alternatives {
		note(a.Char, a.Probability)
	}
	return p
}

// meanTotal is the mean probability that the symbol in place i is a digit.
func meanTotal(sightings []Number, i int) float64 {
	sum := 0.0
	for _, n := range sightings {
		total := 0.0
		if n.Symbols[i].Char != "?" {
			total += n.Symbols[i].Probability
		}
		for _, a := range n.Symbols[i].Alternatives {
			total += a.Probability
		}
		sum += min(total, 1) / float64(len(sightings))
	}
	return sum
}

// grouped puts the blanks of a text between other digits, of which there are as many.
func grouped(text, digits string) string {
	var b strings.Builder
	i := 0
	for _, r := range text {
		if r == ' ' {
			b.WriteByte(' ')
			continue
		}
		b.WriteByte(digits[i])
		i++
	}
	return b.String()
}

// one is 1 for true.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
