package digit_test

import (
	"image"
	"math/rand/v2"
	"slices"
	"testing"

	"aloud/digit"
	"aloud/internal/needs"
	"aloud/mnist"
)

// bar is a picture of that size, with ink of that grey in the rectangle.
func bar(width, height int, ink image.Rectangle, grey uint8) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, width, height))
	for y := ink.Min.Y; y < ink.Max.Y; y++ {
		for x := ink.Min.X; x < ink.Max.X; x++ {
			m.Pix[m.PixOffset(x, y)] = grey
		}
	}
	return m
}

// blot is a picture of random greys, which has no symmetry that could hide a mistake.
func blot(seed uint64, width, height int) *image.Gray {
	random := rand.New(rand.NewPCG(seed, 0))
	m := image.NewGray(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = uint8(random.IntN(256))
	}
	return m
}

// asGray is the digit as a picture to be normalised again.
func asGray(d digit.Digit) *image.Gray {
	return &image.Gray{Pix: d[:], Stride: digit.Side, Rect: d.Bounds()}
}

// box is the rectangle around all ink.
func box(d digit.Digit) image.Rectangle {
	var r image.Rectangle
	for i, v := range d {
		if v > 0 {
			x, y := i%digit.Side, i/digit.Side
			r = r.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	return r
}

// centre is the centre of mass in coordinates of pixel edges: that of one pixel with index 14 alone is 14.5.
func centre(d digit.Digit) (x, y float64) {
	mass := 0.0
	for i, v := range d {
		mass += float64(v)
		x += float64(v) * (float64(i%digit.Side) + 0.5)
		y += float64(v) * (float64(i/digit.Side) + 0.5)
	}
	return x / mass, y / mass
}

// central reports whether the centre of mass lies where MNIST has it.
func central(d digit.Digit) bool {
	x, y := centre(d)
	return 14 < x && x <= 15 && 14 < y && y <= 15
}

func brightest(d digit.Digit) uint8 {
	best := uint8(0)
	for _, v := range d {
		best = max(best, v)
	}
	return best
}

func TestNormalizeOfNoInk(t *testing.T) {
	for _, size := range []image.Rectangle{{}, image.Rect(0, 0, 28, 28), image.Rect(5, 5, 5, 9)} {
		if d := digit.Normalize(image.NewGray(size)); d != (digit.Digit{}) {
			t.Errorf("ground of %v became ink", size)
		}
	}
}

func TestNormalizeSize(t *testing.T) {
	tests := []struct {
		name string
		ink  *image.Gray
		want image.Point // size of the ink in the digit
	}{
		{"a tall bar fills the height of the box and keeps its shape", bar(50, 100, image.Rect(20, 10, 28, 90), 255), image.Pt(2, 20)},
		{"a wide bar fills the width of the box and keeps its shape", bar(100, 50, image.Rect(10, 20, 90, 28), 255), image.Pt(20, 2)},
		{"a square fills the box", bar(90, 90, image.Rect(7, 9, 67, 69), 90), image.Pt(20, 20)},
		{"a square of the box's own size stays as it is", bar(30, 30, image.Rect(5, 5, 25, 25), 255), image.Pt(20, 20)},
		{"a square of half the box's size is doubled", bar(30, 30, image.Rect(5, 5, 15, 15), 255), image.Pt(20, 20)},
		{"a square of 3 pixels is doubled only: less than 10 pixels are not blown up", bar(3, 3, image.Rect(0, 0, 3, 3), 255), image.Pt(6, 6)},
		{"one pixel becomes four", bar(9, 9, image.Rect(4, 7, 5, 8), 1), image.Pt(2, 2)},
		{"a line of one pixel's width does not vanish", bar(400, 400, image.Rect(200, 0, 201, 400), 255), image.Pt(1, 20)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := digit.Normalize(test.ink)
			if got := box(d).Size(); got != test.want {
				t.Errorf("the ink is %v, want %v", got, test.want)
			}
			if brightest(d) != 255 {
				t.Errorf("the brightest pixel is %d", brightest(d))
			}
			if !central(d) {
				x, y := centre(d)
				t.Errorf("the centre of mass is (%.3f, %.3f)", x, y)
			}
		})
	}
}

// Where the ink stands in its picture, and how the picture lies in memory, says nothing about the digit.
func TestNormalizeDoesNotSeeWhere(t *testing.T) {
	ink := blot(1, 13, 37)
	want := digit.Normalize(ink)
	for _, at := range []image.Point{{0, 0}, {1, 0}, {30, 41}} {
		large := image.NewGray(image.Rect(-3, -5, 60, 90))
		for y := range 37 {
			for x := range 13 {
				large.SetGray(x+at.X, y+at.Y, ink.GrayAt(x, y))
			}
		}
		if digit.Normalize(large) != want {
			t.Errorf("the same ink at %v is another digit", at)
		}
		cut := large.SubImage(image.Rect(at.X-1, at.Y-1, at.X+14, at.Y+38)).(*image.Gray)
		if digit.Normalize(cut) != want {
			t.Errorf("the same ink at %v in a cut of a picture is another digit", at)
		}
	}
}

// Repeating every pixel makes a picture larger and its digit no other, once no pixel has to be doubled any more.
func TestNormalizeDoesNotSeeHowLarge(t *testing.T) {
	ink := blot(2, 23, 31)
	want := digit.Normalize(ink)
	for _, times := range []int{2, 3, 5} {
		large := image.NewGray(image.Rect(0, 0, 23*times, 31*times))
		for i := range large.Pix {
			large.Pix[i] = ink.Pix[i/large.Stride/times*ink.Stride+i%large.Stride/times]
		}
		got := digit.Normalize(large)
		if n := difference(got, want); n > 1 { // the square's middle may lie between two pixels of the small picture
			t.Errorf("%d times as large the digit differs by up to %d grey levels", times, n)
		}
	}
}

// What fills the box exactly comes through without loss, so that normalising again changes nothing.
func TestNormalizeOfNormalized(t *testing.T) {
	for seed := range uint64(20) {
		once := digit.Normalize(blot(seed, 20, 20))
		if twice := digit.Normalize(asGray(once)); twice != once {
			t.Errorf("blot %d: a second time changes up to %d grey levels", seed, difference(once, twice))
		}
	}
}

// difference is the largest difference of two digits in any pixel.
func difference(a, b digit.Digit) int {
	largest := 0
	for i, v := range a {
		largest = max(largest, int(v)-int(b[i]), int(b[i])-int(v))
	}
	return largest
}

// The form that Normalize gives is that of MNIST: the centre of mass of its digits lies in (14, 15] both ways, and a
// digit that is normalised once more stays what it is.
func TestNormalizeAgreesWithMNIST(t *testing.T) {
	training, err := mnist.Read(needs.Data(t, "mnist"), mnist.Train)
	if err != nil {
		t.Fatal(err)
	}
	var outside []int // digits of MNIST whose centre of mass lies elsewhere
	outsideAgain := 0 // the same after they were normalised once more
	changed := 0      // digits that differ then by more than the one grey level of a brightest pixel of 254
	for i := range training {
		d := training[i].Digit
		again := digit.Normalize(asGray(d))
		if !central(d) {
			outside = append(outside, i)
		}
		if !central(again) {
			outsideAgain++
		}
		if difference(d, again) > 1 {
			changed++
		}
	}
	t.Logf("of %d digits %d are off centre, %d when normalised again, and %d are changed by that", len(training), len(outside), outsideAgain, changed)
	// Two of the four lie on the border, at 14 exactly, and two beside it, by 0.02 and 0.01 of a pixel.
	if want := []int{19841, 23831, 33691, 45131}; !slices.Equal(outside, want) {
		t.Errorf("the digits of MNIST that are off centre are %v, want %v", outside, want)
	}
	// These few have their mass so near to one edge of their box that it reaches beyond the picture and is cut off.
	if outsideAgain > 2 || changed > 20 {
		t.Errorf("normalised again, %d digits are off centre and %d changed; want at most 2 and 20", outsideAgain, changed)
	}
}
