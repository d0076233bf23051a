package main

import "time"

// plannedShare is the share of the operations that a machine can do at most that a training does. On two cores with AVX2 large
// convolutional networks and the line reader reach 0.4, small ones and perceptrons 0.3.
const plannedShare = 1.0 / 3

// timeFor is how long a training of so many operations takes, on a machine that can do so many a second at most: "about 40
// minutes". Small ones take longer than their operations say.
func timeFor(operations, peak float64) string {
	const longest = 1e9 // seconds: more than anybody waits
	seconds := min(operations/(plannedShare*peak), longest)
	if seconds < 30 {
		return "less than a minute"
	}
	return "about " + roughly(time.Duration(seconds*float64(time.Second)))
}
