package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"aloud/fetch"
	"aloud/mnist"
	"aloud/symbols"
)

// dataSets are all sets that the program learns from.
var dataSets = []fetch.Set{mnist.Set, symbols.Set}

// dataCommand is "aloud data": which sets there are, and whether they are here.
func dataCommand() *cobra.Command {
	var data string
	command := &cobra.Command{
		Use:   "data",
		Short: "List, fetch and verify the data sets that models learn from",
		Long: `List the data sets that models learn from, with the files of each and where they are.

A set is looked for in the folder of --data, then in that of $` + fetch.Variable + `, then in the user's cache folder.
Such a folder holds one folder a set, or the files of a set directly.`,
		Example: `  aloud data                  which sets there are and where
  aloud data fetch            fetch what is missing
  aloud data verify mnist     check every byte of MNIST`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, set := range dataSets {
				listSet(c.OutOrStdout(), set, data)
			}
			return nil
		},
	}
	command.PersistentFlags().StringVar(&data, "data", "",
		"folder to look in first, and to fetch to (default: the user's cache)")
	command.AddCommand(dataFetchCommand(&data), dataVerifyCommand(&data))
	return command
}

// listSet writes where the set is, and a line a file.
func listSet(w io.Writer, set fetch.Set, data string) {
	folder, ok := set.Find(data)
	if ok {
		fmt.Fprintf(w, "%s: in %s\n", set.Name, folder)
	} else {
		folder, _ = home(set, data)
		fmt.Fprintf(w, "%s: missing; \"aloud data fetch %s\" fetches %s\n", set.Name, set.Name, sizeText(set.Size()))
	}
	for _, file := range set.Files {
		path, _ := file.Path(folder)
		size, remark := file.Size, ""
		if info, err := os.Stat(path); err == nil {
			size = info.Size()
		} else if remark = "  missing"; file.Optional {
			remark = "  missing, optional"
		}
		fmt.Fprintf(w, "  %-28s%8s%s\n", filepath.Base(path), sizeText(size), remark)
	}
}

// dataFetchCommand is "aloud data fetch".
func dataFetchCommand(data *string) *cobra.Command {
	return &cobra.Command{
		Use:   "fetch [SET...]",
		Short: "Fetch what is missing or damaged, of all sets or of those named",
		Long: `Fetch what is missing or damaged, of all sets or of those named, from its public addresses. What breaks off is
resumed the next time; every file is checked against its SHA-256 before it takes its name.`,
		Example: `  aloud data fetch mnist --data /media/stick/data`,
		RunE: func(c *cobra.Command, names []string) error {
			sets, err := setsNamed(names)
			if err != nil {
				return err
			}
			display := &fetchDisplay{w: c.ErrOrStderr()}
			defer display.end()
			for _, set := range sets {
				folder, err := home(set, *data)
				if err != nil {
					return err
				}
				if err := set.Fetch(c.Context(), folder, display.report); err != nil {
					return fetchHint(err, folder)
				}
				fmt.Fprintf(c.OutOrStdout(), "%s: in %s\n", set.Name, folder)
			}
			return nil
		},
	}
}

// dataVerifyCommand is "aloud data verify".
func dataVerifyCommand(data *string) *cobra.Command {
	return &cobra.Command{
		Use:   "verify [SET...]",
		Short: "Check every byte of the sets that are here, or of those named",
		Long: `Check size and SHA-256 of every file, of all sets that are here or of those named.

Exit status 2: a file is damaged, or a set that was named is missing.`,
		Example: `  aloud data verify`,
		RunE: func(c *cobra.Command, names []string) error {
			sets, err := setsNamed(names)
			if err != nil {
				return err
			}
			return verifySets(c.OutOrStdout(), sets, *data, len(names) > 0)
		},
	}
}

// verifySets writes a line for each file of the sets; the error is of damaged ones, and of missing sets where all are
// required.
func verifySets(w io.Writer, sets []fetch.Set, data string, required bool) error {
	damaged := 0
	for _, set := range sets {
		folder, ok := set.Find(data)
		switch {
		case ok:
			damaged += verifySet(w, set, folder)
		case required:
			return withHint(fmt.Errorf("data: %s is missing", set.Name),
				fmt.Sprintf("\"aloud data fetch %s\" fetches it", set.Name))
		default:
			fmt.Fprintf(w, "%s: missing\n", set.Name)
		}
	}
	if damaged > 0 {
		return withHint(fmt.Errorf("data: damaged files: %d", damaged), "\"aloud data fetch\" replaces them")
	}
	return nil
}

// verifySet writes a line for each file of the set in the folder, and returns how many are damaged.
func verifySet(w io.Writer, set fetch.Set, folder string) (damaged int) {
	for _, file := range set.Files {
		path, _ := file.Path(folder)
		switch err := file.Verify(folder); {
		case err == nil:
			fmt.Fprintf(w, "%s: sound\n", path)
		case errors.Is(err, fs.ErrNotExist):
			fmt.Fprintf(w, "%s: missing, optional\n", path)
		default:
			fmt.Fprintln(w, strings.TrimPrefix(err.Error(), "fetch: "))
			damaged++
		}
	}
	return damaged
}

// obtain returns the folder of the set, which it fetches into the user's cache where it is nowhere else. A data folder
// that is named and not there is an error: it was mistyped.
func obtain(c *cobra.Command, set fetch.Set, data string) (folder string, err error) {
	if info, err := os.Stat(data); data != "" && (err != nil || !info.IsDir()) {
		return "", withHint(fmt.Errorf("--data %s: no such folder", data), "without --data the sets are found or fetched")
	}
	display := &fetchDisplay{w: c.ErrOrStderr()}
	defer display.end()
	folder, err = set.Obtain(c.Context(), data, display.report)
	if err != nil {
		to, _ := home(set, "")
		return "", fetchHint(err, to)
	}
	return folder, nil
}

// home is the folder that the set is fetched to: in the data folder where one is named, else where the set is found,
// else in the user's cache.
func home(set fetch.Set, data string) (folder string, err error) {
	if data == "" {
		if folder, ok := set.Find(""); ok {
			return folder, nil
		}
		if data, err = fetch.Cache(); err != nil {
			return "", err
		}
	}
	folder, _ = set.In(data)
	return folder, nil
}

// fetchHint says what to do about a file that does not come.
func fetchHint(err error, folder string) error {
	return withHint(err, "try again, what has come is kept; or download it by hand and put it, under that name, into "+folder)
}

// setsNamed are the sets of those names, or all where none is named.
func setsNamed(names []string) ([]fetch.Set, error) {
	if len(names) == 0 {
		return dataSets, nil
	}
	var sets []fetch.Set
	for _, name := range names {
		i := slices.IndexFunc(dataSets, func(s fetch.Set) bool { return s.Name == name })
		if i < 0 {
			return nil, withHint(fmt.Errorf("data: there is no set %q", name), "\"aloud data\" lists them")
		}
		sets = append(sets, dataSets[i])
	}
	return sets, nil
}

// A fetchDisplay shows what comes: as a bar on a terminal, and elsewhere as a line a file.
type fetchDisplay struct {
	w    io.Writer
	name string                   // of the file that is coming
	bar  *progressbar.ProgressBar // nil where nobody watches
}

// report is a [fetch.Progress].
func (d *fetchDisplay) report(name string, done, total int64) {
	if name != d.name {
		d.name = name
		if onTerminal(d.w) {
			d.bar = progressbar.NewOptions64(total, progressbar.OptionSetWriter(d.w), progressbar.OptionSetDescription(name),
				progressbar.OptionShowBytes(true), progressbar.OptionOnCompletion(func() { fmt.Fprintln(d.w) }))
		} else {
			fmt.Fprintf(d.w, "fetching %s, %s\n", name, sizeText(total))
		}
	}
	if d.bar != nil {
		d.bar.Set64(done)
	}
}

// end leaves the line of a bar that did not come to its end.
func (d *fetchDisplay) end() {
	if d.bar != nil && !d.bar.IsFinished() {
		fmt.Fprintln(d.w)
	}
}

// onTerminal reports whether a person is watching what is written to w.
func onTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// sizeText is a number of bytes as people read it.
func sizeText(bytes int64) string {
	if bytes < 1e6 {
		return fmt.Sprintf("%.1f kB", float64(bytes)/1e3)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}
