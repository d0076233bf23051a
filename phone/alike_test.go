package phone

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aloud/internal/needs"
	"aloud/numbering"
	"aloud/picture"
	"aloud/reader"
	"aloud/speech"
)

var (
	table = flag.String("table", "../examples/labels.tsv", "the pictures of this `FILE`, as for aloud evaluate --photos")
	every = flag.Int("every", 1, "one picture in `N` of them")
)

// A worker is the app's worker under node.
type nodeWorker struct {
	t       *testing.T
	folder  string // for pictures
	in      io.WriteCloser
	answers *bufio.Scanner
}

// newWorker starts a worker in a folder with the whole app, with vectors or without, and returns it with its greeting.
func newWorker(t *testing.T, vectors bool) (*nodeWorker, map[string]json.RawMessage) {
	t.Helper()
	node := needs.Program(t, "node")
	dir := filepath.Join(t.TempDir(), "app")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range Files() {
		if strings.Contains(f.Name, "/") {
			continue // words and icons, which the worker does not know of
		}
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	arguments := []string{"testdata/ask.cjs", dir}
	if !vectors {
		arguments = append(arguments, "bare")
	}
	command := exec.Command(node, arguments...)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		if err := command.Wait(); err != nil {
			t.Errorf("node: %v", err)
		}
	})
	w := &nodeWorker{t: t, folder: t.TempDir(), in: in, answers: bufio.NewScanner(out)}
	w.answers.Buffer(nil, 64<<20) // an answer with what was seen has a picture in it
	var greeting map[string]json.RawMessage
	w.next(&greeting)
	return w, greeting
}

// next decodes the next answer.
func (w *nodeWorker) next(answer any) {
	w.t.Helper()
	if !w.answers.Scan() {
		w.t.Fatalf("the worker ended: %v", w.answers.Err())
	}
	if err := json.Unmarshal(w.answers.Bytes(), answer); err != nil {
		w.t.Fatalf("%v in %.200s", err, w.answers.Bytes())
	}
}

// ask sends a request and decodes its answer.
func (w *nodeWorker) ask(answer any, request map[string]any) {
	w.t.Helper()
	line, err := json.Marshal(request)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.in.Write(append(line, '\n')); err != nil {
		w.t.Fatal(err)
	}
	w.next(answer)
}

// show sends a request with a picture.
func (w *nodeWorker) show(answer any, img image.Image, request map[string]any) {
	w.t.Helper()
	rgba := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
	file := filepath.Join(w.folder, "pixels")
	if err := os.WriteFile(file, rgba.Pix, 0o644); err != nil {
		w.t.Fatal(err)
	}
	request["pixels"], request["width"], request["height"] = file, rgba.Rect.Dx(), rgba.Rect.Dy()
	w.ask(answer, request)
}

// An answer is what the worker answers, as far as tests look at it.
type answer struct {
	ID          *int
	OK          bool
	Code, Error string

	Instruction, Text, Count string
	Digits                   int
	Steady                   bool

	Reading reader.Reading
	Speech  struct {
		Sentence string
		Parts    []string
		Numbers  []struct {
			Announced, Count, Warning, Grouped, Dial string
			Groups, Doubts, Parts, Walk              []string
		}
	}
	See *struct {
		Pixels, Digits []byte
		Width, Height  int
	}

	Char          string
	Probabilities []float64
	Pixels        []byte
}

// opened returns the picture of a file as RGBA, which is what a browser gives.
func opened(t *testing.T, file string) *image.RGBA {
	t.Helper()
	img, err := picture.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	rgba := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(rgba, rgba.Rect, img, img.Bounds().Min, draw.Src)
	return rgba
}

// pictures are the files of the table.
func pictures(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile(*table)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[1:] {
		if name, _, _ := strings.Cut(line, "\t"); i%*every == 0 {
			files = append(files, filepath.Join(filepath.Dir(*table), name))
		}
	}
	return files
}

// The telephone reads what the command line reads, with vectors and without: the same text, and the same certainty but for
// rounding. By -table it is compared on a table of yours.
func TestReadsAlike(t *testing.T) {
	r, err := reader.New()
	if err != nil {
		t.Fatal(err)
	}
	files := pictures(t)
	for _, vectors := range []bool{true, false} {
		t.Run(fmt.Sprintf("vectors=%t", vectors), func(t *testing.T) {
			w, _ := newWorker(t, vectors)
			most := 0.0
			for _, file := range files {
				img := opened(t, file)
				want, err := r.Read(context.Background(), img)
				if err != nil {
					t.Fatal(err)
				}
				var got answer
				w.show(&got, img, map[string]any{"type": "still"})
				if !got.OK {
					t.Fatalf("%s: %s", file, got.Error)
				}
				difference, what := compare(want, got.Reading)
				if what != "" {
					t.Errorf("%s: %s", file, what)
				}
				most = max(most, difference)
				if plain := speech.English.Say(numbering.Plan{}, want).Sentences(); !slices.Equal(plain, got.Speech.Parts) {
					t.Errorf("%s: says %q, want %q", file, got.Speech.Parts, plain)
				}
			}
			t.Logf("%d pictures, probabilities within %.2g", len(files), most)
		})
	}
}

// compare returns the greatest difference between the probabilities of two readings, and in words what else differs.
func compare(want, got reader.Reading) (most float64, what string) {
	if want.Reason != got.Reason || len(want.Numbers) != len(got.Numbers) || want.Width != got.Width || want.Height != got.Height {
		return 0, fmt.Sprintf("%d numbers %q on %dx%d, want %d %q on %dx%d", len(got.Numbers), got.Reason, got.Width, got.Height,
			len(want.Numbers), want.Reason, want.Width, want.Height)
	}
	const near = 1e-3
	for i, w := range want.Numbers {
		g := got.Numbers[i]
		if w.Text != g.Text || w.Box != g.Box || w.Line != g.Line {
			return most, fmt.Sprintf("%s at %v, want %s at %v", g.Text, g.Box, w.Text, w.Box)
		}
		most = max(most, math.Abs(w.Confidence-g.Confidence), math.Abs(w.Slope-g.Slope))
		for j, s := range w.Symbols {
			most = max(most, math.Abs(s.Probability-g.Symbols[j].Probability))
			if s.Sure != g.Symbols[j].Sure || s.Box != g.Symbols[j].Box {
				what = fmt.Sprintf("digit %d of %s: sure %t at %v, want %t at %v", j, w.Text, g.Symbols[j].Sure, g.Symbols[j].Box, s.Sure, s.Box)
			}
		}
	}
	if most > near {
		what = fmt.Sprintf("probabilities differ by %g", most)
	}
	return most, what
}

// What the page may ask, and what it gets wrong.
func TestAnswers(t *testing.T) {
	w, greeting := newWorker(t, true)
	var countries []string
	if err := json.Unmarshal(greeting["countries"], &countries); err != nil || !slices.Contains(countries, "NL") {
		t.Errorf("countries %s, %v", greeting["countries"], err)
	}
	note := opened(t, "../examples/note.jpg")
	small := opened(t, "testdata/frame.png")
	ask := func(request map[string]any) (a answer) { w.ask(&a, request); return a }
	show := func(img image.Image, request map[string]any) (a answer) { w.show(&a, img, request); return a }

	for range 2 {
		a := show(small, map[string]any{"type": "frame", "id": 7})
		if a.ID == nil || *a.ID != 7 || a.Instruction != "good" || a.Digits != 20 || a.Count != "Twenty digits." || a.Text != "Good. Hold still. Twenty digits." {
			t.Errorf("frame: %+v", a)
		}
		if first := a.Steady; first {
			break
		}
	}
	if a := show(small, map[string]any{"type": "frame"}); !a.Steady {
		t.Errorf("a frame like the one before is not steady: %+v", a)
	}

	for look := range 3 {
		a := show(note, map[string]any{"type": "still", "follow": true})
		if sure := a.Reading.Sure(); sure != (look == 2) {
			t.Errorf("after look %d sure is %t", look, sure)
		}
	}
	ask(map[string]any{"type": "begin"})
	a := show(note, map[string]any{"type": "still", "follow": true, "see": true})
	if a.Reading.Sure() || len(a.Reading.Numbers) != 2 {
		t.Errorf("a new note is as sure as the old one: %+v", a.Reading)
	}
	if a.See == nil || len(a.See.Pixels) != 4*a.See.Width*a.See.Height || len(a.See.Digits) != 20*28*28 || bytes.Count(a.See.Digits, []byte{255}) < 20 {
		t.Error("what it saw is not shown")
	}

	var chosen map[string]any
	w.ask(&chosen, map[string]any{"type": "settings", "language": "nl-BE", "country": "be"})
	if chosen["language"] != "nl" || chosen["country"] != "BE" || chosen["name"] != "Nederlands" || chosen["rightToLeft"] != false {
		t.Errorf("settings: %v", chosen)
	}
	a = show(note, map[string]any{"type": "still"})
	if first := a.Speech.Numbers[0]; first.Count != "Tien cijfers." || first.Dial != "0205550137" || first.Grouped != "020 555 0137" || len(first.Walk) != 10 {
		t.Errorf("says %+v", a.Speech)
	}
	var sentences struct {
		Instructions, Reasons map[string]string
		Digits                []string
		Unclear               string
	}
	w.ask(&sentences, map[string]any{"type": "sentences"})
	if len(sentences.Instructions) != len(reader.Instructions) || len(sentences.Reasons) != len(reader.Reasons) || len(sentences.Digits) != 10 || sentences.Digits[7] != "zeven" {
		t.Errorf("sentences: %+v", sentences)
	}

	seven := image.NewGray(image.Rect(0, 0, 200, 200))
	draw.Draw(seven, seven.Rect, image.White, image.Point{}, draw.Src)
	for i := range 100 {
		draw.Draw(seven, image.Rect(50+i, 40, 51+i, 54), image.Black, image.Point{}, draw.Src)
		draw.Draw(seven, image.Rect(140-i/2, 40+i, 154-i/2, 42+i), image.Black, image.Point{}, draw.Src)
	}
	a = show(seven, map[string]any{"type": "digit"})
	if a.Char != "7" || len(a.Probabilities) != 11 || a.Probabilities[7] < 0.5 || len(a.Pixels) != 28*28 {
		t.Errorf("a seven is %q, %v", a.Char, a.Probabilities)
	}
	blank := image.NewGray(image.Rect(0, 0, 20, 20))
	draw.Draw(blank, blank.Rect, image.White, image.Point{}, draw.Src)
	if a := show(blank, map[string]any{"type": "digit"}); a.Char != "" {
		t.Errorf("nothing is %q", a.Char)
	}

	for _, wrong := range []map[string]any{
		{"type": "sing"}, {"type": "frame"}, {"type": "still", "width": 3, "height": 3},
		{"type": "frame", "pixels": "testdata/ask.cjs", "width": 1 << 20, "height": 1 << 20},
		{"type": "frame", "pixels": "testdata/ask.cjs", "width": -1, "height": 4},
	} {
		if a := ask(wrong); a.OK || a.Code != "request" || a.Error == "" {
			t.Errorf("%v: %+v", wrong, a)
		}
	}
	if a := show(note, map[string]any{"type": "still"}); !a.OK {
		t.Errorf("after wrong requests it no longer reads: %s", a.Error)
	}
}
