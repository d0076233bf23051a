package plot

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// pixels decodes a figure's PNG file.
func pixelsOf(t *testing.T, f Figure) image.Image {
	t.Helper()
	file, err := f.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// markup returns a figure's SVG and the text in it, after seeing that it is well-formed.
func markup(t *testing.T, f Figure) (svg, text string) {
	t.Helper()
	file, err := f.SVG()
	if err != nil {
		t.Fatal(err)
	}
	var words strings.Builder
	for decoder := xml.NewDecoder(bytes.NewReader(file)); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return string(file), words.String()
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, file)
		}
		if data, ok := token.(xml.CharData); ok {
			words.Write(data)
		}
	}
}

// count returns how many pixels have the colour.
func count(img image.Image, colour color.Color) int {
	n := 0
	r, g, b, _ := colour.RGBA()
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if pr, pg, pb, _ := img.At(x, y).RGBA(); pr == r && pg == g && pb == b {
				n++
			}
		}
	}
	return n
}

// Every kind of figure: the words of its data are there to be read, its alternative text is, and the PNG file has three
// pixels for one of the SVG.
func TestFigures(t *testing.T) {
	square := image.NewGray(image.Rect(0, 0, 28, 28))
	for _, row := range []struct {
		reason string
		figure Figure
		words  []string
	}{
		{"curves, told apart by a legend", Chart{Title: "Errors", X: Axis{Label: "pass"}, Y: Axis{Label: "errors"}, Curves: []Curve{
			{Name: "train & test", Points: []Point{{1, 40}, {2, 20}}}, {Name: "validation", Points: []Point{{1, 50}, {2, 30}}}}}.Draw("falls"),
			[]string{"Errors", "pass", "errors", "train & test", "validation", "40", "50"}},
		{"one curve needs no legend", Chart{Title: "One", Curves: []Curve{{Name: "alone"}}}.Draw("falls"),
			[]string{"One"}},
		{"shares are written in percent", Chart{Y: Axis{Percent: true, To: 0.5}, Curves: []Curve{{}}}.Draw("falls"),
			[]string{"0 %", "10 %", "50 %"}},
		{"bars and their figures", Bars{Title: "Models", Names: []string{"softmax", "perceptron"}, Series: []Series{{"ours", []float64{730, 82}}}}.Draw("falls"),
			[]string{"softmax", "730", "perceptron", "82"}},
		{"bars of which one is missing", Bars{Names: []string{"a", "b"}, Series: []Series{{"x", []float64{3, math.NaN()}}, {"y", []float64{1, 2}}}}.Draw("falls"),
			[]string{"a", "3", "b", "2", "x", "y"}},
		{"nothing but zeros", Bars{Names: []string{"a"}, Series: []Series{{"x", []float64{0}}}}.Draw("falls"),
			[]string{"a", "0"}},
		{"a reliability diagram", Reliability{Title: "Promises", Bins: []Bin{{0.9, 1, 0.97, 0.95, 0.98}}}.Draw("falls"),
			[]string{"Promises", "as promised", "20 %", "100 %"}},
		{"a gallery with a scale", Gallery{Title: "Weights", Columns: 2, Pictures: []Picture{{square, "of 7"}, {square, "of 1"}, {square, "of 4"}}, Scale: &Scale{0.25}}.Draw("falls"),
			[]string{"Weights", "of 7", "of 4", "−0.25", "0.25"}},
		{"a map", Cloud{Title: "Digits", X: "first", Y: "second", Marks: []Mark{{0, 0, "7"}, {1, 3, "1"}, {math.NaN(), 0, "9"}}}.Draw("falls"),
			[]string{"Digits", "first", "second", "7", "1"}},
		{"a map of nothing", Cloud{Title: "Empty"}.Draw("falls"), []string{"Empty"}},
		{"an empty gallery", Gallery{Title: "No error", Columns: 5}.Draw("falls"), []string{"No error"}},
		{"a picture of nothing", Gallery{Columns: 1, Pictures: []Picture{{new(image.Gray), "gone"}}}.Draw("falls"), []string{"gone"}},
	} {
		t.Run(row.reason, func(t *testing.T) {
			svg, text := markup(t, row.figure)
			for _, word := range row.words {
				if !strings.Contains(text, ">"+word+"<") && !strings.Contains("\n"+text, "\n"+word+"\n") {
					t.Errorf("%q is not written in %q", word, text)
				}
			}
			if !strings.Contains(svg, `role="img" aria-label="falls"`) || !strings.Contains(svg, "<title>falls</title>") {
				t.Errorf("no alternative text in\n%.300s", svg)
			}
			img := pixelsOf(t, row.figure)
			if want := image.Pt(dense*row.figure.Width, dense*row.figure.Height); img.Bounds().Size() != want {
				t.Errorf("a PNG file of %v, want %v", img.Bounds().Size(), want)
			}
			if count(img, white) < img.Bounds().Dx()*img.Bounds().Dy()/4 {
				t.Error("the paper is not white")
			}
		})
	}
}

// The words of a caller come into a page of HTML as words.
func TestAlternativeTextIsEscaped(t *testing.T) {
	svg, _ := markup(t, Chart{Title: "<b>", Curves: []Curve{{Name: "<i>"}, {Name: "&"}}}.Draw(`"<script>"`))
	for _, raw := range []string{"<script>", "<b>", "<i>"} {
		if strings.Contains(svg, raw) {
			t.Errorf("%s went into the markup as it is", raw)
		}
	}
}

// Nobody reads letters that are cut off: whatever the words, every text begins and ends within the figure.
func TestTextStaysInside(t *testing.T) {
	long := "a name that is quite a bit longer than the narrow side of a phone held upright can show in a line"
	numbers := []Point{{1e-7, -123456}, {1e7, 654321}}
	for reason, f := range map[string]Figure{
		"chart":   Chart{Title: long, X: Axis{Label: "λ", Log: true}, Y: Axis{Label: long}, Curves: []Curve{{long[:40], numbers, false}, {"b", numbers, false}}}.Draw(""),
		"bars":    Bars{Title: long, Names: []string{long}, Series: []Series{{"a", []float64{123456789}}, {"b", []float64{0.00012}}}}.Draw(""),
		"gallery": Gallery{Title: long, Columns: 3, Pictures: []Picture{{image.NewGray(image.Rect(0, 0, 5, 5)), long}}}.Draw(""),
	} {
		img := pixelsOf(t, f)
		size := img.Bounds().Size()
		for y := range size.Y {
			for _, x := range []int{0, 1, size.X - 2, size.X - 1} {
				if r, _, _, _ := img.At(x, y).RGBA(); r != 0xffff {
					t.Fatalf("%s: ink at the edge of the figure, at %d,%d of %v", reason, x, y, size)
				}
			}
		}
	}
}

// Without colours, a curve is known by its dashes and its markers, thirty of them.
func TestCurvesDifferWithoutColour(t *testing.T) {
	seen := map[string]int{}
	for i := range len(colours) * len(markers) {
		look := strings.Join([]string{string(rune('a' + i%len(dashes))), string(rune('a' + i%len(markers)))}, "")
		if before, taken := seen[look]; taken {
			t.Errorf("curves %d and %d look the same", before, i)
		}
		seen[look] = i
	}
	for i := range dashes {
		for j := range i {
			if sum(dashes[i]) == sum(dashes[j]) && len(dashes[i]) == len(dashes[j]) {
				t.Errorf("dashes %d and %d are hardly told apart: %v, %v", j, i, dashes[j], dashes[i])
			}
		}
	}
}

func sum(lengths []vg.Length) vg.Length {
	var s vg.Length
	for _, l := range lengths {
		s += l
	}
	return s
}

// The contrast of two colours is that of WCAG 2.2, 1.4.11: (lighter + 0.05) / (darker + 0.05) of their relative luminances.
func contrast(a, b color.Color) float64 {
	luminance := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		linear := func(v uint32) float64 {
			s := float64(v) / 0xffff
			if s <= 0.04045 {
				return s / 12.92
			}
			return math.Pow((s+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
	}
	la, lb := luminance(a)+0.05, luminance(b)+0.05
	return max(la, lb) / min(la, lb)
}

func TestColoursStandOutFromPaper(t *testing.T) {
	for _, colour := range append(colours, ends[:]...) {
		if c := contrast(colour, white); c < 3 {
			t.Errorf("%v has a contrast of %.2f to white, want 3", colour, c)
		}
	}
	if c := contrast(grey, white); c < 4.5 {
		t.Errorf("axes have a contrast of %.2f, want 4.5", c)
	}
}

// A curve of colour 0 is drawn, is broken where a number is none, and goes on.
func TestCurveHasAGap(t *testing.T) {
	chart := func(y float64) Figure {
		return Chart{Curves: []Curve{{Points: []Point{{0, 1}, {1, 1}, {2, y}, {3, 1}, {4, 1}}}}, Y: Axis{From: 0, To: 2}}.Draw("")
	}
	whole, broken := count(pixelsOf(t, chart(1)), colours[0]), count(pixelsOf(t, chart(math.NaN())), colours[0])
	if share := float64(broken) / float64(whole); share < 0.35 || share > 0.75 {
		t.Errorf("%d pixels of curve with a gap of half its length, %d without", broken, whole)
	}
}

// What a logarithm has no place for is left out, and an axis of nothing is an empty chart.
func TestLogarithmOfNothing(t *testing.T) {
	for reason, points := range map[string][]Point{
		"zero and below among others": {{1, 0.1}, {2, 0}, {3, -1}, {4, 0.001}, {5, math.Inf(1)}},
		"only zeros":                  {{1, 0}, {2, 0}},
		"one value":                   {{1, 0.01}, {2, 0.01}},
		"nothing":                     nil,
	} {
		t.Run(reason, func(t *testing.T) {
			markup(t, Chart{Y: Axis{Log: true}, X: Axis{Log: true}, Curves: []Curve{{Points: points}}}.Draw(""))
		})
	}
}

func TestTicks(t *testing.T) {
	for _, row := range []struct {
		reason    string
		axis      Axis
		low, high float64
		want      string
	}{
		{"ones", Axis{}, 0, 5, "0 1 2 3 4 5"},
		{"twos, and zero without a minus", Axis{}, -3, 6, "−2 0 2 4 6"},
		{"fives", Axis{}, 12, 31, "15 20 25 30"},
		{"parts that binary numbers miss", Axis{}, 0, 1, "0 0.2 0.4 0.6 0.8 1"},
		{"shares", Axis{Percent: true}, 0.9, 1, "90 % 92 % 94 % 96 % 98 % 100 %"},
		{"large", Axis{}, 0, 4e7, "0 10⁷ 2×10⁷ 3×10⁷ 4×10⁷"},
		{"powers of ten", Axis{Log: true}, 1e-5, 0.1, "10⁻⁵ 10⁻⁴ 0.001 0.01 0.1"},
		{"many powers of ten", Axis{Log: true}, 1e-12, 1, "10⁻¹² 10⁻⁹ 10⁻⁶ 0.001 1"},
		{"less than two powers of ten", Axis{Log: true}, 0.5, 30, "0.5 1 2 5 10 20"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			var got []string
			for _, tick := range (ticker{row.axis, 5}).Ticks(row.low, row.high) {
				got = append(got, tick.Label)
			}
			if strings.Join(got, " ") != row.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), row.want)
			}
		})
	}
}

// Lengths of bars are in proportion to their values.
func TestBarsBeginAtZero(t *testing.T) {
	area := func(values ...float64) int {
		return count(pixelsOf(t, Bars{Names: []string{"a", "b"}, Series: []Series{{"s", values}}}.Draw("")), colours[0])
	}
	both, one := area(100, 100), area(100, 50)
	if ratio := float64(one) / float64(both); math.Abs(ratio-0.75) > 0.01 {
		t.Errorf("a half and a whole are %.3f of two wholes, want 0.75", ratio)
	}
}

func TestBarsNeedAValueEach(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("two names and one value passed")
		}
	}()
	Bars{Names: []string{"a", "b"}, Series: []Series{{"s", []float64{1}}}}.Draw("")
}

// A scale is white at zero, alike on both sides, and the ends are told from each other.
func TestScale(t *testing.T) {
	s := Scale{Limit: 2}
	for v, want := range map[float64]color.RGBA{0: {255, 255, 255, 255}, -2: ends[0], -9: ends[0], 2: ends[1], math.Inf(1): ends[1],
		math.NaN(): {128, 128, 128, 255}} {
		if got := s.Colour(v); got != want {
			t.Errorf("%v is %v, want %v", v, got, want)
		}
	}
	img := s.Picture([]float64{0, 2, -2, 0, 0, 2}, 3)
	if img.Bounds() != image.Rect(0, 0, 3, 2) || img.At(2, 0) != color.Color(ends[0]) || img.At(2, 1) != color.Color(ends[1]) {
		t.Errorf("the picture is %v with %v and %v at its right", img.Bounds(), img.At(2, 0), img.At(2, 1))
	}
}

// Pixels of a small picture stay squares, in PNG and in SVG.
func TestSmallPicturesStaySharp(t *testing.T) {
	checks := image.NewGray(image.Rect(0, 0, 2, 2))
	checks.Pix[1], checks.Pix[2] = 255, 255
	f := Gallery{Columns: 1, Pictures: []Picture{{Image: checks}}}.Draw("")
	img := pixelsOf(t, f)
	black := count(img, color.Gray{Y: 0})
	if side := float64(dense * inner); math.Abs(float64(black)/(side*side)-0.5) > 0.02 {
		t.Errorf("%d pixels are black, want half of %.0f squared", black, side)
	}
	svg, _ := markup(t, f)
	if !regexp.MustCompile(`<image [^>]*xlink:href="data:image/`).MatchString(svg) {
		t.Error("no picture in the SVG")
	}
}

// On a map both directions have one scale, and what has no place is left out.
func TestCloud(t *testing.T) {
	c := Cloud{Marks: []Mark{{0, 0, "a"}, {4, 1, "b"}, {math.Inf(1), 0, "c"}}}
	if low, high := c.reach(); low != (Point{0, -1.5}) || high != (Point{4, 2.5}) {
		t.Errorf("shows from %v to %v", low, high)
	}
	if _, text := markup(t, c.Draw("falls")); strings.Contains(text, ">c<") || strings.Contains("\n"+text, "\nc\n") {
		t.Errorf("what has no place is written: %q", text)
	}
	if img := pixelsOf(t, c.Draw("falls")); count(img, colours[0]) == 0 || count(img, colours[1]) == 0 {
		t.Error("two kinds have not two colours")
	}
}
