package main

import (
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"aloud/scribe"
)

// scribeCommand draws a photographed note: pictures to try the reader on, whose truth is known.
func scribeCommand() *cobra.Command {
	var seed uint64
	var lines []string
	var numberless bool
	var changes []func(*scribe.Scene)
	var drill lineFlags
	c := &cobra.Command{
		Use:   "scribe [flags] OUT.jpg|OUT.png",
		Short: "Draw a photographed note with handwritten numbers",
		Long: `Scribe writes numbers in an invented hand, lays the note under a lamp and photographs it. The same seed draws the
same picture: hand, pen, paper, light and numbers all come from it, unless a flag says otherwise.

What is printed is the picture's row in a table for "aloud evaluate --photos": the file and the digits of its lines.
In a number, one blank parts groups of digits; three or more part two numbers that stand side by side.

With --numberless it draws words, print, a table of words, doodles or nothing: a reader should read nothing there.

With --line or --sheet it shows instead what a reader of lines learns from: numbers cut out, level and of one size, ink
bright, on the prints of cheques and on other paper; --line one of them, --sheet a page of them below their digits.
--held-out writes numbers of ten digits, as a form is scanned, in the hands of MNIST's test part, which no reader
has learned from: pictures, and the table labels.tsv to evaluate by, into a folder.`,
		Example: `  aloud scribe --seed 7 note.jpg
  aloud scribe --seed 7 --number "020 555 0137" --number "06 4813 2976" --pen pencil --ruling squares note.jpg
  aloud scribe --sheet --data ~/aloud-data lines.png
  aloud scribe --held-out 500 --data ~/aloud-data drawn`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if drill.line || drill.sheet || drill.heldOut > 0 {
				report, err := drill.drawLines(seed, args[0])
				fmt.Fprint(c.OutOrStdout(), report)
				return err
			}
			if drill.data != "" {
				return withHint(errors.New("a note is written in an invented hand"), "--data goes with --line, --sheet or --held-out")
			}
			random := rand.New(rand.NewPCG(seed, 0))
			scene := scribe.NewScene(random)
			for _, change := range changes {
				change(&scene)
			}
			var picture image.Image
			var err error
			if numberless {
				picture, err = scribe.Numberless(random, scene)
			} else {
				if len(lines) == 0 {
					lines = scribe.PhoneNumbers(random, 1+random.IntN(3))
				}
				picture, err = scribe.Note(random, lines, scene)
			}
			if err != nil {
				return err
			}
			if err := savePicture(args[0], picture); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s\t%s\n", filepath.Base(args[0]), scribe.Label(lines))
			return nil
		},
	}
	c.Flags().Uint64Var(&seed, "seed", 1, "what everything that no flag says is drawn from")
	c.Flags().StringArrayVar(&lines, "number", nil, "a line to write; repeat it for more lines")
	c.Flags().BoolVar(&numberless, "numberless", false, "draw a page that holds no number")
	c.MarkFlagsMutuallyExclusive("numberless", "number")
	sceneFlags(c, func(change func(*scribe.Scene)) { changes = append(changes, change) })
	var ofNotes []string
	c.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Name != "seed" {
			ofNotes = append(ofNotes, flag.Name)
		}
	})
	c.Flags().BoolVar(&drill.line, "line", false, "draw one line as a reader of lines sees it")
	c.Flags().BoolVar(&drill.sheet, "sheet", false, "draw a page of such lines")
	c.Flags().StringVar(&drill.data, "data", "", "copy the hands of the data sets in this `FOLDER`; otherwise all are invented")
	c.Flags().IntVar(&drill.heldOut, "held-out", 0, "write `N` lines in hands that no reader learns from into the folder OUT")
	c.MarkFlagsMutuallyExclusive("line", "sheet", "held-out")
	for _, name := range ofNotes {
		c.MarkFlagsMutuallyExclusive("line", name)
		c.MarkFlagsMutuallyExclusive("sheet", name)
		c.MarkFlagsMutuallyExclusive("held-out", name)
	}
	return c
}

// sceneFlags adds a flag for what of a scene can be chosen. A flag that is given hands a change of the scene to choose;
// what no flag names stays as the seed has it.
func sceneFlags(c *cobra.Command, choose func(change func(*scribe.Scene))) {
	named := func(flag, usage string, names []string, set func(s *scribe.Scene, name string)) {
		c.Flags().Func(flag, usage+": "+strings.Join(names, ", "), func(name string) error {
			if !slices.Contains(names, name) {
				return fmt.Errorf("must be one of %s", strings.Join(names, ", "))
			}
			choose(func(s *scribe.Scene) { set(s, name) })
			return nil
		})
	}
	number := func(flag, usage string, field func(s *scribe.Scene) *float64) {
		c.Flags().Func(flag, usage, func(text string) error {
			v, err := strconv.ParseFloat(text, 64)
			choose(func(s *scribe.Scene) { *field(s) = v })
			return err
		})
	}
	rulings := []string{string(scribe.Plain), string(scribe.Lines), string(scribe.Squares)}
	named("pen", "what the note is written with", slices.Sorted(maps.Keys(scribe.Pens)),
		func(s *scribe.Scene, name string) { s.Pen = scribe.Pens[name] })
	named("paper", "what it is written on", slices.Sorted(maps.Keys(scribe.Papers)),
		func(s *scribe.Scene, name string) { s.Paper = scribe.Papers[name] })
	named("ruling", "what is printed on the paper", rulings,
		func(s *scribe.Scene, name string) { s.Ruling = scribe.Ruling(name) })
	number("digit-height", "height of a digit in `pixels`",
		func(s *scribe.Scene) *float64 { return &s.DigitHeight })
	number("desk", "how far the paper's edge lies within the picture, as a `share` of its width",
		func(s *scribe.Scene) *float64 { return &s.Desk })
	number("tilt", "how far the phone is turned, in `degrees`",
		func(s *scribe.Scene) *float64 { return &s.Tilt })
	number("perspective", "how much larger the near edge is than the far one, as a `share`",
		func(s *scribe.Scene) *float64 { return &s.Perspective })
	number("light", "brightness, a `share` of the brightest",
		func(s *scribe.Scene) *float64 { return &s.Light })
	number("shadow", "the `share` of light that a shadow takes",
		func(s *scribe.Scene) *float64 { return &s.Shadow })
	number("blur", "blur of the lens in `pixels`",
		func(s *scribe.Scene) *float64 { return &s.Blur })
	number("noise", "noise of the sensor, a `share` of the brightest",
		func(s *scribe.Scene) *float64 { return &s.Noise })
	number("glare", "light of a lamp's mirror image on it, a `share` of the brightest",
		func(s *scribe.Scene) *float64 { return &s.Glare })
	number("motion", "how far the picture moves while it is taken, in `pixels`",
		func(s *scribe.Scene) *float64 { return &s.Motion })
	c.Flags().Func("quality", "show the picture as a JPEG of this `QUALITY` does, 1 to 100", func(text string) error {
		quality, err := strconv.Atoi(text)
		choose(func(s *scribe.Scene) { s.Quality = quality })
		return err
	})
}

// savePicture writes a picture as its name asks for.
func savePicture(name string, picture image.Image) error {
	encode, known := map[string]func(io.Writer, image.Image) error{
		".png":  png.Encode,
		".jpg":  encodeJPEG,
		".jpeg": encodeJPEG,
	}[strings.ToLower(filepath.Ext(name))]
	if !known {
		return withHint(fmt.Errorf("%s: not a kind of picture that scribe writes", name), "call it .jpg or .png")
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := encode(file, picture); err != nil {
		return err
	}
	return file.Close()
}

// encodeJPEG writes a JPEG about as strongly compressed as a phone does it.
func encodeJPEG(w io.Writer, picture image.Image) error {
	return jpeg.Encode(w, picture, &jpeg.Options{Quality: 88})
}
