package mnist

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/needs"
)

// numbered returns n digits that can be told apart, by their first two pixels.
func numbered(n int) []digit.Labelled {
	digits := make([]digit.Labelled, n)
	for i := range digits {
		digits[i].Digit[0], digits[i].Digit[1] = byte(i), byte(i>>8)
	}
	return digits
}

func TestSplitByWriter(t *testing.T) {
	var writers []int
	for i := range 200 {
		writers = append(writers, []int{7, 3, 2100, 9, 2101}[i%5])
	}
	digits := numbered(200)
	s := SplitByWriter(digits, writers, 0.4) // two of 3, 7, 9, 2100, 2101: the third and the fifth
	if len(s.Training) != 120 || len(s.Validation) != 80 || len(s.Writers) != 120 {
		t.Fatalf("%d digits by %d writers to learn from and %d to choose by", len(s.Training), len(s.Writers), len(s.Validation))
	}
	for i, d := range s.Training {
		if w := writers[int(d.Digit[0])]; w != s.Writers[i] || w == 9 || w == 2101 {
			t.Errorf("training digit %d is by writer %d and said to be by %d", i, w, s.Writers[i])
		}
	}
	for i, d := range s.Validation {
		if w := writers[int(d.Digit[0])]; w != 9 && w != 2101 {
			t.Errorf("validation digit %d is by writer %d", i, w)
		}
	}
}

func TestSplitShares(t *testing.T) {
	writers := make([]int, 1000)
	for i := range writers {
		writers[i] = i / 10
	}
	for _, test := range []struct {
		share float64
		want  int
	}{{0, 0}, {0.01, 10}, {0.1, 100}, {1. / 6, 160}, {0.5, 500}, {1, 1000}} {
		if got := len(SplitByWriter(numbered(1000), writers, test.share).Validation); got != test.want {
			t.Errorf("by writer a share of %v is %d of 1000, want %d", test.share, got, test.want)
		}
	}
	s := SplitLast(numbered(1000), 0.1)
	if len(s.Training) != 900 || len(s.Validation) != 100 || s.Validation[0].Digit[0] != 900%256 || s.Writers != nil {
		t.Errorf("the last tenth is %d of %d, by %d writers", len(s.Validation), len(s.Training)+len(s.Validation), len(s.Writers))
	}
}

func TestReadSplitWithoutWriters(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "train-images-idx3-ubyte", images(10))
	write(t, folder, "train-labels-idx1-ubyte", labels(10))
	s, err := ReadSplit(folder, 0.2)
	if err != nil || len(s.Training) != 8 || len(s.Validation) != 2 {
		t.Errorf("%d and %d digits, %v; want the last two set aside", len(s.Training), len(s.Validation), err)
	}
	write(t, folder, "qmnist-train-labels.tsv", []byte("5\t4\t2154\t59\t35\t229421\t0\t0\n"))
	_, err = ReadSplit(folder, 0.2)
	if want := "mnist: qmnist-train-labels.tsv: 1 writers for 10 digits"; fmt.Sprint(err) != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestDecodeWriters(t *testing.T) {
	tests := []struct {
		name, table string
		writers     []int
		want        string // in the error
	}{
		{"the third column", "5\t4\t2154\t59\t35\t229421\t0\t0\n0\t0\t0\t0\t30\t0\t0\t0\n", []int{2154, 0}, ""},
		{"packed", string(pack([]byte("5\t4\t2154\n"))), []int{2154}, ""},
		{"other columns", "5,4,2154\n", nil, "line 1 has 1 columns"},
		{"a word in place of the number", "5\t4\t1\n5\t4\tnobody\n", nil, `line 2: "nobody" is no writer's number`},
		{"a line without end", strings.Repeat("5", 1<<20), nil, "token too long"},
		{"the packed table is cut", string(pack([]byte("5\t4\t2154\n"))[:20]), nil, "unexpected EOF"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			writers, err := decodeWriters(strings.NewReader(test.table))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if !slices.Equal(writers, test.writers) {
				t.Errorf("writers %v, want %v", writers, test.writers)
			}
		})
	}
}

func TestReadSplitOfMNIST(t *testing.T) {
	s, err := ReadSplit(needs.Data(t, "mnist"), 0.1)
	if err != nil {
		t.Fatal(err)
	}
	// 54 of the 539 writers; the writers that remain are 486, clerks and students.
	if len(s.Training) != 54087 || len(s.Validation) != 5913 {
		t.Errorf("%d digits to learn from and %d to choose by", len(s.Training), len(s.Validation))
	}
	remaining := slices.Compact(slices.Sorted(slices.Values(s.Writers)))
	if len(remaining) != 486 || remaining[0] >= 2100 || remaining[485] < 2100 {
		t.Errorf("%d writers, from %d to %d", len(remaining), remaining[0], remaining[len(remaining)-1])
	}
}
