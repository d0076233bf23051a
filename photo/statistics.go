package photo

// quantile returns the value below which the share q of the values lies, from a regular sample of some 30 000 of them,
// which is right to three parts in a thousand. Of no values it is 0.
func quantile(values []float32, q float64) float32 {
	some := sample(values, 30_000)
	if len(some) == 0 {
		return 0
	}
	v := nth(some, int(q*float64(len(some)-1)))
	giveBack(some)
	return v
}

// sample returns a copy of about so many of the values, at regular distances, or of all where they are fewer.
func sample(values []float32, about int) []float32 {
	step := sampleStep(len(values), about)
	some, _ := borrowed((len(values) + step - 1) / step)
	for i := range some {
		some[i] = values[i*step]
	}
	return some
}

// sampleStep is the distance at which of n values about so many are met. It is odd: pictures are mostly of an even width,
// and the samples would stand in a few columns.
func sampleStep(n, about int) int { return n/about | 1 }

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
	low, high := values[0], values[0]
	for _, v := range values {
		if v < low {
			low = v
		} else if v > high {
			high = v
		}
	}
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
