package scribe

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/gofont/gosmallcaps"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Numberless photographs a page that holds no number: words in one hand or in print, a table of words, doodles, hatching,
// or paper alone. Whatever a reader makes of it is wrong. Nothing on it may pass for a digit by itself: no ring, no bare
// upright stroke.
func Numberless(random *rand.Rand, scene Scene) (*image.RGBA, error) {
	if err := scene.check(); err != nil {
		return nil, err
	}
	h := NewHand(random)
	h.pen = scene.Pen.Width
	var p *page
	switch kind := random.IntN(6); kind {
	case 0:
		p = newPage(random, h.text(random, 2+random.IntN(8), 1+random.IntN(5)), &scene)
	case 1:
		p = newPage(random, h.wordTable(random), &scene)
	case 2:
		p = newPage(random, h.doodles(random), &scene)
	case 3:
		p = newPage(random, append(h.text(random, 1+random.IntN(3), 1+random.IntN(3)), h.doodles(random)...), &scene)
	default:
		p = newPage(random, h.text(random, 1, 1), &scene)
		p.ink = image.NewGray(image.Rect(int(-p.width/2), int(-p.height/2), int(p.width/2), int(p.height/2)))
		if kind == 4 {
			printText(random, p.ink, scene.DigitHeight)
		}
	}
	return photograph(random, p, &scene), nil
}

// text is some lines of words.
func (h *Hand) text(random *rand.Rand, lines, words int) drawing {
	var all drawing
	for i := range lines {
		x := 0.3 * random.NormFloat64()
		for range words {
			word := h.word(random, newWord(random))
			left, _, right, _ := word.bounds()
			all = append(all, word.placed(1, x-left, linePitch*float64(i))...)
			x += right - left + 0.5 + 0.6*random.Float64()
		}
	}
	return all
}

// newWord is one of the words that stand beside numbers, or one of no language.
func newWord(random *rand.Rand) string {
	if random.Float64() < 0.4 {
		return strings.Map(func(r rune) rune {
			if wordAlphabet[r] == nil {
				return -1
			}
			return r
		}, words[random.IntN(len(words))])
	}
	return inventedWord(random, "aeiou")
}

// wordTable is a table ruled by hand, with a word in most of its cells.
func (h *Hand) wordTable(random *rand.Rand) drawing {
	rows, columns := 2+random.IntN(5), 2+random.IntN(3)
	width, height := 4+2*random.Float64(), 1.6+0.6*random.Float64()
	var all drawing
	rule := func(x, y, toX, toY float64) {
		sway := func() float64 { return 0.03 * random.NormFloat64() }
		all = append(all, h.follow(random, stroke{{x + sway(), y + sway(), true}, {(x + toX) / 2, (y + toY) / 2, false}, {toX + sway(), toY + sway(), true}}))
	}
	for i := range rows + 1 {
		rule(-0.2, height*float64(i), width*float64(columns)+0.2, height*float64(i))
	}
	for i := range columns + 1 {
		rule(width*float64(i), -0.2, width*float64(i), height*float64(rows)+0.2)
	}
	for i := range rows * columns {
		if random.Float64() < 0.2 {
			continue
		}
		word := h.word(random, newWord(random))
		left, _, right, _ := word.bounds()
		size := min(0.8, 0.9*width/(right-left))
		all = append(all, word.placed(size, width*float64(i%columns)+0.2-size*left, height*(float64(i/columns)+0.3))...)
	}
	return all
}

// doodles are drawings of an idle hand.
func (h *Hand) doodles(random *rand.Rand) drawing {
	var all drawing
	for range 2 + random.IntN(8) {
		var d drawing
		switch random.IntN(4) {
		case 0:
			d = drawing{h.scrawl(random)}
		case 1:
			d = drawing{h.follow(random, spiral(random))}
		case 2:
			d = drawing{h.follow(random, star(random))}
		case 3:
			d = h.hatching(random)
		}
		size := 0.6 + 2*random.Float64()
		all = append(all, d.placed(size, 10*random.Float64(), 7*random.Float64())...)
	}
	return all
}

// spiral goes round at least twice: a digit does not.
func spiral(random *rand.Rand) stroke {
	var s stroke
	turns := 2 + 2*random.Float64()
	for i := range int(10 * turns) {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 10)
		radius := 0.1 + 0.9*float64(i)/(10*turns)
		s = append(s, knot{radius * cos, radius * sin, false})
	}
	return s
}

// star is drawn in one line.
func star(random *rand.Rand) stroke {
	points := 5 + 2*random.IntN(3)
	var s stroke
	for i := range points + 1 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i*(points/2)) / float64(points))
		s = append(s, knot{cos, sin, true})
	}
	return s
}

// hatching is many strokes side by side, as a shadow is drawn, or crosswise.
func (h *Hand) hatching(random *rand.Rand) drawing {
	var d drawing
	lean, gap := 0.3+0.5*random.Float64(), 0.1+0.15*random.Float64()
	for range 1 + random.IntN(2) {
		for i := range 6 + random.IntN(10) {
			x := gap * float64(i)
			d = append(d, h.follow(random, stroke{{x + 0.05*random.NormFloat64(), 1, true}, {x + lean, 0.05 * random.NormFloat64(), true}}))
		}
		lean = -lean
	}
	return d
}

// fonts are what text is printed in.
var fonts = [][]byte{goregular.TTF, goitalic.TTF, gomono.TTF, gosmallcaps.TTF}

// printText prints lines of words over all of the ink, letters at most as high as a digit.
func printText(random *rand.Rand, ink *image.Gray, height float64) {
	parsed, err := opentype.Parse(fonts[random.IntN(len(fonts))])
	if err != nil {
		panic(err) // it is part of the program
	}
	size := height * (0.2 + 0.8*random.Float64())
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err)
	}
	defer face.Close()
	pen := font.Drawer{Dst: ink, Src: image.White, Face: face}
	box := ink.Bounds()
	margin := box.Dx() / 10
	for y := float64(box.Min.Y+margin) + size; y < float64(box.Max.Y-margin); y += 1.4 * size {
		pen.Dot = fixed.P(box.Min.X+margin, int(y))
		for {
			word := newWord(random) + " "
			if pen.Dot.X+pen.MeasureString(word) > fixed.I(box.Max.X-margin) {
				break
			}
			pen.DrawString(word)
		}
		if random.Float64() < 0.15 {
			break
		}
	}
}
