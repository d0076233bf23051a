package lab

import "testing"

// TestOperations counts by hand.
func TestOperations(t *testing.T) {
	one, two := sample{ink: make([]pixel, 1)}, sample{ink: make([]pixel, 2)}
	got := notebookOperations(samples{training: []sample{one, two}, validation: []sample{two}})
	regression := 2*3*10 + 2*10
	perceptronOfTwenty := 2*3*20 + 3*2*20*10 + 2*20 + 20*10
	if want := float64(2 * 10 * (regression + perceptronOfTwenty)); got != want {
		t.Errorf("the notebook: %g operations, want %g", got, want)
	}
}
