package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"aloud/internal/durable"
	"aloud/mnist"
	"aloud/model"
	"aloud/recipe"
	"aloud/scribe"
	"aloud/symbols"
	"aloud/train"
)

// trainFlags are the recipe that the command line has changed, and the flags that are none of its fields.
type trainFlags struct {
	recipe.Recipe
	data, out  string
	descent    string
	momentum   float64
	validation float64
	fresh      bool
	jitter     bool
}

// trainCommand is "aloud train", with a command below it for each recipe.
func trainCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "train MODEL",
		Short: "Train a model",
		Long: `Train a model on MNIST, which is fetched once if need be, and write its weights to a file.

Every flag has a value that suits the model; "aloud train MODEL --help" lists them. The same flags give the same
weights, bit for bit, on one core or many. A training that is broken off, in whatever way, goes on where it was when the
same command is given again.`,
		Example: `  aloud train softmax                                 a minute's work
  aloud train mlp --hidden 300 --epochs 20 --seed 7   a smaller perceptron, from other first weights
  aloud evaluate --model mlp.safetensors              how good it is`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return withHint(errors.New("no model to train"), "say "+recipeNames())
		},
	}
	for _, r := range recipe.All() {
		command.AddCommand(trainRecipeCommand(r))
	}
	return command
}

// recipeNames lists what can be trained, for a person: "softmax, mlp or reader".
func recipeNames() string {
	var names []string
	for _, r := range recipe.All() {
		names = append(names, r.Name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// trainRecipeCommand is "aloud train NAME".
func trainRecipeCommand(r recipe.Recipe) *cobra.Command {
	f := &trainFlags{Recipe: r, out: r.Name + ".safetensors", descent: "adam", momentum: train.DefaultSGD().Momentum,
		jitter: r.Jitter != scribe.JitterOptions{}}
	command := &cobra.Command{
		Use:   r.Name,
		Short: r.Short,
		Long: r.Short + `.

The weights file appears when the training is done. Meanwhile its state is kept beside it, in a file with .checkpoint
added to the name: after Ctrl-C, a crash or a power failure the same command goes on from there.`,
		Example: "  aloud train " + r.Name + " --seed 1 --out " + f.out,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return f.train(c) },
	}
	flags, o := command.Flags(), &f.Options
	flags.SortFlags = false // where they are, what is trained, how
	flags.StringVar(&f.data, "data", "", "look for the data sets in this `FOLDER` (default: $ALOUD_DATA, then the user's cache)")
	flags.StringVar(&f.out, "out", f.out, "`FILE` to write the weights to")
	flags.StringVar(&o.Checkpoint, "checkpoint", "", "`FILE` that keeps the state of the training (default: that of the weights, with .checkpoint added)")
	flags.DurationVar(&o.CheckpointEvery, "checkpoint-every", o.CheckpointEvery, "`TIME` between two checkpoints")
	flags.BoolVar(&f.fresh, "fresh", false, "begin anew even if an earlier training was broken off")
	flags.Float64Var(&f.validation, "validation", 1.0/12, "`SHARE` of the digits set aside for validation, by writer; 0 trains on all")
	flags.Lookup("validation").DefValue = "1/12"
	if len(r.Hidden) > 0 {
		flags.IntSliceVar(&f.Hidden, "hidden", r.Hidden, "`SIZES` of the hidden layers")
	}
	flags.BoolVar(&f.jitter, "jitter", f.jitter, "show every digit moved a little, another way each time")
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "the `NUMBER` that decides everything random")
	flags.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over all digits")
	flags.IntVar(&o.Batch, "batch", o.Batch, "digits in a step")
	flags.StringVar(&f.descent, "descent", f.descent, "adam or sgd")
	flags.Float64Var(&f.momentum, "momentum", f.momentum, "share of its speed that a step of sgd keeps")
	flags.Float64Var(&o.LearningRate, "learning-rate", o.LearningRate, "length of a step, at its longest")
	flags.IntVar(&o.WarmUp, "warm-up", o.WarmUp, "steps over which the learning rate rises")
	flags.StringVar((*string)(&o.Schedule), "schedule", string(o.Schedule), "how the learning rate falls: "+scheduleNames())
	flags.Float64Var(&o.PriorVariance, "prior-variance", o.PriorVariance, "variance of a Gaussian prior on the weights; 0: none")
	flags.Float64Var(&o.WeightDecay, "weight-decay", o.WeightDecay, "share of the weights a step takes away, for a unit of the learning rate")
	flags.Float64Var(&o.Average, "average", o.Average, "decay of a moving average of the weights, 0 to below 1; 0: none")
	return command
}

// scheduleNames lists the schedules of the learning rate.
func scheduleNames() string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(train.Schedules), "[]"), " ", ", ")
}

// train runs the training and writes the weights. The checkpoint goes when they are there.
func (f *trainFlags) train(c *cobra.Command) error {
	if err := f.complete(c); err != nil {
		return err
	}
	examples, err := f.examples(c)
	if err != nil {
		return err
	}
	if f.fresh {
		if err := durable.Remove(f.Options.Checkpoint); err != nil {
			return err
		}
	}
	m := f.Model()
	fmt.Fprintln(c.ErrOrStderr(), f.plan(m, examples))
	began := time.Now()
	last, err := f.run(c, m, examples)
	if err != nil {
		return trainHint(err)
	}
	temperature := f.Temper(m, examples)
	metadata := f.Metadata(examples, last)
	if f.Tempered {
		metadata["temperature"] = fmt.Sprintf("%.4f", temperature)
	}
	metadata["command"] = commandLine(c)
	if err := model.Save(f.out, m, model.Float16, metadata); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", f.out, summary(m, examples, last, time.Since(began)))
	return durable.Remove(f.Options.Checkpoint)
}

// complete checks the flags, before anything takes time, and carries them into the recipe.
func (f *trainFlags) complete(c *cobra.Command) error {
	switch f.descent {
	case "adam":
		if c.Flags().Changed("momentum") {
			return withHint(errors.New("train: adam knows no --momentum"), "say --descent sgd as well")
		}
	case "sgd":
		f.Options.Descent = train.SGD{Momentum: f.momentum, Nesterov: f.momentum > 0}
	default:
		return withHint(fmt.Errorf("train: no descent %q", f.descent), "there are adam and sgd")
	}
	if !(f.validation >= 0 && f.validation <= 0.5) {
		return fmt.Errorf("train: --validation %v: it takes a share from 0 to 0.5", f.validation)
	}
	if f.Options.Checkpoint == "" {
		f.Options.Checkpoint = f.out + ".checkpoint"
	}
	if c.Flags().Changed("jitter") {
		f.Jitter = scribe.JitterOptions{}
		if f.jitter {
			f.Jitter = scribe.DefaultJitter()
		}
	}
	return cmp.Or(f.Check(), f.checkPlaces())
}

// examples reads what the recipe learns from, fetching what is missing.
func (f *trainFlags) examples(c *cobra.Command) (recipe.Examples, error) {
	var folders recipe.Folders
	var err error
	if folders.MNIST, err = obtain(c, mnist.Set, f.data); err != nil {
		return recipe.Examples{}, err
	}
	if f.Drawn {
		if folders.Symbols, err = obtain(c, symbols.Set, f.data); err != nil {
			return recipe.Examples{}, err
		}
	}
	return f.Examples(folders, f.validation)
}

// checkPlaces finds files that could not be written: better now than after hours.
func (f *trainFlags) checkPlaces() error {
	if err := durable.Check(f.out); err != nil {
		return fmt.Errorf("train: --out: %w", err)
	}
	if err := durable.Check(f.Options.Checkpoint); err != nil {
		return fmt.Errorf("train: --checkpoint: %w", err)
	}
	return nil
}

// run trains the model, shows how it comes along and returns the last report.
func (f *trainFlags) run(c *cobra.Command, m model.Model[float32], e recipe.Examples) (last train.Report, err error) {
	display := newTrainDisplay(c.ErrOrStderr(), f.Options.Epochs)
	defer display.end()
	for report, err := range train.Run(c.Context(), m, e.Training, e.Validation, f.TrainOptions()) {
		if err != nil {
			return last, err
		}
		display.show(report)
		last = report
	}
	return last, nil
}

// plan says in one line what will be done.
func (f *trainFlags) plan(m model.Model[float32], e recipe.Examples) string {
	judges := "none set aside to judge by"
	if n := len(e.Validation); n > 0 {
		judges = fmt.Sprintf("judged by %d others", n)
	}
	steps := f.Options.Steps(len(e.Training))
	return fmt.Sprintf("training %s, %s: %d parameters, %d examples, %s; %d × %d steps", f.Name, f.Layers(),
		len(m.Params()), len(e.Training), judges, f.Options.Epochs, steps/f.Options.Epochs)
}

// commandLine is the command as it was given, less the flags that only say where files are.
func commandLine(c *cobra.Command) string {
	words := []string{c.CommandPath()}
	c.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "data", "out", "checkpoint", "checkpoint-every", "fresh":
		default:
			words = append(words, "--"+f.Name+"="+strings.Trim(f.Value.String(), "[]"))
		}
	})
	return strings.Join(words, " ")
}

// summary is what a finished training has to say.
func summary(m model.Model[float32], e recipe.Examples, last train.Report, took time.Duration) string {
	text := fmt.Sprintf("%s of %d parameters, %d examples", m.Kind(), len(m.Params()), len(e.Training))
	if v := last.Validation; v != nil {
		text += fmt.Sprintf(", %.2f %% validation errors (%d of %d)", 100*v.ErrorRate(), v.Errors, v.Examples)
	}
	return text + ", " + took.Round(time.Second).String()
}

// trainHint says what to do about a training that ended early.
func trainHint(err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return withHint(errors.New("train: stopped"), "the same command goes on from here")
	case errors.Is(err, train.ErrForeign):
		return withHint(err, "go on with that training's command, or begin anew with --fresh")
	case errors.Is(err, train.ErrDamaged):
		return withHint(err, "begin anew with --fresh")
	}
	return err
}
