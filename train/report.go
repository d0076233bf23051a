package train

import "time"

// A Report tells how far a training has come.
type Report struct {
	Epoch        int           // epochs completed
	Step, Steps  int           // steps taken, and in all
	Loss         float64       // mean loss in the current epoch so far, each example measured when it was learned from
	LearningRate float64       // of the last step
	Speed        float64       // examples a second since the training was begun or taken up
	Operations   float64       // floating-point operations a second, at that speed: see [model.LearningOperations]; 0 where not known
	Left         time.Duration // what the rest will take at that speed; 0 where nothing is left or nothing known
	EpochDone    bool          // this report ends an epoch
	TakenUp      bool          // this report is the first, and tells where a training is taken up from its checkpoint

	// Validation is how the model does on the validation examples: at the end of every epoch, for an early view at an
	// eighth, a quarter and half of the first, and where a training is taken up. Nil in other reports and where there are
	// no such examples.
	Validation *Score
}

// reportDue tells whether anybody is to hear of the step just taken.
func (r *run[T]) reportDue() bool {
	return r.validationDue() || r.ReportEvery > 0 && r.step%r.ReportEvery == 0
}

// validationDue tells whether the report of the step just taken has validation figures.
func (r *run[T]) validationDue() bool {
	n := r.stepsPerEpoch()
	early := r.step == n/8 || r.step == n/4 || r.step == n/2
	return early || r.step%n == 0 || r.step == r.first
}

// tell reports on the step just taken, with the averaged parameters in the model, and returns whether the caller wants to
// hear more.
func (r *run[T]) tell(yield func(Report, error) bool) bool {
	r.exchange()
	defer r.exchange()
	defer r.round()()
	return yield(r.report(), nil)
}

// report tells how far the training is.
func (r *run[T]) report() Report {
	n := r.stepsPerEpoch()
	report := Report{Epoch: r.step / n, EpochDone: r.step%n == 0, Step: r.step, Steps: r.steps(), TakenUp: r.step == r.first,
		Loss:         r.lossSum / float64(r.learned()),
		LearningRate: r.learningRate(r.step-1, r.steps())}
	if r.shown > 0 {
		report.Speed = float64(r.shown) / time.Since(r.begun).Seconds()
		report.Left = time.Duration(float64(r.left()) / report.Speed * float64(time.Second))
	}
	if r.validationDue() && r.task.judged() {
		r.settle()
		report.Validation = r.task.judge()
	}
	report.Operations = report.Speed * r.task.operations()
	return report
}

// learned is how many examples have been learned from in the epoch of the last step.
func (r *run[T]) learned() int {
	inEpoch := (r.step-1)%r.stepsPerEpoch() + 1
	return min(inEpoch*r.Batch, r.task.examples())
}

// left is how many examples are still to be learned from.
func (r *run[T]) left() int {
	epoch := (r.step - 1) / r.stepsPerEpoch()
	return (r.Epochs-epoch)*r.task.examples() - r.learned()
}
