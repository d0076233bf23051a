package train

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"aloud/matrix"

	"github.com/natefinch/atomic"
)

// A checkpoint file is the line below, the SHA-256 of the rest, and the state of the training. It is written under
// another name, flushed to the disk and then renamed, so that a crash at any moment leaves the last one or this one.
const checkpointMagic = "aloud checkpoint 1\n"

// state is what a training needs to go on.
type state[T matrix.Float] struct {
	Fingerprint [sha256.Size]byte // of what must be the same for the training to be the same
	Step        int
	LossSum     float64
	Params      []T
	Memory      [][]T
}

// writeCheckpoint keeps the state in the file that the options name, if any.
func (r *run[T]) writeCheckpoint() error {
	if r.Checkpoint == "" {
		return nil
	}
	var body bytes.Buffer
	err := gob.NewEncoder(&body).Encode(state[T]{r.fingerprint(), r.step, r.lossSum, r.model.Params(), r.memory})
	if err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	sum := sha256.Sum256(body.Bytes())
	file := bytes.Join([][]byte{[]byte(checkpointMagic), sum[:], body.Bytes()}, nil)
	if err := atomic.WriteFile(r.Checkpoint, bytes.NewReader(file)); err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	r.checkpoint = time.Now()
	return nil
}

// takeUp goes on from the checkpoint if there is one.
func (r *run[T]) takeUp() error {
	file, err := os.ReadFile(r.Checkpoint)
	if r.Checkpoint == "" || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("train: checkpoint: %w", err)
	}
	if err := r.restore(file); err != nil {
		return fmt.Errorf("train: checkpoint %s: %w; delete it to begin anew", r.Checkpoint, err)
	}
	if r.step == r.steps() {
		r.finish()
	}
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
	if s.Fingerprint != r.fingerprint() {
		return errors.New("of another training: other options, examples, model or seed")
	}
	r.step, r.lossSum = s.Step, s.LossSum
	copy(r.model.Params(), s.Params)
	for i, m := range s.Memory {
		copy(r.memory[i], m)
	}
	return nil
}

// fingerprint is a hash of all that decides the result of a training but its state: two trainings with the same one,
// from the same first parameters, end with the same weights.
func (r *run[T]) fingerprint() [sha256.Size]byte {
	if r.print != nil {
		return *r.print
	}
	h := sha256.New()
	o := r.Options
	fmt.Fprintf(h, "%T %s %v\n", r.gradient, r.model.Kind(), r.model.Groups())
	fmt.Fprintf(h, "%d %d %d %T%+v %v %d %s %v %v %v %q\n", o.Epochs, o.Batch, o.Seed, o.Descent, o.Descent,
		o.LearningRate, o.WarmUp, o.Schedule, o.PriorVariance, o.WeightDecay, o.Average, o.Recipe)
	for i := range r.training {
		h.Write(r.training[i].Digit[:])
		h.Write([]byte{r.training[i].Class})
	}
	r.print = new([sha256.Size]byte)
	h.Sum(r.print[:0])
	return *r.print
}
