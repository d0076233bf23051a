package train_test

import (
	"math"
	"testing"

	"aloud/digit"
	"aloud/train"
)

// TestTemperature knows what temperature cures a classifier that always believes in the second of two classes: at τ it
// believes 1 / (1 + exp(−d/τ)), d the difference of its logits, and should be right as often.
func TestTemperature(t *testing.T) {
	for _, row := range []struct {
		reason          string
		believes, right float64 // the share that it promises, and the share that is so
	}{
		{"too sure", 0.99, 0.9},
		{"not sure enough", 0.7, 0.9},
		{"as sure as it may be", 0.9, 0.9},
	} {
		examples := make([]digit.Labelled, 1000)
		for i := range int(row.right * 1000) {
			examples[i].Class = 1
		}
		logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
		c := fixed{[2]float64{math.Log(1 - row.believes), math.Log(row.believes)}}
		want := logit(row.believes) / logit(row.right)
		// Written as "not within", for NaN is never beyond.
		if got := train.Temperature(c, examples); !(math.Abs(got-want) <= 1e-3) {
			t.Errorf("%s: %v, want %v", row.reason, got, want)
		}
	}
	if got := train.Temperature(fixed{}, nil); got != 1 {
		t.Errorf("of no examples: %v", got)
	}
}
