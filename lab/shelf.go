package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"aloud/internal/durable"
)

// A shelf keeps the results of finished steps, a file each, so that work which was stopped goes on where it was.
type shelf struct{ folder string }

// A record is what a shelf keeps of a step.
type record struct {
	Key        string          `json:"key"` // of all that decides the result
	Seconds    float64         `json:"seconds"`
	Operations float64         `json:"operations"`
	Result     json.RawMessage `json:"result"`
	Sum        string          `json:"sum"` // SHA-256 of the result, in which a torn or changed file shows
}

var (
	errOther   = errors.New("made from something else")
	errDamaged = errors.New("damaged")
)

// path is that of the step's file with this end.
func (s shelf) path(step, end string) string { return filepath.Join(s.folder, step+end) }

// take returns what is kept of a step, or an error that says why there is nothing of use.
func (s shelf) take(step, key string) (record, error) {
	file, err := os.ReadFile(s.path(step, ".json"))
	if err != nil {
		return record{}, err
	}
	var r record
	if err := json.Unmarshal(file, &r); err != nil {
		return record{}, errDamaged
	}
	if sumOf(r.Result) != r.Sum {
		return record{}, errDamaged
	}
	if r.Key != key {
		return record{}, errOther
	}
	return r, nil
}

// put keeps the result of a step, in place of an older one.
func (s shelf) put(step, key string, cost effort, result any) error {
	raw, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("lab: %s: %w", step, err)
	}
	file, err := json.Marshal(record{key, cost.seconds, cost.operations, raw, sumOf(raw)})
	if err != nil {
		return fmt.Errorf("lab: %s: %w", step, err)
	}
	if err := durable.WriteFile(s.path(step, ".json"), append(file, '\n')); err != nil {
		return fmt.Errorf("lab: %w", err)
	}
	return nil
}

// keyOf is a hash of all that decides the result of a step. The version is that of the step's code.
func keyOf(version int, parts ...any) string {
	text, err := json.Marshal(append([]any{version}, parts...))
	if err != nil {
		panic(fmt.Sprintf("lab: a key of %v: %v", parts, err)) // our own structs
	}
	return sumOf(text)
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// remarkOn says why a step that was done is done again; "" where it has not been done.
func remarkOn(err error) string {
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return fmt.Sprint("done again: what was kept is ", err)
}
