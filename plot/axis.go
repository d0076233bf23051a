package plot

import (
	"math"
	"strconv"
	"strings"

	gonum "gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
)

// An Axis says what one direction of a chart means.
type Axis struct {
	Label    string  // what is measured, and its unit
	Log      bool    // logarithmic; what is not above zero is left out
	Percent  bool    // the numbers are shares, and written in percent
	From, To float64 // what it reaches from and to; where both are the same, what the data need
}

// holds reports whether a number has a place on the axis.
func (a Axis) holds(v float64) bool {
	return !math.IsNaN(v) && !math.IsInf(v, 0) && (!a.Log || v > 0)
}

// dress makes an axis of gonum's look like one of ours.
func (a Axis) dress(axis *gonum.Axis, most int) {
	if a.From != a.To {
		axis.Min, axis.Max = a.From, a.To
	}
	if axis.Min > axis.Max { // there are no data
		axis.Min, axis.Max = 0, 1
		if a.Log {
			axis.Min, axis.Max = 0.1, 1
		}
	}
	if axis.Min == axis.Max {
		axis.Min, axis.Max = around(axis.Min, a.Log)
	}
	if a.Log {
		axis.Scale = gonum.LogScale{}
	}
	axis.Tick.Marker = ticker{a, most}
	axis.Tick.Length, axis.Tick.Width, axis.Tick.Color = 4, thin, grey
	axis.Padding = 3
	axis.Width, axis.Color = thin, grey
	axis.Tick.Label = aligned(plain, axis.Tick.Label.XAlign, axis.Tick.Label.YAlign)
}

// around is a range with v in it, where all data are v.
func around(v float64, log bool) (low, high float64) {
	if log {
		return v / 2, v * 2
	}
	d := max(math.Abs(v)/10, 1e-9)
	return v - d, v + d
}

// under writes the label below a horizontal axis.
func (a Axis) under(axis *gonum.Axis) {
	axis.Label.Text = a.Label
	axis.Label.TextStyle = aligned(plain, text.XCenter, text.YBottom)
	axis.Label.Padding = 2
}

// A ticker marks round numbers.
type ticker struct {
	axis Axis
	most int // ticks that have room
}

// Ticks marks the multiples of one, two or five times a power of ten, as many as have room, and of a logarithmic axis the
// powers of ten, and where it holds less than two of them, twice and five times these.
func (t ticker) Ticks(low, high float64) []gonum.Tick {
	var ticks []gonum.Tick
	mark := func(v float64) {
		if v >= low-1e-9*(high-low) && v <= high+1e-9*(high-low) {
			ticks = append(ticks, gonum.Tick{Value: v, Label: t.axis.number(v)})
		}
	}
	if !t.axis.Log {
		step := roundStep(high-low, t.most)
		for i := math.Ceil(low/step - 1e-9); i*step <= high+1e-9*step; i++ {
			mark(i * step)
		}
		return ticks
	}
	first, last := math.Floor(math.Log10(low)+1e-9), math.Ceil(math.Log10(high)-1e-9)
	stride := math.Ceil((last - first) / float64(t.most))
	for e := first; e <= last; e += stride {
		mark(power(e))
		if math.Log10(high/low) < 2 {
			mark(2 * power(e))
			mark(5 * power(e))
		}
	}
	return ticks
}

// power is the power of ten nearest to the true one: math.Pow misses some by a bit.
func power(exponent float64) float64 {
	v, _ := strconv.ParseFloat("1e"+strconv.Itoa(int(exponent)), 64)
	return v
}

// roundStep is the smallest of 1, 2, 5 times a power of ten of which no more than most fit.
func roundStep(length float64, most int) float64 {
	step := math.Pow(10, math.Floor(math.Log10(length/float64(most))))
	for _, factor := range []float64{1, 2, 5} {
		if length/(step*factor) <= float64(most) {
			return step * factor
		}
	}
	return 10 * step
}

// number writes a number in up to six digits, as short as it can be told, with a true minus, and the very large and the very
// small as powers of ten.
func (a Axis) number(v float64) string {
	unit := ""
	if a.Percent {
		v, unit = 100*v, " %"
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	s := strconv.FormatFloat(v+0, 'f', -1, 64) // +0, for there is a −0
	if size := math.Abs(v); size > 0 && size < 1e-3 || size >= 1e6 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
		e, _ := strconv.Atoi(exponent)
		s = strings.TrimPrefix(mantissa+"×10", "1×") + raised.Replace(strconv.Itoa(e))
	}
	return strings.Replace(s, "-", "−", 1) + unit
}

// raised writes digits as exponents.
var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸",
	"9", "⁹", "-", "⁻")
