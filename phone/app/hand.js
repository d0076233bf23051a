// What can be done with a number that has been read back. Each is a press of its own. A digit in doubt is named again
// before the number is let go, and a number with a digit missing is neither called nor saved.

import { say, warn } from './voice.js';
import { word } from './words.js';

const $ = (id) => document.getElementById(id);

let number;
let warned = ''; // the button that was pressed and has warned

/** Offers a number to be called, copied, shared and saved. */
export function offer(read) {
	number = read;
	warned = '';
	$('share').hidden = !navigator.share;
	if (number.dial) $('call').href = `tel:${number.dial}`;
	else $('call').removeAttribute('href');
	$('call').setAttribute('role', number.dial ? 'link' : 'button');
	$('call').tabIndex = 0;
}

/** The digits alone, with '?' where one is missing. */
const digits = () => number.dial || number.digits;

/** Tells whether the number may be let go by this button now; where not yet, it says why. */
function mayGo(button, withGaps) {
	const missing = !number.dial;
	if (number.sure) return true;
	if (missing && !withGaps) {
		warn(...number.doubts, word('stopped'));
		return false;
	}
	if (warned === button) return true;
	warned = button;
	warn(...number.doubts, word(missing ? 'gapsRemain' : 'pressAgain', word(button)));
	return false;
}

$('call').onclick = (event) => {
	if (!mayGo('call', false)) event.preventDefault();
};

$('call').onkeydown = (event) => { // which a link without an address does not take for a press
	if (!number.dial && ['Enter', ' '].includes(event.key)) {
		event.preventDefault();
		mayGo('call', false);
	}
};

// iPhones copy and share only right within the press: nothing may be waited for before.

$('copy').onclick = () => {
	if (!mayGo('copy', true)) return;
	const copied = navigator.clipboard?.writeText(digits()) ?? Promise.reject();
	copied.then(() => say(word('copied')), () => warn(word('notCopied')));
};

$('share').onclick = () => {
	if (mayGo('share', true)) navigator.share({ text: digits() }).catch(() => {}); // whoever closes it knows
};

$('save').onclick = () => {
	if (!mayGo('save', false)) return;
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([card()], { type: 'text/vcard' }));
	link.download = 'number.vcf';
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
	say(word('saved'));
};

/** The number as a contact, vCard 3.0, which every telephone reads. */
function card() {
	const name = word('contactName');
	return ['BEGIN:VCARD', 'VERSION:3.0', `N:${name};;;;`, `FN:${name}`, `TEL:${number.dial}`, 'END:VCARD', ''].join('\r\n');
}
