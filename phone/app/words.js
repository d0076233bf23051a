// The words of the page itself: labels, help and what can go wrong with a camera. There is one table a language, in
// words/. What is said about numbers and aiming comes from the reader, which has tables of its own.

/** The languages that have a table; the first serves whoever speaks none of them. */
export const languages = ['en', 'nl', 'de', 'fr', 'es', 'pt', 'it', 'pl', 'tr', 'ar'];

let table = {};

/** The language for someone whose browser prefers these tags, as ["pt-BR", "en"]. */
export function preferred(tags) {
	return tags.map(primary).find((language) => languages.includes(language)) ?? languages[0];
}

const primary = (tag) => tag.split('-')[0].toLowerCase();

/** The direction of writing. */
export const direction = (language) => language === 'ar' ? 'rtl' : 'ltr';

/** Takes the words of a language from now on, and puts them into the page. */
export async function load(language) {
	const answer = await fetch(`words/${language}.json`);
	if (!answer.ok) throw new Error(`words/${language}.json: ${answer.status}`);
	table = await answer.json();
	document.documentElement.lang = language;
	document.documentElement.dir = direction(language);
	fill();
}

/** What is said under this key, with its gaps {0}, {1} filled. */
export function word(key, ...gaps) {
	if (!(key in table)) throw new Error(`no word for "${key}"`);
	return gaps.reduce((text, gap, i) => text.replace(`{${i}}`, gap), table[key]);
}

/** Puts words into every element that names one. */
function fill() {
	for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
	for (const list of document.querySelectorAll('[data-words]')) {
		list.replaceChildren(...table[list.dataset.words].map((text) => make('li', text)));
	}
}

/** A new element with a text in it. */
export function make(name, text, attributes = {}) {
	const element = document.createElement(name);
	element.textContent = text;
	for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
	return element;
}
