package train

import (
	"math/rand/v2"

	"aloud/digit"
	"aloud/feature"
	"aloud/matrix"
)

// A batch is the examples of one step.
type batch[T matrix.Float] struct {
	x     matrix.Matrix[T] // examples × inputs
	t     []uint8          // their classes
	order []int            // the order of all examples in the epoch
	epoch int              // for which order holds; −1: none yet
}

func newBatch[T matrix.Float](size, inputs int) batch[T] {
	return batch[T]{x: matrix.New[T](size, inputs), t: make([]uint8, size), epoch: -1}
}

// The random numbers of different purposes come from different streams of the seed.
const (
	orderStream   = 1 << 62 // and the epoch
	exampleStream = 0       // and the epoch·2³² and the example; maxEpochs keeps them below what callers may use, from 2⁵² on
)

// nextBatch fills the batch of the coming step: each example at its place in the epoch's order, varied as the seed, the
// epoch and the example say.
func (r *run[T]) nextBatch() (x matrix.Matrix[T], t []uint8) {
	epoch, place := r.step/r.stepsPerEpoch(), r.step%r.stepsPerEpoch()*r.Batch
	b := &r.batch
	if b.epoch != epoch {
		b.epoch = epoch
		b.order = rand.New(rand.NewPCG(r.Seed, orderStream+uint64(epoch))).Perm(len(r.training))
	}
	chosen := b.order[place:min(place+r.Batch, len(b.order))]
	const leastExamples = 8
	matrix.Parallel(len(chosen), leastExamples, func(begin, end int) {
		for i := begin; i < end; i++ {
			d := r.example(chosen[i], epoch)
			feature.Encode(r.model.Encoding(), b.x.Row(i), &d.Digit)
			b.t[i] = d.Class
		}
	})
	return b.x.Top(len(chosen)), b.t[:len(chosen)]
}

// example is one of the training examples as it is shown in an epoch.
func (r *run[T]) example(i, epoch int) digit.Labelled {
	if r.Vary == nil {
		return r.training[i]
	}
	stream := exampleStream + uint64(epoch)<<32 + uint64(i)
	return r.Vary(rand.New(rand.NewPCG(r.Seed, stream)), &r.training[i])
}
