package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"aloud/model"
)

// exportWeightsCommand is "aloud export weights".
func exportWeightsCommand() *cobra.Command {
	var out string
	var bits int
	var there []int
	for _, p := range model.Precisions {
		there = append(there, int(p))
	}
	command := &cobra.Command{
		Use:   "weights MODEL --out FILE",
		Short: "Write a model as a weights file with fewer bits",
		Long: `Writes a weights file anew, with fewer bits of each weight, and the same metadata.
With 8 of them each column of a matrix, which are the weights of one neuron or
channel, is in whole steps of its own, as in the files that ship.`,
		Example: "  aloud export weights line.safetensors --bits 8 --out reader/line.safetensors",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, names []string) error {
			if out == "" {
				return withHint(fmt.Errorf("export: no file to write"), "say --out FILE")
			}
			if !slices.Contains(there, bits) {
				return withHint(fmt.Errorf("export: %d bits of a weight: there are no such weights files", bits), "say --bits "+either(there))
			}
			m, metadata, err := namedModel(names[0])
			if err != nil {
				return err
			}
			if err := model.Save(out, m, model.Precision(bits), metadata); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: %s of %d parameters, in %v\n", out, m.Kind(), len(m.Params()), model.Precision(bits))
			return nil
		},
	}
	command.Flags().StringVar(&out, "out", "", "`FILE` to write")
	command.Flags().IntVar(&bits, "bits", int(model.Int8), "bits of a weight to keep: "+either(there))
	return command
}
