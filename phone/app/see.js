// What it sees: the ink of the last picture with a frame around each digit, and for each digit what the network was
// given and what it made of it. For people who help, and for those who want to know.

import { make, word } from './words.js';

const $ = (id) => document.getElementById(id);
export const side = 28; // pixels of a digit as the network takes it

/** Shows an answer that was asked for with see; null where nothing has been read. */
export function show(answer) {
	$('see-none').hidden = Boolean(answer);
	$('see-some').hidden = !answer;
	if (!answer) return;
	const { pixels, width, height, digits } = answer.see;
	Object.assign($('ink'), { width, height });
	$('ink').getContext('2d').putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
	$('ink').setAttribute('aria-label', word('inkOf'));
	const symbols = answer.reading.numbers.flatMap((number) => number.symbols);
	$('seen').replaceChildren(...symbols.map((symbol, i) => row(symbol, i, digits)));
}

function row(symbol, i, digits) {
	const line = make('tr', '');
	const picture = make('td', '');
	picture.append(drawn(new Uint8Array(digits, i * side * side, side * side)));
	line.append(make('th', i + 1, { scope: 'row' }), picture, make('td', symbol.char),
		make('td', percent(symbol.probability)), make('td', symbol.alternatives.map((a) => `${a.char}: ${percent(a.probability)}`).join(', ')));
	return line;
}

/** A digit of 28x28 bytes, ink 255 on 0, as a picture, dark on light. */
export function drawn(bytes) {
	const canvas = make('canvas', '', { width: side, height: side, class: 'digit', 'aria-hidden': 'true' });
	const image = new ImageData(side, side);
	bytes.forEach((ink, i) => image.data.set([255 - ink, 255 - ink, 255 - ink, 255], 4 * i));
	canvas.getContext('2d').putImageData(image, 0, 0);
	return canvas;
}

/** A probability as people write it. */
export function percent(probability) {
	return new Intl.NumberFormat(document.documentElement.lang, { style: 'percent', maximumFractionDigits: 1, numberingSystem: 'latn' }).format(probability);
}
