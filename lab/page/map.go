package page

import (
	"fmt"
	"math"
	"strconv"

	"aloud/lab"
	"aloud/plot"
)

// ComponentsMap and NeighboursMap show what a hidden layer makes of digits.
func (p *page) ComponentsMap() (*Exhibit, error) {
	return p.hiddenMap("components", "The hidden layer along its two principal components", "first component", "second component",
		p.Map.Components, fmt.Sprintf("Two directions of %d hold %s of the variance.", p.Map.Units, percent(p.Map.Explained)))
}

func (p *page) NeighboursMap() (*Exhibit, error) {
	return p.hiddenMap("neighbours", "The hidden layer with neighbours together", "", "", p.Map.Neighbours,
		"Only who lies next to whom means something here, not how far apart the heaps are.")
}

func (p *page) hiddenMap(name, title, x, y string, places []lab.Place, remark string) (*Exhibit, error) {
	cloud := plot.Cloud{Title: title, X: x, Y: y}
	classes := make([]int, len(places))
	for i, at := range places {
		classes[i] = int(p.TestDigit(p.Map.Digits[i]).Class)
		cloud.Marks = append(cloud.Marks, plot.Mark{X: at.X, Y: at.Y, Letter: strconv.Itoa(classes[i])})
	}
	table := Table{Caption: title + ": the middle of each class, and how many of its digits lie next to one of their own",
		Head: []string{"class", "digits", "middle, to the right", "middle, upwards", "next to their own"}}
	alone, all := 0, 0
	for class := range 10 {
		n, own := 0, 0
		var middle lab.Place
		for i, at := range places {
			if classes[i] != class {
				continue
			}
			n++
			middle.X, middle.Y = middle.X+at.X, middle.Y+at.Y
			if classes[nearest(places, i)] == class {
				own++
			}
		}
		all += n
		alone += n - own
		if n > 0 {
			table.Rows = append(table.Rows, []string{strconv.Itoa(class), number(n), decimal(1, middle.X/float64(n)), decimal(1, middle.Y/float64(n)),
				percent(float64(own) / float64(n))})
		}
	}
	alt := fmt.Sprintf("A map of %s test digits, each written at the place where the hidden layer puts it. %s of them lie next to a digit of their own class. %s",
		number(all), percent(float64(all-alone)/float64(max(all, 1))), remark)
	return p.exhibit(name, title+". "+remark, cloud.Draw(alt), table)
}

// nearest is the place next to place i.
func nearest(places []lab.Place, i int) int {
	found, least := i, math.Inf(1)
	for j, at := range places {
		if d := math.Hypot(at.X-places[i].X, at.Y-places[i].Y); j != i && d < least {
			found, least = j, d
		}
	}
	return found
}
