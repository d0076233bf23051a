package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"aloud/phone"
)

// exportAppCommand is "aloud export app".
func exportAppCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "app DIR",
		Short: "Write the app for telephones into a folder",
		Long: `Writes all files of the app into DIR, for any server of static files: it reads on
the telephone and needs nothing from the server but these. Beside each file stand
its compressed forms, .br and .gz, for servers that look for them. Browsers open
cameras for HTTPS only.

DIR appears whole or not at all. A folder with an app is replaced, with all that is
in it; one that holds anything else and no app is left alone.`,
		Example: `  aloud export app public
  aloud export app /var/www/numbers`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			err := phone.Export(args[0])
			if errors.Is(err, phone.ErrForeign) {
				return withHint(err, "choose a folder that is new or empty, or holds an app")
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: %d files\n", args[0], len(phone.Files()))
			return nil
		},
	}
}
