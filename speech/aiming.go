package speech

import "aloud/reader"

// instruction says the one thing to do. Once the aim is good it says how much is seen, so that whoever knows how long the
// number is can go on looking.
func (l *phrases) instruction(aim reader.Aim) string {
	said := l.instructions.find(aim.Instruction)
	if aim.Instruction == reader.Good {
		return said + " " + l.digitCount(aim.Digits)
	}
	return said
}
