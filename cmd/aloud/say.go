package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
)

// A voice is a program that speaks what it gets on standard input. The text never stands on a command line, where a
// shell or the program might take it for something else.
type voice struct {
	program   string
	arguments []string
}

// voices are the programs that speak, by operating system, the better first. The text is plain ASCII for now.
var voices = map[string][]voice{
	"darwin": {{"say", []string{"-f", "-"}}},
	"windows": {{"powershell", []string{"-NoProfile", "-NonInteractive", "-Command",
		"Add-Type -AssemblyName System.Speech; " +
			"(New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak([Console]::In.ReadToEnd())"}}},
}

// anywhere are the voices that can be installed on every system.
var anywhere = []voice{{"espeak-ng", []string{"--stdin"}}, {"espeak", []string{"--stdin"}}}

// say speaks a text and returns when it has been said.
func say(ctx context.Context, text string) error {
	path, arguments, err := findVoice()
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

// findVoice finds the first voice that this machine has.
func findVoice() (path string, arguments []string, err error) {
	for _, v := range append(voices[runtime.GOOS], anywhere...) {
		if path, err := exec.LookPath(v.program); err == nil {
			return path, v.arguments, nil
		}
	}
	return "", nil, withHint(errors.New("no voice found on this system"),
		"install espeak-ng, for example with \"sudo apt install espeak-ng\"")
}

// lastLine is where programs say what went wrong.
func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}
