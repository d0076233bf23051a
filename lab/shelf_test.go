package lab

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"testing"
)

// TestShelf keeps a result, and spoils it in every way that it may be found spoilt.
func TestShelf(t *testing.T) {
	type result struct{ Figures []float64 }
	for _, row := range []struct {
		reason string
		spoil  func(t *testing.T, path string)
		key    string
		want   error
	}{
		{"as it was put", func(*testing.T, string) {}, "key", nil},
		{"decided by something else", func(*testing.T, string) {}, "other", errOther},
		{"one figure changed", func(t *testing.T, path string) { replace(t, path, "2.5", "2.6") }, "key", errDamaged},
		{"torn", func(t *testing.T, path string) {
			if err := os.Truncate(path, 40); err != nil {
				t.Fatal(err)
			}
		}, "key", errDamaged},
		{"empty", func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		}, "key", errDamaged},
		{"gone", func(t *testing.T, path string) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}, "key", fs.ErrNotExist},
	} {
		t.Run(row.reason, func(t *testing.T) {
			s := shelf{t.TempDir()}
			if err := s.put("step", "key", effort{1.5, 7}, result{[]float64{1, 2.5}}); err != nil {
				t.Fatal(err)
			}
			row.spoil(t, s.path("step", ".json"))
			r, err := s.take("step", row.key)
			if !errors.Is(err, row.want) || err == nil && (string(r.Result) != `{"Figures":[1,2.5]}` || r.Seconds != 1.5 || r.Operations != 7) {
				t.Errorf("took %s, %v; want %v", r.Result, err, row.want)
			}
			if remark := remarkOn(err); (remark == "") != (err == nil || errors.Is(err, fs.ErrNotExist)) && err != nil {
				t.Errorf("remarks %q on %v", remark, err)
			}
		})
	}
}

func replace(t *testing.T, path, old, new string) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(file, []byte(old)) {
		t.Fatalf("%s holds no %s", path, old)
	}
	if err := os.WriteFile(path, bytes.Replace(file, []byte(old), []byte(new), 1), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestKeyOf sees that every part tells, and the version.
func TestKeyOf(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range []string{keyOf(1), keyOf(2), keyOf(1, "a"), keyOf(1, "a", 2), keyOf(1, "a", 3), keyOf(1, []int{2})} {
		if seen[key] {
			t.Errorf("%s twice", key)
		}
		seen[key] = true
	}
	if again := keyOf(1, "a", 2); !seen[again] {
		t.Error("the same parts have two keys")
	}
}
