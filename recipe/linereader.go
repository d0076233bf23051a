package recipe

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"runtime"

	"aloud/matrix"
	"aloud/model"
	"aloud/scribe"
	"aloud/train"
)

// A LineReader is the recipe of a line reader, which learns from lines that are drawn for it, in the hands of MNIST's
// writers, in those of the symbols and in invented ones.
type LineReader struct {
	Name    string // as "aloud train" knows it
	Short   string // what it makes, in a line
	Layers  string // its architecture; see [model.ParseArchitecture]
	Epoch   int    // lines that are drawn for an epoch
	Judges  int    // lines that are drawn to judge it by, in other hands
	Lines   Lines  // what is drawn; the books are for [LineReader.Examples] to fill in
	Options train.Options
}

// Line returns the recipe of the line reader that ships.
func Line() LineReader {
	o := train.DefaultOptions()
	o.Epochs = 16
	o.Batch = 64
	o.Descent = train.Adam{Beta1: 0.9, Beta2: 0.99, Epsilon: 1e-8}
	o.LearningRate = 4e-3
	o.WeightDecay = 0.02
	o.Average = 0.998
	return LineReader{Name: "line", Short: "The line reader that ships: a convolutional network that learns from drawn numbers",
		Layers: lineLayers, Epoch: 100_000, Judges: 2000, Lines: DefaultLines(nil), Options: o}
}

// lineLayers look at a line four times as wide as a column, and about a digit to either side. After 120 000 lines it read
// 55 % of the validation lines, without the blocks that end with a ReLU behind an addition; with widths of 12, 28, 56 and 80,
// and a layer less, 46 %. With the lower or the upper of those blocks alone, 80 000 lines after it was added, a trained reader
// read 0.6 or 0.5 % more of them than it did without, after as many lines; with the last block, 35 000 lines after, 0.5 %.
const lineLayers = `32x8x1
	conv 5x5 16 stride 2 pad 2, norm, relu
	conv 3x3 32 stride 2x1 pad 1, norm, relu
	conv 3x3 32 pad 1, norm, add, relu
	conv 3x3 64 stride 2 pad 1, norm, relu
	conv 3x3 64 pad 1, norm, add, relu
	conv 4x1 128, norm, relu
	conv 1x3 128 pad 0x1, norm, relu, add
	conv 1x3 128 pad 0x2 dilate 2, norm, relu, add
	conv 1x3 128 pad 0x1, norm, relu, add
	conv 1x3 128 pad 0x1, norm, add, relu
	conv 1x1 22`

// Check finds what no training can be begun with.
func (l *LineReader) Check() error {
	const most = 1 << 30 // lines: more than anybody waits for
	if l.Epoch < 1 || l.Epoch > most {
		return fmt.Errorf("train: epochs of %d lines: it takes 1 to %d", l.Epoch, most)
	}
	if l.Judges < 0 || l.Judges > most {
		return fmt.Errorf("train: %d lines to judge by: it takes 0 to %d", l.Judges, most)
	}
	a, err := model.ParseArchitecture(l.Layers)
	if err == nil {
		err = model.CheckLine(a)
	}
	return cmp.Or(err, l.Options.Check())
}

// Model returns the reader before it has learned anything. The recipe must stand up to [LineReader.Check].
func (l *LineReader) Model() *model.Line[float32] {
	a, err := model.ParseArchitecture(l.Layers)
	if err != nil {
		panic(err)
	}
	return model.NewLine[float32](rand.New(rand.NewPCG(l.Options.Seed, weightsStream<<61)), a)
}

// LineExamples are what a line reader learns from and what it is judged by.
type LineExamples struct {
	Training   train.Drawing
	Validation []train.Line
	Hands      int    // books that lines to learn from are copied from
	Others     int    // and those to judge by
	Hash       string // SHA-256 of the digits that all books are made of
}

// Examples reads the digits in whose hands lines are drawn. That share of the writers, from 0 to 1, is set aside for
// validation.
func (l *LineReader) Examples(f Folders, validation float64) (LineExamples, error) {
	books, others, err := f.Books(validation)
	if err != nil {
		return LineExamples{}, fmt.Errorf("train: %w", err)
	}
	e := LineExamples{Training: train.Drawing{Draw: l.Drawer(books), Epoch: l.Epoch}, Hands: len(books), Others: len(others)}
	if e.Hash, err = f.hash(); err != nil {
		return LineExamples{}, fmt.Errorf("train: %w", err)
	}
	if len(others) > 0 {
		e.Validation = judges(l.Drawer(others), l.Judges)
	}
	return e, nil
}

// Drawer draws lines in the hands of the books; without any, in invented ones alone.
func (l *LineReader) Drawer(books []*scribe.Copybook) func(random *rand.Rand) train.Line {
	lines := l.Lines
	lines.Written.Books = books
	return func(random *rand.Rand) train.Line {
		e := lines.Draw(random)
		return train.Line{Picture: e.Strip, Digits: e.Digits, Centres: e.Centres}
	}
}

// judges draws n lines, the same ones for every seed of a training: readers are compared by them.
func judges(draw func(random *rand.Rand) train.Line, n int) []train.Line {
	const stream = 1 << 63
	lines := make([]train.Line, n)
	matrix.Parallel(n, 1, func(begin, end int) {
		for i := begin; i < end; i++ {
			lines[i] = draw(rand.New(rand.NewPCG(0, stream+uint64(i))))
		}
	})
	return lines
}

// Metadata says of a finished training, for the weights file, what it was made from and what came of it.
func (l *LineReader) Metadata(e LineExamples, last train.Report) map[string]string {
	meta := map[string]string{
		"recipe": l.Name,
		"seed":   fmt.Sprint(l.Options.Seed),
		"go":     runtime.Version() + " " + runtime.GOARCH,
		"training": fmt.Sprintf("%d × %d lines drawn after %d books and in invented hands, made of digits with sha256 %s",
			l.Options.Epochs, l.Epoch, e.Hands, e.Hash),
	}
	if v := last.Validation; v != nil {
		meta["validation"] = fmt.Sprintf("%d of %d lines wrong, %d of %d digits, mean log-likelihood %.5f; after %d other books",
			v.Errors, v.Examples, v.DigitErrors, v.Digits, v.LogLikelihood, e.Others)
	}
	return meta
}
