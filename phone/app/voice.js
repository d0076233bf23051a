// One voice at a time. Whatever the page says goes through here, and is heard from one of three: a screen reader, by a
// live region; the app's own voice, with no region live; or nobody, as text alone.

import { setting } from './settings.js';
import { direction, word } from './words.js';

const status = document.getElementById('status');
const alert = document.getElementById('alert');

const pause = 60; // ms between emptying a region and saying the same again: a few frames, or it is not heard as new
const patience = 1000; // ms until a voice that does not start is taken to be broken
const longest = 6000; // ms that an instruction may take to be spoken

let pending = 0; // the timer of a text that is to be set
let utterances = []; // kept, or some browsers forget them half-way
let doubt = 0; // the timer after which the voice counts as broken
let hurry = 1; // the factor of "Slower"

/** When something was last said, as performance.now() tells time. */
export let lastSaid = -Infinity;

/** Makes only the regions live that should be. To be called when it was chosen who speaks. */
export function arrange() {
	quiet();
	live(setting('who') === 'reader' || setting('who') === '');
}

function live(yes) {
	for (const region of [status, alert]) {
		if (yes) region.setAttribute('role', region.id);
		else region.removeAttribute('role');
	}
}

/** Says sentences: what goes on, and what was read. */
export const say = (...sentences) => announce(status, sentences);

/** Says sentences that matter more: what went wrong, and what to do. */
export const warn = (...sentences) => announce(alert, sentences);

function announce(region, sentences) {
	const language = document.documentElement.lang; // when another is chosen, this still stands there
	lastSaid = performance.now();
	Object.assign(region, { lang: language, dir: direction(language) });
	show(region, sentences.join(' '));
	if (setting('who') === 'voice') speak(sentences, language);
}

/** Shows a text in one region and empties the other, so that one thing stands there. Setting it is one change. */
function show(region, text) {
	clearTimeout(pending);
	const other = region === status ? alert : status;
	if (other.textContent) other.textContent = '';
	if (region.textContent !== text) {
		region.textContent = text;
		return;
	}
	region.textContent = '';
	pending = setTimeout(() => { region.textContent = text; }, pause);
}

/** Speaks sentences one by one, behind what is being spoken. */
function speak(sentences, language) {
	if (!('speechSynthesis' in window)) {
		confess();
		return;
	}
	utterances = utterances.filter((u) => !u.ended);
	if (!utterances.some((u) => u.began)) watch();
	for (const sentence of sentences) {
		const utterance = new SpeechSynthesisUtterance(sentence);
		utterance.lang = tongue(language);
		utterance.rate = Number(setting('speed')) * hurry;
		utterance.onstart = () => {
			utterance.began = true;
			clearTimeout(doubt);
			live(false); // it works after all
		};
		utterance.onend = utterance.onerror = () => { utterance.ended = true; };
		utterances.push(utterance);
		speechSynthesis.speak(utterance);
	}
}

/** Says by the live region that the voice is broken, where none of what it was given starts. */
function watch() {
	clearTimeout(doubt);
	doubt = setTimeout(confess, patience);
}

function confess() {
	alert.setAttribute('role', 'alert');
	setTimeout(() => show(alert, word('voiceFails')), pause);
}

/** A language, with the country that the browser names for it. */
function tongue(language) {
	return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** Lets the voice speak later: on iPhones it may only after it has spoken, if nothing, within a press. */
export function prime() {
	if (setting('who') !== 'voice' || !('speechSynthesis' in window)) return;
	const nothing = new SpeechSynthesisUtterance('');
	nothing.volume = 0;
	speechSynthesis.speak(nothing);
}

/** Tells whether the app's own voice is still at what was said last, so that more would only come late. Not every browser
 *  tells when it has ended, so it is not waited for for long. */
export const busy = () => utterances.some((u) => !u.ended) && performance.now() - lastSaid < longest;

/** Stops speaking. */
export function quiet() {
	clearTimeout(doubt);
	utterances = [];
	if ('speechSynthesis' in window) speechSynthesis.cancel();
}

/** Speaks slower from now on; the slowest is half as fast. */
export function slower() {
	hurry = Math.max(hurry * 0.8, 0.5);
}
