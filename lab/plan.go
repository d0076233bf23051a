package lab

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"aloud/model"
	"aloud/recipe"
)

// The versions of the code of the steps: one more makes the step be done again everywhere.
const (
	notebookVersion = 1
	priorVersion    = 1
	learnVersion    = 1
	examineVersion  = 1
	mapVersion      = 1
)

// plan lists the chapters of the series.
func (s *Series) plan() []chapter {
	chapters := []chapter{{s.notebook()}, s.priors(), s.guestSteps()}
	for _, e := range entries() {
		chapters = append(chapters, s.trials(e, s.ours))
	}
	return append(chapters, s.trials(bonusEntry(), s.theirs), chapter{s.hiddenMap()})
}

// A notebookResult is the notebook with what it does not print.
type notebookResult struct {
	Notebook Notebook
	Checks   []Check
	Ranks    Ranks
	W, V     []float64
}

func (s *Series) notebook() step {
	return step{
		name: "notebook", title: "the notebook, to the digit",
		key: func() string { return keyOf(notebookVersion, s.theirs.hash) },
		takes: func() time.Duration {
			const seconds = 5 // for all of MNIST
			return seconds * time.Second * time.Duration(len(s.division.order)) / (mnistTraining + mnistTest)
		},
		work: func(ctx context.Context, progress progress) (any, effort, error) {
			digits := newSamples(s.data.Training, s.data.Test)
			n, err := runNotebook(ctx, digits, func(done int) { progress(float64(done)/NotebookPasses, "") })
			result := notebookResult{n, n.Checks, n.Regression.Ranks, n.Regression.W, n.Perceptron.V}
			return result, effort{operations: notebookOperations(digits)}, err
		},
	}
}

// priors are the studies of the prior.
func (s *Series) priors() chapter {
	var steps chapter
	for _, n := range s.priorDigits {
		steps = append(steps, s.prior(n))
	}
	return steps
}

func (s *Series) prior(n int) step {
	return step{
		name: fmt.Sprint("prior-", n), title: fmt.Sprintf("what a prior does for %d digits", n),
		key: func() string { return keyOf(priorVersion, s.whole.hash, n, draws(n), s.priorLambdas, s.Seed) },
		takes: func() time.Duration {
			const gradients, perDigit = 200, 500 * time.Nanosecond // of a minimum; of a gradient
			return time.Duration(len(s.priorLambdas)*draws(n)*n*gradients) * perDigit
		},
		work: func(ctx context.Context, progress progress) (any, effort, error) {
			study, operations, err := studyPrior(ctx, s.whole, n, s.priorLambdas, s.Seed, progress)
			return study, effort{operations: operations}, err
		},
	}
}

// trials are the trainings and tests of a model from every seed.
func (s *Series) trials(e Entry, g ground) chapter {
	var steps chapter
	for _, seed := range s.seeds {
		steps = append(steps, s.learn(e, seed, g), s.examine(e, seed, g))
	}
	return steps
}

// nameOn names the files of a training on a ground, and what a person calls it.
func (s *Series) nameOn(e Entry, seed uint64, g ground) (file, title string) {
	file, title = fmt.Sprintf("%s-seed-%d", e.Recipe, seed), fmt.Sprintf("%s, seed %d", e.Recipe, seed)
	if g.hash == s.theirs.hash {
		return "notebook-" + file, title + ", on the notebook's digits"
	}
	return file, title
}

// learn is the step of a training.
func (s *Series) learn(e Entry, seed uint64, g ground) step {
	name, title := s.nameOn(e, seed, g)
	r := recipe.Of(e.Recipe)
	r.Options.Seed = seed
	r = s.within(r, len(g.training))
	weights := s.shelf.path(name, ".safetensors")
	return step{
		name: "train-" + name, title: "training " + title,
		key:   func() string { return keyOf(learnVersion, g.hash, marksOf(r, g.training)) },
		takes: func() time.Duration { return s.speeds.guess(r, g.training) },
		work: func(ctx context.Context, progress progress) (any, effort, error) {
			return learn(ctx, r, g, weights, s.shelf.path(name, ".checkpoint"), progress)
		},
		whole: func(result json.RawMessage) bool {
			var t Training
			return json.Unmarshal(result, &t) == nil && sumOfFile(weights) == t.Weights
		},
	}
}

// examine is the step of testing what a training has made.
func (s *Series) examine(e Entry, seed uint64, g ground) step {
	name, title := s.nameOn(e, seed, g)
	return examineFile(name, title, s.shelf.path(name, ".safetensors"), g)
}

// guestSteps are the steps of testing the guests.
func (s *Series) guestSteps() chapter {
	var steps chapter
	for _, g := range s.guests {
		steps = append(steps, s.examineGuest(g))
	}
	return steps
}

func (s *Series) examineGuest(g guest) step {
	return examineFile("models-"+strings.TrimSuffix(g.name, ".safetensors"), g.name, g.path, s.ours)
}

// examineFile is the step of testing the network in a weights file. Its result is kept for as long as the file is the same,
// so that the test digits are looked at once.
func examineFile(name, title, path string, g ground) step {
	return step{
		name: "test-" + name, title: "testing " + title,
		key:   func() string { return keyOf(examineVersion, sumOfFile(path), g.hash) },
		takes: func() time.Duration { return 2 * time.Second },
		work: func(context.Context, progress) (any, effort, error) {
			m, metadata, err := model.Load[float32](path)
			if err != nil {
				return nil, effort{}, err
			}
			e, err := examine(m, metadata, g)
			return e, effort{operations: model.PredictingOperations(m, len(g.validation)+2*len(g.test))}, err // errors are listed in a second pass
		},
	}
}

// hiddenMap is the step of mapping what a hidden layer makes of digits: that of the best network with a hidden layer that can be
// looked into.
func (s *Series) hiddenMap() step {
	mapped := func() string {
		g := best(s.groups(), func(g Group) bool { return g.Networks[0].mappable() })
		if g == nil {
			return ""
		}
		return g.Networks[0].File
	}
	return step{
		name: "map", title: "mapping a hidden layer",
		key: func() string {
			return keyOf(mapVersion, sumOfFile(filepath.Join(s.Folder, mapped())), s.ours.hash, s.mapped)
		},
		takes: func() time.Duration {
			const pair = 10 * time.Nanosecond // of digits, a round
			return time.Duration(rounds*s.mapped*s.mapped) * pair
		},
		work: func(_ context.Context, progress progress) (any, effort, error) {
			file := mapped()
			m, _, err := model.Load[float32](filepath.Join(s.Folder, file))
			if err != nil {
				return nil, effort{}, err
			}
			result, err := mapHidden(m, file, s.ours.test, s.mapped, progress)
			return result, effort{}, err
		},
	}
}

// sumOfFile is the SHA-256 of a file, or "" where it cannot be read.
func sumOfFile(path string) string {
	file, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return sumOf(file)
}
