package main

import (
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"aloud/matrix"
)

// benchFlags are the flags of "aloud bench".
type benchFlags struct {
	quick bool
}

// benchCommand is "aloud bench": how fast it is on this machine.
func benchCommand() *cobra.Command {
	var flags benchFlags
	command := &cobra.Command{
		Use:   "bench",
		Short: "Measure how fast this machine is",
		Long: `Measure how fast Aloud is on this machine: products of matrices, trainings, and
predictions, each beside the most that the processor can do. That peak is
measured first, with a loop that does nothing but multiply and add in registers.

GFLOP/s are thousand million floating-point operations a second, of which a
multiplication and an addition are two. For trainings and predictions those of
the products of matrices count; all else that they do takes time as well.

A figure is the median of many. It means nothing while other programs keep the
machine busy: the peak tells, for it is lower then.`,
		Example: `  aloud bench           half a minute
  aloud bench --quick   a few seconds, and rough`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flags.bench(c) },
	}
	command.Flags().BoolVar(&flags.quick, "quick", false, "take a twentieth of the time")
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
	Of      string // products, training or prediction
	Cores   int
	Seconds float64 // for one product, one step or one call
	Speed   float64 // operations a second
	Share   float64 // of the peak of so many cores
	Rate    float64 // examples a second
	Batch   int     // examples together
}

func (f *benchFlags) bench(c *cobra.Command) error {
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
	return nil
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
			fmt.Fprintf(w, "\n%-26s %5s %10s %11s %9s %8s\n", of, "cores", "time", "examples/s", "GFLOP/s", "of peak")
		}
		rate := ""
		if row.Rate > 0 {
			rate = fmt.Sprintf("%.0f", row.Rate)
		}
		fmt.Fprintf(w, "%-26s %5d %10s %11s %9.1f %6.0f %%\n", row.Work, row.Cores, shortTime(row.Seconds), rate, row.Speed/1e9, 100*row.Share)
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
