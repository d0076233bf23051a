package speech

import (
	"strings"
	"testing"

	"aloud/reader"
)

// TestInstruction sees that every instruction has a sentence of its own, short enough to be heard while the hand moves.
func TestInstruction(t *testing.T) {
	heard := map[string]bool{}
	for _, instruction := range reader.Instructions {
		said := English.Instruction(reader.Aim{Instruction: instruction, Digits: 7})
		if said == "" || heard[said] || len(strings.Fields(said)) > 8 {
			t.Errorf("%s: %q, which is empty, long or said of another", instruction, said)
		}
		heard[said] = true
	}
	for digits, want := range map[int]string{7: "Good. Hold still. Seven digits.", 1: "Good. Hold still. One digit."} {
		if got := English.Instruction(reader.Aim{Instruction: reader.Good, Digits: digits}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got, want := English.Instruction(reader.Aim{Instruction: reader.MoveLeft}), "Cut off on the left. Move left."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
