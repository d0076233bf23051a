package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"math/rand/v2"
	"os"
	"time"

	"github.com/natefinch/atomic"

	"aloud/digit"
	"aloud/matrix"
)

// A checkpoint file is the line below, the SHA-256 of the rest, and the state of the training.
const checkpointMagic = "aloud checkpoint 1\n"

// state is what a training needs to go on.
type state[T matrix.Float] struct {
	Marks   marks
	Step    int
	LossSum float64
	Params  []T
	Memory  [][]T
}

// writeCheckpoint keeps the state in the file that the options name, if any.
func (r *run[T]) writeCheckpoint() error {
	if r.Checkpoint == "" {
		return nil
	}
	var body bytes.Buffer
	err := gob.NewEncoder(&body).Encode(state[T]{r.marks, r.step, r.lossSum, r.model.Params(), r.memory})
	if err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	sum := sha256.Sum256(body.Bytes())
	file := bytes.Join([][]byte{[]byte(checkpointMagic), sum[:], body.Bytes()}, nil)
	if err := replaceFile(r.Checkpoint, file); err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	r.checkpoint = time.Now()
	return nil
}

// replaceFile writes the content under another name, flushes it to the disk and then renames it, so that a crash at any
// moment leaves what was there or what comes. The other name is always the same: a process that is killed over and over
// again leaves no more than one such file behind.
func replaceFile(path string, content []byte) error {
	fresh := path + ".new"
	file, err := os.Create(fresh)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return atomic.ReplaceFile(fresh, path)
}

// takeUp goes on from the checkpoint if there is one. If there is none it writes one: that none can be written where the
// options say should be known before the work is done.
func (r *run[T]) takeUp() error {
	if r.Checkpoint == "" {
		return nil
	}
	r.marks = r.mark()
	file, err := os.ReadFile(r.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return r.writeCheckpoint()
	}
	if err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	if err := r.restore(file); err != nil {
		return fmt.Errorf("train: checkpoint: %s: %w", r.Checkpoint, err)
	}
	r.first, r.checkpoint = r.step, time.Now()
	return nil
}

// restore sets the training to the state in a checkpoint's bytes. The sum is checked before anything is believed.
func (r *run[T]) restore(file []byte) error {
	rest, ok := bytes.CutPrefix(file, []byte(checkpointMagic))
	if !ok || len(rest) < sha256.Size {
		return errors.New("not a checkpoint")
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if actual := sha256.Sum256(body); !bytes.Equal(sum, actual[:]) {
		return errors.New("damaged: its checksum is another")
	}
	var s state[T]
	if err := gob.NewDecoder(bytes.NewReader(body)).Decode(&s); err != nil {
		return err
	}
	if err := s.Marks.compare(r.marks); err != nil {
		return err
	}
	r.step, r.lossSum = s.Step, s.LossSum
	copy(r.model.Params(), s.Params)
	for i, m := range s.Memory {
		copy(r.memory[i], m)
	}
	return nil
}

// marks are hashes of all that decides the result of a training: two trainings with the same marks end with the same
// weights, and the state of the one makes no sense in another.
type marks struct{ Model, Examples, Options [sha256.Size]byte }

// mark returns the marks of this training, before its first step. Validation examples have no part in them.
func (r *run[T]) mark() marks {
	m := sha256.New()
	fmt.Fprintf(m, "%T %s %v\n", r.gradient, r.model.Kind(), r.model.Groups())
	binary.Write(m, binary.LittleEndian, r.model.Params())
	examples := sha256.New()
	for i := range r.training {
		writeExample(examples, &r.training[i])
	}
	return marks{sumOf(m), sumOf(examples), r.Options.mark(r.training)}
}

// mark is a hash of the options, those aside that make no difference in the end. What Vary does is tried out on some
// examples.
func (o Options) mark(training []digit.Labelled) [sha256.Size]byte {
	const tried = 64
	h := sha256.New()
	if o.Vary != nil {
		for i := range training[:min(tried, len(training))] {
			d := o.Vary(rand.New(rand.NewPCG(0, uint64(i))), &training[i])
			writeExample(h, &d)
		}
	}
	o.Vary, o.Checkpoint, o.CheckpointEvery, o.ReportEvery = nil, "", 0, 0
	fmt.Fprintf(h, "%#v", o)
	return sumOf(h)
}

func writeExample(h hash.Hash, d *digit.Labelled) {
	h.Write(d.Digit[:])
	h.Write([]byte{d.Class})
}

func sumOf(h hash.Hash) [sha256.Size]byte { return [sha256.Size]byte(h.Sum(nil)) }

// ErrForeign is the error of a checkpoint that another training has written.
var ErrForeign = errors.New("of another training")

// compare returns an error that says what is another if the marks of a checkpoint are not those wanted.
func (m marks) compare(want marks) error {
	switch {
	case m.Model != want.Model:
		return fmt.Errorf("%w: another model or seed", ErrForeign)
	case m.Examples != want.Examples:
		return fmt.Errorf("%w: other examples", ErrForeign)
	case m.Options != want.Options:
		return fmt.Errorf("%w: other options", ErrForeign)
	}
	return nil
}
