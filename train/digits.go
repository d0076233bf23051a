package train

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
	"aloud/model"
)

// digits is the task of learning what a digit is from labelled ones.
type digits[T matrix.Float] struct {
	Options
	model                model.Model[T]
	training, validation []digit.Labelled

	x       matrix.Matrix[T] // the batch: examples × inputs
	clear   matrix.Matrix[T] // and before it was spoilt; x itself where nothing is
	t       []uint8          // its classes
	order   []int            // the order of all examples in the epoch
	epoch   int              // for which order holds; −1: none yet
	scratch *matrix.Scratch[T]
	desk    *matrix.Scratch[float32] // the teacher's
}

func newDigits[T matrix.Float](m model.Model[T], training, validation []digit.Labelled, o Options) (task[T], error) {
	if err := checkExamples(m.Classes(), training, validation); err != nil {
		return nil, err
	}
	if err := checkTeacher(m, o.Teacher); err != nil {
		return nil, err
	}
	o.Batch = min(o.Batch, len(training)) // its memory
	d := &digits[T]{Options: o, model: m, training: prepared(training, m.Encoding()), validation: validation,
		x: matrix.New[T](o.Batch, m.Inputs()), t: make([]uint8, o.Batch), epoch: -1, scratch: new(matrix.Scratch[T]),
		desk: new(matrix.Scratch[float32])}
	d.clear = d.x
	if o.Spoil != nil {
		d.clear = matrix.New[T](o.Batch, m.Inputs())
	}
	return d, nil
}

// checkExamples finds examples that nothing can be learned from, or of classes that the model does not know.
func checkExamples(classes int, training, validation []digit.Labelled) error {
	if len(training) == 0 {
		return errors.New("train: no examples to learn from")
	}
	for _, set := range []struct {
		name     string
		examples []digit.Labelled
	}{{"training", training}, {"validation", validation}} {
		for i := range set.examples {
			if class := set.examples[i].Class; int(class) >= classes {
				return fmt.Errorf("train: %s example %d is of class %d, and the model knows %d", set.name, i, class, classes)
			}
		}
	}
	return nil
}

// prepared returns the examples as the encoding prepares them, once for all epochs.
func prepared(examples []digit.Labelled, e feature.Encoding) []digit.Labelled {
	if !e.Prepares() {
		return examples
	}
	done := slices.Clone(examples)
	matrix.Parallel(len(done), 64, func(begin, end int) {
		for i := begin; i < end; i++ {
			done[i].Digit = e.Prepare(&done[i].Digit)
		}
	})
	return done
}

// checkTeacher finds a teacher, if there is one, that does not speak of what the model is to learn.
func checkTeacher[T matrix.Float](m model.Model[T], teacher model.Classifier[float32]) error {
	if teacher == nil || teacher.Encoding() == m.Encoding() && teacher.Inputs() == m.Inputs() && teacher.Classes() <= m.Classes() {
		return nil
	}
	return fmt.Errorf("train: a teacher of %d %s and %d classes for a model of %d %s and %d: it takes one that sees the same, and knows no more classes",
		teacher.Inputs(), teacher.Encoding(), teacher.Classes(), m.Inputs(), m.Encoding(), m.Classes())
}

func (d *digits[T]) parameters() model.Parameters[T] { return d.model }
func (d *digits[T]) examples() int                   { return len(d.training) }

// The random numbers of different purposes come from different streams of the seed.
const (
	orderStream   = 1 << 62 // and the epoch
	lessonStream  = 3 << 60 // and the epoch·2³² and the batch's place
	exampleStream = 0       // and the epoch·2³² and the example; maxEpochs keeps them below what callers may use, from 2⁵² on
)

// learn learns from a batch: each example at its place in the epoch's order, varied as the seed, the epoch and the example
// say.
func (d *digits[T]) learn(gradient []T, epoch, place int) (loss float64, learned int) {
	x, t := d.batch(epoch, place)
	d.scratch.Reset()
	lesson := model.Lesson{Classes: t, Smoothing: d.Smoothing, Beliefs: d.beliefs(d.clear.Top(len(t)), t),
		Seed: rand.NewPCG(d.Seed, lessonStream+uint64(epoch)<<32+uint64(place)).Uint64()}
	d.guess(t, lesson.Beliefs)
	return float64(d.model.Gradient(gradient, x, lesson, d.scratch)), len(t)
}

// beliefs are the teacher's probabilities of the examples x, which are of the classes t, or nil. One that knows fewer classes
// than the model has seen less of what is to be learned: it is heard where it names the class, and elsewhere the class is
// certain.
func (d *digits[T]) beliefs(x matrix.Matrix[T], t []uint8) []float32 {
	if d.Teacher == nil {
		return nil
	}
	d.desk.Reset()
	seen, logP := d.desk.Matrix(x.Rows, x.Cols), d.desk.Matrix(x.Rows, d.Teacher.Classes())
	for i, v := range x.Data {
		seen.Data[i] = float32(v)
	}
	d.Teacher.LogProbabilities(logP, seen, d.desk)
	matrix.Exp(logP.Data, logP.Data)
	if logP.Cols == d.model.Classes() {
		return logP.Data
	}
	all := d.desk.Matrix(x.Rows, d.model.Classes())
	clear(all.Data)
	for i, class := range t {
		p := logP.Row(i)
		if int(class) < len(p) && p[class] == slices.Max(p) {
			copy(all.Row(i), p)
		} else {
			all.Row(i)[class] = 1
		}
	}
	return all.Data
}

// guess gives each example whose class is unknown the one that the teacher thinks likeliest.
func (d *digits[T]) guess(t []uint8, beliefs []float32) {
	for i, class := range t {
		if class == digit.Unknown {
			p := beliefs[i*d.model.Classes():][:d.model.Classes()]
			t[i] = uint8(slices.Index(p, slices.Max(p)))
		}
	}
}

// batch returns a batch of examples and their classes.
func (d *digits[T]) batch(epoch, place int) (x matrix.Matrix[T], t []uint8) {
	if d.epoch != epoch {
		d.epoch = epoch
		d.order = rand.New(rand.NewPCG(d.Seed, orderStream+uint64(epoch))).Perm(len(d.training))
	}
	chosen := d.order[place:min(place+d.Batch, len(d.order))]
	const leastExamples = 8
	matrix.Parallel(len(chosen), leastExamples, func(begin, end int) {
		for i := begin; i < end; i++ {
			shown, spoilt := d.example(chosen[i], epoch)
			feature.Encode(d.model.Encoding(), d.clear.Row(i), &shown.Digit)
			if d.Spoil != nil {
				feature.Encode(d.model.Encoding(), d.x.Row(i), &spoilt)
			}
			d.t[i] = shown.Class
		}
	})
	return d.x.Top(len(chosen)), d.t[:len(chosen)]
}

// settleExamples are as many as a model is settled on: the variance of as many numbers is known to some 2 %.
const settleExamples = 1 << 13

// settle measures on the first batches of the epoch, whole ones.
func (d *digits[T]) settle(epoch int) {
	s, ok := d.model.(model.Settler[T])
	if !ok {
		return
	}
	s.Settle(func(yield func(matrix.Matrix[T]) bool) {
		for place := 0; place < settleExamples && place+d.Batch <= len(d.training); place += d.Batch {
			if x, _ := d.batch(epoch, place); !yield(x) {
				return
			}
		}
	}, d.scratch)
}

// example is one of the training examples as it is shown in an epoch, and what becomes of it if something does.
func (d *digits[T]) example(i, epoch int) (shown digit.Labelled, spoilt digit.Digit) {
	if d.Vary == nil && d.Spoil == nil {
		return d.training[i], spoilt
	}
	return d.changed(rand.New(rand.NewPCG(d.Seed, exampleStream+uint64(epoch)<<32+uint64(i))), i)
}

// changed is one of the training examples, varied and then spoilt.
func (d *digits[T]) changed(random *rand.Rand, i int) (shown digit.Labelled, spoilt digit.Digit) {
	shown = d.training[i]
	if d.Vary != nil {
		shown = d.Vary(random, &d.training[i])
	}
	if d.Spoil == nil {
		return shown, shown.Digit
	}
	return shown, d.Spoil(random, &shown.Digit)
}

func (d *digits[T]) operations() float64 { return model.LearningOperations(d.model, 1) }

func (d *digits[T]) judged() bool { return len(d.validation) > 0 }

func (d *digits[T]) judge() *Score {
	if !d.judged() {
		return nil
	}
	score := Evaluate(d.model, d.validation)
	return &score
}

// mark tries out what Vary and Spoil do to some examples, and what the teacher believes of them.
func (d *digits[T]) mark() (examples, variation [sha256.Size]byte) {
	const tried = 64
	h := sha256.New()
	if d.Vary != nil || d.Spoil != nil {
		for i := range d.training[:min(tried, len(d.training))] {
			shown, spoilt := d.changed(rand.New(rand.NewPCG(0, uint64(i))), i)
			writeExample(h, &shown)
			h.Write(spoilt[:])
		}
	}
	if d.Teacher != nil {
		x := matrix.New[T](min(tried, len(d.training)), d.model.Inputs())
		t := make([]uint8, x.Rows)
		for i := range t {
			feature.Encode(d.model.Encoding(), x.Row(i), &d.training[i].Digit)
			t[i] = d.training[i].Class
		}
		binary.Write(h, binary.LittleEndian, d.beliefs(x, t))
	}
	return Hash(d.training), sumOf(h)
}
