package page

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"aloud/digit"
	"aloud/plot"
)

// SoftmaxWeights shows the weights of each class as a picture.
func (p *page) SoftmaxWeights() (*Exhibit, error) {
	return p.weights("softmax-weights", "The weights of softmax regression", "class", 0, p.Notebook.W, 10)
}

// PerceptronWeights shows the weights of each hidden unit as a picture.
func (p *page) PerceptronWeights() (*Exhibit, error) {
	return p.weights("perceptron-weights", "The first layer of the perceptron", "unit", 1, p.Notebook.V, len(p.Notebook.V)/digit.Pixels)
}

// weights draws the columns of a matrix of inputs × outputs.
func (p *page) weights(name, title, kind string, first int, w []float64, outputs int) (*Exhibit, error) {
	scale := plot.Scale{Limit: limit(w)}
	gallery := plot.Gallery{Title: title, Columns: 5, Scale: &scale}
	table := Table{Caption: title, Head: []string{kind, "lowest", "at row, column", "highest", "at row, column"}}
	for k := range outputs {
		column := make([]float64, digit.Pixels)
		for i := range column {
			column[i] = w[i*outputs+k]
		}
		gallery.Pictures = append(gallery.Pictures, plot.Picture{Image: scale.Picture(column, digit.Side), Caption: strconv.Itoa(k + first)})
		low, high := extremes(column)
		table.Rows = append(table.Rows, []string{strconv.Itoa(k + first), decimal(4, column[low]), place(low), decimal(4, column[high]), place(high)})
	}
	alt := fmt.Sprintf("%d pictures of 28 by 28 weights, one for each %s, in one scale of colours from %s (blue) over zero (white) to %s (orange).",
		outputs, kind, decimal(3, -scale.Limit), decimal(3, scale.Limit))
	if kind == "class" {
		alt += " Each class shows a blurred digit of its own in orange, where its ink is usual, on blue, where the ink of others would be; the border is white."
	} else {
		alt += " Patches of both colours cover the middle, where strokes run, each unit in another pattern; none looks like a digit."
	}
	return p.exhibit(name, title+", as pictures with a common zero; the few weights beyond the scale have the colours of its ends.", gallery.Draw(alt), table)
}

// limit is where the scale of the weights ends, a round number. A few weights may lie beyond it, and get the colours of the
// ends: a scale as long as the very largest would leave all others pale.
func limit(w []float64) float64 {
	const within = 0.995 // of the weights
	sizes := make([]float64, len(w))
	for i, v := range w {
		sizes[i] = math.Abs(v)
	}
	slices.Sort(sizes)
	large := sizes[int(within*float64(len(sizes)-1))]
	if large == 0 {
		return 1
	}
	step := math.Pow(10, math.Floor(math.Log10(large)))
	return math.Ceil(large/step) * step
}

// extremes are the places of the lowest and of the highest number.
func extremes(values []float64) (low, high int) {
	for i, v := range values {
		if v < values[low] {
			low = i
		}
		if v > values[high] {
			high = i
		}
	}
	return low, high
}

// place names a pixel.
func place(i int) string { return fmt.Sprintf("%d, %d", i/digit.Side, i%digit.Side) }
