package train

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"image"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"

	"aloud/internal/align"
	"aloud/matrix"
	"aloud/model"
)

// A Line is a line of writing with what it reads.
type Line struct {
	Picture *image.Gray // as high as the reader wants it, ink bright on 0
	Digits  string      // from left to right, whatever stands between them
	Centres []float64   // of the digits, in pixels from the left edge; a line to be judged by needs none
}

// A Drawing is an endless supply of lines to learn from: none of them comes twice.
type Drawing struct {
	// Draw returns a line. It must depend on nothing but its argument. It is called by many goroutines at once, each with a
	// random source of its own.
	Draw func(random *rand.Rand) Line

	Epoch int // lines to be called an epoch, after which there is a score
}

// RunLines is [Run] for a line reader. Options.Vary, Spoil, Teacher and Smoothing are not for lines and must be zero.
func RunLines[T matrix.Float](ctx context.Context, m *model.Line[T], training Drawing, validation []Line, o Options) iter.Seq2[Report, error] {
	return reports(ctx, o, func(o Options) (task[T], error) { return newLines(m, training, validation, o) })
}

// lines is the task of learning to read lines.
type lines[T matrix.Float] struct {
	Options
	model      *model.Line[T]
	training   Drawing
	validation []Line

	pool    []Line // those of some steps, the narrow ones first
	epoch   int    // of the pool; −1: none yet
	begin   int    // its first line's place in the epoch
	turns   []int  // which batch of the pool's comes when
	scratch *matrix.Scratch[T]

	shown int     // lines learned from so far, by this process
	spent float64 // operations that they took
}

func newLines[T matrix.Float](m *model.Line[T], training Drawing, validation []Line, o Options) (task[T], error) {
	if o.Vary != nil || o.Spoil != nil || o.Teacher != nil || o.Smoothing != 0 {
		return nil, errors.New("train: lines are drawn, and neither varied, spoilt, taught by another model nor smoothed")
	}
	if training.Draw == nil || training.Epoch < 1 {
		return nil, fmt.Errorf("train: epochs of %d lines: nothing to learn from", training.Epoch)
	}
	for i := range validation {
		if err := checkLine(m, &validation[i]); err != nil {
			return nil, fmt.Errorf("train: validation line %d: %w", i, err)
		}
	}
	o.Batch = min(o.Batch, training.Epoch)
	return &lines[T]{Options: o, model: m, training: training, validation: validation, epoch: -1,
		scratch: new(matrix.Scratch[T])}, nil
}

// checkLine finds lines that a reader cannot be shown.
func checkLine[T matrix.Float](m *model.Line[T], l *Line) error {
	if size := l.Picture.Rect.Size(); size.Y != m.Height() || size.X < 1 {
		return fmt.Errorf("a picture of %dx%d for a reader of lines %d high", size.X, size.Y, m.Height())
	}
	if columns := (l.Picture.Rect.Dx() + m.ColumnWidth() - 1) / m.ColumnWidth(); columns < model.ColumnsFor(l.Digits) {
		return fmt.Errorf("no room for %s in %d columns", l.Digits, columns)
	}
	return nil
}

func (l *lines[T]) parameters() model.Parameters[T] { return l.model }
func (l *lines[T]) examples() int                   { return l.training.Epoch }

// lineStream is where the random numbers of lines begin among the streams of the seed: the epoch·2³² and the line are added.
// The streams of digits are the same, but nobody trains on both.
const lineStream = exampleStream

// batchesPerPool is how many batches are drawn together and sorted by width, so that the lines of a batch are of about the
// same width: what is added to make it the same costs time and teaches nothing. With 8 batches of 64 lines it is some four
// columns in a hundred.
const batchesPerPool = 8

func (l *lines[T]) learn(gradient []T, epoch, place int) (loss float64, learned int) {
	l.fill(epoch, place)
	turn := l.turns[(place-l.begin)/l.Batch]
	chosen := l.pool[turn*l.Batch : min((turn+1)*l.Batch, len(l.pool))]
	l.scratch.Reset()
	x := lineBatch(l.model, chosen, l.scratch)
	lesson := model.LineLesson{Seed: rand.NewPCG(l.Seed, lessonStream+uint64(epoch)<<32+uint64(place)).Uint64()}
	for i := range chosen {
		lesson.Digits = append(lesson.Digits, chosen[i].Digits)
		lesson.Centres = append(lesson.Centres, chosen[i].Centres)
	}
	l.shown += len(chosen)
	l.spent += model.LineOperations(l.model, len(chosen), x.Cols)
	return l.model.Gradient(gradient, x, lesson, l.scratch).Loss, len(chosen)
}

// fill sees that the pool is the one that a place in an epoch belongs to.
func (l *lines[T]) fill(epoch, place int) {
	size := batchesPerPool * l.Batch
	begin := place / size * size
	if l.epoch == epoch && l.begin == begin {
		return
	}
	l.epoch, l.begin = epoch, begin
	l.pool = l.drawn(epoch, begin, min(begin+size, l.training.Epoch))
	slices.SortStableFunc(l.pool, func(a, b Line) int { return cmp.Compare(a.Picture.Rect.Dx(), b.Picture.Rect.Dx()) })
	whole := len(l.pool) / l.Batch
	l.turns = rand.New(rand.NewPCG(l.Seed, orderStream+uint64(epoch)<<32+uint64(begin))).Perm(whole)
	if whole*l.Batch < len(l.pool) {
		l.turns = append(l.turns, whole) // the smaller one comes last, as an epoch has it
	}
}

// drawn draws the lines of an epoch from begin to end.
func (l *lines[T]) drawn(epoch, begin, end int) []Line {
	all := make([]Line, end-begin)
	matrix.Parallel(len(all), 1, func(first, last int) {
		for i := first; i < last; i++ {
			stream := lineStream + uint64(epoch)<<32 + uint64(begin+i)
			all[i] = l.training.Draw(rand.New(rand.NewPCG(l.Seed, stream)))
		}
	})
	return all
}

// lineBatch returns the pictures of some lines as examples for a reader, all as wide as the widest.
func lineBatch[T matrix.Float](m *model.Line[T], some []Line, s *matrix.Scratch[T]) matrix.Matrix[T] {
	width := 0
	for i := range some {
		width = max(width, some[i].Picture.Rect.Dx())
	}
	step := m.ColumnWidth()
	width = (width + step - 1) / step * step
	x := s.Matrix(len(some), m.Height()*width)
	matrix.Parallel(len(some), 8, func(begin, end int) {
		for i := begin; i < end; i++ {
			m.Encode(x.Row(i), some[i].Picture)
		}
	})
	return x
}

// operations depend on how wide a line is; these are the mean of those that were learned from.
func (l *lines[T]) operations() float64 { return l.spent / float64(max(1, l.shown)) }

func (l *lines[T]) judged() bool { return len(l.validation) > 0 }

func (l *lines[T]) judge() *Score {
	if !l.judged() {
		return nil
	}
	score := EvaluateLines(l.model, l.validation)
	return &score
}

// EvaluateLines scores a line reader: each line is looked at once, and read as the most probable alignment of its columns
// says.
func EvaluateLines[T matrix.Float](m *model.Line[T], all []Line) Score {
	score, scratch := Score{Examples: len(all)}, new(matrix.Scratch[T])
	for some := range ofOneWidth(m.ColumnWidth(), all) {
		scratch.Reset()
		for i, b := range m.Read(lineBatch(m, some, scratch), scratch) {
			score.addLine(some[i].Digits, model.Greedy(b.Reading), model.DigitsLogLikelihood(b.Reading, some[i].Digits))
		}
	}
	score.LogLikelihood /= float64(max(1, len(all)))
	return score
}

// ofOneWidth goes through the lines, many of as many columns at a time: one that was made wider would not be read quite as
// it is by itself.
func ofOneWidth(step int, all []Line) iter.Seq[[]Line] {
	const atOnce = 64
	columns := map[int][]Line{}
	for _, l := range all {
		n := (l.Picture.Rect.Dx() + step - 1) / step
		columns[n] = append(columns[n], l)
	}
	return func(yield func([]Line) bool) {
		for _, n := range slices.Sorted(maps.Keys(columns)) {
			for some := range slices.Chunk(columns[n], atOnce) {
				if !yield(some) {
					return
				}
			}
		}
	}
}

// addLine counts a line that was read.
func (s *Score) addLine(want, read string, logLikelihood float64) {
	if want != read {
		s.Errors++
	}
	s.Digits += len(want)
	s.DigitErrors += align.Distance(want, read, nil)
	s.LogLikelihood += logLikelihood
}

// mark draws some lines.
func (l *lines[T]) mark() (examples, variation [sha256.Size]byte) {
	const tried = 16
	h := sha256.New()
	fmt.Fprintln(h, "lines", l.training.Epoch)
	for i := range uint64(tried) {
		line := l.training.Draw(rand.New(rand.NewPCG(0, i)))
		writeLine(h, &line)
	}
	return sumOf(h), sumOf(sha256.New())
}

func writeLine(h hash.Hash, l *Line) {
	fmt.Fprintln(h, l.Picture.Rect.Dx(), l.Digits, l.Centres)
	for y := range l.Picture.Rect.Dy() {
		h.Write(l.Picture.Pix[y*l.Picture.Stride:][:l.Picture.Rect.Dx()])
	}
}

// settlePools are as many as a reader is settled on: some thousand lines, each with many places.
const settlePools = 2

// settle measures on the first lines of the epoch.
func (l *lines[T]) settle(epoch int) {
	scratch := new(matrix.Scratch[T])
	l.model.Settle(func(yield func(matrix.Matrix[T]) bool) {
		size := batchesPerPool * l.Batch
		for begin := 0; begin < min(settlePools*size, l.training.Epoch); begin += size {
			l.fill(epoch, begin)
			for chosen := range slices.Chunk(l.pool, l.Batch) {
				l.scratch.Reset()
				if !yield(lineBatch(l.model, chosen, l.scratch)) {
					return
				}
			}
		}
	}, scratch)
}
