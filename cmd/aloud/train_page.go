package main

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"sync"
	"time"

	"aloud/plot"
	"aloud/train"
)

// A trainPage shows in a browser how a training comes along: figures and curves, drawn anew every few seconds. It needs no
// script.
type trainPage struct {
	display *trainDisplay // for the words

	mutex    sync.Mutex
	plan     string
	last     train.Report
	loss     []plot.Point
	errors   []plot.Point // validation errors, as shares
	finished bool
}

// maxCurve is how many points a curve keeps: more than its width in pixels.
const maxCurve = 1000

// add tells the page of a report.
func (p *trainPage) add(r train.Report) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.last = r
	if r.TakenUp {
		return // its loss is none of this process
	}
	epoch := p.display.epoch(r)
	p.loss = thinned(append(p.loss, plot.Point{X: epoch, Y: r.Loss}))
	if v := r.Validation; v != nil {
		p.errors = thinned(append(p.errors, plot.Point{X: epoch, Y: v.ErrorRate()}))
	}
	p.finished = r.Step == r.Steps
}

// thinned leaves out every second point of a curve that has too many.
func thinned(points []plot.Point) []plot.Point {
	if len(points) <= maxCurve {
		return points
	}
	kept := points[:0]
	for i := 1; i < len(points); i += 2 {
		kept = append(kept, points[i])
	}
	return kept
}

var trainPageText = template.Must(template.New("").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
{{if not .Finished}}<meta http-equiv="refresh" content="3">{{end}}
<title>{{.Title}}</title>
<style>body{font:1rem/1.5 sans-serif;max-width:760px;margin:1rem auto;padding:0 1rem}svg{max-width:100%;height:auto}
figure{display:inline-block;margin:0}table{border-spacing:0 .2rem}th{text-align:left;font-weight:normal;padding-right:1.5rem}</style></head>
<body><h1>{{.Title}}</h1><p>{{.Plan}}</p>
<table>{{range .Rows}}<tr><th scope="row">{{index . 0}}</th><td>{{index . 1}}</td></tr>{{end}}</table>
{{range .Figures}}<figure>{{.}}</figure>{{end}}
</body></html>
`))

// ServeHTTP answers with the page, and with nothing else.
func (p *trainPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "the page can only be looked at", http.StatusMethodNotAllowed)
		return
	}
	page, err := p.render()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write(page)
}

// render is the page as it is now.
func (p *trainPage) render() ([]byte, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	r := p.last
	view := struct {
		Title, Plan string
		Finished    bool
		Rows        [][2]string
		Figures     []template.HTML
	}{Title: "Training is about to begin", Plan: p.plan, Finished: p.finished}
	if r.Steps > 0 {
		view.Title = fmt.Sprintf("Training: epoch %.2f of %d", p.display.epoch(r), p.display.epochs)
		view.Rows = p.rows(r)
	}
	for _, c := range []struct {
		title  string
		y      plot.Axis
		points []plot.Point
	}{
		{"Loss in the epoch so far", plot.Axis{Label: "mean over its examples"}, p.loss},
		{"Validation errors", plot.Axis{Label: "share of the validation examples", Percent: true}, p.errors},
	} {
		if len(c.points) < 2 {
			continue
		}
		first, last := c.points[0], c.points[len(c.points)-1]
		figure, err := plot.Chart{Title: c.title, X: plot.Axis{Label: "epochs"}, Y: c.y, Curves: []plot.Curve{{Points: c.points}}}.
			Draw(fmt.Sprintf("%s: %.4f at epoch %.2f, %.4f at epoch %.2f.", c.title, first.Y, first.X, last.Y, last.X)).SVG()
		if err != nil {
			return nil, err
		}
		view.Figures = append(view.Figures, template.HTML(figure))
	}
	var page bytes.Buffer
	err := trainPageText.Execute(&page, view)
	return page.Bytes(), err
}

// rows are the figures of a report.
func (p *trainPage) rows(r train.Report) [][2]string {
	rows := [][2]string{
		{"Step", fmt.Sprintf("%d of %d", r.Step, r.Steps)},
		{"Loss", fmt.Sprintf("%.4f", r.Loss)},
		{"Learning rate", fmt.Sprintf("%.3g", r.LearningRate)},
	}
	if len(p.errors) > 0 {
		rows = append(rows, [2]string{"Validation error", fmt.Sprintf("%.2f %%", 100*p.errors[len(p.errors)-1].Y)})
	}
	if r.Speed > 0 {
		rows = append(rows, [2]string{"Speed", fmt.Sprintf("%.0f examples/s%s", r.Speed, p.display.share(r))})
	}
	if r.Left > 0 {
		rows = append(rows, [2]string{"Time left", r.Left.Round(time.Second).String()})
	}
	return rows
}

// listen begins to serve the page at an address, which it returns, until end is called.
func (p *trainPage) listen(address string) (url string, end func(), err error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, withHint(fmt.Errorf("train: --serve: %w", err), "name a free port of this machine, as in --serve localhost:8080")
	}
	const slowest = 10 * time.Second // the page is small
	server := &http.Server{Handler: p, ReadTimeout: slowest, WriteTimeout: slowest, IdleTimeout: time.Minute}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fmt.Fprintln(p.display.w, "aloud: train: --serve:", err) // the training goes on
		}
	}()
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/", func() { server.Close() }, nil
}
