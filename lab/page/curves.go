package page

import (
	"fmt"
	"strconv"

	"aloud/plot"
)

// RegressionCurves shows how the log-likelihood of softmax regression rises.
func (p *page) RegressionCurves() (*Exhibit, error) {
	r := p.Notebook.Regression
	return p.curves("softmax-curves", "Softmax regression: mean log-likelihood of a digit", r.TrainingLogP, r.ValidationLogP, r.ValidationErrors)
}

// PerceptronCurves shows that of the perceptron, as means, so that the two can be compared.
func (p *page) PerceptronCurves() (*Exhibit, error) {
	f := p.Notebook.Perceptron
	training, validation := 0, 0
	for _, c := range p.Counts {
		training += c.Training
		validation += c.Validation
	}
	return p.curves("perceptron-curves", "The perceptron: mean log-likelihood of a digit", over(f.TrainingLogP, training),
		over(f.ValidationLogP, validation), f.ValidationErrors)
}

func over(sums []float64, n int) []float64 {
	means := make([]float64, len(sums))
	for i, s := range sums {
		means[i] = s / float64(n)
	}
	return means
}

func (p *page) curves(name, title string, training, validation []float64, errors []int) (*Exhibit, error) {
	during, after := plot.Curve{Name: "training digits, during the pass"}, plot.Curve{Name: "validation digits, after it"}
	table := Table{Caption: title, Head: []string{"pass", "training", "validation", "validation errors"}}
	for i := range training {
		x := float64(i + 1)
		during.Points = append(during.Points, plot.Point{X: x, Y: training[i]})
		after.Points = append(after.Points, plot.Point{X: x, Y: validation[i]})
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), decimal(4, training[i]), decimal(4, validation[i]), number(errors[i])})
	}
	chart := plot.Chart{Title: title, X: plot.Axis{Label: "passes over the training digits"}, Y: plot.Axis{Label: "mean log p(t | x)"},
		Curves: []plot.Curve{during, after}}
	last := len(training) - 1
	alt := fmt.Sprintf("Two curves over %d passes. On the training digits the mean log-likelihood goes from %s in the first pass to %s in the last, "+
		"on the validation digits from %s after the first to %s after the last, and their errors from %s to %s.",
		len(training), decimal(3, training[0]), decimal(3, training[last]), decimal(3, validation[0]), decimal(3, validation[last]),
		number(errors[0]), number(errors[last]))
	caption := title + ". A training figure is taken of each digit just before the step that learns from it, so it lags behind by half a pass."
	return p.exhibit(name, caption, chart.Draw(alt), table)
}
