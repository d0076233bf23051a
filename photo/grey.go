package photo

import (
	"image"
)

// Grey returns the least of red, green and blue of each pixel, 0 to 255. Paper is bright in all three and stays bright;
// ink of any colour is dark in at least one, so that blue ballpoint and red pencil come out as dark as black.
// Transparent pixels are seen over white paper. The bounds of the result begin at (0, 0).
func Grey(img image.Image) *image.Gray {
	bounds := img.Bounds()
	grey := image.NewGray(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	switch img := img.(type) {
	case *image.Gray:
		for y := range bounds.Dy() {
			copy(grey.Pix[y*grey.Stride:][:bounds.Dx()], img.Pix[img.PixOffset(bounds.Min.X, bounds.Min.Y+y):])
		}
	case *image.YCbCr:
		greyYCbCr(grey, img)
	case *image.RGBA:
		greyRGBA(grey, img)
	default:
		for y := range bounds.Dy() {
			for x := range bounds.Dx() {
				grey.Pix[y*grey.Stride+x] = overWhite(img.At(bounds.Min.X+x, bounds.Min.Y+y).RGBA())
			}
		}
	}
	return grey
}

// greyYCbCr does it for a JPEG, the usual photograph. Red, green and blue are the luma and something that depends on the
// colour alone (JFIF 1.02; the numbers, in 65536ths, are those of [color.YCbCrToRGB]):
//
//	R = Y + 1.402·Cr    G = Y − 0.34414·Cb − 0.71414·Cr    B = Y + 1.772·Cb
//
// So the least of them is the luma and the least of those, which neighbours share that have one colour sample.
func greyYCbCr(grey *image.Gray, img *image.YCbCr) {
	bounds := img.Bounds()
	offsets := make([]int, bounds.Dx()) // of the colours in each row
	for x := range offsets {
		offsets[x] = img.COffset(bounds.Min.X+x, bounds.Min.Y) - img.COffset(bounds.Min.X, bounds.Min.Y)
	}
	inBands(bounds.Dx(), bounds.Dy(), func(y int) {
		row := grey.Pix[y*grey.Stride:][:bounds.Dx()]
		luma := img.Y[img.YOffset(bounds.Min.X, bounds.Min.Y+y):][:len(row)]
		colours := img.COffset(bounds.Min.X, bounds.Min.Y+y)
		last, least := -1, int32(0)
		for x, v := range luma {
			if c := colours + offsets[x]; c != last {
				cb, cr := int32(img.Cb[c])-128, int32(img.Cr[c])-128
				last, least = c, min(91881*cr, -22554*cb-46802*cr, 116130*cb)
			}
			row[x] = uint8(min(max((int32(v)*0x10101+least)>>16, 0), 255))
		}
	})
}

// greyRGBA does it for pixels as most decoders give them. Colours are multiplied by their opacity a already; the paper
// behind adds 255 − a.
func greyRGBA(grey *image.Gray, img *image.RGBA) {
	bounds := img.Bounds()
	inBands(bounds.Dx(), bounds.Dy(), func(y int) {
		in := img.Pix[img.PixOffset(bounds.Min.X, bounds.Min.Y+y):]
		row := grey.Pix[y*grey.Stride:][:bounds.Dx()]
		for x := range row {
			row[x] = min3(in[4*x], in[4*x+1], in[4*x+2]) + 255 - in[4*x+3]
		}
	})
}

// overWhite takes what color.Color.RGBA gives: 16 bits each, multiplied by the opacity.
func overWhite(r, g, b, a uint32) uint8 { return uint8((min(r, g, b) + 0xffff - a) >> 8) }

func min3(r, g, b uint8) uint8 { return min(r, g, b) }

// Brightness is the grey that the brightest tenth of the picture reaches, 0 to 255.
func Brightness(grey *image.Gray) float32 { return greyQuantile(grey, grey.Rect, 0.9) }
