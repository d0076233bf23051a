package photo

import "math"

// resized brings the picture to another size. Each new pixel is the mean of the old ones that it covers where the
// picture becomes smaller (picking single pixels would make thin strokes vanish), and lies on a cubic curve through
// them where it becomes larger. Where there are no old ones, it is 0.
func (p *Plane) resized(width, height int) *Plane {
	if len(p.V) == 0 {
		return newPlane(width, height)
	}
	return resizeRows(resizeColumns(p, height), width)
}

// resizeColumns brings every column to the given height. It goes row by row, as the picture lies in memory.
func resizeColumns(p *Plane, height int) *Plane {
	if height == p.Height {
		return p
	}
	out := newPlane(p.Width, height)
	for y, parts := range resizing(height, p.Height) {
		to := out.row(y)
		for _, part := range parts {
			for x, v := range p.row(part.at) {
				to[x] += part.weight * v
			}
		}
	}
	return out
}

// resizeRows brings every row to the given width.
func resizeRows(p *Plane, width int) *Plane {
	if width == p.Width {
		return p
	}
	out, pixels := newPlane(width, p.Height), resizing(width, p.Width)
	for y := range p.Height {
		row, to := p.row(y), out.row(y)
		for x, parts := range pixels {
			sum := float32(0)
			for _, part := range parts {
				sum += part.weight * row[part.at]
			}
			to[x] = sum
		}
	}
	return out
}

// A part is what an old pixel contributes to a new one.
type part struct {
	at     int // place of the old pixel
	weight float32
}

// resizing tells for each pixel of a row of a new length of which old ones it is made. The weights of each sum to 1.
func resizing(length, oldLength int) [][]part {
	parts := make([][]part, length)
	step := float64(oldLength) / float64(length)
	for x := range parts {
		if length < oldLength {
			parts[x] = coveredParts(float64(x)*step, float64(x+1)*step, oldLength)
		} else {
			parts[x] = cubicParts((float64(x)+0.5)*step-0.5, oldLength)
		}
	}
	return parts
}

// coveredParts are the old pixels from begin to end, each with the share of that length that it takes.
func coveredParts(begin, end float64, oldLength int) []part {
	var parts []part
	for i := int(begin); float64(i) < end && i < oldLength; i++ {
		length := min(end, float64(i+1)) - max(begin, float64(i))
		parts = append(parts, part{i, float32(length / (end - begin))})
	}
	return parts
}

// cubicParts are the four old pixels around a place with the weights of a Catmull-Rom curve through them (Keys, "Cubic
// convolution interpolation for digital image processing", 1981, with a = −1/2). At the ends the last one is repeated.
func cubicParts(at float64, oldLength int) []part {
	floor := math.Floor(at)
	t := float32(at - floor)
	parts := []part{
		{-1, t * (-1 + t*(2-t)) / 2},
		{0, (2 + t*t*(3*t-5)) / 2},
		{1, t * (1 + t*(4-3*t)) / 2},
		{2, t * t * (t - 1) / 2},
	}
	for i := range parts {
		parts[i].at = min(max(int(floor)+parts[i].at, 0), oldLength-1)
	}
	return parts
}
