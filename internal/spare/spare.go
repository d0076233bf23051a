// Package spare keeps memory that nobody uses now for whoever needs such next, so that work done over and over allocates
// nothing. A sync.Pool would lose it whenever memory is collected.
package spare

// A List is of things that nobody uses now. Any number of goroutines may share one.
type List[T any] chan *T

// NewList returns an empty list that keeps so many at most.
func NewList[T any](most int) List[T] { return make(List[T], most) }

// Take returns one of those on the list, as it was left, or a new one.
func (l List[T]) Take() *T {
	select {
	case t := <-l:
		return t
	default:
		return new(T)
	}
}

// Put keeps what nobody uses any more, unless the list is full.
func (l List[T]) Put(t *T) {
	select {
	case l <- t:
	default:
	}
}
