// Aloud reads handwritten numbers aloud, and trains the models that do it.
//
// Run "aloud --help" for the commands and "aloud COMMAND --help" for one of them with an example.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit statuses of every command.
const (
	statusDone     = 0 // read, and every digit sure; for other commands: done
	statusNoNumber = 1 // a picture without a number
	statusWrong    = 1 // a gradient that is wrong
	statusBadUse   = 2 // bad usage or an unreadable file
	statusDoubt    = 3 // read, with doubt
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the whole program with its surroundings as arguments; it returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program, whatever it is doing
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if status := status(0); errors.As(err, &status) {
		return int(status)
	}
	if err != nil {
		fmt.Fprintln(stderr, "aloud:", err)
		return statusBadUse
	}
	return statusDone
}

// rootCommand gathers the commands, one file each.
func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "aloud",
		Short:         "Read handwritten numbers aloud",
		SilenceErrors: true, // run prints the error, in one line
		SilenceUsage:  true, // and the usage only when asked
	}
	root.AddCommand(readCommand(), evaluateCommand(), dataCommand(), scribeCommand(), trainCommand(), checkCommand(),
		labCommand(), benchCommand(), serveCommand(), exportCommand(), versionCommand(), manCommand())
	return root
}

// A status ends the program with that exit status when a command returns it as its error; everything that was to be
// said has been said.
type status int

func (s status) Error() string { return fmt.Sprint("exit status ", int(s)) }

// A hinted error says in its hint what the person can do about it.
type hinted struct {
	error
	hint string
}

// withHint adds to an error what can be done about it.
func withHint(err error, hint string) error { return hinted{err, hint} }

func (h hinted) Unwrap() error { return h.error }
func (h hinted) Error() string { return h.error.Error() + "; " + h.hint }

// either lists things of which there is a choice, for a person: "64, 32 or 8".
func either[T any](things []T) string {
	var list strings.Builder
	for i, thing := range things {
		switch {
		case i > 0 && i == len(things)-1:
			list.WriteString(" or ")
		case i > 0:
			list.WriteString(", ")
		}
		fmt.Fprint(&list, thing)
	}
	return list.String()
}
