// Package train makes models out of examples: shuffling, batches, descent, checkpoints.
//
// A training is a sequence of reports that the caller ranges over; it reports and never prints, and ends when the caller
// breaks off:
//
//	for report, err := range train.Run(ctx, network, training, validation, train.DefaultOptions()) {
//		…
//	}
//
// One seed decides everything random. Which example comes when, and how it is varied, is a function of the seed, the
// epoch and the example's place alone: not of what came before, nor of which core draws it. So the same seed gives the
// same weights, bit for bit, on one core or many, and a training that was broken off needs no more than the step it had
// reached, the parameters and the descent's memory to go on as if nothing had happened.
package train
