package lab

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aloud/digit"
	"aloud/mnist"
	"aloud/model"
	"aloud/recipe"
	"aloud/train"
)

// toyData are digits that are easy: a bar at a height of its own for each class, and noise.
func toyData(training, test int) Data {
	random := rand.New(rand.NewPCG(1, 2))
	digits := func(n int) []digit.Labelled {
		digits := make([]digit.Labelled, n)
		for i := range digits {
			digits[i].Class = uint8(i % 10)
			for p := range digits[i].Digit {
				digits[i].Digit[p] = uint8(random.IntN(60))
				if p/digit.Side/2 == 2+i%10 {
					digits[i].Digit[p] += 150
				}
			}
		}
		return digits
	}
	data := Data{Training: digits(training), Test: digits(test)}
	data.Split = mnist.SplitLast(data.Training, validationShare)
	return data
}

// toySeries is a quick one on toy digits.
func toySeries(t *testing.T, folder string) *Series {
	t.Helper()
	s, err := Begin(toyData(240, 60), Options{Folder: folder, Seed: 1, Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// runAll runs a series to its end and returns the steps that it did and the last results.
func runAll(t *testing.T, s *Series) (did []string, last Results) {
	t.Helper()
	err := s.Run(t.Context(), func(p Progress) {
		if p.Done && !p.Kept {
			did = append(did, p.Title)
		}
	}, func(r Results) error { last = r; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return did, last
}

// TestSeries does all steps, then none, then those whose results are spoilt or decided by something else, and finds the same.
func TestSeries(t *testing.T) {
	folder := t.TempDir()
	s := toySeries(t, folder)
	did, first := runAll(t, s)
	steps := 0
	for _, c := range s.plan() {
		steps += len(c)
	}
	if len(did) != steps || len(first.Waiting) != 0 || len(first.Costs) != steps {
		t.Errorf("did %d of %d steps, %d still wait, %d have a cost", len(did), steps, len(first.Waiting), len(first.Costs))
	}
	if takes := toySeries(t, folder).Takes(); takes != 0 {
		t.Errorf("with nothing left it takes %v", takes)
	}
	for _, row := range []struct {
		reason string
		spoil  func(t *testing.T)
		redone string
	}{
		{"nothing is spoilt", func(t *testing.T) {}, ""},
		{"a broken step", func(t *testing.T) {
			replace(t, filepath.Join(folder, "steps", "prior-100.json"), `"Lambda":0.1`, `"Lambda":0.2`)
		}, "what a prior does for 100 digits"},
		{"weights that are gone", func(t *testing.T) {
			if err := os.Remove(filepath.Join(folder, "steps", "softmax-seed-1.safetensors")); err != nil {
				t.Fatal(err)
			}
		}, "training softmax, seed 1"},
		{"a checkpoint of something else", func(t *testing.T) {
			os.Remove(filepath.Join(folder, "steps", "train-softmax-seed-1.json"))
			other := recipe.Of("softmax")
			other.Options.Checkpoint = filepath.Join(folder, "steps", "softmax-seed-1.checkpoint")
			for range train.Run(t.Context(), other.Model(), s.ours.training, nil, other.TrainOptions()) {
				break
			}
		}, "training softmax, seed 1"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			row.spoil(t)
			did, again := runAll(t, toySeries(t, folder))
			if got := strings.Join(did, ", "); got != row.redone {
				t.Errorf("did %q, want %q", got, row.redone)
			}
			if got, want := figures(t, again), figures(t, first); got != want {
				t.Errorf("the results are others:\n%.2000s\n%.2000s", got, want)
			}
		})
	}
	t.Run("another seed", func(t *testing.T) {
		s, err := Begin(toyData(240, 60), Options{Folder: folder, Seed: 2, Quick: true})
		if err != nil {
			t.Fatal(err)
		}
		if did, _ := runAll(t, s); strings.Contains(strings.Join(did, " "), "notebook, to") || len(did) != steps-1 {
			t.Errorf("did %q, want all but the notebook", did)
		}
	})
}

// figures are results as text, less what they cost.
func figures(t *testing.T, r Results) string {
	t.Helper()
	r.Costs, r.Overflow = nil, nil
	clear(r.Notebook.Regression.Seconds)
	clear(r.Notebook.Perceptron.Seconds)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGuest puts networks into the folder of a series and sees what becomes of them.
func TestGuest(t *testing.T) {
	folder := t.TempDir()
	s := toySeries(t, folder)
	_, alone := runAll(t, s)
	perfect := model.NewSoftmax[float32](digit.Pixels, 10)
	for i, w := range perfect.Params()[:10*digit.Pixels] {
		if class := i % 10; i/10/digit.Side/2 == 2+class {
			perfect.Params()[i] = w + 3
		}
	}
	path := filepath.Join(folder, "models", "perfect.safetensors")
	save := func(metadata map[string]string) {
		if err := model.Save(path, perfect, model.Float32, metadata); err != nil {
			t.Fatal(err)
		}
	}
	save(map[string]string{"recipe": "softmax"})
	did, r := runAll(t, toySeries(t, folder))
	if len(did) != 1 || did[0] != "testing perfect.safetensors" {
		t.Errorf("did %q", did)
	}
	last := r.Groups[len(r.Groups)-1]
	if len(r.Groups) != len(alone.Groups)+1 || last.Judged || last.Networks[0].Test.Errors != 0 {
		t.Errorf("the guest became %+v", last)
	}
	if r.Best().Networks[0].File == last.Networks[0].File {
		t.Error("a network that may have learned from the validation digits is the best")
	}

	save(map[string]string{"recipe": "softmax", "validation": "0 errors of 20; sha256 " + hashOf(s.ours.validation)})
	_, r = runAll(t, toySeries(t, folder))
	if best := r.Best(); best.Networks[0].File != "models/perfect.safetensors" || best.TestError() != 0 {
		t.Errorf("the best is %s with %g errors", best.Networks[0].File, best.TestError())
	}

	if err := os.WriteFile(path, []byte("no weights"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Begin(toyData(240, 60), Options{Folder: folder, Quick: true})
	if err == nil || !strings.Contains(err.Error(), "perfect.safetensors") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a broken guest: %v", err)
	}
}

// TestBeginRefuses finds what no series can be begun with.
func TestBeginRefuses(t *testing.T) {
	few, none := toyData(60, 20), toyData(240, 60)
	none.Split.Validation = nil
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		reason string
		data   Data
		folder string
		want   string
	}{
		{"too few digits", few, t.TempDir(), "lab: 80 digits: it takes at least 140"},
		{"nothing to choose by", none, t.TempDir(), "lab: 220 digits to learn from, 0 to choose by"},
		{"no folder", toyData(240, 60), file, "lab: mkdir "},
	} {
		if _, err := Begin(row.data, Options{Folder: row.folder}); err == nil || !strings.HasPrefix(err.Error(), row.want) {
			t.Errorf("%s: got %v, want %s", row.reason, err, row.want)
		}
	}
}

// TestSeriesStops ends a series at every step by its context, and sees that it shows what there is and goes on from there.
func TestSeriesStops(t *testing.T) {
	folder := t.TempDir()
	for step := 1; ; step++ {
		ctx, cancel := context.WithCancel(t.Context())
		shown := 0
		err := toySeries(t, folder).Run(ctx, func(p Progress) {
			if p.Kept != (p.Step < step) {
				t.Errorf("at step %d: %+v", step, p)
			}
			if p.Step == step && p.Done {
				cancel()
			}
		}, func(r Results) error { shown++; return nil })
		cancel()
		if shown != 1 {
			t.Errorf("at step %d it was shown %d times", step, shown)
		}
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

// childVariable names a folder; where it is set, the test program is a series that somebody will kill.
const childVariable = "ALOUD_LAB_TEST_FOLDER"

func TestMain(m *testing.M) {
	if folder := os.Getenv(childVariable); folder != "" {
		child(folder)
		return
	}
	os.Exit(m.Run())
}

func child(folder string) {
	s, err := Begin(toyData(240, 60), Options{Folder: folder, Seed: 1, Quick: true})
	if err == nil {
		err = s.Run(context.Background(), func(p Progress) { fmt.Println(p.Step, p.Share, p.Kept) }, func(Results) error { return nil })
	}
	fmt.Println("end", err)
}

// TestKill kills a series again and again, at any moment, and sees that it ends with the results of one left in peace.
func TestKill(t *testing.T) {
	_, whole := runAll(t, toySeries(t, t.TempDir()))
	folder := t.TempDir()
	random := rand.New(rand.NewPCG(1, 0)) // the machine's own whims do the rest
	for kills := 0; ; kills++ {
		if kills > 30 {
			t.Fatal("killed thirty times, and it does not get on")
		}
		last := killed(t, folder, 10+10*kills+random.IntN(40), time.Duration(random.IntN(3000))*time.Microsecond)
		if result, ended := strings.CutPrefix(last, "end "); ended {
			if result != "<nil>" || kills == 0 {
				t.Errorf("killed %d times, ended with %s", kills, result)
			}
			break
		}
	}
	did, r := runAll(t, toySeries(t, folder))
	if len(did) > 0 {
		t.Errorf("left to do: %q", did)
	}
	if got, want := figures(t, r), figures(t, whole); got != want {
		t.Errorf("the results are others:\n%.2000s\n%.2000s", got, want)
	}
}

// killed starts a child, kills it some time after it has told of so much news, and returns the last line it wrote.
func killed(t *testing.T, folder string, news int, later time.Duration) (last string) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+folder)
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(output)
	for news > 0 && scanner.Scan() {
		if last = scanner.Text(); !strings.HasSuffix(last, "true") { // what was kept is no news
			news--
		}
	}
	time.Sleep(later)
	command.Process.Kill()
	for scanner.Scan() { // what it wrote meanwhile
		last = scanner.Text()
	}
	command.Wait()
	return last
}
