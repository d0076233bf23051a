// Package plot draws the charts of a report: curves, bars, reliability diagrams, maps and galleries of pictures, each as
// PNG and as SVG.
//
// It is gonum.org/v1/plot in the clothes of this house:
//
//   - A chart is as wide as the screen of a phone held upright, 360 of its pixels, and its letters are as large as text
//     there. On a wider page it is enlarged, and the letters with it.
//   - What a colour says, a dash, a marker or a pattern says too. The colours are those that people tell apart who see no
//     red or no green, and each stands out from white paper.
//   - Nothing is hidden behind a legend, nothing is written sideways, and long names are not cut off.
//   - Who draws a chart hands over the words that stand for it, the alternative text; without them there is no [Figure].
//
// A chart of no data is an empty chart, and a figure that is no number, or that a logarithmic axis cannot hold, is left
// out and leaves a gap: the report of a training that went wrong is read as well.
package plot
