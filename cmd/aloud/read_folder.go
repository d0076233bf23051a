package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"

	"github.com/spf13/cobra"

	"aloud/batch"
	"aloud/reader"
)

// folderOptions are the flags of "aloud read" that are for folders.
type folderOptions struct {
	Recursive bool
	Unordered bool
	Journal   string // file that the records go to, and that tells what has been done
}

func (o *folderOptions) addTo(command *cobra.Command) {
	flags := command.Flags()
	flags.BoolVar(&o.Recursive, "recursive", false, "read all pictures in folders, on all cores; with --json")
	flags.BoolVar(&o.Unordered, "unordered", false, "with --recursive: print records as they are done, not in the order of the files")
	flags.StringVar(&o.Journal, "journal", "", "with --recursive: write the records to this `FILE`, and go on where an earlier run ended")
}

// check finds flags that do not go together.
func (o *folderOptions) check(read *readOptions) error {
	switch {
	case !o.Recursive && (o.Unordered || o.Journal != ""):
		return errors.New("read: --unordered and --journal are for folders; say --recursive as well")
	case o.Recursive && (!read.JSON || read.Say || read.Annotate != "" || read.Show != ""):
		return errors.New("read: --recursive prints records; say --json, and neither --say, --annotate nor --show")
	}
	return nil
}

// readFolders reads all pictures in folders. A file among the folders is read as well.
func (o *folderOptions) readFolders(command *cobra.Command, read *readOptions, folders []string) error {
	var files []string
	for _, folder := range folders {
		found, err := batch.Files(folder)
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	r, err := reader.New()
	if err != nil {
		return err
	}
	to, left, err := o.output(command.OutOrStdout(), files)
	if err != nil {
		return err
	}
	worst, err := o.readAll(command, read, r, left, to)
	return cmp.Or(err, to.Close(), statusError(worst))
}

// statusError is the error that ends the program with that status.
func statusError(s status) error {
	if s == statusDone {
		return nil
	}
	return s
}

// A sink is where records go.
type sink interface {
	Add(batch.Record) error
	Close() error
}

// lines writes records one a line.
type lines struct{ io.Writer }

func (l lines) Add(r batch.Record) error {
	line, err := batch.Line(r)
	if err == nil {
		_, err = l.Write(line)
	}
	return err
}

func (lines) Close() error { return nil }

// output is where records go, and the files that have none there yet.
func (o *folderOptions) output(stdout io.Writer, files []string) (to sink, left []string, err error) {
	if o.Journal == "" {
		return lines{stdout}, files, nil
	}
	journal, done, err := batch.OpenJournal(o.Journal)
	return journal, slices.DeleteFunc(files, func(f string) bool { return done[f] }), err
}

// readAll reads the files and hands on their records. It returns the worst of their statuses.
func (o *folderOptions) readAll(command *cobra.Command, read *readOptions, r *reader.Reader, files []string, to sink) (status, error) {
	progress := countProgress(command.ErrOrStderr(), "pictures", len(files))
	worst, done := status(statusDone), 0
	for record, err := range batch.All(command.Context(), r, files, batch.Options{AtOnce: runtime.GOMAXPROCS(0), Ordered: !o.Unordered}) {
		if err != nil {
			return worst, fmt.Errorf("read: stopped after %d of %d pictures: %w", done, len(files), err)
		}
		if err := to.Add(record); err != nil {
			return worst, err
		}
		read.warn(command.ErrOrStderr(), record.File, record.Reading)
		worst = worse(worst, recordStatus(record))
		done++
		progress(done)
	}
	return worst, nil
}

func recordStatus(r batch.Record) status {
	if r.Error != "" {
		return statusBadUse
	}
	return statusOf(r.Reading)
}
