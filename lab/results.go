package lab

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"aloud/digit"
	"aloud/model"
	"aloud/recipe"
	"aloud/train"
)

// Results are what has come out of a series so far. What is nil or missing has not been done yet.
type Results struct {
	Quick bool
	Seeds []uint64

	First   []digit.Labelled // the notebook's first training digits
	Counts  []ClassCount     // of the notebook's division
	Learned int              // digits that the trainings of the last part learn from
	Chosen  int              // digits that its choices are made by
	Tested  int              // digits of its test

	Notebook *NotebookResults
	Trials   []TrialResult // every gradient against the numerical one
	Overflow []Overflow
	Prior    []PriorStudy
	Groups   []Group // the networks that surpass it, in the order of the report
	Bonus    *Group  // the one on the notebook's own division
	Map      *HiddenMap
	Waiting  []string // steps that are still to be done
	Costs    []Cost
	Machine  string
	test     []digit.Labelled
}

// shownFirst is how many training digits the notebook shows.
const shownFirst = 8

// A ClassCount is how many digits of a class are in each part of the notebook's division.
type ClassCount struct{ Training, Validation, Test int }

// NotebookResults are the notebook with what it does not print.
type NotebookResults struct {
	Notebook
	Easiest, Hardest []RankedDigit
	W                []float64 // weights of the regression: inputs × classes, row by row
	V                []float64 // weights of the perceptron's first layer: inputs × hidden, row by row
	Digits           int       // learned from
}

// A RankedDigit is an easy or a hard digit.
type RankedDigit struct {
	Rank
	Digit digit.Digit
}

// A TrialResult is the check of one gradient.
type TrialResult struct {
	Of string // the model or layer
	model.GroupCheck
}

// A Group is the networks that differ in their seed alone.
type Group struct {
	Entry
	Networks []Network // in the order of their seeds

	// Judged reports whether the networks were kept from the validation digits in training, as far as their files tell.
	// Only such a one can be chosen for the best.
	Judged bool
}

// A Network is a weights file and what it is worth.
type Network struct {
	File     string
	Seed     string
	Training *Training // nil where it came about elsewhere
	Examination
}

// ValidationError is the mean error rate of the networks on the digits that choices are made by.
func (g Group) ValidationError() float64 {
	return g.mean(func(n Network) float64 { return n.Validation.ErrorRate })
}

// TestError is the mean error rate of the networks on the test digits.
func (g Group) TestError() float64 {
	return g.mean(func(n Network) float64 { return n.Test.ErrorRate })
}

func (g Group) mean(of func(Network) float64) float64 {
	var figures []float64
	for _, n := range g.Networks {
		figures = append(figures, of(n))
	}
	return mean(figures)
}

// Best is the group with the fewest errors on the validation digits, and of equals the likelier one. It is nil where there is
// none.
func (r Results) Best() *Group { return best(r.Groups, func(Group) bool { return true }) }

// best is the best of the groups that are eligible and have a network; nil where there is none.
func best(groups []Group, eligible func(Group) bool) *Group {
	var best *Group
	for i := range groups {
		g := &groups[i]
		if len(g.Networks) == 0 || !g.Judged || !eligible(*g) {
			continue
		}
		if best == nil || g.better(*best) {
			best = g
		}
	}
	return best
}

func (g Group) better(than Group) bool {
	likelihood := func(n Network) float64 { return n.Validation.MeanLogLikelihood }
	return cmp.Or(cmp.Compare(g.ValidationError(), than.ValidationError()),
		cmp.Compare(than.mean(likelihood), g.mean(likelihood))) < 0
}

// TestDigit is a digit of the test.
func (r Results) TestDigit(i int) digit.Labelled { return r.test[i] }

// A Cost is what a step took on this machine.
type Cost struct {
	Title      string
	Seconds    float64
	Operations float64 // floating-point operations in products of matrices; 0 where they are not counted
}

// Results gathers what has come out so far.
func (s *Series) Results() Results {
	r := Results{Quick: s.quick, Seeds: s.seeds, Machine: machine(), test: s.ours.test,
		Learned: len(s.ours.training), Chosen: len(s.ours.validation), Tested: len(s.ours.test),
		First: copied(s.division.training[:shownFirst]), Counts: s.division.counts(), Trials: tryGradients(),
		Overflow: tryOverflow()}
	r.Notebook = s.notebookResults()
	for _, n := range s.priorDigits {
		if study := recall[PriorStudy](s.shelf, s.prior(n)); study != nil {
			r.Prior = append(r.Prior, *study)
		}
	}
	r.Groups = s.groups()
	r.Map = recall[HiddenMap](s.shelf, s.hiddenMap())
	if bonus := s.group(bonusEntry(), s.theirs); len(bonus.Networks) > 0 {
		r.Bonus = &bonus
	}
	for _, c := range s.chapters {
		for _, step := range c {
			r.addCost(s, step)
		}
	}
	return r
}

// addCost adds what a step has cost, or that it waits.
func (r *Results) addCost(s *Series, step step) {
	kept, err := step.kept(s.shelf)
	if err != nil {
		r.Waiting = append(r.Waiting, step.title)
		return
	}
	r.Costs = append(r.Costs, Cost{step.title, kept.Seconds, kept.Operations})
}

func (d division) counts() []ClassCount {
	counts := make([]ClassCount, classes)
	for _, d := range d.training {
		counts[d.Class].Training++
	}
	for _, d := range d.validation {
		counts[d.Class].Validation++
	}
	for _, d := range d.test {
		counts[d.Class].Test++
	}
	return counts
}

func (s *Series) notebookResults() *NotebookResults {
	kept := recall[notebookResult](s.shelf, s.notebook())
	if kept == nil {
		return nil
	}
	n := &NotebookResults{Notebook: kept.Notebook, W: kept.W, V: kept.V, Digits: len(s.division.training)}
	n.Checks, n.Regression.Ranks = kept.Checks, kept.Ranks
	shown := func(ranks []Rank) []RankedDigit {
		var digits []RankedDigit
		for _, rank := range ranks {
			digits = append(digits, RankedDigit{rank, s.division.validation[rank.Index].Digit})
		}
		return digits
	}
	n.Easiest, n.Hardest = shown(kept.Ranks.Easiest), shown(kept.Ranks.Hardest)
	return n
}

// groups gathers all networks but those of the bonus.
func (s *Series) groups() []Group {
	var groups []Group
	for _, e := range entries() {
		groups = append(groups, s.group(e, s.ours))
	}
	return append(groups, s.guestGroups()...)
}

// group gathers the networks of an entry that have been trained and tested.
func (s *Series) group(e Entry, g ground) Group {
	group := Group{Entry: e, Judged: true}
	for _, seed := range s.seeds {
		t := recall[Training](s.shelf, s.learn(e, seed, g))
		x := recall[Examination](s.shelf, s.examine(e, seed, g))
		if t != nil && x != nil {
			name, _ := s.nameOn(e, seed, g)
			group.Networks = append(group.Networks, Network{stepsFolder + "/" + name + ".safetensors", fmt.Sprint(seed), t, *x})
		}
	}
	return group
}

// guestGroups gathers the guests, those together that came of the same command from different seeds.
func (s *Series) guestGroups() []Group {
	var groups []Group
	index := map[string]int{}
	for _, g := range s.guests {
		x := recall[Examination](s.shelf, s.examineGuest(g))
		if x == nil {
			continue
		}
		network := Network{File: modelsFolder + "/" + g.name, Seed: x.Metadata["seed"], Examination: *x}
		kin := kinOf(*x, g.name)
		i, known := index[kin]
		if !known {
			i = len(groups)
			index[kin] = i
			groups = append(groups, Group{Entry: Entry{Recipe: x.Metadata["recipe"], Title: titleOf(*x, g.name)}, Judged: true})
		}
		groups[i].Networks = append(groups[i].Networks, network)
		groups[i].Judged = groups[i].Judged && s.judged(x.Metadata)
	}
	if len(groups) > 0 {
		groups[0].Anchors = others
	}
	return groups
}

// kinOf is a text that networks have in common which differ in their seed alone.
func kinOf(x Examination, file string) string {
	var words []string
	for _, word := range strings.Fields(x.Metadata["command"]) {
		if !strings.HasPrefix(word, "--seed") {
			words = append(words, word)
		}
	}
	if len(words) == 0 || x.Metadata["recipe"] == "" {
		return file
	}
	return strings.Join(words, " ") + " " + x.Name + " " + x.Encoding
}

// titleOf is what a person calls a guest.
func titleOf(x Examination, file string) string {
	for _, r := range recipe.All() {
		if r.Name == x.Metadata["recipe"] {
			return r.Short
		}
	}
	return x.Name + ", from " + file
}

// judged reports whether the metadata of a weights file tell that its training was judged by our validation digits, and so
// did not learn from them.
func (s *Series) judged(metadata map[string]string) bool {
	return strings.Contains(metadata["validation"], "sha256 "+hashOf(s.ours.validation))
}

// tryGradients holds every gradient against the numerical one. It does so once: the outcome is always the same.
var tryGradients = sync.OnceValue(func() []TrialResult {
	random := rand.New(rand.NewPCG(1, 0))
	var results []TrialResult
	for _, trial := range slices.Concat(model.Trials(random), train.Trials(random)) {
		for _, check := range trial.Check(model.CheckOptions{}) {
			results = append(results, TrialResult{trial.Name, check})
		}
	}
	return results
})
