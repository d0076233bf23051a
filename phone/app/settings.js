// What the user has chosen, kept on the telephone.

const key = 'aloud.settings';

const defaults = {
	who: '', // who speaks: "reader" (a screen reader), "voice" (the app) or "silent"; "" until it has been asked
	language: '', // "" for that of the browser
	country: region(), // whose telephone numbers are expected; "" for none
	guidance: 'full', // "short": each hint once; "off"
	speed: '1', // of the app's voice
	torch: 'dark', // turned on when it is dark; "hand": by hand alone
	contrast: 'auto', // as the phone has it; "light"; "dark"
	vibrate: true, // when a picture is taken
	history: false, // keep the numbers read
};

const chosen = { ...defaults, ...read() };
const listeners = [];

export const setting = (name) => chosen[name];

/** Chooses, keeps it, and tells whoever listens. */
export function choose(name, value) {
	chosen[name] = value;
	store(key, chosen);
	for (const listener of listeners) listener(name, value);
}

/** Calls listener(name, value) after each choice. */
export const onChoice = (listener) => listeners.push(listener);

/** Puts the choices into the controls of the page that bear their names, and takes them from there. */
export function bind(root) {
	for (const control of root.querySelectorAll('[name]')) {
		if (!(control.name in defaults)) continue;
		if (control.type === 'radio') control.checked = control.value === chosen[control.name];
		else if (control.type === 'checkbox') control.checked = chosen[control.name];
		else control.value = chosen[control.name];
		control.onchange = () => choose(control.name, control.type === 'checkbox' ? control.checked : control.value);
	}
}

function read() {
	return recall(key) ?? {};
}

/** What is kept under a key, or null: also where the browser keeps nothing. */
export function recall(key) {
	try {
		return JSON.parse(localStorage.getItem(key));
	} catch {
		return null;
	}
}

/** Keeps a value under a key; null forgets it. Where the browser keeps nothing, it lasts as long as the page. */
export function store(key, value) {
	try {
		if (value === null) localStorage.removeItem(key);
		else localStorage.setItem(key, JSON.stringify(value));
	} catch {}
}

/** The country that the browser's language names, as in "nl-BE". */
function region() {
	try {
		return new Intl.Locale(navigator.language).region ?? '';
	} catch {
		return '';
	}
}
