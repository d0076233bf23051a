package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"aloud/internal/needs"
	"aloud/lab"
)

// TestLabExact sees that --json prints the figures and nothing else, and that whoever waits is told how far it is.
func TestLabExact(t *testing.T) {
	out, progress, err := labExact(t.Context(), needs.Data(t, "mnist"))
	if err != nil {
		t.Fatal(err)
	}
	var n lab.Notebook
	decoder := json.NewDecoder(strings.NewReader(out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&n); err != nil {
		t.Fatal(err)
	}
	if n.Perceptron.TestErrors != 519 || decoder.More() {
		t.Errorf("the perceptron makes %d errors; and more follows: %t", n.Perceptron.TestErrors, decoder.More())
	}
	if want := "20 of 20 passes over the training digits\n"; !strings.HasSuffix(progress, want) {
		t.Errorf("progress ends with %q, want %q", progress, want)
	}
}

// TestLabStops sees that Ctrl-C ends it without a figure.
func TestLabStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out, _, err := labExact(ctx, needs.Data(t, "mnist"))
	if out != "" || err == nil || err.Error() != "lab: stopped" {
		t.Errorf("printed %q, with error %v", out, err)
	}
}

// labExact runs "aloud lab --exact --json" and returns what it printed.
func labExact(ctx context.Context, data string) (out, progress string, err error) {
	var stdout, stderr bytes.Buffer
	command := labCommand()
	command.SilenceErrors, command.SilenceUsage = true, true
	command.SetArgs([]string{"--exact", "--json", "--data", data})
	command.SetOut(&stdout)
	command.SetErr(&stderr)
	err = command.ExecuteContext(ctx)
	return stdout.String(), stderr.String(), err
}
