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
	return nth(sample, int(q*float64(len(sample)-1)))
}

// nth returns the element that would stand at place n if the values were sorted, and leaves them in another order: of the
// two parts that a pivot makes, only the one with the place in it is looked at again (Hoare, "Algorithm 65: Find", 1961).
func nth(values []float32, n int) float32 {
	for low, high := 0, len(values)-1; low < high; {
		pivot := median(values[low], values[(low+high)/2], values[high])
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for pivot < values[j] {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return values[n]
		}
	}
	return values[n]
}

// median returns the one between the two others.
func median(a, b, c float32) float32 { return max(min(a, b), min(max(a, b), c)) }

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
