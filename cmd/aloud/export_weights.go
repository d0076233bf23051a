package main

import (
	"fmt"
	"slices"
	"strings"

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
		Use:   "weights MODEL... --out FILE",
		Short: "Write a model as a weights file with fewer bits, or the mean of several",
		Long: `Writes a weights file anew, with fewer bits of each weight, and the same metadata.
With 8 of them each column of a matrix, which are the weights of one neuron or
channel, is in whole steps of its own, as in the files that ship.

Of several models with the same layers it writes the mean. Where they are trainings
that went on from the same weights with different seeds, that errs less than each
of them; the mean of others is good for nothing.`,
		Example: `  aloud export weights line.safetensors --bits 8 --out reader/line.safetensors
  aloud export weights seed1.safetensors seed2.safetensors seed3.safetensors --out mean.safetensors`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, names []string) error {
			if out == "" {
				return withHint(fmt.Errorf("export: no file to write"), "say --out FILE")
			}
			if !slices.Contains(there, bits) {
				return withHint(fmt.Errorf("export: %d bits of a weight: there are no such weights files", bits), "say --bits "+either(there))
			}
			m, metadata, err := meanModel(names)
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

// meanModel returns the model of a name, or of several the one whose parameters are the mean of theirs (Wortsman et al., "Model
// soups", 2022), with what is told of it.
func meanModel(names []string) (model.Parameters[float32], map[string]string, error) {
	mean, metadata, err := namedModel(names[0])
	if err != nil || len(names) == 1 {
		return mean, metadata, err
	}
	commands := []string{metadata["command"]}
	share := 1 / float32(len(names))
	for i := range mean.Params() {
		mean.Params()[i] *= share
	}
	for _, name := range names[1:] {
		m, about, err := namedModel(name)
		if err != nil {
			return nil, nil, err
		}
		if !sameLayers(m, mean) {
			return nil, nil, withHint(fmt.Errorf("export: %s has other layers than %s", name, names[0]), "the mean is of models that were trained alike")
		}
		for i, v := range m.Params() {
			mean.Params()[i] += share * v
		}
		commands = append(commands, about["command"])
	}
	metadata["command"] = "mean of " + strings.Join(commands, ", ")
	for _, ofFirst := range []string{"seed", "temperature", "validation"} {
		delete(metadata, ofFirst)
	}
	return mean, metadata, nil
}

// sameLayers reports whether the parameters of two models mean the same, one by one.
func sameLayers(a, b model.Parameters[float32]) bool {
	return a.Kind() == b.Kind() && slices.Equal(a.Groups(), b.Groups())
}
