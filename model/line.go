package model

import (
	"errors"
	"fmt"
	"image"
	"iter"
	"math"
	"math/rand/v2"
	"sync/atomic"

	"aloud/matrix"
)

// Line is the line reader: a convolutional network that looks at a line of handwriting of any width, and says in each of
// its columns what CTC wants to know, and whether a digit has its centre there. A column sees no farther than the layers
// reach, which is about a digit to either side: a number cannot be known as a whole, and any digits may stand together.
//
//	x: lines × (height·width),  q = net(x): lines × columns × 2·classes,  log p = log-softmax of each half of q
//
// The network is an [Architecture] of one channel that ends with one row of 2·classes channels: the first half are the
// logits of CTC, the second those of the centre map. The classes are the digits from 0 up, and a last one for none of them.
type Line[T matrix.Float] struct {
	net   *Convnet[T] // as it is over a line of the architecture's width; its parameters serve for every other
	width int         // of a column, in pixels of the line

	last atomic.Pointer[Convnet[T]] // the net over lines of the width that was asked for last, for the next of that width
}

// CheckLine finds architectures that cannot read lines.
func CheckLine(a Architecture) error {
	if err := a.checkLine(); err != nil {
		return fmt.Errorf("model: %w", err)
	}
	return nil
}

func (a Architecture) checkLine() error {
	for i := range a.layers {
		if k := a.layers[i].kind; k == denseLayer || k == meanLayer {
			return fmt.Errorf("a line reader with the layer %q, which knows one width only", k)
		}
	}
	out := a.out()
	switch {
	case a.in.channels != 1:
		return fmt.Errorf("a line has one channel, not %d", a.in.channels)
	case out.height != 1 || out.channels%2 != 0 || out.channels/2 < 2 || out.channels/2 > 11:
		return fmt.Errorf("a line reader gives %v: it takes one row, and twice as many channels as classes, which are 2 to 11", out)
	case a.in.width%out.width != 0:
		return fmt.Errorf("%d columns from a width of %d: it takes as many pixels for each", out.width, a.in.width)
	}
	width := a.in.width / out.width
	for columns := 1; columns <= 2*out.width; columns++ {
		if wide, err := a.over(columns * width); err != nil || wide.out().width != columns {
			return errors.New("a line reader must give a column for every so many pixels; padding is missing somewhere, or too much")
		}
	}
	return nil
}

// over is the architecture for lines of another width.
func (a Architecture) over(width int) (Architecture, error) {
	b := Architecture{in: shape{a.in.height, width, a.in.channels}}
	for _, l := range a.layers {
		if err := b.add(l); err != nil {
			return Architecture{}, err
		}
	}
	return b, nil
}

// NewLine returns a line reader with weights drawn from random, as [NewConvnet] draws them; a nil random leaves them 0. It
// panics on an architecture that [CheckLine] refuses.
func NewLine[T matrix.Float](random *rand.Rand, a Architecture) *Line[T] {
	if err := CheckLine(a); err != nil {
		panic(err)
	}
	return &Line[T]{net: NewConvnet[T](random, a), width: a.in.width / a.out().width}
}

// Folded returns a reader that reads the same, rounding aside, without normalisations that products can do: see
// [Convnet.Folded]. It cannot be trained any further as m could.
func (m *Line[T]) Folded() *Line[T] { return &Line[T]{net: m.net.Folded(), width: m.width} }

func (m *Line[T]) Kind() string               { return "line" }
func (m *Line[T]) Params() []T                { return m.net.params }
func (m *Line[T]) Groups() []Group            { return m.net.groups }
func (m *Line[T]) Architecture() Architecture { return m.net.architecture }

// Height is that of a line in pixels.
func (m *Line[T]) Height() int { return m.net.architecture.in.height }

// ColumnWidth is how many pixels of a line stand for one column of what is said of it. The width of a line is a multiple.
func (m *Line[T]) ColumnWidth() int { return m.width }

// Classes is how many classes each half of what is said of a column has: the digits, and none of them.
func (m *Line[T]) Classes() int { return m.net.architecture.out().channels / 2 }

// check finds parameters that make no sense.
func (m *Line[T]) check() error { return m.net.check() }

// at returns the network over lines of so many pixels in all, and the number of columns that it gives.
func (m *Line[T]) at(pixels int) (net *Convnet[T], columns int) {
	width := pixels / m.Height()
	if width == 0 || width*m.Height() != pixels || width%m.width != 0 {
		panic(fmt.Sprintf("model: a line of %d pixels: it takes %d rows of a multiple of %d", pixels, m.Height(), m.width))
	}
	if net = m.last.Load(); net == nil || net.inputs != pixels {
		net = m.over(width)
		m.last.Store(net)
	}
	return net, width / m.width
}

// over is the network over lines of another width.
func (m *Line[T]) over(width int) *Convnet[T] {
	a, err := m.net.architecture.over(width)
	if err != nil {
		panic(err)
	}
	wide := *m.net
	wide.architecture, wide.inputs = a, a.in.size()
	return &wide
}

// Encode sets x, a line of so many pixels, to the picture, in which ink is bright on 0: 255 becomes 1. To the right of
// the picture the line is empty. It panics where the picture is not as high as a line, or too wide.
func (m *Line[T]) Encode(x []T, picture *image.Gray) {
	width, size := len(x)/m.Height(), picture.Rect.Size()
	if size.Y != m.Height() || size.X > width {
		panic(fmt.Sprintf("model: a picture of %dx%d for a line of %dx%d", size.X, size.Y, width, m.Height()))
	}
	for y := range size.Y {
		row := x[y*width : (y+1)*width]
		matrix.FromBytes(row[:size.X], picture.Pix[y*picture.Stride:][:size.X], 255)
		clear(row[size.X:])
	}
}

// LineBeliefs is what a reader believes of a line.
type LineBeliefs[T matrix.Float] struct {
	Reading matrix.Matrix[T] // log-probabilities of CTC, columns × classes: see [Beam], [DigitsLogLikelihood], [LineDigits]
	Centres matrix.Matrix[T] // those of the centre map, columns × classes: see [Centres]
}

// Read says what it believes of each of the lines x (lines × height·width, row by row from the top left, 0 being the
// ground and 1 full ink). The beliefs lie in memory lent by s.
func (m *Line[T]) Read(x matrix.Matrix[T], s *matrix.Scratch[T]) []LineBeliefs[T] {
	beliefs := make([]LineBeliefs[T], x.Rows)
	m.ReadInto(beliefs, x, s)
	return beliefs
}

// ReadInto is Read for a loop that must not allocate: it sets dst, an element for each of the lines, and panics where there
// are more or fewer. A line as wide as the last one costs no memory but what s lends; several together, and other widths,
// cost a little.
func (m *Line[T]) ReadInto(dst []LineBeliefs[T], x matrix.Matrix[T], s *matrix.Scratch[T]) {
	if len(dst) != x.Rows {
		panic(fmt.Sprintf("model: beliefs of %d lines for %d", len(dst), x.Rows))
	}
	net, columns := m.at(x.Cols)
	logits := s.Matrix(x.Rows, net.architecture.out().size())
	net.logits(logits, x, s)
	m.beliefs(dst, logits, columns, s)
}

// beliefs parts the logits into those of CTC and those of the centre map, line by line, and makes log-probabilities of
// them.
func (m *Line[T]) beliefs(dst []LineBeliefs[T], logits matrix.Matrix[T], columns int, s *matrix.Scratch[T]) {
	for i := range dst {
		dst[i] = LineBeliefs[T]{s.Matrix(columns, m.Classes()), s.Matrix(columns, m.Classes())}
	}
	p := parting[T]{dst, logits}
	if len(dst) == 1 {
		p.do(0, 1) // there is nothing to divide, and to pass a method on would allocate
		return
	}
	matrix.Parallel(len(dst), 1, p.do)
}

// A parting is logits that are to become beliefs.
type parting[T matrix.Float] struct {
	beliefs []LineBeliefs[T]
	logits  matrix.Matrix[T]
}

func (p parting[T]) do(begin, end int) {
	for i := begin; i < end; i++ {
		b := p.beliefs[i]
		classes := b.Reading.Cols
		both := places(p.logits.Row(i), 2*classes)
		for t := range both.Rows {
			copy(b.Reading.Row(t), both.Row(t)[:classes])
			copy(b.Centres.Row(t), both.Row(t)[classes:])
		}
		logSoftmaxForward(b.Reading)
		logSoftmaxForward(b.Centres)
	}
}

// A LineLesson is what a batch of lines is to teach.
type LineLesson struct {
	Digits  []string    // what each line reads
	Centres [][]float64 // where the centre of each digit is, in pixels from the line's left edge
	Seed    uint64      // of the random numbers that a model draws when it learns
}

// check panics unless the lesson is one for so many lines and digits.
func (l *LineLesson) check(lines, digits int) {
	if len(l.Digits) != lines || len(l.Centres) != lines {
		panic(fmt.Sprintf("model: %d numbers and %d rows of centres for %d lines", len(l.Digits), len(l.Centres), lines))
	}
	for i, number := range l.Digits {
		checkDigits(number, digits)
		if len(l.Centres[i]) != len(number) {
			panic(fmt.Sprintf("model: %d centres for the %d digits of a line", len(l.Centres[i]), len(number)))
		}
	}
}

// A LineLoss is the loss of a batch of lines.
type LineLoss struct {
	Loss    float64
	Skipped int // lines of which nothing was learned, since there is no room in them for what they are said to read
}

// centresShare is what the loss of the centre map counts for beside that of CTC. The prototype's, like [centreWeight].
const centresShare = 0.5

// Gradient sets gradient, a vector like Params, to that of the loss of a batch of lines, and returns the loss: the mean of
//
//	(−log p(l | x) + ½ · loss of the centre map) / max(1, |l|)
//
// so that a digit counts for the same in a short line and in a long one. A line that is skipped has the loss 0.
func (m *Line[T]) Gradient(gradient []T, x matrix.Matrix[T], l LineLesson, s *matrix.Scratch[T]) LineLoss {
	l.check(x.Rows, m.Classes()-1)
	net, columns := m.at(x.Cols)
	passages := net.up(x, &Lesson{Seed: l.Seed}, s)
	dq := s.Matrix(x.Rows, net.architecture.out().size())
	beliefs, losses := make([]LineBeliefs[T], x.Rows), make([]float64, x.Rows)
	m.beliefs(beliefs, passages[len(passages)-1].out, columns, s)
	matrix.Parallel(x.Rows, 1, func(begin, end int) {
		lattice := new(lattice)
		for i := begin; i < end; i++ {
			losses[i] = m.lineBackward(beliefs[i], l.Digits[i], l.Centres[i], 1/float64(x.Rows), lattice)
			both := places(dq.Row(i), 2*m.Classes())
			for t := range columns {
				copy(both.Row(t), beliefs[i].Reading.Row(t))
				copy(both.Row(t)[m.Classes():], beliefs[i].Centres.Row(t))
			}
		}
	})
	net.down(gradient, passages, dq, l.Seed, s)
	return meanLineLoss(losses)
}

// lineBackward carries the gradient of weight·loss of a line to the logits, turning the beliefs into it in place, and
// returns the loss: +Inf where the line has no room for the digits, of which nothing is to be learned.
func (m *Line[T]) lineBackward(b LineBeliefs[T], digits string, centres []float64, weight float64, l *lattice) float64 {
	perDigit := 1 / float64(max(1, len(digits)))
	loss := ctcBackward(b.Reading, digits, weight*perDigit, l) * perDigit
	if math.IsInf(loss, 1) {
		clear(b.Centres.Data)
		return loss
	}
	at := centreColumns(centres, float64(m.width), b.Centres.Rows)
	share := perDigit * centresShare
	return loss + share*centresBackward(b.Centres, digits, at, weight*share)
}

// meanLineLoss sums up the losses of lines, of which those that are +Inf were skipped.
func meanLineLoss(losses []float64) (l LineLoss) {
	for _, v := range losses {
		if math.IsInf(v, 1) {
			l.Skipped++
			continue
		}
		l.Loss += v / float64(len(losses))
	}
	return l
}

// Settle measures the moments of the normalisations on batches of lines, as [Convnet.Settle] does.
func (m *Line[T]) Settle(batches iter.Seq[matrix.Matrix[T]], s *matrix.Scratch[T]) {
	sums, n := make([]float64, len(m.net.params)), 0
	for x := range batches {
		s.Reset()
		net, _ := m.at(x.Cols)
		net.addMoments(sums, x, s)
		n++
	}
	m.net.setMoments(sums, n)
}
