package main

import (
	"math"
	"strings"
	"testing"

	"aloud/model"
)

// TestCheckBlamesTheBroken breaks one gradient after the other, and sees that one blamed and no other of its trial. Trials
// share nothing, and the script sees that no gradient of another is blamed.
func TestCheckBlamesTheBroken(t *testing.T) {
	for i, trial := range allTrials(1) {
		for _, v := range trial.Variables {
			trials := allTrials(1)
			name := gradientName(trial, v)
			if !breakGradient(trials, name) {
				t.Fatalf("there is no %s", name)
			}
			var blamed []string
			for _, g := range newCheckReport(trials[i:i+1], 1).Gradients {
				if !g.Pass {
					blamed = append(blamed, g.Of+"/"+g.Group)
				}
			}
			if strings.Join(blamed, " ") != name {
				t.Errorf("%s: blamed %v", name, blamed)
			}
		}
	}
}

// TestCheckSaysNaN sees that a gradient which is not a number fails, in the table and as JSON, which has no such number.
func TestCheckSaysNaN(t *testing.T) {
	trials := allTrials(1)
	trials[1].Variables[0].Gradient.Data[0] = math.NaN()
	for _, row := range []struct {
		json bool
		want string
	}{
		{false, "NaN          FAIL\n"},
		{true, `"worst_error":null,"pass":false}`},
	} {
		var out strings.Builder
		if err := newCheckReport([]model.Trial{trials[1]}, 1).write(&out, row.json); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out.String(), row.want) {
			t.Errorf("json %t: %s\nwant %q", row.json, out.String(), row.want)
		}
	}
}
