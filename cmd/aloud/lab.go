package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"aloud/lab"
	"aloud/lab/page"
	"aloud/mnist"
)

// labFlags are the flags of "aloud lab".
type labFlags struct {
	exact, json bool
	data        string
	lab.Options
}

// labCommand is "aloud lab".
func labCommand() *cobra.Command {
	var flags labFlags
	command := &cobra.Command{
		Use:   "lab (--out DIR | --exact)",
		Short: "Repeat the experiments that the project grew out of, and go beyond them",
		Long: `Repeats the experiments that the project grew out of, and goes beyond them.

With --out it does all experiments and writes a report on them: DIR/index.html,
with every picture beside it. The report derives each gradient and checks it, goes
through the laboratory notebook on MNIST, shows what a prior does, and trains
better and better networks, with their errors beside those that others have
published. It says beforehand about how long that takes, and goes on where it was
stopped. A weights file in DIR/models takes part. With --quick everything is
smaller and done in half a minute.

With --exact it goes through the notebook alone, as it was: it computes in float64
and draws the random numbers of the original, which was written in NumPy, so that
every figure is the original's to nine digits and more. It tells the steps in
words; --json prints the bare figures.

MNIST is fetched once if need be.`,
		Example: `  aloud lab --out report --quick           what it will look like
  aloud lab --out report                   the whole of it, an hour or so
  aloud lab --exact --json > notebook.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return flags.run(c) },
	}
	command.Flags().StringVar(&flags.Folder, "out", "", "do all experiments and write the report into this folder `DIR`")
	command.Flags().BoolVar(&flags.Quick, "quick", false, "a report with less behind it, in half a minute")
	command.Flags().Uint64Var(&flags.Seed, "seed", 1, "the `NUMBER` that decides everything random, the notebook aside")
	command.Flags().BoolVar(&flags.exact, "exact", false, "reproduce the original notebook, random numbers included")
	command.Flags().BoolVar(&flags.json, "json", false, "with --exact, print the figures alone, as one JSON object")
	command.Flags().StringVar(&flags.data, "data", "",
		"look for MNIST in this `FOLDER` (default: $ALOUD_DATA, then the user's cache)")
	return command
}

// run does what the flags ask for.
func (f labFlags) run(c *cobra.Command) error {
	given := c.Flags().Changed
	switch {
	case f.exact && (given("out") || given("quick") || given("seed")):
		return errors.New("lab: --exact does the notebook as it was, and takes no --out, --quick or --seed")
	case f.exact:
		return f.notebook(c)
	case f.Folder == "":
		return withHint(errors.New("lab: no experiment"), "say --out DIR for all of them, or --exact for the original notebook")
	case f.json:
		return errors.New("lab: --json goes with --exact")
	}
	return f.report(c)
}

// report does all experiments and writes the report on them, again whenever there is more to tell.
func (f labFlags) report(c *cobra.Command) error {
	folder, err := obtain(c, mnist.Set, f.data)
	if err != nil {
		return err
	}
	data, err := lab.ReadData(folder)
	if err != nil {
		return err
	}
	series, err := lab.Begin(data, f.Options)
	if err != nil {
		return err
	}
	path := filepath.Join(f.Folder, page.FileName)
	fmt.Fprintf(c.ErrOrStderr(), "%s: about %s of work on this machine\n", path, roughly(series.Takes()))
	display := newLabDisplay(c.ErrOrStderr())
	defer display.end()
	err = series.Run(c.Context(), display.show, func(r lab.Results) error { return page.Write(f.Folder, r) })
	if errors.Is(err, context.Canceled) {
		return withHint(errors.New("lab: stopped"), "the same command goes on from here")
	}
	if err != nil {
		return err
	}
	display.end()
	_, err = fmt.Fprintln(c.OutOrStdout(), path)
	return err
}

// roughly is a time as a person says it: seconds, or minutes where there are some.
func roughly(d time.Duration) string {
	if d < 2*time.Minute {
		return fmt.Sprintf("%.0f seconds", d.Seconds())
	}
	return fmt.Sprintf("%.0f minutes", d.Minutes())
}

// notebook runs the notebook and prints what comes out.
func (f labFlags) notebook(c *cobra.Command) error {
	folder, err := obtain(c, mnist.Set, f.data)
	if err != nil {
		return err
	}
	training, err := mnist.Read(folder, mnist.Train)
	if err != nil {
		return err
	}
	test, err := mnist.Read(folder, mnist.Test)
	if err != nil {
		return err
	}
	progress := countProgress(c.ErrOrStderr(), "passes over the training digits", lab.NotebookPasses)
	n, err := lab.RunNotebook(c.Context(), training, test, progress)
	if errors.Is(err, context.Canceled) {
		return errors.New("lab: stopped")
	}
	if err != nil {
		return err
	}
	if f.json {
		encoder := json.NewEncoder(c.OutOrStdout())
		encoder.SetIndent("", " ")
		return encoder.Encode(n)
	}
	_, err = fmt.Fprint(c.OutOrStdout(), n)
	return err
}
