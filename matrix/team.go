package matrix

import (
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"aloud/matrix/internal/tile"
)

// cores is the team that all calls of Parallel share.
var cores team

// A team is the goroutine that has work to divide, and helpers that wait for a piece of it. To start a goroutine for each
// piece takes longer than many a piece does, and so does waking one that sleeps: 5 to 50 microseconds on a server. So
// helpers are hired once, and look out for more work for a while before they go to sleep: one that is awake takes part
// within 0.2 microseconds (BenchmarkParallel).
type team struct {
	sync.Mutex // held by the call that has divided its work
	helpers    []*helper
	jobs       map[reflect.Type]job // one of each type, to be used again

	// The work at hand.
	job       job
	n, pieces int
	pending   atomic.Int32        // pieces not done yet, more than asleep if the caller sleeps
	done      chan struct{}       // wakes the caller
	trouble   atomic.Pointer[any] // what a helper's piece panicked with
}

// asleep is more than any number of pieces.
const asleep = 1 << 20

// A job is work with its operands.
type job interface{ run(begin, end int) }

type jobWith[A any] struct {
	operands A
	work     func(operands A, begin, end int)
}

func (j *jobWith[A]) run(begin, end int) { j.work(j.operands, begin, end) }

// jobOf returns the team's job for operands of a type.
func jobOf[A any](t *team) *jobWith[A] {
	key := reflect.TypeFor[A]()
	if j, ok := t.jobs[key].(*jobWith[A]); ok {
		return j
	}
	if t.jobs == nil {
		t.jobs = make(map[reflect.Type]job)
		t.done = make(chan struct{}, 1)
	}
	j := new(jobWith[A])
	t.jobs[key] = j
	return j
}

// divide has the pieces done, the last one by the caller, and returns when all are.
func (t *team) divide(j job, n, pieces int) {
	t.job, t.n, t.pieces = j, n, pieces
	t.pending.Store(int32(pieces))
	for p := range pieces - 1 {
		if p == len(t.helpers) {
			t.helpers = append(t.helpers, newHelper(t, p))
		}
		t.helpers[p].call()
	}
	defer t.join()
	t.do(pieces - 1)
}

// do does one piece.
func (t *team) do(piece int) { t.job.run(t.n*piece/t.pieces, t.n*(piece+1)/t.pieces) }

// try does one piece for the caller, who will hear of it if it panics: he may know what to do, and nobody else does.
func (t *team) try(piece int) {
	defer func() {
		if trouble := recover(); trouble != nil {
			t.report(trouble)
		}
	}()
	t.do(piece)
}

func (t *team) report(trouble any) { t.trouble.Store(&trouble) }

// join waits for the helpers, when the caller's own piece is done, and panics as one of them has.
func (t *team) join() {
	if t.pending.Add(-1) != 0 && !becomes(&t.pending, 0) && t.pending.Add(asleep) != asleep {
		<-t.done
	}
	if trouble := t.trouble.Swap(nil); trouble != nil {
		panic(*trouble)
	}
}

// A helper is a goroutine that does one piece of whatever its team has at hand.
type helper struct {
	state atomic.Int32
	wake  chan struct{}
}

// The states of a helper.
const (
	resting  int32 = iota // looks out for work, or works
	called                // has been given work
	sleeping              // must be woken
)

// newHelper hires a helper for one of the pieces.
func newHelper(t *team, piece int) *helper {
	h := &helper{wake: make(chan struct{}, 1)}
	go func() {
		for {
			h.wait()
			t.try(piece)
			if t.pending.Add(-1) == asleep {
				t.done <- struct{}{}
			}
		}
	}()
	return h
}

// call tells a helper that its team has work at hand.
func (h *helper) call() {
	if h.state.Swap(called) == sleeping {
		h.wake <- struct{}{}
	}
}

// wait returns when the helper has been called.
func (h *helper) wait() {
	if !becomes(&h.state, called) && h.state.CompareAndSwap(resting, sleeping) {
		<-h.wake
	}
	h.state.Store(resting)
}

// patience is how long to look out for what another core will do soon, before going to sleep. It covers what a training step
// does on one core between two products. On a virtual machine waking may take as long: with an eighth of this patience,
// products of a quarter of a millisecond ran at two thirds of the speed.
const patience = 400 * time.Microsecond

// becomes looks out for v to become want, and reports whether it did. It looks often, for looking again after other
// goroutines had their turn takes a microsecond, but not so often that one of them has to wait for more than some.
func becomes(v *atomic.Int32, want int32) bool {
	begin := time.Now()
	for {
		for range 128 {
			if v.Load() == want {
				return true
			}
			tile.Pause()
		}
		if time.Since(begin) > patience {
			return false
		}
		runtime.Gosched()
	}
}
