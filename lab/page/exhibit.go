package page

import (
	"encoding/base64"
	"html/template"

	"aloud/plot"
)

// An Exhibit is a picture with its caption, the words that stand for it and the table of what it shows.
type Exhibit struct {
	Name    string // of its files
	Caption string
	Table   Table
	Alt     string
	Source  template.URL // the picture itself
	Width   int
	Height  int

	png, svg []byte
}

// A Table is rows of text. The first column names the row.
type Table struct {
	Caption string
	Head    []string
	Rows    [][]string
	Words   bool // the cells hold words rather than figures
}

// exhibit draws a figure and keeps it for the folder.
func (p *page) exhibit(name, caption string, figure plot.Figure, table Table) (*Exhibit, error) {
	png, err := figure.PNG()
	if err != nil {
		return nil, err
	}
	svg, err := figure.SVG()
	if err != nil {
		return nil, err
	}
	e := &Exhibit{Name: name, Caption: caption, Table: table, Alt: figure.Alt, Width: figure.Width, Height: figure.Height,
		Source: template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(svg)), png: png, svg: svg}
	p.exhibits = append(p.exhibits, e)
	return e, nil
}
