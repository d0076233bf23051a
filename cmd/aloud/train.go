package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"aloud/internal/durable"
	"aloud/model"
	"aloud/recipe"
	"aloud/train"
)

// A training is what a command below "aloud train" does. Its methods are called in this order.
type training interface {
	flags() *trainFlags

	// check finds what the training cannot be begun with, before anything takes time.
	check(c *cobra.Command) error

	// begin reads what is learned from, fetching what is missing, and makes the model.
	begin(c *cobra.Command) error

	// plan says in one line what will be done.
	plan() string

	// operations are about as many as that takes.
	operations() float64

	run(ctx context.Context) iter.Seq2[train.Report, error]

	// result is what came of it.
	result(last train.Report) result
}

// A result is what a training leaves.
type result struct {
	model    model.Parameters[float32]
	metadata map[string]string // for the weights file
	summary  string            // what was learned from, and how well
}

// trainCommand is "aloud train", with a command below it for each recipe.
func trainCommand() *cobra.Command {
	further := new(trainOwn)
	command := &cobra.Command{
		Use:   "train (MODEL | --from FILE --own FOLDER)",
		Short: "Train a model, or train one further on digits of your own",
		Long: `Train a model on MNIST, which is fetched once if need be, or on lines drawn after it, and write its weights to a file.

Every flag has a value that suits the model; "aloud train MODEL --help" lists them. The same flags give the same
weights, bit for bit, on one core or many. A training that is broken off, in whatever way, goes on where it was when the
same command is given again.

With --from and --own a model that is there learns the hand of one person, from a folder of pictures for each digit,
7/a.png and so on, some twenty or more of each. Every fourth is set aside and shows how good the model is with
that hand before and after. It sees digits of others among them, and is taken back as far as it takes to be no more than
0.1 percentage points worse with these.`,
		Example: `  aloud train softmax                                 a minute's work
  aloud train mlp --hidden 300 --epochs 20 --seed 7   a smaller perceptron, from other first weights
  aloud evaluate --model mlp.safetensors              how good it is
  aloud train --from reader --own digits --out mine.safetensors`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if further.given() {
				return carryOut(c, further)
			}
			return withHint(errors.New("no model to train"), "say "+recipeNames())
		},
	}
	further.addTo(command)
	for _, r := range recipe.All() {
		command.AddCommand(trainDigitsCommand(r))
	}
	command.AddCommand(trainLineCommand(recipe.Line()))
	return command
}

// recipeNames lists what can be trained, for a person: "softmax, mlp or reader".
func recipeNames() string {
	var names []string
	for _, r := range recipe.All() {
		names = append(names, r.Name)
	}
	return either(append(names, recipe.Line().Name))
}

// trainRecipeCommand is "aloud train NAME", still without its flags.
func trainRecipeCommand(name, short string, t training) *cobra.Command {
	command := &cobra.Command{
		Use:   name,
		Short: short,
		Long: short + `.

The weights file appears when the training is done. Meanwhile its state is kept beside it, in a file with .checkpoint
added to the name: after Ctrl-C, a crash or a power failure the same command goes on from there,
unless it says --fresh.`,
		Example: "  aloud train " + name + " --seed 1 --out " + weightsName(name),
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return carryOut(c, t) },
	}
	command.Flags().SortFlags = false // where they are, what is trained, how
	return command
}

// weightsName is the file that the weights go to unless another is named.
func weightsName(name string) string { return name + ".safetensors" }

// trainFlags are what every training is told on the command line.
type trainFlags struct {
	options    *train.Options // of the recipe: the flags change them
	data, out  string
	descent    string
	momentum   float64
	validation float64
	fresh      bool
	serve      string // address of a page that shows how the training comes along; "": none
}

func (f *trainFlags) flags() *trainFlags { return f }

// add adds the flags of all trainings: first where things are, then those that own adds, which say what is trained, and
// then how. The recipe has that name and those options; what it learns from are digits, or whatever they are called.
func (f *trainFlags) add(flags *pflag.FlagSet, name, examples string, o *train.Options, own func()) {
	f.options = o
	flags.StringVar(&f.data, "data", "", "look for the data sets in this `FOLDER` (default: $ALOUD_DATA, then the user's cache)")
	flags.StringVar(&f.out, "out", weightsName(name), "`FILE` to write the weights to")
	flags.StringVar(&o.Checkpoint, "checkpoint", "", "`FILE` that keeps the state of the training (default: that of the weights, with .checkpoint added)")
	flags.DurationVar(&o.CheckpointEvery, "checkpoint-every", o.CheckpointEvery, "`TIME` between two checkpoints")
	flags.BoolVar(&f.fresh, "fresh", false, "begin anew even if an earlier training was broken off")
	flags.Float64Var(&f.validation, "validation", 1.0/12, "`SHARE` of the digits set aside for validation, by writer; 0 trains on all")
	flags.Lookup("validation").DefValue = "1/12"
	flags.StringVar(&f.serve, "serve", "", "show how it comes along as a page at this `ADDRESS`, such as localhost:8080, or :8080 for other machines too")
	own()
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "the `NUMBER` that decides everything random")
	flags.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over all "+examples)
	flags.IntVar(&o.Batch, "batch", o.Batch, examples+" in a step")
	flags.StringVar(&f.descent, "descent", "adam", "adam or sgd")
	flags.Float64Var(&f.momentum, "momentum", train.DefaultSGD().Momentum, "share of its speed that a step of sgd keeps")
	flags.Float64Var(&o.LearningRate, "learning-rate", o.LearningRate, "length of a step, at its longest")
	flags.IntVar(&o.WarmUp, "warm-up", o.WarmUp, "steps over which the learning rate rises")
	flags.StringVar((*string)(&o.Schedule), "schedule", string(o.Schedule), "how the learning rate goes: "+either(train.Schedules))
	flags.Float64Var(&o.PriorVariance, "prior-variance", o.PriorVariance, "variance of a Gaussian prior on the weights; 0: none")
	flags.Float64Var(&o.WeightDecay, "weight-decay", o.WeightDecay, "share of the weights a step takes away, for a unit of the learning rate")
	flags.BoolVar(&o.Rounded, "rounded", o.Rounded, "learn with weights rounded to the eight bits in which they ship, and end with such")
	flags.Float64Var(&o.Average, "average", o.Average, "decay of a moving average of the weights, 0 to below 1; 0: none")
}

// carryOut runs the training and writes the weights. The checkpoint goes when they are there.
func carryOut(c *cobra.Command, t training) error {
	f := t.flags()
	if err := cmp.Or(f.complete(c), t.check(c), f.checkPlaces()); err != nil {
		return err
	}
	if err := t.begin(c); err != nil {
		return err
	}
	if f.fresh {
		if err := durable.Remove(f.options.Checkpoint); err != nil {
			return err
		}
	}
	display := newTrainDisplay(c.ErrOrStderr(), f.options.Epochs)
	plan := fmt.Sprintf("%s; %s here", t.plan(), timeFor(t.operations(), display.peak))
	fmt.Fprintln(c.ErrOrStderr(), plan)
	began := time.Now()
	last, err := f.show(c, t, display, plan)
	if err != nil {
		return f.hint(err)
	}
	r := t.result(last)
	r.metadata["command"] = commandLine(c)
	if err := model.Save(f.out, r.model, model.Float16, r.metadata); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s of %d parameters, %s, %v\n", f.out, r.model.Kind(), len(r.model.Params()), r.summary,
		time.Since(began).Round(time.Second))
	return durable.Remove(f.options.Checkpoint)
}

// complete checks the flags that are no options of a training by themselves, and carries them into these.
func (f *trainFlags) complete(c *cobra.Command) error {
	switch f.descent {
	case "adam":
		if c.Flags().Changed("momentum") {
			return withHint(errors.New("train: adam knows no --momentum"), "say --descent sgd as well")
		}
	case "sgd":
		f.options.Descent = train.SGD{Momentum: f.momentum, Nesterov: f.momentum > 0}
	default:
		return withHint(fmt.Errorf("train: no descent %q", f.descent), "there are adam and sgd")
	}
	if !(f.validation >= 0 && f.validation <= 0.5) {
		return fmt.Errorf("train: --validation %v: it takes a share from 0 to 0.5", f.validation)
	}
	if f.options.Checkpoint == "" {
		f.options.Checkpoint = f.out + ".checkpoint"
	}
	return nil
}

// checkPlaces finds files that could not be written: better now than after hours.
func (f *trainFlags) checkPlaces() error {
	if filepath.Clean(f.out) == filepath.Clean(f.options.Checkpoint) {
		return withHint(fmt.Errorf("train: --out and --checkpoint are both %s", f.out), "name another file for one of them")
	}
	if err := durable.Check(f.out); err != nil {
		return fmt.Errorf("train: --out: %w", err)
	}
	if err := durable.Check(f.options.Checkpoint); err != nil {
		return fmt.Errorf("train: --checkpoint: %w", err)
	}
	return nil
}

// show shows how a training comes along, to its end, and returns the last report.
func (f *trainFlags) show(c *cobra.Command, t training, display *trainDisplay, plan string) (last train.Report, err error) {
	defer display.end()
	page := &trainPage{display: display, plan: plan}
	if f.serve != "" {
		url, end, err := page.listen(f.serve)
		if err != nil {
			return last, err
		}
		defer end()
		fmt.Fprintln(c.ErrOrStderr(), "watch it at", url)
	}
	for report, err := range t.run(c.Context()) {
		if err != nil {
			return last, err
		}
		display.show(report)
		page.add(report)
		last = report
	}
	return last, nil
}

// commandLine is the command as it was given, less the flags that only say where files are, and the folders of other files.
func commandLine(c *cobra.Command) string {
	words := []string{c.CommandPath()}
	c.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "from":
			words = append(words, "--from="+filepath.Base(f.Value.String()))
		case "teacher":
			for _, file := range f.Value.(pflag.SliceValue).GetSlice() {
				words = append(words, "--teacher="+filepath.Base(file))
			}
		case "data", "out", "checkpoint", "checkpoint-every", "fresh", "serve":
		default:
			words = append(words, "--"+f.Name+"="+strings.Trim(f.Value.String(), "[]"))
		}
	})
	return strings.Join(words, " ")
}

// hint says what to do about a training that ended early.
func (f *trainFlags) hint(err error) error {
	switch {
	case errors.Is(err, context.Canceled) && f.fresh:
		return withHint(errors.New("train: stopped"), "the same command without --fresh goes on from here")
	case errors.Is(err, context.Canceled):
		return withHint(errors.New("train: stopped"), "the same command goes on from here")
	case errors.Is(err, train.ErrForeign):
		return withHint(err, "go on with that training's command, or begin anew with --fresh")
	case errors.Is(err, train.ErrDamaged):
		return withHint(err, "begin anew with --fresh")
	}
	return err
}
