package recipe

import (
	"strings"
	"testing"

	"aloud/photo"
)

// TestLine sees that the recipe of the line reader can be cooked: it looks at lines as photo cuts them out.
func TestLine(t *testing.T) {
	r := Line()
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	m := r.Model()
	if m.Height() != photo.StripHeight || photo.StripStep%m.ColumnWidth() != 0 || m.Classes() != 11 {
		t.Errorf("lines %d high, columns of %d, %d classes", m.Height(), m.ColumnWidth(), m.Classes())
	}
	// In eight bits, as it ships, its weights take a third of the megabyte that those of reader and verifier may take together,
	// and a quarter of it in the first visit to the app.
	if n := len(m.Params()); n > 310_000 {
		t.Errorf("%d parameters", n)
	}
}

func TestLineCheck(t *testing.T) {
	for _, row := range []struct {
		reason string
		change func(r *LineReader)
		want   string
	}{
		{"nothing to learn from", func(r *LineReader) { r.Epoch = 0 }, "epochs of 0 lines"},
		{"fewer than none", func(r *LineReader) { r.Judges = -1 }, "-1 lines to judge by"},
		{"no network", func(r *LineReader) { r.Layers = "" }, "no layers"},
		{"a network for digits", func(r *LineReader) { r.Layers = "28x28x1\ndense 10" }, "knows one width only"},
		{"no epochs", func(r *LineReader) { r.Options.Epochs = 0 }, "0 epochs"},
	} {
		r := Line()
		row.change(&r)
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %q", row.reason, err, row.want)
		}
	}
}
