package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"aloud/mnist"
	"aloud/model"
	"aloud/reader"
	"aloud/recipe"
	"aloud/scribe"
	"aloud/symbols"
	"aloud/train"
)

// trainDigits is the training of a classifier of digits: the recipe that the command line has changed.
type trainDigits struct {
	trainFlags
	recipe.Recipe
	jitter   bool
	teachers []string // weights files

	lessons  float64              // operations that it takes the teachers to predict an example
	taughtBy []string             // what the weights file tells of each teacher
	first    model.Model[float32] // of the teachers
	examples recipe.Examples
	model    model.Model[float32]
}

// trainDigitsCommand is "aloud train NAME" for a recipe.
func trainDigitsCommand(r recipe.Recipe) *cobra.Command {
	t := &trainDigits{Recipe: r, jitter: r.Jitter != scribe.JitterOptions{}}
	command := trainRecipeCommand(r.Name, r.Short, t)
	flags := command.Flags()
	t.add(flags, r.Name, "digits", &t.Options, func() {
		if len(r.Hidden) > 0 {
			flags.IntSliceVar(&t.Hidden, "hidden", r.Hidden, "`SIZES` of the hidden layers")
		}
		flags.BoolVar(&t.jitter, "jitter", t.jitter, "show every digit moved a little, another way each time")
		flags.StringArrayVar(&t.teachers, "teacher", nil, "weights `FILE` of a model to learn from; several teach with one voice")
		flags.Float64Var(&t.Options.Smoothing, "smoothing", r.Options.Smoothing,
			fmt.Sprintf("share of certainty not taught; with a teacher what it teaches, %v", taught))
	})
	return command
}

// taught is the share of a lesson that is the teacher's if nobody says otherwise; the rest is the digit's label.
const taught = 0.9

func (t *trainDigits) check(c *cobra.Command) error {
	if len(t.teachers) > 0 && !c.Flags().Changed("smoothing") {
		t.Options.Smoothing = taught
	}
	switch {
	case !t.jitter:
		t.Jitter = scribe.JitterOptions{}
	case t.Jitter == scribe.JitterOptions{}:
		t.Jitter = scribe.DefaultJitter()
	}
	return cmp.Or(t.findTeachers(), t.Check())
}

// findTeachers loads the teachers, if there are any.
func (t *trainDigits) findTeachers() (err error) {
	var members []model.Classifier[float32]
	for _, name := range t.teachers {
		m, sum, err := loadTeacher(name)
		if err != nil {
			return err
		}
		if len(members) == 0 {
			t.first = m
		}
		members = append(members, m)
		t.lessons += model.PredictingOperations(m, 1)
		t.taughtBy = append(t.taughtBy, fmt.Sprintf("%s sha256 %x", filepath.Base(name), sum))
	}
	if len(members) > 0 {
		t.Options.Teacher, err = model.NewCommittee(members...)
	}
	return err
}

// loadTeacher loads a teacher from its file, or the one that ships, with the SHA-256 of the file.
func loadTeacher(name string) (m model.Model[float32], sum [sha256.Size]byte, err error) {
	named, _, err := namedModel(name)
	if err != nil {
		return nil, sum, err
	}
	m, ok := named.(model.Model[float32])
	if !ok {
		return nil, sum, withHint(fmt.Errorf("train: --teacher %s: not a classifier of digits", name), "it takes the weights of one")
	}
	file := reader.WeightsFile
	if name != "reader" {
		if file, err = os.ReadFile(name); err != nil {
			return nil, sum, fmt.Errorf("train: --teacher: %w", err)
		}
	}
	return m, sha256.Sum256(file), nil
}

func (t *trainDigits) begin(c *cobra.Command) error {
	var folders recipe.Folders
	var err error
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
	t.model = t.Model()
	if t.Spoilt {
		return t.beginAsTeacher()
	}
	return nil
}

// beginAsTeacher takes the weights of the first teacher for those that the training begins with.
func (t *trainDigits) beginAsTeacher() error {
	if !sameLayers(t.first, t.model) {
		return withHint(fmt.Errorf("train: --teacher %s: %s begins as its teacher, and this is another network", t.teachers[0], t.Name),
			"it takes the weights of aloud train reader")
	}
	copy(t.model.Params(), t.first.Params())
	return nil
}

func (t *trainDigits) plan() string {
	judges := "none set aside to judge by"
	if n := len(t.examples.Validation); n > 0 {
		judges = fmt.Sprintf("judged by %d others", n)
	}
	learned := len(t.examples.Training)
	return fmt.Sprintf("training %s, %s: %d parameters, %d examples, %s; %d × %d steps", t.Name, t.Layers(),
		len(t.model.Params()), learned, judges, t.Options.Epochs, t.Options.Steps(learned)/t.Options.Epochs)
}

func (t *trainDigits) operations() float64 {
	shown := t.Options.Epochs * len(t.examples.Training)
	return model.LearningOperations(t.model, shown) + t.lessons*float64(shown)
}

func (t *trainDigits) run(ctx context.Context) iter.Seq2[train.Report, error] {
	return train.Run(ctx, t.model, t.examples.Training, t.examples.Validation, t.TrainOptions())
}

func (t *trainDigits) result(last train.Report) result {
	temperature := t.Temper(t.model, t.examples)
	if t.Tempered && last.Validation != nil {
		tempered := train.Evaluate(t.model, t.examples.Validation)
		last.Validation = &tempered
	}
	r := result{t.model, t.Metadata(t.examples, last), fmt.Sprintf("%d examples", len(t.examples.Training))}
	if t.Tempered {
		r.metadata["temperature"] = fmt.Sprintf("%.4f", temperature)
	}
	if len(t.taughtBy) > 0 {
		r.metadata["teacher"] = strings.Join(t.taughtBy, ", ")
	}
	if v := last.Validation; v != nil {
		r.summary += fmt.Sprintf(", %.2f %% validation errors (%d of %d)", 100*v.ErrorRate(), v.Errors, v.Examples)
	}
	return r
}
