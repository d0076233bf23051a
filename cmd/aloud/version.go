package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"aloud/internal/version"
)

// versionCommand is "aloud version".
func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version",
		Example: "  aloud version",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(c.OutOrStdout(), "aloud %s %s/%s %s\n", version.Number, runtime.GOOS, runtime.GOARCH, runtime.Version())
			return err
		},
	}
}
