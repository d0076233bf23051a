package train_test

import (
	"path/filepath"
	"testing"

	"aloud/model"
	"aloud/train"
)

// TestRounded sees that a training ends with weights in steps, others than one that is rounded in the end alone, and the same ones
// if every step is taken by a process of its own: the exact weights are kept from one to the next.
func TestRounded(t *testing.T) {
	training := bars(1, 150)
	o := smallConvnet()
	o.Rounded = true
	m := convnet(t)
	run(t, m, training, nil, o)
	whole := fingerprint(m)
	if model.InSteps(m); fingerprint(m) != whole {
		t.Error("the weights are no whole steps")
	}

	o.Rounded = false
	m = convnet(t)
	run(t, m, training, nil, o)
	if model.InSteps(m); fingerprint(m) == whole {
		t.Error("to be rounded makes no difference to what is learned")
	}

	o.Rounded, o.Checkpoint, o.ReportEvery = true, filepath.Join(t.TempDir(), "checkpoint"), 1
	for step, steps := 1, 1; step <= steps; step++ {
		m = convnet(t)
		for report, err := range train.Run(t.Context(), m, training, bars(2, 20), o) {
			if err != nil {
				t.Fatal(err)
			}
			if steps = report.Steps; report.Step == step {
				break
			}
		}
	}
	if fingerprint(m) != whole {
		t.Error("as many processes as steps make other weights")
	}
}
