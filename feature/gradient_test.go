package feature

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"aloud/digit"
)

// gradientsOf returns the numbers of a digit that needs no straightening.
func gradientsOf(d *digit.Digit) []float64 {
	x := make([]float64, Gradients.Size())
	Encode(Gradients, x, d)
	return x
}

// TestGradientsAgainstDefinition compares them with the sums as they stand, over all pixels and in angles: what is left
// out for speed, the points far from a pixel, must not be missed.
func TestGradientsAgainstDefinition(t *testing.T) {
	d, random := pose{0.9, 1, 0.2, 0, 0}.two(), seeded(1)
	for i := range d {
		d[i] ^= uint8(random.IntN(32)) // so that gradients point in all directions, everywhere
	}
	got := gradientsOf(&d)
	for i := range gridSide {
		for j := range gridSide {
			want := definedAt(&d, i, j)
			for k, f := range want {
				x := got[(i*gridSide+j)*directions+k]
				// Written as "not within", for NaN is never beyond.
				if !(math.Abs(x*x/(gain*gain)-f) <= 1e-4) {
					t.Fatalf("point (%d, %d), direction %d: %v squared, want %v", i, j, k, x, f)
				}
			}
		}
	}
}

// definedAt is the sums f_ijk of one point of the grid.
func definedAt(d *digit.Digit, i, j int) (f [directions]float64) {
	v := func(x, y int) float64 {
		if x < 0 || y < 0 || x >= digit.Side || y >= digit.Side {
			return 0
		}
		return float64(d[y*digit.Side+x]) / 255
	}
	gauss := func(z float64) float64 { return math.Exp(-z*z/(2*blur*blur)) / (blur * math.Sqrt(2*math.Pi)) }
	const between = 2 * math.Pi / directions
	for y := range digit.Side {
		for x := range digit.Side {
			var gx, gy float64
			for n, weight := range [...]float64{1, 2, 1} {
				gx += weight * (v(x+1, y+n-1) - v(x-1, y+n-1)) / 8
				gy += weight * (v(x+n-1, y+1) - v(x+n-1, y-1)) / 8
			}
			angle, length := math.Mod(math.Atan2(gy, gx)+2*math.Pi, 2*math.Pi), math.Hypot(gx, gy)
			k := int(angle / between)
			seen := gauss(float64(x)-(centre+float64(j-gridSide/2)*spacing)) * gauss(float64(y)-(centre+float64(i-gridSide/2)*spacing))
			f[k%directions] += seen * length * math.Sin(float64(k+1)*between-angle) / math.Sin(between)
			f[(k+1)%directions] += seen * length * math.Sin(angle-float64(k)*between) / math.Sin(between)
		}
	}
	return f
}

// TestDivide puts gradients back together from their shares, all around the circle and on the directions themselves.
func TestDivide(t *testing.T) {
	const between = 2 * math.Pi / directions
	for step := range 8 * directions {
		angle := float64(step) * between / 8
		gx, gy := 100*math.Cos(angle), 100*math.Sin(angle)
		k, alpha, beta := divide(float32(gx), float32(gy))
		if k < 0 || k >= directions || alpha < 0 || beta < 0 {
			t.Fatalf("%.0f degrees: direction %d, shares %v and %v", angle*180/math.Pi, k, alpha, beta)
		}
		a, b := float64(alpha)/math.Sin(between), float64(beta)/math.Sin(between)
		x := a*math.Cos(float64(k)*between) + b*math.Cos(float64(k+1)*between)
		y := a*math.Sin(float64(k)*between) + b*math.Sin(float64(k+1)*between)
		if !(math.Hypot(x-gx, y-gy) <= 1e-3) {
			t.Errorf("(%.2f, %.2f) came back as (%.2f, %.2f) from direction %d", gx, gy, x, y, k)
		}
	}
}

// TestGradientsTurnWithTheDigit turns a digit by a quarter: then the grid turns, and every direction by a quarter of all.
func TestGradientsTurnWithTheDigit(t *testing.T) {
	d := plain.two()
	var turned digit.Digit
	for y := range digit.Side {
		for x := range digit.Side {
			turned[x*digit.Side+digit.Side-1-y] = d[y*digit.Side+x] // clockwise
		}
	}
	was, is := gradientsOf(&d), gradientsOf(&turned)
	for i := range gridSide {
		for j := range gridSide {
			for k := range directions {
				want := was[(i*gridSide+j)*directions+k]
				got := is[(j*gridSide+gridSide-1-i)*directions+(k+directions/4)%directions]
				if !(math.Abs(got-want) <= 1e-5) {
					t.Fatalf("point (%d, %d), direction %d: %v, turned %v", i, j, k, want, got)
				}
			}
		}
	}
}

// TestGradientsOfAnEdge looks at one edge alone: it is counted where it is, in the direction that it faces.
func TestGradientsOfAnEdge(t *testing.T) {
	var d digit.Digit
	for i := range d {
		if i%digit.Side >= 14 {
			d[i] = 255 // the right half; the rim's own edges are far from the points below
		}
	}
	x := gradientsOf(&d)
	middle := x[(gridSide/2*gridSide+gridSide/2)*directions:][:directions]
	if k := slices.Index(middle, slices.Max(middle)); k != 0 || slices.Max(middle[1:]) > 0 {
		t.Errorf("ink that begins towards the right faces %v", middle)
	}
	if left := slices.Max(x[(gridSide/2*gridSide+1)*directions:][:directions]); left > middle[0]/10 {
		t.Errorf("an edge of %v in the middle is seen as %v nine pixels to the left", middle[0], left)
	}
}

// TestGradientsForgetTheHand: straightened, a digit has nearly the same numbers however it was shifted, stretched and
// slanted; as it stands it has quite others. Distances are relative to the length of the vector.
func TestGradientsForgetTheHand(t *testing.T) {
	encode := func(p pose, prepare bool) []float64 {
		d := p.two()
		if prepare {
			d = Gradients.Prepare(&d)
		}
		return gradientsOf(&d)
	}
	for _, row := range []struct {
		change        string
		pose          pose
		raw, straight float64 // at least, at most
	}{
		{"shifted", pose{1, 1, 0, 2.5, -1.5}, 0.35, 0.15},
		{"narrow", pose{0.75, 1, 0, 0, 0}, 0.35, 0.15},
		{"small", pose{0.8, 0.8, 0, 0, 0}, 0.35, 0.15},
		{"slanted to the left", pose{1, 1, 0.3, 0, 0}, 0.35, 0.15},
		{"slanted to the right", pose{1, 1, -0.4, 0, 0}, 0.35, 0.15},
		{"all of it", pose{0.8, 0.9, -0.3, 1.3, 0.7}, 0.35, 0.15},
	} {
		raw := distance(encode(plain, false), encode(row.pose, false))
		straight := distance(encode(plain, true), encode(row.pose, true))
		if raw < row.raw || straight > row.straight {
			t.Errorf("%s: the numbers move by %.3f, straightened by %.3f; want at least %v, at most %v",
				row.change, raw, straight, row.raw, row.straight)
		}
	}
}

// distance is |a − b| / |a|.
func distance(a, b []float64) float64 {
	var difference, length float64
	for i := range a {
		difference += (a[i] - b[i]) * (a[i] - b[i])
		length += a[i] * a[i]
	}
	return math.Sqrt(difference / length)
}

// BenchmarkEncode measures each encoding's two halves on a digit of common size, in microseconds and on one core:
//
//	go test -bench Encode -cpu 1 ./feature
func BenchmarkEncode(b *testing.B) {
	d := pose{0.9, 1, 0.2, 0, 0}.two()
	for _, e := range Encodings {
		prepared, x := e.Prepare(&d), make([]float32, e.Size())
		for name, half := range map[string]func(){
			"prepare": func() { prepared = e.Prepare(&d) },
			"encode":  func() { Encode(e, x, &prepared) },
		} {
			b.Run(fmt.Sprint(e, "/", name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					half()
				}
				b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N), "µs/digit")
			})
		}
	}
}
