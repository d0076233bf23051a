// How bright the pixels of a frame are, read from the form in which a camera gives it: the brightness of each pixel, and
// two numbers for the colour of each four. To draw it, and read the drawing, takes a browser several times as long.

// Red, green and blue by the two numbers, beside the brightness (ITU-R BT.601 and BT.709).
const colours = {
	bt601: { red: 1.402, greenBlue: -0.344136, greenRed: -0.714136, blue: 1.772 },
	bt709: { red: 1.5748, greenBlue: -0.187324, greenRed: -0.468124, blue: 1.8556 },
};

// greyOf is a grey picture as the reader makes one of colours too, each pixel the least of red, green and blue, taken of
// squares of so many pixels' side. The bytes of the frame lie in planes, where layout says.
function greyOf(planes, layout, { format, visibleRect, colorSpace }, side) {
	const width = Math.floor(visibleRect.width / side), height = Math.floor(visibleRect.height / side);
	const pixels = new Uint8ClampedArray(width * height);
	const of = colorSpace.matrix === "bt709" ? colours.bt709 : colours.bt601;
	const [dark, range, colourRange] = colorSpace.fullRange ? [0, 255, 255] : [16, 219, 224];
	const [luma, blues, reds = { offset: blues.offset + 1, stride: blues.stride }] = layout;
	const step = format === "NV12" ? 2 : 1; // bytes from one number of a colour to the next of its kind
	const scale = 255 / range / (side * side), black = dark * side * side;
	const red = of.red * 255 / colourRange, blue = of.blue * 255 / colourRange;
	const greenRed = of.greenRed * 255 / colourRange, greenBlue = of.greenBlue * 255 / colourRange;
	const sums = new Int32Array(width), least = new Float64Array(width + 1);
	for (let y = 0; y < height; y++) {
		sums.fill(-black);
		for (let v = 0; v < side; v++) {
			const row = luma.offset + (y * side + v) * luma.stride;
			for (let u = 0; u < side; u++) {
				for (let x = 0, at = row + u; x < width; x++, at += side) sums[x] += planes[at];
			}
		}
		const row = (y * side + (side >> 1)) >> 1, blueRow = blues.offset + row * blues.stride, redRow = reds.offset + row * reds.stride;
		const alike = side > 1 ? 1 : 2; // neighbours share a colour
		for (let x = 0; x < width; x += alike) {
			const column = step * ((x * side + (side >> 1)) >> 1);
			const b = planes[blueRow + column] - 128, r = planes[redRow + column] - 128;
			least[x] = least[x + alike - 1] = Math.min(red * r, greenBlue * b + greenRed * r, blue * b);
		}
		for (let x = 0, i = y * width; x < width; x++, i++) pixels[i] = sums[x] * scale + least[x];
	}
	return { width, height, pixels: pixels.buffer };
}
