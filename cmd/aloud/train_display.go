package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"aloud/matrix"
	"aloud/train"
)

// A trainDisplay shows how a training comes along: a bar on a terminal, a line for every validation elsewhere.
type trainDisplay struct {
	w       io.Writer
	epochs  int
	columns int                      // of the terminal; 0 where there is none
	bar     *progressbar.ProgressBar // nil until it is first drawn
	errors  string                   // the latest validation error, as text
	peak    float64                  // operations a second that the machine can do at most
}

func newTrainDisplay(w io.Writer, epochs int) *trainDisplay {
	return &trainDisplay{w: w, epochs: epochs, columns: columnsOf(w), peak: matrix.Peak(20 * time.Millisecond)}
}

// The columns that a bar with its figures takes, and how many more with the speed.
const (
	barColumns   = 78 // "epoch 123.45/1000  loss 0.1234  validation error 12.34 %  12h34m56s left  12% ||"
	speedColumns = 33 // "  12345 examples/s, 100 % of peak"
)

// roomForBar reports whether w is a terminal wide enough for the figures and the bar.
func roomForBar(w io.Writer) bool { return columnsOf(w) >= barColumns }

// columnsOf is how many columns the terminal w has; 0 if it is none.
func columnsOf(w io.Writer) int {
	file, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// show tells of a report.
func (d *trainDisplay) show(r train.Report) {
	if v := r.Validation; v != nil {
		d.errors = fmt.Sprintf("  validation error %.2f %%", 100*v.ErrorRate())
	}
	switch {
	case r.TakenUp:
		fmt.Fprintf(d.w, "going on from step %d of %d\n", r.Step, r.Steps)
	case d.columns >= barColumns:
		d.showBar(r)
	case r.Validation != nil || r.EpochDone:
		fmt.Fprintln(d.w, d.text(r)+d.speed(r)+timeLeft(r))
	}
}

// text is how far the training is, and how well it does.
func (d *trainDisplay) text(r train.Report) string {
	return fmt.Sprintf("epoch %5.2f/%d  loss %.4f%s", d.epoch(r), d.epochs, r.Loss, d.errors)
}

// epoch is how many epochs have been done, and which part of the next.
func (d *trainDisplay) epoch(r train.Report) float64 {
	return float64(r.Step) / float64(r.Steps) * float64(d.epochs)
}

// speed is how many examples a second are learned from.
func (d *trainDisplay) speed(r train.Report) string {
	return fmt.Sprintf("  %.0f examples/s%s", r.Speed, d.share(r))
}

// share is what part of the operations that the machine can do at most the training does, where they are counted.
func (d *trainDisplay) share(r train.Report) string {
	if r.Operations == 0 {
		return ""
	}
	return fmt.Sprintf(", %.0f %% of peak", 100*r.Operations/d.peak)
}

// timeLeft is the time that the rest will take, as far as it is known.
func timeLeft(r train.Report) string {
	if r.Left == 0 {
		return ""
	}
	return "  " + r.Left.Round(time.Second).String() + " left"
}

// beside are the figures beside the bar: all of them where the terminal is wide enough.
func (d *trainDisplay) beside(r train.Report) string {
	if d.columns < barColumns+speedColumns {
		return d.text(r) + timeLeft(r)
	}
	return d.text(r) + d.speed(r) + timeLeft(r)
}

// showBar draws the bar, as long as the window has room for it beside the figures.
func (d *trainDisplay) showBar(r train.Report) {
	if d.bar == nil {
		d.bar = progressbar.NewOptions(r.Steps, progressbar.OptionSetWriter(d.w), progressbar.OptionFullWidth(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false))
	}
	d.bar.Describe(d.beside(r) + " ")
	d.bar.Set(r.Step)
}

// end leaves the line of the bar.
func (d *trainDisplay) end() {
	if d.bar != nil {
		fmt.Fprintln(d.w)
	}
}
