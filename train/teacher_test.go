package train_test

import (
	"errors"
	"path/filepath"
	"testing"

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
