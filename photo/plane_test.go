package photo

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// resizedNaively repeats every pixel as often as the new picture has pixels in that direction; then every new pixel is
// the plain mean of as many as the old picture had.
func resizedNaively(p *Plane, width, height int) *Plane {
	return planeOf(width, height, func(x, y int) float64 {
		sum := 0.0
		for i := range p.Width {
			for j := range p.Height {
				sum += float64(p.V[(y*p.Height+j)/height*p.Width+(x*p.Width+i)/width])
			}
		}
		return sum / float64(p.Width*p.Height)
	})
}

func TestReducedIsMeanOfArea(t *testing.T) {
	for _, test := range []struct {
		reason                  string
		width, height, toX, toY int
	}{
		{"whole steps", 12, 6, 4, 3},
		{"broken steps share the pixels at their ends", 13, 7, 5, 3},
		{"hardly smaller", 13, 7, 12, 6},
		{"one direction alone", 13, 7, 13, 2},
		{"the other alone", 13, 7, 4, 7},
		{"to one pixel", 13, 7, 1, 1},
		{"the same size", 13, 7, 13, 7},
		{"a line", 40, 1, 7, 1},
	} {
		t.Run(test.reason, func(t *testing.T) {
			p := randomPlane(3, test.width, test.height, 256)
			got := p.resized(test.toX, test.toY)
			if far := farthest(t, got, resizedNaively(p, test.toX, test.toY)); far > 1e-3 {
				t.Errorf("a pixel differs by %v from the mean of what it covers", far)
			}
			if a, b := mean(p.V), mean(got.V); math.Abs(a-b) > 1e-3 {
				t.Errorf("the mean went from %v to %v", a, b)
			}
		})
	}
}

func TestResizedKeepsConstants(t *testing.T) {
	for _, from := range [][2]int{{1, 1}, {1, 9}, {8, 5}} {
		for _, to := range [][2]int{{1, 1}, {3, 2}, {8, 9}, {31, 17}} {
			p := planeOf(from[0], from[1], func(x, y int) float64 { return 77 })
			for i, v := range p.resized(to[0], to[1]).V {
				if math.Abs(float64(v)-77) > 1e-4 {
					t.Fatalf("from %v to %v: pixel %d is %v, want 77", from, to, i, v)
				}
			}
		}
	}
}

// At three times the size, the middle of every third pixel is the middle of an old one, and the curve goes through it.
func TestEnlargedPassesThroughPixels(t *testing.T) {
	p := randomPlane(4, 9, 6, 256)
	large := p.resized(27, 18)
	for y := range p.Height {
		for x := range p.Width {
			if got, want := large.V[(3*y+1)*27+3*x+1], p.V[y*9+x]; math.Abs(float64(got-want)) > 1e-3 {
				t.Errorf("pixel (%d, %d) became %v, was %v", x, y, got, want)
			}
		}
	}
}

// The curve of Keys with a = −1/2 is exact for polynomials of second degree; away from the edges, where pixels are
// repeated, there is then no error at all.
func TestEnlargedIsExactForParabolas(t *testing.T) {
	parabola := func(x, y float64) float64 { return 3 + 2*x - 0.5*x*x + y + 0.25*y*y + 0.125*x*y }
	p := planeOf(12, 10, func(x, y int) float64 { return parabola(float64(x), float64(y)) })
	large := p.resized(30, 25)
	for y := 5; y < 20; y++ {
		for x := 5; x < 25; x++ {
			want := parabola((float64(x)+0.5)*12/30-0.5, (float64(y)+0.5)*10/25-0.5)
			if got := float64(large.V[y*30+x]); math.Abs(got-want) > 1e-3 {
				t.Errorf("pixel (%d, %d) is %v, want %v", x, y, got, want)
			}
		}
	}
}

// meanAround is the mean of the square of 2·radius+1 pixels around a pixel, the outermost pixels repeated.
func meanAround(p *Plane, radius int) *Plane {
	return planeOf(p.Width, p.Height, func(x, y int) float64 {
		sum := 0.0
		for dy := -radius; dy <= radius; dy++ {
			for dx := -radius; dx <= radius; dx++ {
				sum += float64(p.inside(x+dx, y+dy))
			}
		}
		return sum / float64((2*radius+1)*(2*radius+1))
	})
}

func TestBlurredIsTwiceTheMean(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 8}, {11, 7}, {5, 40}} {
		for _, radius := range []int{0, 1, 2, 6, 12} { // up to more than the picture has
			p := randomPlane(6, size[0], size[1], 256)
			if far := farthest(t, p.blurred(radius), meanAround(meanAround(p, radius), radius)); far > 1e-3 {
				t.Errorf("size %v, radius %d: a pixel differs by %v", size, radius, far)
			}
		}
	}
}

// TestBlurredIsNearlyGaussian measures the standard deviation that the comment promises, on a single bright pixel.
func TestBlurredIsNearlyGaussian(t *testing.T) {
	for _, radius := range []int{2, 3, 5, 10} {
		p := newPlane(61, 61)
		p.V[30*61+30] = 1
		variance := 0.0
		for i, v := range p.blurred(radius).V {
			variance += float64(v) * float64((i%61-30)*(i%61-30))
		}
		got, want := math.Sqrt(variance), 0.82*(float64(radius)+0.5)
		if math.Abs(got-want) > 0.03*want {
			t.Errorf("radius %d: the deviation is %.3f, want about %.3f", radius, got, want)
		}
	}
}

func TestSmoothedKernel(t *testing.T) {
	p := newPlane(5, 5)
	p.V[2*5+2] = 16
	want := []float32{
		0, 0, 0, 0, 0,
		0, 1, 2, 1, 0,
		0, 2, 4, 2, 0,
		0, 1, 2, 1, 0,
		0, 0, 0, 0, 0,
	}
	if got := p.smoothed().V; !slices.Equal(got, want) {
		t.Errorf("a bright pixel becomes %v, want %v", got, want)
	}
}

func TestAt(t *testing.T) {
	p := &Plane{2, 2, []float32{0, 10, 20, 30}}
	for _, test := range []struct {
		reason  string
		x, y    float64
		outside float32
		want    float32
	}{
		{"on a pixel", 1, 0, 99, 10},
		{"half way to the right", 0.5, 0, 99, 5},
		{"half way down", 0, 0.5, 99, 10},
		{"amid four", 0.5, 0.5, 99, 15},
		{"half way out", -0.5, 0, 100, 50},
		{"half way out at the bottom", 1, 1.5, 0, 15},
		{"outside", -7, 40, 99, 99},
	} {
		if got := p.at(test.x, test.y, test.outside); got != test.want {
			t.Errorf("%s: at (%v, %v) is %v, want %v", test.reason, test.x, test.y, got, test.want)
		}
	}
}

func TestQuantile(t *testing.T) {
	many := make([]float32, 1_000_000)
	for i := range many {
		many[len(many)-1-i] = float32(i)
	}
	for _, test := range []struct {
		reason          string
		values          []float32
		q               float64
		want, tolerance float64
	}{
		{"of nothing", nil, 0.5, 0, 0},
		{"of one value", []float32{7}, 0.9, 7, 0},
		{"the median of an odd count", []float32{9, 1, 5}, 0.5, 5, 0},
		{"the lower of two for want of a middle", []float32{4, 2}, 0.5, 2, 0},
		{"the least", []float32{4, 2, 8}, 0, 2, 0},
		{"the greatest", []float32{4, 2, 8}, 1, 8, 0},
		{"of so many that only a sample is sorted", many, 0.25, 250_000, 100},
	} {
		before := slices.Clone(test.values)
		if got := float64(quantile(test.values, test.q)); math.Abs(got-test.want) > test.tolerance {
			t.Errorf("%s: quantile %v is %v, want %v", test.reason, test.q, got, test.want)
		}
		if !slices.Equal(before, test.values) {
			t.Errorf("%s: the values were put into another order", test.reason)
		}
	}
}

func TestOtsu(t *testing.T) {
	spread := func(seed uint64, n int, middle, deviation float64) []float32 {
		random := seeded(seed)
		values := make([]float32, n)
		for i := range values {
			values[i] = float32(middle + deviation*random.NormFloat64())
		}
		return values
	}
	for _, test := range []struct {
		reason    string
		values    []float32
		low, high float64 // the threshold lies between
	}{
		{"of nothing", nil, 0, 0},
		{"one grey is one class: nothing lies above", []float32{7, 7, 7}, 7, 7},
		{"two values", []float32{1, 9, 1, 9}, 1, 8.99},
		{"two clear classes", slices.Concat(spread(1, 500, 60, 8), spread(2, 500, 200, 8)), 78, 175},
		{"the smaller class need not be large", slices.Concat(spread(3, 2000, 60, 5), spread(4, 60, 200, 5)), 75, 185},
		{"contrasts lie about zero", slices.Concat(spread(5, 500, 0, 0.02), spread(6, 300, 0.7, 0.05)), 0.05, 0.55},
	} {
		if got := float64(otsu(test.values)); got < test.low || got > test.high {
			t.Errorf("%s: threshold %v, want it from %v to %v", test.reason, got, test.low, test.high)
		}
	}
}

// TestOtsuIsBest tries every threshold on small random sets: none may part the values better.
func TestOtsuIsBest(t *testing.T) {
	between := func(values []float32, threshold float32) float64 { // n₀·n₁·(μ₀ − μ₁)²
		var lower, upper []float32
		for _, v := range values {
			if v > threshold {
				upper = append(upper, v)
			} else {
				lower = append(lower, v)
			}
		}
		if len(lower) == 0 || len(upper) == 0 {
			return 0
		}
		d := mean(lower) - mean(upper)
		return float64(len(lower)*len(upper)) * d * d
	}
	for seed := range uint64(50) {
		values := randomPlane(seed, 12, 1, 40).V // levels wider than the bins, whatever the extremes are
		best := 0.0
		for _, v := range values {
			best = max(best, between(values, v))
		}
		if got := between(values, otsu(values)); got < best*(1-1e-9) {
			t.Errorf("%s: it parts by %v, the best by %v", fmt.Sprint(values), got, best)
		}
	}
}

// Sharpened, the edge that a blur has made soft is steeper again, and what is even stays as it is.
func TestSharpened(t *testing.T) {
	edge := newPlane(60, 9)
	for i := range edge.V {
		edge.V[i] = 100
		if i%edge.Width >= 30 {
			edge.V[i] = 200
		}
	}
	soft := edge.blurred(4)
	sharp := soft.Sharpened(0.82 * 4.5)
	steepest := func(p *Plane) (most float32) {
		row := p.row(4)
		for x := 1; x < len(row); x++ {
			most = max(most, row[x]-row[x-1])
		}
		return most
	}
	if before, after := steepest(soft), steepest(sharp); after < 1.9*before {
		t.Errorf("the edge rises by %.1f a pixel, before by %.1f", after, before)
	}
	for _, x := range []int{0, 10, 50, 59} {
		if got, want := sharp.row(4)[x], edge.row(4)[x]; math.Abs(float64(got-want)) > 0.01 {
			t.Errorf("pixel %d was %v, and is %v", x, want, got)
		}
	}
}
