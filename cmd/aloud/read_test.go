package main

import (
	"testing"

	"aloud/reader"
)

// Of several pictures the caller hears of the worst.
func TestWorse(t *testing.T) {
	inOrder := []status{statusDone, statusDoubt, statusNoNumber, statusBadUse}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got, want := worse(a, b), inOrder[max(i, j)]; got != want {
				t.Errorf("of %d and %d the worse is %d, not %d", a, b, want, got)
			}
		}
	}
}

func TestStatusOf(t *testing.T) {
	sure, doubtful := reader.Number{Sure: true}, reader.Number{}
	for _, row := range []struct {
		why     string
		numbers []reader.Number
		want    status
	}{
		{"nothing", nil, statusNoNumber},
		{"all sure", []reader.Number{sure, sure}, statusDone},
		{"one doubt is enough", []reader.Number{sure, doubtful}, statusDoubt},
	} {
		if got := statusOf(reader.Reading{Numbers: row.numbers}); got != row.want {
			t.Errorf("%s: status %d, want %d", row.why, got, row.want)
		}
	}
}

// A remark names the place of each doubtful digit, from 1, and what it may be as far as that is worth saying.
func TestDoubts(t *testing.T) {
	alternative := func(char string, p float64) reader.Alternative { return reader.Alternative{Char: char, Probability: p} }
	for _, row := range []struct {
		number reader.Number
		want   string
	}{
		{reader.Number{Text: "5?", Confidence: 0.31, Symbols: []reader.Symbol{
			{Char: "5", Probability: 0.99, Sure: true},
			{Char: "?", Probability: 0.48, Alternatives: []reader.Alternative{alternative("1", 0.48), alternative("7", 0.31), alternative("2", 0.01)}},
		}}, "5?: right with 31 %; digit 2: 1 (48 %), 7 (31 %)"},
		{reader.Number{Text: "4 1", Confidence: 0.7, Symbols: []reader.Symbol{
			{Char: "4", Probability: 0.8, Alternatives: []reader.Alternative{alternative("9", 0.2)}},
			{Char: "1", Probability: 0.99, Sure: true},
		}}, "4 1: right with 70 %; digit 1: 4 (80 %), 9 (20 %)"},
		{reader.Number{Text: "?", Symbols: []reader.Symbol{{Char: "?"}}}, "?: right with 0 %; digit 1: unclear"},
	} {
		if got := doubts(row.number); got != row.want {
			t.Errorf("\n got %s\nwant %s", got, row.want)
		}
	}
}
