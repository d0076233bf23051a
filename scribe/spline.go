package scribe

// catmullRom gives the weights of four neighbouring points p₀ to p₃ for the place t from 0 to 1 between p₁ and p₂. The
// curve Σ bₖ(t)·pₖ passes through every point, and its direction at p₁ is half of p₂ - p₀.
//
//	b₀ = (-t³ + 2t² - t)/2
//	b₁ = (3t³ - 5t² + 2)/2
//	b₂ = (-3t³ + 4t² + t)/2
//	b₃ = (t³ - t²)/2
//
// E. Catmull and R. Rom, "A class of local interpolating splines" (1974), with the tension that has become usual.
func catmullRom(t float64) [4]float64 {
	t2, t3 := t*t, t*t*t
	return [4]float64{
		(-t3 + 2*t2 - t) / 2,
		(3*t3 - 5*t2 + 2) / 2,
		(-3*t3 + 4*t2 + t) / 2,
		(t3 - t2) / 2,
	}
}
