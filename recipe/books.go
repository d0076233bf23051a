package recipe

import (
	"fmt"

	"aloud/digit"
	"aloud/mnist"
	"aloud/scribe"
	"aloud/symbols"
)

// Books reads the hands that lines are copied from: a book for each writer of MNIST's training part and, where their
// folder is given, for each stretch of the symbols. That share of the writers, from 0 to 1, is set aside for validation, as
// [Recipe.Examples] does it with their digits.
func (f Folders) Books(validation float64) (training, aside []*scribe.Copybook, err error) {
	digits, err := mnist.Read(f.MNIST, mnist.Train)
	if err != nil {
		return nil, nil, err
	}
	writers, err := mnist.Writers(f.MNIST)
	if err != nil {
		return nil, nil, fmt.Errorf("lines need to know who wrote which digit: %w", err)
	}
	if len(writers) != len(digits) {
		return nil, nil, fmt.Errorf("%d writers for %d digits of MNIST", len(writers), len(digits))
	}
	training, aside = booksByWriter(digits, writers, validation)
	if f.Symbols == "" {
		return training, aside, nil
	}
	all, err := symbols.Read(f.Symbols)
	if err != nil {
		return nil, nil, err
	}
	learned, judged := symbols.Split(all, validation)
	return append(training, stretches(learned)...), append(aside, stretches(judged)...), nil
}

// booksByWriter makes books of the digits of a training part, those of the writers set aside apart.
func booksByWriter(digits []digit.Labelled, writers []int, validation float64) (training, aside []*scribe.Copybook) {
	split := mnist.SplitByWriter(digits, writers, validation)
	learned := map[int]bool{}
	for _, w := range split.Writers {
		learned[w] = true
	}
	var others []int
	for _, w := range writers {
		if !learned[w] {
			others = append(others, w)
		}
	}
	return scribe.Copybooks(split.Training, split.Writers), scribe.Copybooks(split.Validation, others)
}

// TestBooks reads hands that nothing here learns from, to measure by: those of MNIST's test part. Who wrote which of these is
// not known, but neighbours are mostly by one writer, so that a book is a hundred in a row.
func (f Folders) TestBooks() ([]*scribe.Copybook, error) {
	const length = 100
	digits, err := mnist.Read(f.MNIST, mnist.Test)
	if err != nil {
		return nil, err
	}
	writers := make([]int, len(digits))
	for i := range writers {
		writers[i] = i / length
	}
	return scribe.Copybooks(digits, writers), nil
}

// stretches makes books of the symbols. Who wrote which of them is not said, but one person wrote many in a row: so many
// of a class that follow each other are taken for one hand.
func stretches(all []digit.Labelled) []*scribe.Copybook {
	const length = 30
	writers := make([]int, len(all))
	var seen [digit.NotADigit + 1]int
	for i, d := range all {
		writers[i] = seen[d.Class] / length
		seen[d.Class]++
	}
	return scribe.Copybooks(all, writers)
}

// hash is the SHA-256 of the digits that all books are made of, as text.
func (f Folders) hash() (string, error) {
	digits, err := mnist.Read(f.MNIST, mnist.Train)
	if err != nil || f.Symbols == "" {
		return hashOf(digits), err
	}
	all, err := symbols.Read(f.Symbols)
	return hashOf(append(digits, all...)), err
}
