package photo

import "slices"

// quantile returns the value below which the share q of the values lies, from a regular sample of at most some 100 000
// of them. Of no values it is 0.
func quantile(values []float32, q float64) float32 {
	step := max(1, len(values)/100_000)
	sample := make([]float32, 0, len(values)/step+1)
	for i := 0; i < len(values); i += step {
		sample = append(sample, values[i])
	}
	if len(sample) == 0 {
		return 0
	}
	slices.Sort(sample)
	return sample[int(q*float64(len(sample)-1))]
}

// otsu returns the threshold that parts the values into two classes of the least variance within (Otsu, "A threshold
// selection method from gray-level histograms", 1979): the one that makes n₀·n₁·(μ₀ − μ₁)² greatest.
func otsu(values []float32) float32 {
	if len(values) == 0 {
		return 0
	}
	low, high := slices.Min(values), slices.Max(values)
	if low == high {
		return low
	}
	const bins = 256
	var count [bins]float64
	for _, v := range values {
		count[int((v-low)/(high-low)*(bins-1))]++
	}
	total, sum := float64(len(values)), 0.0
	for i, n := range count {
		sum += float64(i) * n
	}
	best, bestBin, below, sumBelow := -1.0, 0, 0.0, 0.0
	for i, n := range count {
		below += n
		sumBelow += float64(i) * n
		if above := total - below; below > 0 && above > 0 {
			d := sumBelow/below - (sum-sumBelow)/above
			if spread := below * above * d * d; spread > best {
				best, bestBin = spread, i
			}
		}
	}
	return low + (high-low)*(float32(bestBin)+1)/(bins-1)
}
