package page

import (
	"fmt"
	"math"
	"strings"

	"aloud/lab"
	"aloud/plot"
)

// PriorErrors shows what the prior does to the errors, and PriorLikelihood what it does to the log-likelihood.
func (p *page) PriorErrors() (*Exhibit, error) {
	return p.priorChart("prior-errors", "Validation errors against λ",
		plot.Axis{Label: "validation errors", Percent: true, Log: true, From: 0.05, To: 0.5},
		func(point lab.PriorPoint) float64 { return point.ErrorRate },
		func(v float64) string { return percent(v) },
		lab.PriorStudy.FewestErrors, "fewest errors")
}

func (p *page) PriorLikelihood() (*Exhibit, error) {
	return p.priorChart("prior-likelihood", "Mean validation log-likelihood against λ", plot.Axis{Label: "mean log p(t | x)", From: -2, To: 0},
		func(point lab.PriorPoint) float64 { return point.LogLikelihood },
		func(v float64) string { return decimal(3, v) },
		lab.PriorStudy.Best, "highest log-likelihood")
}

func (p *page) priorChart(name, title string, y plot.Axis, of func(lab.PriorPoint) float64, text func(float64) string,
	best func(lab.PriorStudy) lab.PriorPoint, word string) (*Exhibit, error) {
	chart := plot.Chart{Title: title, X: plot.Axis{Label: "λ, the strength of the prior", Log: true}, Y: y}
	table := Table{Caption: title, Head: []string{"λ"}}
	var words []string
	for _, study := range p.Prior {
		curve := plot.Curve{Name: number(study.Digits) + " digits"}
		table.Head = append(table.Head, curve.Name)
		for i, point := range study.Points {
			curve.Points = append(curve.Points, plot.Point{X: point.Lambda, Y: of(point)})
			if len(table.Rows) <= i {
				table.Rows = append(table.Rows, []string{powerOfTen(point.Lambda)})
			}
			table.Rows[i] = append(table.Rows[i], text(of(point)))
		}
		chart.Curves = append(chart.Curves, curve)
		top, weakest := best(study), study.Points[len(study.Points)-1]
		words = append(words, fmt.Sprintf("with %s digits the %s is %s at λ of %s, against %s with the weakest prior",
			number(study.Digits), word, text(of(top)), powerOfTen(top.Lambda), text(of(weakest))))
	}
	alt := fmt.Sprintf("A curve for each number of training digits, %s. Each is best somewhere between the strongest prior and the weakest: %s.",
		list(p.priorSizes()), strings.Join(words, "; "))
	return p.exhibit(name, title+", one curve for each number of digits learned from.", chart.Draw(alt), table)
}

func (p *page) priorSizes() []string {
	var sizes []string
	for _, study := range p.Prior {
		sizes = append(sizes, number(study.Digits))
	}
	return sizes
}

// PriorSummary is what the study comes to: a row for each number of digits.
func (p *page) PriorSummary() Table {
	t := Table{Caption: "The prior that suits, by log-likelihood", Head: []string{"digits", "sets", "best λ", "σ of the prior", "log-likelihood",
		"errors", "errors with the weakest prior"}}
	for _, study := range p.Prior {
		best, weakest := study.Best(), study.Points[len(study.Points)-1]
		t.Rows = append(t.Rows, []string{number(study.Digits), number(study.Draws), powerOfTen(best.Lambda),
			decimal(2, best.Deviation(study.Digits)), decimal(3, best.LogLikelihood), percent(best.ErrorRate), percent(weakest.ErrorRate)})
	}
	return t
}

// LargestSlope is the largest derivative left anywhere in the study of the prior.
func (p *page) LargestSlope() float64 {
	largest := 0.0
	for _, study := range p.Prior {
		for _, point := range study.Points {
			largest = math.Max(largest, point.Slope)
		}
	}
	return largest
}
