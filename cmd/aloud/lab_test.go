package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"aloud/internal/needs"
	"aloud/lab"
)

// TestLabExact sees that --json prints the figures and nothing else, and that whoever waits is told how far it is.
func TestLabExact(t *testing.T) {
	folder := needs.Data(t, "mnist")
	var out, progress bytes.Buffer
	command := labCommand()
	command.SetArgs([]string{"--exact", "--json", "--data", folder})
	command.SetOut(&out)
	command.SetErr(&progress)
	if err := command.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	var n lab.Notebook
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&n); err != nil {
		t.Fatal(err)
	}
	if n.Perceptron.TestErrors != 519 || decoder.More() {
		t.Errorf("the perceptron makes %d errors; and more follows: %t", n.Perceptron.TestErrors, decoder.More())
	}
	if want := "20 of 20 passes over the training digits\n"; !strings.HasSuffix(progress.String(), want) {
		t.Errorf("progress ends with %q, want %q", progress.String(), want)
	}
}
