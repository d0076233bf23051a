package page

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"aloud/digit"
	"aloud/lab"
	"aloud/plot"
)

// FirstDigits shows the notebook's first training digits.
func (p *page) FirstDigits() (*Exhibit, error) {
	gallery := plot.Gallery{Title: "The first training digits", Columns: 4}
	table := Table{Caption: "The first training digits", Head: []string{"digit", "class", "pixels with ink"}}
	var classes []string
	for i, d := range p.First {
		class := strconv.Itoa(int(d.Class))
		classes = append(classes, class)
		gallery.Pictures = append(gallery.Pictures, plot.Picture{Image: onPaper(&d.Digit), Caption: "t = " + class})
		table.Rows = append(table.Rows, []string{number(i + 1), class, number(inked(&d.Digit))})
	}
	alt := fmt.Sprintf("%s handwritten digits in dark ink on white paper, each filling about the middle of its picture. "+
		"They are, in order: %s.", number(len(p.First)), list(classes))
	return p.exhibit("first-digits", "The first training digits, with their classes t.", gallery.Draw(alt), table)
}

// onPaper is a digit as people know them: dark on white.
func onPaper(d *digit.Digit) image.Image {
	paper := image.NewGray(d.Bounds())
	for i, v := range d {
		paper.SetGray(i%digit.Side, i/digit.Side, color.Gray{Y: 255 - v})
	}
	return paper
}

func inked(d *digit.Digit) int {
	n := 0
	for _, v := range d {
		if v > 0 {
			n++
		}
	}
	return n
}

// ClassCounts is the table of how many digits of each class are in each part.
func (p *page) ClassCounts() Table {
	t := Table{Caption: "Digits of each class in the notebook's three parts", Head: []string{"class", "training", "validation", "test"}}
	var sum lab.ClassCount
	for class, c := range p.Counts {
		t.Rows = append(t.Rows, []string{strconv.Itoa(class), number(c.Training), number(c.Validation), number(c.Test)})
		sum.Training += c.Training
		sum.Validation += c.Validation
		sum.Test += c.Test
	}
	t.Rows = append(t.Rows, []string{"all", number(sum.Training), number(sum.Validation), number(sum.Test)})
	return t
}

// Easiest shows the digits that the regression is surest of, and Hardest those that surprise it most.
func (p *page) Easiest() (*Exhibit, error) {
	return p.ranks("easiest", "The easiest digits", "easiest", p.Notebook.Easiest)
}

func (p *page) Hardest() (*Exhibit, error) {
	return p.ranks("hardest", "The hardest digits", "hardest", p.Notebook.Hardest)
}

func (p *page) ranks(name, title, kind string, ranks []lab.RankedDigit) (*Exhibit, error) {
	gallery := plot.Gallery{Title: title, Columns: 4}
	table := Table{Caption: title + " among those of validation", Head: []string{"place", "is", "taken for", "log p(t | x)", "p(t | x)"}}
	right, classes := 0, map[int]int{}
	for _, r := range ranks {
		taken := "taken for it"
		if r.Taken != r.Class {
			taken = "taken for " + strconv.Itoa(r.Taken)
		} else {
			right++
		}
		classes[r.Class]++
		gallery.Pictures = append(gallery.Pictures, plot.Picture{Image: onPaper(&r.Digit),
			Caption: fmt.Sprintf("%d, %s: %s", r.Class, taken, decimal(3, r.LogP))})
		table.Rows = append(table.Rows, []string{strconv.Itoa(r.Index), strconv.Itoa(r.Class), strconv.Itoa(r.Taken),
			decimal(6, r.LogP), percent(math.Exp(r.LogP))})
	}
	var kinds []string
	for class := range 10 {
		if n := classes[class]; n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d of class %d", n, class))
		}
	}
	first, last := ranks[0], ranks[len(ranks)-1]
	alt := fmt.Sprintf("The %d %s validation digits: %s. The model is right about %d of them. The log-probability of their class goes from %s to %s.",
		len(ranks), kind, list(kinds), right, decimal(3, first.LogP), decimal(3, last.LogP))
	return p.exhibit(name, title+": what each is, what it was taken for, and log p(t | x).", gallery.Draw(alt), table)
}
