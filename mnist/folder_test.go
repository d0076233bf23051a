package mnist

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aloud/internal/needs"
)

func TestReadFolder(t *testing.T) {
	tests := []struct {
		name   string
		pairs  map[string]int // how many digits each pair holds
		part   Part
		digits int
		want   string // in the error
	}{
		{"MNIST's own files, to measure on", map[string]int{"train": 7, "t10k": 3}, Test, 3, ""},
		{"MNIST's own files, the training part", map[string]int{"train": 7, "t10k": 3}, Train, 7, ""},
		{"another set is read whole, whatever the part", map[string]int{"usps": 5}, Train, 5, ""},
		{"several sets are read one after the other", map[string]int{"ardis": 4, "usps": 5, "train": 7, "t10k": 3}, Test, 12, ""},
		{"what was learned from is not measured on", map[string]int{"train": 7}, Test, 0, "only MNIST's train part is here, not its test part"},
		{"nothing to read", nil, Test, 0, "no pair of files X-images-idx3-ubyte and X-labels-idx1-ubyte"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			for prefix, n := range test.pairs {
				write(t, folder, prefix+"-images-idx3-ubyte.gz", pack(images(n)))
				write(t, folder, prefix+"-labels-idx1-ubyte", labels(n))
			}
			digits, err := ReadFolder(folder, test.part)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if len(digits) != test.digits {
				t.Errorf("%d digits, want %d", len(digits), test.digits)
			}
		})
	}
}

func TestReadFolderTakesEachPairOnce(t *testing.T) {
	folder := t.TempDir()
	for _, ending := range []string{"", ".gz"} { // as gunzip --keep leaves them
		write(t, folder, "usps-images-idx3-ubyte"+ending, images(2))
		write(t, folder, "usps-labels-idx1-ubyte"+ending, labels(2))
	}
	if digits, err := ReadFolder(folder, Test); err != nil || len(digits) != 2 {
		t.Errorf("%d digits, %v; want 2", len(digits), err)
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "train-images-idx3-ubyte", images(3))
	if _, err := Read(folder, Train); err == nil || !strings.Contains(err.Error(), "train-labels-idx1-ubyte") {
		t.Errorf("without labels the error is %v", err)
	}
	write(t, folder, "train-labels-idx1-ubyte", labels(2))
	_, err := Read(folder, Train)
	if want := "mnist: train-labels: 2 labels for 3 images"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestReadMNIST(t *testing.T) {
	folder := needs.Data(t, "mnist")
	for part, want := range map[Part]struct{ count, first int }{ // as the page of the data set describes and shows them
		Train: {60000, 5},
		Test:  {10000, 7},
	} {
		digits, err := Read(folder, part)
		if err != nil {
			t.Fatal(err)
		}
		if len(digits) != want.count || int(digits[0].Class) != want.first {
			t.Errorf("%s: %d digits that begin with a %d", part, len(digits), digits[0].Class)
		}
	}
	for _, file := range Set.Files {
		if err := file.Verify(folder); err != nil {
			t.Error(err)
		}
	}
}

func write(t *testing.T, folder, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
		t.Fatal(err)
	}
}
