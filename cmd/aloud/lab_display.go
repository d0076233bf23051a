package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/schollz/progressbar/v3"

	"aloud/lab"
)

// A labDisplay shows how the lab comes along: a bar for each step on a terminal, and elsewhere a line when a step begins and
// another when it is done.
type labDisplay struct {
	w     io.Writer
	drawn bool // whether there are bars
	step  int  // that was last told of
	bar   *progressbar.ProgressBar
}

func newLabDisplay(w io.Writer) *labDisplay { return &labDisplay{w: w, drawn: roomForBar(w)} }

// show tells how far it is.
func (d *labDisplay) show(p lab.Progress) {
	if p.Step != d.step {
		d.end()
		d.step = p.Step
		d.begin(p)
		return
	}
	switch {
	case d.bar != nil:
		d.bar.Describe(strings.TrimSpace(p.Title+"  "+p.Remark) + " ")
		d.bar.Set(int(1000 * p.Share))
	case p.Done:
		fmt.Fprintf(d.w, "%d of %d: %s: done%s, about %s left\n", p.Step, p.Steps, p.Title, behind(", ", p.Remark), roughly(p.Left))
	}
}

// begin tells that a step begins, or that it need not.
func (d *labDisplay) begin(p lab.Progress) {
	switch {
	case p.Kept:
		fmt.Fprintf(d.w, "%d of %d: %s: done before\n", p.Step, p.Steps, p.Title)
	case d.drawn:
		fmt.Fprintf(d.w, "%d of %d, about %s left%s\n", p.Step, p.Steps, roughly(p.Left), behind(": ", p.Remark))
		d.bar = progressbar.NewOptions(1000, progressbar.OptionSetWriter(d.w), progressbar.OptionFullWidth(),
			progressbar.OptionSetDescription(p.Title+" "), progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false))
	default:
		fmt.Fprintf(d.w, "%d of %d: %s%s\n", p.Step, p.Steps, p.Title, behind(": ", p.Remark))
	}
}

// behind is a remark with what parts it from the text before, or nothing.
func behind(part, remark string) string {
	if remark == "" {
		return ""
	}
	return part + remark
}

// end leaves the line of a bar.
func (d *labDisplay) end() {
	if d.bar != nil {
		fmt.Fprintln(d.w)
		d.bar = nil
	}
}
