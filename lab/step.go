package lab

import (
	"context"
	"encoding/json"
	"time"
)

// A step is a piece of the lab's work whose result is kept on the shelf.
type step struct {
	name  string               // of its file
	title string               // for a person
	key   func() string        // of all that decides the result
	takes func() time.Duration // about

	// work does it and returns the result, which can be written as JSON. The seconds it took are measured around it, unless
	// it knows better, as what was stopped in between does.
	work func(ctx context.Context, progress progress) (result any, seconds float64, err error)

	whole func(result json.RawMessage) bool // whether what goes with the kept result is there too; nil: nothing does
}

// kept returns the step's record from the shelf, or an error that says why there is none of use.
func (s step) kept(shelf shelf) (record, error) {
	r, err := shelf.take(s.name, s.key())
	if err == nil && s.whole != nil && !s.whole(r.Result) {
		err = errDamaged
	}
	return r, err
}

// do does the step and keeps its result.
func (s step) do(ctx context.Context, shelf shelf, progress progress) error {
	began := time.Now()
	result, seconds, err := s.work(ctx, progress)
	if err != nil {
		return err
	}
	if seconds == 0 {
		seconds = time.Since(began).Seconds()
	}
	return shelf.put(s.name, s.key(), seconds, result)
}

// recall is the result of a step that has been done, and the seconds it took. Of one that has not it is nil.
func recall[R any](shelf shelf, s step) (result *R, seconds float64) {
	r, err := s.kept(shelf)
	if err != nil {
		return nil, 0
	}
	result = new(R)
	if json.Unmarshal(r.Result, result) != nil {
		return nil, 0
	}
	return result, r.Seconds
}
