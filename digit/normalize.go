package digit

import (
	"image"
	"math"
)

// boxSide is the side of the square that MNIST fits a digit's ink into before centring it in the 28x28 picture.
const boxSide = 20

// minimumSide is the smallest square that MNIST cuts out: a digit of fewer pixels is not blown up to fill the box.
const minimumSide = 10

// Normalize brings ink of any size to the form of MNIST. The picture holds ink bright on 0; where there is no ink at
// all, the digit is empty.
//
// The steps are those that made MNIST out of NIST's forms, as reconstructed by Yadav and Bottou, "Cold Case: The Lost
// MNIST Digits" (NeurIPS 2019), section 2, whose digits differ from the originals by less than a grey level or two:
//
//  1. Cut out the bounding box of everything above 0, so specks must be gone before. Put it in the middle of a square
//     of side max(height, width, 10).
//  2. Double the square by repeating pixels until its side is at least 20, then reduce it to 20x20 by averaging areas
//     exactly: each new pixel is the mean ink of the part of the square that it covers. The aspect ratio is kept.
//  3. Stretch the greys so that the brightest becomes 255.
//  4. Place the 20x20 box in the 28x28 picture so that the centre of mass, in coordinates of pixel edges, falls into
//     (14, 15]: on the pixel with index 14 and not on the geometric centre. Ink that would leave the picture is cut off.
func Normalize(ink *image.Gray) Digit {
	box := inkBounds(ink)
	if box.Empty() {
		return Digit{}
	}
	reduced := areaAverage(squareAround(ink, box))
	stretch(reduced)
	return centre(reduced)
}

// inkBounds is the smallest rectangle around all pixels above 0.
func inkBounds(ink *image.Gray) image.Rectangle {
	bounds := ink.Bounds()
	box := image.Rectangle{Min: bounds.Max, Max: bounds.Min}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		row := ink.Pix[ink.PixOffset(bounds.Min.X, y):][:bounds.Dx()]
		for i, v := range row {
			if v > 0 {
				x := bounds.Min.X + i
				box.Min.X, box.Max.X = min(box.Min.X, x), max(box.Max.X, x+1)
				box.Min.Y, box.Max.Y = min(box.Min.Y, y), max(box.Max.Y, y+1)
			}
		}
	}
	return box
}

// square is a square grey picture in floating point.
type square struct {
	side int
	v    []float64 // side*side values, row by row
}

// squareAround copies the box into the middle of a square, doubled until its side is at least 20.
func squareAround(ink *image.Gray, box image.Rectangle) square {
	side := max(box.Dx(), box.Dy(), minimumSide)
	left, top := (side-box.Dx())/2, (side-box.Dy())/2
	repeat := 1
	for side*repeat < boxSide {
		repeat *= 2
	}
	s := square{side * repeat, make([]float64, side*repeat*side*repeat)}
	for y := range box.Dy() * repeat {
		row := ink.Pix[ink.PixOffset(box.Min.X, box.Min.Y+y/repeat):]
		out := s.v[(top*repeat+y)*s.side+left*repeat:]
		for x := range box.Dx() * repeat {
			out[x] = float64(row[x/repeat])
		}
	}
	return s
}

// areaAverage reduces the square to 20x20, rows first and columns after: the area is a product of two lengths.
func areaAverage(s square) square {
	rows := make([]float64, boxSide*s.side) // 20 rows of the full width
	overlaps(s.side, func(to, from int, share float64) {
		for x := range s.side {
			rows[to*s.side+x] += share * s.v[from*s.side+x]
		}
	})
	reduced := square{boxSide, make([]float64, boxSide*boxSide)}
	overlaps(s.side, func(to, from int, share float64) {
		for y := range boxSide {
			reduced.v[y*boxSide+to] += share * rows[y*s.side+from]
		}
	})
	return reduced
}

// overlaps calls f for every pair of a new pixel and an old one that overlap when a length of side pixels is divided
// into 20, with the share of the new pixel that the old one covers. The shares of one new pixel sum to 1.
func overlaps(side int, f func(to, from int, share float64)) {
	step := float64(side) / boxSide
	for to := range boxSide {
		begin, end := float64(to)*step, float64(to+1)*step
		for from := int(begin); from < side && float64(from) < end; from++ {
			if length := min(end, float64(from+1)) - max(begin, float64(from)); length > 0 {
				f(to, from, length/step)
			}
		}
	}
}

// stretch scales the greys so that the brightest becomes 255, and rounds them.
func stretch(s square) {
	brightest := 0.0
	for _, v := range s.v {
		brightest = max(brightest, v)
	}
	for i, v := range s.v {
		s.v[i] = float64(int(v*255/brightest + 0.5))
	}
}

// centre places the 20x20 box in the digit so that its centre of mass falls on the pixel with index 14. What leaves the
// picture is cut off: a lone stroke far from the rest, in 20 of MNIST's 60 000 digits a pixel or two.
func centre(s square) Digit {
	var mass, massX, massY float64
	for i, v := range s.v {
		mass += v
		massX += v * (float64(i%boxSide) + 0.5)
		massY += v * (float64(i/boxSide) + 0.5)
	}
	const end = Side/2 + 1 // of the interval (14, 15]
	corner := image.Pt(int(math.Floor(end-massX/mass)), int(math.Floor(end-massY/mass)))
	var d Digit
	for i, v := range s.v {
		if p := corner.Add(image.Pt(i%boxSide, i/boxSide)); p.In(d.Bounds()) {
			d[p.Y*Side+p.X] = uint8(v)
		}
	}
	return d
}
