package page

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"aloud/digit"
	"aloud/lab"
	"aloud/plot"
)

// Standings is the table of all networks.
func (p *page) Standings() Table {
	t := Table{Caption: "Our networks on MNIST's test digits", Head: []string{"model", "errors, mean", "errors of each", "on validation digits"}}
	for _, g := range p.Groups {
		if len(g.Networks) == 0 {
			t.Rows = append(t.Rows, []string{g.Title, "not trained yet", "–", "–"})
			continue
		}
		n := g.Networks[0]
		validation := percent(g.ValidationError())
		if !g.Judged {
			validation = "may have learned from them"
		}
		t.Rows = append(t.Rows, []string{fmt.Sprintf("%s (%s)", g.Title, n.Name), percent(g.TestError()), each(g), validation})
	}
	return t
}

// each lists the test errors of every network of a group.
func each(g lab.Group) string {
	var errors []string
	for _, n := range g.Networks {
		errors = append(errors, number(n.Test.Errors))
	}
	return strings.Join(errors, ", ")
}

// Published is the table of what others have reached.
func (p *page) Published() Table {
	t := Table{Caption: "What others have reached on the same digits", Words: true, Head: []string{"to compare with", "model", "test errors", "source"}}
	for _, g := range p.Groups {
		for _, a := range g.Anchors {
			t.Rows = append(t.Rows, []string{g.Title, a.Model, percent(a.ErrorRate), a.Source})
		}
	}
	return t
}

// StandingsChart shows the errors of all networks as bars beside the published ones.
func (p *page) StandingsChart() (*Exhibit, error) {
	ours, published := plot.Series{Name: "ours, mean"}, plot.Series{Name: "best published of similar means"}
	bars := plot.Bars{Title: "Errors on MNIST's test digits", Measure: plot.Axis{Label: "test errors", Percent: true}}
	table := Table{Caption: bars.Title, Head: []string{"model", "ours, mean", "published"}}
	var words []string
	for _, g := range p.Groups {
		best, mean := math.NaN(), math.NaN()
		for _, a := range g.Anchors {
			best = min(a.ErrorRate, orInfinity(best))
		}
		row := []string{g.Title, "not trained yet", "–"}
		if len(g.Networks) > 0 {
			mean = round(g.TestError())
			row[1] = percent(mean)
			words = append(words, fmt.Sprintf("%s %s", strings.ToLower(g.Title[:1])+g.Title[1:], row[1]))
		}
		if !math.IsNaN(best) {
			row[2] = percent(best)
		}
		bars.Names = append(bars.Names, g.Title)
		ours.Values, published.Values = append(ours.Values, mean), append(published.Values, best)
		table.Rows = append(table.Rows, row)
	}
	bars.Series = []plot.Series{ours, published}
	alt := "Bars of test errors. Ours: " + list(words) + "."
	return p.exhibit("standings", "Errors on MNIST's test digits, ours beside the best published ones of similar means.", bars.Draw(alt), table)
}

func orInfinity(v float64) float64 {
	if math.IsNaN(v) {
		return math.Inf(1)
	}
	return v
}

// round leaves two places behind the point of a percentage: one error in ten thousand.
func round(share float64) float64 { return math.Round(share*1e4) / 1e4 }

// Champion is the network that the rest of the report looks at closely: the first one of the best group.
func (p *page) Champion() *lab.Network {
	if best := p.Best(); best != nil {
		return &best.Networks[0]
	}
	return nil
}

// Confusion is the confusion table of the best network.
func (p *page) Confusion() Table {
	t := Table{Caption: "Digits of each class, in rows, by the class that they were taken for, in columns", Head: []string{"class"}}
	confusion := p.Champion().Test.Confusion
	for class := range confusion {
		t.Head = append(t.Head, className(class))
	}
	for class, row := range confusion {
		cells := []string{className(class)}
		for _, n := range row {
			cells = append(cells, number(n))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func className(class int) string {
	if class == digit.NotADigit {
		return "no digit"
	}
	return strconv.Itoa(class)
}

// galleryName begins the names of the galleries' files; a number follows.
const galleryName = "errors-"

// pictures is how many errors a gallery holds: more would make a picture that no program opens.
const pictures = 60

// Galleries show every test error of the best network.
func (p *page) Galleries() ([]*Exhibit, error) {
	all := p.Champion().Errors
	var galleries []*Exhibit
	for begin := 0; begin < len(all); begin += pictures {
		end := min(begin+pictures, len(all))
		e, err := p.gallery(all[begin:end], begin, len(all))
		if err != nil {
			return nil, err
		}
		galleries = append(galleries, e)
	}
	return galleries, nil
}

func (p *page) gallery(errors []lab.TestError, begin, all int) (*Exhibit, error) {
	title := fmt.Sprintf("Test errors %s to %s of %s", number(begin+1), number(begin+len(errors)), number(all))
	gallery := plot.Gallery{Title: title, Columns: 5}
	table := Table{Caption: title, Head: []string{"test digit", "is", "taken for", "so sure", "log p(t | x)"}}
	pairs := map[string]int{}
	for _, e := range errors {
		d := p.TestDigit(e.Index)
		gallery.Pictures = append(gallery.Pictures, plot.Picture{Image: onPaper(&d.Digit), Caption: fmt.Sprintf("%s → %s", className(e.Class), className(e.Taken))})
		table.Rows = append(table.Rows, []string{number(e.Index), className(e.Class), className(e.Taken), percent(e.Probability), decimal(3, e.LogP)})
		pairs[fmt.Sprintf("%s taken for %s", className(e.Class), className(e.Taken))]++
	}
	often, times := "", 0
	for pair, n := range pairs {
		if n > times || n == times && pair < often {
			often, times = pair, n
		}
	}
	alt := fmt.Sprintf("%s, each with what it is and what it was taken for. The most frequent confusion is %s, %s.", title, often, plural(times, "time"))
	return p.exhibit(galleryName+strconv.Itoa(begin/pictures+1), title+": what each is → what it was taken for.", gallery.Draw(alt), table)
}

// CostTable is what every step took.
func (p *page) CostTable() Table {
	t := Table{Caption: "What every figure cost", Head: []string{"step", "seconds", "operations", "10⁹ operations a second"}}
	for _, c := range p.Costs {
		row := []string{c.Title, decimal(1, c.Seconds), "–", "–"}
		if c.Operations > 0 {
			row[2], row[3] = powerOfTen(c.Operations), decimal(1, c.Operations/c.Seconds/1e9)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// checks is the table of how well the derived gradients of something agree with numerical ones: those whose trial has one of
// the names, and of whole models of the notebook those of the kinds named after a +.
// A name of none is an error: the report would promise what it does not show.
func (p *page) checks(of string, names ...string) (Table, error) {
	t := Table{Caption: of + ", confirmed by finite differences", Head: []string{"gradient", "by", "numbers", "worst relative error"}}
	for _, name := range names {
		if kind, ok := strings.CutPrefix(name, "+"); ok {
			if p.Notebook == nil {
				continue
			}
			for _, c := range p.Notebook.Checks {
				if c.Model == kind {
					t.Rows = append(t.Rows, []string{"the notebook's " + kind, c.Name, number(c.Checked), powerOfTen(c.WorstError)})
				}
			}
			continue
		}
		before := len(t.Rows)
		for _, c := range p.Trials {
			if c.Of == name {
				t.Rows = append(t.Rows, []string{c.Of, c.Name, number(c.Checked), powerOfTen(c.WorstError)})
			}
		}
		if len(t.Rows) == before {
			return Table{}, fmt.Errorf("no gradient of %s is checked", name)
		}
	}
	return t, nil
}
