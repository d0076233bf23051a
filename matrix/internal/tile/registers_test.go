package tile

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestRegisters sees that the code for processors without AVX-512 does not use the registers that only those with it have:
// the assembler would take the instruction, and the processor would not.
func TestRegisters(t *testing.T) {
	beyond := regexp.MustCompile(`\b(Z\d+|[XY](1[6-9]|2\d|3[01])|K[0-7])\b`)
	functions := 0
	for _, file := range []string{"tile_amd64.s", "vectors_amd64.s"} {
		code, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, function := range strings.Split(string(code), "\nTEXT ·")[1:] {
			name, body, _ := strings.Cut(function, "(")
			if strings.HasSuffix(name, "AVX512") {
				continue
			}
			functions++
			if found := beyond.FindString(body); found != "" {
				t.Errorf("%s: %s uses %s", file, name, found)
			}
		}
	}
	if functions < 20 {
		t.Errorf("only %d functions looked at", functions)
	}
}
