package main

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"aloud/mnist"
	"aloud/model"
	"aloud/recipe"
	"aloud/symbols"
	"aloud/train"
)

// trainLine is the training of a line reader: the recipe that the command line has changed.
type trainLine struct {
	trainFlags
	recipe.LineReader
	from string // a file with weights to begin with; "": those that the seed draws

	examples recipe.LineExamples
	model    *model.Line[float32]
	earlier  map[string]string // the metadata of the weights that it began with
}

// trainLineCommand is "aloud train line".
func trainLineCommand(r recipe.LineReader) *cobra.Command {
	t := &trainLine{LineReader: r}
	command := trainRecipeCommand(r.Name, r.Short, t)
	flags := command.Flags()
	t.add(flags, r.Name, "lines", &t.Options, func() {
		flags.IntVar(&t.Epoch, "lines", r.Epoch, "lines to draw for an epoch; none comes twice")
		flags.StringVar(&t.from, "from", "", "`FILE` with the weights of an earlier training to begin with, of all layers or of fewer")
		flags.IntVar(&t.Judges, "judges", r.Judges, "lines to draw to judge by, in the hands set aside for validation")
	})
	return command
}

func (t *trainLine) check(*cobra.Command) error { return t.Check() }

func (t *trainLine) begin(c *cobra.Command) error {
	var folders recipe.Folders
	var err error
	if folders.MNIST, err = obtain(c, mnist.Set, t.data); err != nil {
		return err
	}
	if folders.Symbols, err = obtain(c, symbols.Set, t.data); err != nil {
		return err
	}
	t.examples, err = t.Examples(folders, t.validation)
	if err != nil {
		return err
	}
	t.model = t.Model()
	if t.from == "" {
		return nil
	}
	return t.goOnFrom(t.from)
}

// goOnFrom begins with the weights of a reader of the same layers, or of some of them.
func (t *trainLine) goOnFrom(file string) error {
	earlier, metadata, err := model.LoadLine[float32](file)
	if err != nil {
		return fmt.Errorf("train: --from: %w", err)
	}
	if err := t.model.Grow(earlier); err != nil {
		return withHint(fmt.Errorf("train: --from: %s: %w", file, err), "train anew, without --from")
	}
	t.earlier = metadata
	return nil
}

func (t *trainLine) plan() string {
	judges := "none drawn to judge by"
	if n := len(t.examples.Validation); n > 0 {
		judges = fmt.Sprintf("judged by %d lines after %d others", n, t.examples.Others)
	}
	return fmt.Sprintf("training %s: %d parameters, lines after %d books, %s; %d × %d steps", t.Name, len(t.model.Params()),
		t.examples.Hands, judges, t.Options.Epochs, t.Options.Steps(t.Epoch)/t.Options.Epochs)
}

// operations are estimated from some lines, for they differ in width.
func (t *trainLine) operations() float64 {
	const tried = 64
	sum := 0.0
	for i := range uint64(tried) {
		line := t.examples.Training.Draw(rand.New(rand.NewPCG(0, i)))
		columns := (line.Picture.Rect.Dx()-1)/t.model.ColumnWidth() + 1
		sum += model.LineOperations(t.model, 1, columns*t.model.ColumnWidth()*t.model.Height())
	}
	return sum / tried * float64(t.Options.Epochs) * float64(t.Epoch)
}

func (t *trainLine) run(ctx context.Context) iter.Seq2[train.Report, error] {
	return train.RunLines(ctx, t.model, t.examples.Training, t.examples.Validation, t.Options)
}

func (t *trainLine) result(last train.Report) result {
	r := result{t.model, t.Metadata(t.examples, last), fmt.Sprintf("%d lines", t.Options.Epochs*t.Epoch)}
	const earlier = "earlier " // and once more for each training before that
	for key, v := range t.earlier {
		if slices.Contains([]string{"command", "training", "validation"}, key) || strings.HasPrefix(key, earlier) {
			r.metadata[earlier+key] = v
		}
	}
	if v := last.Validation; v != nil {
		r.summary += fmt.Sprintf(", %.2f %% of the validation lines wrong (%d of %d), %.2f %% of their digits",
			100*v.ErrorRate(), v.Errors, v.Examples, 100*v.DigitErrorRate())
	}
	return r
}
