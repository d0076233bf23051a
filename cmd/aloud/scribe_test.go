package main

import (
	"image"
	"image/color"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"aloud/photo"
)

// Every command in the README of the examples draws the picture beside it, and prints the picture's row of the table.
func TestScribeDrawsTheExamples(t *testing.T) {
	const folder = "../../examples"
	readme, labels := readText(t, folder, "README.md"), readText(t, folder, "labels.tsv")
	commands := regexp.MustCompile("`aloud scribe ([^`]*) examples/([^`]*)`").FindAllStringSubmatch(readme, -1)
	if pictures, _ := filepath.Glob(folder + "/*.jpg"); len(commands) != len(pictures) || len(commands) == 0 {
		t.Fatalf("%d commands for %d pictures", len(commands), len(pictures))
	}
	for _, command := range commands {
		flags, name := command[1], command[2]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			drawn := filepath.Join(t.TempDir(), name)
			row, err := runScribe(append(words(flags), drawn)...)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(labels, "\n"+row) {
				t.Errorf("labels.tsv lacks the row %q", row)
			}
			checkAlike(t, decode(t, drawn), decode(t, filepath.Join(folder, name)))
		})
	}
}

func TestScribeRefuses(t *testing.T) {
	tests := []struct {
		name string // what is wrong
		args []string
		want string
	}{
		{"no name to write to", nil, "accepts 1 arg"},
		{"a kind of picture that it does not write", []string{"note.gif"}, "call it .jpg or .png"},
		{"a pen that we do not have", []string{"--pen", "quill", "note.png"}, "must be one of ballpoint, black, felt, pencil"},
		{"a light that is no number", []string{"--light", "bright", "note.png"}, "bright"},
		{"a letter that has no form", []string{"--number", "12 é", "note.png"}, "cannot write 'é'"},
		{"a line and a sheet at once", []string{"--line", "--sheet", "note.png"}, "were all set"},
		{"a line on a paper of one's choice", []string{"--line", "--paper", "yellow", "note.png"}, "[line paper] were all set"},
		{"a line without its data", []string{"--line", "--data", "nowhere", "note.png"}, "MNIST is not there; "},
		{"data for a note", []string{"--data", ".", "note.png"}, "--data goes with --line, --sheet or --held-out"},
		{"a folder that is not there", []string{"no/such/folder/note.png"}, "no such file"},
	}
	t.Chdir(t.TempDir())
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := runScribe(test.args...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one about %q", err, test.want)
			}
			if left, _ := filepath.Glob("*"); len(left) > 0 {
				t.Errorf("it left %v behind", left)
			}
		})
	}
}

// A sheet shows the lines that --line draws from the same seed and those behind it.
func TestScribeDrawsLines(t *testing.T) {
	folder := t.TempDir()
	one, sheet := filepath.Join(folder, "one.png"), filepath.Join(folder, "sheet.png")
	row, err := runScribe("--seed", "5", "--line", one)
	if err != nil || !regexp.MustCompile(`^one\.png\t[0-9]*\n$`).MatchString(row) {
		t.Fatalf("it prints %q, error %v", row, err)
	}
	if row, err := runScribe("--seed", "5", "--sheet", sheet); err != nil || !regexp.MustCompile(`^sheet\.png\t[1-9][0-9]+ lines\n$`).MatchString(row) {
		t.Fatalf("it prints %q, error %v", row, err)
	}
	line, page := decode(t, one), decode(t, sheet)
	box := line.Bounds()
	if box.Dy() != 4*photo.StripHeight || box.Dx()%(4*photo.StripStep) != 0 {
		t.Fatalf("the line is %v", box)
	}
	for y := 0; y < box.Dy(); y += 4 {
		for x := 0; x < box.Dx(); x += 4 {
			if color.GrayModel.Convert(line.At(x, y)) != page.At(8+x/2, 8+16+y/2) {
				t.Fatalf("the first line of the sheet differs at (%d,%d)", x/4, y/4)
			}
		}
	}
}

// runScribe runs the command and returns what it prints.
func runScribe(args ...string) (string, error) { return runQuietly(scribeCommand(), args...) }

// words splits a command as a shell does it, where nothing but double quotes is special.
func words(command string) []string {
	var words []string
	for i, part := range strings.Split(command, `"`) {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}

// checkAlike compares two pictures. Machines round a little differently, and so do encoders, hence the tolerance: a mean
// difference of half a grey.
func checkAlike(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("drawn as %v, committed as %v", got.Bounds(), want.Bounds())
	}
	sum, count := 0, 0
	for y := range got.Bounds().Dy() {
		for x := range got.Bounds().Dx() {
			a := color.GrayModel.Convert(got.At(x, y)).(color.Gray)
			b := color.GrayModel.Convert(want.At(x, y)).(color.Gray)
			sum += max(int(a.Y)-int(b.Y), int(b.Y)-int(a.Y))
			count++
		}
	}
	if mean := float64(sum) / float64(count); mean > 0.5 {
		t.Errorf("the picture drawn differs from the one committed by %.2f greys in the mean", mean)
	}
}

func decode(t *testing.T, name string) image.Image {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	picture, _, err := image.Decode(file)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return picture
}

func readText(t *testing.T, folder, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
