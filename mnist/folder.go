package mnist

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aloud/digit"
)

// ReadFolder reads every pair of files X-images-idx3-ubyte and X-labels-idx1-ubyte in the folder, packed by gzip or not,
// in the order of their names. Of MNIST's own two pairs, train and t10k, it reads only the one of that part, so that
// what was learned from is never measured on by mistake.
func ReadFolder(folder string, part Part) ([]digit.Labelled, error) {
	prefixes, err := pairs(folder)
	if err != nil {
		return nil, fmt.Errorf("mnist: %w", err)
	}
	if len(prefixes) == 0 {
		return nil, fmt.Errorf("mnist: %s: no pair of files X%s and X%s", folder, imagesEnd, labelsEnd)
	}
	other := Train
	if part == Train {
		other = Test
	}
	prefixes = slices.DeleteFunc(prefixes, func(p string) bool { return p == other.prefix() })
	if len(prefixes) == 0 {
		return nil, fmt.Errorf("mnist: %s: only MNIST's %s part is here, not its %s part", folder, other, part)
	}
	var digits []digit.Labelled
	for _, prefix := range prefixes {
		more, err := readNamed(folder, prefix)
		if err != nil {
			return nil, err
		}
		digits = append(digits, more...)
	}
	return digits, nil
}

// ReadPair reads the pictures of one file and their labels from another.
func ReadPair(images, labels string) ([]digit.Labelled, error) {
	imagesFile, err := os.Open(images)
	if err != nil {
		return nil, fmt.Errorf("mnist: %w", err)
	}
	defer imagesFile.Close()
	labelsFile, err := os.Open(labels)
	if err != nil {
		return nil, fmt.Errorf("mnist: %w", err)
	}
	defer labelsFile.Close()
	return decode(shortName(images), imagesFile, shortName(labels), labelsFile)
}

// pairs lists the X of all files X-images-idx3-ubyte and X-labels-idx1-ubyte in the folder, each once, sorted.
func pairs(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var prefixes []string
	for _, entry := range entries {
		name := strings.TrimSuffix(entry.Name(), ".gz")
		for _, end := range []string{imagesEnd, labelsEnd} {
			if prefix, ok := strings.CutSuffix(name, end); ok {
				prefixes = append(prefixes, prefix)
			}
		}
	}
	slices.Sort(prefixes)
	return slices.Compact(prefixes), nil
}

// readNamed reads the pair of files in the folder whose names begin with prefix.
func readNamed(folder, prefix string) ([]digit.Labelled, error) {
	return ReadPair(packedOrNot(folder, prefix+imagesEnd), packedOrNot(folder, prefix+labelsEnd))
}

// packedOrNot is the path of the file of that name, or of that name and .gz where there is such a file.
func packedOrNot(folder, name string) string {
	path := filepath.Join(folder, name)
	if _, err := os.Stat(path + ".gz"); err == nil {
		return path + ".gz"
	}
	return path
}

// shortName is what errors call a file: train-labels for /data/train-labels-idx1-ubyte.gz.
func shortName(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".gz")
	return strings.TrimSuffix(strings.TrimSuffix(name, "-idx3-ubyte"), "-idx1-ubyte")
}
