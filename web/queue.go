package web

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// A queue lets so many requests work at once and so many more wait. Who is let in may still be sending; a sender who takes
// his time has to step aside, or else a few of them would keep everybody out.
type queue struct {
	places  chan struct{} // taken by all that were let in, but for those aside
	aside   chan struct{} // taken by those whose bodies were slow to come
	turns   chan struct{} // taken by those at work
	prompt  time.Duration // within which a body comes that is not slow
	waiting atomic.Int64  // requests whose bodies are there and whose turn has not come
	usual   atomic.Int64  // nanoseconds that work has taken lately, a moving average
}

func newQueue(atOnce, waiting, slow int) *queue {
	return &queue{
		places: make(chan struct{}, atOnce+waiting),
		aside:  make(chan struct{}, slow),
		turns:  make(chan struct{}, atOnce),
		prompt: 2 * time.Second, // a photograph of 3 MB at 12 Mbit/s
	}
}

// A place is that of a request that was let in.
type place struct {
	queue *queue
	late  *time.Timer

	mutex   sync.Mutex
	in      chan struct{} // the places of which this is one
	settled bool          // the body is there, or the request has left: nobody moves it any more
}

// enter lets a request in, or returns nil: the queue is full. Who was let in leaves in the end, and is always answered. Only
// when the body is slow to come, and too many are, cutOff is called, which is to end the body.
func (q *queue) enter(cutOff func()) *place {
	select {
	case q.places <- struct{}{}:
	default:
		return nil
	}
	p := &place{queue: q, in: q.places}
	p.late = time.AfterFunc(q.prompt, func() { p.stepAside(cutOff) })
	return p
}

// stepAside makes room for somebody else.
func (p *place) stepAside(cutOff func()) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.settled {
		return
	}
	select {
	case p.queue.aside <- struct{}{}:
		<-p.in
		p.in = p.queue.aside
	default:
		cutOff()
	}
}

// settle has the place stay where it is.
func (p *place) settle() {
	p.late.Stop()
	p.mutex.Lock()
	p.settled = true
	p.mutex.Unlock()
}

func (p *place) leave() {
	p.settle()
	<-p.in
}

// work waits for a turn, now that the body is there, and does the work then. The error is that of the context if it ends
// before.
func (p *place) work(ctx context.Context, do func()) error {
	p.settle()
	q := p.queue
	q.waiting.Add(1)
	select {
	case q.turns <- struct{}{}:
		q.waiting.Add(-1)
	case <-ctx.Done():
		q.waiting.Add(-1)
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
	return time.Duration(q.usual.Load()*q.waiting.Load()/int64(cap(q.turns))) + time.Second
}

// working counts the requests at work, receiving those whose bodies are on their way.
func (q *queue) working() int { return len(q.turns) }
func (q *queue) receiving() int {
	return max(len(q.places)+len(q.aside)-len(q.turns)-int(q.waiting.Load()), 0)
}
