package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"aloud/model"
)

// exportWeightsCommand is "aloud export weights".
func exportWeightsCommand() *cobra.Command {
	var out string
	var bits int
	command := &cobra.Command{
		Use:   "weights MODEL --out FILE",
		Short: "Write a model as a weights file with fewer bits",
		Long: `Writes a weights file anew, with fewer bits of each weight, and the same metadata.
With 11 of them, which is a sign, an exponent and five bits of the fraction, a file
is as long as with 16, but a third shorter when it is compressed, as for the first
visit of a telephone.`,
		Example: "  aloud export weights line.safetensors --bits 11 --out reader/line.safetensors",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, names []string) error {
			if out == "" {
				return withHint(fmt.Errorf("export: no file to write"), "say --out FILE")
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
	command.Flags().IntVar(&bits, "bits", int(model.Float11), "bits of a weight to keep: 64, 32, 16, 12 or 11")
	return command
}
