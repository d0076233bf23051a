package evaluate

import (
	"fmt"
	"strings"

	"aloud/plot"
)

// RiskFigure draws the curve of coverage and risk. The errors that were seen have a logarithm only where there were some; what
// is possible with so few examples always has.
func (a Acceptance) RiskFigure() plot.Figure {
	seen, possible := plot.Curve{Name: "errors seen"}, plot.Curve{Name: "true rate below, with 95 %"}
	least := 0.0005 // that is shown, and less where there are so many examples that the bound is lower
	for _, c := range a.Curve {
		least = min(least, c.Bound)
		seen.Points = append(seen.Points, plot.Point{X: c.Share, Y: c.ErrorRate})
		possible.Points = append(possible.Points, plot.Point{X: c.Share, Y: c.Bound})
	}
	chart := plot.Chart{
		Title:  "How much can be accepted, and at which risk",
		X:      plot.Axis{Label: "accepted of what is written", Percent: true, To: 1},
		Y:      plot.Axis{Label: "wrong of what is accepted", Percent: true, Log: true, From: least, To: 1},
		Curves: []plot.Curve{seen, possible},
	}
	return chart.Draw("Risk against coverage. " + a.sentence())
}

// sentence tells the coverages at the risks.
func (a Acceptance) sentence() string {
	var parts []string
	for _, c := range a.AtRisk {
		parts = append(parts, fmt.Sprintf("with at most %s errors %.1f %% can be accepted", share(c.Risk), 100*c.Share))
	}
	return "Of what is written, " + strings.Join(parts, ", ") + "."
}

// groupsFigure draws the errors of several groups in one chart.
func groupsFigure(groups []group) plot.Figure {
	chart := plot.Chart{
		Title: "The same by " + groups[0].Of,
		X:     plot.Axis{Label: "accepted of what is written", Percent: true, To: 1},
		Y:     plot.Axis{Label: "wrong of what is accepted", Percent: true, Log: true, From: 0.0005, To: 1},
	}
	var words []string
	for _, g := range groups {
		curve := plot.Curve{Name: g.Name}
		for _, c := range g.Curve {
			curve.Points = append(curve.Points, plot.Point{X: c.Share, Y: c.ErrorRate})
		}
		chart.Curves = append(chart.Curves, curve)
		words = append(words, g.Name+": "+g.Acceptance.sentence())
	}
	return chart.Draw("Risk against coverage by " + groups[0].Of + ". " + strings.Join(words, " "))
}

// ReliabilityFigure draws how often a reader is right against how sure it was. Its bounds hold the true share with 95 %
// confidence.
func ReliabilityFigure(all []Bin) plot.Figure {
	diagram := plot.Reliability{Title: "How sure it was, and how often right"}
	words := "A reliability diagram."
	for _, b := range all {
		low, high := interval(b.Right, b.Count)
		diagram.Bins = append(diagram.Bins, plot.Bin{From: b.From, To: b.To, Right: ratio(b.Right, b.Count), Low: low, High: high})
		words += fmt.Sprintf(" %s to %s sure: %d of %d right.", share(b.From), share(b.To), b.Right, b.Count)
	}
	return diagram.Draw(words)
}
