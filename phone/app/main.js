// The page from beginning to end: start, aim, read, result, and what goes wrong between. At every moment it is in one
// state, which the body bears as data-state:
//
//	loading   the words are being fetched
//	ask       who speaks? asked once
//	start     one button, which starts the camera
//	opening   the telephone may be asking whether the camera is allowed
//	aiming    frames are looked at, and how to move is said
//	reading   a picture is being read
//	result    a number has been read
//	trouble   the camera or the reader failed; what to do has been said
//
// The one button stays where it is in all of them, and so does the focus: it moves only when the user opens something.

import { aim } from './aim.js';
import { Camera } from './camera.js';
import * as draw from './draw.js';
import * as history from './history.js';
import * as offline from './offline.js';
import { follow, onPage, openPage } from './pages.js';
import { reader } from './reader.js';
import { present, repeat, reword } from './result.js';
import * as see from './see.js';
import { bind, choose, onChoice, setting } from './settings.js';
import * as voice from './voice.js';
import { load, make, preferred, word } from './words.js';

const $ = (id) => document.getElementById(id);

const looks = 5; // at a note at most, until enough of them agree
const slow = 1000; // ms of waiting after which it is said what for
const rest = 5000; // ms after a picture without a number, in which none is taken by itself
const silence = 5000; // ms without a word, before something is said that nobody asked for

const camera = new Camera($('video'), cameraLost);

let state = 'loading';
let turn = 0; // of aiming and reading; what belongs to an older one is dropped
let paused = false; // guidance
let able = null; // what the reader can do, once it is ready
let pressedAt = Infinity; // when the user last pressed something, by performance.now(): before that nothing makes a sound

// States.

const labels = { aiming: 'takePicture', reading: 'takePicture', result: 'newPicture', trouble: 'tryAgain' };

function enter(next) {
	state = next;
	document.body.dataset.state = state;
	$('ask').hidden = state !== 'ask';
	$('go').hidden = $('upload').hidden = $('who').hidden = state === 'ask' || state === 'loading';
	$('before').hidden = state !== 'start';
	$('aiming').hidden = state !== 'aiming' && state !== 'reading';
	$('result').hidden = $('to-result').hidden = state !== 'result';
	write();
}

/** Writes what depends on more than the language. */
function write() {
	$('go').textContent = word(labels[state] ?? 'start');
	$('pause').textContent = word(paused ? 'resume' : 'pause');
	$('torch').textContent = word(camera.torch ? 'torchOff' : 'torchOn');
	$('torch').hidden = !camera.hasTorch;
	for (const id of ['stop', 'slower', 'voice-settings']) $(id).hidden = setting('who') !== 'voice';
	document.title = [title(), 'Aloud'].filter(Boolean).join(' – ');
}

function title() {
	if (openPage()) return $(`${openPage()}-heading`).textContent;
	if (state === 'ask') return word('whoSpeaks');
	if (state === 'result') return $('result-heading').textContent;
	return labels[state] && word(labels[state]);
}

// The one button.

$('go').onclick = () => {
	voice.quiet();
	voice.prime();
	if (state === 'aiming') take();
	else if (state !== 'reading' && state !== 'opening') start();
};

/** Opens the camera, if it is not open yet, and aims. */
async function start() {
	const mine = ++turn, pressed = performance.now();
	try {
		if (!camera.open) {
			enter('opening');
			await camera.start();
		}
		await unlessSlow(reader.ready, 'loading');
		if (voice.lastSaid > pressed) await until(voice.lastSaid + slow); // or it would hardly be heard
	} catch (error) {
		if (mine === turn) trouble(error.key ?? 'readerFails');
		return;
	}
	if (mine !== turn) return;
	voice.say(word('aiming'));
	goOnAiming();
}

/** Aims until the picture should be taken, and takes it. */
async function goOnAiming(notBefore = 0) {
	const mine = ++turn;
	paused = false;
	enter('aiming');
	const watch = () => mine !== turn ? 'stop' : paused || document.hidden || openPage() ? 'wait' : 'go';
	try {
		if (await aim(reader, camera, watch, notBefore)) take();
	} catch (error) {
		if (mine === turn) readerFailed(error);
	}
}

/** Takes pictures of the note until enough agree. */
function take() {
	if (setting('vibrate')) navigator.vibrate?.(50);
	return read(async () => {
		for (let i = 1; ; i++) {
			const answer = await reader.ask('still', { ...await camera.picture(), follow: true });
			const { numbers } = answer.reading;
			if (i === looks || numbers.length > 0 && numbers.every((number) => number.sure)) return answer;
		}
	});
}

/** Reads, by a function that asks the reader, and tells what came of it. */
async function read(ask) {
	const mine = ++turn;
	enter('reading');
	try {
		const answer = await unlessSlow(ask(), 'reading');
		if (mine === turn) tell(answer);
	} catch (error) {
		if (mine === turn) readerFailed(error);
	}
}

/** Waits for something; if that takes long, it is said that it goes on. */
async function unlessSlow(promise, key) {
	const mine = turn;
	const waiting = setTimeout(() => mine === turn && voice.say(word(key)), slow);
	try {
		return await promise;
	} finally {
		clearTimeout(waiting);
	}
}

/** Resolves at a time as performance.now() tells it. */
const until = (time) => new Promise((resolve) => setTimeout(resolve, time - performance.now()));

/** Tells the numbers read, or why there is none; then the camera goes on looking. */
function tell(answer) {
	if (answer.reading.numbers.length > 0) {
		history.keep(answer);
		enter('result');
		present(answer);
		write();
		return;
	}
	voice.warn(...answer.speech.parts);
	if (camera.open) goOnAiming(performance.now() + rest);
	else enter('start');
}

// What goes wrong.

/** Says what went wrong and what to do. */
function trouble(key) {
	turn++;
	enter('trouble');
	voice.warn(word(key));
}

function cameraLost() {
	if (state === 'aiming' || state === 'reading') trouble('cameraLost');
}

const failures = { unopened: 'unopened', 'too large': 'tooLarge', broken: 'readerBroke' };

function readerFailed(error) {
	console.error(error);
	trouble(failures[error.code] ?? 'readerFails');
}

// Pictures from elsewhere.

for (const input of [$('shot'), $('file')]) {
	input.onchange = () => {
		const [file] = input.files;
		if (!file) return;
		read(() => reader.ask('file', { file }));
		input.value = ''; // so that the same can be chosen again
	};
}

$('to-result').onclick = (event) => {
	event.preventDefault();
	$('result-heading').focus();
};

// While aiming, and while the voice speaks.

$('pause').onclick = () => {
	paused = !paused;
	voice.quiet();
	write();
	if (paused) voice.say(word('paused'));
};

$('torch').onclick = async () => {
	const on = await camera.light(!camera.torch);
	write();
	voice.say(word(on ? 'torchIsOn' : 'torchIsOff'));
};

$('stop').onclick = voice.quiet;
$('slower').onclick = () => {
	voice.quiet();
	voice.slower();
	repeat();
};

addEventListener('keydown', (event) => {
	if (event.key === 'Escape') voice.quiet();
});
addEventListener('click', () => { pressedAt = performance.now(); }, { capture: true });
addEventListener('pagehide', voice.quiet);
document.addEventListener('visibilitychange', () => {
	if (document.hidden) voice.quiet();
});

// Settings.

for (const button of $('ask').querySelectorAll('button')) {
	button.onclick = () => {
		choose('who', button.value);
		voice.prime();
		enter('start');
		$('go').focus(); // the button is gone
		if (setting('who') === 'voice') voice.say(word('voiceSample'));
	};
}

$('test-voice').onclick = () => {
	voice.quiet();
	voice.say(word('voiceSample'));
};

onChoice(async (name) => {
	if (name === 'who') voice.arrange();
	if (name === 'language') await load(language());
	if (name === 'language' || name === 'country') {
		await speakAsChosen();
		// A reader started anew has read nothing.
		if (state === 'result') await reader.ask('speech').then(({ speech }) => reword(speech), () => {});
	}
	show();
});

const language = () => setting('language') || preferred(navigator.languages);

/** Lets the reader speak the language and know the country. */
function speakAsChosen() {
	return reader.choose({ language: language(), country: setting('country') }).catch(() => {}); // it tells when it is asked to read
}

/** Shows the page as the settings want it. */
function show() {
	document.documentElement.dataset.contrast = setting('contrast');
	bind(document);
	for (const radio of document.querySelectorAll('[name=language]')) radio.checked = radio.value === language(); // that of the browser too
	if (able && openPage() === 'settings') listCountries(able.countries);
	write();
}

/** Lists the countries by the names that the language has for them. */
function listCountries(codes) {
	const names = new Intl.DisplayNames(language(), { type: 'region' });
	const options = codes.map((code) => make('option', names.of(code), { value: code }));
	const { compare } = new Intl.Collator(language());
	options.sort((a, b) => compare(a.textContent, b.textContent));
	$('country').replaceChildren($('country').options[0], ...options);
	$('country').value = setting('country');
}

/** Lists the languages by the names that they have for themselves. */
function listLanguages(languages) {
	$('languages').append(...languages.map(({ code, name }) => {
		const label = make('label', '');
		label.append(make('input', '', { type: 'radio', name: 'language', value: code }), ' ', make('span', name, { lang: code }));
		return label;
	}));
	bind($('languages'));
}

// Pages.

const openings = {
	settings: show,
	history: history.list,
	draw: () => draw.begin(reader),
	see: () => reader.ask('again', { see: true }).then(see.show, () => see.show(null)), // where nothing has been read yet
};

onPage((id) => {
	voice.quiet();
	openings[id]?.();
	write();
});

// The beginning.

await load(language());
voice.arrange();
enter(setting('who') ? 'start' : 'ask');
show();
follow();
document.querySelector('nav').hidden = false;

speakAsChosen();
reader.ready.then((ready) => {
	able = ready;
	listLanguages(able.languages);
	show();
}).catch(() => {}); // said when the button is pressed

/** Says something that nobody asked for when nobody is listening to anything else. */
function sayLater(sentence) {
	const idle = ['start', 'result', 'trouble'].includes(state) && !document.hidden;
	if (idle && performance.now() - Math.max(voice.lastSaid, pressedAt) > silence) voice.say(sentence);
	else setTimeout(() => sayLater(sentence), 1000);
}

// Fetching everything to be kept would keep the reader waiting.
reader.ready.catch(() => {}).then(() => offline.keep(sayLater, () => state === 'start' && !openPage()));
