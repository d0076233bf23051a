package web

import (
	"context"
	"sync/atomic"
	"time"
)

// A queue lets so many requests work at once and so many more wait.
type queue struct {
	places chan struct{} // taken by all that were let in
	turns  chan struct{} // taken by those at work
	usual  atomic.Int64  // nanoseconds that work has taken lately, a moving average
}

func newQueue(atOnce, waiting int) *queue {
	return &queue{places: make(chan struct{}, atOnce+waiting), turns: make(chan struct{}, atOnce)}
}

// enter lets a request in, or reports that the queue is full. Who was let in leaves in the end.
func (q *queue) enter() bool {
	select {
	case q.places <- struct{}{}:
		return true
	default:
		return false
	}
}

func (q *queue) leave() { <-q.places }

// work waits for a turn and does the work then. The error is that of the context if it ends before.
func (q *queue) work(ctx context.Context, do func()) error {
	select {
	case q.turns <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-q.turns }()
	began := time.Now()
	do()
	const memory = 8 // pieces of work that the average is over, about
	usual := q.usual.Load()
	q.usual.Add((time.Since(began).Nanoseconds() - usual) / memory)
	return nil
}

// wait is how long it is likely to be until the queue has room for one that comes now.
func (q *queue) wait() time.Duration {
	waiting := len(q.places) - len(q.turns)
	return time.Duration(q.usual.Load()*int64(waiting)/int64(cap(q.turns))) + time.Second
}

// working and waiting count the requests let in.
func (q *queue) working() int { return len(q.turns) }
func (q *queue) waiting() int { return max(len(q.places)-len(q.turns), 0) }
