package model

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// An Architecture is a convolutional network as a list of layers, to be read from top to bottom. As text it has a line for
// the shape of its input, and then one for each block, a row of layers:
//
//	28x28x1
//	conv 5x5 24 pad 2, norm, relu
//	conv 3x3 48 stride 2 pad 1, norm, relu
//	conv 3x3 48 pad 1, norm, add, relu
//	dropout 0.3, dense 10
//
// A shape is height x width x channels. The layers are
//
//	conv HxW C        convolution with a window of H rows and W columns, to C channels
//	depthwise HxW     convolution of each channel by itself
//	dense C           C outputs, each of which sees every number
//	pool HxW          the largest number of each window; windows stand side by side unless a stride is given
//	mean              the mean of each channel over all pixels
//	norm              batch normalisation
//	relu              max(0, z)
//	dropout P         leaves out each number with the probability P, in training
//	add               adds what the block began with
//
// After a convolution's window and channels there may stand "stride N", "pad N" (rows and columns of zeros on each side)
// and "dilate N" (columns of the picture from one of the window to the next). Stride and pad may differ between rows and
// columns: "stride 2x1". A convolution or dense layer has a bias, unless norm follows: that has its own. What the last
// layer gives are the logits of the classes.
type Architecture struct {
	in     shape
	layers []layer
}

// A layer is one of an architecture, with the shapes before and after it.
type layer struct {
	kind    layerKind
	kernel          // of a convolution or pooling
	share   float64 // that dropout leaves out
	bias    bool    // whether a convolution or dense layer has one
	first   bool    // whether it begins a block
	in, out shape
}

type layerKind string

const (
	convLayer      layerKind = "conv"
	depthwiseLayer layerKind = "depthwise"
	denseLayer     layerKind = "dense"
	poolLayer      layerKind = "pool"
	meanLayer      layerKind = "mean"
	normLayer      layerKind = "norm"
	reluLayer      layerKind = "relu"
	dropoutLayer   layerKind = "dropout"
	addLayer       layerKind = "add"
)

// hasWeights reports whether the layer is a product with weights.
func (l *layer) hasWeights() bool {
	return l.kind == convLayer || l.kind == depthwiseLayer || l.kind == denseLayer
}

// The largest architecture that is believed: far more than anything here needs, and far from what a machine cannot hold.
const (
	maxText       = 1 << 14     // bytes
	maxLayers     = 1 << 8      //
	maxLayerSide  = 1 << 12     // of a shape, window, stride or padding
	maxLayerSize  = 1 << 20     // numbers in a shape
	maxParameters = maxFile / 4 // as many as a file holds in float32
)

// ParseArchitecture reads the text of an architecture; blanks around a line and empty lines mean nothing. A text that
// describes no network, or too large a one, is an error.
func ParseArchitecture(text string) (Architecture, error) {
	a, err := parseArchitecture(text)
	if err != nil {
		return Architecture{}, fmt.Errorf("model: architecture: %w", err)
	}
	return a, nil
}

func parseArchitecture(text string) (Architecture, error) {
	if len(text) > maxText {
		return Architecture{}, fmt.Errorf("%d bytes: it takes at most %d", len(text), maxText)
	}
	var a Architecture
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if err := a.addLine(line); err != nil {
			return Architecture{}, fmt.Errorf("%q: %w", line, err)
		}
	}
	if len(a.layers) == 0 {
		return Architecture{}, errors.New("no layers")
	}
	if size := Size(a.groups()); size > maxParameters {
		return Architecture{}, fmt.Errorf("%d parameters: it takes at most %d", size, maxParameters)
	}
	return a, nil
}

// addLine adds what a line says: the input's shape, or a block.
func (a *Architecture) addLine(line string) (err error) {
	if a.in == (shape{}) {
		a.in, err = parseShape(line)
		return err
	}
	for i, text := range strings.Split(line, ",") {
		l, err := parseLayer(strings.Fields(text))
		if err != nil {
			return err
		}
		l.first = i == 0
		if err := a.add(l); err != nil {
			return err
		}
	}
	return nil
}

// parseShape reads the shape of an input.
func parseShape(text string) (shape, error) {
	sides, err := parseNumbers(text)
	if err != nil || len(sides) != 3 {
		return shape{}, errors.New("an input's shape is height x width x channels, as in 28x28x1")
	}
	s := shape{sides[0], sides[1], sides[2]}
	return s, s.check()
}

// check finds shapes that are empty or too large.
func (s shape) check() error {
	if s.size() < 1 || s.size() > maxLayerSize {
		return fmt.Errorf("a shape of %v: it takes 1 to %d numbers", s, maxLayerSize)
	}
	return nil
}

// parseNumbers reads numbers with an x between: "2x1".
func parseNumbers(text string) ([]int, error) {
	var numbers []int
	for part := range strings.SplitSeq(text, "x") {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil || n > maxLayerSide {
			return nil, fmt.Errorf("%q is no number from 0 to %d", part, maxLayerSide)
		}
		numbers = append(numbers, int(n))
	}
	return numbers, nil
}

// parsePair reads two numbers, or one that stands for both.
func parsePair(text string) (rows, columns int, err error) {
	n, err := parseNumbers(text)
	if err == nil && len(n) > 2 {
		err = fmt.Errorf("%q is not a number of rows and one of columns", text)
	}
	if err != nil {
		return 0, 0, err
	}
	return n[0], n[len(n)-1], nil
}

// What stands behind the name of each kind of layer: first these, in this order, and then any of the options.
var (
	layerArguments = map[layerKind][]string{
		convLayer: {"window", "channels"}, depthwiseLayer: {"window"}, denseLayer: {"channels"}, poolLayer: {"window"},
		meanLayer: {}, normLayer: {}, reluLayer: {}, dropoutLayer: {"probability"}, addLayer: {},
	}
	layerOptions = map[layerKind][]string{
		convLayer: {"stride", "pad", "dilate"}, depthwiseLayer: {"stride", "pad", "dilate"}, poolLayer: {"stride"},
	}
)

// parseLayer reads a layer from its words.
func parseLayer(words []string) (layer, error) {
	if len(words) == 0 {
		return layer{}, errors.New("no layer beside a comma")
	}
	l := layer{kind: layerKind(words[0]), kernel: kernel{1, 1, 1, 1, 0, 0, 1}}
	arguments, known := layerArguments[l.kind]
	if !known {
		return layer{}, fmt.Errorf("no layer is called %q", words[0])
	}
	words = words[1:]
	for _, name := range arguments {
		if len(words) == 0 {
			return layer{}, fmt.Errorf("%s: no %s", l.kind, name)
		}
		if err := l.set(name, words[0]); err != nil {
			return layer{}, fmt.Errorf("%s: %s: %w", l.kind, name, err)
		}
		words = words[1:]
	}
	return l, l.setOptions(words)
}

// setOptions reads names, each with a value behind it.
func (l *layer) setOptions(words []string) error {
	seen := map[string]bool{}
	for ; len(words) > 0; words = words[2:] {
		name := words[0]
		if !slices.Contains(layerOptions[l.kind], name) || seen[name] || len(words) == 1 {
			return fmt.Errorf("%s: %q is not expected there, or twice, or without a value", l.kind, name)
		}
		seen[name] = true
		if err := l.set(name, words[1]); err != nil {
			return fmt.Errorf("%s: %s: %w", l.kind, name, err)
		}
	}
	return nil
}

// set sets the argument or option with that name.
func (l *layer) set(name, value string) (err error) {
	switch name {
	case "window":
		l.height, l.width, err = parsePair(value)
		if l.kind == poolLayer {
			l.strideY, l.strideX = l.height, l.width
		}
	case "channels":
		l.out.channels, err = parseNumber(value)
	case "stride":
		l.strideY, l.strideX, err = parsePair(value)
	case "pad":
		l.padY, l.padX, err = parsePair(value)
	case "dilate":
		l.dilation, err = parseNumber(value)
	case "probability":
		l.share, err = strconv.ParseFloat(value, 64)
		if err != nil || !(l.share >= 0 && l.share < 1) {
			err = fmt.Errorf("%q is no probability from 0 to below 1", value)
		}
	}
	return err
}

// parseNumber reads one number.
func parseNumber(text string) (int, error) {
	n, err := parseNumbers(text)
	if err == nil && len(n) > 1 {
		err = fmt.Errorf("%q is more than one number", text)
	}
	if err != nil {
		return 0, err
	}
	return n[0], nil
}

// add adds a layer on top of the others, which say what it sees.
func (a *Architecture) add(l layer) error {
	if len(a.layers) == maxLayers {
		return fmt.Errorf("more than %d layers", maxLayers)
	}
	l.in = a.out()
	if err := l.checkWindow(); err != nil {
		return err
	}
	switch l.kind {
	case convLayer:
		l.out = l.over(l.in, l.out.channels)
	case depthwiseLayer, poolLayer:
		l.out = l.over(l.in, l.in.channels)
	case denseLayer:
		l.out.height, l.out.width = 1, 1
	case meanLayer:
		l.out = shape{1, 1, l.in.channels}
	case addLayer:
		begun := l.in
		if !l.first {
			begun = a.layers[a.block(len(a.layers)-1)].in
		}
		if l.first || begun != l.in {
			return fmt.Errorf("add: the block begins with %v, which cannot be added to %v", begun, l.in)
		}
		l.out = l.in
	default:
		l.out = l.in
	}
	l.bias = l.hasWeights()
	if l.kind == normLayer && len(a.layers) > 0 {
		a.layers[len(a.layers)-1].bias = false
	}
	a.layers = append(a.layers, l)
	return l.out.check()
}

// out is the shape that the layers give so far.
func (a *Architecture) out() shape {
	if len(a.layers) == 0 {
		return a.in
	}
	return a.layers[len(a.layers)-1].out
}

// block is the first layer of layer i's block.
func (a *Architecture) block(i int) int {
	for !a.layers[i].first {
		i--
	}
	return i
}

// checkWindow finds windows that cannot be.
func (l *layer) checkWindow() error {
	k := l.kernel
	switch {
	case k.height < 1 || k.width < 1 || k.strideY < 1 || k.strideX < 1 || k.dilation < 1:
		return fmt.Errorf("%s: a window, stride or dilation of 0", l.kind)
	case k.padY >= k.height || k.padX >= k.reach():
		return fmt.Errorf("%s: padding of %dx%d for a window that reaches %dx%d: some would see nothing else",
			l.kind, k.padY, k.padX, k.height, k.reach())
	case k.dilation > 1 && k.strideX > 1:
		return fmt.Errorf("%s: dilation and stride together", l.kind)
	}
	return nil
}

// String is the text that [ParseArchitecture] reads.
func (a Architecture) String() string {
	text := a.in.String()
	for _, b := range a.blocks() {
		text += "\n" + b.text()
	}
	return text
}

// blocks are those of the architecture, each by itself.
func (a *Architecture) blocks() []Architecture {
	var blocks []Architecture
	for begin, end := 0, 0; begin < len(a.layers); begin = end {
		for end = begin + 1; end < len(a.layers) && !a.layers[end].first; end++ {
		}
		blocks = append(blocks, Architecture{in: a.layers[begin].in, layers: a.layers[begin:end]})
	}
	return blocks
}

// text is the line of an architecture that is one block.
func (a *Architecture) text() string {
	names := make([]string, len(a.layers))
	for i := range a.layers {
		names[i] = a.layers[i].String()
	}
	return strings.Join(names, ", ")
}

// String is the layer as the text of an architecture has it.
func (l *layer) String() string {
	text, strideY, strideX := string(l.kind), 1, 1
	switch l.kind {
	case convLayer:
		text += fmt.Sprintf(" %dx%d %d", l.height, l.width, l.out.channels)
	case depthwiseLayer:
		text += fmt.Sprintf(" %dx%d", l.height, l.width)
	case poolLayer:
		text += fmt.Sprintf(" %dx%d", l.height, l.width)
		strideY, strideX = l.height, l.width
	case denseLayer:
		text += fmt.Sprint(" ", l.out.channels)
	case dropoutLayer:
		text += fmt.Sprint(" ", l.share)
	}
	if l.strideY != strideY || l.strideX != strideX {
		text += " stride " + pair(l.strideY, l.strideX)
	}
	if l.padY != 0 || l.padX != 0 {
		text += " pad " + pair(l.padY, l.padX)
	}
	if l.dilation != 1 {
		text += fmt.Sprint(" dilate ", l.dilation)
	}
	return text
}

// pair is the text of two numbers, or of one that stands for both.
func pair(rows, columns int) string {
	if rows == columns {
		return fmt.Sprint(rows)
	}
	return fmt.Sprintf("%dx%d", rows, columns)
}

// Multiplications is how many an example costs on its way through the layers.
func (a Architecture) Multiplications() int {
	n := 0
	for i := range a.layers {
		n += a.layers[i].multiplications()
	}
	return n
}

func (l *layer) multiplications() int {
	switch l.kind {
	case convLayer:
		return l.out.size() * l.height * l.width * l.in.channels
	case depthwiseLayer:
		return l.out.size() * l.height * l.width
	case denseLayer:
		return l.in.size() * l.out.size()
	}
	return 0
}

// groups names the parameters of the layers in their order: w1, b1 of the first product with weights, and so on; scale1,
// shift1, mean1, variance1 of the first normalisation.
func (a Architecture) groups() []Group {
	var groups []Group
	products, norms := 0, 0
	for i := range a.layers {
		l := &a.layers[i]
		if l.hasWeights() {
			products++
			groups = append(groups, Group{fmt.Sprint("w", products), l.weightRows(), l.out.channels})
		}
		if l.bias {
			groups = append(groups, Group{fmt.Sprint("b", products), 1, l.out.channels})
		}
		if l.kind == normLayer {
			norms++
			for _, name := range []string{"scale", "shift", "mean", "variance"} {
				groups = append(groups, Group{fmt.Sprint(name, norms), 1, l.out.channels})
			}
		}
	}
	return groups
}

// weightRows is how many numbers of an example an output of a product sees.
func (l *layer) weightRows() int {
	switch l.kind {
	case convLayer:
		return l.height * l.width * l.in.channels
	case depthwiseLayer:
		return l.height * l.width
	}
	return l.in.size()
}

// Table is the architecture for people: a line a block, with the shape after it, its parameters and its multiplications.
func (a Architecture) Table() string {
	text := new(strings.Builder)
	w := tabwriter.NewWriter(text, 0, 0, 3, ' ', 0)
	fmt.Fprintf(w, "layers\tresult\tparameters\tmultiplications\n\t%v\t\t\n", a.in)
	for _, b := range a.blocks() {
		fmt.Fprintf(w, "%s\t%v\t%d\t%d\n", b.text(), b.out(), Size(b.groups()), b.Multiplications())
	}
	w.Flush()
	return text.String()
}
