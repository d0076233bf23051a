package speech

// Spoken is what is said of a reading.
type Spoken struct {
	Opening string // how many numbers there are, where there are several, or why there is none and what to do next
	Numbers []SpokenNumber
	Closing string // how else the paper may lie, where it may
}

// A SpokenNumber is what is said of one number. Each text is one sentence or more.
type SpokenNumber struct {
	Announced string   // which number follows, where there are several
	Count     string   // how many digits it has
	Groups    []string // the digits as they were grouped
	Doubts    []string // which of them are doubtful, or all
	Warning   string   // that telephone numbers have another length
	Walk      []string // each digit by itself, at its place and with its doubt; not said with the rest
}

// Sentences are all that is said, in order.
func (s Spoken) Sentences() []string {
	var said []string
	if s.Opening != "" {
		said = append(said, s.Opening)
	}
	for _, n := range s.Numbers {
		for _, sentence := range n.Sentences() {
			if sentence != s.Closing { // which is a doubt of every number, and said once
				said = append(said, sentence)
			}
		}
	}
	if s.Closing != "" {
		said = append(said, s.Closing)
	}
	return said
}

// Sentences are what is said of the number, in order: the count, so that the listener knows what to expect, the digits,
// and only then what to make of them.
func (n SpokenNumber) Sentences() []string {
	var said []string
	if n.Announced != "" {
		said = append(said, n.Announced)
	}
	said = append(append(append(said, n.Count), n.Groups...), n.Doubts...)
	if n.Warning != "" {
		said = append(said, n.Warning)
	}
	return said
}
