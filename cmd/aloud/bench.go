package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"aloud/internal/durable"
	"aloud/matrix"
)

// benchFlags are the flags of "aloud bench".
type benchFlags struct {
	quick  bool
	record string
}

// benchCommand is "aloud bench": how fast it is on this machine.
func benchCommand() *cobra.Command {
	var flags benchFlags
	command := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast this machine is",
		Long: `Measure how fast Aloud is on this machine: products of matrices, trainings, single
updates, and predictions, each beside the most that the processor can do. That peak
is measured first, with a loop that does nothing but multiply and add in registers.
An update is a step of the notebook's gradient ascent, from a single digit, in
float64 and on one core.

GFLOP/s are thousand million floating-point operations a second, of which a
multiplication and an addition are two. For trainings, updates and predictions
those of the products count; all else that they do takes time as well.

A figure is the median of many. It means nothing while other programs keep the
machine busy: the peak tells, for it is lower then.

The last column is the best share of the peak that was recorded for the same kind
of vectors, on two cores. Much less than that, on a machine at rest, is worth a
look.`,
		Example: `  aloud bench           half a minute
  aloud bench --quick   a few seconds, and rough
  aloud bench --record cmd/aloud/bench_recorded.tsv`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flags.bench(c) },
	}
	command.Flags().BoolVar(&flags.quick, "quick", false, "take a twentieth of the time")
	command.Flags().StringVar(&flags.record, "record", "", "write the better of these shares of the peak and the recorded ones to this `FILE`")
	return command
}

// A benchReport is what was measured.
type benchReport struct {
	Processor string // what it is to Go, and the code used
	Cores     int
	Peaks     [2]float64 // operations a second, of one core and of all
	Rows      []benchRow
}

// A benchRow is one figure.
type benchRow struct {
	Work    string
	Of      string // product, training, update or prediction
	Cores   int
	Seconds float64 // for one product, one step, one update or one call
	Speed   float64 // operations a second
	Share   float64 // of the peak of so many cores
	Rate    float64 // examples a second
	Batch   int     // examples together
}

func (f *benchFlags) bench(c *cobra.Command) error {
	if f.quick && f.record != "" {
		return withHint(errors.New("bench: what --quick measures is too rough to --record"), "measure without --quick")
	}
	each := time.Second
	if f.quick {
		each /= 20
	}
	report := benchReport{Processor: runtime.GOARCH + ", " + matrix.Kernel(), Cores: runtime.GOMAXPROCS(0)}
	onCores(1, func() { report.Peaks[0] = matrix.Peak(each) })
	report.Peaks[1] = matrix.Peak(each)
	for _, job := range benchJobs() {
		if err := c.Context().Err(); err != nil {
			return err
		}
		fmt.Fprintf(c.ErrOrStderr(), "%s: %s\n", job.row.Of, job.row.Work)
		report.Rows = append(report.Rows, job.measure(each, report.Peaks))
	}
	report.print(c.OutOrStdout())
	if f.record != "" {
		return durable.WriteFile(f.record, report.recorded())
	}
	return nil
}

// benchRecorded are the best shares of the peak that were measured, as --record writes them: of every kind of vectors that there
// was a machine for, on so many cores. Where something is meant to be slower from now on, take its line out and measure anew.
//
//go:embed bench_recorded.tsv
var benchRecorded string

// recorded returns what is to be recorded now: what there is of all that was not measured, as on other kinds of vectors or other
// numbers of cores, and of each row the better share.
func (r *benchReport) recorded() []byte {
	var all []byte
	for line := range strings.Lines(benchRecorded) {
		if !slices.ContainsFunc(r.Rows, func(row benchRow) bool { return strings.HasPrefix(line, row.key()) }) {
			all = append(all, line...)
		}
	}
	for _, row := range r.Rows {
		all = fmt.Appendf(all, "%s%.3f\n", row.key(), max(row.Share, row.recorded()))
	}
	return all
}

// key is how the line of a row begins among what is recorded.
func (r *benchRow) key() string {
	return fmt.Sprintf("%s\t%s\t%s\t%d\t", matrix.Kernel(), r.Of, r.Work, r.Cores)
}

// recorded is the share of the peak that is recorded for a row, or 0.
func (r *benchRow) recorded() (share float64) {
	for line := range strings.Lines(benchRecorded) {
		if after, ok := strings.CutPrefix(line, r.key()); ok {
			if _, err := fmt.Sscan(after, &share); err != nil {
				panic(err) // of our own file
			}
		}
	}
	return share
}

// onCores has work done with so many cores.
func onCores(cores int, work func()) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	work()
}

// print prints the report as tables.
func (r *benchReport) print(w io.Writer) {
	fmt.Fprintf(w, "%s, %d cores: at most %.0f GFLOP/s on one, %.0f on all\n", r.Processor, r.Cores, r.Peaks[0]/1e9, r.Peaks[1]/1e9)
	of := ""
	for _, row := range r.Rows {
		if row.Of != of {
			of = row.Of
			fmt.Fprintf(w, "\n%-26s %5s %10s %11s %9s %8s %9s\n", of, "cores", "time", "examples/s", "GFLOP/s", "of peak", "recorded")
		}
		rate := ""
		if row.Rate > 0 {
			rate = fmt.Sprintf("%.0f", row.Rate)
		}
		recorded := ""
		if share := row.recorded(); share > 0 {
			recorded = fmt.Sprintf("%.0f %%", 100*share)
		}
		fmt.Fprintf(w, "%-26s %5d %10s %11s %9.1f %6.0f %% %9s\n", row.Work, row.Cores, shortTime(row.Seconds), rate, row.Speed/1e9,
			100*row.Share, recorded)
	}
}

// shortTime is a time in a unit that suits it: "12.3 µs".
func shortTime(seconds float64) string {
	switch {
	case seconds >= 1:
		return fmt.Sprintf("%.2f s", seconds)
	case seconds >= 1e-3:
		return fmt.Sprintf("%.2f ms", 1e3*seconds)
	}
	return fmt.Sprintf("%.1f µs", 1e6*seconds)
}
