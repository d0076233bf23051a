package main

import (
	"fmt"
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"aloud/train"
)

// A trainDisplay shows how a training comes along: a bar on a terminal, a line for every validation elsewhere.
type trainDisplay struct {
	w       io.Writer
	epochs  int
	bar     *progressbar.ProgressBar // nil where nobody watches
	errors  string                   // the latest validation error, as text
	watched bool
}

func newTrainDisplay(w io.Writer, epochs int) *trainDisplay {
	return &trainDisplay{w: w, epochs: epochs, watched: onTerminal(w)}
}

// show tells of a report.
func (d *trainDisplay) show(r train.Report) {
	if v := r.Validation; v != nil {
		d.errors = fmt.Sprintf("  validation error %.2f %%", 100*v.ErrorRate())
	}
	switch {
	case r.TakenUp:
		fmt.Fprintf(d.w, "going on from step %d of %d\n", r.Step, r.Steps)
	case d.watched:
		d.showBar(r)
	case r.Validation != nil || r.EpochDone:
		fmt.Fprintf(d.w, "%s  %.0f examples/s%s\n", d.text(r), r.Speed, timeLeft(r))
	}
}

// text is how far the training is, and how well it does.
func (d *trainDisplay) text(r train.Report) string {
	epoch := float64(r.Step) / float64(r.Steps) * float64(d.epochs)
	return fmt.Sprintf("epoch %5.2f of %d  loss %.4f%s", epoch, d.epochs, r.Loss, d.errors)
}

// timeLeft is the time that the rest will take, as far as it is known.
func timeLeft(r train.Report) string {
	if r.Left == 0 {
		return ""
	}
	return "  " + r.Left.Round(time.Second).String() + " left"
}

// showBar draws the bar, between what was reached and what is left. The figures come first: a narrow window cuts off the
// end of a line.
func (d *trainDisplay) showBar(r train.Report) {
	if d.bar == nil {
		d.bar = progressbar.NewOptions(r.Steps, progressbar.OptionSetWriter(d.w), progressbar.OptionSetPredictTime(false),
			progressbar.OptionSetElapsedTime(false), progressbar.OptionSetWidth(20))
	}
	d.bar.Describe(d.text(r) + timeLeft(r) + " ")
	d.bar.Set(r.Step)
}

// end leaves the line of the bar.
func (d *trainDisplay) end() {
	if d.bar != nil {
		fmt.Fprintln(d.w)
	}
}
