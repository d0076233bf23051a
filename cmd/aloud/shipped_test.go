package main

import (
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"aloud/evaluate"
	"aloud/internal/needs"
)

// runQuietly runs a command and returns what it prints, without its progress.
func runQuietly(c *cobra.Command, args ...string) (string, error) {
	var out bytes.Buffer
	c.SilenceErrors, c.SilenceUsage = true, true
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(io.Discard)
	err := c.Execute()
	return out.String(), err
}

// reportOf is what "aloud evaluate --json" with these flags prints.
func reportOf(t *testing.T, report any, flags ...string) {
	t.Helper()
	out, err := runQuietly(evaluateCommand(), append(flags, "--json")...)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(out), report); err != nil {
		t.Fatal(err)
	}
}

// The network of digits that ships is as good as the README says, within what another kind of processor rounds otherwise.
func TestShippedDigits(t *testing.T) {
	for _, row := range []struct {
		set         string
		errors      int     // at most
		calibration float64 // expected error of its confidence, at most
	}{
		{"mnist", 64 + 3, 0.003},
		{"usps", 50 + 3, 0.005},   // written in another country
		{"ardis", 376 + 10, 0.02}, // and in other centuries
	} {
		t.Run(row.set, func(t *testing.T) {
			var report evaluate.DigitReport
			reportOf(t, &report, "--model", "reader", "--data", needs.Data(t, row.set))
			if report.Errors > row.errors || !(report.CalibrationError <= row.calibration) {
				t.Errorf("%d of %d digits are read wrong, with a calibration error of %v", report.Errors, report.Examples, report.CalibrationError)
			}
		})
	}
}

// Nor does it lose digits that are shifted, turned, grainy, out of focus, or written with another pen.
func TestShippedOnDegradedDigits(t *testing.T) {
	most := map[string]float64{"shift-left": 0.0067, "shift-right": 0.0067, "shift-up": 0.0067, "shift-down": 0.0067,
		"rotate-15": 0.0087, "rotate-back-15": 0.015, "noise": 0.0089, "blur": 0.01, "thin": 0.0114, "thick": 0.0103}
	var report evaluate.DegradedDigitsReport
	reportOf(t, &report, "--model", "reader", "--data", needs.Data(t, "mnist"), "--degrade", "all")
	for _, d := range report.Degradations {
		if most, ok := most[d.Degradation]; ok && !(d.ErrorRate <= most) {
			t.Errorf("%s: %d of %d digits are read wrong", d.Degradation, d.Errors, d.Examples)
		}
		delete(most, d.Degradation)
	}
	if len(most) > 0 {
		t.Errorf("not tried: %v", most)
	}
}

// Lines in hands that nothing has learned from are drawn anew and read.
func TestShippedLines(t *testing.T) {
	const lines = 200
	data, folder := filepath.Dir(needs.Data(t, "mnist")), t.TempDir()
	if _, err := runQuietly(scribeCommand(), "--held-out", "200", "--seed", "9", "--data", data, folder); err != nil {
		t.Fatal(err)
	}
	var report evaluate.PhotoReport
	reportOf(t, &report, "--photos", filepath.Join(folder, "labels.tsv"))
	if report.Exact < lines*80/100 || report.WrongYetSure > 2 { // 172 on AVX2; other processors round otherwise
		t.Errorf("of %d drawn lines %d are read exactly, %d wrong yet sure", lines, report.Exact, report.WrongYetSure)
	}
}

// Photographs of notes, which nothing has learned from either. A number in doubt is no defect, a wrong one said as sure is.
func TestShippedOnNotes(t *testing.T) {
	labels := filepath.Join(needs.Data(t, "photos"), "labels.tsv")
	for _, row := range []struct {
		kinds       string
		exact, sure int // at least
	}{
		{"phone,string,single", 105, 76},
		{"grid", 34, 0},
	} {
		var report evaluate.PhotoReport
		reportOf(t, &report, "--photos", labels, "--kind", row.kinds)
		if report.Exact < row.exact || report.Accepted < row.sure || report.WrongYetSure > 0 {
			t.Errorf("%s: of %d lines %d are read exactly and %d are sure, %d wrong yet sure",
				row.kinds, report.Lines, report.Exact, report.Accepted, report.WrongYetSure)
		}
	}
}

// Amounts on cheques, which nothing has learned from either.
func TestShippedOnCheques(t *testing.T) {
	var report evaluate.PhotoReport
	reportOf(t, &report, "--photos", filepath.Join(needs.Data(t, "car-a"), "labels.tsv"))
	if report.Exact < 803 || report.Accepted < 530 || report.WrongYetSure > 4 {
		t.Errorf("of 900 amounts %d are read exactly and %d are sure, %d wrong yet sure", report.Exact, report.Accepted, report.WrongYetSure)
	}
}
