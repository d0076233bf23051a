package lab

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/matrix"
)

// clusters are n points in so many dimensions, in three heaps that are far apart.
func clusters(n, dimensions int) (points matrix.Matrix[float32], heap []int) {
	random := rand.New(rand.NewPCG(1, 2))
	points = matrix.New[float32](n, dimensions)
	for i := range n {
		heap = append(heap, i%3)
		for j := range points.Row(i) {
			points.Row(i)[j] = float32(random.NormFloat64())
		}
		points.Row(i)[i%3] += 30
	}
	return points, heap
}

// TestLayoutGradient holds the derived gradient of the divergence against the numerical one.
func TestLayoutGradient(t *testing.T) {
	points, _ := clusters(20, 5)
	l := newLayout(distances(points), make([]Place, 20))
	random := rand.New(rand.NewPCG(3, 4))
	for i := range l.y {
		l.y[i] = Place{random.NormFloat64(), random.NormFloat64()}
	}
	l.computeGradient(1)
	const h = 1e-5
	for i := range l.y {
		for _, c := range []struct {
			y    *float64
			want float64
		}{{&l.y[i].X, l.dy[i].X}, {&l.y[i].Y, l.dy[i].Y}} {
			middle := *c.y
			*c.y = middle + h
			above := l.divergence()
			*c.y = middle - h
			below := l.divergence()
			*c.y = middle
			if got := (above - below) / (2 * h); !(math.Abs(got-c.want) <= 1e-7) {
				t.Fatalf("thing %d: derived %g, measured %g", i, c.want, got)
			}
		}
	}
}

// TestNeighbourhood sees that the probabilities have the perplexity asked for.
func TestNeighbourhood(t *testing.T) {
	points, _ := clusters(200, 5)
	p := make([]float64, 200)
	neighbourhood(p, distances(points).Row(7), 7)
	sum, entropy := 0.0, 0.0
	for _, v := range p {
		if sum += v; v > 0 {
			entropy -= v * math.Log(v)
		}
	}
	if !(math.Abs(sum-1) <= 1e-9) || p[7] != 0 || !(math.Abs(math.Exp(entropy)-perplexity) <= 0.01) {
		t.Errorf("sum %g, of itself %g, perplexity %g", sum, p[7], math.Exp(entropy))
	}
	same := make([]float64, 4)
	neighbourhood(same, make([]float64, 4), 0) // all at one place
	if !(math.Abs(same[1]-1.0/3) <= 1e-9) {
		t.Errorf("things at one place: %v", same)
	}
}

// TestLayOut sees that what was in one heap stays in one, and that it comes out the same on one core and two.
func TestLayOut(t *testing.T) {
	points, heap := clusters(120, 10)
	begin, explained, err := principalComponents(points)
	if err != nil {
		t.Fatal(err)
	}
	if explained < 0.9 {
		t.Errorf("two components hold %g of three far heaps", explained)
	}
	y := layOut(distances(points), begin, func(float64, string) {})
	for i := range y {
		nearest, least := -1, math.Inf(1)
		for j := range y {
			if d := math.Hypot(y[i].X-y[j].X, y[i].Y-y[j].Y); j != i && d < least {
				nearest, least = j, d
			}
		}
		if heap[nearest] != heap[i] {
			t.Errorf("thing %d of heap %d is next to %d of heap %d", i, heap[i], nearest, heap[nearest])
		}
	}
	if again := layOut(distances(points), begin, func(float64, string) {}); !slices.Equal(again, y) {
		t.Error("another layout the second time")
	}
}

// TestPrincipalComponents finds the two directions of points that lie on a plane.
func TestPrincipalComponents(t *testing.T) {
	points := matrix.New[float32](4, 3)
	copy(points.Data, []float32{10, 5, 0, 10, -5, 0, -10, 1, 0, -10, -1, 0})
	places, explained, err := principalComponents(points)
	if err != nil {
		t.Fatal(err)
	}
	if !(math.Abs(explained-1) <= 1e-9) {
		t.Errorf("a plane holds %g of itself", explained)
	}
	for i, p := range places {
		if !(math.Abs(math.Abs(p.X)-10) <= 0.2) || !(math.Abs(math.Hypot(p.X, p.Y)-math.Hypot(float64(points.Row(i)[0]), float64(points.Row(i)[1]))) <= 1e-5) {
			t.Errorf("point %d lies at %v", i, p)
		}
	}
}
