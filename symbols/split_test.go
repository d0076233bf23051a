package symbols_test

import (
	"testing"

	"aloud/digit"
	"aloud/symbols"
)

func TestSplitTakesTheLastOfEachSymbol(t *testing.T) {
	const symbolCount, perSymbol = 17, 20
	var all []digit.Labelled
	for s := range symbolCount {
		for id := range perSymbol {
			all = append(all, digit.Labelled{Digit: digit.Digit{byte(s), byte(id)}, Class: uint8(s % 11)})
		}
	}
	training, validation := symbols.Split(all, 0.1)
	if len(training) != symbolCount*18 || len(validation) != symbolCount*2 {
		t.Fatalf("%d and %d examples, want %d and %d", len(training), len(validation), symbolCount*18, symbolCount*2)
	}
	for _, d := range training {
		if d.Digit[1] >= 18 {
			t.Errorf("picture %d of symbol %d is in the training part", d.Digit[1], d.Digit[0])
		}
	}
	for _, d := range validation {
		if d.Digit[1] < 18 {
			t.Errorf("picture %d of symbol %d is in the validation part", d.Digit[1], d.Digit[0])
		}
	}
	if training, validation := symbols.Split(all, 0); len(training) != len(all) || len(validation) != 0 {
		t.Errorf("a share of 0 sets aside %d of %d", len(validation), len(training))
	}
}
