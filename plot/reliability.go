package plot

import (
	gonum "gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Reliability is a reliability diagram: how often a reader is right, against how sure it says it is (DeGroot and Fienberg,
// "The Comparison and Evaluation of Forecasters", 1983). One that says what it can keep stands on the diagonal; below it
// are those who promise too much.
type Reliability struct {
	Title string
	Bins  []Bin
}

// A Bin is what a reader was about equally sure of. All are shares, between 0 and 1.
type Bin struct {
	From, To  float64 // the confidences in the bin
	Right     float64 // the share that was right
	Low, High float64 // between which the true share of such cases is supposed to be
}

// Draw makes the figure. Bins that hold nothing are not handed over.
func (r Reliability) Draw(alt string) Figure {
	return stack(alt, paragraph(bold, r.Title), air(3), legend(r.keys()), paragraph(plain, "share that was right"), air(4),
		block{inner - 50, r.plot}) // about as high as wide, so that the diagonal looks like one
}

var (
	measured = draw.LineStyle{Color: colours[0], Width: lineWidth}
	promised = draw.LineStyle{Color: grey, Width: thin, Dashes: dashes[1]}
)

func (r Reliability) keys() []key {
	return []key{
		{"measured, with its bounds", func(box draw.Canvas) {
			y := box.Center().Y
			box.StrokeLine2(measured, box.Min.X, y, box.Max.X, y)
			whisker(box, box.Center().X, box.Min.Y, box.Max.Y)
		}},
		{"as promised", func(box draw.Canvas) {
			box.StrokeLine2(promised, box.Min.X, box.Min.Y, box.Max.X, box.Max.Y)
		}},
	}
}

func (r Reliability) plot(canvas draw.Canvas) {
	p := gonum.New()
	p.BackgroundColor = nil
	p.Add(grid(), &plotter.Line{XYs: plotter.XYs{{X: 0, Y: 0}, {X: 1, Y: 1}}, LineStyle: promised})
	for _, b := range r.Bins {
		p.Add(b)
	}
	share := Axis{Label: "how sure it said it was", Percent: true, From: 0, To: 1}
	share.dress(&p.X, 5)
	share.under(&p.X)
	share.dress(&p.Y, 5)
	p.Draw(canvas)
}

// Plot draws the bin as a line as wide as the bin, and its bounds as a whisker.
func (b Bin) Plot(c draw.Canvas, p *gonum.Plot) {
	x, y := p.Transforms(&c)
	c.StrokeLine2(measured, x(b.From), y(b.Right), x(b.To), y(b.Right))
	whisker(c, (x(b.From)+x(b.To))/2, y(b.Low), y(b.High))
}

// whisker is an upright line with feet.
func whisker(c draw.Canvas, x, low, high vg.Length) {
	pen := draw.LineStyle{Color: colours[0], Width: thin}
	c.StrokeLine2(pen, x, low, x, high)
	c.StrokeLine2(pen, x-3, low, x+3, low)
	c.StrokeLine2(pen, x-3, high, x+3, high)
}
