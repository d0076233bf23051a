package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"aloud/model"
	"aloud/train"
)

// checkFlags are the flags of "aloud check".
type checkFlags struct {
	broken string // the gradient to break: "dense/w"
	seed   uint64
	json   bool
}

// checkCommand is "aloud check": every gradient that was derived by hand against a numerical one.
func checkCommand() *cobra.Command {
	var flags checkFlags
	command := &cobra.Command{
		Use:   "check",
		Short: "Check every gradient against a numerical one",
		Long: `Check every gradient that was derived by hand against a numerical one: those of
the layers by themselves, of whole models and of the prior, at points drawn at
random. Every number of a gradient is compared with how the loss changes when the
parameter that it belongs to is moved a little; the worst relative error counts.

--break makes one gradient a millionth too large, to see the check fail.

The exit status is 0 when all gradients are right, and 1 when one is wrong.`,
		Example: `  aloud check
  aloud check --seed 7                      at another point
  aloud check --break perceptron-7-5-4/V1   with a mistake in one gradient`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flags.check(c.OutOrStdout()) },
	}
	command.Flags().StringVar(&flags.broken, "break", "",
		"`NAME` of a gradient to break, such as sigmoid/z; an unknown name lists all")
	command.Flags().Uint64Var(&flags.seed, "seed", 1, "the `NUMBER` that decides the points")
	command.Flags().BoolVar(&flags.json, "json", false, "print one JSON object")
	complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return gradientNames(allTrials(flags.seed)), cobra.ShellCompDirectiveNoFileComp
	}
	command.RegisterFlagCompletionFunc("break", complete)
	return command
}

// allTrials puts on trial whatever derives a gradient.
func allTrials(seed uint64) []model.Trial {
	random := rand.New(rand.NewPCG(seed, 0))
	return append(model.Trials(random), train.Trials(random)...)
}

// gradientNames lists what can be broken.
func gradientNames(trials []model.Trial) []string {
	var names []string
	for _, t := range trials {
		for _, v := range t.Variables {
			names = append(names, gradientName(t, v))
		}
	}
	return names
}

func gradientName(t model.Trial, v model.Variable) string { return t.Name + "/" + v.Name }

// check does what the flags ask for, and writes the report.
func (f checkFlags) check(w io.Writer) error {
	trials := allTrials(f.seed)
	if f.broken != "" && !breakGradient(trials, f.broken) {
		return withHint(fmt.Errorf("check: --break %s: there is no such gradient", f.broken),
			"there are "+strings.Join(gradientNames(trials), ", "))
	}
	report := newCheckReport(trials, f.seed)
	if err := report.write(w, f.json); err != nil {
		return err
	}
	if !report.Pass {
		return status(statusWrong)
	}
	return nil
}

// breakGradient makes the gradient with that name a millionth too large, ten times what the check lets pass. It reports
// whether there is one.
func breakGradient(trials []model.Trial, name string) bool {
	for _, t := range trials {
		for _, v := range t.Variables {
			if gradientName(t, v) != name {
				continue
			}
			for i := range v.Gradient.Data {
				v.Gradient.Data[i] *= 1 + 1e-6
			}
			return true
		}
	}
	return false
}

// A checkReport is what "aloud check --json" prints.
type checkReport struct {
	Seed      uint64          `json:"seed"`
	Tolerance float64         `json:"tolerance"` // the relative error below which a gradient is right
	Pass      bool            `json:"pass"`      // all of them
	Gradients []checkedMatrix `json:"gradients"`
}

// A checkedMatrix is the gradient by one matrix or bias.
type checkedMatrix struct {
	Of         string   `json:"of"`    // the model or layer
	Group      string   `json:"group"` // as in the formulas
	Rows       int      `json:"rows"`
	Cols       int      `json:"cols"`
	WorstError *float64 `json:"worst_error"` // relative; null where the gradient is not a number, which JSON cannot say
	Pass       bool     `json:"pass"`
}

// newCheckReport tries every number of every gradient.
func newCheckReport(trials []model.Trial, seed uint64) checkReport {
	report := checkReport{Seed: seed, Tolerance: model.CheckTolerance, Pass: true}
	for _, t := range trials {
		for _, c := range t.Check(model.CheckOptions{}) {
			checked := checkedMatrix{Of: t.Name, Group: c.Name, Rows: c.Rows, Cols: c.Cols, Pass: c.OK()}
			if !math.IsNaN(c.WorstError) {
				checked.WorstError = &c.WorstError
			}
			report.Gradients = append(report.Gradients, checked)
			report.Pass = report.Pass && c.OK()
		}
	}
	return report
}

// write writes the report as one line of JSON, or as a table with the outcome below it.
func (r checkReport) write(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "model or layer\tgroup\tsize\tworst error\toutcome")
	for _, g := range r.Gradients {
		fmt.Fprintf(table, "%s\t%s\t%dx%d\t%s\t%s\n", g.Of, g.Group, g.Rows, g.Cols, g.errorText(), g.outcome())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, r.summary())
	return err
}

func (g checkedMatrix) errorText() string {
	if g.WorstError == nil {
		return "NaN"
	}
	return fmt.Sprintf("%.1e", *g.WorstError)
}

func (g checkedMatrix) outcome() string {
	if g.Pass {
		return "pass"
	}
	return "FAIL"
}

// summary counts the gradients that are wrong.
func (r checkReport) summary() string {
	wrong := 0
	for _, g := range r.Gradients {
		if !g.Pass {
			wrong++
		}
	}
	if wrong == 0 {
		return fmt.Sprintf("all %d gradients right, with relative errors below %.0e", len(r.Gradients), r.Tolerance)
	}
	return fmt.Sprintf("%d of %d gradients wrong, with a relative error of %.0e or more", wrong, len(r.Gradients), r.Tolerance)
}
