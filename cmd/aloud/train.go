package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"aloud/digit"
	"aloud/mnist"
	"aloud/model"
	"aloud/scribe"
	"aloud/symbols"
	"aloud/train"
)

// A recipe is a model that can be trained by its name, with the options that suit it.
type recipe struct {
	name, short string
	classes     int
	hidden      []int // sizes of the hidden layers; none is softmax regression
	options     train.Options
	jitter      bool
	drawn       bool // learns from the symbols and from what scribe draws as well
}

// recipes are what "aloud train" knows. Their settings were chosen on validation data, with other writers than the
// training's.
func recipes() []recipe {
	softmax := train.DefaultOptions()
	softmax.PriorVariance = 1 // 1/n of it as weight decay, n digits: 2e-5; makes no odds between 0.1 and 10

	mlp := train.DefaultOptions()
	mlp.Epochs = 40
	mlp.Average = 0.999

	reader := train.DefaultOptions()
	reader.Epochs = 60
	reader.Average = 0.999
	return []recipe{
		{name: "softmax", short: "Softmax regression on pixels", classes: 10, options: softmax},
		{name: "mlp", short: "A perceptron with one hidden layer, on jittered digits", classes: 10, hidden: []int{800},
			options: mlp, jitter: true},
		{name: "reader", short: "The digit network that ships: two hidden layers, knows what is no digit", classes: 11,
			hidden: []int{512, 256}, options: reader, jitter: true, drawn: true},
	}
}

// trainFlags are the flags beside those that are fields of train.Options.
type trainFlags struct {
	data, out  string
	descent    string
	momentum   float64
	validation float64
	fresh      bool
}

func trainCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "train",
		Short: "Train a model",
		Long: `Trains a model on MNIST and writes its weights to a file. A training that is broken off goes on where it was when
the same command is given again.`,
		Example: "  aloud train softmax --out softmax.safetensors\n  aloud train mlp --hidden 300 --epochs 20 --seed 7",
	}
	for _, r := range recipes() {
		command.AddCommand(r.command())
	}
	return command
}

// command is "aloud train NAME".
func (r recipe) command() *cobra.Command {
	f := trainFlags{out: r.name + ".safetensors", descent: "adam", momentum: train.DefaultSGD().Momentum}
	command := &cobra.Command{
		Use:     r.name,
		Short:   r.short,
		Example: "  aloud train " + r.name + " --seed 1 --out " + f.out,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return r.train(c, f) },
	}
	flags, o := command.Flags(), &r.options
	flags.StringVar(&f.data, "data", "", "folder with the data sets (default: $ALOUD_DATA, then the user's cache)")
	flags.StringVar(&f.out, "out", f.out, "file to write the weights to")
	flags.Float64Var(&f.validation, "validation", 1.0/12, "share of the digits set aside for validation, by writer; 0 trains on all")
	flags.BoolVar(&f.fresh, "fresh", false, "begin anew even if an earlier training was broken off")
	flags.IntSliceVar(&r.hidden, "hidden", r.hidden, "sizes of the hidden layers")
	flags.BoolVar(&r.jitter, "jitter", r.jitter, "show every digit moved a little, another way each time")
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "decides everything random")
	flags.IntVar(&o.Epochs, "epochs", o.Epochs, "passes over all digits")
	flags.IntVar(&o.Batch, "batch", o.Batch, "digits in a step")
	flags.StringVar(&f.descent, "descent", f.descent, "adam or sgd")
	flags.Float64Var(&f.momentum, "momentum", f.momentum, "share of its speed that a step of sgd keeps")
	flags.Float64Var(&o.LearningRate, "learning-rate", o.LearningRate, "length of a step, at its longest")
	flags.IntVar(&o.WarmUp, "warm-up", o.WarmUp, "steps over which the learning rate rises")
	flags.StringVar((*string)(&o.Schedule), "schedule", string(o.Schedule), "how the learning rate falls: constant, linear, cosine or inverse")
	flags.Float64Var(&o.PriorVariance, "prior-variance", o.PriorVariance, "variance of a Gaussian prior on the weights; 0: none")
	flags.Float64Var(&o.WeightDecay, "weight-decay", o.WeightDecay, "share of the weights a step takes away, for a unit of the learning rate")
	flags.Float64Var(&o.Average, "average", o.Average, "decay of a moving average of the weights, 0 to below 1; 0: none")
	flags.StringVar(&o.Checkpoint, "checkpoint", "", "file that keeps the state of the training (default: the output with .checkpoint added)")
	flags.DurationVar(&o.CheckpointEvery, "checkpoint-every", o.CheckpointEvery, "time between two checkpoints")
	return command
}

// train runs the training and writes the weights. The checkpoint goes when they are there.
func (r recipe) train(c *cobra.Command, f trainFlags) error {
	if err := r.complete(&f); err != nil {
		return err
	}
	examples, err := r.examples(c, f)
	if err != nil {
		return err
	}
	m := r.network()
	if f.fresh {
		if err := os.Remove(r.options.Checkpoint); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	began := time.Now()
	display := newTrainDisplay(c.ErrOrStderr(), r.options)
	var last train.Report
	for report, err := range train.Run(c.Context(), m, examples.training, examples.validation, r.options) {
		if err != nil {
			display.end()
			return trainHint(err, c)
		}
		display.show(report)
		last = report
	}
	display.end()
	if err := model.Save(f.out, m, model.Float16, r.metadata(c, examples, last)); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %s\n", f.out, summary(m, examples, last, time.Since(began)))
	if err := os.Remove(r.options.Checkpoint); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// complete checks the flags and carries them into the options.
func (r *recipe) complete(f *trainFlags) error {
	switch f.descent {
	case "adam":
	case "sgd":
		r.options.Descent = train.SGD{Momentum: f.momentum, Nesterov: f.momentum > 0}
	default:
		return withHint(fmt.Errorf("train: no descent %q", f.descent), "there are adam and sgd")
	}
	for _, size := range r.hidden {
		if size < 1 || size > 1<<16 {
			return fmt.Errorf("train: a hidden layer of %d units: it takes 1 to 65536", size)
		}
	}
	if f.validation < 0 || f.validation > 0.5 {
		return fmt.Errorf("train: --validation %v: it takes a share from 0 to 0.5", f.validation)
	}
	if r.options.Checkpoint == "" {
		r.options.Checkpoint = f.out + ".checkpoint"
	}
	r.options.Vary = r.vary()
	return nil
}

// network is the model before it has learned anything.
func (r *recipe) network() model.Model[float32] {
	if len(r.hidden) == 0 {
		return model.NewSoftmax[float32](digit.Pixels, r.classes)
	}
	const weightsStream = 1 // of the seed; the trainer's streams begin at other numbers
	random := rand.New(rand.NewPCG(r.options.Seed, weightsStream<<61))
	sizes := append([]int{digit.Pixels}, r.hidden...)
	return model.NewPerceptron[float32](random, append(sizes, r.classes)...)
}

// The shares of drawn examples among those that the reader learns from, instead of the one whose turn it is. Chosen on
// validation data and on photographs.
const (
	strokesShare   = 0.12 // digits drawn by strokes, in forms that MNIST lacks
	notDigitsShare = 0.10 // what is no digit
)

// vary returns how examples are varied.
func (r *recipe) vary() func(*rand.Rand, *digit.Labelled) digit.Labelled {
	if !r.jitter && !r.drawn {
		return nil
	}
	o := scribe.JitterOptions{}
	if r.jitter {
		o = scribe.DefaultJitter()
	}
	return func(random *rand.Rand, d *digit.Labelled) digit.Labelled {
		shown := *d
		if r.drawn {
			shown = drawnInstead(random, d)
		}
		shown.Digit = scribe.Jitter(random, &shown.Digit, o)
		return shown
	}
}

// drawnInstead returns a drawn example now and then, and else d.
func drawnInstead(random *rand.Rand, d *digit.Labelled) digit.Labelled {
	switch u := random.Float64(); {
	case u < strokesShare:
		class := random.IntN(10)
		return digit.Labelled{Digit: scribe.Digit(random, class), Class: uint8(class)}
	case u < strokesShare+notDigitsShare:
		return digit.Labelled{Digit: scribe.NotADigit(random), Class: digit.NotADigit}
	}
	return *d
}

// examples are what a training learns from and what it is judged by.
type examples struct {
	training, validation []digit.Labelled
}

// examples reads them, fetching what is missing.
func (r *recipe) examples(c *cobra.Command, f trainFlags) (examples, error) {
	folder, err := obtain(c, mnist.Set, f.data)
	if err != nil {
		return examples{}, err
	}
	split, err := mnist.ReadSplit(folder, f.validation)
	if err != nil {
		return examples{}, err
	}
	e := examples{split.Training, split.Validation}
	if r.drawn {
		if folder, err = obtain(c, symbols.Set, f.data); err != nil {
			return examples{}, err
		}
		all, err := symbols.Read(folder)
		if err != nil {
			return examples{}, err
		}
		training, validation := symbols.Split(all, f.validation)
		e.training = append(e.training, training...)
		e.validation = append(e.validation, validation...)
	}
	return e, nil
}

// metadata says in the weights file how the weights were made.
func (r *recipe) metadata(c *cobra.Command, e examples, last train.Report) map[string]string {
	meta := map[string]string{
		"command":  commandLine(c),
		"seed":     fmt.Sprint(r.options.Seed),
		"go":       runtime.Version() + " " + runtime.GOARCH,
		"training": fmt.Sprintf("%d examples, sha256 %s", len(e.training), hashOf(e.training)),
	}
	if v := last.Validation; v != nil {
		meta["validation"] = fmt.Sprintf("%d errors of %d, mean log-likelihood %.5f; sha256 %s",
			v.Errors, v.Examples, v.LogLikelihood, hashOf(e.validation))
	}
	return meta
}

// commandLine is the command as it was given, less the flags that only say where files are.
func commandLine(c *cobra.Command) string {
	words := []string{c.CommandPath()}
	c.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "data", "out", "checkpoint", "checkpoint-every", "fresh":
		default:
			words = append(words, "--"+f.Name+" "+strings.Trim(f.Value.String(), "[]"))
		}
	})
	return strings.Join(words, " ")
}

// hashOf is the SHA-256 of examples: pixels, then class, of each.
func hashOf(examples []digit.Labelled) string {
	h := sha256.New()
	for i := range examples {
		h.Write(examples[i].Digit[:])
		h.Write([]byte{examples[i].Class})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// summary is what a finished training has to say.
func summary(m model.Model[float32], e examples, last train.Report, took time.Duration) string {
	text := fmt.Sprintf("%s of %d parameters, %d examples", m.Kind(), len(m.Params()), len(e.training))
	if v := last.Validation; v != nil {
		text += fmt.Sprintf(", %.2f %% validation errors (%d of %d)", 100*v.ErrorRate(), v.Errors, v.Examples)
	}
	return text + ", " + took.Round(time.Second).String()
}

// trainHint says what to do about a training that ended early.
func trainHint(err error, c *cobra.Command) error {
	if errors.Is(err, context.Canceled) {
		return withHint(errors.New("train: stopped"), "the same command goes on from here")
	}
	if errors.Is(err, train.ErrForeign) {
		return withHint(err, "go on with that training's command, or begin anew with --fresh")
	}
	return err
}

// A trainDisplay shows how a training comes along: a bar on a terminal, a line for every validation elsewhere.
type trainDisplay struct {
	w      io.Writer
	epochs int
	bar    *progressbar.ProgressBar // nil where nobody watches
	first  int                      // the step at which this process began, so that the time left is right
	last   string                   // the latest validation error, as text
}

func newTrainDisplay(w io.Writer, o train.Options) *trainDisplay {
	return &trainDisplay{w: w, epochs: o.Epochs, last: "-"}
}

func (d *trainDisplay) show(r train.Report) {
	if v := r.Validation; v != nil {
		d.last = fmt.Sprintf("%.2f %%", 100*v.ErrorRate())
	}
	if onTerminal(d.w) {
		d.showBar(r)
		return
	}
	if r.Validation != nil || r.EpochDone {
		fmt.Fprintf(d.w, "epoch %5.2f of %d  loss %.4f  validation error %s  %.0f examples/s\n",
			float64(r.Step)/float64(r.Steps)*float64(d.epochs), d.epochs, r.Loss, d.last, r.Speed)
	}
}

func (d *trainDisplay) showBar(r train.Report) {
	if d.bar == nil {
		d.first = r.Step
		d.bar = progressbar.NewOptions(r.Steps-d.first, progressbar.OptionSetWriter(d.w), progressbar.OptionSetPredictTime(true),
			progressbar.OptionSetWidth(20), progressbar.OptionClearOnFinish())
	}
	d.bar.Describe(fmt.Sprintf("epoch %d of %d, loss %.4f, validation error %s", min(r.Epoch+1, d.epochs), d.epochs, r.Loss, d.last))
	d.bar.Set(r.Step - d.first)
}

// end leaves the line of the bar.
func (d *trainDisplay) end() {
	if d.bar != nil {
		fmt.Fprintln(d.w)
	}
}
