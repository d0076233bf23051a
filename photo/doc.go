// Package photo finds the writing in a photograph, stage by stage:
//
//	Grey        the picture as grey, coloured ink dark; of light writing on dark ground, the Negative
//	Paper       where the sheet lies, if it lies on something darker
//	Contrast    how much darker each pixel is than the paper around it: light and shadow are gone
//	Ink         which pixels are pen and which are paper, ruling left out
//	rules       ruling and the lines of forms are taken out of the ink
//	Pieces      ink that hangs together
//	Line        pieces in reading order, with their slope
//	Digit       a piece as MNIST would show it
//	Strip       a line as a line reader is given it
//
// [Find] runs them all. It knows nothing of classes: which piece is a digit, two digits or none is for a reader to
// decide, who is offered the means, [Join] and [Page.Split].
//
// Sizes mean something only in relation to the writing. So nearly every threshold here is a multiple of the height H of
// a digit or of the width of its stroke, and Find goes round: it finds pieces, measures H, and starts again at the scale
// at which a digit is 80 pixels high. Thresholds that say no more than "chosen on photographs" were set on a table of 74
// lines on 46 photographed notes and of the same notes rotated, darkened, blurred and ruled.
//
// The stages were found by comparing methods on those notes. What carries most of the weight: the background is a
// morphological closing (a wide maximum filter loses the edge of a hard shadow), and the threshold is half of the
// contrast nearby (a global one, such as Otsu's, lets squared paper in, and Sauvola's loses faint ink).
//
// All of it works on pixels: the opening of files is not its business, nor is a phone made to carry decoders.
package photo
