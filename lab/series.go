package lab

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"aloud/digit"
)

// Options say what a series of experiments is to be.
type Options struct {
	Folder string // for what the series makes, and for networks that it is to look at besides its own
	Seed   uint64 // the first of those that trainings begin from
	Quick  bool   // fewer digits, shorter trainings, one seed: to see what comes out, not what it is worth
}

// The folders below that of a series.
const (
	stepsFolder  = "steps"  // results of finished steps
	modelsFolder = "models" // weights files that somebody puts there
)

// A Series is the experiments from the notebook to the best network, step by step. The result of each step is kept in the
// folder, by a hash of all that decides it: what was done is not done again until that changes, and what was stopped goes on.
type Series struct {
	Options
	scope
	data     Data
	division division
	ours     ground // for all but the notebook and its bonus
	theirs   ground // the notebook's
	whole    ground // ours with all digits
	shelf    shelf
	guests   []guest
	chapters []chapter
	expected map[string]time.Duration // that a step takes, by its name
	speeds   speeds
}

// A ground is digits to learn from, to choose by and to be measured on.
type ground struct {
	training, validation, test []digit.Labelled
	hash                       string // of all of them
}

func newGround(training, validation, test []digit.Labelled) ground {
	return ground{training, validation, test, keyOf(0, hashOf(training), hashOf(validation), hashOf(test))}
}

// A chapter is steps after which there is more to show.
type chapter []step

// Begin prepares a series and checks what could spoil it: the data, the folder, and the weights files in it.
func Begin(data Data, o Options) (*Series, error) {
	if err := data.check(); err != nil {
		return nil, err
	}
	s := &Series{Options: o, scope: wholeScope(o.Seed), data: data, division: divide(data.Training, data.Test),
		shelf: shelf{filepath.Join(o.Folder, stepsFolder)}, expected: map[string]time.Duration{}, speeds: speeds{}}
	if o.Quick {
		s.scope = quickScope(o.Seed)
	}
	s.ours = newGround(s.some(data.Split.Training), data.Split.Validation, data.Test)
	s.theirs = newGround(s.some(copied(s.division.training)), copied(s.division.validation), copied(s.division.test))
	s.whole = s.ours
	if len(s.ours.training) < len(data.Split.Training) {
		s.whole = newGround(data.Split.Training, data.Split.Validation, data.Test)
	}
	s.priorDigits = slices.DeleteFunc(s.priorDigits, func(n int) bool { return n > len(data.Split.Training) })
	for _, folder := range []string{stepsFolder, modelsFolder} {
		if err := os.MkdirAll(filepath.Join(o.Folder, folder), 0o777); err != nil {
			return nil, fmt.Errorf("lab: %w", err)
		}
	}
	var err error
	if s.guests, err = s.findGuests(); err != nil {
		return nil, err
	}
	s.chapters = s.plan()
	return s, nil
}

// some are as many of the digits as the scope has.
func (s *Series) some(digits []digit.Labelled) []digit.Labelled {
	return digits[:min(s.digits, len(digits))]
}

func copied(digits []*digit.Labelled) []digit.Labelled {
	c := make([]digit.Labelled, len(digits))
	for i, d := range digits {
		c[i] = *d
	}
	return c
}

// Takes is about how long the steps that are left to do will take on this machine, which it tries out for some seconds.
func (s *Series) Takes() time.Duration {
	var left time.Duration
	for _, c := range s.chapters {
		for _, step := range c {
			if _, err := step.kept(s.shelf); err == nil {
				continue
			}
			if _, known := s.expected[step.name]; !known {
				s.expected[step.name] = step.takes()
			}
			left += s.expected[step.name]
		}
	}
	return left
}

// Run does all steps that are left. It tells how it comes along, and calls show whenever there is more to show; an error of
// show ends it. So does the end of the context, after which another Run goes on where this one stopped.
func (s *Series) Run(ctx context.Context, tell func(Progress), show func(Results) error) error {
	p := Progress{Left: s.Takes()}
	for _, c := range s.chapters {
		p.Steps += len(c)
	}
	for _, c := range s.chapters {
		news := false
		for _, step := range c {
			p.Step++
			did, err := s.runStep(ctx, step, &p, tell)
			if err != nil {
				return errors.Join(err, show(s.Results()))
			}
			news = news || did
		}
		if news && !s.quick {
			if err := show(s.Results()); err != nil {
				return err
			}
		}
	}
	return show(s.Results())
}

// runStep does a step unless it has been done, and reports whether it had to.
func (s *Series) runStep(ctx context.Context, step step, p *Progress, tell func(Progress)) (did bool, err error) {
	_, reason := step.kept(s.shelf)
	*p = Progress{Step: p.Step, Steps: p.Steps, Title: step.title, Left: p.Left, Kept: reason == nil}
	if p.Kept {
		p.Share, p.Done = 1, true
		tell(*p)
		return false, nil
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	p.Remark = remarkOn(reason)
	tell(*p)
	left, takes := p.Left, s.expected[step.name]
	err = step.do(ctx, s.shelf, func(share float64, remark string) {
		p.Share, p.Remark, p.Left = share, remark, max(0, left-time.Duration(share*float64(takes)))
		tell(*p)
	})
	if err != nil {
		return true, err
	}
	p.Share, p.Left, p.Done = 1, max(0, left-takes), true
	tell(*p)
	return true, nil
}
