package mnist

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// writersFile is the table of QMNIST (Yadav and Bottou, "Cold Case: The Lost MNIST Digits", NeurIPS 2019) that traces
// every training digit of MNIST back to NIST's forms. A line a digit, columns divided by tabs:
//
//	class, series, writer, index within the writer's, NIST's class, index in NIST's collection, duplicate, unused
const writersFile = "qmnist-train-labels.tsv"

// Writers reads who wrote each training digit: numbers of NIST, 539 different ones. The error of a file that is not
// there is an [fs.ErrNotExist].
func Writers(folder string) ([]int, error) {
	file, err := os.Open(packedOrNot(folder, writersFile))
	if err != nil {
		return nil, fmt.Errorf("mnist: %w", err)
	}
	defer file.Close()
	writers, err := decodeWriters(file)
	if err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", writersFile, err)
	}
	return writers, nil
}

// decodeWriters reads the third column of the table, plain or packed.
func decodeWriters(r io.Reader) ([]int, error) {
	r, err := unpack(r)
	if err != nil {
		return nil, err
	}
	var writers []int
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		columns := strings.Split(lines.Text(), "\t")
		if len(columns) < 3 {
			return nil, fmt.Errorf("line %d has %d columns instead of 8", len(writers)+1, len(columns))
		}
		writer, err := strconv.Atoi(columns[2])
		if err != nil || writer < 0 {
			return nil, fmt.Errorf("line %d: %q is no writer's number", len(writers)+1, columns[2])
		}
		if len(writers) == maxItems {
			return nil, fmt.Errorf("more than %d lines", maxItems)
		}
		writers = append(writers, writer)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	return writers, nil
}
