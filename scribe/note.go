package scribe

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"strings"
)

// Note writes lines of numbers in one hand and photographs the page. A line may hold digits, blanks, and the signs
// + - . / ( ) : # = * and some letters; other characters are an error. One blank opens the gap between two groups of a
// number, three or more part two numbers side by side; [Label] says what a reader should make of the line.
//
// The writing is as large as the scene wants it, or smaller where the longest line would not fit.
func Note(random *rand.Rand, lines []string, scene Scene) (*image.RGBA, error) {
	if err := scene.check(); err != nil {
		return nil, err
	}
	h := NewHand(random)
	h.pen = scene.Pen.Width
	writing, err := h.writeLines(random, lines)
	if err != nil {
		return nil, err
	}
	return photograph(random, newPage(random, writing, &scene), &scene), nil
}

// Label is what a reader should make of the lines, in the form of the tables that hold the truth about photographs: the
// digits of each line, lines parted by " | " and numbers side by side by a blank. Signs and letters are left out.
func Label(lines []string) string {
	labels := make([]string, len(lines))
	for i, line := range lines {
		var numbers []string
		for number := range strings.SplitSeq(line, besides) {
			if digits := strings.Map(digitOnly, number); digits != "" {
				numbers = append(numbers, digits)
			}
		}
		labels[i] = strings.Join(numbers, " ")
	}
	return strings.Join(labels, " | ")
}

// besides are the blanks that part two numbers on one line.
const besides = "   "

func digitOnly(r rune) rune {
	if '0' <= r && r <= '9' {
		return r
	}
	return -1
}

// linePitch is the distance of two lines, in heights of a digit.
const linePitch = 2.1

// writeLines writes one line under the other. Each begins a little to the left or right of the one above.
func (h *Hand) writeLines(random *rand.Rand, lines []string) (drawing, error) {
	var all drawing
	for i, line := range lines {
		d, err := h.writeLine(random, line)
		if err != nil {
			return nil, err
		}
		all = append(all, d.placed(1, 0.3*random.NormFloat64(), linePitch*float64(i)-1)...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("scribe: there is nothing to write")
	}
	return all, nil
}

// writeLine writes one line from left to right, its digits between the heights 0 and 1. The line it should stand on
// sways and climbs, as without a ruler.
func (h *Hand) writeLine(random *rand.Rand, line string) (drawing, error) {
	var all drawing
	climb, sway, phase := 0.01*random.NormFloat64(), 0.03*random.NormFloat64(), 2*math.Pi*random.Float64()
	x := 0.0
	for _, r := range line {
		if r == ' ' {
			x += 0.4 + 1.2*h.spacing + 0.1*random.Float64() // who spaces digits widely spaces groups more widely
			continue
		}
		strokes, err := h.strokesOf(r)
		if err != nil {
			return nil, err
		}
		d := h.write(random, strokes)
		left, _, right, _ := d.bounds()
		y := climb*x + sway*math.Sin(0.6*x+phase) + 0.015*random.NormFloat64()
		all = append(all, d.placed(1, x-left, y)...)
		x += right - left + max(h.spacing*(1+0.3*random.NormFloat64()), 0.05)
	}
	return all, nil
}

// strokesOf is how this hand makes a character.
func (h *Hand) strokesOf(r rune) ([]stroke, error) {
	if '0' <= r && r <= '9' {
		return h.digits[r-'0'], nil
	}
	strokes, known := signs[string(r)]
	if !known {
		return nil, fmt.Errorf("scribe: cannot write %q", r)
	}
	return strokes, nil
}

// PhoneNumbers invents telephone numbers as people write them, in groups of two to four digits.
func PhoneNumbers(random *rand.Rand, count int) []string {
	numbers := make([]string, count)
	for i := range numbers {
		groups := []string{"0" + digits(random, 1+random.IntN(3))}
		for range 1 + random.IntN(3) {
			groups = append(groups, digits(random, 2+random.IntN(3)))
		}
		numbers[i] = strings.Join(groups, " ")
	}
	return numbers
}

// digits draws that many digits.
func digits(random *rand.Rand, count int) string {
	text := make([]byte, count)
	for i := range text {
		text[i] = byte('0' + random.IntN(10))
	}
	return string(text)
}
