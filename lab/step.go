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

	// work does it and returns the result, which can be written as JSON, and what it cost.
	work func(ctx context.Context, progress progress) (result any, cost effort, err error)

	whole func(result json.RawMessage) bool // whether what goes with the kept result is there too; nil: nothing does
}

// An effort is what a step cost.
type effort struct {
	seconds    float64 // 0 where they are those between the beginning of the work and its end
	operations float64 // floating-point operations in products of matrices; 0 where they are not counted
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
	result, cost, err := s.work(ctx, progress)
	if err != nil {
		return err
	}
	if cost.seconds == 0 {
		cost.seconds = time.Since(began).Seconds()
	}
	return shelf.put(s.name, s.key(), cost, result)
}

// recall is the result of a step that has been done; nil where it has not.
func recall[R any](shelf shelf, s step) *R {
	r, err := s.kept(shelf)
	if err != nil {
		return nil
	}
	result := new(R)
	if json.Unmarshal(r.Result, result) != nil {
		return nil
	}
	return result
}
