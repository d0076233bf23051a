// The result: one number at a time, large, once; the same digit by digit; and what can be done with it.

import { say } from './voice.js';
import { make, word } from './words.js';
import { offer } from './hand.js';

const $ = (id) => document.getElementById(id);

let answer; // of the reader
let index = 0; // of the number shown
let place = 0; // of the digit in the walk

/** The number shown: what was read, and what is said of it. */
const shown = () => ({ ...answer.reading.numbers[index], ...answer.speech.numbers[index] });

/** Shows what was read and says it, all numbers of it. */
export function present(read) {
	answer = read;
	show(0);
	say(...answer.speech.parts);
}

/** Shows the same in other words, those of another language or country. */
export function reword(speech) {
	answer = { ...answer, speech };
	show(index);
}

/** Shows the number with this index. */
function show(i) {
	index = i;
	const number = shown(), count = answer.reading.numbers.length;
	$('result-heading').textContent = count > 1 ? word('resultOf', index + 1, count) : word('result');
	$('number').replaceChildren(...pieces(number));
	$('digits').replaceChildren(...number.walk.map((sentence) => make('li', sentence)));
	$('next-number').hidden = count < 2;
	openWalk(false);
	offer(number);
}

/** The digits in their groups, as text; a digit in doubt is underlined as well. */
function pieces(number) {
	let i = 0;
	return [...inBreaths(number.grouped)].map((char) => {
		if (char === ' ') return char;
		const symbol = number.symbols[i++];
		return symbol.sure ? char : make('u', char);
	});
}

/** Parts long groups as the reader does when it says them: up to four digits together, more in threes. Otherwise a screen
 *  reader that meets them would say a number of millions. */
const inBreaths = (grouped) => grouped.replace(/\S{5,}/g, (group) => group.replace(/\S{3}(?=\S{2})/g, '$& '));

/** Says the number shown again. */
export function repeat() {
	say(...shown().parts);
}

function openWalk(open) {
	$('walk').hidden = !open;
	$('walk-open').setAttribute('aria-expanded', open);
	if (open) walkTo(0);
}

/** Goes to the digit with this index, if there is one, and says it; past either end it says the last one again. */
function walkTo(i) {
	const digits = [...$('digits').children];
	place = Math.min(Math.max(i, 0), digits.length - 1);
	for (const digit of digits) digit.removeAttribute('aria-current');
	digits[place].setAttribute('aria-current', 'true');
	say(digits[place].textContent);
}

$('repeat').onclick = repeat;
$('walk-open').onclick = () => openWalk($('walk').hidden);
$('digit-back').onclick = () => walkTo(place - 1);
$('digit-on').onclick = () => walkTo(place + 1);
$('next-number').onclick = () => {
	show((index + 1) % answer.reading.numbers.length);
	repeat();
};

// Arrows and swipes go through the digits too; numbers run from left to right in every language.
const steps = { ArrowRight: () => walkTo(place + 1), ArrowLeft: () => walkTo(place - 1), Home: () => walkTo(0), End: () => walkTo(Infinity) };
$('result').addEventListener('keydown', (event) => {
	if ($('walk').hidden || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
	event.preventDefault();
	steps[event.key]();
});

const far = 40; // pixels of a swipe that is meant
let from = null;
$('result').addEventListener('pointerdown', (event) => { from = event.clientX; });
$('result').addEventListener('pointerup', (event) => {
	const way = event.clientX - (from ?? event.clientX);
	from = null;
	if (!$('walk').hidden && Math.abs(way) >= far) walkTo(place + (way < 0 ? 1 : -1));
});
