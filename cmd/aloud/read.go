package main

import (
	"errors"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"aloud/batch"
	"aloud/numbering"
	"aloud/photo"
	"aloud/picture"
	"aloud/reader"
	"aloud/speech"
)

// readOptions are the flags of "aloud read".
type readOptions struct {
	JSON     bool   // one JSON object a picture in place of its numbers
	Say      bool   // speak what was read
	Language string // to speak it in
	Country  string // whose telephone numbers are expected
	Annotate string // the file for the photograph with the reading drawn on it
	Show     string // the stage to draw: ink, lines or digits
	show     string // and the file for it
}

func readCommand() *cobra.Command {
	var options readOptions
	var folders folderOptions
	command := &cobra.Command{
		Use:   "read [flags] FILE...",
		Short: "Read the handwritten numbers on photographs",
		Long: `Read prints the handwritten numbers on photographs, one on a line, from top to
bottom and from left to right. The digits are grouped as they were written; a
digit that cannot be told is "?". What is doubtful is said on standard error.

The paper may lie on its side or upside down: with --json, "turned" says by how many
degrees it is turned clockwise. Where it reads about as well another way, and
otherwise, as a lone 6 does, "maybe_turned" lists those ways and no number is sure.

FILE is a JPEG, PNG, GIF, BMP, TIFF, WebP or HEIC file; "-" is standard input.

The exit status is 0 when every digit is sure, 1 when there is no number, 2 when
a file cannot be read, and 3 when there is a number and a doubt. Of several
files each is read; the status is then 2 if any cannot be read, else 1 if any
has no number, else 3 if any is doubtful.

--show draws a stage on the way: the ink that was found, the lines that it forms,
or the digits as the network sees them. The first FILE is then the picture to
write. Neither --show nor --annotate ever replaces a file that Aloud did not draw.

With --json --recursive FILE may be a folder, of which all pictures are read on all
cores, one record a line; a picture that cannot be read has an "error" in its record.
With --journal the records go into a file, and the same command goes on with it after
whatever broke it off; the exit status is that of the pictures read this time.`,
		Example: `  aloud read note.jpg
  aloud read --json --annotate out.png note.jpg
  aloud read --show ink ink.png note.jpg
  aloud read --json --recursive --journal notes.ndjson notes/`,
		RunE: func(command *cobra.Command, files []string) error {
			if err := folders.check(&options); err != nil {
				return err
			}
			files, err := options.take(files)
			if err != nil {
				return err
			}
			if folders.Recursive {
				return folders.readFolders(command, &options, files)
			}
			return readFiles(command, options, files)
		},
	}
	flags := command.Flags()
	flags.BoolVar(&options.JSON, "json", false, "print one JSON object for each file")
	flags.BoolVar(&options.Say, "say", false, "speak what was read with the system's voice")
	flags.StringVar(&options.Language, "language", "en", "what --say speaks: "+languages())
	flags.StringVar(&options.Country, "country", "", "warn where a number has not as many digits as in this `COUNTRY`, such as NL")
	flags.StringVar(&options.Annotate, "annotate", "", "draw what was read on the photograph, as `OUT.png`")
	flags.StringVar(&options.Show, "show", "", "draw a `STAGE`, ink, lines or digits, as the PNG file that follows")
	folders.addTo(command)
	return command
}

// take takes the file that --show writes from the front of the files, checks what was asked for, and returns the
// pictures to read.
func (o *readOptions) take(files []string) ([]string, error) {
	if o.Show != "" {
		if !slices.Contains(stages, o.Show) {
			return nil, fmt.Errorf("--show %s: there is no such stage; there are %s", o.Show, strings.Join(stages, ", "))
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("--show %s: no file to write; write --show %s OUT.png FILE", o.Show, o.Show)
		}
		o.show, files = files[0], files[1:]
	}
	if _, known := speech.Find(o.Language); !known {
		return nil, fmt.Errorf("--language %s: Aloud does not speak it; there are %s", o.Language, languages())
	}
	if _, known := numbering.Of(o.Country); !known && o.Country != "" {
		return nil, fmt.Errorf("--country %s: no such country; give its two letters, such as NL", o.Country)
	}
	if len(files) == 0 {
		return nil, withHint(errors.New("no picture to read"), "see aloud read --help")
	}
	for _, out := range []string{o.show, o.Annotate} {
		if err := checkDrawing(out, files); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// readFiles reads one file after the other, whatever befalls the others.
func readFiles(command *cobra.Command, options readOptions, files []string) error {
	r, err := reader.New()
	if err != nil {
		return err
	}
	worst := status(statusDone)
	for _, file := range files {
		found, err := readFile(command, options, r, file)
		if err != nil {
			fmt.Fprintln(command.ErrOrStderr(), "aloud:", err)
			found = statusBadUse
		}
		worst = worse(worst, found)
		if command.Context().Err() != nil {
			break
		}
	}
	if worst == statusDone {
		return nil
	}
	return worst
}

// worse returns the status that a caller must hear of first: a file that could not be read, then a picture without a
// number, then a doubt.
func worse(a, b status) status {
	order := []status{statusDone, statusDoubt, statusNoNumber, statusBadUse}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// readFile reads one file, and prints, draws and says what was asked for.
func readFile(command *cobra.Command, options readOptions, r *reader.Reader, file string) (status, error) {
	img, err := openPicture(command.InOrStdin(), file)
	if err != nil {
		return 0, err
	}
	steps, err := r.Steps(command.Context(), img)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	reading := steps.Reading
	remark(command.ErrOrStderr(), file, reading)
	options.warn(command.ErrOrStderr(), file, reading)
	if err := options.print(command.OutOrStdout(), file, reading); err != nil {
		return 0, err
	}
	if err := options.draw(img, steps); err != nil {
		return 0, err
	}
	if options.Say {
		if err := say(command.Context(), options.language(), options.language().SentenceIn(options.plan(), reading)); err != nil {
			return 0, err
		}
	}
	return statusOf(reading), nil
}

// openPicture opens a file, or reads standard input where its name is "-".
func openPicture(stdin io.Reader, file string) (image.Image, error) {
	if file == "-" {
		return picture.Decode(stdin)
	}
	return picture.Open(file)
}

// statusOf is the exit status of one reading.
func statusOf(reading reader.Reading) status {
	switch {
	case len(reading.Numbers) == 0:
		return statusNoNumber
	case !reading.Sure():
		return statusDoubt
	}
	return statusDone
}

// language is the one that was asked for; take has seen that there is such a one.
func (o *readOptions) language() speech.Language {
	l, _ := speech.Find(o.Language)
	return l
}

// warn tells of numbers that have not as many digits as the country's.
func (o *readOptions) warn(out io.Writer, file string, reading reader.Reading) {
	for _, n := range reading.Numbers {
		if expected := o.plan().Expect(n.Digits); len(expected) > 0 {
			fmt.Fprintf(out, "aloud: %s: %s has %d digits; telephone numbers there have %s\n", file, n.Text, len(n.Digits), either(expected))
		}
	}
}

// plan is that of the country that was asked for, or of none; take has seen that there is such a one.
func (o *readOptions) plan() numbering.Plan {
	p, _ := numbering.Of(o.Country)
	return p
}

// languages lists those that can be spoken.
func languages() string {
	codes := make([]string, len(speech.Languages))
	for i, l := range speech.Languages {
		codes[i] = string(l)
	}
	return strings.Join(codes, ", ")
}

// print prints the numbers, or the object that is everything known about them.
func (o readOptions) print(out io.Writer, file string, reading reader.Reading) error {
	if o.JSON {
		return lines{out}.Add(batch.Record{File: file, Reading: reading})
	}
	for _, n := range reading.Numbers {
		if _, err := fmt.Fprintln(out, n.Text); err != nil {
			return err
		}
	}
	return nil
}

// draw draws the stage and the reading where a file was named for them.
func (o readOptions) draw(img image.Image, steps *reader.Steps) error {
	if o.show != "" {
		if err := writeDrawing(o.show, drawStage(steps, o.Show)); err != nil {
			return err
		}
	}
	if o.Annotate != "" {
		return writeDrawing(o.Annotate, annotate(img, steps.Reading))
	}
	return nil
}

// stages are what --show can draw.
var stages = []string{"ink", "lines", "digits"}

// drawStage draws what the reader made on its way. A picture too small to be looked at has an empty page.
func drawStage(steps *reader.Steps, stage string) image.Image {
	switch {
	case stage == "digits":
		return photo.DrawDigits(steps.Digits)
	case steps.Page == nil:
		return blank(steps.Reading.Width, steps.Reading.Height)
	case stage == "ink":
		return steps.Page.DrawInk()
	}
	return steps.Page.DrawLines()
}

// remark says on standard error why there is no number, or what is doubtful: one line for each number, and one for each
// other way in which the paper may lie.
func remark(out io.Writer, file string, reading reader.Reading) {
	if len(reading.Numbers) == 0 {
		fmt.Fprintf(out, "aloud: %s: no number found (%s): %s\n", file, reading.Reason, speech.English.Sentence(reading))
	}
	for _, n := range reading.Numbers {
		if !n.Sure {
			fmt.Fprintf(out, "aloud: %s: %s\n", file, doubts(n))
		}
	}
	for _, degrees := range reading.MaybeTurned {
		fmt.Fprintf(out, "aloud: %s: the paper may lie turned by %d degrees, and then it reads otherwise\n", file, degrees)
	}
}

// doubts says how likely a number is right, and what each doubtful digit may be:
//
//	020 5?5: right with 31 %; digit 5: 1 (48 %), 7 (31 %)
func doubts(n reader.Number) string {
	text := fmt.Sprintf("%s: right with %.0f %%", n.Text, 100*n.Confidence)
	for i, s := range n.Symbols {
		candidates := s.Alternatives
		if s.Char != "?" {
			candidates = append([]reader.Alternative{{Char: s.Char, Probability: s.Probability}}, candidates...)
		}
		if !s.Sure {
			text += fmt.Sprintf("; digit %d: %s", i+1, perhaps(candidates))
		}
	}
	return text
}

// perhaps lists digits with their probabilities, as far as they are worth saying: "1 (48 %), 7 (31 %)".
func perhaps(alternatives []reader.Alternative) string {
	var list []string
	for _, a := range alternatives {
		if a.Probability >= speech.WorthSaying {
			list = append(list, fmt.Sprintf("%s (%.0f %%)", a.Char, 100*a.Probability))
		}
	}
	if len(list) == 0 {
		return "unclear"
	}
	return strings.Join(list, ", ")
}
