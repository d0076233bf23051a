package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"aloud/internal/version"
)

// manCommand is "aloud man", for those who package the program.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man FOLDER",
		Short: "Write manual pages into a folder",
		Long: `Writes a manual page for each command into a folder, which is made where needed:
aloud.1, aloud-read.1 and so on, from what --help says.`,
		Example: `  aloud man /usr/local/share/man/man1`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, folders []string) error {
			if err := os.MkdirAll(folders[0], 0o777); err != nil {
				return fmt.Errorf("man: %w", err)
			}
			c.Root().DisableAutoGenTag = true // it bears today's date, and the same version is to give the same pages
			return doc.GenManTree(c.Root(), &doc.GenManHeader{
				Section: "1", Source: "aloud " + version.Number, Manual: "Aloud", Date: new(time.Time),
			}, folders[0])
		},
	}
}
