package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"aloud/interchange/onnx"
	"aloud/internal/durable"
	"aloud/model"
	"aloud/reader"
)

// exportCommand is "aloud export", with a command below it for each form.
func exportCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "export",
		Short:   "Write a model for other programs, or the app for any web server",
		Example: "  aloud export onnx reader\n  aloud export app public",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHint(fmt.Errorf("export: no form to export to"), "say onnx, weights or app")
		},
	}
	command.AddCommand(exportONNXCommand(), exportWeightsCommand(), exportAppCommand())
	return command
}

// exportONNXCommand is "aloud export onnx".
func exportONNXCommand() *cobra.Command {
	var out string
	command := &cobra.Command{
		Use:   "onnx MODEL",
		Short: "Write a model as an ONNX file",
		Long: `Writes a model of any kind as an ONNX file (operator set 17), which most programs
that run networks can read. MODEL is "reader", the network of digits that ships,
"line", the reader of lines that does, or a weights file, as "aloud train" writes them.

A classifier takes "digits", an example a row, and gives "log_probabilities"; a
reader of lines takes "lines" of any width, and gives "reading" and "centres". What
a picture becomes before the model sees it is told in the text of the input, and in
the metadata with all that the weights file tells.`,
		Example: `  aloud export onnx reader --out digits.onnx
  aloud export onnx cnn.safetensors           writes cnn.onnx`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, names []string) error {
			return exportONNX(c, names[0], out)
		},
	}
	command.Flags().StringVar(&out, "out", "", "`FILE` to write (default: in this folder, named like the model)")
	return command
}

// exportONNX writes the model of that name.
func exportONNX(c *cobra.Command, name, out string) error {
	if out == "" {
		base := filepath.Base(name)
		out = strings.TrimSuffix(base, filepath.Ext(base)) + ".onnx"
	}
	m, metadata, err := namedModel(name)
	if err != nil {
		return err
	}
	file, err := onnx.Format(m, metadata)
	if err != nil {
		return err
	}
	if err := durable.WriteFile(out, file); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s of %d parameters\n", out, m.Kind(), len(m.Params()))
	return nil
}

// namedModel returns the model of any kind that ships under the name, or else that of the weights file, with what is told
// of it.
func namedModel(name string) (model.Parameters[float32], map[string]string, error) {
	if name == "reader" {
		return reader.Weights()
	}
	if name == "line" {
		return reader.LineWeights()
	}
	if err := checkModelFile(name); err != nil {
		return nil, nil, err
	}
	return model.LoadAny[float32](name)
}
