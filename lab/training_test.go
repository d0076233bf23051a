package lab

import (
	"testing"

	"aloud/recipe"
)

// TestMarksOf sees that whatever could change the weights shows, and nothing else.
func TestMarksOf(t *testing.T) {
	digits := toyData(240, 60).Training
	marks := func(change func(*recipe.Recipe)) string {
		r := recipe.Of("mlp")
		change(&r)
		return marksOf(r, digits)
	}
	same := marks(func(*recipe.Recipe) {})
	for _, row := range []struct {
		reason string
		change func(*recipe.Recipe)
		shows  bool
	}{
		{"asked twice", func(*recipe.Recipe) {}, false},
		{"another description", func(r *recipe.Recipe) { r.Short = "" }, false},
		{"other checkpoints", func(r *recipe.Recipe) { r.Options.Checkpoint, r.Options.CheckpointEvery = "x", 1 }, false},
		{"another seed", func(r *recipe.Recipe) { r.Options.Seed++ }, true},
		{"another rate", func(r *recipe.Recipe) { r.Options.LearningRate *= 2 }, true},
		{"another layer", func(r *recipe.Recipe) { r.Hidden[0]++ }, true},
		{"another jitter", func(r *recipe.Recipe) { r.Jitter.Rotation++ }, true},
	} {
		if shows := marks(row.change) != same; shows != row.shows {
			t.Errorf("%s: shows %t", row.reason, shows)
		}
	}
	if marksOf(recipe.Of("mlp"), digits[1:]) == same {
		t.Error("what the recipe makes of the digits does not show")
	}
}

// TestWithin sees that a short training warms up for a part of it only.
func TestWithin(t *testing.T) {
	s := quickScope(1)
	r := recipe.Of("mlp")
	short := s.within(r, 1000)
	if steps := short.Options.Steps(1000); short.Options.Epochs != s.epochs || short.Options.WarmUp > steps/5 {
		t.Errorf("%d epochs, %d steps to warm up of %d", short.Options.Epochs, short.Options.WarmUp, steps)
	}
	if whole := wholeScope(1).within(r, 55_000); whole.Options.Epochs != r.Options.Epochs || whole.Options.WarmUp != r.Options.WarmUp {
		t.Errorf("the whole scope has %d epochs and a warm-up of %d", whole.Options.Epochs, whole.Options.WarmUp)
	}
}

// TestEntries sees that every entry has a recipe, and something to be compared with.
func TestEntries(t *testing.T) {
	for _, e := range entries() {
		if r := recipe.Of(e.Recipe); r.Classes != classes || r.Drawn || e.Title == "" || len(e.Anchors) == 0 {
			t.Errorf("%s: of %d classes, %q, %d anchors", e.Recipe, r.Classes, e.Title, len(e.Anchors))
		}
	}
	if len(entries()) < 2 {
		t.Errorf("%d entries", len(entries()))
	}
}
