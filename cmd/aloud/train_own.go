package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"aloud/digit"
	"aloud/mnist"
	"aloud/model"
	"aloud/own"
	"aloud/recipe"
	"aloud/symbols"
	"aloud/train"
)

// trainOwn is the training of a model that is there already, on digits of one person's own.
type trainOwn struct {
	trainFlags
	from, folder string
	recipe.Recipe
	options train.Options // what the flags say, which is the recipe's in the end

	examples      recipe.Examples  // the person's and a part of all others'
	learn, judged []digit.Labelled // of the person's digits
	model         model.Model[float32]
	metadata      map[string]string // of the weights it began with
	before        []float32         // these weights
	scores        struct{ own, validation train.Score }
}

// addTo makes the command below which all trainings stand one itself.
func (t *trainOwn) addTo(command *cobra.Command) {
	flags := command.Flags()
	flags.SortFlags = false
	flags.StringVar(&t.from, "from", "", "go on with these weights: a `FILE`, or reader for the network that ships")
	flags.StringVar(&t.folder, "own", "", "`FOLDER` of digits of one's own to go on with: 7/a.png, say, is a 7")
	t.options = recipe.FineTuned(model.NewSoftmax[float32](1, 1), nil).Options
	t.add(flags, "own", "digits", &t.options, func() {})
}

// given reports whether the flags ask for this training.
func (t *trainOwn) given() bool { return t.from != "" || t.folder != "" }

func (t *trainOwn) check(*cobra.Command) error {
	switch {
	case t.from == "" || t.folder == "":
		return withHint(errors.New("train: --from and --own go together"), "name the weights and the folder of digits")
	case t.validation == 0:
		return errors.New("train: --validation 0: without digits of others nobody sees what is forgotten")
	}
	return t.options.Check()
}

func (t *trainOwn) begin(c *cobra.Command) error {
	if err := t.load(); err != nil {
		return err
	}
	digits, err := own.Read(t.folder)
	if err != nil {
		return err
	}
	t.learn, t.judged = own.HeldOut(digits)
	if err := t.checkDigits(); err != nil {
		return err
	}
	var folders recipe.Folders
	if folders.MNIST, err = obtain(c, mnist.Set, t.data); err != nil {
		return err
	}
	if t.Drawn {
		if folders.Symbols, err = obtain(c, symbols.Set, t.data); err != nil {
			return err
		}
	}
	if t.examples, err = t.Examples(folders, t.validation); err != nil {
		return err
	}
	t.examples.Training = t.Rehearsal(t.learn, t.examples.Training)
	t.scores.own, t.scores.validation = train.Evaluate(t.model, t.judged), train.Evaluate(t.model, t.examples.Validation)
	return nil
}

// load loads the model.
func (t *trainOwn) load() error {
	any, metadata, err := namedModel(t.from)
	if err != nil {
		return err
	}
	m, ok := any.(model.Model[float32])
	if !ok || m.Inputs() != m.Encoding().Size() || m.Classes() < 10 {
		return withHint(fmt.Errorf("train: --from %s: not a classifier of digits", t.from), "it takes the weights of one")
	}
	t.model, t.metadata, t.before = m, metadata, slices.Clone(m.Params())
	t.Recipe = recipe.FineTuned(m, metadata)
	t.options.Smoothing = t.Options.Smoothing // for which there is no flag
	t.Options = t.options
	return nil
}

// checkDigits finds digits from which nothing can be learned, or nothing seen.
func (t *trainOwn) checkDigits() error {
	if len(t.judged) == 0 {
		return withHint(fmt.Errorf("train: --own %s: %d pictures, and no class has four", t.folder, len(t.learn)),
			"every fourth of a class is set aside to judge by")
	}
	for _, d := range t.learn {
		if int(d.Class) >= t.model.Classes() {
			return fmt.Errorf("train: --own %s: pictures of what is no digit, which %s does not know of", t.folder, t.from)
		}
	}
	return nil
}

func (t *trainOwn) plan() string {
	return fmt.Sprintf("training %s of %d parameters further, on %d digits of one's own among those of others; judged by %d more of one's own and %d of others",
		t.model.Kind(), len(t.before), len(t.learn), len(t.judged), len(t.examples.Validation))
}

func (t *trainOwn) operations() float64 {
	return model.LearningOperations(t.model, t.Options.Epochs*len(t.examples.Training))
}

func (t *trainOwn) run(ctx context.Context) iter.Seq2[train.Report, error] {
	return train.Run(ctx, t.model, t.examples.Training, t.examples.Validation, t.TrainOptions())
}

func (t *trainOwn) result(last train.Report) result {
	share := recipe.Moderate(t.model, t.before, t.examples.Validation, t.scores.validation.ErrorRate())
	t.Temper(t.model, t.examples)
	after, others := train.Evaluate(t.model, t.judged), train.Evaluate(t.model, t.examples.Validation)
	last.Validation = &others
	r := result{t.model, t.Metadata(t.examples, last), ""}
	r.metadata["from"] = t.metadata["command"]
	r.metadata["own"] = fmt.Sprintf("%d digits", len(t.learn))
	r.summary = fmt.Sprintf("one's own digits held out: %s before, %s after; others': %s before, %s after",
		errorsText(t.scores.own), errorsText(after), errorsText(t.scores.validation), errorsText(others))
	if share < 1 {
		r.summary += fmt.Sprintf(" (%.0f %% of the way, or the others' would be forgotten)", 100*share)
	}
	return r
}

// errorsText is "3.20 % errors (16 of 500)".
func errorsText(s train.Score) string {
	return fmt.Sprintf("%.2f %% errors (%d of %d)", 100*s.ErrorRate(), s.Errors, s.Examples)
}
