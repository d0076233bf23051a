package lab

import (
	"fmt"

	"aloud/digit"
	"aloud/mnist"
	"aloud/train"
)

// Data is MNIST as the lab needs it.
type Data struct {
	// Training and Test are MNIST's two parts in the order of their files.
	Training, Test []digit.Labelled

	// Split is the training part, divided for everything but the notebook, which has a division of its own.
	Split mnist.Split
}

// validationShare of the training digits is set aside for all choices, as "aloud train" does it.
const validationShare = 1.0 / 12

// ReadData reads MNIST from a folder.
func ReadData(folder string) (Data, error) {
	training, err := mnist.Read(folder, mnist.Train)
	if err != nil {
		return Data{}, err
	}
	test, err := mnist.Read(folder, mnist.Test)
	if err != nil {
		return Data{}, err
	}
	split, err := mnist.ReadSplit(folder, validationShare)
	return Data{training, test, split}, err
}

// leastDigits are so many that each part of the notebook's division has the twenty digits whose classes it lists.
const leastDigits = 140

// check finds data that no report can be made of.
func (d Data) check() error {
	if n := len(d.Training) + len(d.Test); n < leastDigits {
		return fmt.Errorf("lab: %d digits: it takes at least %d", n, leastDigits)
	}
	if len(d.Split.Training) == 0 || len(d.Split.Validation) == 0 || len(d.Test) == 0 {
		return fmt.Errorf("lab: %d digits to learn from, %d to choose by, %d to be measured on: none of them can be 0",
			len(d.Split.Training), len(d.Split.Validation), len(d.Test))
	}
	return nil
}

// hashOf is the SHA-256 of labelled digits, as weights files tell it of theirs.
func hashOf(digits []digit.Labelled) string { return fmt.Sprintf("%x", train.Hash(digits)) }
