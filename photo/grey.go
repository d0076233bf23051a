package photo

import (
	"image"
	"image/color"
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

// greyYCbCr does it for a JPEG, the usual photograph, without a call for each pixel.
func greyYCbCr(grey *image.Gray, img *image.YCbCr) {
	bounds := img.Bounds()
	for y := range bounds.Dy() {
		row := grey.Pix[y*grey.Stride:][:bounds.Dx()]
		for x := range row {
			at := bounds.Min.Add(image.Pt(x, y))
			c := img.COffset(at.X, at.Y)
			row[x] = min3(color.YCbCrToRGB(img.Y[img.YOffset(at.X, at.Y)], img.Cb[c], img.Cr[c]))
		}
	}
}

// greyRGBA does it for pixels as a browser or most decoders give them. Colours are multiplied by their opacity a
// already; the paper behind adds 255 − a.
func greyRGBA(grey *image.Gray, img *image.RGBA) {
	bounds := img.Bounds()
	for y := range bounds.Dy() {
		in := img.Pix[img.PixOffset(bounds.Min.X, bounds.Min.Y+y):]
		row := grey.Pix[y*grey.Stride:][:bounds.Dx()]
		for x := range row {
			row[x] = min3(in[4*x], in[4*x+1], in[4*x+2]) + 255 - in[4*x+3]
		}
	}
}

// overWhite takes what color.Color.RGBA gives: 16 bits each, multiplied by the opacity.
func overWhite(r, g, b, a uint32) uint8 { return uint8((min(r, g, b) + 0xffff - a) >> 8) }

func min3(r, g, b uint8) uint8 { return min(r, g, b) }

// Brightness is the grey that the brightest tenth of the picture reaches, 0 to 255.
func Brightness(grey *image.Gray) float32 { return quantile(plane(grey).V, 0.9) }
