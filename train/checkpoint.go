package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"time"

	"aloud/digit"
	"aloud/internal/durable"
	"aloud/model"
)

// ErrForeign is the error of a checkpoint that another training has written, ErrDamaged that of one that is not as it was
// written.
var (
	ErrForeign = errors.New("of another training")
	ErrDamaged = errors.New("damaged")
)

// A checkpoint file is the line below, how far the training is, the parameters and the memory of the descent, and the
// SHA-256 of all that. Numbers have their least byte first.
const checkpointMagic = "aloud checkpoint 1\n"

// progress is how far a training is.
type progress struct {
	Marks   marks
	Step    int64
	LossSum float64
}

// vectors are the rest of what a training needs to go on.
func (r *run[T]) vectors() [][]T { return append([][]T{r.model.Params()}, r.memory...) }

// writeCheckpoint keeps the state in the file that the options name, if any.
func (r *run[T]) writeCheckpoint() error {
	if r.Checkpoint == "" {
		return nil
	}
	if err := durable.WriteFile(r.Checkpoint, r.formatCheckpoint()); err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	r.checkpoint = time.Now()
	return nil
}

func (r *run[T]) formatCheckpoint() []byte {
	file := bytes.NewBufferString(checkpointMagic)
	binary.Write(file, binary.LittleEndian, progress{r.marks, int64(r.step), r.lossSum})
	for _, v := range r.vectors() {
		binary.Write(file, binary.LittleEndian, v)
	}
	sum := sha256.Sum256(file.Bytes())
	file.Write(sum[:])
	return file.Bytes()
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

// restore sets the training to the state in a checkpoint's bytes, or, where there is an error, leaves it as it is. The
// sum is checked before anything is believed.
func (r *run[T]) restore(file []byte) error {
	end := len(file) - sha256.Size
	if end < len(checkpointMagic) || !bytes.HasPrefix(file, []byte(checkpointMagic)) {
		return errors.New("not a checkpoint")
	}
	if sum := sha256.Sum256(file[:end]); !bytes.Equal(sum[:], file[end:]) {
		return fmt.Errorf("%w: its checksum is another", ErrDamaged)
	}
	var p progress
	rest := file[len(checkpointMagic):end]
	n, err := binary.Decode(rest, binary.LittleEndian, &p)
	if err != nil {
		return fmt.Errorf("%w: it breaks off", ErrDamaged)
	}
	if err := p.Marks.compare(r.marks); err != nil {
		return err
	}
	rest = rest[n:]
	if len(rest) != len(r.vectors())*binary.Size(r.gradient) || p.Step < 0 || p.Step > int64(r.steps()) {
		return fmt.Errorf("%w: not the state of such a training", ErrDamaged)
	}
	r.step, r.lossSum = int(p.Step), p.LossSum
	for _, v := range r.vectors() {
		n, _ := binary.Decode(rest, binary.LittleEndian, v)
		rest = rest[n:]
	}
	return nil
}

// marks are hashes of what decides the result of a training: the model as it begins, the examples, and the options. What is
// done to examples, or draws them, is tried on some. Two trainings with the same marks end with the same weights, unless
// that differs on others alone; with other marks, the state of the one makes no sense in the other.
type marks struct{ Model, Examples, Options [sha256.Size]byte }

// mark returns the marks of this training, before its first step. Validation examples have no part in them.
func (r *run[T]) mark() marks {
	m := sha256.New()
	fmt.Fprintf(m, "%T %s %v\n", r.gradient, r.model.Kind(), r.model.Groups())
	if net, ok := r.model.(interface{ Architecture() model.Architecture }); ok {
		fmt.Fprintln(m, net.Architecture())
	}
	binary.Write(m, binary.LittleEndian, r.model.Params())
	examples, variation := r.task.mark()
	return marks{sumOf(m), examples, r.Options.mark(variation)}
}

// mark is a hash of the options, those aside that make no difference in the end, and of how examples are varied.
func (o Options) mark(variation [sha256.Size]byte) [sha256.Size]byte {
	h := sha256.New()
	o.Vary, o.Spoil, o.Teacher, o.Checkpoint, o.CheckpointEvery, o.ReportEvery = nil, nil, nil, "", 0, 0
	fmt.Fprintf(h, "%x %#v", variation, o)
	return sumOf(h)
}

// Hash is the SHA-256 of examples: the pixels of each, and its class as a byte.
func Hash(examples []digit.Labelled) [sha256.Size]byte {
	h := sha256.New()
	for i := range examples {
		writeExample(h, &examples[i])
	}
	return sumOf(h)
}

func writeExample(h hash.Hash, d *digit.Labelled) {
	h.Write(d.Digit[:])
	h.Write([]byte{d.Class})
}

func sumOf(h hash.Hash) [sha256.Size]byte { return [sha256.Size]byte(h.Sum(nil)) }

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
