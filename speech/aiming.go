package speech

import (
	"fmt"
	"strings"

	"aloud/reader"
)

// Instruction says in English what to do with the camera: the cause first, then the move, both short, because it is heard
// while the hand moves. Directions are the phone's.
func Instruction(aim reader.Aim) string { return english.instruction(aim) }

// instruction says the one thing to do. Once the aim is good it says how much is seen, so that whoever knows how long the
// number is can go on looking.
func (l language) instruction(aim reader.Aim) string {
	said := l.instructions[aim.Instruction]
	if aim.Instruction == reader.Good {
		digits := strings.TrimSuffix(l.digitCount(aim.Digits), ".")
		return said + " " + fmt.Sprintf(l.seen, digits)
	}
	return said
}
