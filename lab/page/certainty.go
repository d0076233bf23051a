package page

import "aloud/evaluate"

// Reliability shows how often the best network is right, against how sure it is.
func (p *page) Reliability() (*Exhibit, error) {
	bins := p.Champion().Test.Reliability
	table := Table{Caption: "How sure it was, and how often right", Head: []string{"so sure", "digits", "mean of how sure", "right"}}
	for _, b := range bins {
		table.Rows = append(table.Rows, []string{percent(b.From) + " to " + percent(b.To), number(b.Count), percent(b.Confidence),
			percent(float64(b.Right) / float64(b.Count))})
	}
	return p.exhibit("reliability", "Reliability of the best network: of the digits that it was about equally sure of, the share that was right. "+
		"The whiskers hold the true share with 95 % confidence.", evaluate.ReliabilityFigure(bins), table)
}

// Risk shows how much can be accepted at which risk.
func (p *page) Risk() (*Exhibit, error) {
	test := p.Champion().Test
	table := Table{Caption: "Errors among the digits that are accepted, from the surest on", Head: []string{"accepted", "of all", "wrong", "share wrong", "from this sure on"}}
	for _, c := range some(test.Curve, 20) {
		table.Rows = append(table.Rows, []string{number(c.Accepted), percent(c.Share), number(c.Wrong), percent(c.ErrorRate), percent(c.Threshold)})
	}
	return p.exhibit("risk-coverage", "Risk against coverage: the more digits are refused, the fewer of the rest are wrong.", test.RiskFigure(), table)
}

// some are so many of the elements at most, evenly spaced, the first and the last among them.
func some[E any](all []E, most int) []E {
	if len(all) <= most {
		return all
	}
	var picked []E
	for i := range most {
		picked = append(picked, all[i*(len(all)-1)/(most-1)])
	}
	return picked
}

// Refused is the table of how much can be accepted at the risks that reports speak of.
func (p *page) Refused() Table {
	t := Table{Caption: "How much can be accepted at a risk", Head: []string{"at most so many wrong", "accepted", "wrong", "true share of wrong below, with 95 % confidence"}}
	for _, c := range p.Champion().Test.AtRisk {
		t.Rows = append(t.Rows, []string{percent(c.Risk), percent(c.Share), number(c.Wrong), percent(c.Bound)})
	}
	return t
}
