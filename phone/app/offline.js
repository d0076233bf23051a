// Keeps the whole app on the telephone, so that it reads without a network, and takes a new version only between
// readings.

import { recall, store } from './settings.js';
import { word } from './words.js';

const $ = (id) => document.getElementById(id);
const told = 'aloud.offline'; // it has been said that the app is ready

/** Keeps the app. say(sentence) says something when nobody is reading; idle() tells whether that is so. */
export async function keep(say, idle) {
	if (!navigator.serviceWorker) return;
	const controlled = Boolean(navigator.serviceWorker.controller);
	let registration;
	try {
		registration = await navigator.serviceWorker.register('sw.js');
	} catch {
		tell('offlineNot');
		return;
	}
	watchUpdates(registration, idle);
	await navigator.serviceWorker.ready;
	navigator.storage?.persist?.().catch(() => {}); // or the browser may delete all when it needs room
	tell('offlineReady');
	if (!recall(told)) {
		store(told, true);
		say(word('offlineReady'));
	} else if (controlled && await mended()) {
		say(word('offlineAgain'));
	}
}

/** Shows whether the app is kept, in words that follow the language. */
function tell(key) {
	$('offline').dataset.word = key;
	$('offline').textContent = word(key);
}

/** Lets the service worker fetch what the telephone has deleted, and tells whether there was any. */
function mended() {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = ({ data }) => resolve(data);
		navigator.serviceWorker.controller.postMessage('mend', [port2]);
	});
}

/** Offers a version that waits, and takes it by itself while nobody is looking and nothing has been read. */
function watchUpdates(registration, idle) {
	const offer = () => { $('update').hidden = !registration.waiting; };
	const take = () => registration.waiting?.postMessage('take over');
	const arriving = () => registration.installing?.addEventListener('statechange', offer);
	registration.addEventListener('updatefound', arriving);
	arriving();
	offer();
	if (registration.waiting && idle()) take();
	document.addEventListener('visibilitychange', () => {
		if (document.hidden && idle()) take();
		else if (!document.hidden) registration.update().catch(() => {}); // without a network there is none
	});
	let wanted = false;
	$('update').onclick = () => {
		wanted = true;
		take();
	};
	const reload = () => wanted || idle() ? location.reload() : setTimeout(reload, 1000); // another tab may have taken it
	let controlled = Boolean(navigator.serviceWorker.controller);
	navigator.serviceWorker.addEventListener('controllerchange', () => {
		if (controlled) reload();
		controlled = true; // the first version is no new one
	});
}
