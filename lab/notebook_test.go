package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aloud/digit"
	"aloud/internal/needs"
	"aloud/mnist"
)

// TestNotebook does the whole notebook and compares every figure, key and place with testdata/exact.json. That file was
// printed by "aloud lab --exact --json" itself, after each of its figures had been found to agree to 1e-12 with what the
// notebook's computations give in NumPy. Another kind of processor may round otherwise and is allowed 1e-9.
func TestNotebook(t *testing.T) {
	folder := needs.Data(t, "mnist")
	done := 0
	n, err := RunNotebook(t.Context(), read(t, folder, mnist.Train), read(t, folder, mnist.Test), func(passes int) {
		if done++; passes != done {
			t.Errorf("progress says %d after %d passes", passes, done)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if done != NotebookPasses {
		t.Errorf("progress ended at %d of %d passes", done, NotebookPasses)
	}
	got, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	if err := sameFigures(got, reference(t)); err != nil {
		t.Error(err)
	}
	if len(n.Checks) != 6 {
		t.Errorf("%d parameter groups checked, want 2 and 4", len(n.Checks))
	}
	for _, c := range n.Checks {
		if !c.OK() || !(c.Distance < 1e-5) { // the notebook asks for 1e-3
			t.Errorf("%s %s: worst relative error %v, distance %v", c.Model, c.Name, c.WorstError, c.Distance)
		}
	}
	testText(t, n)
}

func read(t *testing.T, folder string, part mnist.Part) []digit.Labelled {
	t.Helper()
	digits, err := mnist.Read(folder, part)
	if err != nil {
		t.Fatal(err)
	}
	return digits
}

func reference(t *testing.T) []byte {
	t.Helper()
	figures, err := os.ReadFile(filepath.Join("testdata", "exact.json"))
	if err != nil {
		t.Fatal(err)
	}
	return figures
}

// testText looks in the report for what a person should find in it.
func testText(t *testing.T, n Notebook) {
	for _, row := range []struct{ reason, want string }{
		{"which digit the gradient is of", "training digit, a 3"},
		{"every checked group", "perceptron  V1     15680"},
		{"a line a pass", "  10    -1.875379  -1.855670   2467"},
		{"what the hardest digit was taken for", "  693               4   0          -2.636137"},
		{"the mistake in the original", "trained a second model"},
		{"the end of it all", "On the test digits it makes 519 errors of 10 000.\n"},
	} {
		if text := n.String(); !strings.Contains(text, row.want) {
			t.Errorf("the text lacks %s, %q:\n%s", row.reason, row.want, text)
		}
	}
}

// TestNotebookStops sees that a cancelled notebook does not begin a pass.
func TestNotebookStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := RunNotebook(ctx, make([]digit.Labelled, mnistTraining), make([]digit.Labelled, mnistTest), func(int) {
		t.Error("a pass was made")
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestSameFiguresComplains keeps the comparison itself honest.
func TestSameFiguresComplains(t *testing.T) {
	for _, row := range []struct{ reason, got, want, complaint string }{
		{"the same", `{"a": [1, 2.5]}`, `{"a": [1, 2.5]}`, ""},
		{"rounded otherwise", `{"a": 1.00000000001}`, `{"a": 1}`, ""},
		{"another figure", `{"a": 1.00000001}`, `{"a": 1}`, "a: 1.00000001, want 1"},
		{"not zero", `{"a": 1e-300}`, `{"a": 0}`, "a: 1e-300, want 0"},
		{"another order", `{"b": 1, "a": 1}`, `{"a": 1, "b": 1}`, "b, want a"},
		{"a figure too few", `{"a": [1]}`, `{"a": [1, 2]}`, "a: ], want 2"},
		{"time is not compared", `{"seconds_per_epoch": [1]}`, `{"seconds_per_epoch": [2]}`, ""},
	} {
		t.Run(row.reason, func(t *testing.T) {
			complaint := ""
			if err := sameFigures([]byte(row.got), []byte(row.want)); err != nil {
				complaint = err.Error()
			}
			if complaint != row.complaint {
				t.Errorf("got %q, want %q", complaint, row.complaint)
			}
		})
	}
}

// sameFigures compares two JSON texts: keys, order and nesting exactly, numbers to a relative 1e-9, and times not at all.
func sameFigures(got, want []byte) error {
	g, w := json.NewDecoder(bytes.NewReader(got)), json.NewDecoder(bytes.NewReader(want))
	key := ""
	for {
		gotToken, err := g.Token()
		if err != nil && err != io.EOF {
			return err
		}
		wantToken, err := w.Token()
		if err == io.EOF && gotToken == nil {
			return nil
		} else if err != nil {
			return err
		}
		number, isNumber := gotToken.(float64)
		wantNumber, wantsNumber := wantToken.(float64)
		name, isName := gotToken.(string)
		switch {
		case isNumber && wantsNumber:
			if key != "seconds_per_epoch" && !(math.Abs(number-wantNumber) <= 1e-9*math.Abs(wantNumber)) {
				return fmt.Errorf("%s: %v, want %v", key, number, wantNumber)
			}
		case gotToken != wantToken && isName:
			return fmt.Errorf("%s, want %v", name, wantToken)
		case gotToken != wantToken:
			return fmt.Errorf("%s: %v, want %v", key, gotToken, wantToken)
		case isName:
			key = name
		}
	}
}
