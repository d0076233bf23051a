package train_test

import (
	"errors"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"aloud/digit"
	"aloud/feature"
	"aloud/model"
	"aloud/train"
)

// A pupil that is told wrong classes learns the right ones from a teacher who knows them.
func TestTeacher(t *testing.T) {
	o := smallConvnet()
	o.Epochs = 8
	teacher := convnet(t)
	run(t, teacher, bars(1, 400), nil, o)

	misled := bars(3, 400)
	for i := range misled {
		misled[i].Class = (misled[i].Class + 1) % 3
	}
	o.Teacher, o.Smoothing = teacher, 1
	reports := run(t, convnet(t), misled, bars(2, 200), o)
	if last := reports[len(reports)-1]; last.Validation.ErrorRate() > 0.05 {
		t.Errorf("%.1f %% errors in the end", 100*last.Validation.ErrorRate())
	}
}

// A teacher that knows fewer classes is not heard of others, nor where it names another class than the example's.
func TestTeacherOfFewerClasses(t *testing.T) {
	const classes = 8
	o := smallConvnet()
	o.Epochs = 8
	teacher := model.NewSoftmax[float32](digit.Pixels, classes)
	teacher.SetEncoding(feature.Pixels)
	known := slices.DeleteFunc(bars(1, 600), func(d digit.Labelled) bool { return d.Class >= classes })
	run(t, teacher, known, nil, o)

	exchanged := func(seed uint64, n int) []digit.Labelled {
		all := bars(seed, n)
		for i := range all {
			if all[i].Class < classes {
				all[i].Class ^= 1
			}
		}
		return all
	}
	o.Teacher, o.Smoothing = teacher, 1
	for name, lesson := range map[string]func(uint64, int) []digit.Labelled{"as the teacher": bars, "exchanged": exchanged} {
		reports := run(t, convnet(t), lesson(1, 400), lesson(2, 200), o)
		if last := reports[len(reports)-1]; last.Validation.ErrorRate() > 0.05 {
			t.Errorf("classes %s: %.1f %% errors in the end", name, 100*last.Validation.ErrorRate())
		}
	}
}

// What an example is that nobody has labelled the teacher tells as well, and the rest is not misled by it.
func TestTeacherOfUnknown(t *testing.T) {
	o := smallConvnet()
	o.Epochs = 8
	teacher := convnet(t)
	run(t, teacher, bars(1, 400), nil, o)

	o.Teacher, o.Smoothing = teacher, 0.5
	o.Vary = func(_ *rand.Rand, d *digit.Labelled) digit.Labelled {
		return digit.Labelled{Digit: d.Digit, Class: digit.Unknown}
	}
	reports := run(t, convnet(t), bars(3, 400), bars(2, 200), o)
	if last := reports[len(reports)-1]; last.Validation.ErrorRate() > 0.05 {
		t.Errorf("%.1f %% errors in the end", 100*last.Validation.ErrorRate())
	}
}

// What a teacher sees clear it can tell a pupil that sees it spoilt, and it could not tell from what the pupil sees.
func TestTeacherSeesClear(t *testing.T) {
	o := smallConvnet()
	o.Epochs = 8
	teacher := convnet(t)
	run(t, teacher, bars(1, 400), nil, o)

	negative := func(_ *rand.Rand, d *digit.Digit) (n digit.Digit) {
		for i, v := range d {
			n[i] = 255 - v
		}
		return n
	}
	spoilt := bars(2, 200)
	for i := range spoilt {
		spoilt[i].Digit = negative(nil, &spoilt[i].Digit)
	}
	if rate := train.Evaluate(teacher, spoilt).ErrorRate(); rate < 0.5 {
		t.Fatalf("the teacher errs on %.1f %% of the spoilt: nothing to be learned", 100*rate)
	}
	misled := bars(3, 400)
	for i := range misled {
		misled[i].Class = 0
	}
	o.Teacher, o.Smoothing, o.Spoil = teacher, 1, negative
	reports := run(t, convnet(t), misled, spoilt, o)
	if last := reports[len(reports)-1]; last.Validation.ErrorRate() > 0.05 {
		t.Errorf("%.1f %% errors in the end", 100*last.Validation.ErrorRate())
	}
}

// A training that one teacher began is not carried on by another, nor by nobody.
func TestTeacherOfCheckpoint(t *testing.T) {
	o := smallConvnet()
	o.Epochs, o.Checkpoint = 1, filepath.Join(t.TempDir(), "checkpoint")
	teacher := convnet(t)
	o.Teacher = teacher
	run(t, convnet(t), bars(1, 100), nil, o)
	refused := func() bool {
		for _, err := range train.Run(t.Context(), convnet(t), bars(1, 100), nil, o) {
			return errors.Is(err, train.ErrForeign)
		}
		return false
	}
	if refused() {
		t.Error("the same teacher is refused")
	}
	teacher.Params()[0]++
	if !refused() {
		t.Error("a teacher that has changed its mind goes on")
	}
	teacher.Params()[0]--
	o.Spoil = func(*rand.Rand, *digit.Digit) (blank digit.Digit) { return blank }
	if !refused() {
		t.Error("examples that are spoilt now go on")
	}
	o.Spoil = nil
	o.Teacher = nil
	if !refused() {
		t.Error("nobody goes on")
	}
}

// A teacher that speaks of something else is an error.
func TestTeacherOfAnotherSubject(t *testing.T) {
	o := smallConvnet()
	o.Teacher = model.NewSoftmax[float32](3, 3)
	for _, err := range train.Run[float32](t.Context(), convnet(t), bars(1, 100), nil, o) {
		if err == nil {
			t.Error("taught by a model of other inputs")
		}
	}
}
