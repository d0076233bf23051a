package evaluate

import "aloud/internal/align"

// alignLines pairs the lines written with the lines read, in order, so that the sum of the digits to insert, delete or
// change is least. Where two ways cost the same, a line written is rather paired with one read than called missed.
func alignLines(written []string, read []textLine) []pair {
	digits := make([]string, len(written))
	for i, line := range written {
		digits[i] = withoutBlanks(line)
	}
	remove := func(i int) int { return len(digits[i]) }
	insert := func(j int) int { return len(read[j].digits()) }
	change := func(i, j int) int { return distance(digits[i], read[j].digits()) }
	_, places := align.Sequences(len(written), len(read), remove, insert, change)

	pairs := make([]pair, len(places))
	for i, p := range places {
		if p.A >= 0 {
			pairs[i].written = written[p.A]
		}
		if p.B >= 0 {
			pairs[i].read = read[p.B]
		}
	}
	return pairs
}

// distance is the least number of digits to insert, delete or change that turns a into b.
func distance(a, b string) int { return align.Distance(a, b, nil) }
