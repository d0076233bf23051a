package train_test

import (
	"context"
	"fmt"

	"aloud/digit"
	"aloud/model"
	"aloud/train"
)

// Softmax regression learns to tell bars at ten heights.
func Example() {
	o := train.DefaultOptions()
	o.Epochs, o.LearningRate, o.WarmUp = 4, 0.01, 0

	m := model.NewSoftmax[float32](digit.Pixels, 10)
	for report, err := range train.Run(context.Background(), m, bars(1, 500), bars(2, 200), o) {
		if err != nil {
			fmt.Println(err)
			return
		}
		if report.EpochDone {
			fmt.Printf("epoch %d of %d: loss %.1f\n", report.Epoch, o.Epochs, report.Loss)
		}
	}
	fmt.Println("errors in the end:", train.Evaluate(m, bars(3, 200)).Errors)
	// Output:
	// epoch 1 of 4: loss 2.2
	// epoch 2 of 4: loss 1.4
	// epoch 3 of 4: loss 0.9
	// epoch 4 of 4: loss 0.7
	// errors in the end: 0
}
