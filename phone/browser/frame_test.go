package browser_test

import (
	"fmt"
	"testing"
)

// TestFrame holds the grey that is read from the bytes of a camera's frame against the browser's own drawing of it.
func TestFrame(t *testing.T) {
	p := newChromium(t, false).open(t, serve(t).URL, visit{who: "reader"})
	eval[any](p, `new Promise((resolve) => {
		document.head.append(Object.assign(document.createElement("script"), { src: "frame.js", onload: resolve }));
	})`)
	for _, format := range []string{"I420", "NV12"} {
		for _, matrix := range []string{"smpte170m", "bt709"} {
			for _, side := range []int{1, 3} {
				t.Run(fmt.Sprintf("%s %s %d", format, matrix, side), func(t *testing.T) {
					got := eval[struct{ Width, Height, Mean, Most float64 }](p, fmt.Sprintf(greyAndDrawn, format, matrix, side))
					if got.Width != float64(96/side) || got.Height != float64(64/side) {
						t.Errorf("%.0fx%.0f", got.Width, got.Height)
					}
					if got.Mean > 1.5 || got.Most > 6 {
						t.Errorf("%.1f grey levels away from what is drawn, %.0f at most", got.Mean, got.Most)
					}
				})
			}
		}
	}
}

// greyAndDrawn makes a frame of soft colours, and tells how far both ways to its grey lie apart.
const greyAndDrawn = `(async () => {
	const format = %q, matrix = %q, side = %d, width = 96, height = 64;
	const bytes = new Uint8Array(width * height * 3 / 2);
	for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) bytes[y * width + x] = 60 + x + y;
	for (let y = 0; y < height / 2; y++) for (let x = 0; x < width / 2; x++) {
		const i = y * width / 2 + x, blue = 108 + x / 2 + y / 4, red = 148 - x / 2, first = width * height;
		if (format === "NV12") [bytes[first + 2 * i], bytes[first + 2 * i + 1]] = [blue, red];
		else [bytes[first + i], bytes[first + width * height / 4 + i]] = [blue, red];
	}
	const frame = new VideoFrame(bytes, { format, codedWidth: width, codedHeight: height, timestamp: 0,
		colorSpace: { matrix, primaries: "bt709", transfer: "bt709", fullRange: false } });
	const planes = new Uint8Array(frame.allocationSize());
	const grey = greyOf(planes, await frame.copyTo(planes), frame, side), pixels = new Uint8Array(grey.pixels);
	const easel = new OffscreenCanvas(width, height).getContext("2d");
	easel.drawImage(frame, 0, 0);
	const { data } = easel.getImageData(0, 0, width, height);
	frame.close();
	let sum = 0, most = 0;
	for (let y = 0; y < grey.height; y++) for (let x = 0; x < grey.width; x++) {
		let mean = 0;
		for (let v = 0; v < side; v++) for (let u = 0; u < side; u++) {
			const i = 4 * ((y * side + v) * width + x * side + u);
			mean += Math.min(data[i], data[i + 1], data[i + 2]) / side / side;
		}
		const away = Math.abs(pixels[y * grey.width + x] - mean);
		sum += away;
		most = Math.max(most, away);
	}
	return { width: grey.width, height: grey.height, mean: sum / pixels.length, most };
})()`
