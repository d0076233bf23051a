// The numbers read before: kept only if the user wants it, on this telephone alone, without pictures.

import { recall, setting, store } from './settings.js';
import { say } from './voice.js';
import { make, word } from './words.js';

const key = 'aloud.history';
const most = 100;
const $ = (id) => document.getElementById(id);

/** Keeps the numbers of an answer, where history is on. */
export function keep(answer) {
	if (!setting('history')) return;
	const when = Date.now();
	const read = answer.speech.numbers.map(({ grouped }) => ({ grouped, when }));
	store(key, [...read, ...all()].slice(0, most));
}

const all = () => recall(key) ?? [];

/** Lists what is kept. */
export function list() {
	const numbers = all();
	const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
	$('history-none').textContent = numbers.length ? '' : word(setting('history') ? 'historyNone' : 'historyOff');
	$('history-list').replaceChildren(...numbers.map(({ grouped, when }) => {
		const item = make('li', '');
		item.append(make('span', grouped, { dir: 'ltr', class: 'kept' }), ' ', make('span', date.format(when)));
		return item;
	}));
	$('forget').hidden = !numbers.length;
}

/** Deletes all. */
export function forget() {
	store(key, null);
	list();
}

$('forget').onclick = () => {
	forget();
	$('history-heading').focus(); // the button is gone
	say(word('forgotten'));
};
