// The drawing pad: one digit, drawn with a finger, and what the network makes of it at every moment.

import { percent } from './see.js';
import { make, word } from './words.js';

const pad = document.getElementById('pad');
const context = pad.getContext('2d', { willReadFrequently: true });
const pen = 20; // pixels, a fourteenth of the pad: as thick as MNIST's strokes in their 28 pixels

let reader;
let busy = false; // a drawing is being looked at
let changed = false; // and there is more of it since

/** Lets the pad ask a reader. */
export function begin(asked) {
	reader = asked;
	pad.setAttribute('aria-label', word('pad'));
	clear();
}

function clear() {
	context.fillStyle = 'white';
	context.fillRect(0, 0, pad.width, pad.height);
	document.getElementById('verdict').textContent = '';
	document.getElementById('verdicts').hidden = true;
}

document.getElementById('clear').onclick = clear;

pad.onpointerdown = (event) => {
	pad.setPointerCapture(event.pointerId);
	stroke(event, true);
};
pad.onpointermove = (event) => {
	if (event.buttons) stroke(event, false);
};

function stroke(event, first) {
	const box = pad.getBoundingClientRect();
	const x = (event.clientX - box.left) * pad.width / box.width, y = (event.clientY - box.top) * pad.height / box.height;
	Object.assign(context, { lineWidth: pen, lineCap: 'round', lineJoin: 'round', strokeStyle: 'black' });
	if (first) {
		context.beginPath();
		context.moveTo(x, y);
	}
	context.lineTo(x, y);
	context.stroke();
	look();
}

/** Asks what the drawing is; while that takes its time, more is drawn, and asked for afterwards. */
async function look() {
	changed = true;
	if (busy) return;
	busy = true;
	while (changed) {
		changed = false;
		const { data } = context.getImageData(0, 0, pad.width, pad.height);
		await reader.ask('digit', { pixels: data.buffer, width: pad.width, height: pad.height }).then(show, () => {});
	}
	busy = false;
}

function show({ probabilities }) {
	document.getElementById('verdicts').hidden = false;
	const name = (i) => i < 10 ? String(i) : word('noDigit');
	const order = probabilities.map((_, i) => i).sort((a, b) => probabilities[b] - probabilities[a]);
	document.getElementById('verdict').textContent = word('looksLike', name(order[0]), name(order[1]));
	document.getElementById('classes').replaceChildren(...probabilities.map((probability, i) => {
		const line = make('tr', '');
		const bar = make('meter', '', { min: 0, max: 1, 'aria-hidden': 'true' });
		bar.value = probability;
		const cell = make('td', percent(probability) + ' ');
		cell.append(bar);
		line.append(make('th', name(i), { scope: 'row' }), cell);
		return line;
	}));
}
