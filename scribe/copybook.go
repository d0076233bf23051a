package scribe

import (
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"aloud/digit"
)

// A Copybook holds digits that one person wrote, each as the way that the pen took. Who copies from it writes numbers in
// that person's hand, with a pen of any width. It is not changed by use and may be shared.
type Copybook struct {
	digits [10][]model
}

// A model is a digit to be copied.
type model struct {
	strokes drawing // as skeleton gives it
	radius  float64 // the median of those of its dabs
	filled  bool    // there is more ink somewhere than a pen makes
}

// Copybooks groups digits by who wrote them, one book a writer in the order of the writers' numbers: writers[i] wrote
// digits[i]. Left out are pictures of what is no digit, digits with a ring that is filled with ink, for a finer pen would
// make something else of them, and writers who then lack one of the ten digits. It uses all cores: 60 000 digits take some
// seconds. It panics unless there is a writer for each digit.
func Copybooks(digits []digit.Labelled, writers []int) []*Copybook {
	if len(digits) != len(writers) {
		panic("scribe: there must be a writer for each digit")
	}
	models := make([]model, len(digits))
	inParallel(len(digits), func(i int) {
		if digits[i].Class < 10 {
			models[i] = newModel(&digits[i].Digit)
		}
	})
	byWriter := map[int]*Copybook{}
	for i, m := range models {
		book := byWriter[writers[i]]
		if book == nil {
			book = new(Copybook)
			byWriter[writers[i]] = book
		}
		if len(m.strokes) > 0 && !m.filled {
			book.digits[digits[i].Class] = append(book.digits[digits[i].Class], m)
		}
	}
	var books []*Copybook
	for _, writer := range slices.Compact(slices.Sorted(slices.Values(writers))) {
		if book := byWriter[writer]; book.complete() {
			books = append(books, book)
		}
	}
	return books
}

func (b *Copybook) complete() bool {
	return !slices.ContainsFunc(b.digits[:], func(m []model) bool { return len(m) == 0 })
}

// inParallel calls f with 0 to n-1, on all cores.
func inParallel(n int, f func(i int)) {
	var cores sync.WaitGroup
	for core := range runtime.NumCPU() {
		cores.Go(func() {
			for i := core; i < n; i += runtime.NumCPU() {
				f(i)
			}
		})
	}
	cores.Wait()
}

// copy is one of the book's digits of a class as its writer might write it another time, with a pen of that radius. The
// radius of the ink varies along the stroke as it did, or less, to the power of pressure from 0 to 1.
func (b *Copybook) copy(random *rand.Rand, class int, radius, pressure float64) drawing {
	const (
		least, most = 0.5, 1.5 // of the radius, that pressure makes
		bend        = 0.02     // heights by which the writer strays, as a standard deviation
	)
	all := b.digits[class]
	m := all[random.IntN(len(all))]
	bendX, bendY := bend*random.NormFloat64(), bend*random.NormFloat64()
	copied := make(drawing, len(m.strokes))
	for i, t := range m.strokes {
		copied[i] = make(trace, len(t))
		for j, p := range t {
			across, down := 2*p.x-0.6, 2*p.y-1
			r := radius * min(max(math.Pow(p.radius/m.radius, pressure), least), most)
			copied[i][j] = dab{p.x + bendX*down*down, p.y + bendY*across*across, r}
		}
	}
	return copied
}

func newModel(d *digit.Digit) model {
	m := model{strokes: skeleton(d)}
	var radii []float64
	for _, t := range m.strokes {
		for _, p := range t {
			radii = append(radii, p.radius)
		}
	}
	if len(radii) > 0 {
		const filled = 1.8 // radii; where two strokes meet at an acute angle, there are up to 1.7
		slices.Sort(radii)
		m.radius = radii[len(radii)/2]
		m.filled = radii[len(radii)-1] > filled*m.radius
	}
	return m
}
