package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strings"

	"aloud/speech"
)

// A voice is a program that speaks what it gets on standard input. The text never stands on a command line, where a
// shell or the program might take it for something else.
type voice struct {
	program   string
	arguments []string
}

// voices are the programs that speak, by operating system, the better first. They speak the system's language.
var voices = map[string][]voice{
	"darwin": {{"say", []string{"-f", "-"}}},
	"windows": {{"powershell", []string{"-NoProfile", "-NonInteractive", "-Command",
		"[Console]::InputEncoding = [Text.Encoding]::UTF8; Add-Type -AssemblyName System.Speech; " +
			"(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"}}},
}

// anywhere are the voices that can be installed on every system. They speak every language, each by its code.
func anywhere(l speech.Language) []voice {
	arguments := []string{"--stdin", "-v", string(l)}
	return []voice{{"espeak-ng", arguments}, {"espeak", arguments}}
}

// say speaks a text in a language and returns when it has been said.
func say(ctx context.Context, l speech.Language, text string) error {
	path, arguments, err := findVoice(l)
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, path, arguments...)
	command.Stdin = strings.NewReader(text + "\n")
	var complaint bytes.Buffer
	command.Stderr = &complaint
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s cannot speak: %w: %s", path, err, lastLine(complaint.String()))
	}
	return nil
}

// findVoice finds the first voice that this machine has for a language. The system's own voice is taken for English
// alone: which other languages it has learned, it does not tell.
func findVoice(l speech.Language) (path string, arguments []string, err error) {
	candidates := anywhere(l)
	if l == speech.English {
		candidates = append(voices[runtime.GOOS], candidates...)
	}
	for _, v := range candidates {
		if path, err := exec.LookPath(v.program); err == nil {
			return path, v.arguments, nil
		}
	}
	return "", nil, withHint(fmt.Errorf("no voice found on this system that speaks %q", l), "install espeak-ng: "+installs[runtime.GOOS])
}

// installs tells how espeak-ng comes to a system.
var installs = map[string]string{
	"linux":   `"sudo apt install espeak-ng" or the like`,
	"darwin":  `"brew install espeak-ng"`,
	"windows": `"winget install eSpeak-NG.eSpeak-NG"`,
}

// lastLine is where programs say what went wrong.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
