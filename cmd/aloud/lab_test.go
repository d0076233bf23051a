package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
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

// TestLabReport writes a quick report on toy digits, and sees that a second run has nothing to do and writes the same one.
func TestLabReport(t *testing.T) {
	data, folder := toyDigits(t), filepath.Join(t.TempDir(), "report")
	var reports [2][]byte
	var remarks [2]string
	for i := range reports {
		var stdout, stderr bytes.Buffer
		if status := run([]string{"lab", "--out", folder, "--quick", "--data", data}, nil, &stdout, &stderr); status != statusDone {
			t.Fatalf("status %d: %s", status, stderr.String())
		}
		path := filepath.Join(folder, "index.html")
		if stdout.String() != path+"\n" {
			t.Errorf("printed %q, want the report's name", stdout.String())
		}
		var err error
		if reports[i], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
		remarks[i] = stderr.String()
	}
	if !bytes.Equal(reports[0], reports[1]) {
		t.Error("the second report is another one")
	}
	if first, _, _ := strings.Cut(remarks[0], "\n"); !strings.HasPrefix(first, filepath.Join(folder, "index.html")+": about ") {
		t.Errorf("begins with %q, want how long it takes", first)
	}
	for i, row := range []struct{ want, never string }{
		{"training mlp, seed 1: done, ", "done before"},
		{"training mlp, seed 1: done before\n", ": done, "},
	} {
		if !strings.Contains(remarks[i], row.want) || strings.Contains(remarks[i], row.never) {
			t.Errorf("run %d says\n%s\nwant %q and never %q", i+1, remarks[i], row.want, row.never)
		}
	}
	if !strings.Contains(remarks[1], "about 0 seconds of work") {
		t.Errorf("the second run says\n%s", remarks[1])
	}
}

// TestLabReportStops ends a report by Ctrl-C in the middle: it says what to do, and what there is can be read.
func TestLabReportStops(t *testing.T) {
	data, folder := toyDigits(t), filepath.Join(t.TempDir(), "report")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	root := rootCommand()
	root.SetArgs([]string{"lab", "--out", folder, "--quick", "--data", data})
	root.SetOut(new(bytes.Buffer))
	root.SetErr(&stopper{lines: 5, cancel: cancel})
	if err := root.ExecuteContext(ctx); err == nil || err.Error() != "lab: stopped; the same command goes on from here" {
		t.Errorf("got %v", err)
	}
	report, err := os.ReadFile(filepath.Join(folder, "index.html"))
	if err != nil || !bytes.Contains(report, []byte("This report is not complete.")) {
		t.Errorf("the report: %d bytes, %v", len(report), err)
	}
}
