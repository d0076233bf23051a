package reader_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"aloud/photo"
	"aloud/reader"
	"aloud/scribe"
)

// plainScene is a note by daylight on white paper, with nothing that could be hard to read.
func plainScene() scribe.Scene {
	return scribe.Scene{
		Width: 1200, Height: 900, Pen: scribe.Pens["black"], Paper: scribe.Papers["white"], Ruling: scribe.Plain,
		DigitHeight: 110, Desk: -0.1, Light: 0.85, Blur: 0.8, Noise: 0.006,
	}
}

// written draws a number on a plain note after the scene was changed.
func written(t *testing.T, number string, change func(*scribe.Scene)) *image.RGBA {
	t.Helper()
	scene := plainScene()
	change(&scene)
	img, err := scribe.Note(rand.New(rand.NewPCG(5, 0)), []string{number}, scene)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// A drawing is strokes of a round black pen on paper.
type drawing struct {
	*image.Gray
	pen float64 // pixels
}

func newDrawing(width, height int, pen float64) drawing {
	d := drawing{image.NewGray(image.Rect(0, 0, width, height)), pen}
	random := rand.New(rand.NewPCG(1, 0))
	for i := range d.Pix {
		d.Pix[i] = uint8(225 + 2*random.NormFloat64())
	}
	return d
}

// line draws a stroke of straight pieces through the points x, y, x, y and so on.
func (d drawing) line(points ...float64) {
	for i := 0; i+3 < len(points); i += 2 {
		x, y, dx, dy := points[i], points[i+1], points[i+2]-points[i], points[i+3]-points[i+1]
		steps := math.Ceil(2 * math.Hypot(dx, dy))
		for s := 0.0; s <= steps; s++ {
			d.dot(x+dx*s/steps, y+dy*s/steps)
		}
	}
}

func (d drawing) dot(x, y float64) {
	r := d.pen / 2
	for row := int(y - r); row <= int(y+r+1); row++ {
		for column := int(x - r); column <= int(x+r+1); column++ {
			if math.Hypot(float64(column)-x, float64(row)-y) <= r {
				d.SetGray(column, row, color.Gray{Y: 40})
			}
		}
	}
}

// arc draws a part of an ellipse around (x, y), clockwise from one angle to another, in degrees; 0 points right.
func (d drawing) arc(x, y, rx, ry, from, to float64) {
	var points []float64
	for a := from; a <= to; a += 3 {
		sin, cos := math.Sincos(a * math.Pi / 180)
		points = append(points, x+rx*cos, y+ry*sin)
	}
	d.line(points...)
}

// Digits of 120 pixels with their left upper corner at (x, y).

func (d drawing) zero(x, y float64) { d.arc(x+40, y+60, 36, 58, 0, 360) }
func (d drawing) one(x, y float64)  { d.line(x+8, y, x+4, y+120) }
func (d drawing) four(x, y float64) {
	d.line(x+30, y, x, y+75, x+85, y+72)
	d.line(x+62, y+30, x+56, y+120)
}

// five draws its bar so many pixels away from the rest.
func (d drawing) five(x, y, gap float64) {
	d.line(x+20, y+4, x+14, y+52)
	d.arc(x+32, y+80, 34, 36, -122, 130)
	d.line(x+20+gap, y+3, x+74+gap, y)
}

// two and seven are here for company: a line shows how high its digits are.
func (d drawing) two(x, y float64) {
	d.arc(x+36, y+34, 32, 34, -170, 40)
	d.line(x+60, y+56, x, y+118, x+78, y+116)
}

func (d drawing) seven(x, y float64) { d.line(x, y+4, x+72, y, x+30, y+120) }

// The classic failures of readers that work on MNIST and fail on a photograph, one a row. Those that can be read must be;
// of the others it matters that what is read wrongly is not said as sure.
func TestClassicFailures(t *testing.T) {
	plain := func(*scribe.Scene) {}
	corner := image.NewRGBA(image.Rect(0, 0, 2400, 1800))
	draw.Draw(corner, corner.Rect, image.NewUniform(color.RGBA{215, 214, 212, 255}), image.Point{}, draw.Src)
	number := written(t, "47", plain)
	draw.Draw(corner, image.Rect(2000, 1450, 2400, 1800), number, image.Pt(400, 275), draw.Src)

	shadowed := func(light float64) *image.RGBA {
		img := written(t, "4720183", plain)
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				if c := img.RGBAAt(x, y); x+y > 1050 {
					img.SetRGBA(x, y, color.RGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255})
				}
			}
		}
		return img
	}

	whole := written(t, "4720183", plain)
	boxes := read(t, newReader(t), whole).Numbers
	if len(boxes) != 1 || len(boxes[0].Symbols) != 7 {
		t.Fatalf("without any difficulty it reads %+v", boxes)
	}
	last := image.Rectangle(boxes[0].Symbols[6].Box)
	cut := whole.SubImage(image.Rect(0, 0, (last.Min.X+last.Max.X)/2, 900))

	company := func(pen float64, draw func(d drawing)) image.Image {
		d := newDrawing(900, 500, pen)
		d.two(120, 180)
		d.seven(250, 180)
		draw(d)
		return d.Gray
	}

	for _, test := range []struct {
		name  string
		img   image.Image
		want  string
		doubt bool // that it is not sure is enough, if most of it is there
	}{
		{"ink is dark and MNIST's is bright", whole, "4720183", false},
		{"off centre", corner, "47", false},
		{"a hard shadow across the digits", shadowed(0.6), "4720183", false},
		{"a shadow as dark as a desk, which cuts digits off", shadowed(0.45), "4720183", true},
		{"a thin ballpoint", written(t, "4720183", func(s *scribe.Scene) {
			s.Pen = scribe.Pens["ballpoint"]
			s.Pen.Width = 0.035
		}), "4720183", false},
		{"strokes that vanish when reduced to 28 pixels", written(t, "47", func(s *scribe.Scene) {
			s.Width, s.Height, s.DigitHeight, s.Pen.Width = 2400, 1800, 900, 0.02
		}), "47", false},
		{"a digit that the picture's edge cuts", cut, "4720183", true},
		{"touching 00", company(9, func(d drawing) { d.zero(380, 180); d.zero(454, 180) }), "2700", true},
		{"00 written into each other", company(9, func(d drawing) { d.zero(380, 180); d.zero(444, 180) }), "2700", true},
		{"a 5 whose bar is apart", company(9, func(d drawing) { d.five(380, 180, 6); d.two(510, 180) }), "2752", false},
		{"a 1 next to a ruled margin", company(9, func(d drawing) { d.one(62, 180); d.two(380, 180); d.pen = 4; d.line(34, 0, 34, 499) }), "1272", false},
		{"a margin next to a 1", company(9, func(d drawing) { d.two(380, 180); d.one(510, 180); d.pen = 4; d.line(550, 0, 550, 499) }), "2721", true},
		{"a 4 that touches a ruled line", company(9, func(d drawing) { d.four(380, 192); d.two(510, 180); d.pen = 4; d.line(0, 309, 899, 309) }), "2742", false},
		{"a comma is no 1", company(9, func(d drawing) { d.line(362, 288, 366, 296, 356, 318); d.four(400, 180); d.two(530, 180) }), "2742", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			reading := read(t, newReader(t), test.img)
			got := digitsOf(reading)
			if right := slices.Equal(got, []string{test.want}); !right && (!test.doubt || reading.Sure()) {
				t.Errorf("read %q, sure %v, want %s", got, reading.Sure(), test.want)
			}
			if all := strings.Join(got, ""); len(all) < len(test.want)*2/3 {
				t.Errorf("of %s no more is read than %q", test.want, got)
			}
			if sure := slices.ContainsFunc(reading.Numbers, func(n reader.Number) bool { return n.Sure && n.Digits != test.want }); sure {
				t.Errorf("%q is wrong and said as sure", got)
			}
		})
	}
}

// The corner of a sheet or a doodle may look like a digit that is many times as high as those of the number beside it, which make no
// line. By itself, it is one.
func TestLargeAmongSmall(t *testing.T) {
	large := func(d drawing) { d.line(560, 40, 760, 60, 690, 460) }
	alone, among := newDrawing(900, 500, 16), newDrawing(900, 500, 16)
	large(alone)
	large(among)
	among.pen = 4
	for i := range 7 {
		among.arc(float64(150+50*i), 280, 12, 32, 0, 360)
	}
	if got := read(t, newReader(t), alone.Gray); !got.Sure() || got.Numbers[0].Digits != "7" {
		t.Errorf("alone: read %q, sure %v", digitsOf(got), got.Sure())
	}
	for _, n := range read(t, newReader(t), among.Gray).Numbers {
		if n.Sure {
			t.Errorf("among small digits: %s is sure", n.Digits)
		}
	}
}

// What has more lines than a page can have is a texture: nothing on it is a number, and little time is spent on it.
func TestTexture(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 0))
	texture := newDrawing(1600, 1200, 3)
	for range 4000 {
		x, y := 20+1560*random.Float64(), 20+1150*random.Float64()
		texture.line(x, y, x+6, y+16)
	}
	if page := photo.Find(texture.Gray); len(page.Lines) < 400 {
		t.Fatalf("only %d lines", len(page.Lines))
	}
	if reading := read(t, newReader(t), texture.Gray); len(reading.Numbers) > 0 || reading.Reason == "" {
		t.Errorf("read %q, reason %q", digitsOf(reading), reading.Reason)
	}
}

// Where a ray of sun outshines what is written in the shade, the picture looks like light writing on dark ground. When nothing is
// written so, it is read as what it is.
func TestRayOfSun(t *testing.T) {
	img := written(t, "472 0183", func(s *scribe.Scene) { s.Pen, s.DigitHeight, s.Light = scribe.Pens["pencil"], 50, 0.95 })
	const shade, width, soft = 0.5, 60, 10
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			outside := math.Abs(float64(y)-80-float64(x)/10) - width/2
			light := shade + (1-shade)*min(max(0.5-outside/soft, 0), 1)
			c := img.RGBAAt(x, y)
			img.SetRGBA(x, y, color.RGBA{uint8(light * float64(c.R)), uint8(light * float64(c.G)), uint8(light * float64(c.B)), 255})
		}
	}
	if light, clear := photo.LightOnDark(photo.Grey(img)); !light || !clear {
		t.Fatalf("it does not look like chalk: light %v, clear %v", light, clear)
	}
	if got := digitsOf(read(t, newReader(t), img)); !slices.Equal(got, []string{"4720183"}) {
		t.Errorf("read %q", got)
	}
}

// On squared paper, digits smaller than the squares have strokes that lie along the print. Where that is coloured and they are
// not, they are read as on plain paper.
func TestSquaredPaper(t *testing.T) {
	img := written(t, "41 7017 4711", func(s *scribe.Scene) { s.DigitHeight = 30 })
	const side, width = 40, 2
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if c := img.RGBAAt(x, y); x%side < width || y%side < width {
				img.SetRGBA(x, y, color.RGBA{uint8(0.65 * float64(c.R)), uint8(0.75 * float64(c.G)), uint8(0.9 * float64(c.B)), 255})
			}
		}
	}
	if got := digitsOf(read(t, newReader(t), img)); !slices.Equal(got, []string{"4170174711"}) {
		t.Errorf("read %q", got)
	}
}

// A picture out of focus, by a tenth of the height of a digit, is sharpened first.
func TestOutOfFocus(t *testing.T) {
	img := written(t, "020 555 0137", func(s *scribe.Scene) { s.DigitHeight, s.Blur = 50, 5 })
	reading := read(t, newReader(t), img)
	if len(reading.Numbers) != 1 || reading.Numbers[0].Digits != "0205550137" {
		t.Errorf("read %+v", reading.Numbers)
	}
}

// Pages without a number, of words, tables, doodles, hatching, prints and nothing at all, have none that is sure.
func TestNumberlessPages(t *testing.T) {
	r := newReader(t)
	for seed := range uint64(12) {
		random := rand.New(rand.NewPCG(seed, 3))
		scene := scribe.NewScene(random)
		scene.Width, scene.Height, scene.DigitHeight = 640, 480, 0.4*scene.DigitHeight
		img, err := scribe.Numberless(random, scene)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range read(t, r, img).Numbers {
			if n.Sure {
				t.Errorf("page %d: %s is said as sure, %.3f", seed, n.Text, n.Confidence)
			}
		}
	}
}
