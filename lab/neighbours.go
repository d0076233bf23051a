package lab

import (
	"math"

	"aloud/matrix"
)

// A layout places things on a plane so that those which are close to each other stay close: t-SNE, of van der Maaten and
// Hinton, "Visualizing Data using t-SNE", Journal of Machine Learning Research 9, 2008, whose letters these are.
//
// How close two things are is said by a probability, in the space they come from by a normal distribution around each thing
// that is as wide as to hold some thirty others, and on the plane by Student's distribution, which has room for what is far
// apart:
//
//	p_ij = (p_{j|i} + p_{i|j}) / 2n,    p_{j|i} = exp(−d_ij²/2σᵢ²) / Σₖ exp(−dᵢₖ²/2σᵢ²)
//	q_ij = w_ij / Σ w,                  w_ij = 1 / (1 + ‖yᵢ − yⱼ‖²)
//
// The places y are moved so that q becomes like p: down the gradient of the divergence
//
//	C = Σ_{i,j} p_ij · log (p_ij / q_ij),    dyᵢ = 4·Σⱼ (p_ij − q_ij)·w_ij·(yᵢ − yⱼ)
//
// It begins at the principal components, so that nothing in it is random.
type layout struct {
	p, w matrix.Matrix[float64]
	sums []float64 // of the rows of w
	y    []Place
	dy   []Place
}

// The usual settings: those of the paper, with the learning rate of Belkina and others, "Automated optimized parameters for
// t-distributed stochastic neighbor embedding improve visualization and analysis of large datasets", 2019.
const (
	perplexity   = 30  // others that a thing has for neighbours, about
	rounds       = 750 // of descent
	exaggerated  = 250 // of them with larger p, so that clusters form before they settle
	exaggeration = 12  // so many times as large
)

// layOut places things with these squared distances on a plane, from where they are begun.
func layOut(squares matrix.Matrix[float64], begin []Place, progress progress) []Place {
	l := newLayout(squares, begin)
	n := len(begin)
	speed, gain := make([]Place, n), make([]Place, n)
	for i := range gain {
		gain[i] = Place{1, 1}
	}
	rate := max(float64(n)/exaggeration/4, 50)
	for round := range rounds {
		factor, momentum := 1.0, 0.8
		if round < exaggerated {
			factor, momentum = exaggeration, 0.5
		}
		l.computeGradient(factor)
		for i := range l.y {
			advance(&l.y[i].X, &speed[i].X, &gain[i].X, l.dy[i].X, momentum, rate)
			advance(&l.y[i].Y, &speed[i].Y, &gain[i].Y, l.dy[i].Y, momentum, rate)
		}
		const often = 25 // rounds between two reports
		if (round+1)%often == 0 {
			progress(float64(round+1)/rounds, "")
		}
	}
	return l.y
}

// advance moves one coordinate, faster the longer it has been going the same way.
func advance(y, speed, gain *float64, d, momentum, rate float64) {
	if (d > 0) == (*speed > 0) { // uphill from where it comes: it has gone too far
		*gain = max(0.8**gain, 0.01)
	} else {
		*gain += 0.2
	}
	*speed = momentum**speed - rate**gain*d
	*y += *speed
}

// newLayout begins a layout, with all things close together.
func newLayout(squares matrix.Matrix[float64], begin []Place) *layout {
	n := len(begin)
	l := &layout{p: matrix.New[float64](n, n), w: matrix.New[float64](n, n), sums: make([]float64, n), y: make([]Place, n),
		dy: make([]Place, n)}
	conditional := matrix.New[float64](n, n)
	matrix.Parallel(n, 1, func(begin, end int) {
		for i := begin; i < end; i++ {
			neighbourhood(conditional.Row(i), squares.Row(i), i)
		}
	})
	for i := range n {
		for j := range n {
			l.p.Row(i)[j] = (conditional.Row(i)[j] + conditional.Row(j)[i]) / float64(2*n)
		}
	}
	const small = 1e-4 // deviation of the first coordinates
	deviation := 0.0
	for _, b := range begin {
		deviation += b.X * b.X / float64(n)
	}
	for i, b := range begin {
		scale := small / max(math.Sqrt(deviation), 1e-12)
		l.y[i] = Place{b.X * scale, b.Y * scale}
	}
	return l
}

// neighbourhood sets p to p_{j|i}, with the σᵢ at which the perplexity, 2 to the entropy, is what it should be. It is found by
// halving.
func neighbourhood(p, squares []float64, i int) {
	nearest := math.Inf(1) // to keep the exponentials away from 0
	for j, d := range squares {
		if j != i {
			nearest = min(nearest, d)
		}
	}
	want := math.Log(min(perplexity, float64(len(p)-1)/3))
	precision, low, high := 1.0, 0.0, math.Inf(1) // 1/2σ²
	for range 64 {
		sum, weighted := 0.0, 0.0
		for j, d := range squares {
			p[j] = 0
			if j != i {
				p[j] = math.Exp(-(d - nearest) * precision)
				sum += p[j]
				weighted += p[j] * (d - nearest)
			}
		}
		for j := range p {
			p[j] /= sum
		}
		entropy := math.Log(sum) + precision*weighted/sum
		if math.Abs(entropy-want) < 1e-6 {
			return
		}
		if entropy > want {
			low = precision
		} else {
			high = precision
		}
		if math.IsInf(high, 1) {
			precision *= 2
		} else {
			precision = (low + high) / 2
		}
	}
}

// computeGradient sets dy, with every p so many times as large.
func (l *layout) computeGradient(factor float64) {
	n := len(l.y)
	matrix.Parallel(n, 32, func(begin, end int) {
		for i := begin; i < end; i++ {
			w, sum := l.w.Row(i), 0.0
			for j, y := range l.y {
				x, y := l.y[i].X-y.X, l.y[i].Y-y.Y
				w[j] = 1 / (1 + x*x + y*y)
				sum += w[j]
			}
			l.sums[i] = sum - w[i]
		}
	})
	total := 0.0
	for _, sum := range l.sums {
		total += sum
	}
	matrix.Parallel(n, 32, func(begin, end int) {
		for i := begin; i < end; i++ {
			var d Place
			p, w := l.p.Row(i), l.w.Row(i)
			for j, y := range l.y {
				force := 4 * (factor*p[j] - w[j]/total) * w[j]
				d.X += force * (l.y[i].X - y.X)
				d.Y += force * (l.y[i].Y - y.Y)
			}
			l.dy[i] = d
		}
	})
}

// divergence is C of the places as they stand.
func (l *layout) divergence() float64 {
	total := 0.0
	w := func(i, j int) float64 {
		x, y := l.y[i].X-l.y[j].X, l.y[i].Y-l.y[j].Y
		return 1 / (1 + x*x + y*y)
	}
	for i := range l.y {
		for j := range l.y {
			if i != j {
				total += w(i, j)
			}
		}
	}
	sum := 0.0
	for i := range l.y {
		for j, p := range l.p.Row(i) {
			if i != j && p > 0 {
				sum += p * math.Log(p/(w(i, j)/total))
			}
		}
	}
	return sum
}
