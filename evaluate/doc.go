// Package evaluate says how often a reader is right, and how often it is wrong yet sure. The second figure is the one to
// watch: a doubtful digit makes a person look twice, a wrong one that sounds sure makes her dial a stranger.
//
// [Digits] holds a classifier against labelled digits. Besides the errors it measures whether the model knows how much it
// knows: the mean log-likelihood of the right answers, and the calibration error, the distance between how sure it says
// it is and how often it is right.
//
// [Photos] holds the whole act of reading against a table of photographs whose lines somebody has read by eye
// ([ReadTable]). What is read is aligned with what is written, line by line ([Score]), so that a missed line is one missed
// line and does not shift all that follow.
//
// Both move the threshold of certainty and say how much could be accepted at which risk ([Acceptance]), with exact bounds
// for the true rate of errors: few examples prove little, however right they are.
//
// Both reports are plain structs that encode as JSON, and print as text that a screen reader can follow: a name and a
// figure a line, no drawing. Both write a page of HTML as well, with the curves, and of photographs every failure.
package evaluate
