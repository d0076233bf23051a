package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"aloud/digit"
	"aloud/evaluate"
	"aloud/mnist"
	"aloud/model"
	"aloud/picture"
	"aloud/reader"
)

// evaluateFlags are the flags of "aloud evaluate".
type evaluateFlags struct {
	data, part            string
	models, photos, kinds []string
	degrade, report       string
	json, fit             bool
}

// evaluateCommand measures a model on labelled digits, or the whole act of reading on a table of photographs.
func evaluateCommand() *cobra.Command {
	var flags evaluateFlags
	command := &cobra.Command{
		Use:   "evaluate (--model NAME | --photos LABELS.tsv)",
		Short: "Count how often a reader is right, and how often it is wrong yet sure",
		Long: `Count how often a reader is right, and how often it is wrong yet sure.

With --model it holds a digit model against labelled digits: "reader", the digit
network that ships, or a weights file; several answer together, with the mean of
their probabilities. The digits are those of --data: a folder
with pairs of files X-images-idx3-ubyte[.gz] and X-labels-idx1-ubyte[.gz], or a
data folder with one named mnist. Of MNIST's own files the test pair is taken,
unless --part says train; pictures of another size than 28x28 are brought to it
as MNIST was made. Without --data it is MNIST, fetched once if need be.

With --photos it reads photographs and holds the lines against a table: a header,
then the columns file (relative to the table) and lines (the digits from top to
bottom, joined by " | "; a blank parts numbers that stand side by side), parted by
tabs. A column named kind gives the figures for each kind as well, and --kind reads
those of some kinds alone; several --photos give those for each table.

Both say how much could be accepted at 1 %, 0.5 % and 0.1 % errors, if the threshold
of certainty were the best one for these very examples: the lines or digits that
would be sure, as a share of those that are written; the wrong ones among them, with
what was read where nothing is written; and the rate below which the true errors
are with 95 % confidence (Clopper and Pearson's exact bound). --json adds the whole
curve of coverage and risk, and how often what was said with which confidence is
right.

--report writes a page of HTML into a folder: the figures and curves, and of photographs
every one that was not read exactly, wrong yet sure first, with what was read and what
the stages made of it. The folder holds copies of these photographs.

--degrade makes every picture harder to read first, always in the same way; with
"all", for each way in turn, it prints a line of figures. A photograph becomes:

` + degradationHelp(evaluate.Degradations()) + `

and a digit:

` + degradationHelp(evaluate.DigitDegradations()),
		Example: `  aloud evaluate --model reader --data ~/mnist
  aloud evaluate --model softmax.safetensors --degrade all
  aloud evaluate --photos notes/labels.tsv --photos cheques/labels.tsv --report failures
  aloud evaluate --photos photos/labels.tsv --kind phone,string --degrade all`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report, err := flags.evaluate(cmd)
			switch {
			case report == nil: // there is one even where the page about it could not be written
			case flags.json:
				err = cmp.Or(err, json.NewEncoder(cmd.OutOrStdout()).Encode(report))
			default:
				_, printed := fmt.Fprint(cmd.OutOrStdout(), report)
				err = cmp.Or(err, printed)
			}
			return err
		},
	}
	command.Flags().StringArrayVar(&flags.models, "model", nil, "`NAME` of a shipped model (reader) or of a weights file; may be repeated")
	command.Flags().StringVar(&flags.data, "data", "", "folder `DIR` of labelled digits; MNIST if not given")
	command.Flags().StringVar(&flags.part, "part", string(mnist.Test), "of MNIST, the `PART` test or train")
	command.Flags().StringArrayVar(&flags.photos, "photos", nil, "table `LABELS.tsv` of photographs and the lines on them; may be repeated")
	command.Flags().StringSliceVar(&flags.kinds, "kind", nil, "of the photographs, those of these `KINDS` alone")
	command.Flags().StringVar(&flags.degrade, "degrade", "", "degrade the pictures in one `WAY` first, or all ways in turn")
	command.Flags().StringVar(&flags.report, "report", "", "write a page about it into the folder `DIR`, with copies of the photographs")
	command.Flags().BoolVar(&flags.fit, "fit", false, "of photographs, in all ways of --degrade together, fit the weights of certainty that reader/certainty.go holds, instead of counting")
	command.Flags().BoolVar(&flags.json, "json", false, "print one JSON object")
	return command
}

// evaluate does what the flags ask for and returns the report, which prints as text and encodes as JSON. With an error there
// may be one nevertheless.
func (f evaluateFlags) evaluate(cmd *cobra.Command) (fmt.Stringer, error) {
	changed := cmd.Flags().Changed
	switch {
	case !changed("model") && !changed("photos"):
		return nil, withHint(errors.New("nothing to evaluate"), "say --model NAME or --photos LABELS.tsv")
	case changed("photos") && (changed("model") || changed("data") || changed("part")):
		return nil, errors.New("--photos reads with what ships: it takes no --model, --data or --part")
	case !changed("photos") && changed("kind"):
		return nil, withHint(errors.New("--kind is for photographs"), "say --photos LABELS.tsv")
	case changed("report") && f.report == "":
		return nil, withHint(errors.New("--report names no folder"), "say --report DIR")
	case changed("report") && f.degrade == "all":
		return nil, withHint(errors.New("--report tells of one way to degrade"), "name it, or leave --report out")
	case f.fit && changed("report"):
		return nil, errors.New("--fit counts nothing that a --report could tell of; leave one of the two out")
	case f.fit && !changed("photos"):
		return nil, withHint(errors.New("--fit is for photographs"), "say --photos LABELS.tsv")
	case changed("report"):
		if err := evaluate.CheckPageFolder(f.report); err != nil {
			return nil, err
		}
	}
	switch {
	case changed("photos"):
		return f.evaluatePhotos(cmd)
	case f.part != string(mnist.Test) && f.part != string(mnist.Train):
		return nil, fmt.Errorf("--part is test or train, not %q", f.part)
	}
	return f.evaluateDigits(cmd)
}

// evaluateDigits holds a model against labelled digits.
func (f evaluateFlags) evaluateDigits(cmd *cobra.Command) (fmt.Stringer, error) {
	classifier, err := committee(f.models)
	if err != nil {
		return nil, err
	}
	examples, err := labelledDigits(cmd, f.data, mnist.Part(f.part))
	if err != nil {
		return nil, err
	}
	if f.degrade == "all" {
		return degradedDigits(classifier, examples)
	}
	if f.degrade != "" {
		degradation, err := evaluate.DegradationNamed(evaluate.DigitDegradations(), f.degrade)
		if err != nil {
			return nil, err
		}
		examples = degradation.OfDigits(examples)
	}
	report, err := evaluate.Digits(classifier, examples)
	if err != nil {
		return nil, err
	}
	if f.report != "" {
		err = report.WritePage(f.report)
	}
	return report, err
}

// committee returns the models of those names, as one.
func committee(names []string) (model.Classifier[float32], error) {
	var members []model.Classifier[float32]
	for _, name := range names {
		m, err := digitModel(name)
		if err != nil {
			return nil, err
		}
		members = append(members, m)
	}
	return model.NewCommittee(members...)
}

// degradedDigits holds a model against labelled digits in all ways of degrading them.
func degradedDigits(classifier model.Classifier[float32], examples []digit.Labelled) (fmt.Stringer, error) {
	var report evaluate.DegradedDigitsReport
	for _, d := range evaluate.DigitDegradations() {
		digits, err := evaluate.Digits(classifier, d.OfDigits(examples))
		if err != nil {
			return nil, err
		}
		report.Degradations = append(report.Degradations, evaluate.DegradedDigits{Degradation: d.Name, DigitReport: digits})
	}
	return report, nil
}

// digitModel returns the model that ships under the name, or else that of the weights file.
func digitModel(name string) (model.Classifier[float32], error) {
	if name == "reader" {
		r, err := reader.New()
		if err != nil {
			return nil, err
		}
		return r.Network(), nil
	}
	if err := checkModelFile(name); err != nil {
		return nil, err
	}
	classifier, _, err := model.Load[float32](name)
	return classifier, err
}

// checkModelFile finds a name that is neither that of a shipped model nor a file's.
func checkModelFile(name string) error {
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		return withHint(fmt.Errorf("no model %s", name), "give a weights file, or reader for the network that ships")
	}
	return nil
}

// labelledDigits reads the digits in the folder data, or in that of MNIST within it. Without a folder it is MNIST,
// wherever it is found or fetched to.
func labelledDigits(cmd *cobra.Command, data string, part mnist.Part) ([]digit.Labelled, error) {
	if data == "" {
		folder, err := obtain(cmd, mnist.Set, "")
		if err != nil {
			return nil, err
		}
		return mnist.Read(folder, part)
	}
	if folder, ok := mnist.Set.In(data); ok {
		data = folder
	}
	return mnist.ReadFolder(data, part)
}

// evaluatePhotos reads the photographs of the tables.
func (f evaluateFlags) evaluatePhotos(cmd *cobra.Command) (fmt.Stringer, error) {
	photos, err := f.chosenPhotos()
	if err != nil {
		return nil, err
	}
	r, err := reader.New()
	if err != nil {
		return nil, err
	}
	ways, err := f.ways()
	if err != nil {
		return nil, err
	}
	if f.fit {
		return f.fitCertainty(cmd, r, photos, ways)
	}
	if f.degrade == "all" {
		return readDegraded(cmd, r, photos)
	}
	report, err := readPhotos(cmd, r, photos, ways[0])
	if err != nil {
		return nil, err
	}
	if f.report != "" {
		err = writePage(cmd, r, report, ways[0], f.report)
	}
	return report, err
}

// ways are what photographs are degraded by: one, which may be none at all, or each in turn.
func (f evaluateFlags) ways() ([]func(image.Image) image.Image, error) {
	switch f.degrade {
	case "":
		return []func(image.Image) image.Image{func(img image.Image) image.Image { return img }}, nil
	case "all":
		var ways []func(image.Image) image.Image
		for _, d := range evaluate.Degradations() {
			ways = append(ways, d.Of)
		}
		return ways, nil
	}
	degradation, err := evaluate.DegradationNamed(evaluate.Degradations(), f.degrade)
	return []func(image.Image) image.Image{degradation.Of}, err
}

// readDegraded reads the photographs in all ways of degrading them. With an error it returns what was counted before.
func readDegraded(cmd *cobra.Command, r *reader.Reader, photos []evaluate.Photo) (fmt.Stringer, error) {
	var report evaluate.DegradationReport
	for _, d := range evaluate.Degradations() {
		fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", d.Name, d.About)
		read, err := readPhotos(cmd, r, photos, d.Of)
		if err != nil {
			return report, err
		}
		report.Degradations = append(report.Degradations, evaluate.DegradedCounts{Degradation: d.Name, Counts: read.Counts})
	}
	return report, nil
}

// chosenPhotos are the photographs of the tables, of the kinds that are asked for.
func (f evaluateFlags) chosenPhotos() ([]evaluate.Photo, error) {
	var photos []evaluate.Photo
	for _, table := range f.photos {
		rows, err := evaluate.ReadTable(table)
		if err != nil {
			return nil, err
		}
		photos = append(photos, rows...)
	}
	if len(f.kinds) == 0 {
		return photos, nil
	}
	photos = slices.DeleteFunc(photos, func(p evaluate.Photo) bool { return !slices.Contains(f.kinds, p.Kind) })
	if len(photos) == 0 {
		return nil, fmt.Errorf("%s: no photograph is of the kind %s", strings.Join(f.photos, ", "), either(f.kinds))
	}
	return photos, nil
}

// readPhotos reads photographs as degrade leaves them.
func readPhotos(cmd *cobra.Command, r *reader.Reader, photos []evaluate.Photo, degrade func(image.Image) image.Image) (evaluate.PhotoReport, error) {
	read := func(ctx context.Context, path string) (reader.Reading, error) {
		img, err := picture.Open(path)
		if err != nil {
			return reader.Reading{}, err
		}
		return r.Read(ctx, degrade(img))
	}
	progress := countProgress(cmd.ErrOrStderr(), "pictures read", len(photos))
	return evaluate.Photos(cmd.Context(), photos, read, progress)
}

// degradationHelp lists ways to degrade a picture.
func degradationHelp(degradations []evaluate.Degradation) string {
	var help strings.Builder
	table := tabwriter.NewWriter(&help, 0, 0, 2, ' ', 0)
	for _, d := range degradations {
		fmt.Fprintf(table, "  %s\t%s\n", d.Name, d.About)
	}
	table.Flush() // a Builder takes everything
	return strings.TrimRight(help.String(), "\n")
}

// countProgress shows how many of the things are done: by a bar on a terminal, and elsewhere by a line for every tenth.
func countProgress(w io.Writer, things string, total int) func(done int) {
	if onTerminal(w) {
		bar := progressbar.NewOptions(total, progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(things),
			progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		return func(done int) { bar.Set(done) }
	}
	return func(done int) {
		if tenths := 10 * done / total; tenths > 10*(done-1)/total {
			fmt.Fprintf(w, "%d of %d %s\n", done, total, things)
		}
	}
}
