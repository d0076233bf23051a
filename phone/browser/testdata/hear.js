// Writes down what a listener would hear, in the order of hearing, as window.heard: every text that a live region of the
// page takes, for a screen reader reads it; every utterance that the app's own voice is given; and text that is only
// seen. It runs in each document before the page's own scripts do.
(() => {
	const heard = window.heard = [];
	const note = (by, text, more = {}) => heard.push({ by, text, at: performance.now(), ...more });

	// A voice that speaks as a voice does, one utterance after the other, only faster. With window.dumb it never begins.
	const perLetter = 8; // ms
	let queue = [], timer = 0;
	const next = () => {
		if (timer || queue.length === 0 || window.dumb) return;
		const utterance = queue[0];
		utterance.onstart?.({ type: 'start' });
		timer = setTimeout(() => {
			timer = 0;
			queue.shift();
			utterance.onend?.({ type: 'end' });
			next();
		}, perLetter * utterance.text.length);
	};
	const voice = {
		get speaking() { return timer !== 0; },
		get pending() { return queue.length > (timer ? 1 : 0); },
		speak(utterance) {
			const { text, lang, rate, volume } = utterance;
			note(volume === 0 ? 'primer' : 'voice', text, { lang, rate });
			queue.push(utterance);
			setTimeout(next, 1);
		},
		cancel() {
			const interrupted = queue;
			clearTimeout(timer);
			queue = [];
			timer = 0;
			if (interrupted.length > 0) note('cancel', '');
			for (const utterance of interrupted) utterance.onerror?.({ type: 'error', error: 'interrupted' });
		},
		getVoices: () => [],
	};
	Object.defineProperty(window, 'speechSynthesis', { value: voice });
	window.SpeechSynthesisUtterance = class { constructor(text) { Object.assign(this, { text, lang: '', rate: 1, volume: 1 }); } };

	// What becomes of elements between two looks of a screen reader is one change to it, and an empty region is silence.
	const regions = '[role="status"], [role="alert"], [role="log"], [aria-live]:not([aria-live="off"])';
	new MutationObserver((changes) => {
		const changed = new Set();
		for (const { target } of changes) {
			const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
			const region = element?.closest(regions) ?? element?.closest('#status, #alert');
			if (region) changed.add(region);
		}
		for (const region of changed) {
			const text = region.textContent.trim();
			if (text) note(region.getAttribute('role') ?? region.getAttribute('aria-live') ?? 'nobody', text);
		}
	}).observe(document, { childList: true, characterData: true, subtree: true });
})();
