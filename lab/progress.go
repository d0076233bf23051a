package lab

import "time"

// A Progress tells how far the lab is.
type Progress struct {
	Step, Steps int           // which step, counted from 1, and how many there are
	Title       string        // of the step
	Share       float64       // of the step that is done, from 0 to 1
	Left        time.Duration // about what all of the rest will take; 0 where nothing is known
	Remark      string        // what else there is to say
	Done        bool          // the step is done, now or by an earlier run
	Kept        bool          // it was done by an earlier run, and its result is taken over
}

// progress hears what share of a step is done, with a remark.
type progress func(share float64, remark string)
