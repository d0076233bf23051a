package main

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"aloud/model"
)

// TestCheckBlamesTheBroken breaks one gradient after the other, and sees that one and no other blamed.
func TestCheckBlamesTheBroken(t *testing.T) {
	for _, name := range gradientNames(allTrials(1)) {
		var out strings.Builder
		if got := run([]string{"check", "--json", "--break", name}, nil, &out, &out); got != statusWrong {
			t.Errorf("%s: exit status %d, want %d", name, got, statusWrong)
		}
		var report checkReport
		if err := json.Unmarshal([]byte(out.String()), &report); err != nil {
			t.Fatalf("%s: %v in %s", name, err, out.String())
		}
		var blamed []string
		for _, g := range report.Gradients {
			if !g.Pass {
				blamed = append(blamed, g.Of+"/"+g.Group)
			}
		}
		if strings.Join(blamed, " ") != name {
			t.Errorf("%s: blamed %v", name, blamed)
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
