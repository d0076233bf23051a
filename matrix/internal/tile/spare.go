package tile

// spare is memory that nobody uses now, and that whoever needs such takes before making more. A sync.Pool would lose it
// whenever memory is collected, and a product would allocate again.
type spare[T any] chan *T

// maxSpare is how many wait for the next product: one for each core of a large machine.
const maxSpare = 64

func newSpare[T any]() spare[T] { return make(spare[T], maxSpare) }

func (s spare[T]) take() *T {
	select {
	case t := <-s:
		return t
	default:
		return new(T)
	}
}

func (s spare[T]) put(t *T) {
	select {
	case s <- t:
	default:
	}
}
