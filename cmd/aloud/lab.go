package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"aloud/lab"
	"aloud/mnist"
)

// labFlags are the flags of "aloud lab".
type labFlags struct {
	exact, json bool
	data        string
}

// labCommand is "aloud lab".
func labCommand() *cobra.Command {
	var flags labFlags
	command := &cobra.Command{
		Use:   "lab --exact",
		Short: "Repeat the experiments that the project grew out of",
		Long: `Repeats the experiments that the project grew out of.

With --exact it goes through the laboratory notebook on MNIST as it was: gradients
derived and checked, softmax regression climbing the likelihood one digit at a
time, the easiest and the hardest digits, and a perceptron with 20 hidden units. It
computes in float64 and draws the random numbers of the original, which was written
in NumPy, so that every figure is the original's to nine digits and more. It tells
the steps in words; --json prints the bare figures.

MNIST is fetched once if need be.`,
		Example: `  aloud lab --exact
  aloud lab --exact --json > notebook.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if !flags.exact {
				return withHint(errors.New("lab: no experiment"), "say --exact for the original notebook")
			}
			return flags.notebook(c)
		},
	}
	command.Flags().BoolVar(&flags.exact, "exact", false, "reproduce the original notebook, random numbers included")
	command.Flags().BoolVar(&flags.json, "json", false, "print the figures alone, as one JSON object")
	command.Flags().StringVar(&flags.data, "data", "",
		"look for MNIST in this `FOLDER` (default: $ALOUD_DATA, then the user's cache)")
	return command
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
