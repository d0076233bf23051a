package mnist

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"aloud/digit"
)

// A Split is the training part of MNIST, divided into what a model learns from and what its makers choose by.
type Split struct {
	Training, Validation []digit.Labelled

	// Writers holds who wrote each of the training digits, none of whom wrote a validation digit. It is nil where the
	// writers are not known.
	Writers []int
}

// ReadSplit reads the training part of MNIST and sets aside about that share (0 to 1) of it for validation: by writer
// where the writers' file is in the folder, and else the last digits.
func ReadSplit(folder string, share float64) (Split, error) {
	digits, err := Read(folder, Train)
	if err != nil {
		return Split{}, err
	}
	writers, err := Writers(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return SplitLast(digits, share), nil
	}
	if err != nil {
		return Split{}, err
	}
	if len(writers) != len(digits) {
		return Split{}, fmt.Errorf("mnist: %s: %d writers for %d digits", writersFile, len(writers), len(digits))
	}
	return SplitByWriter(digits, writers, share), nil
}

// SplitByWriter sets aside for validation all digits of that share of the writers, evenly spaced in the order of their
// numbers. Nothing in it is random. The even spacing matters: NIST's numbers below 2100 are clerks and those from 2100
// on are students, whose hands differ, and both are to be in both parts. It panics unless there is a writer for each
// digit.
func SplitByWriter(digits []digit.Labelled, writers []int, share float64) Split {
	if len(writers) != len(digits) {
		panic(fmt.Sprintf("mnist: %d writers for %d digits", len(writers), len(digits)))
	}
	aside := spaced(slices.Compact(slices.Sorted(slices.Values(writers))), share)
	s := Split{Training: make([]digit.Labelled, 0, len(digits)), Writers: make([]int, 0, len(digits))}
	for i, d := range digits {
		if aside[writers[i]] {
			s.Validation = append(s.Validation, d)
		} else {
			s.Training = append(s.Training, d)
			s.Writers = append(s.Writers, writers[i])
		}
	}
	return s
}

// SplitLast sets aside the last digits, as many as that share of all.
func SplitLast(digits []digit.Labelled, share float64) Split {
	n := len(digits) - int(share*float64(len(digits))+0.5)
	return Split{Training: digits[:n:n], Validation: digits[n:]}
}

// spaced picks that share of the numbers: the i-th is taken when the share of the first i grows by a whole one.
func spaced(numbers []int, share float64) map[int]bool {
	picked := map[int]bool{}
	for i, number := range numbers {
		if int(float64(i+1)*share) > int(float64(i)*share) {
			picked[number] = true
		}
	}
	return picked
}
